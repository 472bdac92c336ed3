"""Evidence: an entry's words in their context, with what decided it; and what a record holds as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.record.questions import ask
from detente.record.tables import FORMAT

if TYPE_CHECKING:
    from detente.record.record import Record

_AROUND = 160


def why(record: Record, id_: str) -> dict[str, Any]:
    """One entry with its evidence in context and its reasons.

    Returns the row of the entry, its ``kind`` and ``id``, with ``evidence`` as a list of dicts: ``article``, ``title``,
    ``published``, ``publisher``, ``url``, ``start``, ``end``, ``before``, ``words``, ``after``.
    """
    entry = record.entry(id_)
    spans = entry["evidence"]
    found = {
        r["id"]: r
        for r in ask(
            record.con,
            "SELECT id, title, publication_date, publisher, url, text FROM readings WHERE list_contains($1, id)",
            [sorted({s["article"] for s in spans})],
        ).to_pylist()
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
                "before": text[max(0, s["start"] - _AROUND) : s["start"]],
                "words": text[s["start"] : s["end"]],
                "after": text[s["end"] : s["end"] + _AROUND],
            }
        )
    shown.sort(key=lambda x: (x["published"] is None, x["published"], x["article"], x["start"]))
    return {**entry, "evidence": shown}


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
