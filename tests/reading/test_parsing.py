"""Sentences and syntax keep the offsets of the text as given."""

import pytest

from detente.articles import Article
from detente.reading import read

PAGE = (
    "Ministers meet in Vienna\n"
    "“We’re ready,” said the envoy. The U.S. delegation left — early.\n"
    "It was Gen. Smith’s idea. “Will they go?” he asked."
)


def test_token_offsets_are_offsets_into_the_article() -> None:
    reading = read(Article("a", PAGE))
    for token in reading.doc:
        if token.is_alpha:
            assert PAGE[token.idx : token.idx + len(token)] == token.text


def test_sentences_end_where_they_end() -> None:
    reading = read(Article("a", PAGE))
    assert [PAGE[s.start : s.end] for s in reading.sentences] == [
        "Ministers meet in Vienna",
        "“We’re ready,” said the envoy.",
        "The U.S. delegation left — early.",
        "It was Gen. Smith’s idea.",
        "“Will they go?” he asked.",
    ]
    assert [s.headline for s in reading.sentences] == [True, False, False, False, False]


def test_syntax_is_copied_into_the_whole_document() -> None:
    reading = read(Article("a", PAGE))
    left = next(t for t in reading.doc if t.text == "left")
    assert left.pos_ == "VERB"
    assert [t.text for t in left.lefts if t.dep_ == "nsubj"] == ["delegation"]


def test_a_dateline_is_no_part_of_the_first_sentence() -> None:
    text = "SAN JUAN, Puerto Rico (AP) _ Lima expelled two Chileans. It rained.\nOSLO, May 3 (NTB) -- Talks failed."
    reading = read(Article("a", text))
    assert [text[s.start : s.end] for s in reading.sentences] == [
        "SAN JUAN, Puerto Rico (AP) _",
        "Lima expelled two Chileans.",
        "It rained.",
        "OSLO, May 3 (NTB) --",
        "Talks failed.",
    ]


def test_who_speaks_in_a_transcript_is_no_dateline() -> None:
    text = "MODERATOR: We go on with the second question."
    assert len(read(Article("a", text)).sentences) == 1


def test_an_abbreviated_title_is_one_word_and_ends_no_sentence() -> None:
    for title in ("Capt.", "Lt.", "Col.", "Sgt.", "Cmdr.", "Supt."):
        text = f"In Lima, police spokesman {title} Hugo Rojas said the army arrested two men."
        reading = read(Article("a", text))
        assert title in [t.text for t in reading.doc], title
        assert [m.parties for m in reading.mentions if "Rojas" in text[m.start : m.end]] == [("Hugo Rojas",)], title


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Const. Anna Lane met Cpl. Jan Roe, Supt. Ann Hall and Msgr. Roe at Ft. Holm.", 1),
        ("Atty. Gen. Anna Lane met Det. Sgt. Jan Roe.", 1),
        ("It rests on Resolution No. 7 of the council.", 1),
        ("She said no. The talks failed.", 2),
        ("He was elected by the MPs. They left.", 2),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, number: int) -> None:
    assert len(read(Article("a", text)).sentences) == number
