"""Templates, and the few words they need: dates as people write them, types with their colours, addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from detente.record.tables import QUAD_OF_TYPE
from detente.views import wording
from detente.views.web.asked import address
from detente.views.web.shelf import state_of

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


def ending(value: str, most: int = 120) -> str:
    """The last words of a text, none of them cut."""
    return value if len(value) <= most else "… " + value[-most:].partition(" ")[2]


def beginning(value: str, most: int = 120) -> str:
    """The first words of a text, none of them cut."""
    return value if len(value) <= most else value[:most].rpartition(" ")[0] + " …"


def joined(values: Iterable[str] | None) -> str:
    """Several names in one breath."""
    return ", ".join(values or ())


templates.env.globals.update(sections=SECTIONS, at=at, address=address, wording=wording)
templates.env.filters.update(day=day, quad=quad, shown=shown, joined=joined, ending=ending, beginning=beginning)


def page(
    request: Request, template: str, make: Callable[[], Mapping[str, Any]], *, vary: str = "", keep: bool = True
) -> Response:
    """A page, made once per state of the record and address; a browser that has it already is told so.

    Args:
        request: what was asked.
        template: the file of its template.
        make: gives what the template shows; only called where the page is not there yet.
        vary: what else, besides the address, the page depends on.
        keep: false for a page that may change while the record does not.
    """
    state = state_of(request)
    guard = request.app.state.guard
    url = request.url.path + "?" + request.url.query
    # the key of its forms is part of a page: one of an earlier process must not be taken from a browser's store
    tag = '"' + hashlib.sha256("|".join((state.version, guard.form_key, vary)).encode()).hexdigest()[:20] + '"'
    headers = {"Cache-Control": "no-cache", "X-Record-Version": state.version}
    if keep:
        headers["ETag"] = tag
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)

    def drawn() -> bytes:
        query: Mapping[str, str] = dict(request.query_params)
        context = {"query": query, "form_key": guard.form_key, **make()}
        return bytes(templates.TemplateResponse(request, template, context).body)

    body = state.kept(f"page/{url}/{vary}", drawn) if keep else drawn()
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)
