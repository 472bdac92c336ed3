"""Positions: where each party stands on each issue, from its statements and events; never stored by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.record.questions import ALL, Filters, ask, day_of, party_ids, several

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def positions(con: DuckDBPyConnection, filters: Filters = ALL) -> pa.Table:
    """One row per party (principal) and issue.

    Columns: ``actor``, ``actor_name``, ``issue``, ``acts`` (sorted), ``conditional``, ``toward`` (principals
    addressed), ``last_moved`` (day of the newest act), ``said`` (each act with the entry, its words, whom it addresses,
    its condition and its day, newest first) and ``evidence``. ``filters.until`` gives the positions of that day.
    """
    where, params = _where(con, filters)
    return ask(
        con,
        f"""
        SELECT actor, coalesce(any_value(p.name), actor) AS actor_name, issue,
               list_sort(list_distinct(list(act))) AS acts, bool_or(conditional) AS conditional,
               list_sort(list_distinct(list_filter(flatten(list(toward)), lambda t: t <> actor))) AS toward,
               max(day) AS last_moved,
               list({{'act': act, 'entry': entry, 'words': words, 'toward': toward, 'condition': condition_words,
                      'day': day}} ORDER BY day DESC NULLS LAST, entry) AS said,
               list_sort(list_distinct(flatten(list(evidence)))) AS evidence
        FROM (SELECT * FROM acts{where}) LEFT JOIN parties p ON p.id = actor
        GROUP BY actor, issue ORDER BY actor, issue
        """,
        params,
    )


def _where(con: DuckDBPyConnection, f: Filters) -> tuple[str, list[Any]]:
    params: list[Any] = []
    parts: list[str] = []

    def given(value: Any) -> str:
        params.append(value)
        return f"${len(params)}"

    def actors(ids: list[str]) -> str:
        # named one by one: only so are their rows found without reading all
        rows = ask(con, "SELECT DISTINCT principal FROM parties WHERE list_contains($1, id)", [ids]).to_pylist()
        return ", ".join(given(x) for x in sorted({*ids, *(r["principal"] for r in rows)}))

    if f.party is not None:
        # a party may stand on the other side of an entry: only its own positions are shown
        ids = party_ids(con, f.party)
        parts.append(f"actor IN ({actors(ids)})")
        parts.append(f"list_has_any(froms || others, {given(ids)})")
    if f.actor is not None:
        ids = party_ids(con, f.actor)
        parts.append(f"actor IN ({actors(ids)}) AND list_has_any(froms, {given(ids)})")
    if f.recipient is not None:
        parts.append(f"list_has_any(others, {given(party_ids(con, f.recipient))})")
    if f.dyad is not None:
        a, b = (party_ids(con, x) for x in f.dyad)
        ways = [f"(list_has_any(froms, {given(x)}) AND list_has_any(others, {given(y)}))" for x, y in ((a, b), (b, a))]
        parts.append(f"actor IN ({actors([*a, *b])}) AND ({' OR '.join(ways)})")
    if f.issue is not None:
        parts.append(f"list_contains({given(several(f.issue))}, issue)")
    if f.type is not None:
        types = [t.casefold() for t in several(f.type)]
        parts.append(f"(kind <> 'event' OR list_contains({given(types)}, lower(type)))")
    if f.status is not None:
        states = [s.casefold() for s in several(f.status)]
        parts.append(f"(kind <> 'event' OR list_contains({given(states)}, status))")
    if f.act is not None:
        acts = [a.casefold() for a in several(f.act)]
        parts.append(f"(kind <> 'statement' OR list_contains({given(acts)}, act))")
    if f.since is not None:
        parts.append(f"last >= {given(day_of(f.since))}")
    if f.until is not None:
        parts.append(f"day <= {given(day_of(f.until))}")
    if f.min_score is not None:
        parts.append(f"score >= {given(f.min_score)}")
    if f.words is not None:
        parts.append(f"entry IN (SELECT entry FROM evidence WHERE contains(lower(words), lower({given(f.words)})))")
    if f.article is not None:
        parts.append(f"entry IN (SELECT entry FROM evidence WHERE list_contains({given(several(f.article))}, article))")
    return (" WHERE " + " AND ".join(parts) if parts else ""), params
