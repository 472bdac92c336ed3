"""Corrections made in a page: a form on an entry writes one with the person's name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from detente.record import RecordError
from detente.record.record import Record
from detente.views.web.rendering import at
from detente.views.web.shelf import Shelf

router = APIRouter(include_in_schema=False)
Field = Annotated[str, Form(max_length=500)]


@router.post("/entry/{id_}/correct")
def correct(
    request: Request,
    id_: str,
    form_key: Field = "",
    by: Field = "",
    what: Field = "",
    type: Field = "",
    status: Field = "",
    act: Field = "",
    actor: Field = "",
    recipient: Field = "",
    merge_with: Field = "",
    note: Field = "",
) -> Response:
    """Keep a correction of an entry; from then on it wins over what was read."""
    request.app.state.guard.accept(request, form_key)
    if not by.strip():
        raise HTTPException(422, "say who corrects: the name stands beside the correction")
    changes: dict[str, Any] = {}
    if what == "reject":
        changes["reject"] = True
    elif what == "merge":
        if not merge_with.strip():
            raise HTTPException(422, "say which entry this one is the same as")
        changes["merge_with"] = merge_with.strip()
    else:
        for name, value in (("type", type), ("status", status), ("act", act)):
            if value.strip():
                changes[name] = value.strip()
        for name, value in (("actor", actor), ("recipient", recipient)):
            if value.strip():
                changes[name] = [v.strip() for v in value.split(",") if v.strip()]
    if not changes:
        raise HTTPException(422, "nothing was changed")
    shelf: Shelf = request.app.state.shelf
    record = Record.open(shelf.path)
    record.correct(id_, note=note.strip(), by=by.strip(), **changes)
    shelf.looked_again()
    try:
        # its id may have changed with what it says
        record.entry(id_)
    except RecordError:
        return RedirectResponse("/events", 303)
    return RedirectResponse(at("/entry", id_) + "?done=1", 303)
