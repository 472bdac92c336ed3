"""The tables of a record and their columns.

``readings`` is the only truth: one row per article. ``events``, ``statements``, ``parties`` and ``evidence`` are
derived from it (and from ``corrections``) by merging. Each of their rows has a number, ``made``, which it shares with
all that was made in one go of the same tellings; ``superseded`` lists the numbers of rows that later ones replace.
Columns that POLECAT has carry its names, in small letters with underscores: ``event_id``, ``event_type``,
``actor_name``, ``contexts`` ...; ``actor``, ``recipient`` and ``person`` are lists of party ids.
"""

from __future__ import annotations

import pyarrow as pa

from detente.coding.model import Condition, Event, EventMention, Evidence, Reason, Span, Statement, When
from detente.merging.corrections import Anchor, Change
from detente.merging.model import Difference, Report, Telling
from detente.reading.model import Mention, Party, Place, Time
from detente.record.columns import arrow_type

# The version of all of this. Raise it when a column changes its meaning, and teach folder.py to bring older ones here.
FORMAT = 4

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
        ("only", arrow_type(tuple[Span, ...])),
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
        ("made", pa.int64()),
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
        ("made", pa.int64()),
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
        ("made", pa.int64()),
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
        ("made", pa.int64()),
        ("article", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("kind", pa.string()),
        ("entry", pa.string()),
        ("words", pa.string()),
    ]
)
DERIVED = {"parties": PARTIES, "events": EVENTS, "statements": STATEMENTS, "evidence": EVIDENCE_TABLE}

# What merging keeps to bring the derived tables up to date from what is new alone.
# ``tellings``: what articles tell of events and statements, with the unit it was merged in (``made``) and its place
# there, the blocks in which it meets others (see `merging.keys.Blocks`), what is compared of many at once, and the
# telling itself (MessagePack).
TELLINGS = pa.schema(
    [
        ("made", pa.int64()),
        ("place", pa.int32()),
        ("kind", pa.string()),
        ("article", pa.int64()),
        ("every", pa.list_(pa.int64())),
        ("others", pa.list_(pa.int64())),
        ("first", pa.int32()),
        ("last", pa.int32()),
        ("traits", pa.binary()),
        ("telling", pa.binary()),
    ]
)
# How often each value of each field of a party was read, as sums of what batches added or took away.
VOTES = pa.schema([("id", pa.string()), ("field", pa.string()), ("value", pa.string()), ("n", pa.int64())])
# Which article names which person; ``n`` is -1 where an article no longer does.
SIGHTINGS = pa.schema(
    [
        ("article", pa.string()),
        ("family", pa.string()),
        ("name", pa.string()),
        ("above", pa.string()),
        ("office", pa.string()),
        ("month", pa.int32()),
        ("alone", pa.bool_()),
        ("n", pa.int64()),
    ]
)
# Which articles are taken up: numbers that stand for an id, and for an id with its content, coder and way of merging.
KNOWN = pa.schema([("id", pa.int64()), ("exact", pa.int64()), ("n", pa.int64())])
# Events per directed dyad of principals, month and quad code: how many, and of how many with an intensity its sum (in
# tenths), again as sums of what was added or taken away.
MONTHS = pa.schema(
    [
        ("actor", pa.string()),
        ("recipient", pa.string()),
        ("month", pa.date32()),
        ("quad_code", pa.string()),
        ("n", pa.int64()),
        ("rated", pa.int64()),
        ("tenths", pa.int64()),
    ]
)
SUPERSEDED = pa.schema([("made", pa.int64())])
KEPT = {
    "tellings": TELLINGS,
    "votes": VOTES,
    "sightings": SIGHTINGS,
    "known": KNOWN,
    "months": MONTHS,
    "superseded": SUPERSEDED,
}

_QUADS = (
    ("verbal cooperation", "AGREE CONSULT SUPPORT CONCEDE"),
    ("material cooperation", "COOPERATE AID RETREAT"),
    ("verbal conflict", "REQUEST ACCUSE REJECT THREATEN"),
    ("material conflict", "SANCTION PROTEST MOBILIZE COERCE ASSAULT"),
)
# PLOVER's quad codes (manual, table 1)
QUADS = tuple(quad for quad, _ in _QUADS)
QUAD_OF_TYPE = {type_: quad for quad, types in _QUADS for type_ in types.split()}
