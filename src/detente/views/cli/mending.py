"""Putting right: correcting entries, and checking and rebuilding a record."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.views.cli.asking import RECORD, Form, RecordDir, opened
from detente.views.cli.failing import Failure
from detente.views.cli.printing import Format, Row, answer

MENDING = "Putting right"
Id = Annotated[
    str, typer.Argument(help="The id of an event or statement, or its beginning.", metavar="ENTRY", show_default=False)
]
Values = list[str] | None
By = Annotated[str | None, typer.Option("--by", help="Who says so; your login name where you do not say.")]
Folder = Annotated[Path, typer.Argument(help="The folder of the record.", metavar="RECORD")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (correct, corrections, undo, check, rebuild):
        app.command(rich_help_panel=MENDING)(command)


def correct(
    entry: Id,
    record: RecordDir = RECORD,
    type_: Annotated[str | None, typer.Option("--type", help="The right PLOVER type of an event.")] = None,
    mode: Annotated[str | None, typer.Option(help="The right mode of an event.")] = None,
    status: Annotated[str | None, typer.Option(help="The right status of an event.")] = None,
    actor: Annotated[Values, typer.Option(help="Who did it: id or name (repeatable).")] = None,
    recipient: Annotated[Values, typer.Option(help="To whom it was done (repeatable).")] = None,
    person: Annotated[Values, typer.Option(help="Who acted for them (repeatable).")] = None,
    date: Annotated[str | None, typer.Option(help="When: 2013-02-18, or 2013-03-01/2013-05-31.")] = None,
    place: Annotated[str | None, typer.Option(help="Where.")] = None,
    act: Annotated[str | None, typer.Option(help="The right act of a statement.")] = None,
    speaker: Annotated[Values, typer.Option(help="Who said it (repeatable).")] = None,
    addressee: Annotated[Values, typer.Option(help="To whom it was said (repeatable).")] = None,
    issue: Annotated[Values, typer.Option(help="What it is about (repeatable).")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is no entry.")] = False,
    merge_with: Annotated[str | None, typer.Option(help="It tells of the same as this entry.", metavar="ENTRY")] = None,
    split: Annotated[bool, typer.Option("--split", help="Each of its tellings is an entry of its own.")] = False,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    by: By = None,
) -> None:
    """Correct an entry. What people say wins over what was read, also when it is read again."""
    right = {
        "type": type_,
        "mode": mode,
        "status": status,
        "actor": actor or None,
        "recipient": recipient or None,
        "person": person or None,
        "date": date,
        "place": place,
        "act": act,
        "speaker": speaker or None,
        "addressee": addressee or None,
        "issues": issue or None,
    }
    made = opened(record).correct(
        entry, by=_me(by), note=note, reject=reject, merge_with=merge_with, split=split, **right
    )
    typer.echo(f"{made} (take it back with: detente undo {made})")


def corrections(
    record: RecordDir = RECORD,
    form: Form = Format.table,
    training: Annotated[
        Path | None, typer.Option(help="Write those that hold as examples to train on (JSON Lines).", metavar="FILE")
    ] = None,
) -> None:
    """List what people corrected, with what was undone."""
    from detente.record.corrections import training as examples

    r = opened(record)
    if training:
        rows = [json.dumps(x, ensure_ascii=False) for x in examples(r)]
        try:
            training.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        except OSError as error:
            raise Failure(f"{training}: {error.strerror or error}") from None
        sys.stderr.write(f"{len(rows):,} examples in {training}\n")
        return
    columns = (
        ("Correction", lambda c: str(c["id"])),
        ("By", lambda c: str(c["by"] or "")),
        ("Made", lambda c: str(c["made"])[:10]),
        ("Says", _says),
        ("Of", lambda c: " ".join(str(c["words"]).split())[:100]),
        ("Note", lambda c: str(c["note"] or "")),
    )

    def table(rows: object) -> object:
        from rich.table import Table

        out = Table(box=None, pad_edge=False)
        for heading, _ in columns:
            out.add_column(heading)
        for row in r.corrections(form="rows"):
            out.add_row(*(value(row) for _, value in columns))
        return out

    answer(r.corrections(form="rows"), form, columns, table, "nobody corrected anything")  # type: ignore[arg-type]


def _says(c: Row) -> str:
    if c["kind"] == "change":
        said = ", ".join(f"{x['field']} {'; '.join(x['values']) or 'none'}" for x in c["changes"])
    else:
        said = {"reject": "no entry", "merge": "one with another", "split": "several"}[c["kind"]]
    return said if c["active"] else f"(undone) {said}"


def undo(
    correction: Annotated[str, typer.Argument(help="Its id.", metavar="CORRECTION", show_default=False)],
    record: RecordDir = RECORD,
    by: By = None,
) -> None:
    """Take a correction back. It stays on the list."""
    opened(record).undo(correction, by=_me(by))


def check(
    record: Folder = RECORD,
    deep: Annotated[
        bool, typer.Option("--deep", help="Merge again and compare, also in a record of more than 2,000 articles.")
    ] = False,
) -> None:
    """Whether a record is whole: every file, every span of evidence, every id. Nothing is changed."""
    from detente.record.checks import check as problems

    found = problems(record, deep or None)
    for p in found:
        sys.stderr.write(f"{p.where}: {p.what}\n    mend: {p.mend}\n")
    typer.echo(f"{record}: {len(found)} problems" if found else f"{record}: whole")
    if found:
        raise typer.Exit(1)


def rebuild(record: Folder = RECORD) -> None:
    """Make everything that is derived from what was read anew. The result is the same; what was damaged is mended."""
    from detente.record.checks import rebuild as anew

    anew(record)
    typer.echo(f"{record}: rebuilt")


def _me(by: str | None) -> str:
    import getpass

    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
