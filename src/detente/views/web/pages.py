"""The pages that are read: start, events, statements, positions, agenda, dossier, article, entry, search."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.record import RecordError
from detente.record.record import Record
from detente.views import wording
from detente.views.charts import rows as charted
from detente.views.web import marking
from detente.views.web.asked import canonical, filters
from detente.views.web.rendering import page
from detente.views.web.shelf import Shelf

router = APIRouter(include_in_schema=False)
_ROWS = 100


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def names(shelf: Shelf) -> dict[str, str]:
    """The names of all parties, by id, asked once per state."""
    found: dict[str, str] = shelf.answer("names", charted.names)
    return found


def _known(record: Record) -> dict[str, list[str]]:
    """What filters can be set to: the busiest parties and every issue."""
    from detente.record.questions import ask

    sql = (
        "SELECT issue, count(*) AS n FROM (SELECT unnest(contexts) AS issue FROM events UNION ALL "
        "SELECT unnest(contexts) FROM statements) GROUP BY issue ORDER BY issue"
    )
    parties = [wording.name(p) for p in record.parties(form="rows")[:300]]
    return {"party": parties, "issue": [r["issue"] for r in ask(record.con, sql).to_pylist()]}


def known(shelf: Shelf) -> dict[str, list[str]]:
    """What filters can be set to, asked once per state."""
    found: dict[str, list[str]] = shelf.answer("known", _known)
    return found


@router.get("/")
def start(request: Request) -> Response:
    """What is new, what is next, which positions moved, the busiest dyads."""
    shelf = _shelf(request)

    def ask(record: Record) -> dict[str, Any]:
        info = record.info()
        events = record.events(form="rows", limit=20000)
        newest = sorted(events, key=lambda e: (e["last_told"] or date.min, e["event_id"]), reverse=True)
        positions = sorted(
            record.positions(form="rows"), key=lambda p: (p["last_moved"] or date.min, p["actor"]), reverse=True
        )
        return {
            "info": info,
            "newest": newest[:10],
            "agenda": [a for a in record.agenda(form="rows") if not a["overdue"]][:8],
            "positions": positions[:8],
            "dyads": charted.dyads(record, charted.names(record))[:8],
        }

    found = shelf.answer("start", ask)
    looked = request.cookies.get("detente_looked", "")
    since = 0
    if looked.isdigit():
        since = max(0, found["info"]["events"] + found["info"]["statements"] - int(looked))
    response = page(request, "start.html", names=names(shelf), since=since, looked=looked, **found)
    total = found["info"]["events"] + found["info"]["statements"]
    response.set_cookie("detente_looked", str(total), max_age=31_536_000, httponly=True, samesite="strict")
    return response


def _listed(request: Request, what: str) -> Response:
    shelf = _shelf(request)
    asked = filters(request.query_params)
    try:
        first = max(0, int(request.query_params.get("from", "0")))
    except ValueError:
        raise RecordError("from is no number") from None
    question = f"{what}?{canonical({k: v for k, v in request.query_params.items() if k != 'from'})}"
    rows = shelf.answer(question, lambda r: getattr(r, what)(form="rows", limit=5000, **asked))
    return page(
        request,
        f"{what}.html",
        rows=rows[first : first + _ROWS],
        total=len(rows),
        first=first,
        step=_ROWS,
        names=names(shelf),
        known=known(shelf),
    )


@router.get("/events")
def events(request: Request) -> Response:
    """Events as a table."""
    return _listed(request, "events")


@router.get("/statements")
def statements(request: Request) -> Response:
    """Statements as a table."""
    return _listed(request, "statements")


@router.get("/agenda")
def agenda(request: Request) -> Response:
    """Planned events: a list, and the month that ``month`` names (2013-05)."""
    shelf = _shelf(request)
    asked = filters(request.query_params)
    kept = {k: v for k, v in request.query_params.items() if k != "month"}
    rows = shelf.answer(f"agenda?{canonical(kept)}", lambda r: r.agenda(form="rows", **asked))
    dated = [r for r in rows if r["event_date"]]
    wanted = request.query_params.get("month", "")
    try:
        shown = date.fromisoformat(f"{wanted}-01") if wanted else None
    except ValueError:
        raise RecordError(f"{wanted!r} is no month; write it as 2013-05") from None
    if shown is None:
        coming = [r for r in dated if not r["overdue"]] or dated
        shown = coming[0]["event_date"].replace(day=1) if coming else date.today().replace(day=1)
    weeks = [
        [(d, [r for r in dated if r["event_date"] <= d <= (r["event_date_end"] or d)]) for d in week]
        for week in calendar.Calendar().monthdatescalendar(shown.year, shown.month)
    ]
    before = date(shown.year - (shown.month == 1), (shown.month - 2) % 12 + 1, 1)
    after = date(shown.year + (shown.month == 12), shown.month % 12 + 1, 1)
    return page(
        request, "agenda.html", rows=rows, weeks=weeks, month=shown, before=before, after=after, names=names(shelf),
        known=known(shelf),
    )  # fmt: skip


@router.get("/dossier")
def dossier(request: Request) -> Response:
    """The briefing on an issue, a party or a dyad."""
    shelf = _shelf(request)
    subject = request.query_params.get("subject", "").strip()
    if not subject:
        return page(request, "dossier_empty.html", known=known(shelf))
    found = shelf.answer(f"dossier?{subject}", lambda r: r.dossier(subject))
    return page(request, "dossier.html", names=names(shelf), **found)


@router.get("/article/{id_:path}")
def article(request: Request, id_: str) -> Response:
    """An article with every entry marked in place."""
    shelf = _shelf(request)

    def ask(record: Record) -> dict[str, Any]:
        account = record.account(id_)
        entries = record.events(form="rows", article=[id_]), record.statements(form="rows", article=[id_])
        return {
            "article": account.article,
            "events": entries[0],
            "statements": entries[1],
            "pieces": marking.pieces(account.article.text, id_, *entries, names(shelf)),
        }

    return page(request, "article.html", names=names(shelf), **shelf.answer(f"article/{id_}", ask))


@router.get("/entry/{id_}")
def entry(request: Request, id_: str) -> Response:
    """One entry: all evidence side by side, conflicting details, history, and the form to correct it."""
    shelf = _shelf(request)
    found = shelf.answer(f"entry/{id_}", lambda r: r.why(id_))
    return page(request, "entry.html", entry=found, names=names(shelf), done=request.query_params.get("done"))


@router.get("/search")
def search(request: Request) -> Response:
    """Parties, issues, and words in evidence."""
    shelf = _shelf(request)
    asked = request.query_params.get("q", "").strip()[:200]
    low = asked.casefold()
    people = [(i, n) for i, n in names(shelf).items() if low and (low in n.casefold() or low == i.casefold())][:30]
    issues = [i for i in known(shelf)["issue"] if low and low.replace(" ", "-") in i]
    rows: list[list[dict[str, Any]]] = [[], []]
    if low:
        rows = shelf.answer(
            f"search?{low}",
            lambda r: [r.events(form="rows", words=asked, limit=50), r.statements(form="rows", words=asked, limit=50)],
        )
    return page(
        request, "search.html", asked=asked, people=people, issues=issues, events=rows[0], statements=rows[1],
        names=names(shelf),
    )  # fmt: skip
