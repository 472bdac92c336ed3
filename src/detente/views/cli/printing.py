"""How answers are printed: as a table for people, as JSON or CSV for programs, as Markdown for documents."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Row = Mapping[str, Any]
# heading and value of a column, for Markdown
Columns = Sequence[tuple[str, Callable[[Row], str]]]


class Format(StrEnum):
    """The forms of an answer."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


def console() -> Console:
    """Where people read: as wide as the terminal, without colour where nobody would see it."""
    from rich.console import Console

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False, emoji=False, markup=False)


def plain(value: Any) -> Any:
    """A value as JSON has it: dates as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def answer(
    rows: Sequence[Row], form: Format, columns: Columns, table: Callable[[Sequence[Row]], RenderableType], none: str
) -> None:
    """Print rows.

    Args:
        rows: the answer of a question.
        form: how.
        columns: what Markdown shows of them.
        table: makes the table for people.
        none: what is said to people when there are no rows.
    """
    if form is Format.json:
        write(json.dumps(plain(list(rows)), ensure_ascii=False, indent=1))
    elif form is Format.csv:
        write(as_csv(rows))
    elif form is Format.markdown:
        write(as_markdown(rows, columns) if rows else f"*{none}*")
    elif rows:
        console().print(table(rows))
    else:
        sys.stderr.write(f"{none}\n")


def write(text: str) -> None:
    """Text to standard output, whatever its encoding can hold."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV (RFC 4180): lists of words joined by "; ", whatever is nested deeper as JSON."""
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(v) for v in row.values()])
    return out.getvalue()


def _cell(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def as_markdown(rows: Sequence[Row], columns: Columns) -> str:
    """Rows as a Markdown table."""
    lines = ["| " + " | ".join(h for h, _ in columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = (" ".join(str(f(row)).replace("|", "\\|").split()) for _, f in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
