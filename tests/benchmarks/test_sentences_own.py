from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.sentences_own import Line, lines, read, report

from benchmarks import sentences_own


def a_line(text: str) -> Line:
    return Line.of(1, text)


def test_spans_are_into_the_bare_sentence() -> None:
    line = a_line("ACCUSE/allege occurred\t<s>Peru</s> <p>accused</p> <t>Chile</t> of spying.")
    assert (line.type, line.mode, line.status, line.text) == (
        "ACCUSE",
        "allege",
        "occurred",
        "Peru accused Chile of spying.",
    )
    assert {k: line.text[a:b] for k, (a, b) in line.spans.items()} == {"s": "Peru", "p": "accused", "t": "Chile"}


def test_sides_the_wrong_way_round_are_not_found() -> None:
    right, turned = read(
        [
            a_line("ACCUSE occurred\t<s>Peru</s> <p>accused</p> <t>Chile</t> of spying on its navy."),
            a_line("ACCUSE occurred\t<t>Peru</t> <p>accused</p> <s>Chile</s> of spying on its navy."),
        ]
    )
    assert right.found is not None and turned.found is None and turned.typed
    figures = report([right, turned], verbose=False)
    assert figures["found"] == 0.5


def test_an_event_between_the_sides_of_a_near_miss_is_counted() -> None:
    told, none = read(
        [
            a_line("NONE\t<s>Peru</s> <p>accused</p> <t>Chile</t> of spying on its navy."),
            a_line("NONE\t<s>Peru</s> is <p>bigger</p> than <t>Chile</t>."),
        ]
    )
    assert report([told, none], verbose=False)["left alone"] == 0.5


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(sentences_own, "FOLDER", tmp_path)
    yield tmp_path


def test_comments_are_no_sentences(folder: Path) -> None:
    (folder / "sentences_conflict.txt").write_text("# a comment\nNONE\t<s>Peru</s> slept.\n", encoding="utf-8")
    assert [(x.number, x.text) for x in lines("conflict")] == [(1, "Peru slept.")]
