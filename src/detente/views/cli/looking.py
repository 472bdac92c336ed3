"""Looking closely: one article with what was found in it, one entry with why, a dossier, and the record as a whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.views.cli.asking import RECORD, Form, RecordDir, article_id, opened
from detente.views.cli.printing import Format, as_csv, as_markdown, console, plain, write

if TYPE_CHECKING:
    from rich.text import Text

LOOKING = "Looking closely"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (show, why, dossier, info):
        app.command(rich_help_panel=LOOKING)(command)


def show(
    article: Annotated[str, typer.Argument(help="Its id, or a part of it that no other has.", show_default=False)],
    record: RecordDir = RECORD,
    form: Form = Format.table,
) -> None:
    """Show the text of an article with what was found in it marked in colour."""
    from detente.record.columns import encode
    from detente.views.cli import marking
    from detente.views.cli.tables import Book

    r = opened(record)
    id_ = article_id(r, article)
    account = r.account(id_)
    if form is Format.json:
        write(json.dumps(plain(encode(account)), ensure_ascii=False, indent=1))
        return
    marks = marking.marks(account)
    if form is Format.csv:
        write(as_csv([marking.row(m, account.article.text) for m in marks]))
        return
    if form is Format.markdown:
        write(marking.as_markdown(account, marks))
        return
    out = console()
    for piece in marking.page(account, marks, r.events(form="rows", article=id_), Book(r)):
        out.print(piece)


def why(
    entry: Annotated[
        str, typer.Argument(help="The id of an event or statement, or its beginning.", show_default=False)
    ],
    record: RecordDir = RECORD,
    form: Form = Format.table,
) -> None:
    """Say why an entry is in the record: its evidence in context, what decided, on which words, with which score."""
    from detente.views.cli import reasons
    from detente.views.cli.tables import Book

    r = opened(record)
    found = r.why(entry)
    if form is Format.json:
        write(json.dumps(plain(found), ensure_ascii=False, indent=1))
    elif form is Format.csv:
        write(as_csv([{"entry": found["id"], "kind": found["kind"], **e} for e in found["evidence"]]))
    elif form is Format.markdown:
        write(reasons.as_markdown(found, Book(r)))
    else:
        out = console()
        for piece in reasons.page(found, Book(r)):
            out.print(piece)


def dossier(
    subject: Annotated[str, typer.Argument(help="An issue, a party, or two: RUS-USA.", show_default=False)],
    record: RecordDir = RECORD,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write it to this file; .html, .pdf and .docx make a page, a PDF, a Word document.",
        ),
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="markdown by default, table for the terminal.")
    ] = None,
) -> None:
    """Write a briefing page: standing, demands, conditions, what happened, what is next, each with its evidence."""
    from detente.views import paper
    from detente.views.cli.failing import Failure
    from detente.views.cli.tables import Book
    from detente.views.dossier import markdown

    r = opened(record)
    found = r.dossier(subject)
    page = markdown(found, Book(r).names)
    if form is Format.json:
        page = json.dumps(plain(found), ensure_ascii=False, indent=1) + "\n"
    elif form is Format.csv:
        page = as_csv(found["references"])
    if out is not None:
        ending = out.suffix.lower().removeprefix(".")
        try:
            out.write_bytes(paper.written(page, ending if form is None else "md"))
        except paper.NoPrinter as why:
            raise Failure(str(why)) from None
        except OSError as error:
            raise Failure(f"{out}: {error.strerror or error}") from None
    elif form is Format.table or (form is None and sys.stdout.isatty()):
        from rich.markdown import Markdown

        console().print(Markdown(page))
    else:
        write(page)


def info(
    path: Annotated[Path | None, typer.Argument(help="The folder of the record.", metavar="[RECORD]")] = None,
    record: RecordDir = RECORD,
    form: Form = Format.table,
) -> None:
    """Say what a record holds."""
    r = opened(path or record)
    found = r.info()
    aside = r.set_aside(form="rows")
    if form is Format.json:
        write(json.dumps(plain(found), ensure_ascii=False, indent=1))
    elif form is Format.csv:
        write(as_csv([found]))
    elif form is Format.markdown:
        write(
            as_markdown(
                [{"k": k, "v": v} for k, v in found.items()], (("", lambda x: x["k"]), ("", lambda x: str(x["v"])))
            )
        )
    else:
        console().print(_about(found, aside))


def _about(found: Mapping[str, Any], aside: list[dict[str, Any]]) -> Text:
    from rich.text import Text

    from detente.views import wording

    out = Text()
    out.append(f"{found['path']}\n", "bold")
    days = wording.when(found["first"], found["last"])
    for what, value in (
        ("articles", f"{found['articles']:,}" + (f", published {days}" if days else "")),
        ("events", f"{found['events']:,}, of which planned {found['planned']:,}"),
        ("statements", f"{found['statements']:,}"),
        ("parties", f"{found['parties']:,}"),
        ("evidence", f"{found['evidence']:,} passages"),
        ("read by", ", ".join(found["coders"] or ()) or "–"),
        ("format", str(found["format"])),
        ("set aside", f"{found['set_aside']:,}"),
    ):
        out.append(f"  {what:<12}", "dim")
        out.append(f"{value}\n")
    for one in aside[:10]:
        out.append(f"               {one['where']}: {one['why']}\n", "dim")
    if not found["up_to_date"]:
        out.append("  Articles wait to be merged; detente read or rebuild does it.\n", "yellow")
    out.rstrip()
    return out
