"""Conditions of the sentences that carry them."""

import pytest

from detente.articles import Article
from detente.coding.conditions import condition_at
from detente.reading import read


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "Ruritania will not disarm unless France withdraws its missiles.",
            "unless",
            "unless France withdraws its missiles",
        ),
        ("If the border is closed, Ruritania will respond.", "if", "If the border is closed"),
        ("Talks go on as long as the ceasefire holds.", "as long as", "as long as the ceasefire holds"),
        ("They will not return until Spain frees the sailors.", "until", "until Spain frees the sailors"),
        (
            "Spain offered aid in exchange for the release of its sailors.",
            "in exchange for",
            "in exchange for the release of its sailors",
        ),
        ("Germany would sign provided that the others sign too.", "provided", "provided that the others sign too"),
    ],
)
def test_a_condition_has_its_kind_and_its_clause(text: str, kind: str, words: str) -> None:
    reading = read(Article("a", text))
    found = condition_at(reading, 0, len(reading.doc))
    assert found is not None
    assert found.kind == kind
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "The minister asked if the talks had begun.",
        "They waited until Friday.",
        "Ruritania would sign even if nobody else did.",
        "An official spoke on condition of anonymity.",
        "He looked as if he had won.",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    reading = read(Article("a", text))
    assert condition_at(reading, 0, len(reading.doc)) is None
