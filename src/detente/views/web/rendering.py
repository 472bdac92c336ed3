"""Templates, and the few words they need: dates as people write them, types with their colours, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from detente.views import wording
from detente.views.charts.palette import QUAD_OF_TYPE
from detente.views.web.asked import address
from detente.views.web.shelf import Shelf

templates = Jinja2Templates(directory=Path(__file__).parent / "templates")

SECTIONS = (
    ("/", "Start"),
    ("/events", "Events"),
    ("/statements", "Statements"),
    ("/timeline", "Timeline"),
    ("/relations", "Relations"),
    ("/positions", "Positions"),
    ("/map", "Map"),
    ("/agenda", "Agenda"),
    ("/watches", "Watches"),
)


def day(value: date | None) -> str:
    """A day as people write it: 18 Feb 2013."""
    return f"{value.day} {value:%b %Y}" if value else ""


def quad(type_: str) -> str:
    """The class name of a type's quadrant."""
    return QUAD_OF_TYPE.get(type_, "").replace(" ", "-")


def at(path: str, *parts: str, **query: str) -> str:
    """An address: path parts and query escaped."""
    out = path + "".join("/" + quote(p, safe="") for p in parts)
    return out + ("?" + urlencode(query) if query else "")


def shown(value: str | None, most: int = 400) -> str:
    """Words on one line, cut where a page would drown in them."""
    flat = " ".join((value or "").split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def joined(values: Iterable[str] | None) -> str:
    """Several names in one breath."""
    return ", ".join(values or ())


templates.env.globals.update(sections=SECTIONS, at=at, address=address, wording=wording)
templates.env.filters.update(day=day, quad=quad, shown=shown, joined=joined)


def page(request: Request, template: str, **context: Any) -> Response:
    """A page with its ETag: a browser that has it already is told so."""
    shelf: Shelf = request.app.state.shelf
    query: Mapping[str, str] = dict(request.query_params)
    response = templates.TemplateResponse(
        request, template, {"query": query, "form_key": request.app.state.guard.form_key, **context}
    )
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Record-Version"] = shelf.version
    return response
