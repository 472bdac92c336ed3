"""The pages that are looked at, and every picture as Vega-Lite, PNG and SVG."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from detente.record import RecordError
from detente.record.record import Record
from detente.views import charts
from detente.views.web.asked import canonical, filters
from detente.views.web.pages import known, names
from detente.views.web.rendering import at, page
from detente.views.web.shelf import Shelf

router = APIRouter(include_in_schema=False)
_MOST_DOTS = 3000
Name = Literal["timeline", "relations", "map", "positions", "balance"]


def event_rows(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Events as charts take them."""
    rows = record.events(form="rows", limit=_MOST_DOTS, **asked)
    return [
        {
            "date": e["event_date"] or e["publication_date"],
            "type": e["event_type"],
            "goldstein": e["intensity"],
            "what": e["what"],
            "status": e["status"],
            "sides": " → ".join(
                s for s in (", ".join(named.get(p, p) for p in e[k] or ()) for k in ("actor", "recipient")) if s
            ),
            "lat": e["latitude"],
            "lon": e["longitude"],
            "place": e["placename"],
            "href": at("/entry", e["event_id"]),
            "id": e["event_id"],
        }
        for e in rows
    ]


def dyad_rows(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Undirected dyads with how much passed between them, busiest first."""
    total: dict[tuple[str, str], list[float]] = {}
    for c in record.counts(form="rows", **asked):
        key = (min(c["actor"], c["recipient"]), max(c["actor"], c["recipient"]))
        t = total.setdefault(key, [0, 0.0])
        t[0] += c["events"]
        t[1] += c["events"] * (c["intensity"] or 0.0)
    rows = [
        {
            "a": named.get(a, a), "b": named.get(b, b), "a_id": a, "b_id": b, "events": int(n),
            "goldstein": round(g / n, 2),
            "href": at("/dyad", dyad=f"{a},{b}"),
        }
        for (a, b), (n, g) in total.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda r: (-r["events"], r["a"], r["b"]))


def position_rows(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Positions, with whether they moved: the newest act says other than those before it."""
    rows = record.positions(form="rows", **asked)
    for p in rows:
        stances = [charts.palette.stance([s["act"]]) for s in p["said"]]
        days = [s["day"] or date.min for s in p["said"]]
        earlier = [x for x, d in zip(stances, days, strict=True) if d < max(days)]
        p["name"] = p["actor_name"] or named.get(p["actor"], p["actor"])
        p["moved"] = bool(earlier) and stances[0] not in earlier
        p["href"] = at("/position", party=p["actor"], issue=p["issue"])
    return rows


def month_rows(record: Record, named: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    """Events per month and quadrant, for bars."""
    total: dict[tuple[date, str], int] = {}
    for c in record.counts(form="rows", **asked):
        for quad in charts.palette.QUADS:
            n = c[quad.replace(" ", "_")]
            if n:
                total[c["month"], quad] = total.get((c["month"], quad), 0) + n
    return [{"month": m.isoformat(), "kind": q, "events": n} for (m, q), n in sorted(total.items())]


def _rows(request: Request, name: Name, **more: Any) -> list[dict[str, Any]]:
    shelf: Shelf = request.app.state.shelf
    asked = {**filters(request.query_params), **more}
    makers = {
        "timeline": event_rows, "map": event_rows, "relations": dyad_rows, "positions": position_rows,
        "balance": month_rows,
    }  # fmt: skip
    question = f"chart/{makers[name].__name__}?{canonical(dict(request.query_params))}"
    found: list[dict[str, Any]] = shelf.answer(question, lambda r: makers[name](r, names(shelf), **asked))
    return found


def _chart(name: Name, rows: list[dict[str, Any]], alone: bool) -> Any:
    """The chart of rows; ``alone`` means it must not depend on the page that shows it."""
    if name == "timeline":
        return charts.timeline(rows, width=900 if alone else "container")
    if name == "relations":
        return charts.relations(rows)
    if name == "map":
        return charts.world_map(rows, outlines_url=None if alone else "/static/world.json")
    if name == "balance":
        return charts.balance(rows, width=900 if alone else "container")
    return charts.positions_matrix(rows, width=900 if alone else "container")


def _picture(request: Request, name: Name, template: str, **context: Any) -> Response:
    rows = _rows(request, name)
    shelf: Shelf = request.app.state.shelf
    spec = json.loads(_chart(name, rows, alone=False).to_json()) if rows else None
    return page(request, template, rows=rows, spec=spec, chart=name, names=names(shelf), known=known(shelf), **context)


@router.get("/timeline")
def timeline(request: Request) -> Response:
    """Events by day and Goldstein value, statements beside them."""
    shelf: Shelf = request.app.state.shelf
    asked = filters(request.query_params)
    asked = {k: v for k, v in asked.items() if k not in ("type", "status")}
    said = shelf.answer(
        f"said?{canonical(dict(request.query_params))}", lambda r: r.statements(form="rows", limit=200, **asked)
    )
    return _picture(request, "timeline", "timeline.html", said=said)


@router.get("/relations")
def relations(request: Request) -> Response:
    """Who cooperates with whom, who confronts whom."""
    return _picture(request, "relations", "relations.html")


@router.get("/positions")
def positions(request: Request) -> Response:
    """Parties by issues."""
    return _picture(request, "positions", "positions.html")


@router.get("/map")
def world(request: Request) -> Response:
    """Events where they took place."""
    return _picture(request, "map", "map.html")


@router.get("/position")
def position(request: Request, party: str, issue: str) -> Response:
    """The history of one party's position on one issue, with its words."""
    shelf: Shelf = request.app.state.shelf
    rows = shelf.answer(
        f"position?{party}|{issue}", lambda r: position_rows(r, names(shelf), party=[party], issue=[issue])
    )
    rows = [r for r in rows if r["issue"] == issue and party in (r["actor"], r["name"])] or rows
    return page(request, "position.html", rows=rows, party=party, issue=issue, names=names(shelf))


@router.get("/dyad")
def dyad(request: Request) -> Response:
    """Two parties: monthly counts by kind, balance, open demands and conditions, agenda."""
    shelf: Shelf = request.app.state.shelf
    asked = filters(request.query_params)
    if "dyad" not in asked:
        raise RecordError("name two parties: /dyad?dyad=RUS,USA")
    a, b = asked["dyad"]

    def ask(record: Record) -> dict[str, Any]:
        statements = record.statements(form="rows", **asked)
        return {
            "events": record.events(form="rows", limit=200, **asked),
            "open": [s for s in statements if s["act"] in ("demand", "ask", "threaten", "refuse") or s["condition"]],
            "agenda": record.agenda(form="rows", **asked),
        }

    found = shelf.answer(f"dyad?{canonical(dict(request.query_params))}", ask)
    return _picture(request, "balance", "dyad.html", a=a, b=b, **found)


@router.get("/charts/{name}.{form}")
def chart(request: Request, name: Name, form: Literal["json", "png", "svg"]) -> Response:
    """A picture of what a page shows, under the same filters: Vega-Lite, PNG or SVG."""
    import vl_convert

    spec = _chart(name, _rows(request, name), alone=True).to_json()
    if form == "json":
        return JSONResponse(json.loads(spec))
    if form == "svg":
        return Response(vl_convert.vegalite_to_svg(spec), media_type="image/svg+xml")
    return Response(vl_convert.vegalite_to_png(spec, scale=2), media_type="image/png")
