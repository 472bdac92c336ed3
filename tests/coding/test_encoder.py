"""The compiled encoder gives what onnxruntime gives, but for rounding, and each row whatever else is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from detente.articles import paragraphs
from detente.coding import attribution, coder, compiling, encoder, graphs
from detente.coding.marking import from_tags

loaded = encoder.library  # the fixture below puts another in its place
TEXT = "\n".join(
    f"{name} said on {day} that the ferry to the {k}th island would not sail before the ice had melted. {more}"
    for k, (name, day, more) in enumerate(
        [
            ("Mayor Ida Holm", "Monday", "Nobody was on board."),
            ("The harbour office", "Friday", '"We shall wait," it added, "as we did last year and the year before."'),
            (
                "Otto Lund, who sells tickets,",
                "Sunday",
                "According to him, forty passengers had asked for their money.",
            ),
        ]
        * 6
    )
)


@pytest.fixture(scope="module", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The functions, compiled anew; None where this machine cannot run them, and onnxruntime does their work."""
    path = tmp_path_factory.mktemp("compiled") / "libencoder.so"
    why = compiling.build(path)
    assert path.exists() == (not why)
    with pytest.MonkeyPatch.context() as patch:
        found = encoder.library(path)
        patch.setattr(encoder, "library", lambda: found)
        patch.setattr(attribution, "library", lambda: found)
        patch.setattr(coder, "library", lambda: found)
        yield found


def scorers(compiled: object) -> tuple[attribution._Scorer, attribution._Scorer]:
    """Scores as this machine makes them, and by onnxruntime."""
    mine = attribution._Scorer()
    assert (mine._session is None) == (compiled is not None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attribution, "library", lambda: None)
        return mine, attribution._Scorer()


def windows(length: int = 160) -> list[attribution.Window]:
    return attribution.windows(attribution.pieces(TEXT, [(p.start, p.end) for p in paragraphs(TEXT)]), length)


def test_the_scores_are_those_of_onnxruntime_but_for_rounding(compiled: object) -> None:
    mine, theirs = scorers(compiled)
    for length in (160, 75, 33):
        found = windows(length)
        for (tags, query, key, bias), other in zip(mine(found), theirs(found), strict=True):
            assert np.abs(tags - other[0]).mean() < 0.1
            assert (bias == other[3]).all()
            if len(query):
                assert np.corrcoef(query.ravel(), other[1].ravel())[0, 1] > 0.998
                assert np.corrcoef(key.ravel(), other[2].ravel())[0, 1] > 0.998


def test_a_window_has_the_same_scores_whatever_else_is_read(compiled: object) -> None:
    mine, _ = scorers(compiled)
    found = windows(75)
    together = mine(found)
    for k in (0, 3, len(found) - 1):
        (alone,) = mine([found[k]])
        assert all((a == b).all() for a, b in zip(alone, together[k], strict=True))


def test_only_windows_in_which_nothing_can_ask_lack_links(compiled: object) -> None:
    mine, _ = scorers(compiled)
    found = windows()
    for w, (tags, query, key, bias) in zip(found, mine(found), strict=True):
        assert attribution.decode(w, tags, query, key, bias)
    text = "The sun rose over the harbour."
    (w,) = attribution.windows(attribution.pieces(text, [(0, len(text))]))
    assert attribution.decode(w, *mine([w])[0]) == []
    assert mine([]) == []


def test_the_coder_answers_the_same_for_a_sentence_alone_and_among_others(compiled: object) -> None:
    asked = [
        from_tags("<s>Peru</s> broke off diplomatic relations with <t>Ecuador</t> over the spy affair."),
        from_tags("<s>Norway</s> donated three million dollars in food aid to <t>Malawi</t>."),
        from_tags("<s>Gunmen</s> killed <t>nine soldiers</t> in an ambush on the road to the northern border."),
    ]
    mine = coder.Coder()
    assert [mine.code([one])[0] for one in asked] == mine.code(asked)


def made_up(width: int, apart: int) -> tuple[graphs.Product, np.ndarray]:
    """A product of 128 numbers, and what it makes of some rows."""
    rng = np.random.default_rng(width)
    ease = rng.uniform(0.5, 2, 128).astype(np.float32)
    which = np.arange(5, 5 + apart)
    ease[which] = 0
    few = rng.normal(size=(apart, width)).astype(np.float32)
    weights = rng.integers(-127, 128, (128, width)).astype(np.int8)
    scale, bias = (rng.uniform(0.001, 0.01, width).astype(np.float32) for _ in range(2))
    return graphs.Product(weights, scale, bias, ease, which, few), rng.normal(size=(150, 128)).astype(np.float32)


@pytest.mark.parametrize(("width", "apart"), [(32, 0), (45, 0), (64, 4), (3, 2)])
def test_a_product_is_that_of_its_numbers(compiled: object, width: int, apart: int) -> None:
    p, x = made_up(width, apart)
    x[:, p.which] *= 1000  # numbers that would drown the others, were they not apart
    wanted = (x * p.ease) @ (p.weights * p.scale) + x[:, p.which] @ p.few + p.bias
    if compiled is None:
        return
    found = encoder.Product(p)(x)
    assert found.shape == wanted.shape
    assert np.abs(found - wanted).max() < 0.02 * np.abs((x * p.ease) @ (p.weights * p.scale)).max()
    alone = [encoder.Product(p)(x[k : k + 1])[0] for k in (0, 16, 127, 128, 149)]
    assert (np.array(alone) == found[[0, 16, 127, 128, 149]]).all()


def test_more_numbers_apart_than_the_unit_has_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="apart"):
        made_up(32, 5)[0].padded(encoder.APART)


def test_weights_and_their_scales_are_read_from_the_file() -> None:
    found = graphs.products(graphs.read(attribution.WEIGHTS / "attribution.onnx"))
    assert [p.weights.shape for p in found[:6]] == [(384, 384)] * 4 + [(384, 1536), (1536, 384)]
    assert [p.weights.shape[1] for p in found[36:]] == [3, attribution._WIDTH, attribution._WIDTH]
    for p in found:
        assert len(p.scale) == len(p.bias) == p.weights.shape[1]
        assert (p.scale > 0).all()
        assert (p.ease[p.which] == 0).all()
    assert [len(p.which) for p in found[:6]] == [0, 0, 0, 0, 0, 4]


def test_a_library_that_cannot_be_loaded_is_as_none(tmp_path: Path) -> None:
    broken = tmp_path / "libencoder.so"
    broken.write_bytes(b"made for another machine")
    assert loaded(broken) is None
    assert loaded(tmp_path / "nothing.so") is None


def test_without_a_compiler_one_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", str(tmp_path / "none"))
    assert compiling.build(tmp_path / "libencoder.so")
    assert list(tmp_path.iterdir()) == []
