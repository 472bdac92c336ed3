"""``detente export``: a record as a file for others."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.views.cli.failing import Failure


class Form(StrEnum):
    """The forms a record can be exported in."""

    json = "json"
    plover = "plover"
    polecat = "polecat"
    gdelt = "gdelt"
    icews = "icews"
    jsonld = "jsonld"
    graphml = "graphml"
    gexf = "gexf"
    atom = "atom"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel="Giving away")(export)


def export(
    record: Annotated[Path, typer.Argument(help="The folder of the record.", metavar="RECORD", show_default=False)],
    file: Annotated[Path, typer.Argument(help="The file to write; - is standard output.", show_default=False)],
    to: Annotated[
        Form, typer.Option(help="json: everything, as one document; the others: docs/exports.md.")
    ] = Form.json,
) -> None:
    """Write a record as one file."""
    from detente.record.record import Record
    from detente.views import exports

    document = Record.open(record).dump()
    if to is not Form.json:
        if str(file) == "-":
            raise Failure(f"{to.value} is written to a file; name one")
        try:
            written = exports.write(to.value, document, file)
        except OSError as error:
            raise Failure(f"{file}: {error.strerror or error}") from None
        typer.echo(f"{file}: {written} written as {to.value}", err=True)
        return
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if str(file) == "-":
        typer.echo(text)
        return
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Failure(f"{file}: {error.strerror or error}") from None
