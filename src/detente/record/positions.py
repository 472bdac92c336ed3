"""Positions: where each party stands on each issue, from its statements and events; never stored by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from detente.record.questions import ALL, Filters, ask, where_clause

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

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


def positions(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """One row per party (principal) and issue.

    Columns: ``actor``, ``actor_name``, ``issue``, ``acts`` (sorted), ``conditional``, ``toward`` (principals
    addressed), ``last_moved`` (day of the newest act), ``said`` (each act with the entry, its words, whom it addresses,
    its condition and its day, newest first) and ``evidence``. ``filters.until`` gives the positions of that day.
    """
    cases = " ".join(f"WHEN '{t}' THEN '{a}'" for t, a in ACT_OF_TYPE.items())
    where_s, params = where_clause(con, filters, "statement")
    where_e, more = where_clause(con, filters, "event")
    for k in range(len(more), 0, -1):
        where_e = where_e.replace(f"${k}", f"${k + len(params)}")
    # a party that was asked for may stand on the other side of the entry: only its own positions are shown
    own, own_values = "", []
    if filters.party is not None:
        from detente.record.questions import party_ids

        own_values = [party_ids(con, filters.party)]
        own = (
            f"WHERE list_contains(${len(params) + len(more) + 1}, actor) OR actor IN "
            f"(SELECT principal FROM parties WHERE list_contains(${len(params) + len(more) + 1}, id))"
        )
    issues, issue_values = "", []
    if filters.issue is not None:
        issue_values = [[filters.issue] if isinstance(filters.issue, str) else list(filters.issue)]
        n = len(params) + len(more) + len(own_values) + 1
        issues = f"{'AND' if own else 'WHERE'} list_contains(${n}, issue)"
    return ask(
        con,
        f"""
        WITH acts AS (
            SELECT statement_id AS entry, principals, contexts, act, toward, content AS words, condition_words,
                   condition IS NOT NULL AS conditional, date AS day, evidence
            FROM statements{where_s}{" AND" if where_s else " WHERE"} act <> 'inform'
            UNION ALL BY NAME
            SELECT event_id AS entry, principals, contexts, CASE event_type {cases} END AS act, toward, what AS words,
                   NULL AS condition_words, condition IS NOT NULL AS conditional,
                   coalesce(event_date, publication_date) AS day, evidence
            FROM events{where_e}{" AND" if where_e else " WHERE"}
                event_type IN ({", ".join(f"'{t}'" for t in ACT_OF_TYPE)}) AND status IN ('occurred', 'ongoing')
        ), single AS (
            SELECT *, unnest(contexts) AS issue FROM (SELECT *, unnest(principals) AS actor FROM acts)
        )
        SELECT actor, coalesce(any_value(p.name), actor) AS actor_name, issue,
               list_sort(list_distinct(list(act))) AS acts, bool_or(conditional) AS conditional,
               list_sort(list_distinct(list_filter(flatten(list(toward)), lambda t: t <> actor))) AS toward,
               max(day) AS last_moved,
               list({{'act': act, 'entry': entry, 'words': words, 'toward': toward, 'condition': condition_words,
                      'day': day}} ORDER BY day DESC NULLS LAST, entry) AS said,
               list_sort(list_distinct(flatten(list(evidence)))) AS evidence
        FROM single LEFT JOIN parties p ON p.id = actor
        {own} {issues}
        GROUP BY actor, issue ORDER BY actor, issue
        """,
        [*params, *more, *own_values, *issue_values],
    )
