"""The gate keeps closed only what names nobody and says nothing."""

from pathlib import Path

import pytest

from detente import knowledge
from detente.articles import Article
from detente.reading import read
from detente.reading.gate import gate
from detente.reading.names import renew


def opened(*sentences: str) -> list[bool]:
    spans, at = [], 0
    for s in sentences:
        spans.append((at, at + len(s)))
        at += len(s) + 1
    return gate(" ".join(sentences), spans)


def test_names_roles_pronouns_and_speech_are_let_through() -> None:
    assert all(
        opened(
            "The talks in Vienna went on.",
            "The minister left early.",
            "They will be back.",
            "Zorbatov disagrees.",
            "It was said to be late.",
            "“Never mind.",
            "Never again.”",
        )
    )


def test_what_names_nobody_is_kept_closed() -> None:
    assert opened("The weather was cold and the roads were wet.", "And then the rain came.") == [False, False]


def test_a_users_own_parties_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("organisations:\n  Blue Rope: {sector: NGO, members: [FIN, NATO], aliases: [the rope]}\n")
    monkeypatch.setenv("DETENTE_PARTIES_FILE", "")
    monkeypatch.delenv("DETENTE_PARTIES_FILE")
    knowledge.lay_over("parties", own)
    try:
        text = "Work began when the rope asked Finland for money."
        reading = read(Article("a", text))
        assert {text[m.start : m.end] for m in reading.mentions if m.parties == ("Blue Rope",)} == {"the rope"}
        assert reading.parties["Blue Rope"].members == ("FIN", "NATO")
    finally:
        monkeypatch.delenv("DETENTE_PARTIES_FILE")
        renew()
