"""When and where: by what the predicate governs, or what it inherits."""

from datetime import date

import pytest

from detente.coding.events import events
from tests.coding.readings import reading


@pytest.mark.parametrize(
    ("text", "type_", "day"),
    [
        ("Peru expelled the Chilean consul on Monday.", "SANCTION", date(2011, 6, 13)),
        ("On May 4 Peru signed a treaty with Chile.", "AGREE", date(2011, 5, 4)),
        ("Norway condemned on Tuesday the bombing of the Danish embassy last week.", "ACCUSE", date(2011, 6, 14)),
        ("Peru condemned Chile on Monday and recalled its ambassador from Chile.", "SANCTION", date(2011, 6, 13)),
        ("Peru condemned Chile.", "ACCUSE", date(2011, 6, 15)),
        ("The presidents of Peru and Chile will meet on July 4.", "CONSULT", date(2011, 7, 4)),
        ("Unions in Peru have called a rally for Monday.", "PROTEST", date(2011, 6, 20)),
        ("The trial of Peruvian president Luis Ocampo is set to open on July 4.", "ACCUSE", date(2011, 7, 4)),
    ],
)
def test_day(text: str, type_: str, day: date) -> None:
    (event,) = (e for e in events(reading(text)) if e.type == type_)
    assert event.date is not None
    assert event.date.start == event.date.end == day


def test_a_bombing_is_not_of_the_day_on_which_it_is_condemned() -> None:
    found = events(reading("Norway condemned the bombing of the Danish embassy on Tuesday."))
    (bombing,) = (e for e in found if e.type == "ASSAULT")
    assert bombing.date is None


@pytest.mark.parametrize(
    ("text", "type_", "place"),
    [
        ("Peru and Chile held talks in Rome.", "CONSULT", "Rome"),
        ("Norway's premier spoke in Rome after meeting the Swedish king.", "CONSULT", "Rome"),
        ("Norway condemned the attack on the Danish embassy in Rome.", "ACCUSE", None),
        ("Peru will attend a NATO summit set for Rome in April.", "CONSULT", "Rome"),
        ("The trial of Peruvian president Luis Ocampo is set to open in Quito on Monday.", "ACCUSE", "Quito"),
        ("Peru and Chile signed the treaty at a ceremony held in the city of Arica.", "AGREE", "Arica"),
        ("Peru and Chile signed the treaty at the Rome summit.", "AGREE", "Rome"),
        ("Peru and Chile signed the treaty at the Rome embassy.", "AGREE", None),
        ("The Norwegian premier will visit Arica on July 4.", "CONSULT", "Arica"),
        ("ROME, June 14 (AP) -- It rained.\nThe presidents of Peru and Chile met here Tuesday.", "CONSULT", "Rome"),
    ],
)
def test_place(text: str, type_: str, place: str | None) -> None:
    (event,) = (e for e in events(reading(text)) if e.type == type_)
    assert (event.place.name if event.place else None) == place


def test_a_visit_without_a_goal_is_where_the_report_was_sent_from() -> None:
    text = "LIMA, Peru (AP) -- It rained.\nChilean President Ana Rojas, ending a two-day visit, praised the weather."
    (visit,) = (e for e in events(reading(text)) if e.type == "CONSULT")
    assert visit.recipient == ("PER",)


def test_what_an_event_to_come_depends_on() -> None:
    (sending,) = events(reading("Turkey will send troops to Syria if Russia withdraws its advisers."))
    assert sending.status == "conditional"
    assert sending.condition is not None
    assert (sending.condition.kind, sending.condition.of) == ("if", ("RUS",))


def test_the_day_of_a_report_is_assumed_and_a_day_that_is_told_is_not() -> None:
    told = events(reading("Norway condemned Russia. Sweden condemned Russia on Monday."))
    assert [e.date is not None and e.date.value is not None for e in told] == [False, True]


def test_talks_that_will_go_on_have_the_sides_of_those_told_of_before() -> None:
    told = events(reading("Peru and Chile held talks in Lima on Monday. The talks will resume on Friday, Norway said."))
    assert [(e.status, e.actor, e.recipient) for e in told if e.type == "CONSULT"] == [
        ("occurred", ("PER",), ("CHL",)),
        ("planned", ("PER",), ("CHL",)),
    ]


def test_what_is_planned_is_planned() -> None:
    (rally,) = events(reading("Cuba plans mass rallies on Saturday outside the Danish mission."))
    assert rally.status == "planned"


def test_what_occurred_this_month_occurred_before_it_was_told() -> None:
    (event,) = events(reading("Peru expelled three Chilean diplomats this month."))
    assert event.date is not None
    assert (event.date.start, event.date.end) == (date(2011, 6, 1), date(2011, 6, 15))


def test_a_noun_does_not_take_the_day_of_another_noun() -> None:
    found = events(reading("Officials said the raid on Libya was not linked with the probe into the May 7 bombing."))
    assert all(e.date is None for e in found if "LBY" in e.recipient)


def test_a_deadline_is_not_the_day_of_the_order() -> None:
    (order,) = events(reading("Peru has ordered the Chilean consul out of the country by Saturday."))
    assert order.status == "occurred"
    assert order.date is None
