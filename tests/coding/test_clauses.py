"""Clauses: subjects and objects in the sense of the clause."""

import pytest

from detente.coding.clauses import Syntax
from tests.coding.readings import reading


def _parsed(text: str, verb: str) -> tuple[Syntax, int]:
    s = Syntax(reading(text).doc)
    return s, s.text.index(verb)


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Peru agreed to leave Chile.", "leave", "peru"),
        ("Peru asked Chile to leave Ecuador.", "leave", "chile"),
        ("Peru accused Chile of leaving the talks.", "leaving", "chile"),
        ("Peru attacked Chile and occupied Ecuador.", "occupied", "peru"),
        ("Peru, which attacked Chile, left.", "attacked", "peru"),
        ("After attacking Chile, Peru left.", "attacking", "peru"),
        ("Chile is due to attack Peru.", "attack", "chile"),
        ("Peru called on Chile to attack Ecuador.", "attack", "chile"),
        ("The move prompted Chile to attack Ecuador.", "attack", "chile"),
    ],
)
def test_subject(text: str, verb: str, subject: str) -> None:
    s, v = _parsed(text, verb)
    assert [s.text[t] for t in s.subjects(v)] == [subject]


def test_passive_turns_sides() -> None:
    s, v = _parsed("Chile was attacked by Peru.", "attacked")
    assert s.passive(v)
    assert [s.text[t] for t in s.agents(v)] == ["peru"]
    assert [s.text[t] for t in s.objects(v)] == ["chile"]


def test_gap_of_a_relative_clause_is_the_object() -> None:
    s, v = _parsed("The ships that Peru sold sank.", "sold")
    assert [s.text[t] for t in s.objects(v)] == ["ships"]


def test_not_only_negates_nothing() -> None:
    s, v = _parsed("The visit was not only praised but repeated.", "praised")
    assert not s.negated(v)


def test_hyphened_words_are_one() -> None:
    s, _ = _parsed("Peru declared a cease-fire.", "declared")
    s.join_hyphened(frozenset({"cease-fire"}))
    assert "cease-fire" in s.lemma
