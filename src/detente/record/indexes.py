"""Indexes: two narrow tables, derived from events and statements, so that questions about a party read its rows only.

``sides`` has a row for every party (and everybody it acts for) on every side of every entry, sorted by party and day;
``acts`` a row for every stance of a principal on an issue, sorted by party and issue. Both are plain SQL over
``events`` and ``statements``: where they were not written they are views, and the answers are the same, only slower.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from detente.coding.model import Evidence
from detente.record.columns import arrow_type

# What an event says of where its actor stands. Consultation, aid and violence say nothing of an issue by themselves.
ACT_OF_TYPE = {
    "AGREE": "accept",
    "SUPPORT": "praise",
    "CONCEDE": "accept",
    "REQUEST": "ask",
    "ACCUSE": "criticise",
    "REJECT": "refuse",
    "THREATEN": "threaten",
    "PROTEST": "criticise",
}
# Rows that are read at least, when one party is asked for.
ROWS = 20_000

_STRINGS = pa.list_(pa.string())
_SIDE = """
    SELECT made, unnest({here}) AS party, '{side}' AS side, '{kind}' AS kind, {id} AS entry, {first} AS day,
           {last} AS last, {type} AS type, {status} AS status, score, contexts, {there} AS others, {quad} AS quad_code,
           {intensity} AS intensity, principals, toward
    FROM {kind}s_files"""
_EVENT = {
    "kind": "event",
    "id": "event_id",
    "first": "day",
    "last": "coalesce(event_date_end, publication_date)",
    "type": "event_type",
    "status": "status",
    "quad": "quad_code",
    "intensity": "intensity",
}
_STATEMENT = {
    "kind": "statement",
    "id": "statement_id",
    "first": "coalesce(date, publication_date)",
    "last": "coalesce(date, publication_date)",
    "type": "act",
    "status": "NULL::VARCHAR",
    "quad": "NULL::VARCHAR",
    "intensity": "NULL::DOUBLE",
}
_PLACES = (
    (_EVENT, "actor", "actors_all", "recipients_all"),
    (_EVENT, "recipient", "recipients_all", "actors_all"),
    (_EVENT, "person", "persons_all", "[]::VARCHAR[]"),
    (_STATEMENT, "actor", "speakers_all", "addressees_all"),
    (_STATEMENT, "recipient", "addressees_all", "speakers_all"),
)
_SIDES = (
    " UNION ALL ".join(_SIDE.format(side=s, here=here, there=there, **columns) for columns, s, here, there in _PLACES)
    + " ORDER BY party, day, entry, side"
)
_CASES = " ".join(f"WHEN '{t}' THEN '{a}'" for t, a in ACT_OF_TYPE.items())
_ACTS = f"""
    SELECT made, actor, issue, * EXCLUDE (made, actor, issue) FROM (
        SELECT unnest(contexts) AS issue, * EXCLUDE (contexts) FROM (
            SELECT unnest(principals) AS actor, * EXCLUDE (principals) FROM (
                SELECT made, 'statement' AS kind, statement_id AS entry, principals, contexts, act, act AS type,
                       NULL::VARCHAR AS status, toward, content AS words, condition_words,
                       condition IS NOT NULL AS conditional, date AS day, date AS last, score, speakers_all AS froms,
                       addressees_all AS others, evidence
                FROM statements_files WHERE act <> 'inform'
                UNION ALL
                SELECT made, 'event', event_id, principals, contexts, CASE event_type {_CASES} END, event_type, status,
                       toward, what, NULL, condition IS NOT NULL, coalesce(event_date, publication_date),
                       coalesce(event_date_end, publication_date), score, list_concat(actors_all, persons_all),
                       recipients_all, evidence
                FROM events_files WHERE event_type IN ({", ".join(f"'{t}'" for t in ACT_OF_TYPE)})
                    AND status IN ('occurred', 'ongoing'))))
    ORDER BY actor, issue, day, entry"""
# The rows of ``months`` that some events make; `by_month` puts the name of their table and a sign into it.
_BY_MONTH = """
    SELECT actor, recipient, month, quad_code, {sign} * count(*) AS n, {sign} * count(intensity) AS rated,
           {sign} * coalesce(sum(round(intensity * 10)), 0)::BIGINT AS tenths
    FROM (SELECT *, unnest(toward) AS recipient
          FROM (SELECT date_trunc('month', day)::DATE AS month, quad_code, intensity, toward,
                       unnest(principals) AS actor FROM {events}))
    WHERE actor <> recipient GROUP BY ALL"""
SIDES = pa.schema(
    [
        ("made", pa.int64()),
        ("party", pa.string()),
        ("side", pa.string()),
        ("kind", pa.string()),
        ("entry", pa.string()),
        ("day", pa.date32()),
        ("last", pa.date32()),
        ("type", pa.string()),
        ("status", pa.string()),
        ("score", pa.float64()),
        ("contexts", _STRINGS),
        ("others", _STRINGS),
        ("quad_code", pa.string()),
        ("intensity", pa.float64()),
        ("principals", _STRINGS),
        ("toward", _STRINGS),
    ]
)
ACTS = pa.schema(
    [
        ("made", pa.int64()),
        ("actor", pa.string()),
        ("issue", pa.string()),
        ("kind", pa.string()),
        ("entry", pa.string()),
        ("act", pa.string()),
        ("type", pa.string()),
        ("status", pa.string()),
        ("toward", _STRINGS),
        ("words", pa.string()),
        ("condition_words", pa.string()),
        ("conditional", pa.bool_()),
        ("day", pa.date32()),
        ("last", pa.date32()),
        ("score", pa.float64()),
        ("froms", _STRINGS),
        ("others", _STRINGS),
        ("evidence", arrow_type(tuple[Evidence, ...])),
    ]
)
INDEXES = {"sides": (SIDES, _SIDES), "acts": (ACTS, _ACTS)}


def by_month(events: str, sign: int = 1) -> str:
    """The question for the rows of ``months`` that the events of a table add (1) or take away (-1)."""
    return _BY_MONTH.format(events=events, sign=sign)


def indexes(given: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The rows of the indexes of these events and statements."""
    import duckdb

    con = duckdb.connect()
    for name in ("events", "statements"):
        con.register(f"{name}_files", given[name])
    out = {}
    for name, (schema, sql) in INDEXES.items():
        rows = con.sql(sql).to_arrow_table()
        out[name] = rows.select(schema.names).cast(schema)
    return out
