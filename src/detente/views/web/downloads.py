"""What a page can be taken away as: the dossier as Markdown, HTML, PDF and DOCX, the agenda as a calendar."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from detente.views.web.asked import canonical, filters
from detente.views.web.pages import names
from detente.views.web.shelf import state_of

router = APIRouter(include_in_schema=False)


@router.get("/agenda.ics")
def calendar(request: Request) -> Response:
    """The agenda as a calendar to subscribe to."""
    from detente.views.calendar import calendar as made

    state = state_of(request)
    asked = filters(request.query_params)
    rows = state.answer(f"agenda?{canonical(request.query_params)}", lambda r: r.agenda(form="rows", **asked))
    return Response(made(rows, names(state))[0], media_type="text/calendar; charset=utf-8")


@router.get("/dossier.{form}")
def dossier(request: Request, form: Literal["md", "html", "pdf", "docx"], subject: str) -> Response:
    """The dossier as Markdown, a page that stands alone, a PDF, or a Word document."""
    from detente.views import paper
    from detente.views.dossier import markdown

    state = state_of(request)
    found = state.answer(f"dossier?{subject}", lambda r: r.dossier(subject))
    text = markdown(found, names(state))
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in subject)[:60]
    try:
        body = state.kept(f"dossier.{form}?{subject}", lambda: paper.written(text, form))
    except paper.NoPrinter as why:
        raise HTTPException(501, str(why)) from None
    headers = {"Content-Disposition": f'attachment; filename="dossier-{name}.{form}"'}
    return Response(body, media_type=paper.MEDIA[form], headers=headers)
