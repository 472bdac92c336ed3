"""Our own sentences, read the whole way: does each tell its event, with both of its sides, and the near misses none?

    python -m benchmarks.sentences_own [-v] [--only cooperation|conflict] [--type TYPE ...] [--third]

Each line of ``training/sentences_*.txt`` is an article of one sentence. A line is found where some event has its type
and each side that is marked on that side, by the words that name it or by the principal that they act for; "sides" are
found where a side in which reading names no party ("seventeen soldiers") does not count. The coder is trained on these
sentences but for every third line (``--third``: only these), so that this measures whether frames cover the ways of
telling, not how right the coder is.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from training.pairs import is_aside, labelled, untagged

from detente.articles import Article
from detente.coding import code
from detente.coding.model import Event
from detente.reading import read_all
from detente.reading.model import Reading

FOLDER = Path(__file__).parent.parent / "training"
KINDS = ("cooperation", "conflict")
PUBLISHED = date(2012, 6, 15)
# types that careful readers take for one another: an embargo is COERCE in CAMEO's codes and SANCTION in PLOVER's manual
# a signed deal is AGREE in the record and SUPPORT in the codebook; what is eased is RETREAT in CAMEO, CONCEDE in PLOVER
_ALIKE = (frozenset({"SANCTION", "COERCE"}), frozenset({"AGREE", "SUPPORT"}), frozenset({"CONCEDE", "RETREAT"}))
_DEEDS = frozenset({"CONSULT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "SUPPORT"})


@dataclass(frozen=True)
class Line:
    """A labelled sentence: its type (NONE for a near miss), its status, the spans of its sides and predicate, and
    whether it is set aside when a coder is trained."""

    number: int
    type: str
    mode: str | None
    status: str | None
    text: str
    spans: dict[str, tuple[int, int]]
    aside: bool = False

    @classmethod
    def of(cls, number: int, line: str, aside: bool = False) -> Line:
        """A line of a file of sentences."""
        label, marked = line.split("\t", 1)
        type_, _, status = label.partition(" ")
        type_, _, mode = type_.partition("/")
        return cls(number, type_, mode or None, status or None, *untagged(marked), aside)


def lines(kind: str) -> list[Line]:
    """The labelled sentences of a file; numbers count its sentences from 1."""
    rows = labelled(FOLDER / f"sentences_{kind}.txt")
    return [Line.of(k, r, is_aside(n)) for k, (n, r) in enumerate(rows, 1)]


@dataclass(frozen=True)
class Outcome:
    """What was made of a line."""

    line: Line
    events: tuple[Event, ...]
    found: Event | None
    sides: bool  # found, if sides in which reading names no party do not count
    typed: bool  # an event of the type was found, sides or not
    turned: Event | None  # an event of another type between the sides


def outcome(line: Line, reading: Reading) -> Outcome:
    """Read a line."""
    events = code(reading).events
    fits = [e for e in events if _alike(e, line)]
    right = next((e for e in fits if _on_sides(e, line, reading, named_only=False)), None)
    loose = right or next((e for e in fits if _on_sides(e, line, reading, named_only=True)), None)
    other = next((e for e in events if e not in fits and _on_sides(e, line, reading, named_only=True)), None)
    return Outcome(line, events, right, loose is not None, bool(fits), other)


def _alike(e: Event, line: Line) -> bool:
    """Whether an event has the type of a line, or one that careful readers give it as well."""
    a, b = e.type, line.type
    if a == b or any(a in x and b in x for x in _ALIKE):
        return True
    to_come = {"planned", "conditional"}  # what is promised is AGREE, or the deed planned
    return (a == "AGREE" and b in _DEEDS and line.status in to_come) or (
        b == "AGREE" and a in _DEEDS and e.status in to_come
    )


def _on_sides(e: Event, line: Line, reading: Reading, named_only: bool) -> bool:
    ways = [{"s": "actor", "t": "recipient"}]
    if e.symmetric:
        ways.append({"s": "recipient", "t": "actor"})
    return any(all(_is_on(e, w[x], line, x, reading, named_only) for x in w) for w in ways)


def _is_on(e: Event, role: str, line: Line, side: str, reading: Reading, named_only: bool) -> bool:
    if side not in line.spans:
        return True
    start, end = line.spans[side]
    within = [m for m in reading.mentions if m.start < end and start < m.end]
    if not within:
        return named_only
    if any(m.role == role and m.start < end and start < m.end for m in e.mentions):
        return True
    meant = {reading.principal(p) for m in within for p in m.parties}
    return bool(meant & {reading.principal(p) for p in (e.actor if role == "actor" else e.recipient)})


def read(rows: list[Line]) -> list[Outcome]:
    """Read sentences, each as an article."""
    articles = [Article(str(r.number), r.text, published=PUBLISHED) for r in rows]
    return [outcome(r, x) for r, x in zip(rows, read_all(articles), strict=True)]


def report(outcomes: list[Outcome], verbose: bool) -> dict[str, float]:
    """Print the figures by type, with ``verbose`` what was missed or invented; the figures of all types."""
    total: dict[str, Counter[str]] = {}
    for o in outcomes:
        n = total.setdefault(o.line.type, Counter())
        n["n"] += 1
        n["extra"] += len(o.events) - (o.found is not None or o.sides)
        if o.line.type == "NONE":
            n["found"] += o.turned is None
            n["silent"] += not o.events
        else:
            n["found"] += o.found is not None
            n["sides"] += o.sides
            n["other type"] += not o.sides and o.turned is not None
            n["other sides"] += not o.sides and o.turned is None and o.typed
            n["missed"] += not o.sides and o.turned is None and not o.typed
            n["status"] += o.found is not None and o.found.status == o.line.status
        if verbose and (o.events if o.line.type == "NONE" else not o.sides):
            print(f"{o.line.number} {o.line.type}: {_marked(o.line)}\n    {' | '.join(map(_told, o.events))}")
    events = sum((n for t, n in total.items() if t != "NONE"), Counter())
    for t, n in (*sorted(total.items()), ("events", events)):
        size = max(1, n["n"])
        if t == "NONE":
            print(f"{t:10} {n['n']:4}  left alone {n['found'] / size:.3f}  without any event {n['silent'] / size:.3f}")
        else:
            print(
                f"{t:10} {n['n']:4}  found {n['found'] / size:.3f}  sides {n['sides'] / size:.3f}  other type "
                f"{n['other type'] / size:.3f}  other sides {n['other sides'] / size:.3f}  missed "
                f"{n['missed'] / size:.3f}  status {n['status'] / max(1, n['found']):.3f}  "
                f"extra {n['extra'] / size:.2f}"
            )
    none = total.get("NONE", Counter())
    size = max(1, events["n"])
    return {
        "found": events["found"] / size,
        "sides": events["sides"] / size,
        "left alone": none["found"] / max(1, none["n"]),
    }


def _marked(line: Line) -> str:
    out = line.text
    edges = sorted(((x, k, side) for side, span in line.spans.items() for k, x in enumerate(span)), reverse=True)
    for at, k, side in edges:
        out = f"{out[:at]}{f'[{side}:' if k == 0 else ']'}{out[at:]}"
    return out


def _told(e: Event) -> str:
    return f"{e.type} {e.status} {', '.join(e.actor)} -> {', '.join(e.recipient)} ({e.what})"


def main() -> None:
    """Print the report."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", choices=KINDS)
    ap.add_argument("--type", nargs="+", help="only lines of these types")
    ap.add_argument("--third", action="store_true", help="only the lines set aside, on which no coder is trained")
    ap.add_argument(
        "-v", "--verbose", action="store_true", help="list what was missed, and what was made of near misses"
    )
    args = ap.parse_args()
    for kind in [args.only] if args.only else KINDS:
        if not (FOLDER / f"sentences_{kind}.txt").exists():
            continue
        rows = [r for r in lines(kind) if not args.type or r.type in args.type]
        print(f"== {kind}")
        report(read([r for r in rows if not args.third or r.aside]), args.verbose)


if __name__ == "__main__":
    main()
