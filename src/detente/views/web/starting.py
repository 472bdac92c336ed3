"""The start page and what is new: entries that came since the reader last looked, positions that moved, busy dyads."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.record import RecordError
from detente.record.record import Record
from detente.views.charts import rows as charted
from detente.views.web.pages import names, whole_number
from detente.views.web.rendering import page
from detente.views.web.shelf import State, state_of

router = APIRouter(include_in_schema=False)
COOKIE = "detente_looked"
# A reader who comes back after so many seconds looks anew; until then "new" means the same.
A_VISIT = 1800
_MOST_NEW = 2_000
_SHOWN = 8
_COOKIE = re.compile(r"(\d{0,9}\.\d{0,9})~(\d{0,9}\.\d{0,9})~(\d{1,12})")
_TOLD = ["occurred", "ongoing", "conditional", "alleged", "denied"]


def looked(cookie: str, now_in: str, seconds: float) -> tuple[str, str]:
    """Since which state a reader has not looked ("" at the first visit), and the cookie that remembers this visit.

    The cookie holds the state seen at the end of the visit before, the one seen last, and when:
    "12.9~14.11~1766000000".
    """
    before = _COOKIE.fullmatch(cookie)
    if before is None:
        return "", f"{now_in}~{now_in}~{int(seconds)}"
    since = before[2] if seconds - int(before[3]) > A_VISIT else before[1]
    return since, f"{since}~{now_in}~{int(seconds)}"


def new(state: State, since: str) -> dict[str, list[dict[str, Any]]]:
    """The events and statements that are new since a state, newest told first."""
    found: dict[str, list[dict[str, Any]]] = state.answer(
        f"new?{since}", lambda r: r.new_since(since, form="rows", limit=_MOST_NEW)
    )
    return found


def _lately(record: Record, last: date | None) -> list[dict[str, Any]]:
    """Events that were told last: what is new where nobody knows since when."""
    rows = record.events(form="rows", newest=True, limit=60, status=_TOLD, until=last)
    return sorted(rows, key=lambda e: (e["last_told"] or date.min, e["event_id"]), reverse=True)[:_SHOWN]


def _moved(record: Record, named: dict[str, str], last: date | None) -> list[dict[str, Any]]:
    """The positions that were taken or moved last, those that moved first."""
    for days in (92, 366, 3_660):
        since = last - timedelta(days) if last else None
        # the acts of the window say which positions to look at; whether one moved, all its acts say
        newest = charted.positions(record, named, since=since)
        newest = sorted(newest, key=lambda p: (p["last_moved"] or date.min, p["actor"], p["issue"]), reverse=True)[:40]
        if len(newest) >= _SHOWN or since is None:
            break
    if not newest:
        return []
    pairs = {(p["actor"], p["issue"]) for p in newest}
    actors, issues = sorted({a for a, _ in pairs}), sorted({i for _, i in pairs})
    whole = charted.positions(record, named, actor=actors, issue=issues)
    out = [p for p in whole if (p["actor"], p["issue"]) in pairs]
    return sorted(out, key=lambda p: (not p["moved"], -(p["last_moved"] or date.min).toordinal(), p["name"]))


def _busy(record: Record, named: dict[str, str], last: date | None) -> tuple[list[dict[str, Any]], int | None]:
    """The busiest dyads of the last three months, or of a year, or of all time where these hold too few."""
    for days in (92, 366, None):
        window = {"since": last - timedelta(days), "until": last} if days and last else {}
        found = charted.dyads(record, named, charted.generic(record), **window)[:_SHOWN]
        if len(found) >= 4 or not window:
            return found, days if window else None
    return [], None


def _asked(record: Record, named: dict[str, str]) -> dict[str, Any]:
    info = record.info()
    last = info["last"]
    if last is None:
        newest = record.events(form="rows", newest=True, limit=1, status=_TOLD)
        last = newest[0]["day"] if newest else None
    dyads, days = _busy(record, named, last)
    agenda = record.agenda(form="rows", limit=40, **({"since": last} if last else {}))
    return {
        "info": info,
        "last": last,
        "lately": _lately(record, last),
        "agenda": [a for a in agenda if not a["overdue"]][:_SHOWN],
        "moved": _moved(record, named, last)[:_SHOWN],
        "dyads": dyads,
        "busy_days": days,
        "busy_since": last - timedelta(days) if last and days else None,
    }


@router.get("/")
def start(request: Request) -> Response:
    """What is new since the reader last looked, what is next, which positions moved, the busiest dyads."""
    state = state_of(request)
    since, cookie = looked(request.cookies.get(COOKIE, ""), state.name, time.time())

    def make() -> dict[str, Any]:
        named = names(state)
        found: dict[str, Any] = state.answer("start", lambda r: _asked(r, named))
        fresh: dict[str, list[dict[str, Any]]] | None = None
        if since:
            try:
                fresh = new(state, since)
            except RecordError:
                fresh = None  # its files are gone: what was told last is shown instead
        ids = (
            {e["event_id"] for e in fresh["events"]} | {s["statement_id"] for s in fresh["statements"]}
            if fresh
            else set()
        )
        moved = found["moved"]
        if ids:
            moved = sorted(moved, key=lambda p: not any(s["entry"] in ids for s in p["said"]))
        return {**found, "moved": moved, "since": since, "fresh": fresh, "fresh_ids": ids, "names": named}

    response = page(request, "start.html", make, vary=since)
    response.set_cookie(COOKIE, cookie, max_age=31_536_000, httponly=True, samesite="strict")
    return response


@router.get("/new")
def what_is_new(request: Request, since: str) -> Response:
    """Everything that is new since a state of the record."""
    state = state_of(request)
    first = whole_number(request.query_params, "from")

    def make() -> dict[str, Any]:
        found = new(state, since)
        rows = [*found["events"], *found["statements"]]
        rows.sort(key=lambda e: e.get("last_told") or e["publication_date"] or date.min, reverse=True)
        return {"rows": rows[first : first + 50], "total": len(rows), "first": first, "step": 50, "names": names(state),
                "cut": len(found["events"]) >= _MOST_NEW or len(found["statements"]) >= _MOST_NEW}  # fmt: skip

    return page(request, "new.html", make)
