"""SQL for those who want it: one SELECT over documented views, read-only, with limits on rows and time."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.record import RecordError, tables
from detente.record.record import Record
from detente.record.store import literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_ROWS = 10_000
MOST_SECONDS = 5.0
_HIDDEN = {"made", "actors_all", "recipients_all", "persons_all", "speakers_all", "addressees_all"}
_ARTICLES = ("id", "title", "publication_date", "publisher", "url", "language", "source", "text")
# Table functions that read nothing but their arguments; every other one may reach files or settings.
_HARMLESS = {"unnest", "range", "generate_series"}
_FORBIDDEN = (
    "getenv",
    "current_setting",
    "getvariable",
    "read_",
    "pragma_",
    "duckdb_",
    "which_secret",
    "nextval",
    "currval",
)


@dataclass(frozen=True)
class Answer:
    """Columns and rows; ``cut`` says that there were more rows than the limit."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool


def views() -> dict[str, list[str]]:
    """The views that may be asked, with their columns."""
    out = {name: [c for c in tables.DERIVED[name].names if c not in _HIDDEN] for name in tables.DERIVED}
    return {"articles": list(_ARTICLES), **out}


def show_articles(con: DuckDBPyConnection) -> None:
    """Make the view of articles, which is no table of its own."""
    con.execute(f"CREATE OR REPLACE TEMP VIEW articles AS SELECT {', '.join(_ARTICLES)} FROM readings")


def check(sql: str) -> None:
    """See that a text is one SELECT over the views, by its syntax tree and not by its look.

    Raises:
        RecordError: it is not.
    """
    import duckdb

    con = duckdb.connect()
    try:
        row = con.execute("SELECT json_serialize_sql($1)", [sql]).fetchone()
    except duckdb.Error as why:
        raise RecordError(f"not understood: {_line(why)}") from None
    tree = json.loads(row[0]) if row else {}
    if tree.get("error"):
        raise RecordError(f"only a SELECT is answered: {tree.get('error_message', 'not understood')}")
    if len(tree.get("statements", [])) != 1:
        raise RecordError("ask one SELECT at a time")
    named = set(views())
    _walk(tree, named | {n.lower() for n in _common(tree)})


def _common(node: Any) -> list[str]:
    """The names that WITH gives."""
    found: list[str] = []
    if isinstance(node, dict):
        given = node.get("cte_map")
        found += [str(entry.get("key")) for entry in (given.get("map") or [])] if isinstance(given, dict) else []
        for v in node.values():
            found += _common(v)
    elif isinstance(node, list):
        for v in node:
            found += _common(v)
    return found


def _walk(node: Any, named: set[str]) -> None:
    if isinstance(node, list):
        for v in node:
            _walk(v, named)
        return
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind == "BASE_TABLE":
        name = str(node.get("table_name", "")).lower()
        if name not in named or node.get("schema_name") or node.get("catalog_name"):
            raise RecordError(f"{name!r} is none of the views: {', '.join(views())}")
    function = str(node.get("function_name") or "").lower()
    if kind == "TABLE_FUNCTION":
        inner = str((node.get("function") or {}).get("function_name", "")).lower()
        if inner not in _HARMLESS:
            raise RecordError(f"{inner}() is not answered here")
    if function.startswith(_FORBIDDEN):
        raise RecordError(f"{function}() is not answered here")
    if kind in ("SHOW_REF", "SHOW"):
        raise RecordError("only a SELECT over the views is answered")
    for v in node.values():
        _walk(v, named)


def select(record: Record, sql: str, most_rows: int = MOST_ROWS, most_seconds: float = MOST_SECONDS) -> Answer:
    """The answer to one SELECT over the views of `views`.

    Args:
        record: the record asked.
        sql: DuckDB's SQL.
        most_rows: rows beyond these are cut off.
        most_seconds: after these the question is given up.

    Raises:
        RecordError: it is no such SELECT, it fails, or it takes too long.
    """
    import duckdb

    sql = sql.strip().rstrip(";").strip()
    check(sql)
    # a connection of its own: what is set on it stays on it
    asked = Record.open(record.path)
    con = asked.con
    show_articles(con)
    con.execute(f"SET allowed_directories = [{literals([record.path.resolve()])}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET memory_limit = '1GB'")
    con.execute("SET lock_configuration = true")
    timer = threading.Timer(most_seconds, con.interrupt)
    timer.start()
    try:
        found = con.execute(sql)
        columns = tuple(d[0] for d in found.description or ())
        rows = found.fetchmany(most_rows + 1)
    except duckdb.InterruptException:
        raise RecordError(f"the question took longer than {most_seconds:g} s; narrow it") from None
    except duckdb.Error as why:
        raise RecordError(f"not answered: {_line(why)}") from None
    finally:
        timer.cancel()
    return Answer(columns, rows[:most_rows], len(rows) > most_rows)


def _line(why: Exception) -> str:
    return str(why).strip().splitlines()[0]
