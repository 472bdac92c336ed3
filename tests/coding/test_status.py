"""Status: what is told to have happened, to go on, to be planned, to be alleged, and what is no event at all."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.coding.events import events
from tests.coding.readings import reading

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "status.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [c for kind, cs in CASES.items() if kind != "nothing" for c in cs], ids=lambda c: c[0])
def test_status_of_what_is_told(case: list[Any]) -> None:
    text, *expected = case
    told = [f"{e.type} {e.status}" for e in events(reading(text))]
    assert sorted(told) == sorted(expected)


@pytest.mark.parametrize("text", CASES["nothing"])
def test_no_event_that_occurred(text: str) -> None:
    violent = {"ASSAULT", "COERCE", "SANCTION", "AID", "AGREE"}
    told = [(e.type, e.status) for e in events(reading(text)) if e.type in violent]
    assert not [t for t in told if t[1] in {"occurred", "ongoing", "planned"}]
