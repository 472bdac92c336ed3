"""``detente export``: a record as a file for others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from detente.views.cli.failing import Failure

if TYPE_CHECKING:
    from detente.record.record import Record


class Form(StrEnum):
    """The forms a record can be exported in."""

    json = "json"
    plover = "plover"
    polecat = "polecat"
    gdelt = "gdelt"
    icews = "icews"
    graphml = "graphml"
    gexf = "gexf"
    jsonld = "jsonld"
    atom = "atom"
    ical = "ical"
    parquet = "parquet"
    csv = "csv"
    duckdb = "duckdb"


Tabular = Literal["parquet", "csv"]
_TABULAR: dict[Form, Tabular] = {Form.parquet: "parquet", Form.csv: "csv"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel="Giving away")(export)


def export(
    record: Annotated[Path, typer.Argument(help="The folder of the record.", metavar="RECORD", show_default=False)],
    file: Annotated[
        Path, typer.Argument(help="The file to write; - is standard output.", metavar="FILE", show_default=False)
    ],
    to: Annotated[
        Form,
        typer.Option(
            help="json: everything, as one document. plover: PLOVER JSON. polecat, icews: their tab-separated tables. "
            "gdelt: GDELT 2 events. graphml, gexf: who did what to whom as a network. jsonld: schema.org and PROV-O. "
            "atom: a feed. ical: the agenda as a calendar. parquet, csv: a folder with a file per table. "
            "duckdb: all tables in one DuckDB file."
        ),
    ] = Form.json,
    table: Annotated[
        str | None,
        typer.Option(
            help="With parquet and csv: only this table, as one file: articles, parties, events, statements, evidence, "
            "positions, counts.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a record as one file, or as a folder of tables."""
    from detente.record import copies
    from detente.record.record import Record

    kind = _TABULAR.get(to)
    if table is not None and kind is None:
        raise Failure("--table goes with --to parquet and --to csv")
    opened = Record.open(record)
    try:
        if kind is None:
            _put(file, _writer(to), opened)
        elif table is None:
            if str(file) == "-":
                raise Failure(f"{to} is a folder of tables: name one, or one --table")
            _folder(opened, kind, file)
        else:
            _put(file, lambda record, path: copies.table(record, table, kind, path), opened)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(f"{file}: {error.strerror or error}") from None


def _put(file: Path, write: Callable[[Record, Path], Any], record: Record) -> None:
    """Write a file, or standard output."""
    if str(file) == "-":
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "out"
            write(record, made)
            sys.stdout.buffer.write(made.read_bytes())
            sys.stdout.flush()
        return
    # under another name first: a file that is there is whole, whenever this is stopped
    partial = file.with_name(file.name + ".part")
    try:
        partial.open("wb").close()
        write(record, partial)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _folder(record: Record, kind: Tabular, folder: Path) -> None:
    """Write every table into a folder: one that is not there, or that is empty."""
    from detente.record import copies

    if folder.is_dir() and any(folder.iterdir()):
        raise Failure(f"{folder} holds other files; name a new folder")
    folder.mkdir(exist_ok=True)
    copies.tables(record, kind, folder)


def _writer(to: Form) -> Callable[[Record, Path], Any]:
    """What writes a record to a file in a form."""
    if to is Form.json:
        return _json
    if to is Form.ical:
        return _ical
    if to is Form.duckdb:
        from detente.record import copies

        return copies.database
    from detente.views import exports

    return lambda record, path: exports.write(to.value, record.dump(), path)


def _json(record: Record, path: Path) -> None:
    import json

    with path.open("w", encoding="utf-8") as out:
        json.dump(record.dump(), out, ensure_ascii=False, indent=1)
        out.write("\n")


def _ical(record: Record, path: Path) -> None:
    from detente.views import wording
    from detente.views.calendar import calendar

    names = wording.names(record.parties(form="rows"))
    path.write_bytes(calendar(record.agenda(form="rows"), names)[0])
