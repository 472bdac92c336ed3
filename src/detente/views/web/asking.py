"""SQL for those who want it: a read-only page over the record's views, with limits on time and rows."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.record import RecordError
from detente.views.web.rendering import page
from detente.views.web.shelf import state_of

router = APIRouter(include_in_schema=False)


@router.get("/sql")
def sql(request: Request) -> Response:
    """Ask the views with one SELECT."""
    from detente.record import sql as asking

    state = state_of(request)
    asked = request.query_params.get("q", "").strip()

    def make() -> dict[str, Any]:
        answer, error = None, ""
        if asked:
            try:
                answer = state.ask(lambda r: asking.select(r, asked))
            except RecordError as why:
                error = str(why)
        return {"asked": asked, "answer": answer, "error": error, "views": asking.views()}

    return page(request, "sql.html", make)
