"""What a page can be taken away as: the dossier as Markdown, HTML and DOCX, the agenda as a calendar."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.views.web.asked import canonical, filters
from detente.views.web.pages import names
from detente.views.web.shelf import Shelf

router = APIRouter(include_in_schema=False)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/agenda.ics")
def calendar(request: Request) -> Response:
    """The agenda as a calendar to subscribe to."""
    from detente.views.calendar import calendar as made

    shelf: Shelf = request.app.state.shelf
    asked = filters(request.query_params)
    rows = shelf.answer(f"agenda?{canonical(dict(request.query_params))}", lambda r: r.agenda(form="rows", **asked))
    return Response(made(rows, names(shelf))[0], media_type="text/calendar; charset=utf-8")


@router.get("/dossier.{form}")
def dossier(request: Request, form: Literal["md", "docx"], subject: str) -> Response:
    """The dossier as Markdown or a Word document."""
    from detente.views import dossier as written

    shelf: Shelf = request.app.state.shelf
    found = shelf.answer(f"dossier?{subject}", lambda r: r.dossier(subject))
    text = written.markdown(found, names(shelf))
    name = "".join(c if c.isalnum() else "-" for c in subject)[:60]
    headers = {
        "Content-Disposition": f'attachment; filename="dossier-{name.encode("ascii", "replace").decode()}.{form}"'
    }
    if form == "md":
        return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)
    return Response(word(text), media_type=_WORD, headers=headers)


def word(markdown: str) -> bytes:
    """A dossier's Markdown as a Word document: headings, bullets, numbered references, bold and italics."""
    from docx import Document

    out = Document()
    for line in markdown.splitlines():
        if not line.strip():
            continue
        level = len(line) - len(line.lstrip("#"))
        if 0 < level < 4 and line[level : level + 1] == " ":
            out.add_heading(_unescaped(line[level + 1 :]), level - 1)
            continue
        style = "List Bullet" if line.startswith("- ") else None
        paragraph = out.add_paragraph(style=style)
        for text, bold, italic in _runs(line.removeprefix("- ")):
            run = paragraph.add_run(_unescaped(text))
            run.bold, run.italic = bold, italic
    sink = io.BytesIO()
    out.save(sink)
    return sink.getvalue()


_MARKED = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*|(?<![\\*])\*(?!\*)(.+?)(?<!\\)\*")


def _runs(line: str) -> Iterator[tuple[str, bool, bool]]:
    at = 0
    for m in _MARKED.finditer(line):
        if m.start() > at:
            yield line[at : m.start()], False, False
        yield (m[1], True, False) if m[1] is not None else (m[2], False, True)
        at = m.end()
    if at < len(line):
        yield line[at:], False, False


def _unescaped(text: str) -> str:
    # Word refuses control characters
    return "".join(c for c in re.sub(r"\\(.)", r"\1", text) if c.isprintable() or c == " ")
