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
    call, march = events_of("Peruvian opposition leaders called for a march in Lima on December 15.")
    assert (call.type, call.status) == ("REQUEST", "occurred")
    assert call.date is None or call.date.end <= date(2024, 12, 10)
    assert (march.type, march.status) == ("PROTEST", "planned")
    assert march.date is not None
    assert march.date.value == "2024-12-15"


@pytest.mark.parametrize(
    ("text", "type_", "party", "day", "place"),
    [
        ("Norway's foreign minister is due in Islamabad on Thursday.", "CONSULT", "PAK", "2024-12-12", "Islamabad"),
        (
            "Norway's premier is scheduled to spend six hours in Accra on Friday.",
            "CONSULT",
            "GHA",
            "2024-12-13",
            "Accra",
        ),
        ("A delegation of Danish senators will be in Lima from January 5.", "CONSULT", "PER", "2025-01-05", "Lima"),
        (
            "Norway's premier will fly to Lima on Friday for talks with Peruvian officials.",
            "CONSULT",
            "PER",
            "2024-12-13",
            None,
        ),
        ("The truce is due to begin in Sudan on Sunday.", "RETREAT", "SDN", "2024-12-15", "Sudan"),
        (
            "The case will be heard by the International Court of Justice in February.",
            "CONSULT",
            "ICJ",
            "2025-02",
            None,
        ),
        (
            "Oral arguments before the Peruvian Supreme Court are scheduled for March 4.",
            "CONSULT",
            "PER",
            "2025-03-04",
            None,
        ),
        ("Ana Rojas is scheduled to die by lethal injection on January 8.", "ASSAULT", "Ana Rojas", "2025-01-08", None),
        ("He planned the protests set for January 25 in Cairo against Egypt.", "PROTEST", "EGY", "2025-01-25", "Cairo"),
        ("The ban on Russian diamonds takes effect on January 1.", "SANCTION", "RUS", "2025-01-01", None),
        ("Lawmakers in Poland vote on Thursday on the law.", "CONSULT", "POL", "2024-12-12", "Poland"),
    ],
)
def test_kinds_of_appointments(text: str, type_: str, party: str, day: str, place: str | None) -> None:
    (event,) = (e for e in events_of(text) if e.type == type_)
    assert event.status == "planned"
    assert any(party in p for p in (*event.actor, *event.recipient, *event.person))
    assert event.date is not None
    assert event.date.value == day
    assert (event.place.name if event.place else None) == place


@pytest.mark.parametrize(
    "text",
    [
        "Peru's president was due to visit Chile last week but stayed at home.",
        "Talks between Peru and Chile were scheduled to begin on Friday but collapsed.",
        "The summit between Peru and Chile, originally scheduled for Friday, was cancelled.",
        "A fund is due in Lima on Friday.",
    ],
)
def test_what_came_to_nothing_is_not_to_come(text: str) -> None:
    assert not [e for e in events_of(text) if e.status == "planned"]


def test_what_another_clause_supposes_is_no_condition_of_a_plan() -> None:
    (plan,) = (
        e
        for e in events_of("Peru will expel the Chilean consul because if he stays, unrest grows.")
        if e.type == "SANCTION"
    )
    assert plan.status in {"planned", "occurred"}
    assert plan.condition is None


@pytest.mark.parametrize(
    "text",
    [
        "Lima's mayor Juan Soto said his seat is up for re-election in November.",
        "Protesters denounced Peru's proposal to ban Chilean fish.",
        "Peru Under Pressure To Repudiate Chile.",
        "The shield is intended to shoot down Russian missiles.",
        "The Danish parliament voted to reject the Norwegian request.",
        "Peruvian senator Ana Rojas, who'd previously endorsed Chilean president Juan Soto, resigned.",
    ],
)
def test_what_is_not_planned(text: str) -> None:
    assert not [e for e in events_of(text) if e.status in {"planned", "conditional"}]


def test_what_is_to_take_effect_is_planned_without_a_day() -> None:
    (truce,) = events_of("The ceasefire between Peru and Chile is to take effect at midnight.")
    assert (truce.type, truce.status) == ("RETREAT", "planned")


def test_the_day_of_an_announcement_is_not_that_of_what_is_announced() -> None:
    found = events_of("Peru's president Ana Rojas announced on Monday a lawsuit of Peru against Chile.")
    assert all(e.date is None or e.date.start <= date(2024, 12, 10) for e in found)
