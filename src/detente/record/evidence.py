"""Evidence: an entry's words in their context, with what decided it; and what a record holds as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.record.questions import NAMED, ask
from detente.record.tables import FORMAT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from detente.record.record import Record

_AROUND = 160


def of_articles(con: DuckDBPyConnection, ids: Iterable[str], columns: str) -> list[dict[str, Any]]:
    """Some columns of the readings of articles. They are named one by one, so that no others' texts are read."""
    every = sorted(set(ids))
    out: list[dict[str, Any]] = []
    for at in range(0, len(every), NAMED):
        some = every[at : at + NAMED]
        marks = ", ".join(f"${k + 1}" for k in range(len(some)))
        out += ask(con, f"SELECT {columns} FROM readings WHERE id IN ({marks})", some).to_pylist()
    return out


def why(record: Record, id_: str) -> dict[str, Any]:
    """One entry with its evidence in context and its reasons.

    Returns the row of the entry, its ``kind`` and ``id``, with ``evidence`` as a list of dicts: ``article``, ``title``,
    ``published``, ``publisher``, ``url``, ``start``, ``end``, ``before``, ``words``, ``after``.
    """
    entry = record.entry(id_)
    spans = entry["evidence"]
    found = {
        r["id"]: r
        for r in of_articles(
            record.con, {s["article"] for s in spans}, "id, title, publication_date, publisher, url, text"
        )
    }
    shown = []
    for s in spans:
        a = found.get(s["article"])
        if a is None:
            continue
        text = a["text"]
        shown.append(
            {
                "article": s["article"],
                "title": a["title"],
                "published": a["publication_date"],
                "publisher": a["publisher"],
                "url": a["url"],
                "start": s["start"],
                "end": s["end"],
                "before": _before(text, s["start"]),
                "words": text[s["start"] : s["end"]],
                "after": _after(text, s["end"]),
            }
        )
    shown.sort(key=lambda x: (x["published"] is None, x["published"], x["article"], x["start"]))
    return {**entry, "evidence": shown}


def _before(text: str, start: int) -> str:
    """The words before a place in a text, none of them cut."""
    first = max(0, start - _AROUND)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    return text[first:start]


def _after(text: str, end: int) -> str:
    """The words after a place in a text, none of them cut."""
    last = min(len(text), end + _AROUND)
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return text[end:last]


def info(record: Record) -> dict[str, Any]:
    """What a record holds."""
    (row,) = ask(
        record.con,
        """
        SELECT (SELECT count(*) FROM readings) AS articles, (SELECT count(*) FROM set_aside) AS set_aside,
               (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM statements) AS statements,
               (SELECT count(*) FROM parties) AS parties, (SELECT count(*) FROM evidence) AS evidence,
               (SELECT min(publication_date) FROM readings) AS first,
               (SELECT max(publication_date) FROM readings) AS last,
               (SELECT count(*) FROM events WHERE status = 'planned') AS planned,
               (SELECT list_sort(list(DISTINCT coder)) FROM readings) AS coders
        """,
    ).to_pylist()
    newest = record.folder.table("readings")
    derived_from = record.folder.snapshot().facts.get("derived_from")
    return {
        "path": str(record.path),
        "format": record.folder.format,
        "newest_format": FORMAT,
        **row,
        "up_to_date": newest is None or newest.version() == derived_from,
    }
