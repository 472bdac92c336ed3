"""What the table formats of the field ask of an event: one line per dyad, with codes for both sides.

Every export takes the dump of a record (the document that ``detente export --to json`` writes): one form for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from detente.record.tables import QUAD_OF_TYPE, QUADS

Dump = Mapping[str, Any]

# The number of a type's quadrant, in the field's order: 1 and 2 cooperation, 3 and 4 conflict, verbal before material.
QUAD = {type_: QUADS.index(quad) + 1 for type_, quad in QUAD_OF_TYPE.items()}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event: the party named and the state or organisation at the end of its chain of principals."""

    id: str = ""
    name: str = ""
    kind: str = ""
    sector: str = ""
    role: str = ""
    principal: str = ""
    principal_kind: str = ""
    country: str = ""
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One event between one actor and one recipient (either may be nobody)."""

    event: Mapping[str, Any]
    actor: Side
    recipient: Side
    first_day: date | None
    published: str
    publishers: tuple[str, ...]
    urls: tuple[str, ...]
    articles: tuple[str, ...]
    place: Mapping[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """A stable positive 48-bit number of this line."""
        key = f"{self.event['id']}|{self.actor.id}|{self.recipient.id}"
        return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")


def _principal(parties: Mapping[str, Mapping[str, Any]], party: str) -> Mapping[str, Any]:
    seen: set[str] = set()
    while party not in seen:
        seen.add(party)
        above = parties.get(party, {}).get("of")
        if not above:
            break
        party = above
    return parties.get(party, {"id": party})


def side(dump_parties: Mapping[str, Mapping[str, Any]], party: str, raw: tuple[str, ...] = ()) -> Side:
    """The codes of one party."""
    p = dump_parties.get(party, {"id": party})
    top = _principal(dump_parties, party)
    country = top["id"] if top.get("kind") == "state" else ""
    return Side(
        id=party,
        name=p.get("name") or party,
        kind=p.get("kind") or "",
        sector=p.get("sector") or ("GOV" if p.get("kind") == "state" else ""),
        role=p.get("role") or "",
        principal=top["id"],
        principal_kind=top.get("kind") or "",
        country=country,
        raw=raw,
    )


def _raw(event: Mapping[str, Any], role: str, party: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    spans = [m for m in event.get("mentions", []) if m["role"] == role and m["party"] == party]
    return tuple(dict.fromkeys(" ".join(texts.get(m["article"], "")[m["start"] : m["end"]].split()) for m in spans))


def rows(dump: Dump, occurred_only: bool = False) -> Iterator[Row]:
    """The events of a dump as lines of one actor and one recipient.

    Args:
        dump: the document of ``detente export --to json``.
        occurred_only: leave out what is planned, conditional, alleged or denied, as the older data sets have no status.
    """
    parties = {p["id"]: p for p in dump.get("parties", [])}
    articles = {a["id"]: a for a in dump.get("articles", [])}
    texts = {k: a.get("text") or "" for k, a in articles.items()}
    for event in dump.get("events", []):
        if occurred_only and event.get("status") not in ("occurred", "ongoing"):
            continue
        ids = tuple(dict.fromkeys(e["article"] for e in event.get("evidence", [])))
        told = [articles[i] for i in ids if i in articles]
        when = event.get("date") or {}
        day = str(when.get("start") or "")[:10]
        published = min((str(a.get("published"))[:10] for a in told if a.get("published")), default="")
        for actor in event.get("actor") or [""]:
            for recipient in event.get("recipient") or [""]:
                yield Row(
                    event=event,
                    actor=side(parties, actor, _raw(event, "actor", actor, texts)) if actor else Side(),
                    recipient=side(parties, recipient, _raw(event, "recipient", recipient, texts))
                    if recipient
                    else Side(),
                    first_day=date.fromisoformat(day) if day else None,
                    published=published,
                    publishers=tuple(dict.fromkeys(a["publisher"] for a in told if a.get("publisher"))),
                    urls=tuple(dict.fromkeys(a["url"] for a in told if a.get("url"))),
                    articles=ids,
                    place=event.get("place") or {},
                )
