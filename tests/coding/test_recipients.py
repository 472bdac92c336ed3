"""Recipients: to whom it is done, where several are named around a verb."""

import pytest

from tests.coding.readings import reading

from detente.coding.candidates import candidates
from detente.coding.clauses import Syntax


def _of(text: str, trigger: str) -> list[str]:
    """The parties on the receiving side of one predicate."""
    r = reading(text)
    found = [c for c in candidates(r, Syntax(r.doc)) if r.doc[c.trigger].text == trigger]
    assert len(found) == 1, [r.doc[c.trigger].text for c in found]
    return sorted({r.principal(p) or p for x in found[0].recipients for p in x.mention.parties})


@pytest.mark.parametrize(
    ("text", "trigger", "recipients"),
    [
        ("Norway suspended its aid to Chad after a convoy from Niger was robbed.", "suspended", ["TCD"]),
        ("Norway suspended food deliveries in Chad after a convoy was robbed.", "suspended", ["TCD"]),
        ("Peru will not lift the embargo until Bolivia returns the boats.", "lift", ["BOL"]),
        ("Peru eased the curfew hours in parts of Bolivia to allow residents to shop.", "eased", ["BOL"]),
        ("The Peruvian parliament approved the deployment of troops in Chad with an eye to Lima's role.",
         "approved", ["TCD"]),
        ("NATO agreed to an expansion of its peacekeeping force in Chad.", "agreed", ["TCD"]),
        ("The workers will not end the strike until the Peruvian government raises wages.", "end", ["PER"]),
    ],
)  # fmt: skip
def test_recipients(text: str, trigger: str, recipients: list[str]) -> None:
    assert _of(text, trigger) == recipients
