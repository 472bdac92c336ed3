"""The pages that are looked at, and every picture as Vega-Lite, PNG, SVG, and as the rows that it shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.record import RecordError
from detente.record.record import Record
from detente.views import charts
from detente.views.charts import palette, rows, world
from detente.views.web.api import as_csv, as_json
from detente.views.web.asked import address, canonical, filters
from detente.views.web.pages import how_many, known, names
from detente.views.web.rendering import page
from detente.views.web.shelf import State, state_of

router = APIRouter(include_in_schema=False)
Name = Literal["timeline", "statements", "relations", "map", "positions", "balance"]
Rows = list[dict[str, Any]]
_MAKERS: dict[str, Callable[..., Rows]] = {
    "timeline": rows.events, "statements": rows.statements, "relations": rows.dyads, "map": rows.events,
    "positions": rows.positions, "balance": rows.months,
}  # fmt: skip
_JSON = "application/json"
_MEDIA = {"png": "image/png", "svg": "image/svg+xml", "json": _JSON, "vl": _JSON, "csv": "text/csv; charset=utf-8"}
# The width that a page gives its pictures, in pixels.
_WIDE = 1060
_WINDOWS = (("last month", 31), ("last 3 months", 92), ("last year", 366))
_OPEN = ("demand", "ask", "threaten", "refuse")


def box(query: Any) -> world.Box | None:
    """The part of the world that an address names: ``box=west,south,east,north``.

    Raises:
        RecordError: it names none.
    """
    given = (query.get("box") or "").strip()
    if not given:
        return None
    try:
        west, south, east, north = (float(x) for x in given.split(","))
    except ValueError:
        west, south, east, north = 0.0, 0.0, 0.0, 0.0
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise RecordError(f"box={given[:60]} is not understood; write box=west,south,east,north in degrees")
    return west, south, east, north


def _rows(request: Request, name: Name) -> Rows:
    """What a picture shows, under the filters of the address."""
    state = state_of(request)
    asked = filters(request.query_params)
    around = box(request.query_params)
    named = names(state)
    make = _MAKERS[name]
    question = f"rows/{make.__name__}?{canonical(request.query_params)}"
    if name in ("relations", "positions") and not request.query_params.get("groups"):
        asked["without"] = state.answer("generic", rows.generic)
        question += " without groups"
    found: Rows = state.answer(question, lambda r: make(r, named, **asked))
    if name == "map":
        found = [e for e in found if world.inside(around or (-180, -90, 180, 90), e["lat"], e["lon"])]
    return found


def _chart(request: Request, name: Name, found: Rows, alone: bool) -> Any:
    """The chart of rows; ``alone`` means it must not depend on the page that shows it."""
    wide: Any = _WIDE if alone else "container"
    if name in ("timeline", "statements"):
        return charts.timeline(found, _rows(request, "statements"), width=wide)
    if name == "relations":
        return charts.relations(found, width=wide, height=520, nominal=_WIDE)
    if name == "map":
        query = dict(request.query_params)

        def closer(around: world.Box) -> str:
            return address("/map", query, box=",".join(f"{x:g}" for x in around))

        url = None if alone else "/static/world.json"
        return charts.world_map(found, _WIDE, 470, outlines_url=url, box=box(query), address=closer)
    if name == "balance":
        return charts.balance(found, width=wide)
    return charts.positions_matrix(found, width=wide)


def _spec(request: Request, name: Name, found: Rows) -> dict[str, Any] | None:
    if not found:
        return None
    spec: dict[str, Any] = _chart(request, name, found, alone=False).to_dict()
    return spec


def _windows(state: State, request: Request) -> list[dict[str, Any]]:
    """Links to the last month, three months and year of what the record holds."""
    last = state.answer("last day", _last_day)
    if last is None:
        return []
    query = dict(request.query_params)
    out = [{"label": "all time", "href": address(request.url.path, query, since=None, until=None),
            "here": not query.get("since") and not query.get("until")}]  # fmt: skip
    for label, days in _WINDOWS:
        since = (last - timedelta(days)).isoformat()
        here = query.get("since") == since and query.get("until") == last.isoformat()
        href = address(request.url.path, query, since=since, until=last.isoformat())
        out.append({"label": label, "href": href, "here": here})
    return out


def _last_day(record: Record) -> date | None:
    """The newest day of publication, or, in a record without articles, of what happened."""
    found: date | None = record.info()["last"]
    if found is None:
        newest = record.events(form="rows", newest=True, limit=1, status=list(palette.HAPPENED))
        found = newest[0]["day"] if newest else None
    return found


def _picture(request: Request, name: Name, template: str, more: Callable[[], dict[str, Any]] | None = None) -> Response:
    state = state_of(request)

    def make() -> dict[str, Any]:
        found = _rows(request, name)
        return {
            "rows": found, "spec": _spec(request, name, found), "chart": name, "names": names(state),
            "known": known(state), "windows": _windows(state, request), **(more() if more else {}),
        }  # fmt: skip

    return page(request, template, make)


@router.get("/timeline")
def timeline(request: Request) -> Response:
    """Events by day and Goldstein value, statements with them."""

    def more() -> dict[str, Any]:
        state = state_of(request)
        asked = {k: v for k, v in filters(request.query_params).items() if k not in ("type", "status")}
        said = state.ask(lambda r: r.statements(form="rows", limit=60, newest=True, **asked))
        return {"said": said, "total": how_many(request, "events"), "most": rows.MOST_DOTS}

    return _picture(request, "timeline", "timeline.html", more)


@router.get("/relations")
def relations(request: Request) -> Response:
    """Who cooperates with whom, who confronts whom."""
    return _picture(request, "relations", "relations.html")


@router.get("/positions")
def positions(request: Request) -> Response:
    """Parties by issues."""
    return _picture(request, "positions", "positions.html")


@router.get("/map")
def map_(request: Request) -> Response:
    """Events where they took place."""

    def more() -> dict[str, Any]:
        return {"box": box(request.query_params), "total": how_many(request, "events"), "most": rows.MOST_DOTS}

    return _picture(request, "map", "map.html", more)


@router.get("/position")
def position(request: Request, party: str, issue: str) -> Response:
    """The history of one party's position on one issue, with its words."""
    state = state_of(request)

    def make() -> dict[str, Any]:
        named = names(state)
        found: Rows = state.ask(partial(rows.positions, named=named, acts=300, party=[party], issue=[issue]))
        own = [r for r in found if r["issue"] == issue and party in (r["actor"], r["name"])] or found
        return {"rows": own, "party": party, "issue": issue, "names": named}

    return page(request, "position.html", make)


@router.get("/dyad")
def dyad(request: Request) -> Response:
    """Two parties: monthly counts by type, balance, open demands and conditions, agenda."""
    asked = filters(request.query_params)
    if "dyad" not in asked:
        raise RecordError("name two parties: /dyad?dyad=RUS,USA")

    def ask(record: Record) -> dict[str, Any]:
        said = record.statements(form="rows", limit=1000, newest=True, **asked)
        coming = record.agenda(form="rows", **asked)
        return {
            "events": record.events(form="rows", limit=100, newest=True, **asked),
            "total": record.how_many("events", **asked),
            "open": [s for s in said if s["act"] in _OPEN or s["condition"]][:12],
            "agenda": ([a for a in coming if not a["overdue"]] or coming[-5:])[:12],
        }

    def more() -> dict[str, Any]:
        state = state_of(request)
        named = names(state)
        ids = {n.casefold(): i for i, n in named.items()} | {i.casefold(): i for i in named}
        a, b = (ids.get(x.casefold(), x) for x in asked["dyad"])
        months = _rows(request, "balance")
        happened = sum(m["events"] for m in months)
        weighed = sum(m["events"] * (m["goldstein"] or 0.0) for m in months)
        return {
            "a": a,
            "b": b,
            "happened": happened,
            "mean": weighed / happened if happened else None,
            **state.ask(ask),
        }

    return _picture(request, "balance", "dyad.html", more)


@router.get("/charts/{name}.{form}")
def chart(request: Request, name: Name, form: Literal["json", "png", "svg", "csv", "vl"]) -> Response:
    """A picture of what a page shows, under the same filters: Vega-Lite, PNG, SVG; or its rows: CSV, JSON."""
    state = state_of(request)
    tag = f'"{state.version}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    media = _MEDIA[form]

    def make() -> bytes:
        import vl_convert

        found = _rows(request, name)
        if form == "csv":
            return as_csv(found, list(found[0]) if found else [])
        if form == "json":
            return as_json(found)
        spec = json.dumps(_chart(request, name, found, alone=True).to_dict())
        if form == "vl":
            return spec.encode()
        if form == "svg":
            return vl_convert.vegalite_to_svg(spec).encode()
        return bytes(vl_convert.vegalite_to_png(spec, scale=2))

    body = state.kept(f"chart/{request.url.path}?{request.url.query}", make)
    return Response(body, media_type=media, headers=headers)
