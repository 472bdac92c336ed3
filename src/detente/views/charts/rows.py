"""Rows for charts, from the questions of the record: the same for pages, notebooks and files."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow.compute as pc

from detente.record.record import Record
from detente.views import wording
from detente.views.charts.palette import HAPPENED, STANCES, stance

# More dots than these no picture shows apart.
MOST_DOTS = 1500
MOST_SAID = 400
MOST_ACTS = 12


def names(record: Record) -> dict[str, str]:
    """The names of all parties, by id."""
    return wording.names(record.parties(form="rows"))


def generic(record: Record) -> set[str]:
    """The ids of parties without a name of their own: "protesters", "fourteen officials", "the border"."""
    return {p["id"] for p in record.parties(form="rows") if not _proper(p)}


def _proper(party: dict[str, Any]) -> bool:
    if party["kind"] in ("state", "person"):
        return True
    # "Some 8,000 people" begins a sentence: the word that says what it is stands last
    last = [name.split()[-1] for name in (party["name"], *(party["names"] or ())) if name and name.split()]
    return any(any(c.isupper() for c in word) for word in last)


def _sides(named: dict[str, str], *sides: list[str] | None) -> str:
    return " → ".join(s for s in (", ".join(named.get(p, p) for p in side or ()) for side in sides) if s)


def events(record: Record, named: dict[str, str], most: int = MOST_DOTS, **asked: Any) -> list[dict[str, Any]]:
    """Events by day, the newest ``most`` of them, as the timeline and the map take them; ``href`` is their page in the
    web application."""
    rows = record.events(form="rows", limit=most, newest=True, **asked)
    return [
        {
            "date": e["event_date"] or e["publication_date"],
            "type": e["event_type"],
            "goldstein": e["intensity"],
            "what": e["what"],
            "status": e["status"],
            "sides": _sides(named, e["actor"], e["recipient"]),
            "lat": e["latitude"],
            "lon": e["longitude"],
            "place": e["placename"],
            "href": f"/entry/{quote(e['event_id'], safe='')}",
            "id": e["event_id"],
        }
        for e in reversed(rows)
    ]


def statements(record: Record, named: dict[str, str], most: int = MOST_SAID, **asked: Any) -> list[dict[str, Any]]:
    """Statements by day, the newest ``most`` of them, as the timeline takes them; filters of events are left out."""
    asked = {k: v for k, v in asked.items() if k not in ("type", "status")}
    rows = record.statements(form="rows", limit=most, newest=True, **asked)
    return [
        {
            "date": s["date"] or s["publication_date"],
            "act": s["act"],
            "sides": _sides(named, s["speaker"], s["addressee"]),
            "words": s["content"],
            "href": f"/entry/{quote(s['statement_id'], safe='')}",
            "id": s["statement_id"],
        }
        for s in reversed(rows)
    ]


def dyads(record: Record, named: dict[str, str], without: Container[str] = (), **asked: Any) -> list[dict[str, Any]]:
    """Undirected dyads with how much happened between them, busiest first; none with a party of ``without``."""
    found = record.dyads(form="arrow", **{"status": list(HAPPENED), **asked}).to_pydict()
    return [
        {
            "a": named.get(a, a),
            "b": named.get(b, b),
            "a_id": a,
            "b_id": b,
            "events": n,
            "goldstein": round(g or 0.0, 2),
            "href": "/dyad?" + urlencode({"dyad": f"{a},{b}"}),
            "a_href": "/relations?" + urlencode({"party": a}),
            "b_href": "/relations?" + urlencode({"party": b}),
        }
        for a, b, n, g in zip(*(found[k] for k in ("a", "b", "events", "intensity")), strict=True)
        if a not in without and b not in without
    ]


def positions(
    record: Record, named: dict[str, str], without: Container[str] = (), acts: int = MOST_ACTS, **asked: Any
) -> list[dict[str, Any]]:
    """Positions, each as `told` puts it, with its newest ``acts`` acts; none of a party of ``without``."""
    table = record.positions(form="arrow", **asked)
    # of a party that speaks every day nobody reads every act in a picture
    said = pc.list_slice(table["said"], 0, acts)
    table = table.drop_columns(["evidence"]).set_column(table.column_names.index("said"), "said", said)
    return [told(p, named) for p in table.to_pylist() if p["actor"] not in without]


def told(p: dict[str, Any], named: dict[str, str]) -> dict[str, Any]:
    """A position with its ``name``, its page (``href``), and whether it ``moved``: "harder" or "softer" where its
    newest act says other than all those of earlier days, else ""; ``was`` is the stance before."""
    days = [s["day"] or date.min for s in p["said"]]
    earlier = [stance([s["act"]]) for s, d in zip(p["said"], days, strict=True) if d < max(days)]
    now = stance([p["said"][0]["act"]]) if p["said"] else ""
    moved = bool(earlier) and now not in earlier
    p["name"] = named.get(p["actor"], p["actor_name"] or p["actor"])
    p["stance"] = now
    p["was"] = earlier[0] if moved else ""
    p["moved"] = ("harder" if STANCES.index(now) > STANCES.index(earlier[0]) else "softer") if moved else ""
    p["href"] = "/position?" + urlencode({"party": p["actor"], "issue": p["issue"]})
    return p


def months(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """What happened per month and type, with the mean Goldstein value; what did not, or not yet, is not counted."""
    found = record.months(form="rows", **{"status": list(HAPPENED), **asked})
    return [
        {
            "month": m["month"].isoformat(),
            "kind": m["quad_code"],
            "type": m["event_type"],
            "events": m["events"],
            "goldstein": None if m["intensity"] is None else round(m["intensity"], 2),
        }
        for m in found
    ]
