"""The application: pages under /, the HTTP API under /api, charts under /charts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from detente import __version__
from detente.record import RecordError
from detente.views.web import api, asking, carried, correcting, downloads, pages, pictures, starting, watches
from detente.views.web.rendering import templates
from detente.views.web.safety import Guard, Guarded
from detente.views.web.shelf import Shelf

# how the record says that it lacks what was named
_MISSING = re.compile(r"\b(?:has|knows|is) no (?!date|number|dyad|month|address|cursor)")


def create_app(
    record: str | Path,
    *,
    token: str | None = None,
    hosts: tuple[str, ...] = (),
    allow_read: bool = False,
    allow_private_webhooks: bool = False,
) -> FastAPI:
    """The web application over one record.

    Args:
        record: the folder of the record; it must exist.
        token: what every request must show; needed where the server is reached from other machines.
        hosts: host names, besides loopback ones, under which it is served.
        allow_read: whether ``POST /api/read`` takes articles.
        allow_private_webhooks: whether watches may call addresses of this machine and of private networks.

    Raises:
        RecordError: there is no record in the folder.
    """
    shelf = Shelf(Path(record))
    shelf.state()  # fails here, not at the first page, when there is none
    app = FastAPI(
        title="detente",
        version=__version__,
        description="The record of diplomatic and political news: events, statements, positions, agenda.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    guard = Guard(hosts, token)
    app.state.shelf = shelf
    app.state.guard = guard
    app.state.allow_read = allow_read
    app.state.allow_private_webhooks = allow_private_webhooks
    app.add_middleware(Guarded, guard=guard)
    app.include_router(carried.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for part in (starting, pages, pictures, downloads, correcting, watches, asking, api):
        app.include_router(part.router)
    app.add_exception_handler(RecordError, _not_to_be_had)
    app.add_exception_handler(HTTPException, _not_to_be_had)
    app.add_exception_handler(RequestValidationError, _not_to_be_had)
    return app


def _problem(request: Request, status: int, title: str, detail: str) -> Response:
    """RFC 9457 problem details for the API, a page for people."""
    if request.url.path.startswith("/api"):
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(body, status, media_type="application/problem+json")
    context = {"title": title, "detail": detail, "query": {}}
    return templates.TemplateResponse(request, "problem.html", context, status_code=status)


async def _not_to_be_had(request: Request, error: Exception) -> Response:
    if isinstance(error, RecordError):
        missing = bool(_MISSING.search(str(error)))
        return _problem(request, 404 if missing else 400, "Not found" if missing else "Not understood", str(error))
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(p) for p in first.get("loc", ())[1:])
        return _problem(request, 422, "Not understood", f"{where}: {first.get('msg')}")
    assert isinstance(error, HTTPException)
    titles = {404: "Not found", 403: "Not allowed", 405: "Not allowed"}
    return _problem(request, error.status_code, titles.get(error.status_code, "Not understood"), str(error.detail))
