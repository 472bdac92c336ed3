"""``detente serve``: the record in a browser. ``detente sql``: one SELECT over its views."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.views.cli.failing import Failure

DEFAULT = Path("detente.record")


class Form(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    csv = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(rich_help_panel="Looking closely")(serve)
    app.command(rich_help_panel="Asking")(sql)


def serve(
    record: Annotated[Path, typer.Argument(help="The folder of the record.")] = DEFAULT,
    host: Annotated[str, typer.Option(help="Address to listen on. Another than loopback needs --token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8765,
    token: Annotated[
        str | None, typer.Option(help="What every request must show; needed beyond loopback.", envvar="DETENTE_TOKEN")
    ] = None,
    host_name: Annotated[
        list[str] | None, typer.Option(help="A host name under which it may be asked for, besides loopback ones.")
    ] = None,
    allow_read: Annotated[bool, typer.Option("--allow-read", help="Let POST /api/read take articles.")] = False,
    allow_private_webhooks: Annotated[
        bool, typer.Option("--allow-private-webhooks", help="Let watches call addresses in private networks.")
    ] = False,
) -> None:
    """Open the record in a browser."""
    import socket

    import uvicorn

    from detente.views.web import create_app
    from detente.views.web.calling import start
    from detente.views.web.safety import is_loopback

    if not is_loopback(host) and not token:
        raise Failure(f"{host} can be reached from other machines: give a --token, or listen on 127.0.0.1")
    names = tuple(host_name or ()) + (() if is_loopback(host) else (host,))
    app = create_app(
        record, token=token, hosts=names, allow_read=allow_read, allow_private_webhooks=allow_private_webhooks
    )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # before the address is told: who comes at once waits and is not refused
    except OSError as error:
        raise Failure(f"cannot listen on {host} port {port}: {error.strerror or error}; try --port 0") from None
    shown = f"[{host}]" if ":" in host else host
    where = f"http://{shown}:{listening.getsockname()[1]}/"
    typer.echo(f"{record} is open at {where}{f'?token={token}' if token else ''}  (Ctrl-C ends)")
    stop = start(app.state.shelf, allow_private_webhooks)
    try:
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])
    finally:
        stop.set()


def sql(
    question: Annotated[str, typer.Argument(help="One SELECT (DuckDB's SQL).", show_default=False)],
    record: Annotated[Path, typer.Option(help="The folder of the record.")] = DEFAULT,
    format: Annotated[Form, typer.Option(help="table, json or csv.")] = Form.table,
) -> None:
    """Ask the record's views with SQL: articles, events, statements, parties, evidence."""
    from detente.record.record import Record
    from detente.record.sql import select

    answer = select(Record.open(record), question)
    if format is Form.json:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    if format is Form.csv:
        out = csv.writer(sys.stdout)
        out.writerow(answer.columns)
        out.writerows(answer.rows)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for c in answer.columns:
        table.add_column(Text(c))
    for row in answer.rows:
        table.add_row(*[Text(str(v)) for v in row])
    Console().print(table)
    if answer.cut:
        typer.echo(f"Only the first {len(answer.rows)} rows are shown.", err=True)
