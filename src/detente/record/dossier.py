"""The dossier: everything a briefing on an issue, a party or a dyad is written from, with numbered references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.record import RecordError
from detente.record.evidence import of_articles
from detente.record.questions import ask, party_ids

if TYPE_CHECKING:
    from detente.record.record import Record


def dossier(record: Record, subject: str | tuple[str, str]) -> dict[str, Any]:
    """What a briefing says, and which numbered reference supports each sentence of it.

    Args:
        record: the record.
        subject: an issue, a party, or a dyad: a pair, or "RUS-NATO", "RUS/NATO", "RUS,NATO".

    Returns:
        ``kind`` (issue, party or dyad), ``subject``, ``title``, ``filters`` (as keywords of the questions),
        ``positions``, ``statements``, ``events`` (what happened, newest last), ``agenda`` (what is next), all as rows
        with ``refs``: numbers into ``references``, which are dicts of ``number``, ``article``, ``title``,
        ``publisher``, ``published``, ``url``, ``start``, ``end``, ``words``.

    Raises:
        RecordError: the record knows no such issue or party.
    """
    kind, filters, title = _subject(record, subject)
    positions = record.positions(form="rows", **filters)
    statements = record.statements(form="rows", **filters)
    happened = [e for e in record.events(form="rows", **filters) if e["status"] != "planned"]
    planned = record.agenda(form="rows", **filters)
    references = _References(record)
    for row in (*positions, *statements, *happened, *planned):
        row["refs"] = references.numbers(row["evidence"])
    for p in positions:
        by_entry = {r["statement_id"]: r["refs"] for r in statements} | {r["event_id"]: r["refs"] for r in happened}
        for said in p["said"]:
            said["refs"] = by_entry.get(said["entry"], p["refs"])
    return {
        "kind": kind,
        "subject": subject if isinstance(subject, str) else "-".join(subject),
        "title": title,
        "filters": filters,
        "positions": positions,
        "statements": statements,
        "events": happened,
        "agenda": planned,
        "references": references.all(),
    }


def _subject(record: Record, subject: str | tuple[str, str]) -> tuple[str, dict[str, Any], str]:
    if not isinstance(subject, str):
        a, b = subject
        names = [_name(record, party_ids(record.con, x)[0]) for x in (a, b)]
        return "dyad", {"dyad": (a, b)}, f"{names[0]} and {names[1]}"
    issues = ask(
        record.con,
        "SELECT 1 FROM (SELECT unnest(contexts) AS issue FROM events UNION ALL SELECT unnest(contexts) FROM statements)"
        " WHERE issue = lower($1) LIMIT 1",
        [subject],
    )
    if issues.num_rows:
        return "issue", {"issue": subject.lower()}, subject.lower().replace("-", " ").capitalize()
    try:
        ids = party_ids(record.con, subject)
        return "party", {"party": subject}, _name(record, ids[0])
    except RecordError:
        pass
    for mark in (",", "/", "--", "-"):
        # names may hold the mark themselves ("NATO-Russia Council-RUS"): every place to cut is tried
        parts = subject.split(mark)
        for k in range(1, len(parts)):
            pair = mark.join(parts[:k]).strip(), mark.join(parts[k:]).strip()
            try:
                return _subject(record, pair)
            except RecordError:
                continue
    raise RecordError(f"the record knows no issue, party or dyad {subject!r}; see: detente parties, detente positions")


def _name(record: Record, id_: str) -> str:
    rows = ask(record.con, "SELECT name FROM parties WHERE id = $1", [id_]).to_pylist()
    return str(rows[0]["name"]) if rows else id_


class _References:
    """Evidence, numbered in the order in which it is first referred to."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._numbers: dict[tuple[str, int, int], int] = {}

    def numbers(self, spans: list[dict[str, Any]]) -> list[int]:
        out = []
        for s in spans:
            key = (s["article"], s["start"], s["end"])
            out.append(self._numbers.setdefault(key, len(self._numbers) + 1))
        return sorted(set(out))

    def all(self) -> list[dict[str, Any]]:
        ids = {a for a, _, _ in self._numbers}
        rows = of_articles(self._record.con, ids, "id, title, publisher, publication_date, url, text")
        found = {r["id"]: r for r in rows}
        out = []
        for (article, start, end), number in self._numbers.items():
            a = found.get(
                article, {"title": None, "publisher": None, "publication_date": None, "url": None, "text": ""}
            )
            out.append(
                {
                    "number": number,
                    "article": article,
                    "title": a["title"],
                    "publisher": a["publisher"],
                    "published": a["publication_date"],
                    "url": a["url"],
                    "start": start,
                    "end": end,
                    "words": a["text"][start:end],
                }
            )
        return out
