"""Events: who does what to whom, in small sentences."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.coding.events import events
from detente.coding.model import Event
from detente.reading import Reading
from tests.coding.readings import reading

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "events.yaml").read_text(encoding="utf-8"))


def _sides(read: Reading, event: Event) -> str:
    def names(ids: tuple[str, ...]) -> str:
        return "+".join(dict.fromkeys((read.principal(i) or i).split("/")[-1] for i in ids))

    return f"{event.type} {names(event.actor)} > {names(event.recipient)}".replace("  ", " ").strip()


@pytest.mark.parametrize("case", [c for cs in CASES.values() for c in cs], ids=lambda c: c[0])
def test_who_does_what_to_whom(case: list[Any]) -> None:
    text, *expected = [c for c in case if c]
    read = reading(text)
    assert sorted(_sides(read, e) for e in events(read)) == sorted(expected)


def test_person_acts_for_the_state_and_is_kept() -> None:
    read = reading("Norwegian Prime Minister Kari Lund met Swedish President Nils Berg in Rome on Monday.")
    (event,) = events(read)
    assert event.person == ("Kari Lund", "Nils Berg")
    assert event.date is not None
    assert event.date.start == event.date.end == date(2011, 6, 13)
    assert event.place is not None
    assert event.place.name == "Rome"
    assert {m.role for m in event.mentions} == {"actor", "recipient"}


def test_who_has_no_name_is_no_person_of_an_event() -> None:
    read = reading("The French ambassador met Polish Foreign Minister Jan Nowak in Vienna on Friday.")
    (event,) = events(read, ())
    assert event.person == ("Jan Nowak",)


def test_evidence_is_the_sentence_and_trigger_its_word() -> None:
    text = "It rained. Peru expelled the Chilean consul. It rained again."
    (event,) = events(reading(text))
    (evidence,) = event.evidence
    assert text[evidence.start : evidence.end] == "Peru expelled the Chilean consul."
    assert text[event.trigger.start : event.trigger.end] == "expelled"
    assert event.reasons[0].by == "rule"
    assert event.goldstein is not None
    assert event.goldstein < 0


def test_issues_leave_out_what_is_said_not_to_be_talked_of() -> None:
    (event,) = events(reading("The talks between Peru and Chile did not address piracy but trade."))
    assert "piracy" not in event.issues


def test_attacks_in_two_places_are_two_events() -> None:
    found = events(reading("The bombings of Danish embassies in Nairobi, Kenya, and Rome, Italy, shocked Denmark."))
    assert sorted(e.place.name for e in found if e.place) == ["Nairobi", "Rome"]


def test_no_party_no_event() -> None:
    assert events(reading("The boy kicked the ball.")) == ()


def test_who_says_that_the_state_refuses_is_the_person_who_refuses() -> None:
    text = "Polish Prime Minister Jan Nowak said his country would not accept the Danish offer."
    found = [e for e in events(reading(text)) if e.type == "REJECT"]
    assert [(e.actor, e.person) for e in found] == [(("POL",), ("Jan Nowak",))]
    assert "Jan Nowak" in {m.party for m in found[0].mentions if m.role == "actor"}
