"""The pages that are read: events, statements, agenda, dossier, article, entry, search."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from operator import methodcaller
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.record import RecordError
from detente.record.questions import day_of
from detente.record.record import Record
from detente.views.charts import rows as charted
from detente.views.web import marking
from detente.views.web.asked import canonical, filters
from detente.views.web.rendering import page
from detente.views.web.shelf import State, state_of

router = APIRouter(include_in_schema=False)
_ROWS = 50
_MOST_NAMES = 300
_PLANNED = 200
_DAYS = 7


def names(state: State) -> dict[str, str]:
    """The names of all parties, by id, asked once per state."""
    found: dict[str, str] = state.answer("names", charted.names)
    return found


def known(state: State) -> dict[str, list[str]]:
    """What filters can be set to, asked once per state: the busiest parties and every issue."""
    issues = state.answer("issues", lambda r: r.issues(form="rows"))
    return {"party": list(names(state).values())[:_MOST_NAMES], "issue": [i["issue"] for i in issues]}


def whole_number(query: Mapping[str, str], name: str) -> int:
    """A number of an address, 0 where it is not there.

    Raises:
        RecordError: it is none.
    """
    try:
        return max(0, int(query.get(name, "0")))
    except ValueError:
        raise RecordError(f"{name} is no number") from None


def how_many(request: Request, what: str) -> int:
    """How many entries the filters of an address find, shown or not, asked once per state."""
    asked = filters(request.query_params)
    question = f"how many {what}?{canonical(request.query_params)}"
    found: int = state_of(request).answer(question, lambda r: r.how_many(what, **asked))
    return found


def _listed(request: Request, what: str) -> Response:
    state = state_of(request)
    asked = filters(request.query_params)
    first = whole_number(request.query_params, "from")
    oldest = request.query_params.get("order") == "oldest"

    def make() -> dict[str, Any]:
        total = how_many(request, what)
        rows = state.ask(methodcaller(what, form="rows", limit=_ROWS, offset=first, newest=not oldest, **asked))
        return {
            "rows": rows, "total": total, "first": first, "step": _ROWS, "oldest": oldest, "names": names(state),
            "known": known(state),
        }  # fmt: skip

    return page(request, f"{what}.html", make)


@router.get("/events")
def events(request: Request) -> Response:
    """Events as a table, newest first."""
    return _listed(request, "events")


@router.get("/statements")
def statements(request: Request) -> Response:
    """Statements, newest first."""
    return _listed(request, "statements")


@router.get("/agenda")
def agenda(request: Request) -> Response:
    """Planned events: a list, and the month that ``month`` names (2013-05)."""
    state = state_of(request)
    asked = filters(request.query_params)
    wanted = request.query_params.get("month", "")
    try:
        month = date.fromisoformat(f"{wanted}-01") if wanted else None
    except ValueError:
        raise RecordError(f"{wanted!r} is no month; write it as 2013-05") from None

    def ask(record: Record) -> dict[str, Any]:
        first = record.agenda(form="rows", limit=_PLANNED, **asked)
        # plans of the past, where they are so many that those of the future were cut off
        coming = [r for r in first if not r["overdue"]]
        last = record.info()["last"]
        if len(first) == _PLANNED and last is not None:
            coming = record.agenda(form="rows", limit=_PLANNED, **_within(asked, last, None))
            coming = [r for r in coming if not r["overdue"]]
        overdue = record.agenda(form="rows", limit=_PLANNED, newest=True, **_within(asked, None, last)) if last else []
        shown = month
        if shown is None:
            dated = [r for r in (*coming, *overdue) if r["event_date"]]
            shown = dated[0]["event_date"].replace(day=1) if dated else date.today().replace(day=1)
        weeks = calendar.Calendar().monthdatescalendar(shown.year, shown.month)
        in_month = record.agenda(form="rows", limit=1000, **_within(asked, weeks[0][0], weeks[-1][-1]))
        in_month = [r for r in in_month if r["event_date"]]
        # "in spring" stands over the month once, not on each of its days
        long = [r for r in in_month if ((r["event_date_end"] or r["event_date"]) - r["event_date"]).days > _DAYS]
        in_month = [r for r in in_month if r not in long]
        return {
            "coming": coming, "overdue": [r for r in overdue if r["overdue"]], "month": shown, "long": long,
            "weeks": [
                [(d, [r for r in in_month if r["event_date"] <= d <= (r["event_date_end"] or d)]) for d in week]
                for week in weeks
            ],
            "before": date(shown.year - (shown.month == 1), (shown.month - 2) % 12 + 1, 1),
            "after": date(shown.year + (shown.month == 12), shown.month % 12 + 1, 1),
        }  # fmt: skip

    def make() -> dict[str, Any]:
        return {**state.ask(ask), "most": _PLANNED, "names": names(state), "known": known(state)}

    return page(request, "agenda.html", make)


def _within(asked: dict[str, Any], since: date | None, until: date | None) -> dict[str, Any]:
    """Filters that also hold these days."""
    out = dict(asked)
    if since is not None:
        out["since"] = max(since, day_of(asked["since"])) if asked.get("since") else since
    if until is not None:
        out["until"] = min(until, day_of(asked["until"])) if asked.get("until") else until
    return out


@router.get("/dossier")
def dossier(request: Request) -> Response:
    """The briefing on an issue, a party or a dyad."""
    state = state_of(request)
    subject = request.query_params.get("subject", "").strip()
    if not subject:
        return page(request, "dossier_empty.html", lambda: {"known": known(state)})

    def make() -> dict[str, Any]:
        found: dict[str, Any] = state.answer(f"dossier?{subject}", lambda r: r.dossier(subject))
        return {"names": names(state), **found}

    return page(request, "dossier.html", make)


@router.get("/article/{id_:path}")
def article(request: Request, id_: str) -> Response:
    """An article with every entry marked in place."""
    state = state_of(request)

    def ask(record: Record) -> tuple[Any, list[dict[str, Any]], list[dict[str, Any]]]:
        account = record.account(id_)
        return (
            account.article,
            record.events(form="rows", article=[id_]),
            record.statements(form="rows", article=[id_]),
        )

    def make() -> dict[str, Any]:
        found, happened, said = state.ask(ask)
        return {
            "article": found, "events": happened, "statements": said, "names": names(state),
            "pieces": marking.pieces(found.text, id_, happened, said, names(state)),
        }  # fmt: skip

    return page(request, "article.html", make)


@router.get("/entry/{id_}")
def entry(request: Request, id_: str) -> Response:
    """One entry: all evidence side by side, conflicting details, history, and the form to correct it."""
    state = state_of(request)

    def make() -> dict[str, Any]:
        done = request.query_params.get("done")
        return {"entry": state.answer(f"entry/{id_}", lambda r: r.why(id_)), "names": names(state), "done": done}

    return page(request, "entry.html", make)


@router.get("/search")
def search(request: Request) -> Response:
    """Parties, issues, and words in evidence."""
    state = state_of(request)
    asked = request.query_params.get("q", "").strip()[:200]
    low = asked.casefold()

    def make() -> dict[str, Any]:
        found: dict[str, Any] = {"people": [], "issues": [], "events": [], "statements": []}
        if low:
            named = names(state).items()
            found["people"] = [(i, n) for i, n in named if low in n.casefold() or low == i.casefold()][:30]
            found["issues"] = [i for i in known(state)["issue"] if low.replace(" ", "-") in i]
            for kind in ("events", "statements"):
                found[kind] = state.ask(methodcaller(kind, form="rows", words=asked, limit=50, newest=True))
        return {"asked": asked, "names": names(state), **found}

    return page(request, "search.html", make)
