"""Appointments: what is on a calendar though it is no act between two parties."""

from datetime import date

import pytest

from detente.articles import Article
from detente.coding import code
from detente.coding.model import Event
from detente.reading import read


def events_of(text: str) -> list[Event]:
    return list(code(read(Article("a", text, published=date(2024, 12, 10)))).events)


@pytest.mark.parametrize(
    ("text", "type_", "actor", "recipient", "day"),
    [
        ("The Senate is expected to vote on the treaty next Tuesday.", "CONSULT", ("USA/senate",), (), "2024-12-17"),
        (
            "A vote in the Security Council on the draft is expected on Wednesday.",
            "CONSULT",
            ("UN Security Council",),
            (),
            "2024-12-11",
        ),
        (
            "The trial of former President Alberto Ruiz is set to begin on January 8 in Lima.",
            "ACCUSE",
            (),
            ("Alberto Ruiz",),
            "2025-01-08",
        ),
        ("The new sanctions against Belarus will take effect on January 1.", "SANCTION", (), ("BLR",), "2025-01-01"),
    ],
)
def test_what_is_scheduled_is_planned(
    text: str, type_: str, actor: tuple[str, ...], recipient: tuple[str, ...], day: str
) -> None:
    (event,) = events_of(text)
    assert (event.type, event.status, event.actor, event.recipient) == (type_, "planned", actor, recipient)
    assert event.date is not None
    assert event.date.value == day


@pytest.mark.parametrize(
    "text",
    [
        "The Senate voted on the treaty last Tuesday.",
        "The trial of former President Alberto Ruiz began in Lima.",
        "The Senate often votes on treaties.",
        "If the Senate were to vote on the treaty next Tuesday, it would fail.",
    ],
)
def test_what_is_not_scheduled_is_no_appointment(text: str) -> None:
    assert not [e for e in events_of(text) if e.status == "planned"]


def test_a_day_to_come_is_not_the_day_of_what_was_said() -> None:
    (event,) = events_of("Peruvian opposition leaders called for a march in Lima on December 15.")
    assert (event.type, event.status) == ("REQUEST", "occurred")
    assert event.date is None or event.date.end <= date(2024, 12, 10)
