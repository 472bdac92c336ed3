"""An article's text in pieces, each with the entries that it is evidence of."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.views import wording


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: ``kind`` is "", "event", "statement" or "condition"; ``entry`` is where a click leads."""

    text: str
    kind: str
    entry: str
    why: str


def _reason(entry: Mapping[str, Any]) -> str:
    said = []
    for r in (entry.get("reasons") or [])[:3]:
        weighed = wording.weighed(r)
        said.append(f"{r['what']}: {r['by']} {r['name']}" + (f", {weighed}" if weighed else ""))
    return f"; score {entry['score']:.2f}" + (" (" + "; ".join(said) + ")" if said else "")


def pieces(
    text: str,
    article: str,
    events: Sequence[Mapping[str, Any]],
    statements: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
) -> list[Piece]:
    """The text cut where marks begin and end. Where marks overlap the shortest is on top.

    An event is marked at the words that told it (its trigger) where these are known, else at its evidence; a statement
    at its content, a condition within it at its own words.
    """
    marks: list[tuple[int, int, str, str, str]] = []

    def called(ids: Sequence[str] | None) -> str:
        return ", ".join(names.get(i, i) for i in ids or ())

    for e in events:
        sides = " → ".join(s for s in (called(e["actor"]), called(e["recipient"])) if s)
        hover = f"{e['event_type']} ({e['status']}) {sides}{_reason(e)}"
        trigger = e.get("trigger")
        spans = (
            [trigger]
            if trigger and trigger["article"] == article
            else [s for s in e["evidence"] if s["article"] == article]
        )
        marks += [(s["start"], s["end"], "event", e["event_id"], hover) for s in spans]
    for s in statements:
        sides = " → ".join(x for x in (called(s["speaker"]), called(s["addressee"])) if x)
        hover = f"{s['act']}: {sides}{_reason(s)}"
        marks += [
            (v["start"], v["end"], "statement", s["statement_id"], hover)
            for v in s["evidence"]
            if v["article"] == article
        ]
        c = s.get("condition")
        if c and any(v["article"] == article and v["start"] <= c["start"] < v["end"] for v in s["evidence"]):
            marks.append((c["start"], c["end"], "condition", s["statement_id"], f"condition ({c['kind']}) of {hover}"))
    cuts = sorted({0, len(text), *(max(0, m[0]) for m in marks), *(min(len(text), m[1]) for m in marks)})
    out: list[Piece] = []
    for a, b in itertools.pairwise(cuts):
        over = [m for m in marks if m[0] <= a and b <= m[1]]
        if over:
            _, _, kind, entry, hover = min(over, key=lambda m: (m[1] - m[0], m[2], m[3]))
            out.append(Piece(text[a:b], kind, entry, hover))
        elif a < b:
            out.append(Piece(text[a:b], "", "", ""))
    return out
