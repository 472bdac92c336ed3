"""Recipients: to whom it is done, where several are named around a verb."""

import pytest

from detente.coding import code
from detente.coding.candidates import candidates
from detente.coding.clauses import Syntax
from tests.coding.readings import reading


def _of(text: str, trigger: str) -> list[str]:
    """The parties on the receiving side of one predicate."""
    r = reading(text)
    found = [c for c in candidates(r, Syntax(r.doc)) if r.doc[c.trigger].text == trigger]
    assert len(found) == 1, [r.doc[c.trigger].text for c in found]
    return sorted({r.principal(p) or p for x in found[0].recipients for p in x.mention.parties})


@pytest.mark.parametrize(
    ("text", "trigger", "recipients"),
    [
        ("Norway suspended food deliveries in Bergen province after Chad robbed a convoy.", "suspended", ["NOR"]),
        ("Sweden refused to answer a request of Norway because the files were kept in Chad.", "refused", ["NOR"]),
        ("Peru will not lift the embargo until Bolivia returns the boats.", "lift", ["BOL"]),
        ("Peru decided to ease the curfew in some parts of Cusco to allow residents to shop.", "decided", ["PER"]),
        ("The Peruvian parliament approved the deployment of troops in Chad with an eye to Lima's role.",
         "approved", ["TCD"]),
        ("NATO agreed to an expansion of its peacekeeping force in Chad.", "agreed", ["TCD"]),
        ("The workers will not end the strike until the Peruvian government raises wages.", "end", ["PER"]),
    ],
)  # fmt: skip
def test_recipients(text: str, trigger: str, recipients: list[str]) -> None:
    assert _of(text, trigger) == recipients


def test_what_was_returned_is_not_whom_its_description_names() -> None:
    text = "Norway returned a silver coin engraved with the image of Peter the Great to the Russian embassy."
    assert _of(text, "returned") == ["RUS"]


def test_a_state_that_is_named_as_whose_the_recipients_are_is_a_mention_of_them() -> None:
    text = "Norway announced food aid for people in Chad."
    made = [e for e in code(reading(text)).events if e.recipient]
    assert [text[m.start : m.end] for e in made for m in e.mentions if m.role == "recipient"] == ["people", "Chad"]
