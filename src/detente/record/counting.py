"""Counting: how many events there are per month, dyad, type and issue, and how many copies articles have."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.record import tables
from detente.record.indexes import by_month
from detente.record.questions import ALL, Filters, ask, party_ids, where_clause

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def counts(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """Events per month and directed dyad of principals, with mean intensity (Goldstein) and counts per quad code.

    Of a dyad, only what passed between its two parties (or those they act for) is counted.
    """
    between, params = "", []
    if filters.dyad is not None:
        a, b = (party_ids(con, x) for x in filters.dyad)
        a, b = sorted({*a, *_principals(con, a)}), sorted({*b, *_principals(con, b)})
        params = [*a, *b]
        left = ", ".join(f"${k + 1}" for k in range(len(a)))
        right = ", ".join(f"${len(a) + k + 1}" for k in range(len(b)))
        between = f"WHERE actor IN ({left}) AND recipient IN ({right}) OR actor IN ({right}) AND recipient IN ({left})"
        whole = replace(filters, dyad=None) == ALL and all(_principals(con, [x]) == [x] for x in (*a, *b))
    else:
        whole = filters == ALL
    if whole:
        pairs = "months"
    else:
        where, more = where_clause(con, filters, "event")
        pairs = by_month(f"(SELECT * FROM events{_renumbered(where, len(params))})")
        params += more
    quads = ", ".join(
        f"coalesce(sum(n) FILTER (quad_code = '{q}'), 0)::BIGINT AS {q.replace(' ', '_')}"
        for q in dict.fromkeys(tables.QUAD_OF_TYPE.values())
    )
    return ask(
        con,
        f"""
        SELECT month, actor, recipient, sum(n)::BIGINT AS events,
               sum(tenths) / 10.0 / nullif(sum(rated), 0) AS intensity, {quads}
        FROM ({f"SELECT * FROM {pairs}" if whole else pairs}) {between}
        GROUP BY ALL HAVING sum(n) > 0 ORDER BY month, actor, recipient
        """,
        params,
    )


def _principals(con: DuckDBPyConnection, ids: list[str]) -> list[str]:
    rows = ask(con, "SELECT DISTINCT principal FROM parties WHERE list_contains($1, id) ORDER BY 1", [ids])
    return [str(x) for x in rows.column("principal").to_pylist()]


def _renumbered(where: str, after: int) -> str:
    """A clause whose parameters come after so many others."""
    return re.sub(r"\$(\d+)", lambda m: f"${int(m[1]) + after}", where)


def months(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """Events per month and type, each once, with their mean intensity (Goldstein); those without a day are left out."""
    where, params = where_clause(con, filters, "event")
    return ask(
        con,
        f"""
        SELECT date_trunc('month', day)::DATE AS month, event_type, quad_code, count(*) AS events,
               avg(intensity) AS intensity
        FROM events{where}{" AND" if where else " WHERE"} day IS NOT NULL
        GROUP BY ALL ORDER BY month, quad_code, event_type
        """,
        params,
    )


def dyads(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """Undirected pairs of principals, busiest first, with how many events passed between them, each counted once."""
    where, params = where_clause(con, filters, "event")
    return ask(
        con,
        f"""
        WITH pairs AS (
            SELECT intensity, unnest(list_distinct(flatten(list_transform(principals, lambda p: list_transform(
                list_filter(toward, lambda t: t <> p),
                lambda t: {{'a': least(p, t), 'b': greatest(p, t)}}))))) AS pair
            FROM events{where}
        )
        SELECT pair.a AS a, pair.b AS b, count(*) AS events, avg(intensity) AS intensity
        FROM pairs GROUP BY 1, 2 ORDER BY events DESC, a, b
        """,
        params,
    )


def issues(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """Issues by name, with how many events and statements touch each."""
    parts: list[str] = []
    params: list[Any] = []
    for kind in ("event", "statement"):
        where, its = where_clause(con, filters, kind)
        # the parameters of the second part are numbered after those of the first
        where = _renumbered(where, len(params))
        parts.append(f"SELECT unnest(contexts) AS issue, '{kind}' AS kind FROM {kind}s{where}")
        params += its
    return ask(
        con,
        f"""
        SELECT issue, count(*) FILTER (kind = 'event') AS events, count(*) FILTER (kind = 'statement') AS statements
        FROM ({" UNION ALL ".join(parts)}) GROUP BY issue ORDER BY issue
        """,
        params,
    )


def articles(con: DuckDBPyConnection) -> pa.Table:
    """Articles without their text, by date of publication, with how many events and statements each supports."""
    return ask(
        con,
        """
        WITH n AS (
            SELECT article AS id, count(DISTINCT entry) FILTER (kind = 'event') AS events,
                   count(DISTINCT entry) FILTER (kind = 'statement') AS statements
            FROM evidence GROUP BY article
        )
        SELECT r.id, r.title, r.publication_date, r.publisher, r.url, r.language, r.source,
               length(r.text) AS characters,
               coalesce(n.events, 0) AS events, coalesce(n.statements, 0) AS statements, r.coder
        FROM readings r LEFT JOIN n USING (id) ORDER BY r.publication_date NULLS LAST, r.id
        """,
    )


def duplicates(con: DuckDBPyConnection) -> pa.Table:
    """Articles that have copies, with their copies: ``copies`` lists id, publisher, url, date, and how many entries
    a copy has that the original has not."""
    return ask(
        con,
        """
        WITH c AS (
            SELECT copy_of, count(*) AS n, list({'id': id, 'title': title, 'publisher': publisher, 'url': url,
                   'publication_date': publication_date, 'entries': len(events) + len(statements)}
                   ORDER BY publication_date NULLS LAST, id) AS copies
            FROM readings WHERE copy_of IS NOT NULL GROUP BY copy_of
        )
        SELECT c.copy_of AS id, r.title, r.publisher, r.url, r.publication_date, c.n, c.copies
        FROM c LEFT JOIN readings r ON r.id = c.copy_of ORDER BY c.n DESC, c.copy_of
        """,
    )
