"""Whole records, from text to record: seed and twelve articles of SHARED, our own gold, and an unseen set.

    python -m benchmarks.records SHARED [-v] [--only KIND] [--keep DIR] [NAME ...]

KIND is seed, twelve, gold, blind, lots, fresh, more, unseen or later.

Our own gold (`benchmarks/gold/records`, `blind`, `lots`, `fresh`, `more`, and `unseen` and `later`, of which only
totals are told) names articles of SHARED/data; they are laid out beside their expected records in a temporary folder
in the form of SHARED/record, read, dumped one by one and scored by SHARED/score/record.py.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_right
from pathlib import Path
from typing import Any

import yaml

from benchmarks import dumps
from benchmarks.articles import Missing, article

_FOLDER = Path(__file__).parent / "gold"
GOLD = {"gold": _FOLDER / "records"} | {
    kind: _FOLDER / kind for kind in ("blind", "lots", "fresh", "more", "unseen", "later")
}
UNSEEN = frozenset({"unseen", "later"})
KINDS = ("seed", "twelve", *GOLD)


def lines_of(text: str, start: int, end: int) -> set[int]:
    """The numbers (from 1) of the lines in which characters [start, end) lie, counted as the scorer counts them."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return set(range(bisect_right(starts, start), bisect_right(starts, max(start, end - 1)) + 1))


def check(expected: dict[str, Any], text: str) -> list[str]:
    """What is wrong with the spans of an expected record, given the text of its article."""
    wrong = []
    for kind in ("events", "not_events", "statements"):
        for entry in expected.get(kind, []):
            covered: set[int] = set()
            for start, end in entry["spans"]:
                span = text[start:end]
                if not span or span != span.strip():
                    wrong.append(f"{entry.get('id', kind)}: [{start}, {end}] is no sentence")
                covered |= lines_of(text, start, end)
            if covered != set(entry["lines"]):
                wrong.append(f"{entry.get('id', kind)}: spans lie in lines {sorted(covered)}, not {entry['lines']}")
    return wrong


def lay_out(shared: Path, kind: str, out: Path, names: list[str]) -> None:
    """Write NAME/article.txt and NAME/expected.yaml of one kind of record under ``out``."""
    if kind in GOLD:
        records = sorted(GOLD[kind].glob("*.yaml"))
        if not records:
            raise Missing(f"{GOLD[kind]} holds no record")
        for path in records:
            expected = yaml.safe_load(path.read_text(encoding="utf-8"))
            text = article(shared, expected["article"])["text"]
            if wrong := check(expected, text):
                raise SystemExit(f"{path}: {'; '.join(wrong)}")
            _write(out / path.stem, text, expected | {"article": "article.txt"})
    else:
        folder = shared / {"seed": "seed", "twelve": "record"}[kind]
        paths = [folder / "expected.yaml"] if kind == "seed" else sorted(folder.glob("*/expected.yaml"))
        if not paths or not paths[0].exists():
            raise Missing(f"{folder} has no expected.yaml")
        for path in paths:
            target = out / ("seed" if kind == "seed" else path.parent.name)
            target.mkdir(parents=True)
            shutil.copy(path, target)
            shutil.copy(path.parent / "article.txt", target)
    for folder in out.iterdir():
        if names and folder.name not in names:
            shutil.rmtree(folder)


def _write(folder: Path, text: str, expected: dict[str, Any]) -> None:
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "expected.yaml").write_text(yaml.safe_dump(expected, sort_keys=False), encoding="utf-8")


def score(
    shared: Path, kind: str, names: list[str] | None = None, verbose: bool = False, keep: Path | None = None
) -> dict[str, int]:
    """Read and score one kind of record; the counts of record.py. Its report is printed, with ``verbose`` each miss.

    An unseen set tells totals only, ``verbose`` or not: what is looked at can no longer show how unseen articles fare.
    """
    if kind in UNSEEN and (names or keep):
        raise SystemExit(f"the set {kind} is for totals only: no names, no --keep")
    verbose = verbose and kind not in UNSEEN
    with tempfile.TemporaryDirectory() as tmp:
        top = Path(keep / kind if keep else tmp)
        shutil.rmtree(top, ignore_errors=True)
        expected, found = top / "expected", top / "dumps"
        expected.mkdir(parents=True)
        lay_out(shared, kind, expected, names or [])
        dumps.main(expected, found)
        command = [sys.executable, str(shared / "score" / "record.py"), str(expected), str(found)]
        report = subprocess.run([*command, "-v"] if verbose else command, capture_output=True, text=True, check=True)
        told = report.stdout if kind not in UNSEEN else report.stdout[report.stdout.index("events ") :]
        sys.stdout.write(f"== {kind}\n{told}")
        counts = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    totals: dict[str, int] = json.loads(counts.stdout)
    return totals


def figures(counts: dict[str, int]) -> dict[str, float]:
    """The figures of a report from its counts."""
    out = {}
    for kind in ("events", "statements"):
        n, m, k = (counts.get(f"{kind} {x}", 0) for x in ("expected", "found", "core"))
        out[f"{kind} recall"] = k / n if n else 0.0
        out[f"{kind} precision"] = k / m if m else 0.0
        out[f"{kind} F1"] = 2 * k / (n + m) if n + m else 0.0
        out[f"{kind} strict recall"] = counts.get(f"{kind} strict", 0) / n if n else 0.0
    out["false alarms"] = counts.get("false alarms", 0)
    for kind in ("actors", "positions", "agenda"):
        if counts.get(f"{kind} expected"):
            out[f"{kind} recall"] = counts.get(f"{kind} core", 0) / counts[f"{kind} expected"]
    return out


def main() -> None:
    """Score what is asked for."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("names", nargs="*", help="only these articles")
    ap.add_argument("--only", choices=KINDS)
    ap.add_argument("--keep", type=Path, help="lay out and dump in this folder and leave it there")
    ap.add_argument(
        "-v", "--verbose", action="store_true", help="list each miss and each spurious entry, but of an unseen set"
    )
    args = ap.parse_args()
    looked_at = args.names or args.keep
    kinds = [args.only] if args.only else [k for k in KINDS if not (looked_at and k in UNSEEN)]
    for kind in kinds:
        try:
            score(args.shared, kind, args.names, args.verbose, args.keep)
        except Missing as error:
            print(f"== {kind}: missing: {error}")


if __name__ == "__main__":
    main()
