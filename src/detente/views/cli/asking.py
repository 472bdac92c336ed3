"""The questions one can ask of a record: each a thin skin over the question of the same name in Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.views.cli.failing import Failure
from detente.views.cli.printing import Columns, Format, Row, answer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.record.record import Record
    from detente.views.cli.tables import Book

ASKING = "Asking"
RecordDir = Annotated[
    Path, typer.Option("--record", "-r", help="The folder of the record.", envvar="DETENTE_RECORD", show_envvar=False)
]
RECORD = Path("detente.record")
Form = Annotated[Format, typer.Option("--format", "-f", help="How to print the answer.")]
Party = Annotated[list[str] | None, typer.Option(help="Only this party, or one that acts for it (repeatable).")]
Dyad = Annotated[str | None, typer.Option(help="Only between these two: RUS-USA.", metavar="A-B")]
Issue = Annotated[list[str] | None, typer.Option(help="Only this issue (repeatable).")]
Type = Annotated[list[str] | None, typer.Option("--type", help="Only this type of event: CONSULT (repeatable).")]
Status = Annotated[list[str] | None, typer.Option(help="Only with this status: planned (repeatable).")]
Act = Annotated[list[str] | None, typer.Option(help="Only this act: demand (repeatable).")]
Since = Annotated[str | None, typer.Option(help="From this day on.", metavar="DATE")]
Until = Annotated[str | None, typer.Option(help="Up to this day.", metavar="DATE")]
MinScore = Annotated[float | None, typer.Option(help="With this score or more (0 to 1).", min=0, max=1)]
Words = Annotated[str | None, typer.Option(help="With these words in the evidence.")]
Article = Annotated[str | None, typer.Option(help="Only from this article.")]
Limit = Annotated[int | None, typer.Option(help="At most so many.", min=1)]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (events, statements, positions, agenda, parties, articles, duplicates):
        app.command(rich_help_panel=ASKING)(command)


def opened(path: Path) -> Record:
    """The record of a folder."""
    from detente.record.record import Record

    return Record.open(path)


def article_id(record: Record, asked: str) -> str:
    """The id of the article asked for: its id, or a part of it that no other article has."""
    known = [a["id"] for a in record.articles(form="rows")]
    found = [asked] if asked in known else [k for k in known if asked.casefold() in k.casefold()]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise Failure(f"several articles are called like {asked!r}: {', '.join(found[:5])}")
    raise Failure(f"the record has no article {asked!r}; see: detente articles --record {record.path}")


def filters(record: Record, **given: Any) -> dict[str, Any]:
    """What was asked for, as the record's questions take it."""
    out = {k: v for k, v in given.items() if v}
    if "dyad" in out:
        out["dyad"] = dyad(record, out["dyad"])
    for name in ("since", "until"):
        if name in out:
            out[name] = day(out[name], f"--{name}")
    if "article" in out:
        out["article"] = article_id(record, out["article"])
    return out


def day(value: str, name: str) -> date:
    """A date given on the command line."""
    from detente.sources.fields import BadField
    from detente.sources.fields import day as parsed

    try:
        found = parsed(value, name)
    except BadField as error:
        raise Failure(str(error)) from None
    if found is None:
        raise Failure(f"{name}: no date given (like 2013-02-18)")
    return found


def dyad(record: Record, given: str) -> tuple[str, str]:
    """Two parties from "RUS-USA"; names may hold the hyphen themselves, so every one is tried."""
    from detente.record import RecordError
    from detente.record.questions import party_ids

    for k in (i for i, c in enumerate(given) if c in "-/,"):
        try:
            pair = given[:k].strip(), given[k + 1 :].strip()
            for one in pair:
                party_ids(record.con, one)
        except RecordError:
            continue
        return pair
    raise Failure(f"--dyad {given}: want two parties of the record, like RUS-USA (see: detente parties)")


def _ask(
    record: Record,
    question: Callable[..., Any],
    asked: dict[str, Any],
    form: Format,
    columns: Callable[[Book], Columns],
    table: Callable[[Sequence[Row], Book], RenderableType],
    nothing: str,
) -> None:
    from detente.views.cli.tables import Book

    book = Book(record)
    rows = question(form="rows", **asked)
    where = " that match" if asked.keys() - {"limit"} else ""
    answer(rows, form, columns(book), lambda some: table(some, book), f"{nothing}{where} in {record.path}")


def events(
    record: RecordDir = RECORD,
    party: Party = None,
    dyad: Dyad = None,
    issue: Issue = None,
    type_: Type = None,
    status: Status = None,
    since: Since = None,
    until: Until = None,
    min_score: MinScore = None,
    words: Words = None,
    article: Article = None,
    limit: Limit = None,
    form: Form = Format.table,
) -> None:
    """Who did what to whom, by date."""
    from detente.views.cli import columns, tables

    r = opened(record)
    asked = filters(r, party=party, dyad=dyad, issue=issue, type=type_, status=status, since=since, until=until,
                    min_score=min_score, words=words, article=article, limit=limit)  # fmt: skip
    _ask(r, r.events, asked, form, columns.events, tables.events, "no events")


def statements(
    record: RecordDir = RECORD,
    party: Party = None,
    dyad: Dyad = None,
    issue: Issue = None,
    act: Act = None,
    since: Since = None,
    until: Until = None,
    min_score: MinScore = None,
    words: Words = None,
    article: Article = None,
    limit: Limit = None,
    form: Form = Format.table,
) -> None:
    """Who said what to whom, and on which condition."""
    from detente.views.cli import columns, tables

    r = opened(record)
    asked = filters(r, party=party, dyad=dyad, issue=issue, act=act, since=since, until=until, min_score=min_score,
                    words=words, article=article, limit=limit)  # fmt: skip
    _ask(r, r.statements, asked, form, columns.statements, tables.statements, "no statements")


def positions(
    record: RecordDir = RECORD,
    party: Party = None,
    dyad: Dyad = None,
    issue: Issue = None,
    since: Since = None,
    until: Until = None,
    min_score: MinScore = None,
    form: Form = Format.table,
) -> None:
    """Where each party stands on each issue: what it demands, refuses, offers, on which condition."""
    from detente.views.cli import columns, tables

    r = opened(record)
    asked = filters(r, party=party, dyad=dyad, issue=issue, since=since, until=until, min_score=min_score)
    _ask(r, r.positions, asked, form, columns.positions, tables.positions, "no positions")


def agenda(
    record: RecordDir = RECORD,
    party: Party = None,
    dyad: Dyad = None,
    issue: Issue = None,
    type_: Type = None,
    since: Since = None,
    until: Until = None,
    min_score: MinScore = None,
    ical: Annotated[
        Path | None, typer.Option(help="Write a calendar (iCalendar, RFC 5545) to this file.", metavar="FILE")
    ] = None,
    form: Form = Format.table,
) -> None:
    """What comes next: planned events by date."""
    from detente.views.cli import columns, tables

    r = opened(record)
    asked = filters(r, party=party, dyad=dyad, issue=issue, type=type_, since=since, until=until, min_score=min_score)
    if ical is not None:
        from detente.views.calendar import calendar

        rows = r.agenda(form="rows", **asked)
        document, dated = calendar(rows, tables.Book(r).names)
        try:
            ical.write_bytes(document)
        except OSError as error:
            raise Failure(f"{ical}: {error.strerror or error}") from None
        left = len(rows) - dated
        typer.echo(f"{dated} dates written to {ical}" + (f"; {left} without a date left out" if left else ""))
        return
    _ask(r, r.agenda, asked, form, columns.agenda, tables.agenda, "nothing planned")


def parties(
    record: RecordDir = RECORD,
    party: Party = None,
    form: Form = Format.table,
) -> None:
    """Who acts, for whom, and how often; busiest first."""
    from detente.views.cli import columns, tables

    r = opened(record)
    _ask(r, r.parties, filters(r, party=party), form, columns.parties, tables.parties, "no parties")


def articles(record: RecordDir = RECORD, form: Form = Format.table) -> None:
    """What was read."""
    from detente.views.cli import columns, tables

    r = opened(record)
    _ask(r, r.articles, {}, form, columns.articles, tables.articles, "no articles")


def duplicates(record: RecordDir = RECORD, form: Form = Format.table) -> None:
    """Which articles are copies of which: the same text under other headlines, cut, corrected or added to."""
    from detente.views.cli import columns, tables

    r = opened(record)
    _ask(r, r.duplicates, {}, form, columns.duplicates, tables.duplicates, "no copies")
