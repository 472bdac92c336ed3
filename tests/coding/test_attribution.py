"""The attribution reader: windows of paragraphs, decoding of scores, and what the trained weights find."""

import numpy as np
import pytest

from detente.articles import Article, paragraphs
from detente.coding import attribution as module
from detente.coding.attribution import Attribution, attributions, decode, links, pieces, windows
from detente.reading import read


def cut(text: str, length: int = 160, context: int = 32) -> list[module.Window]:
    return windows(pieces(text, [(p.start, p.end) for p in paragraphs(text)]), length, context)


def test_every_piece_is_some_window_s_own_exactly_once() -> None:
    text = "\n".join(f"The council of town {k} met on Monday and spoke about its harbour." for k in range(30))
    owned = [
        (int(a), int(b))
        for w in cut(text, length=64)
        for a, b in zip(w.pieces.starts[w.own :], w.pieces.ends[w.own :], strict=True)
        if b > a
    ]
    assert len(owned) == len(set(owned))
    assert "".join(text[a:b] for a, b in sorted(owned)) == "".join(text.split())


def test_a_window_repeats_the_paragraph_before_as_context() -> None:
    text = "\n".join(f"Short paragraph number {k} of the page." for k in range(12))
    second = cut(text, length=40, context=20)[1]
    assert second.own > 1
    assert text[second.pieces.starts[1] :].startswith("Short paragraph")


def test_a_paragraph_longer_than_a_window_is_cut_and_loses_nothing() -> None:
    text = " ".join(["word"] * 400) + "."
    found = cut(text)
    assert all(len(w.pieces.ids) <= 160 for w in found)
    assert sum(int((w.pieces.ends > w.pieces.starts).sum()) for w in found) == 401


def test_shapes_tell_capitals_and_open_quotations() -> None:
    text = 'NATO said: "We stay in Paris."'
    (p,) = pieces(text, [(0, len(text))])
    shape = {text[a:b]: int(s) for a, b, s in zip(p.starts, p.ends, p.shapes, strict=True)}
    assert shape["said"] == 0
    assert shape["Paris"] == 1 + 4
    assert shape["stay"] == 4
    assert shape["NATO"] == 2


def test_links_are_products_plus_the_bias_of_the_distance() -> None:
    rng = np.random.default_rng(1)
    size = module.LINKS * module.LINK_SIZE
    query, key = rng.normal(size=(7, size)), rng.normal(size=(7, size))
    bias = rng.normal(size=(module.LINKS, module.REACH))
    found = links(query, key, bias, np.array([2, 5]))
    k, at, token = 4, 5, 1
    part = slice(k * module.LINK_SIZE, (k + 1) * module.LINK_SIZE)
    bucket = module.reach()[token - at + module.LENGTH]
    assert found.shape == (2, module.LINKS, 7)
    assert found[1, k, token] == pytest.approx(query[at, part] @ key[token, part] + bias[k, bucket])


def test_no_cue_no_attribution() -> None:
    (window,) = cut("The sun rose over the harbour.")
    n = len(window.pieces.ids)
    size = module.LINKS * module.LINK_SIZE
    nothing = np.full((n, 3), -9.0)
    assert (
        decode(window, nothing, np.zeros((n, size)), np.zeros((n, size)), np.zeros((module.LINKS, module.REACH))) == []
    )


def found(text: str) -> list[tuple[str, str, str]]:
    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " ... ".join(text[a:b] for a, b in spans)

    every: list[Attribution] = attributions(read(Article("a", text)))
    return [(words(a.speaker), words(a.cue), words(a.content)) for a in every]


def test_the_model_reads_who_said_what() -> None:
    text = "Foreign Minister Anne Duval said on Monday that France would not send troops to Chad."
    ((speaker, cue, content),) = found(text)
    assert "Anne Duval" in speaker
    assert cue.startswith("said")
    assert content.endswith("France would not send troops to Chad")


def test_the_model_reads_a_quotation_around_its_cue() -> None:
    text = '"The border is closed," President Otto Lund said. "It will remain closed until spring."'
    ((speaker, _, content),) = found(text)
    assert "Otto Lund" in speaker
    assert "The border is closed" in content
    assert "closed until spring" in content
    assert "said" not in content


def test_the_model_reads_according_to() -> None:
    text = "Some 300 fishermen crossed the lake last week, according to the Ugandan police."
    ((speaker, cue, content),) = found(text)
    assert "Ugandan police" in speaker
    assert cue == "according to"
    assert "fishermen crossed the lake" in content


def test_the_model_reads_a_pronoun_as_speaker() -> None:
    text = "Otto Lund visited the port on Sunday. He warned that the ice would not hold."
    read_ = found(text)
    assert ("He", "warned") in [(speaker, cue) for speaker, cue, _ in read_]
