"""Sides: whom noun phrases mean."""

import pytest

from detente.coding.candidates import candidates
from detente.coding.clauses import Syntax
from tests.coding.readings import reading


def _candidates(text: str) -> list[tuple[str, list[str], list[str]]]:
    read = reading(text)
    out = []
    for c in candidates(read, Syntax(read.doc)):
        sides = [[text[x.mention.start : x.mention.end] for x in side] for side in (c.actors, c.recipients)]
        out.append((c.frame.type, *sides))
    return out  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("A statement by Norway condemned Sweden.", ["Norway"], ["Sweden"]),
        ("Norway, Sweden and Finland condemned Denmark.", ["Norway", "Sweden", "Finland"], ["Denmark"]),
        ("Norway condemned Denmark, and Sweden left.", ["Norway"], ["Denmark"]),
        ("Norway praised the steps Sweden has taken.", ["Norway"], ["Sweden"]),
        ("Norway condemned the Swedish raids on Denmark.", ["Norway"], ["Swedish"]),
    ],
)
def test_sides(text: str, actors: list[str], recipients: list[str]) -> None:
    first = _candidates(text)[0]
    assert first[1:] == (actors, recipients)


def test_own_troops_are_not_whom_they_leave() -> None:
    found = _candidates("Norway was willing to withdraw its troops from Denmark.")
    assert found[0] == ("AGREE", ["Norway"], ["Denmark"])


def test_sides_without_a_state_make_no_event() -> None:
    assert _candidates("The boy helped the girl.") == []


def test_questions_of_the_press_are_no_requests() -> None:
    assert not _candidates("Reporters asked Iran to comment.")


@pytest.mark.parametrize(
    ("private", "public"),
    [
        ("The Kolm Foundation gave 5,000 dollars to Hope's Kitchen.", "Norway gave 5,000 dollars to Hope's Kitchen."),
        ("Investors signed an agreement with Kolm Energy.", "Norway signed an agreement with Kolm Energy."),
        ("CNN praised the Kolm Foundation.", "The United Nations praised the Kolm Foundation."),
    ],
)
def test_what_private_parties_do_for_each_other_is_no_event(private: str, public: str) -> None:
    assert not _candidates(private)
    assert _candidates(public)


def test_private_parties_accuse_and_attack_each_other() -> None:
    assert _candidates("Amnesty International accused Kolm Energy of torture.")
    assert _candidates("Kolm Energy was attacked by Boko Haram.")


def test_the_warnings_of_an_economist_with_a_name_are_advice() -> None:
    assert not _candidates("Ana Lund, an economist at the Harbour Institute, warned Britain of a slump.")
    assert _candidates("Ana Lund, the Norwegian foreign minister, warned Britain of sanctions.")


def test_a_strike_of_private_people_is_news() -> None:
    found = _candidates("Volvo workers will not end the strike until the company pays them.")
    assert [x[1:] for x in found] == [(["Volvo workers"], ["the company"])]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("The African Union (AU), the UN and Norway condemned Sudan.",
         ["The African Union", "the UN", "Norway"], ["Sudan"]),
        ("Two Canadian inspectors were expelled from Belarus.", ["Belarus"], ["Two Canadian inspectors"]),
        ("US marines and Jordanian troops staged war games.", ["US marines"], ["Jordanian troops"]),
        ("Gunmen attacked a police convoy in northern Mali.", ["Gunmen"], ["a police convoy"]),
    ],
)  # fmt: skip
def test_more_sides(text: str, actors: list[str], recipients: list[str]) -> None:
    assert _candidates(text)[0][1:] == (actors, recipients)
