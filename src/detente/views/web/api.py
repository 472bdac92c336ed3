"""The HTTP API: the same questions as the command line and Python, over HTTP. Described by /api/openapi.json."""

from __future__ import annotations

import csv
import io
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import methodcaller
from typing import Annotated, Any, Literal

import pyarrow as pa
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from detente.record import RecordError
from detente.views.web.asked import canonical, filters
from detente.views.web.shelf import Shelf, State, state_of

router = APIRouter(prefix="/api", tags=["record"])
Form = Literal["json", "ndjson", "csv", "arrow"]
_MEDIA = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "arrow": "application/vnd.apache.arrow.stream",
}

# Questions whose answers may be longer than memory: rows of them are asked for in parts.
_LONG = ("events", "statements")
_PART = 50_000

Many = Annotated[str | None, Query(description="one value, or several parted by commas")]
Day = Annotated[str | None, Query(description="a day, ISO 8601")]


class Asked:
    """The filters of the API; the same words as the options of the command line."""

    def __init__(
        self,
        party: Many = None,
        actor: Many = None,
        recipient: Many = None,
        dyad: Annotated[str | None, Query(description="two parties, either way: RUS-USA")] = None,
        issue: Many = None,
        type: Many = None,
        status: Many = None,
        act: Many = None,
        article: Many = None,
        since: Day = None,
        until: Day = None,
        words: Annotated[str | None, Query(description="words in the evidence")] = None,
        min_score: Annotated[float | None, Query(ge=0, le=1)] = None,
    ) -> None:
        self.given: dict[str, str] = {
            k: str(v)
            for k, v in locals().items()
            if k not in ("self",) and v is not None and isinstance(v, str | float)
        }


def _cursor(value: str | None, version: str) -> int:
    """How many rows a cursor stands after. It holds the record's state: in another one it would skip or repeat rows.

    Raises:
        RecordError: it is no cursor.
        HTTPException: the record has moved on (410).
    """
    if not value:
        return 0
    try:
        state, _, after = urlsafe_b64decode(value.encode()).decode().rpartition(" ")
        at = max(0, int(after))
    except (ValueError, UnicodeError):
        raise RecordError(f'{value!r} is no cursor; take it from "next" of the answer before') from None
    if state != version:
        raise HTTPException(410, "the record has changed since that page; ask again without the cursor")
    return at


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _answer(request: Request, what: str, form: Form, limit: int, cursor: str | None, **asked: Any) -> Response:
    """One page of rows as JSON, or all of them as a stream of lines, CSV or Arrow."""
    state = state_of(request)
    tag = f'"{state.version}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if form != "json":
        first = next(parts := _parts(state, what, asked))  # what is wrong with a question is said before the answer
        return StreamingResponse(_stream(chain([first], parts), form), media_type=_MEDIA[form], headers=headers)
    at = _cursor(cursor, str(state.version))

    def make() -> bytes:
        if what in _LONG:
            total = state.answer(
                f"how many {what}?{canonical(request.query_params)}", lambda r: r.how_many(what, **asked)
            )
            rows = state.ask(methodcaller(what, form="rows", limit=limit, offset=at, **asked))
        else:
            table: pa.Table = state.answer(
                f"api/{what}?{canonical(request.query_params)}", methodcaller(what, form="arrow", **asked)
            )
            total, rows = table.num_rows, table.slice(at, limit).to_pylist()
        after = at + len(rows)
        more = urlsafe_b64encode(f"{state.version} {after}".encode()).decode() if after < total else None
        return json.dumps({"total": total, "next": more, "items": rows}, default=_plain).encode()

    body = state.kept(f"{request.url.path}?{request.url.query}", make)
    return Response(body, media_type="application/json", headers=headers)


def _parts(state: State, what: str, asked: dict[str, Any]) -> Iterator[pa.Table]:
    """All rows of an answer; those of what there may be millions of come a part at a time."""
    if what not in _LONG:
        yield state.ask(methodcaller(what, form="arrow", **asked))
        return
    offset = 0
    while True:
        part = state.ask(methodcaller(what, form="arrow", limit=_PART, offset=offset, **asked))
        if offset == 0 or part.num_rows:
            yield part
        if part.num_rows < _PART:
            return
        offset += part.num_rows


def _stream(tables: Iterable[pa.Table], form: Form) -> Iterator[bytes]:
    if form == "arrow":
        yield from _arrow(tables)
        return
    header = form == "csv"
    for table in tables:
        for batch in table.to_batches(max_chunksize=5_000):
            rows = batch.to_pylist()
            if form == "csv":
                yield as_csv(rows, table.schema.names if header else None)
                header = False
            else:
                yield "".join(json.dumps(r, default=_plain, ensure_ascii=False) + "\n" for r in rows).encode()
        if header:
            yield as_csv([], table.schema.names)
            header = False


def _arrow(tables: Iterable[pa.Table]) -> Iterator[bytes]:
    sink = io.BytesIO()
    writer = None
    for table in tables:
        writer = writer or pa.ipc.new_stream(sink, table.schema)
        for batch in table.to_batches(max_chunksize=10_000):
            writer.write_batch(batch)
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()
    if writer is not None:
        writer.close()
    yield sink.getvalue()


def as_csv(rows: list[dict[str, Any]], header: list[str] | None = None) -> bytes:
    """Rows as lines of CSV, after a line of names where these are given."""
    out = io.StringIO()
    lines = csv.writer(out)
    if header is not None:
        lines.writerow(header)
    for row in rows:
        lines.writerow([_cell(v) for v in row.values()])
    return out.getvalue().encode()


def as_json(rows: list[dict[str, Any]]) -> bytes:
    """Rows as a JSON list."""
    return json.dumps(rows, default=_plain, ensure_ascii=False).encode()


def _cell(value: Any) -> Any:
    """A value for a CSV cell. A leading sign that spreadsheets would run as a formula is quoted."""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = "; ".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, default=_plain, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str | None, Query(description='"next" of the answer before')]
Format = Annotated[Form, Query(description="json is paged; the others hold everything")]


def _route(what: str, description: str) -> None:
    def endpoint(
        request: Request,
        asked: Annotated[Asked, _depends(Asked)],
        format: Format = "json",
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Response:
        return _answer(request, what, format, limit, cursor, **filters(asked.given))

    endpoint.__name__ = what
    router.get(f"/{what}", summary=description, response_class=JSONResponse)(endpoint)


def _depends(kind: Any) -> Any:
    from fastapi import Depends

    return Depends(kind)


for _what, _description in (
    ("events", "Events by date"),
    ("statements", "Statements by date"),
    ("positions", "Where each party stands on each issue"),
    ("agenda", "Planned events by date"),
    ("counts", "Events per month and directed dyad"),
    ("months", "Events per month and type"),
    ("parties", "Parties, busiest first"),
    ("dyads", "Undirected pairs of states and organisations, busiest first"),
    ("issues", "Issues, with how many entries touch each"),
):
    _route(_what, _description)


def _whole(what: str, description: str) -> None:
    """A question that takes no filters."""

    def endpoint(request: Request, format: Format = "json", limit: Limit = 100, cursor: Cursor = None) -> Response:
        return _answer(request, what, format, limit, cursor)

    endpoint.__name__ = what
    router.get(f"/{what}", summary=description, response_class=JSONResponse)(endpoint)


for _what, _description in (
    ("articles", "Articles, without their texts"),
    ("duplicates", "Copies, each with its original"),
    ("corrections", "What people corrected, with what was undone"),
    ("set_aside", "What could not be read, and why"),
):
    _whole(_what, _description)


def _one(request: Request, question: str, ask: Any) -> Response:
    state = state_of(request)
    tag = f'"{state.version}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    found = state.answer(question, ask)
    return Response(json.dumps(found, default=_plain), media_type="application/json", headers={"ETag": tag})


@router.get("/entries/{id_}", summary="One event or statement, with its evidence in context and its reasons")
def entry(request: Request, id_: str) -> Response:
    """One event or statement, with its evidence in context and its reasons."""
    return _one(request, f"entry/{id_}", lambda r: r.why(id_))


@router.get("/dossier", summary="What a briefing on an issue, a party or a dyad is written from")
def dossier(request: Request, subject: str) -> Response:
    """What a briefing on an issue, a party or a dyad is written from."""
    return _one(request, f"dossier?{subject}", lambda r: r.dossier(subject))


@router.get("/info", summary="What the record holds")
def info(request: Request) -> Response:
    """What the record holds."""
    return _one(request, "info", lambda r: r.info())


class Sent(BaseModel):
    """An article to be read."""

    id: str = Field(min_length=1, max_length=500)
    text: str = Field(min_length=1, max_length=2_000_000)
    title: str | None = None
    published: str | None = Field(None, description="ISO 8601 day")
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


@router.post("/read", summary="Read articles into the record (where the server was started with --allow-read)")
def read(request: Request, articles: list[Sent]) -> dict[str, Any]:
    """Read articles into the record."""
    from datetime import date

    import detente
    from detente.articles import Article

    if not request.app.state.allow_read:
        raise HTTPException(403, "this server does not read articles; start it with --allow-read")
    if not request.app.state.guard.may_write(request):
        raise HTTPException(403, "the token is missing, or the request comes from another site")
    shelf: Shelf = request.app.state.shelf
    made = []
    for a in articles:
        try:
            day = date.fromisoformat(a.published) if a.published else None
        except ValueError:
            raise HTTPException(
                422, f"article {a.id!r}: published {a.published!r} is no date; write 2013-02-18"
            ) from None
        made.append(Article(a.id, a.text, a.title, day, a.publisher, a.url, a.language))
    detente.read(made, record=shelf.path)
    shelf.looked_again()
    return {"read": len(made), "record": shelf.state().version}
