"""The tables of a record: their columns, and rows from and to the types of the stages before.

``readings`` is the only truth: one row per article. ``events``, ``statements``, ``parties`` and ``evidence`` are
derived from it (and from ``corrections``) by merging. Columns that POLECAT has carry its names, in small letters with
underscores: ``event_id``, ``event_type``, ``actor_name``, ``contexts`` ...; ``actor``, ``recipient`` and ``person`` are
lists of party ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from detente.articles import Article, SetAside
from detente.coding.model import Condition, Event, EventMention, Evidence, Reason, Span, Statement, When, Where
from detente.merging import Account, Difference, Merged, MergedEvent, MergedStatement, Telling
from detente.merging.corrections import Anchor, Change
from detente.merging.model import Report
from detente.merging.parties import chain, principal, principals
from detente.reading.model import Mention, Party, Place, Time
from detente.record.columns import arrow_type, decode, encode

# The version of all of this. Raise it when a column changes its meaning, and teach folder.py to bring older ones here.
FORMAT = 2

STRINGS = pa.list_(pa.string())
EVIDENCE = arrow_type(tuple[Evidence, ...])

READINGS = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("publication_date", pa.date32()),
        ("publisher", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("source", pa.string()),
        ("text", pa.string()),
        ("fingerprint", pa.string()),
        ("coder", pa.string()),
        ("alone", pa.bool_()),
        ("copy_of", pa.string()),
        ("sketch", pa.binary()),
        ("parties", arrow_type(tuple[Party, ...])),
        ("mentions", arrow_type(tuple[Mention, ...])),
        ("times", arrow_type(tuple[Time, ...])),
        ("places", arrow_type(tuple[Place, ...])),
        ("events", arrow_type(tuple[Event, ...])),
        ("statements", arrow_type(tuple[Statement, ...])),
    ]
)
CORRECTIONS = pa.schema(
    [
        ("id", pa.string()),
        ("made", pa.string()),
        ("by", pa.string()),
        ("note", pa.string()),
        ("kind", pa.string()),
        ("about", pa.string()),
        ("entry", pa.string()),
        ("undoes", pa.string()),
        ("changes", arrow_type(tuple[Change, ...])),
        ("anchors", arrow_type(tuple[Anchor, ...])),
        ("other", arrow_type(tuple[Anchor, ...])),
        ("was", pa.string()),
        ("parties", STRINGS),
        ("event", arrow_type(Event)),
        ("statement", arrow_type(Statement)),
    ]
)
SET_ASIDE = pa.schema([("where", pa.string()), ("why", pa.string())])
PARTIES = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("of", pa.string()),
        ("principal", pa.string()),
        ("sector", pa.string()),
        ("role", pa.string()),
        ("names", STRINGS),
        ("members", STRINGS),
    ]
)
EVENTS = pa.schema(
    [
        ("event_id", pa.string()),
        ("event_date", pa.date32()),
        ("event_date_end", pa.date32()),
        ("day", pa.date32()),
        ("event_type", pa.string()),
        ("event_mode", pa.string()),
        ("status", pa.string()),
        ("intensity", pa.float64()),
        ("quad_code", pa.string()),
        ("cameo", pa.string()),
        ("contexts", STRINGS),
        ("actor", STRINGS),
        ("actor_name", pa.string()),
        ("actor_country", pa.string()),
        ("actor_sectors", STRINGS),
        ("recipient", STRINGS),
        ("recipient_name", pa.string()),
        ("recipient_country", pa.string()),
        ("recipient_sectors", STRINGS),
        ("person", STRINGS),
        ("symmetric", pa.bool_()),
        ("placename", pa.string()),
        ("country", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("geonames_id", pa.int64()),
        ("what", pa.string()),
        ("condition", arrow_type(Condition)),
        ("score", pa.float64()),
        ("publication_date", pa.date32()),
        ("last_told", pa.date32()),
        ("articles", pa.int64()),
        ("date_value", pa.string()),
        ("actors_all", STRINGS),
        ("recipients_all", STRINGS),
        ("persons_all", STRINGS),
        ("principals", STRINGS),
        ("toward", STRINGS),
        ("evidence", EVIDENCE),
        ("mentions", arrow_type(tuple[EventMention, ...])),
        ("reasons", arrow_type(tuple[Reason, ...])),
        ("history", arrow_type(tuple[Telling, ...])),
        ("differs", arrow_type(tuple[Difference, ...])),
        ("trigger", arrow_type(Evidence)),
    ]
)
STATEMENTS = pa.schema(
    [
        ("statement_id", pa.string()),
        ("date", pa.date32()),
        ("speaker", STRINGS),
        ("speaker_name", pa.string()),
        ("for", STRINGS),
        ("addressee", STRINGS),
        ("addressee_name", pa.string()),
        ("act", pa.string()),
        ("quote", pa.string()),
        ("contexts", STRINGS),
        ("condition", arrow_type(Condition)),
        ("content", pa.string()),
        ("score", pa.float64()),
        ("publication_date", pa.date32()),
        ("articles", pa.int64()),
        ("speakers_all", STRINGS),
        ("addressees_all", STRINGS),
        ("principals", STRINGS),
        ("toward", STRINGS),
        ("condition_words", pa.string()),
        ("when", arrow_type(When)),
        ("evidence", EVIDENCE),
        ("reasons", arrow_type(tuple[Reason, ...])),
        ("reports", arrow_type(tuple[Report, ...])),
    ]
)
EVIDENCE_TABLE = pa.schema(
    [
        ("article", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("kind", pa.string()),
        ("entry", pa.string()),
        ("words", pa.string()),
    ]
)
DERIVED = {"parties": PARTIES, "events": EVENTS, "statements": STATEMENTS, "evidence": EVIDENCE_TABLE}

_QUADS = (
    ("verbal cooperation", "AGREE CONSULT SUPPORT CONCEDE"),
    ("material cooperation", "COOPERATE AID RETREAT"),
    ("verbal conflict", "REQUEST ACCUSE REJECT THREATEN"),
    ("material conflict", "SANCTION PROTEST MOBILIZE COERCE ASSAULT"),
)
# PLOVER's quad codes (manual, table 1)
QUAD_OF_TYPE = {type_: quad for quad, types in _QUADS for type_ in types.split()}


def readings(accounts: Iterable[Account], coder: str) -> pa.Table:
    """Rows of ``readings``."""
    return pa.Table.from_pylist([_reading(a, coder) for a in accounts], READINGS)


def _reading(account: Account, coder: str) -> dict[str, Any]:
    a = account.article
    return {
        "id": a.id,
        "title": a.title,
        "publication_date": a.published,
        "publisher": a.publisher,
        "url": a.url,
        "language": a.language,
        "source": a.source,
        "text": a.text,
        "fingerprint": a.fingerprint,
        "coder": coder,
        "alone": account.alone,
        "copy_of": account.copy_of,
        "sketch": account.sketch or None,
        "parties": [encode(p) for _, p in sorted(account.parties.items())],
        "mentions": encode(account.mentions),
        "times": encode(account.times),
        "places": encode(account.places),
        "events": encode(account.events),
        "statements": encode(account.statements),
    }


def accounts(batches: Iterable[pa.RecordBatch]) -> Iterator[Account]:
    """The accounts in rows of ``readings``, one by one."""
    for batch in batches:
        for row in batch.to_pylist():
            yield account(row)


def article(row: Mapping[str, Any]) -> Article:
    """The article of a row of ``readings``."""
    return Article(
        row["id"],
        row["text"],
        row["title"],
        row["publication_date"],
        row["publisher"],
        row["url"],
        row["language"],
        row["source"],
    )


def account(row: Mapping[str, Any]) -> Account:
    """The account in a row of ``readings``."""
    return Account(
        article(row),
        {p.id: p for p in decode(tuple[Party, ...], row["parties"])},
        decode(tuple[Mention, ...], row.get("mentions") or []),
        decode(tuple[Time, ...], row.get("times") or []),
        decode(tuple[Place, ...], row.get("places") or []),
        decode(tuple[Event, ...], row["events"]),
        decode(tuple[Statement, ...], row["statements"]),
        bool(row["alone"]),
        row.get("copy_of"),
        row.get("sketch") or b"",
    )


def set_aside(items: Iterable[SetAside]) -> pa.Table:
    """Rows of ``set_aside``."""
    return pa.Table.from_pylist([encode(s) for s in items], SET_ASIDE)


def parties(merged: Mapping[str, Party]) -> pa.Table:
    """Rows of ``parties``."""
    rows = [encode(p) | {"principal": principal(merged, p.id)} for p in merged.values()]
    return pa.Table.from_pylist(rows, PARTIES)


def party(row: Mapping[str, Any]) -> Party:
    """The party in a row of ``parties``."""
    found: Party = decode(Party, row)
    return found


def events(merged: Iterable[MergedEvent], known: Mapping[str, Party]) -> pa.Table:
    """Rows of ``events``: plans first, then by ``day`` (its date, else its first publication). Questions mostly ask of
    plans, or of some days, and then read those only."""
    rows = [_event(m, known) for m in merged]
    return pa.Table.from_pylist(
        sorted(rows, key=lambda r: (r["status"] != "planned", r["day"] is None, r["day"])), EVENTS
    )


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


def statements(merged: Iterable[MergedStatement], known: Mapping[str, Party]) -> pa.Table:
    """Rows of ``statements``."""
    return pa.Table.from_pylist([_statement(m, known) for m in merged], STATEMENTS)


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


def evidence(
    events_: Iterable[MergedEvent], statements_: Iterable[MergedStatement], texts: Mapping[str, str]
) -> pa.Table:
    """Rows of ``evidence``: every span with the entry it supports and its words."""
    rows = []
    for kind, id_, spans in (
        *(("event", m.event.id, m.event.evidence) for m in events_),
        *(("statement", m.statement.id, m.statement.evidence) for m in statements_),
    ):
        for x in spans:
            words = texts.get(x.article, "")[x.start : x.end]
            rows.append(
                {"article": x.article, "start": x.start, "end": x.end, "kind": kind, "entry": id_, "words": words}
            )
    return pa.Table.from_pylist(rows, EVIDENCE_TABLE)


def derived(accounts: Iterable[Account], merged: Merged) -> dict[str, pa.Table]:
    """The derived tables of accounts and of what merging made of them."""
    texts = {a.article.id: a.article.text for a in accounts}
    return {
        "parties": parties(merged.parties),
        "events": events(merged.events, merged.parties),
        "statements": statements(merged.statements, merged.parties),
        "evidence": evidence(merged.events, merged.statements, texts),
    }
