"""The day of an attack that one sentence gives, and the other sentences of its article mean."""

from datetime import date

import pytest

from detente.coding.events import events
from detente.coding.model import Event
from tests.coding.readings import reading

HELD = "It rained in Lima.\nSweden condemned the bombing of the Danish embassy in Lima.\n"


def attack(text: str, country: str | None = None) -> Event:
    found = [e for e in events(reading(text)) if e.type == "ASSAULT" and e.status == "occurred"]
    return next(e for e in found if country is None or (e.place and e.place.country == country))


@pytest.mark.parametrize(
    "rest",
    [
        "The bombing on May 7 killed 22 people.",
        "Police said the May 7 bombing was the work of a cell.",
        "The bomb went off on May 7.",
        "He is accused of planning the blast that killed 22 people, including 12 Danes, on May 7.",
    ],
)
def test_the_day_that_another_sentence_gives(rest: str) -> None:
    when = attack(HELD + rest).date
    assert when is not None
    assert (when.start, when.end) == (date(2011, 5, 7), date(2011, 5, 7))


@pytest.mark.parametrize(
    "rest",
    [
        "A similar bombing on May 7 killed 22 people.",
        "The bombing on May 7 killed 22 people. The blast on May 9 killed two.",
        "Police arrested another man on May 7.",
        "The murder of the consul on May 7 shook Lima.",
        "The bombing in Oslo on May 7 killed 22 people.",
    ],
)
def test_a_day_that_may_be_another_attacks(rest: str) -> None:
    assert attack(HELD + rest, "PER").date is None


def test_a_year_gives_way_to_the_day_in_it() -> None:
    when = attack("Peru mourned the victims of last year's attack on Lima.\nThe May 7, 2010, attack killed 22.").date
    assert when is not None
    assert when.start == date(2010, 5, 7)


def test_of_several_victims_only_whom_the_day_is_told_of_has_it() -> None:
    text = "The consul Ana Rojas was shot in Lima. The mayor Juan Soto was shot in Lima on May 7, and died."
    found = {e.person: e.date for e in events(reading(text)) if e.type == "ASSAULT"}
    assert found[("Ana Rojas",)] is None
    assert found[("Juan Soto",)] is not None
