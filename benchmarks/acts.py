"""Speech acts, when cue, speaker and content are known: `python -m benchmarks.acts SHARED [-v] [--set SET]`.

Each attribution of `benchmarks/gold/acts.jsonl` is given to `detente.coding.statements` in place of what the reader of
attributions would find, with its paragraph and the ones beside it; the act of the statement made of it is compared.
An act counts as right when it is the labelled one or, for what careful readers may call either, one of `also`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from unittest import mock

from benchmarks.articles import article
from detente.articles import Article
from detente.coding.model import Act

GOLD = Path(__file__).parent / "gold" / "acts.jsonl"
ROLES = ("cue", "content", "source")


def gold() -> list[dict[str, Any]]:
    """The labelled attributions; spans are into the text of the article."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines in which [start, end) lies, with one paragraph before and one after."""
    at, spans = 0, []
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line)
    inside = [k for k, (a, b) in enumerate(spans) if a < end and start < b]
    return spans[max(0, inside[0] - 1)][0], spans[min(len(spans) - 1, inside[-1] + 1)][1]


def predicted(shared: Path, rows: list[dict[str, Any]]) -> Iterator[str | None]:
    """The act that detente gives each attribution, None where it makes no statement of it."""
    from detente.coding import drafts, statements
    from detente.coding.attribution import Attribution
    from detente.reading import read_all

    def cut(row: dict[str, Any], number: int) -> tuple[Article, Attribution]:
        text = article(shared, f"{row['set']}:{row['article']}")["text"]
        every = [s for role in ROLES for s in row[role]]
        a, b = window(text, min(s[0] for s in every), max(s[1] for s in every))
        cue, content, source = (tuple((x - a, y - a) for x, y in row[role]) for role in ROLES)
        return Article(str(number), text[a:b]), Attribution(cue, source, content, 1.0)

    pieces = [cut(row, k) for k, row in enumerate(rows)]
    known = {a.id: attribution for a, attribution in pieces}
    with (
        mock.patch.object(statements.attribution, "available", lambda: True),
        mock.patch.object(statements.attribution, "attributions", lambda reading: [known[reading.article.id]]),
        # whether it is entered is not what is measured
        mock.patch.object(statements, "reliable", lambda *_: True),
        mock.patch.object(statements, "_nobody", lambda *_: False),
        mock.patch.object(drafts, "is_deed", lambda *_: False),
    ):
        for reading in read_all(a for a, _ in pieces):
            at = known[reading.article.id].cue[0][0]
            made, _ = statements.statements(reading)  # syntax may add statements of its own
            yield next((s.act for s in made if s.cues and s.cues[0].start == at), None)


def score(shared: Path, only: str | None = None, verbose: bool = False) -> dict[str, float]:
    """Accuracy, macro F1 over the acts, and precision and recall of each, printed and given back."""
    rows = [r for r in gold() if only in (None, r["set"])]
    found = list(predicted(shared, rows))
    right, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    for row, act in zip(rows, found, strict=True):
        # a second right answer is scored as what was found, so that it is no miss of the first
        label = act if act in row.get("also", ()) and act else row["act"]
        wanted[label] += 1
        given[act or "none"] += 1
        right[label] += label == act
        if verbose and label != act:
            print(f"  {row['set']}:{row['article']} cue {row['cue']}: {row['act']}, found {act}")
    out = {"accuracy": sum(right.values()) / len(rows)}
    f1 = []
    for act in get_args(Act):
        both, n, m = right[act], wanted[act], given[act]
        f1.append(2 * both / (n + m) if n + m else 0.0)
        print(f"{act:<10} precision {both / m if m else 0:.2f}  recall {both / n if n else 0:.2f}  of {n}")
        out[f"{act} F1"] = f1[-1]
    out["macro F1"] = sum(f1) / len(f1)
    print(f"acts {len(rows)}  accuracy {out['accuracy']:.3f}  macro F1 {out['macro F1']:.3f}")
    return out


def main() -> None:
    """Print the report."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("--set", choices=["polnear-dev", "polnear-train"], help="only attributions of this set")
    ap.add_argument("-v", "--verbose", action="store_true", help="list the misses")
    args = ap.parse_args()
    score(args.shared, args.set, args.verbose)


if __name__ == "__main__":
    main()
