"""SQL for those who want it: a read-only page over the record's views, with limits on time and rows."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.record import RecordError
from detente.views.web.rendering import page
from detente.views.web.shelf import Shelf

router = APIRouter(include_in_schema=False)


@router.get("/sql")
def sql(request: Request) -> Response:
    """Ask the views with one SELECT."""
    from detente.record import sql as asking

    shelf: Shelf = request.app.state.shelf
    asked = request.query_params.get("q", "").strip()
    answer, error = None, ""
    if asked:
        try:
            answer = shelf.answer(f"sql?{asked}", lambda r: asking.select(r, asked))
        except RecordError as why:
            error = str(why)
    return page(request, "sql.html", asked=asked, answer=answer, error=error, views=asking.views())
