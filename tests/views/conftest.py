"""A made-up record that the command line is asked about."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.coding.model import Condition, Reason, Span
from detente.record.record import Record
from tests.made_up import DAY, account, days, event, statement

TEXT = (
    "Freedonia's foreign minister Rufus Firefly met the Sylvanian envoy in Geneva on Monday to discuss arms control. "
    "Freedonia will not disarm unless Sylvania opens its arsenals, Mr Firefly told reporters.\n"
    "Ruritania accused Freedonia of piracy and demanded that it pay for the lost ships.\n"
    "The two governments will meet again in Vienna in December, and Sylvania is said to have moved troops."
)
REFUSAL = "Freedonia will not disarm unless Sylvania opens its arsenals"


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture(scope="session")
def made_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "r"
    condition = span("unless Sylvania opens its arsenals")
    refusal = replace(
        statement("geneva-1", TEXT, f"{REFUSAL}, Mr Firefly told reporters.", ("Rufus Firefly",), "refuse",
                  addressee=("SYL",), issues=("arms-control",)),
        condition=Condition("unless", condition.start, condition.end, ("SYL",)),
        contents=(span(REFUSAL),), cues=(span("told"),), for_=("FRE",),
    )  # fmt: skip
    met = replace(
        event("geneva-1", TEXT, "met the Sylvanian envoy in Geneva", day=DAY, issues=("arms-control",),
              person=("Rufus Firefly",)),
        reasons=(Reason("type", "rule", "verbs/meet", "met", 0.93),),
    )  # fmt: skip
    made = account(
        "geneva-1",
        TEXT,
        met,
        event("geneva-1", TEXT, "accused Freedonia", "ACCUSE", ("RUR",), ("FRE",), issues=("piracy",), score=0.4),
        event("geneva-1", TEXT, "meet again in Vienna", "CONSULT", status="planned", day=days(20), last=days(40)),
        event("geneva-1", TEXT, "moved troops", "MOBILIZE", ("SYL",), (), status="alleged"),
        refusal,
        statement("geneva-1", TEXT, "demanded that it pay for the lost ships", ("RUR",), "demand", addressee=("FRE",),
                  issues=("piracy",)),
        persons={"Rufus Firefly": "FRE"},
    )  # fmt: skip
    Record.open(folder, create=True).add([made])
    return folder
