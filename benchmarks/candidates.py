"""Pairs of parties in real sentences: an event, which, in which direction, or none.

    python -m benchmarks.candidates SHARED [-v] [--set SET ...]      the whole way, each sentence an article
    python -m benchmarks.candidates SHARED --coder                   the coder alone, sides and predicate given
    python -m benchmarks.candidates SHARED --offered                 those that the rules offered in other articles
    python -m benchmarks.candidates SHARED --write OUT.jsonl [--set polnear-train]    with their texts, to train on

`polnear-train` is for training, the other sets are for measuring and are what is scored unless --set says otherwise.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.articles import article
from detente.articles import Article

GOLD = Path(__file__).parent / "gold" / "candidates.jsonl"
OFFERED = Path(__file__).parent / "gold" / "offered.jsonl"
MEASURED = ("aquaint", "polnear-dev")


@dataclass(frozen=True)
class Found:
    """What was found between two sides: a type (NONE where nothing) and a status."""

    type: str
    status: str | None = None


def labelled(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of labels."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def gold(sets: tuple[str, ...]) -> list[dict[str, Any]]:
    """The labelled pairs of some sets; spans are into the text of the article."""
    return [r for r in labelled(GOLD) if r["set"] in sets]


def with_text(shared: Path, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the ``text`` of its sentence, and spans into that."""
    start, end = row["sentence"]
    found = article(shared, f"{row['set']}:{row['article']}")
    out = dict(row, text=found["text"][start:end], published=found["published"])
    for side in ("source", "target", "predicate"):
        out[side] = row[side] and [x - start for x in row[side]]
    return out


def _overlap(span: list[int] | None, start: int, end: int) -> bool:
    return span is not None and span[0] < end and start < span[1]


def whole_way(rows: list[dict[str, Any]]) -> list[Found]:
    """What detente makes of each sentence between the two sides of its row."""
    from detente.coding import code
    from detente.reading import read_all

    articles = [Article(str(k), r["text"], published=date.fromisoformat(r["published"])) for k, r in enumerate(rows)]
    out = []
    for row, reading in zip(rows, read_all(articles), strict=True):
        hits = []
        for e in code(reading).events:
            sides = {"actor": row["source"], "recipient": row["target"]}
            ways = [sides, {"actor": row["target"], "recipient": row["source"]}] if e.symmetric else [sides]
            for way in ways:
                named = {
                    role: span is None or any(m.role == role and _overlap(span, m.start, m.end) for m in e.mentions)
                    for role, span in way.items()
                }
                if all(named.values()):
                    hits.append(Found(e.type, e.status))
        right = [h for h in hits if h.type in (row["type"], *row.get("also", ()))]
        out.append((right or hits or [Found("NONE")])[0])
    return out


def coder_alone(rows: list[dict[str, Any]]) -> list[Found]:
    """What the coder says of each pair, its predicate marked where one was labelled."""
    from detente.coding.coder import Coder, Marked

    def span(x: list[int] | None) -> tuple[int, int] | None:
        return (x[0], x[1]) if x else None

    marked = [Marked(r["text"], span(r["source"]), span(r["target"]), span(r["predicate"])) for r in rows]
    return [Found(c.type) for c in Coder().code(marked)]


def score(rows: list[dict[str, Any]], found: list[Found], verbose: bool = False) -> dict[str, float]:
    """Precision, recall and F1 of typed events, how many of the pairs without event were left alone, and status."""
    total: Counter[str] = Counter()
    for row, f in zip(rows, found, strict=True):
        event, named = row["type"] != "NONE", f.type != "NONE"
        right = event and f.type in (row["type"], *row.get("also", ()))
        total["events"] += event
        total["named"] += named
        total["seen"] += event and named
        total["right"] += right
        total["left alone"] += not event and not named
        total["status"] += right and f.status == row["status"]
        if verbose and (event or named) and not right:
            where = f"{row['set']}:{row['article']} {row['sentence']}"
            print(f"  {where}: {row['type']}, found {f.type} ({row['source']} -> {row['target']} of the sentence)")
    n = len(rows) - total["events"]
    out = {
        "precision": total["right"] / max(1, total["named"]),
        "recall": total["right"] / max(1, total["events"]),
        "left alone": total["left alone"] / max(1, n),
    }
    out["F1"] = 2 * total["right"] / max(1, total["named"] + total["events"])
    if any(f.status for f in found):
        out["status"] = total["status"] / max(1, total["right"])
    print(
        f"candidates {len(rows)} ({total['events']} events)  found as some event {total['seen']}  "
        + "  ".join(f"{k} {v:.3f}" for k, v in out.items())
    )
    return out


def main() -> None:
    """Print the report, or write the pairs with their texts."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("--set", nargs="+", default=MEASURED, choices=[*MEASURED, "polnear-train"])
    ap.add_argument("--offered", action="store_true", help="the candidates that the rules offered, in place of --set")
    ap.add_argument("--coder", action="store_true", help="the coder alone")
    ap.add_argument("--write", type=Path, help="write the pairs with their texts to this file, outside the repository")
    ap.add_argument("-v", "--verbose", action="store_true", help="list the misses")
    args = ap.parse_args()
    rows = [with_text(args.shared, r) for r in (labelled(OFFERED) if args.offered else gold(tuple(args.set)))]
    if args.write:
        args.write.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    else:
        score(rows, coder_alone(rows) if args.coder else whole_way(rows), args.verbose)


if __name__ == "__main__":
    main()
