"""The pages that are looked at, and every picture as Vega-Lite, PNG and SVG."""

from __future__ import annotations

import json
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from detente.record import RecordError
from detente.record.record import Record
from detente.views import charts
from detente.views.charts import rows
from detente.views.web.asked import canonical, filters
from detente.views.web.pages import known, names
from detente.views.web.rendering import page
from detente.views.web.shelf import Shelf

router = APIRouter(include_in_schema=False)
Name = Literal["timeline", "relations", "map", "positions", "balance"]


def _rows(request: Request, name: Name, **more: Any) -> list[dict[str, Any]]:
    shelf: Shelf = request.app.state.shelf
    asked = {**filters(request.query_params), **more}
    makers = {
        "timeline": rows.events, "map": rows.events, "relations": rows.dyads, "positions": rows.positions,
        "balance": rows.months,
    }  # fmt: skip
    question = f"chart/{makers[name].__name__}?{canonical(dict(request.query_params))}"
    found: list[dict[str, Any]] = shelf.answer(question, lambda r: makers[name](r, names(shelf), **asked))
    return found


def _chart(name: Name, found: list[dict[str, Any]], alone: bool) -> Any:
    """The chart of rows; ``alone`` means it must not depend on the page that shows it."""
    if name == "timeline":
        return charts.timeline(found, width=900 if alone else "container")
    if name == "relations":
        return charts.relations(found)
    if name == "map":
        return charts.world_map(found, outlines_url=None if alone else "/static/world.json")
    if name == "balance":
        return charts.balance(found, width=900 if alone else "container")
    return charts.positions_matrix(found, width=900 if alone else "container")


def _picture(request: Request, name: Name, template: str, **context: Any) -> Response:
    found = _rows(request, name)
    shelf: Shelf = request.app.state.shelf
    spec = json.loads(_chart(name, found, alone=False).to_json()) if found else None
    return page(request, template, rows=found, spec=spec, chart=name, names=names(shelf), known=known(shelf), **context)


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
    found = shelf.answer(
        f"position?{party}|{issue}", lambda r: rows.positions(r, names(shelf), party=[party], issue=[issue])
    )
    own = [r for r in found if r["issue"] == issue and party in (r["actor"], r["name"])] or found
    return page(request, "position.html", rows=own, party=party, issue=issue, names=names(shelf))


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
