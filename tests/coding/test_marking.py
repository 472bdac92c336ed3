"""Marked sentences: from tags, and as the coder sees them."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from detente.coding.marking import CLS, MARKS, SEP, Marked, encode, from_tags

S, T, P = MARKS["source"], MARKS["target"], MARKS["predicate"]


@pytest.fixture(scope="module")
def words() -> Tokenizer:
    vocabulary = {f"w{k}": 1000 + k for k in range(400)} | {"[UNK]": 100}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def test_tags_become_offsets_into_the_plain_text() -> None:
    m = from_tags("On Monday <s>Ruritania</s> thanked <t>Graustark</t>.")
    assert m.text == "On Monday Ruritania thanked Graustark."
    assert m.source is not None and m.target is not None
    assert m.text[slice(*m.source)] == "Ruritania"
    assert m.text[slice(*m.target)] == "Graustark"


def test_one_side_may_be_missing_and_sides_may_be_nested_or_named_twice() -> None:
    assert from_tags("<t>Two papers</t> were closed.").source is None
    assert from_tags("<s>The minister</s> resigned.").target is None
    nested = from_tags("<s><t>Ruritanian</t> rebels</s> gave up.")
    assert nested.text[slice(*(nested.target or (0, 0)))] == "Ruritanian"
    twice = from_tags("<s>A</s> met <t>B</t> in <t>B</t>.")
    assert twice.target == (6, 7)


@pytest.mark.parametrize(
    ("tagged", "words"),
    [
        ("nobody here", "neither"),
        ("<s>A met <t>B</t>", "not closed"),
        ("<s>A <t>B</s> C</t>", "without its"),
        ("<s></s> met <t>B</t>", "nothing between"),
        ("<s>A <s>B</s></s>", "inside"),
    ],
)
def test_wrong_tags_are_said(tagged: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        from_tags(tagged)


def test_marks_stand_around_their_words(words: Tokenizer) -> None:
    text = "w0 w1 w2 w3 w4"
    [ids] = encode(words, [Marked(text, (3, 5), (12, 14), (6, 8))], 32)
    assert ids == [CLS, 1000, S[0], 1001, S[1], P[0], 1002, P[1], 1003, T[0], 1004, T[1], SEP]


def test_a_long_sentence_keeps_what_is_near_the_marks(words: Tokenizer) -> None:
    tokens = [f"w{k}" for k in range(300)]
    text = " ".join(tokens)
    a, b = text.index("w40 "), text.index("w250 ")
    [ids] = encode(words, [Marked(text, (a, a + 3), (b, b + 4))], 40)
    assert len(ids) == 40
    assert {S[0], S[1], T[0], T[1], 1040, 1041, 1039, 1250, 1251, 1249} <= set(ids)
    assert 1150 not in ids
    order = [i for i in ids if i >= 1000]
    assert order == sorted(order)
