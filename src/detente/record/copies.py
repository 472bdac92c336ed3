"""Copies: the tables of a record as Parquet, as CSV, or as one DuckDB file, for those who take the data elsewhere.

The tables are the views of `detente.record.sql` (articles, parties, events, statements, evidence), with the positions
and the counts per month that follow from them. DuckDB writes them row by row, so that a
record need not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from detente.record import RecordError, sql
from detente.record.record import Record
from detente.record.store import literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Kind = Literal["parquet", "csv", "duckdb"]
ASKED = ("positions", "counts")
# In what order rows are written: the same record gives the same file.
_ORDER = {
    "articles": "publication_date NULLS LAST, id",
    "parties": "id",
    "events": "coalesce(event_date, publication_date) NULLS LAST, event_id",
    "statements": "date NULLS LAST, statement_id",
    "evidence": "entry, article, start",
    "positions": "actor, issue",
    "counts": "month, actor, recipient",
}


def names() -> list[str]:
    """The tables there are."""
    return [*sql.views(), *ASKED]


@contextmanager
def _tables(record: Record) -> Iterator[tuple[DuckDBPyConnection, dict[str, list[str]]]]:
    """A connection on which every table can be asked, and the columns of each."""
    import duckdb

    own = Record(record.folder, record.snapshot)
    con = own.con
    columns = sql.views()
    sql.show_articles(con)
    for name in ASKED:
        rows = getattr(own, name)(form="arrow")
        con.register(name, rows)
        columns[name] = rows.column_names
    try:
        yield con, columns
    except duckdb.IOException as why:
        raise RecordError(f"not written: {str(why).strip().splitlines()[0]}") from why
    finally:
        con.close()


def tables(record: Record, kind: Literal["parquet", "csv"], folder: Path) -> int:
    """Write every table as a file of its own into a folder that exists; how many rows were written."""
    with _tables(record) as (con, columns):
        return sum(_table(con, name, columns[name], kind, folder / f"{name}.{kind}") for name in columns)


def table(record: Record, name: str, kind: Literal["parquet", "csv"], path: Path) -> int:
    """Write one table as one file; how many rows it has.

    Raises:
        RecordError: there is no table of this name.
    """
    if name not in names():
        raise RecordError(f"there is no table {name!r}; there are {', '.join(names())}")
    with _tables(record) as (con, columns):
        return _table(con, name, columns[name], kind, path)


def database(record: Record, path: Path) -> int:
    """Write every table into one DuckDB file; how many rows were written."""
    path.unlink(missing_ok=True)
    rows = 0
    with _tables(record) as (con, columns):
        con.execute(f"ATTACH {literals([path])} AS copied")
        for name, its in columns.items():
            con.execute(f"CREATE TABLE copied.{name} AS SELECT {_listed(its)} FROM {name} ORDER BY {_ORDER[name]}")
            rows += _count(con, f"copied.{name}")
        con.execute("DETACH copied")
    return rows


def _table(con: DuckDBPyConnection, name: str, columns: list[str], kind: str, path: Path) -> int:
    if kind == "csv":
        types = {r[0]: str(r[1]) for r in con.sql(f"DESCRIBE SELECT {_listed(columns)} FROM {name}").fetchall()}
        select = ", ".join(f'{_cell(c, types[c])} AS "{c}"' for c in columns)
        how = "FORMAT csv, HEADER"
    else:
        select, how = _listed(columns), "FORMAT parquet, COMPRESSION zstd"
    con.execute(f"COPY (SELECT {select} FROM {name} ORDER BY {_ORDER[name]}) TO {literals([path])} ({how})")
    return _count(con, name)


def _cell(column: str, type_: str) -> str:
    """A column as CSV has it: lists of words joined by "; ", anything nested as JSON, and no text that a spreadsheet
    would run as a formula."""
    here = f'"{column}"'
    if type_ == "VARCHAR[]":
        here = f"array_to_string({here}, '; ')"
    elif type_.endswith("]") or type_.startswith("STRUCT"):
        return f"to_json({here})"
    elif type_ != "VARCHAR":
        return here
    return f"CASE WHEN regexp_matches({here}, '^[=+@\\t\\r-]') THEN '''' || {here} ELSE {here} END"


def _count(con: DuckDBPyConnection, name: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{c}"' for c in columns)
