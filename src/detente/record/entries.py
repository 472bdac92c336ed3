"""Rows of the derived tables: entries and parties as they are stored, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from detente.coding.model import Condition, Event, EventMention, Evidence, Reason, Span, Statement, When, Where
from detente.merging import Difference, Merged, MergedEvent, MergedStatement, Report, Telling
from detente.merging.parties import chain, principal, principals
from detente.reading.model import Party
from detente.record.columns import decode, encode
from detente.record.tables import EVENTS, EVIDENCE_TABLE, PARTIES, QUAD_OF_TYPE, STATEMENTS


def party_row(p: Party, principal_: str, made: int = 0) -> dict[str, Any]:
    """A row of ``parties``."""
    return {**encode(p), "principal": principal_, "made": made}


def parties(merged: Mapping[str, Party], principals_: Mapping[str, str]) -> pa.Table:
    """Rows of ``parties``."""
    return pa.Table.from_pylist([party_row(p, principals_.get(p.id, p.id)) for p in merged.values()], PARTIES)


def party(row: Mapping[str, Any]) -> Party:
    """The party in a row of ``parties``."""
    found: Party = decode(Party, row)
    return found


def events(merged: Iterable[MergedEvent], made: int = 0) -> list[dict[str, Any]]:
    """Rows of ``events``."""
    return [_event(m, {p.id: p for p in m.parties}) | {"made": made} for m in merged]


def _event(m: MergedEvent, known: Mapping[str, Party]) -> dict[str, Any]:
    e = m.event
    where = e.place or Where("")
    told = [t.published for t in m.history if t.published]
    return {
        "event_id": e.id,
        "event_date": e.date.start if e.date else None,
        "event_date_end": e.date.end if e.date else None,
        "day": e.date.start if e.date else min(told, default=None),
        "date_value": e.date.value if e.date else None,
        "event_type": e.type,
        "event_mode": e.mode,
        "status": e.status,
        "intensity": e.goldstein,
        "quad_code": QUAD_OF_TYPE.get(e.type),
        "cameo": e.cameo,
        "contexts": list(e.issues),
        **_side("actor", e.actor, known),
        **_side("recipient", e.recipient, known),
        "person": list(e.person),
        "persons_all": chain(known, e.person),
        "principals": principals(known, (*e.actor, *(e.recipient if e.symmetric else ()))),
        "toward": principals(known, (*e.recipient, *(e.actor if e.symmetric else ()))),
        "symmetric": e.symmetric,
        "placename": e.place.name if e.place else None,
        "country": where.country,
        "latitude": where.lat,
        "longitude": where.lon,
        "geonames_id": where.geonames,
        "what": e.what,
        "condition": encode(e.condition),
        "score": e.score,
        "publication_date": min(told, default=None),
        "last_told": max(told, default=None),
        "articles": len({x.article for x in e.evidence}),
        "evidence": encode(e.evidence),
        "mentions": encode(e.mentions),
        "reasons": encode(e.reasons),
        "history": encode(m.history),
        "differs": encode(m.differs),
        "trigger": {
            "article": e.evidence[0].article if e.evidence else "",
            "start": e.trigger.start,
            "end": e.trigger.end,
        },
    }


def _side(side: str, ids: tuple[str, ...], known: Mapping[str, Party]) -> dict[str, Any]:
    countries = [p for p in (principal(known, i) for i in ids) if p in known and known[p].kind == "state"]
    return {
        side: list(ids),
        f"{side}_name": names(ids, known),
        f"{side}_country": countries[0] if countries else None,
        f"{side}_sectors": sorted({s for i in ids if i in known and (s := known[i].sector)}),
        f"{side}s_all": chain(known, ids),
    }


def names(ids: Iterable[str], known: Mapping[str, Party]) -> str | None:
    """The names of parties, for people to read."""
    return "; ".join(known[i].name if i in known else i for i in ids) or None


def event(row: Mapping[str, Any]) -> MergedEvent:
    """The event in a row of ``events``."""
    date = row["event_date"]
    place = row["placename"]
    trigger = row["trigger"]
    found = Event(
        row["event_id"],
        row["event_type"],
        row["event_mode"],
        row["cameo"],
        row["intensity"],
        row["status"],
        tuple(row["actor"]),
        tuple(row["recipient"]),
        tuple(row["person"]),
        When(date, row["event_date_end"], row["date_value"]) if date else None,
        Where(place, row["country"], row["geonames_id"], row["latitude"], row["longitude"])
        if place is not None
        else None,
        tuple(row["contexts"]),
        decode(tuple[Evidence, ...], row["evidence"]),
        decode(tuple[EventMention, ...], row["mentions"]),
        Span(trigger["start"], trigger["end"]),
        row["what"],
        row["symmetric"],
        row["score"],
        decode(Condition, row["condition"]),
        decode(tuple[Reason, ...], row["reasons"]),
    )
    return MergedEvent(
        found, decode(tuple[Telling, ...], row["history"]), decode(tuple[Difference, ...], row["differs"])
    )


def statements(merged: Iterable[MergedStatement], made: int = 0) -> list[dict[str, Any]]:
    """Rows of ``statements``."""
    return [_statement(m, {p.id: p for p in m.parties}) | {"made": made} for m in merged]


def _statement(m: MergedStatement, known: Mapping[str, Party]) -> dict[str, Any]:
    s = m.statement
    told = [r.published for r in m.reports if r.published]
    return {
        "statement_id": s.id,
        "date": s.date.start if s.date else min(told, default=None),
        "when": encode(s.date),
        "speaker": list(s.speaker),
        "speaker_name": names(s.speaker, known),
        "speakers_all": chain(known, (*s.speaker, *s.for_)),
        "for": list(s.for_),
        "addressee": list(s.addressee),
        "addressee_name": names(s.addressee, known),
        "addressees_all": chain(known, s.addressee),
        "principals": principals(known, s.for_ or s.speaker),
        "toward": principals(known, s.addressee),
        "condition_words": m.condition_words,
        "act": s.act,
        "quote": s.quote,
        "contexts": list(s.issues),
        "condition": encode(s.condition),
        "content": m.content,
        "score": s.score,
        "publication_date": min(told, default=None),
        "articles": len({x.article for x in s.evidence}),
        "evidence": encode(s.evidence),
        "reasons": encode(s.reasons),
        "reports": encode(m.reports),
    }


def statement(row: Mapping[str, Any]) -> MergedStatement:
    """The statement in a row of ``statements``."""
    reports = decode(tuple[Report, ...], row["reports"])
    first = reports[0]
    found = Statement(
        row["statement_id"],
        tuple(row["speaker"]),
        tuple(row["for"]),
        tuple(row["addressee"]),
        row["act"],
        row["quote"],
        tuple(row["contexts"]),
        decode(Condition, row["condition"]),
        first.speakers,
        first.cues,
        first.contents,
        decode(tuple[Evidence, ...], row["evidence"]),
        row["score"],
        decode(When, row["when"]),
        decode(tuple[Reason, ...], row["reasons"]),
    )
    return MergedStatement(found, row["content"], reports, row["condition_words"])


def evidence(merged: Iterable[MergedEvent | MergedStatement], made: int = 0) -> list[dict[str, Any]]:
    """Rows of ``evidence``: every span with the entry it supports and its words."""
    rows = []
    for m in merged:
        kind, entry = ("event", m.event) if isinstance(m, MergedEvent) else ("statement", m.statement)
        for x, words in zip(entry.evidence, m.words, strict=True):
            rows.append(
                {"made": made, "article": x.article, "start": x.start, "end": x.end}
                | {"kind": kind, "entry": entry.id, "words": words}
            )
    return rows


def derived(merged: Merged) -> dict[str, pa.Table]:
    """The derived tables of what merging made."""
    return {
        "parties": parties(merged.parties, merged.principals),
        "events": pa.Table.from_pylist(events(merged.events), EVENTS),
        "statements": pa.Table.from_pylist(statements(merged.statements), STATEMENTS),
        "evidence": pa.Table.from_pylist(evidence((*merged.events, *merged.statements)), EVIDENCE_TABLE),
    }
