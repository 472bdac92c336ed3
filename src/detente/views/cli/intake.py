"""``detente read`` and ``detente sources``: articles into a record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.views.cli.failing import Failure

if TYPE_CHECKING:
    from detente.sources import SetAside, Wishes

RECORD = Path("detente.record")
READING = "Reading"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel=READING)(read)
    app.command(rich_help_panel=READING)(sources)


def read(
    paths: Annotated[
        list[str], typer.Argument(help="Files or folders; - is standard input.", metavar="PATH...", show_default=False)
    ],
    record: Annotated[Path, typer.Option(help="The folder of the record; made where there is none.")] = RECORD,
    published: Annotated[
        str | None, typer.Option(help="Date of publication of what has none, as 2013-02-18.", metavar="DATE")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="Which field is which: text=body,published=date.", metavar="NAME=FIELD,..."),
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of texts that are not UTF-8.")] = None,
    no_duplicates: Annotated[
        bool,
        typer.Option("--no-duplicates", help="Every article stands for itself: none is taken for a copy or merged."),
    ] = False,
    min_score: Annotated[float | None, typer.Option(help="Show only entries with this score or more (0 to 1).")] = None,
    issues: Annotated[Path | None, typer.Option(help="Your own issues (YAML), laid over those that are known.")] = None,
    parties: Annotated[Path | None, typer.Option(help="Your own parties (YAML), likewise.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 1 when anything was set aside.")] = False,
    workers: Annotated[int, typer.Option(help="Processes; 0 for one per core.", min=0)] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what was set aside.")] = False,
) -> None:
    """Read articles into a record, and show what is in them when they are few."""
    from detente.record.intake import accounts
    from detente.record.record import Record
    from detente.sources import Article, SetAside, articles

    wishes = _wishes(published, map_, encoding)
    aside: list[SetAside] = []
    taken: list[Article] = []
    for found in articles(paths, wishes):
        if isinstance(found, SetAside):
            aside.append(found)
        else:
            taken.append(found)
    into = Record.open(record, create=True)
    into.add(accounts(taken, alone=no_duplicates))
    _say_the_end(len(taken), aside)
    if (aside and strict) or not taken:
        sys.exit(1)


def sources() -> None:
    """List the forms in which articles can be given."""
    from detente.sources import sources as known

    for source in known():
        typer.echo(f"{source.name:10} {' '.join(source.endings):32} {source.what}")


def _wishes(published: str | None, columns: list[str] | None, encoding: str | None) -> Wishes:
    import codecs

    from detente.sources import Wishes
    from detente.sources.fields import BadField, day, wish_columns

    try:
        date = day(published, "--published")
        mapped = wish_columns(columns or [])
        if encoding:
            codecs.lookup(encoding)
    except BadField as error:
        raise Failure(str(error)) from None
    except LookupError:
        raise Failure(f"--encoding {encoding}: no encoding is called that (try utf-8, windows-1252, utf-16)") from None
    return Wishes(date, mapped, encoding)


def _say_the_end(read: int, aside: list[SetAside]) -> None:
    line = f"{read:,} read"
    if not aside:
        sys.stderr.write(f"{line}\n")
    elif len(aside) == 1:
        sys.stderr.write(f"{line}, 1 set aside: {aside[0].where}: {aside[0].why}\n")
    else:
        for one in aside[:20]:
            sys.stderr.write(f"set aside: {one.where}: {one.why}\n")
        more = " (the first 20 are shown)" if len(aside) > 20 else ""
        sys.stderr.write(f"{line}, {len(aside):,} set aside{more}\n")
