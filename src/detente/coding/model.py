"""What coding gives: the entries of one article, each with its evidence and its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.reading.model import Party

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["occurred", "ongoing", "planned", "conditional", "alleged", "denied"]
Act = Literal[
    "inform", "demand", "ask", "offer", "promise", "refuse", "accept", "threaten", "warn", "criticise", "praise", "deny"
]
Quote = Literal["direct", "indirect"]
Role = Literal["actor", "recipient", "person"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: character spans of its cue, speaker and content, each possibly in several parts."""

    cue: tuple[tuple[int, int], ...]
    speaker: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of an article's original text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EventMention:
    """Where a party of an event is named, and on which side."""

    role: Role
    party: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision: first and last day that it can be, and the TimeML value it was read as.

    ``value`` is None where no words give the date, but the day that the report is about.
    """

    start: date
    end: date
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place of an event."""

    name: str
    country: str | None = None
    geonames: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What something depends on: "unless X", "if X"; ``of`` are the parties on whom it depends."""

    kind: str
    start: int
    end: int
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided something: ``by`` "rule" or "model", which one (``name``), on which words, with which score."""

    what: str
    by: Literal["rule", "model"]
    name: str
    words: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one sentence (or clause) of one article tells it."""

    id: str
    type: EventType
    mode: str | None
    cameo: str | None
    goldstein: float | None
    status: Status
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    person: tuple[str, ...]
    date: When | None
    place: Where | None
    issues: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    mentions: tuple[EventMention, ...]
    trigger: Span
    what: str
    symmetric: bool
    score: float
    condition: Condition | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One speech act. ``speakers``, ``cues`` and ``contents`` are spans: a discontinuous content is several."""

    id: str
    speaker: tuple[str, ...]
    for_: tuple[str, ...]
    addressee: tuple[str, ...]
    act: Act
    quote: Quote
    issues: tuple[str, ...]
    condition: Condition | None
    speakers: tuple[Span, ...]
    cues: tuple[Span, ...]
    contents: tuple[Span, ...]
    evidence: tuple[Evidence, ...]
    score: float
    date: When | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of one article, before merging; ``parties`` are speakers that only a statement names."""

    events: tuple[Event, ...] = field(default=())
    statements: tuple[Statement, ...] = field(default=())
    parties: tuple[Party, ...] = field(default=())
