"""Statements of small texts."""

from detente.articles import Article
from detente.coding.model import Span, Statement
from detente.coding.statements import statements
from detente.reading import read


def said(text: str) -> tuple[Statement, ...]:
    return statements(read(Article("a", text)))[0]


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " ... ".join(text[s.start : s.end] for s in spans)


def test_an_indirect_quotation_has_speaker_cue_and_content() -> None:
    text = "Mr Duval said that France would not send troops to Chad."
    (found,) = said(text)
    assert words(text, found.speakers) == "Mr Duval"
    assert words(text, found.cues) == "said"
    assert "France would not send troops to Chad" in words(text, found.contents)
    assert found.quote == "indirect"
    assert found.evidence[0].start == 0
    assert found.evidence[0].end == len(text)
