"""Rows for charts, from the questions of the record: the same for pages, notebooks and files."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from detente.record.record import Record
from detente.views import wording
from detente.views.charts.palette import QUADS, stance

MOST_DOTS = 3000


def names(record: Record) -> dict[str, str]:
    """The names of all parties, by id."""
    return {p["id"]: wording.name(p) for p in record.parties(form="rows")}


def events(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Events, as the timeline and the map take them; ``href`` is their page in the web application."""
    rows = record.events(form="rows", limit=MOST_DOTS, **asked)

    def called(ids: list[str] | None) -> str:
        return ", ".join(named.get(p, p) for p in ids or ())

    return [
        {
            "date": e["event_date"] or e["publication_date"],
            "type": e["event_type"],
            "goldstein": e["intensity"],
            "what": e["what"],
            "status": e["status"],
            "sides": " → ".join(s for s in (called(e["actor"]), called(e["recipient"])) if s),
            "lat": e["latitude"],
            "lon": e["longitude"],
            "place": e["placename"],
            "href": f"/entry/{quote(e['event_id'], safe='')}",
            "id": e["event_id"],
        }
        for e in rows
    ]


def dyads(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Undirected dyads with how much passed between them, busiest first."""
    total: dict[tuple[str, str], list[float]] = {}
    for c in record.counts(form="rows", **asked):
        key = (min(c["actor"], c["recipient"]), max(c["actor"], c["recipient"]))
        t = total.setdefault(key, [0, 0.0])
        t[0] += c["events"]
        t[1] += c["events"] * (c["intensity"] or 0.0)
    rows = [
        {
            "a": named.get(a, a),
            "b": named.get(b, b),
            "a_id": a,
            "b_id": b,
            "events": int(n),
            "goldstein": round(g / n, 2),
            "href": "/dyad?" + urlencode({"dyad": f"{a},{b}"}),
        }
        for (a, b), (n, g) in total.items()
    ]
    return sorted(rows, key=lambda r: (-r["events"], r["a"], r["b"]))


def positions(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Positions, with whether they moved: the newest act says other than all those of earlier days."""
    rows: list[dict[str, Any]] = record.positions(form="rows", **asked)
    for p in rows:
        days = [s["day"] or date.min for s in p["said"]]
        earlier = [stance([s["act"]]) for s, d in zip(p["said"], days, strict=True) if d < max(days)]
        p["name"] = named.get(p["actor"], p["actor_name"] or p["actor"])
        p["moved"] = bool(earlier) and stance([p["said"][0]["act"]]) not in earlier
        p["href"] = "/position?" + urlencode({"party": p["actor"], "issue": p["issue"]})
    return rows


def months(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Events per month and quadrant."""
    total: dict[tuple[date, str], int] = {}
    for c in record.counts(form="rows", **asked):
        for quad in QUADS:
            n = c[quad.replace(" ", "_")]
            if n:
                total[c["month"], quad] = total.get((c["month"], quad), 0) + n
    return [{"month": m.isoformat(), "kind": q, "events": n} for (m, q), n in sorted(total.items())]
