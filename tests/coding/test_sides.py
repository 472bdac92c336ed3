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
