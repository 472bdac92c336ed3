"""Watches: saved questions, kept in the record's folder beside its tables (``watches.json``)."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from detente.record import RecordError
from detente.record.folder import explained
from detente.record.record import Record

FILE = "watches.json"
_MOST_SEEN = 200_000


@dataclass(frozen=True)
class Watch:
    """A saved question: a name, filters as an address holds them ("party": "RUS,USA"), and whom to call.

    ``secret`` signs the calls; ``seen`` are the entries already told, in the order of telling.
    """

    id: str
    name: str
    filters: dict[str, str]
    webhook: str | None = None
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    seen: tuple[str, ...] = ()


def watches(record: Record) -> list[Watch]:
    """All watches of a record, in the order in which they were saved.

    Raises:
        RecordError: the file of watches cannot be read.
    """
    path = record.path / FILE
    if not path.exists():
        return []
    try:
        return [Watch(**{**w, "seen": tuple(w.get("seen", ()))}) for w in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as why:
        raise RecordError(f"{path} is damaged ({why}); mend or delete it") from why


def watch(record: Record, id_: str) -> Watch:
    """One watch.

    Raises:
        RecordError: there is none of this id.
    """
    for w in watches(record):
        if w.id == id_:
            return w
    raise RecordError(f"the record has no watch {id_!r}")


def save(record: Record, changed: Watch) -> None:
    """Add a watch, or put it in the place of the one with its id."""
    with record.folder.writing():
        found = watches(record)
        kept = [changed if w.id == changed.id else w for w in found]
        _write(record, kept if any(w.id == changed.id for w in found) else [*found, changed])


def remove(record: Record, id_: str) -> None:
    """Forget a watch."""
    with record.folder.writing():
        _write(record, [w for w in watches(record) if w.id != id_])


def entries(record: Record, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The events and statements under some filters, newest first; each row with ``kind``, ``id`` and ``day``."""
    event = {k: v for k, v in asked.items() if k != "act"}
    statement = {k: v for k, v in asked.items() if k not in ("type", "status")}
    out: list[dict[str, Any]] = []
    # a watch on types or statuses asks for events alone, one on acts for statements alone
    if "act" not in asked:
        found = record.events(form="rows", **event)
        out += [{"kind": "event", "id": e["event_id"], "day": e["last_told"] or e["event_date"], **e} for e in found]
    if "type" not in asked and "status" not in asked:
        said = record.statements(form="rows", **statement)
        out += [
            {"kind": "statement", "id": s["statement_id"], "day": s["publication_date"] or s["date"], **s} for s in said
        ]
    return sorted(out, key=lambda x: (x["day"] or date.min, x["id"]), reverse=True)


def told(w: Watch, ids: list[str]) -> Watch:
    """The watch with these entries among those seen."""
    fresh = [i for i in ids if i not in set(w.seen)]
    return Watch(w.id, w.name, w.filters, w.webhook, w.secret, (*w.seen, *fresh)[-_MOST_SEEN:])


def _write(record: Record, found: list[Watch]) -> None:
    path = record.path / FILE
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with explained(record.path):
        fresh.write_text(json.dumps([asdict(w) for w in found], indent=1), encoding="utf-8")
        os.replace(fresh, path)
