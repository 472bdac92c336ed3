"""``detente read`` and ``detente sources``: articles into a record."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.views.cli.failing import Failure

if TYPE_CHECKING:
    from detente.record.record import Record
    from detente.sources import Article, Consumed, SetAside, Wishes

RECORD = Path("detente.record")
READING = "Reading"
# Up to so many articles are shown after reading.
SHOWN = 3


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel=READING)(read)
    app.command(rich_help_panel=READING)(sources)


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders or https:// addresses; - is standard input.", metavar="PATH...", show_default=False
        ),
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
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on reading what comes into a folder, until Ctrl-C.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what was set aside.")] = False,
) -> None:
    """Read articles into a record, and show what is in them when they are few."""
    from detente.record.intake import take_in
    from detente.record.record import Record
    from detente.sources import articles

    wishes = _wishes(published, map_, encoding)
    _lay_over(issues, parties)
    into = Record.open(record, create=True)
    if follow:
        _follow(into, paths, wishes, no_duplicates, workers)
        return
    try:
        with _progress(quiet, paths) as (consumed, counted, told):
            found = counted(articles(paths, wishes, consumed))
            done = take_in(into, found, alone=no_duplicates, workers=workers, progress=told)
    except KeyboardInterrupt:
        sys.stderr.write(f"interrupted: {record} keeps what was read; the same command goes on from there\n")
        sys.exit(130)
    here = [*done.read, *done.already]
    if not quiet:
        undated = sum(a["publication_date"] is None for a in into.articles(form="rows") if a["id"] in set(done.read))
        if undated:
            sys.stderr.write(
                f'{undated:,} without a date of publication: "Monday" or "last week" stay open in them; '
                "--published gives one\n"
            )
        if 0 < len(here) <= SHOWN:
            from detente.views.cli.telling import tell

            for article in here:
                tell(into, article, min_score)
        elif here:
            held = into.info()
            sys.stderr.write(
                f"{record} holds {held['events']:,} events and {held['statements']:,} statements; "
                f"see: detente events --record {record}\n"
            )
    _say_the_end(len(done.read), len(done.copies), len(done.already), done.set_aside)
    if (done.set_aside and strict) or not here:
        sys.exit(1)


def _follow(into: Record, paths: list[str], wishes: Wishes, alone: bool, workers: int) -> None:
    from detente.record.intake import take_in
    from detente.sources import followed

    if len(paths) != 1 or not Path(paths[0]).is_dir():
        raise Failure("--follow wants one folder")
    waiting: list[Article | SetAside] = []
    for item in followed(paths[0], wishes):
        if item is not None:
            waiting.append(item)
        if waiting and (item is None or len(waiting) >= 500):
            done = take_in(into, waiting, alone=alone, workers=workers)
            waiting = []
            if done.read or done.set_aside:
                _say_the_end(len(done.read), len(done.copies), len(done.already), done.set_aside)


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


def _lay_over(issues: Path | None, parties: Path | None) -> None:
    """Lay a user's own knowledge over detente's, here and in the processes that read."""
    from detente import knowledge

    for name, path in (("issues", issues), ("parties", parties)):
        if path is None:
            continue
        if not path.is_file():
            raise Failure(f"--{name} {path}: no such file")
        try:
            knowledge.lay_over(name, path)
            # asked now, so that a mistake in the file is said before anything is read
            if name == "issues":
                from detente.coding.issues import taxonomy

                taxonomy(path)
            else:
                from detente.reading.names import users_lists

                users_lists(path)
        except ValueError as error:
            raise Failure(f"--{name}: {error}") from None


Found = Iterator["Article | SetAside"]


@contextmanager
def _progress(
    quiet: bool, paths: list[str]
) -> Iterator[tuple[Consumed | None, Callable[[Found], Found], Callable[[int], None]]]:
    """What shows how far it is, where somebody watches: articles done, their rate, and the time left.

    Gives what the sources tell how far they are, what the articles are to go through on their way, and what is told how
    many are done. Articles are taken from their files some time before they are done: the bar shows the share of the
    bytes behind those that are.
    """
    if quiet or not sys.stderr.isatty():
        yield None, lambda found: found, lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from detente.sources import Article, Consumed

    consumed = Consumed(paths)
    behind: deque[tuple[int, float]] = deque()  # how many articles were taken when so much had been consumed
    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.fields[done]:,} articles"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task("reading", total=1.0 if consumed.known else None, rate="", done=0)

        def counted(found: Found) -> Found:
            taken = 0
            for one in found:
                taken += isinstance(one, Article)
                behind.append((taken, consumed.share))
                yield one

        def told(done: int) -> None:
            share = 0.0
            while behind and behind[0][0] <= done:
                share = behind.popleft()[1]
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{done / elapsed:,.1f} a second" if elapsed > 1 else ""
            bar.update(task, completed=share if share else bar.tasks[0].completed, rate=rate, done=done)

        yield consumed, counted, told


def _say_the_end(read: int, copies: int, already: int, aside: Sequence[SetAside]) -> None:
    line = f"{read:,} read" + (
        f", of which {copies:,} copies" if copies > 1 else ", of which 1 a copy" if copies else ""
    )
    line += f", {already:,} there already" if already else ""
    if not aside:
        sys.stderr.write(f"{line}\n")
    elif len(aside) == 1:
        sys.stderr.write(f"{line}, 1 set aside: {aside[0].where}: {aside[0].why}\n")
    else:
        for one in aside[:20]:
            sys.stderr.write(f"set aside: {one.where}: {one.why}\n")
        more = " (the first 20 are shown)" if len(aside) > 20 else ""
        sys.stderr.write(f"{line}, {len(aside):,} set aside{more}\n")
