"""Questions: DuckDB over the Parquet files that a snapshot names. Everything that views show is asked here.

Each function takes a connection on which the record's tables are views (`connect`, or `connect_tables` for tables in
memory) and gives an Arrow table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.record import RecordError, tables
from detente.record.folder import Folder, Snapshot, explained
from detente.record.indexes import INDEXES, by_month
from detente.record.store import view

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DERIVED = {**tables.DERIVED, **{name: schema for name, (schema, _) in INDEXES.items()}}
SCHEMAS = {
    "readings": tables.READINGS,
    "set_aside": tables.SET_ASIDE,
    "corrections": tables.CORRECTIONS,
    **DERIVED,
    "months": tables.MONTHS,
}
# Tables that need not be stored: what they are made of.
_MADE = {**{name: sql for name, (_, sql) in INDEXES.items()}, "months": by_month("events_files")}
Words = str | Iterable[str] | None
Day = str | date | None


@dataclass(frozen=True)
class Filters:
    """What entries are asked for. Several values of one filter mean any of them; all filters must hold.

    Args:
        party: a party, or one that acts for it, on any side ("RUS" finds what Sergei Lavrov did).
        dyad: two parties, one on each side, in either direction.
        actor, recipient: a party on that side (speaker and addressee of a statement).
        issue, type, status, act: the values asked for (``type`` and ``status`` of events, ``act`` of statements).
        since, until: days that the entry's date overlaps, or, where it has none, its first publication.
        min_score: the least score.
        words: text in the evidence, in any case.
        article: an article that holds evidence.
    """

    party: Words = None
    dyad: tuple[str, str] | None = None
    actor: Words = None
    recipient: Words = None
    issue: Words = None
    type: Words = None
    status: Words = None
    act: Words = None
    since: Day = None
    until: Day = None
    min_score: float | None = None
    words: str | None = None
    article: Words = None


ALL = Filters()
# Entries of parties up to which each is looked for by its id.
NAMED = 1_000


def connect(folder: Folder, snapshot: Snapshot) -> DuckDBPyConnection:
    """A connection that sees the tables of a record at one consistent state."""
    import duckdb

    con = duckdb.connect()
    # files never change: what their ends say of them is read once
    con.execute("SET parquet_metadata_cache = true")
    files = {}
    for name in (*SCHEMAS, "superseded"):
        version = snapshot.tables.get(name)
        table = folder.table(name, version) if version is not None else None
        files[name] = table.file_uris() if table is not None else []
    newest = folder.newest("readings", snapshot.tables.get("readings"), "publication_date")
    con.execute("CREATE TABLE newest AS SELECT CAST($1 AS DATE) AS day", [newest])
    with explained(folder.path, "superseded"):
        view(con, "superseded_files", tables.SUPERSEDED, files["superseded"])
        try:
            con.execute("CREATE TABLE superseded AS SELECT made FROM superseded_files")
            dead = con.sql("SELECT * FROM superseded LIMIT 1").to_arrow_table().num_rows
        except duckdb.Error as why:
            raise _damaged(folder, "superseded", why) from why
    for name, schema in SCHEMAS.items():
        with explained(folder.path, name):
            try:
                if files[name] or name not in _MADE:
                    view(con, f"{name}_files", schema, files[name], "superseded" if dead and name in DERIVED else None)
                _show(con, name, stored=bool(files[name]))
            except duckdb.Error as why:
                raise _damaged(folder, name, why) from why
    return con


def _show(con: DuckDBPyConnection, name: str, stored: bool) -> None:
    """Make a table visible under its name: what is stored, or what can be made of the other tables."""
    source = f"{name}_files" if stored or name not in _MADE else f"({_MADE[name]})"
    shown = ", ".join(f'"{c}"' for c in SCHEMAS[name].names if c != "made" or name not in DERIVED)
    con.execute(f"CREATE VIEW {name} AS SELECT {shown} FROM {source}")


def _damaged(folder: Folder, name: str, why: Exception) -> RecordError:
    return RecordError(f"{folder.path / name} is damaged ({_first_line(why)}). Try: detente check {folder.path}")


def connect_tables(given: Mapping[str, pa.Table]) -> DuckDBPyConnection:
    """A connection over tables in memory."""
    import duckdb

    con = duckdb.connect()
    for name, schema in SCHEMAS.items():
        if name in given or name not in _MADE:
            con.register(f"{name}_files", given.get(name, schema.empty_table()))
        _show(con, name, stored=name in given)
    con.execute("CREATE VIEW newest AS SELECT max(publication_date) AS day FROM readings")
    return con


def ask(con: DuckDBPyConnection, sql: str, values: list[Any] | None = None) -> pa.Table:
    """The answer to an SQL question."""
    import duckdb

    try:
        return con.sql(sql, params=values or []).to_arrow_table()
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException) as why:
        raise RecordError(f"the record is damaged ({_first_line(why)}). Try: detente check") from why


def _first_line(why: Exception) -> str:
    return str(why).strip().splitlines()[0]


def several(words: Words) -> list[str]:
    """The values of a filter."""
    return [] if words is None else [words] if isinstance(words, str) else list(words)


def party_ids(con: DuckDBPyConnection, asked: Words) -> list[str]:
    """The ids of parties asked for by id or by any of their names, in any case.

    Raises:
        RecordError: the record knows no such party.
    """
    out: list[str] = []
    for name in several(asked):
        # an id as it is written is found without reading all names
        rows = (
            ask(con, "SELECT id FROM parties WHERE id = $1", [name]).to_pylist()
            or ask(
                con,
                "SELECT id FROM parties WHERE lower(id) = lower($1) OR lower(name) = lower($1) "
                "OR list_contains(list_transform(names, lambda n: lower(n)), lower($1)) "
                "ORDER BY lower(id) = lower($1) DESC, lower(name) = lower($1) DESC, id",
                [name],
            ).to_pylist()
        )
        exact = [r["id"] for r in rows if r["id"].casefold() == name.casefold()]
        found = exact or [r["id"] for r in rows]
        if not found:
            raise RecordError(f"the record knows no party {name!r}; see: detente parties")
        out += found
    return list(dict.fromkeys(out))


def _any(column: str, values: list[str], params: list[Any]) -> str:
    params.append(values)
    return f"list_has_any({column}, ${len(params)})"


def entries(con: DuckDBPyConnection, f: Filters, kind: str) -> tuple[str, list[Any], date | None, date | None] | None:
    """What gives the ids of events or statements in which the parties asked for have their part, for IN (); None: any.

    What else is asked is applied as far as ``sides`` knows it. With its parameters, and the first and last day of the
    entries, where all have one.
    """
    asked: list[tuple[list[str], str, list[str] | None]] = []
    if f.party is not None:
        asked.append((party_ids(con, f.party), "true", None))
    if f.actor is not None:
        asked.append((party_ids(con, f.actor), "side = 'actor'", None))
    if f.recipient is not None:
        asked.append((party_ids(con, f.recipient), "side = 'recipient'", None))
    if f.dyad is not None:
        a, b = (party_ids(con, x) for x in f.dyad)
        asked.append((a, "side <> 'person'", b))
    if not asked:
        return None
    params: list[Any] = []
    selects = []
    for ids, side, others in asked:
        parts = [f"kind = '{kind}'", side]
        # named one by one: only so are the rows of a party found without reading all
        names = []
        for id_ in ids:
            params.append(id_)
            names.append(f"${len(params)}")
        parts.append(f"party IN ({', '.join(names)})")
        if others is not None:
            parts.append(_any("others", others, params))
        if f.since is not None:
            params.append(day_of(f.since))
            parts.append(f"last >= ${len(params)}")
        if f.until is not None:
            params.append(day_of(f.until))
            parts.append(f"day <= ${len(params)}")
        if f.status is not None and kind == "event":
            params.append([x.casefold() for x in several(f.status)])
            parts.append(f"list_contains(${len(params)}, status)")
        selects.append(f"(SELECT DISTINCT entry, day FROM sides WHERE {' AND '.join(parts)})")
    sql = " INTERSECT ".join(selects)
    found = ask(con, f"SELECT entry, day FROM ({sql}) LIMIT {NAMED + 1}", params)
    if found.num_rows <= NAMED:
        # few are named one by one, as the parties are
        params, days = found.column("entry").to_pylist(), found.column("day").to_pylist()
        marks = ", ".join(f"${k + 1}" for k in range(len(params))) or "NULL"
        return (marks, params, *((min(days), max(days)) if days and None not in days else (None, None)))
    (row,) = ask(
        con, f"SELECT min(day) AS first, max(day) AS last, count(*) = count(day) AS dated FROM ({sql})", params
    ).to_pylist()
    return f"SELECT entry FROM ({sql})", params, *((row["first"], row["last"]) if row["dated"] else (None, None))


def where_clause(con: DuckDBPyConnection, f: Filters, kind: str) -> tuple[str, list[Any]]:
    """The WHERE clause of filters for events or statements, and its parameters."""
    params: list[Any] = []
    parts: list[str] = []
    event = kind == "event"
    id_ = "event_id" if event else "statement_id"
    asked = entries(con, f, kind)
    if asked is not None:
        sql, params, earliest, latest = asked
        parts.append(f"{id_} IN ({sql})")
        if earliest is not None:
            # entries lie in the order of their days: only those between are read
            params += [earliest, latest]
            column = "day" if event else "date"
            parts.append(f"{column} BETWEEN ${len(params) - 1} AND ${len(params)}")
    if f.issue is not None:
        parts.append(_any("contexts", several(f.issue), params))
    wanted = (("event_type", f.type), ("status", f.status)) if event else (("act", f.act),)
    for column, values in wanted:
        if values is not None:
            lowered = [v.casefold() for v in several(values)]
            params.append(lowered)
            parts.append(f"list_contains(${len(params)}, lower({column}))")
    first, last = ("event_date", "event_date_end") if event else ("date", "date")
    if f.since is not None:
        params.append(day_of(f.since))
        parts.append(f"coalesce({last}, publication_date) >= ${len(params)}")
    if f.until is not None:
        params.append(day_of(f.until))
        parts.append(f"coalesce({first}, publication_date) <= ${len(params)}")
    if f.min_score is not None:
        params.append(f.min_score)
        parts.append(f"score >= ${len(params)}")
    if f.words is not None:
        params.append(f.words)
        parts.append(f"{id_} IN (SELECT entry FROM evidence WHERE contains(lower(words), lower(${len(params)})))")
    if f.article is not None:
        params.append(several(f.article))
        parts.append(f"{id_} IN (SELECT entry FROM evidence WHERE list_contains(${len(params)}, article))")
    return (" WHERE " + " AND ".join(parts) if parts else ""), params


def day_of(day: Day) -> date:
    """The day of a filter.

    Raises:
        RecordError: it is none.
    """
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError as why:
        raise RecordError(f"{day!r} is no date; write it as 2013-02-18") from why


def events(
    con: DuckDBPyConnection, filters: Filters = ALL, limit: int | None = None, *, offset: int = 0, newest: bool = False
) -> pa.Table:
    """Events by date, those without one by their first publication; with ``newest`` the latest day first."""
    where, params = where_clause(con, filters, "event")
    order = f"ORDER BY coalesce(event_date, publication_date){_way(newest)} NULLS LAST, event_date_end, event_id"
    return _rows(con, "events", where, params, order, limit, offset)


def statements(
    con: DuckDBPyConnection, filters: Filters = ALL, limit: int | None = None, *, offset: int = 0, newest: bool = False
) -> pa.Table:
    """Statements by the day they were made or published, then by where they stand; with ``newest`` the latest first."""
    where, params = where_clause(con, filters, "statement")
    order = f"ORDER BY date{_way(newest)} NULLS LAST, evidence[1].article, evidence[1].start, statement_id"
    return _rows(con, "statements", where, params, order, limit, offset)


def _rows(
    con: DuckDBPyConnection, kind: str, where: str, params: list[Any], order: str, limit: int | None, offset: int
) -> pa.Table:
    """The rows under a clause, in an order; of a part of them all columns are read only once it is known which."""
    if limit is None:
        return ask(con, f"SELECT * FROM {kind}{where} {order}{_limit(limit, offset)}", params)
    id_, day = ("event_id", "day") if kind == "events" else ("statement_id", "date")
    if " DESC" in order:
        # the newest are looked for among the last days only
        n = int(limit) + int(offset)
        last = f"SELECT {day} AS day FROM {kind}{where} ORDER BY {day} DESC NULLS LAST LIMIT {n}"
        (row,) = ask(con, f"SELECT min(day) AS day, count(day) AS n FROM ({last})", params).to_pylist()
        if row["n"] == n and n:
            params = [*params, row["day"]]
            recent = f"({day} >= ${len(params)} OR {day} IS NULL)"
            where = f"{where} AND {recent}" if where else f" WHERE {recent}"
    picked = ask(con, f"SELECT {id_} AS id, {day} AS day FROM {kind}{where} {order}{_limit(limit, offset)}", params)
    days = picked.column("day").to_pylist()
    clause = f" WHERE {id_} IN (SELECT unnest($1::VARCHAR[]))"
    values: list[Any] = [picked.column("id").to_pylist()]
    if days and None not in days:
        # entries lie in the order of their days: only those between are read
        clause += f" AND {day} BETWEEN $2 AND $3"
        values += [min(days), max(days)]
    return ask(con, f"SELECT * FROM {kind}{clause} {order}", values)


def how_many(con: DuckDBPyConnection, kind: str, filters: Filters = ALL) -> int:
    """How many events or statements ("event", "statement") there are under some filters."""
    where, params = where_clause(con, filters, kind)
    found: int = ask(con, f"SELECT count(*) AS n FROM {kind}s{where}", params).column("n")[0].as_py()
    return found


def _way(newest: bool) -> str:
    return " DESC" if newest else ""


def _limit(limit: int | None, offset: int) -> str:
    return (f" LIMIT {int(limit)}" if limit is not None else "") + (f" OFFSET {int(offset)}" if offset else "")


def parties(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """Parties with the number of events and statements in which they, or those who act for them, have a part."""
    where, params = "", []
    if filters.party is not None:
        params = [party_ids(con, filters.party)]
        where = " WHERE list_contains($1, p.id) OR list_contains($1, p.principal)"
    return ask(
        con,
        f"""
        WITH e AS (
            SELECT id, count(*) AS n FROM (
                SELECT unnest(list_distinct(actors_all || recipients_all || persons_all)) AS id FROM events
            ) GROUP BY id
        ), s AS (
            SELECT id, count(*) AS n FROM (SELECT unnest(speakers_all) AS id FROM statements) GROUP BY id
        )
        SELECT p.*, coalesce(e.n, 0) AS events, coalesce(s.n, 0) AS statements
        FROM parties p LEFT JOIN e USING (id) LEFT JOIN s USING (id){where}
        ORDER BY events + statements DESC, p.id
        """,
        params,
    )


def agenda(
    con: DuckDBPyConnection, filters: Filters = ALL, limit: int | None = None, *, newest: bool = False
) -> pa.Table:
    """Planned events by date (with ``newest`` the latest first), those without one last; ``overdue``: its last day lies
    before the newest publication."""
    # said before, so that of a party's entries only its plans are looked for
    planned = replace(filters, status="planned") if filters.status is None else filters
    where, params = where_clause(con, planned, "event")
    where = f"{where} AND status = 'planned'" if where else " WHERE status = 'planned'"
    return ask(
        con,
        f"""
        SELECT *, coalesce(event_date_end < (SELECT day FROM newest), false) AS overdue
        FROM events{where} ORDER BY event_date{_way(newest)} NULLS LAST, event_date_end, event_id{_limit(limit, 0)}
        """,
        params,
    )
