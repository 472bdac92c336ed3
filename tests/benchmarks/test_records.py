"""Whole records are scored; of an unseen set only totals are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import records

# a scorer that tells what it should not
SCORER = """
import sys
if "--json" in sys.argv:
    print('{"events core": 1}')
else:
    print("freedonia")
    if "-v" in sys.argv:
        print("  missed     event E1: the events at the border")
    print("events      recall 0.500")
"""


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "score").mkdir()
    (tmp_path / "score" / "record.py").write_text(SCORER, encoding="utf-8")
    monkeypatch.setattr(records, "lay_out", lambda *_: None)
    monkeypatch.setattr(records.dumps, "main", lambda *_: None)
    return tmp_path


@pytest.mark.parametrize("verbose", [False, True])
def test_of_an_unseen_set_only_totals_are_told(shared: Path, capsys: pytest.CaptureFixture[str], verbose: bool) -> None:
    assert records.score(shared, "unseen", verbose=verbose) == {"events core": 1}
    assert capsys.readouterr().out == "== unseen\nevents      recall 0.500\n"


def test_of_other_sets_misses_are_told_when_asked(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records.score(shared, "gold", verbose=True)
    assert "missed     event E1" in capsys.readouterr().out


def test_no_article_of_an_unseen_set_can_be_picked_or_kept(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="totals only"):
        records.score(shared, "unseen", names=["freedonia"])
    with pytest.raises(SystemExit, match="totals only"):
        records.score(shared, "unseen", keep=tmp_path / "kept")
