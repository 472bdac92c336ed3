"""What merging takes and gives: the account of one article, and the entries that several accounts make together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar

from detente.articles import Article
from detente.coding.model import Entries, Event, Evidence, Quote, Span, Statement, Status
from detente.reading.model import Mention, Party, Place, Reading, Time


@dataclass(frozen=True, slots=True)
class Account:
    """Everything one article gave, without its syntax: what is stored of a reading, and what merging works on.

    ``alone`` says that the article stands for itself: nothing it tells is merged with what other articles tell.
    ``copy_of`` is the id of the article that it is a copy of: then it has only entries that the original has not.
    ``only`` are the paragraphs of a copy that were read, ``sketch`` is what copies are found by (`duplicates.Sketch`).
    """

    article: Article
    parties: Mapping[str, Party] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    alone: bool = False
    copy_of: str | None = None
    sketch: bytes = b""
    only: tuple[Span, ...] = ()

    @classmethod
    def of(cls, reading: Reading, entries: Entries, alone: bool = False) -> Account:
        """The account of a reading and its entries."""
        return cls(
            reading.article,
            dict(reading.parties) | {p.id: p for p in entries.parties},
            reading.mentions,
            reading.times,
            reading.places,
            entries.events,
            entries.statements,
            alone,
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of an event: which article, published when, with which status, in which words, by which trigger."""

    article: str
    published: date | None
    status: Status
    start: int
    end: int
    trigger_start: int = 0
    trigger_end: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the values that sources give for the same detail, and where they give it."""

    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A detail on which the tellings of one event differ; the first variant is the one shown."""

    what: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class MergedEvent:
    """One happening: the event with all its evidence, how its status was told over time, and where sources differ.

    ``words`` are those of each piece of evidence, ``parties`` the parties of the event and those they act for, as the
    articles that tell it have them.
    """

    event: Event
    history: tuple[Telling, ...] = ()
    differs: tuple[Difference, ...] = ()
    words: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a statement: which article, published when, and where it has speaker, cue and content."""

    article: str
    published: date | None
    quote: Quote
    speakers: tuple[Span, ...]
    cues: tuple[Span, ...]
    contents: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MergedStatement:
    """One speech act: the statement with all its evidence, its words, and every report of it, the shown one first.

    ``words`` are those of each piece of evidence, ``parties`` as in `MergedEvent`.
    """

    statement: Statement
    content: str
    reports: tuple[Report, ...]
    condition_words: str | None = None
    words: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()


M = TypeVar("M", MergedEvent, MergedStatement)


def numbered(made: Iterable[M], kind: Literal["event", "statement"]) -> list[M]:
    """Entries of one kind with ids that tell them apart."""
    out, seen = [], Counter[str]()
    for merged in made:
        entry = getattr(merged, kind)
        seen[entry.id] += 1
        n = seen[entry.id]
        out.append(merged if n == 1 else replace(merged, **{kind: replace(entry, id=f"{entry.id}-{n}")}))
    return out


@dataclass(frozen=True, slots=True)
class Merged:
    """What any number of accounts say together. ``principals`` are whom each party acts for in the end."""

    parties: Mapping[str, Party]
    events: tuple[MergedEvent, ...]
    statements: tuple[MergedStatement, ...]
    principals: Mapping[str, str] = field(default_factory=dict)
