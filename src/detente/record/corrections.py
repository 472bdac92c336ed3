"""Corrections kept: what people said of entries, in a table of its own that is only ever added to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, get_args

import pyarrow as pa

from detente.coding.model import Act, Event, EventType, Quote, Statement, Status
from detente.merging.corrections import (
    EVENT_FIELDS,
    MANY,
    STATEMENT_FIELDS,
    Anchor,
    Change,
    Correction,
)
from detente.record import RecordError, commits, entries, tables
from detente.record.columns import decode, encode
from detente.record.questions import ask, party_ids

if TYPE_CHECKING:
    from detente.record.folder import Folder
    from detente.record.record import Record

_ALLOWED: dict[str, tuple[str, ...]] = {
    "type": get_args(EventType),
    "status": get_args(Status),
    "act": get_args(Act),
    "quote": get_args(Quote),
}
_PARTIES = frozenset({"actor", "recipient", "person", "speaker", "addressee"})


def correct(
    record: Record,
    entry: str,
    *,
    by: str = "",
    note: str = "",
    reject: bool = False,
    merge_with: str | None = None,
    split: bool = False,
    made: datetime | None = None,
    **changes: str | Iterable[str] | None,
) -> str:
    """Correct an entry of a record.

    Args:
        record: the record; its derived tables are brought up to date.
        entry: the id of an event or statement.
        by, note: who says so, and why.
        reject: the entry is no entry.
        merge_with: the id of another entry that tells of the same.
        split: the entry is several: one for each of its tellings.
        made: when (now, where it is not given).
        **changes: right values of fields: of an event ``type``, ``mode``, ``status``, ``actor``, ``recipient``,
            ``person``, ``date`` (ISO 8601, or two with a slash), ``place``, ``issues``; of a statement ``act``,
            ``quote``, ``speaker``, ``addressee``, ``issues``. Parties by id or name; several as a list.

    Returns:
        The id of the correction, by which it can be undone.

    Raises:
        RecordError: there is no such entry, field, value or party, or nothing or too much is asked at once.
    """
    row = record.entry(entry)
    about = row["kind"]
    asked = {k: v for k, v in changes.items() if v is not None}
    ways = [name for name, on in (("reject", reject), ("merge", merge_with), ("split", split), ("change", asked)) if on]
    if len(ways) != 1:
        raise RecordError("say one thing of an entry at a time: right values, or reject, or merge with, or split")
    kind = ways[0]
    fields = EVENT_FIELDS if about == "event" else STATEMENT_FIELDS
    for name in asked:
        if name not in fields:
            raise RecordError(f"{about}s have no {name!r} to correct; they have {', '.join(fields)}")
    made_changes = tuple(Change(name, _values(record, name, value)) for name, value in asked.items())
    other: tuple[Anchor, ...] = ()
    if merge_with:
        second = record.entry(merge_with)
        if second["kind"] != about or second["id"] == row["id"]:
            raise RecordError(f"{merge_with} is not another {about}")
        other = _anchors(record, second)
    if split and len(row["history" if about == "event" else "reports"]) < 2:
        raise RecordError(f"{row['id']} has one telling only; there is nothing to split")
    when = (made or datetime.now(UTC)).isoformat(timespec="seconds")
    anchors = _anchors(record, row)
    seed = repr((when, by, note, kind, anchors, made_changes, other))
    id_ = "c" + hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=5).hexdigest()
    parties = (*row["actor"], *row["recipient"]) if about == "event" else tuple(row["speaker"])
    _write(
        record,
        {
            "id": id_,
            "made": when,
            "by": by,
            "note": note,
            "kind": kind,
            "about": about,
            "entry": row["id"],
            "undoes": None,
            "changes": encode(made_changes),
            "anchors": encode(anchors),
            "other": encode(other),
            "was": row["event_type"] if about == "event" else row["act"],
            "parties": list(parties),
            "event": encode(entries.event(row).event) if about == "event" else None,
            "statement": encode(entries.statement(row).statement) if about == "statement" else None,
        },
    )
    return id_


def undo(record: Record, correction: str, *, by: str = "", made: datetime | None = None) -> None:
    """Take a correction back; that it was made, and taken back, stays on the list.

    Raises:
        RecordError: there is no such correction, or it was undone already.
    """
    rows = [r for r in listed(record).to_pylist() if r["id"] == correction]
    if not rows:
        raise RecordError(f"the record has no correction {correction!r}; see: detente corrections")
    if not rows[0]["active"]:
        raise RecordError(f"correction {correction} was undone already")
    when = (made or datetime.now(UTC)).isoformat(timespec="seconds")
    id_ = "c" + hashlib.blake2b(repr((when, by, correction)).encode("utf-8", "replace"), digest_size=5).hexdigest()
    row: dict[str, Any] = dict.fromkeys(tables.CORRECTIONS.names)
    _write(
        record,
        row
        | {"id": id_, "made": when, "by": by, "kind": "undo", "about": rows[0]["about"], "entry": rows[0]["entry"]}
        | {"undoes": correction},
    )


def _write(record: Record, row: dict[str, Any]) -> None:
    with record.folder.writing():
        record.folder.append("corrections", pa.Table.from_pylist([row], tables.CORRECTIONS))
        commits.derive(record.folder)
    record.refresh()


def listed(record: Record) -> pa.Table:
    """All corrections but the undoings themselves, oldest first, with ``active``."""
    return ask(
        record.con,
        """
        SELECT id, made, "by", note, kind, about, entry, changes, was, anchors[1].article AS article,
               anchors[1].words AS words,
               id NOT IN (SELECT undoes FROM corrections WHERE undoes IS NOT NULL) AS active
        FROM corrections WHERE kind <> 'undo' ORDER BY made, id
        """,
    )


def active(folder: Folder, version: int | None = None) -> list[Correction]:
    """The corrections that hold (or held at a version of their table; -1: none), oldest first."""
    table = folder.table("corrections", version) if version != -1 else None
    if table is None:
        return []
    rows = table.to_pyarrow_table().to_pylist()
    undone = {r["undoes"] for r in rows if r["undoes"]}
    rows = [r for r in rows if r["kind"] != "undo" and r["id"] not in undone]
    rows.sort(key=lambda r: (r["made"], r["id"]))
    return [
        Correction(
            r["id"],
            r["kind"],
            r["about"],
            decode(tuple[Anchor, ...], r["anchors"]),
            decode(tuple[Change, ...], r["changes"]),
            decode(tuple[Anchor, ...], r["other"]),
            r["was"] or "",
            tuple(r["parties"] or ()),
            r["by"] or "",
            r["note"] or "",
            decode(Event, r["event"]) if r["event"] else None,
            decode(Statement, r["statement"]) if r["statement"] else None,
        )
        for r in rows
    ]


def training(record: Record) -> Iterator[dict[str, Any]]:
    """Corrections as examples to train on: the words, what was read, and what is right (None: nothing)."""
    for c in active(record.folder):
        entry = c.event or c.statement
        if entry is None or c.kind in ("merge", "split"):
            continue
        fields = EVENT_FIELDS if c.about == "event" else STATEMENT_FIELDS
        was = {f: _plain(getattr(entry, f)) for f in fields}
        right = None if c.kind == "reject" else was | {x.field: _right(x) for x in c.changes}
        for a in c.anchors:
            yield {
                "correction": c.id,
                "about": c.about,
                "article": a.article,
                "text": a.words,
                "trigger": [a.trigger_start - a.start, a.trigger_end - a.start],
                "was": was,
                "right": right,
                "by": c.by,
                "note": c.note,
            }


def _right(change: Change) -> Any:
    return list(change.values) if change.field in MANY else (change.values[0] if change.values else None)


def _plain(value: Any) -> Any:
    plain = encode(value)
    if isinstance(plain, dict):
        return "/".join(str(plain[k]) for k in ("start", "end")) if "start" in plain else plain.get("name")
    return plain


def _values(record: Record, field: str, value: str | Iterable[str] | None) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else list(value or ())
    values = [v.strip() for v in values if v.strip()]
    if field not in MANY and len(values) > 1:
        raise RecordError(f"{field} has one value")
    if field in _ALLOWED:
        given = {a.casefold(): a for a in _ALLOWED[field]}
        for v in values:
            if v.casefold() not in given:
                raise RecordError(f"{v!r} is no {field}; choose of {', '.join(_ALLOWED[field])}")
        return tuple(given[v.casefold()] for v in values)
    if field == "date":
        for v in values:
            try:
                days = [date.fromisoformat(d) for d in v.split("/")]
            except ValueError as why:
                raise RecordError(f"{v!r} is no date; write it as 2013-02-18, or 2013-03-01/2013-05-31") from why
            if len(days) > 2 or days != sorted(days):
                raise RecordError(f"{v!r} is no interval of dates")
    if field in _PARTIES:
        return tuple(_party(record, v) for v in values)
    return tuple(values)


def _party(record: Record, name: str) -> str:
    try:
        return party_ids(record.con, name)[0]
    except RecordError:
        import pycountry

        try:
            return str(pycountry.countries.lookup(name).alpha_3)
        except LookupError:
            raise RecordError(f"the record knows no party {name!r}, and it is no state; see: detente parties") from None


def _anchors(record: Record, row: dict[str, Any]) -> tuple[Anchor, ...]:
    texts = {
        r["id"]: r["text"]
        for r in ask(
            record.con,
            "SELECT id, text FROM readings WHERE list_contains($1, id)",
            [sorted({x["article"] for x in row["evidence"]})],
        ).to_pylist()
    }
    out = []
    if row["kind"] == "event":
        for t in row["history"] or [row["trigger"] | {"trigger_start": 0, "trigger_end": 0}]:
            words = texts[t["article"]][t["start"] : t["end"]]
            out.append(Anchor(t["article"], t["start"], t["end"], words, t["trigger_start"], t["trigger_end"]))
    else:
        for r in row["reports"]:
            for x in r["contents"][:1]:
                words = texts[r["article"]][x["start"] : x["end"]]
                out.append(Anchor(r["article"], x["start"], x["end"], words, x["start"], x["end"]))
        if not out:
            out = [
                Anchor(
                    x["article"], x["start"], x["end"], texts[x["article"]][x["start"] : x["end"]], x["start"], x["end"]
                )
                for x in row["evidence"]
            ]
    return tuple(out)
