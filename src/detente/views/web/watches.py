"""Watches: a saved question with its page, its Atom feed, its calendar, and a call when something new comes in."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from detente.record import RecordError, watches
from detente.views.calendar import calendar as made
from detente.views.exports import feed
from detente.views.web.asked import NAMES, canonical, filters
from detente.views.web.calling import check_address
from detente.views.web.pages import known, names
from detente.views.web.rendering import page
from detente.views.web.shelf import State, state_of

router = APIRouter(include_in_schema=False)
Field = Annotated[str, Form(max_length=500)]


@router.get("/watches")
def listed(request: Request) -> Response:
    """All watches, and the form for a new one."""
    state = state_of(request)
    found = state.ask(watches.watches)
    return page(request, "watches.html", lambda: {"watches": found, "known": known(state)}, keep=False)


@router.post("/watches")
def saved(
    request: Request,
    form_key: Field = "",
    name: Field = "",
    party: Field = "",
    dyad: Field = "",
    issue: Field = "",
    type: Field = "",
    status: Field = "",
    act: Field = "",
    webhook: Field = "",
) -> Response:
    """Save a watch."""
    request.app.state.guard.accept(request, form_key)
    state = state_of(request)
    given = {"party": party, "dyad": dyad, "issue": issue, "type": type, "status": status, "act": act}
    asked = {k: v.strip() for k, v in given.items() if v.strip()}
    if not name.strip() or not asked:
        raise HTTPException(422, "a watch needs a name and at least one filter")
    found = state.ask(lambda r: watches.entries(r, filters(asked)))  # says so where a filter means nothing
    if webhook.strip():
        check_address(webhook.strip(), request.app.state.allow_private_webhooks)
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "watch"
    taken = {w.id for w in state.ask(watches.watches)}
    id_, n = key, 1
    while id_ in taken:
        n += 1
        id_ = f"{key}-{n}"
    fresh = watches.Watch(id_, name.strip(), asked, webhook.strip() or None)
    state.ask(lambda r: watches.save(r, watches.told(fresh, [e["id"] for e in found])))
    return RedirectResponse(f"/watches/{id_}", 303)


@router.get("/watches/{id_}")
def shown(request: Request, id_: str) -> Response:
    """What a watch finds."""
    state = state_of(request)
    w = state.ask(lambda r: watches.watch(r, id_))
    found = _found(state, w)
    return page(request, "watch.html", lambda: {"watch": w, "entries": found[:200], "names": names(state)}, keep=False)


def _found(state: State, w: watches.Watch) -> list[dict[str, Any]]:
    """What a watch finds, asked once per state."""
    asked = filters(w.filters)
    found: list[dict[str, Any]] = state.answer(f"watch?{canonical(w.filters)}", lambda r: watches.entries(r, asked))
    return found


@router.post("/watches/{id_}/remove")
def removed(request: Request, id_: str, form_key: Field = "") -> Response:
    """Forget a watch."""
    request.app.state.guard.accept(request, form_key)
    state_of(request).ask(lambda r: watches.remove(r, id_))
    return RedirectResponse("/watches", 303)


@router.get("/watches/{id_}/feed.atom")
def atom(request: Request, id_: str) -> Response:
    """The watch as an Atom feed."""
    state = state_of(request)
    w = state.ask(lambda r: watches.watch(r, id_))
    dump = _dumped(_found(state, w)[:100], names(state))
    return Response(feed.atom(dump, f"detente: {w.name}", str(request.url)), media_type="application/atom+xml")


def _dumped(entries: list[dict[str, Any]], named: dict[str, str]) -> dict[str, Any]:
    """Rows in the form of a dump, as exports take it."""
    out: dict[str, Any] = {"events": [], "statements": [], "articles": [], "parties": []}
    out["parties"] = [{"id": k, "name": v} for k, v in named.items()]
    days: dict[str, Any] = {}
    for e in entries:
        kind = e["event_type"] if e["kind"] == "event" else e["act"]
        key = "type" if e["kind"] == "event" else "act"
        out[e["kind"] + "s"].append({**e, key: kind, "issues": e["contexts"]})
        for v in e["evidence"]:
            days.setdefault(v["article"], e["publication_date"])
    out["articles"] = [{"id": a, "published": d, "text": ""} for a, d in days.items()]
    return out


@router.get("/watches/{id_}/calendar.ics")
def calendar(request: Request, id_: str) -> Response:
    """The planned events that a watch finds, as a calendar."""
    state = state_of(request)
    w = state.ask(lambda r: watches.watch(r, id_))
    asked = {k: v for k, v in filters(w.filters).items() if k in NAMES and k not in ("act", "status")}
    try:
        rows = state.ask(lambda r: r.agenda(form="rows", **asked))
    except RecordError:
        rows = []
    return Response(made(rows, names(state))[0], media_type="text/calendar; charset=utf-8")
