"""Statements: one entry of what several paragraphs or articles report of one speech act."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from detente.articles import Article
from detente.coding.model import Act, Evidence, Span, Statement
from detente.merging.clusters import clusters, grouped
from detente.merging.corrections import Correction, changed_statement, corrected, restored_statement
from detente.merging.keys import Blocks, bits, key
from detente.merging.model import Account, MergedStatement, Report, numbered
from detente.merging.parties import named, principal, together
from detente.merging.traits import WORDS, Classes, Columns, likeness_at_most, lot, shared_at_most, words_of
from detente.merging.traits import links as links_of
from detente.merging.words import likeness, stems
from detente.reading.model import Party

CONFLICT = -6.0
# How alike (Jaccard of stems) the words of two reports of one statement are, at least; and how many stems they share.
WITHIN, ACROSS, SHARED = 0.6, 0.45, 4
# Days between two reports of one statement.
DAYS = 4
# Acts that reporters of the same words choose between.
_NEAR = (
    frozenset({"demand", "ask", "warn", "threaten", "criticise"}),
    frozenset({"offer", "promise", "accept"}),
    frozenset({"refuse", "deny", "criticise"}),
)
ACTS = Act.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Said:
    """One report of a statement with what is compared and what is kept of it; it needs its article no more.

    ``said`` are the words of each piece of evidence, ``condition`` those of the condition, ``again`` how many reports
    of the article before this one have the same id.
    """

    key: tuple[int, str, int, int]
    statement: Statement
    article: str
    alone: bool
    day: int | None
    speakers: frozenset[str]
    principals: frozenset[str]
    persons: frozenset[str]
    words: frozenset[str]
    content: str
    said: tuple[str, ...]
    condition: str | None
    parties: tuple[Party, ...]
    again: int = 0

    @property
    def published(self) -> date | None:
        """When the article was published."""
        return date.fromordinal(self.day) if self.day is not None else None


def told(account: Account, texts: Mapping[str, str]) -> list[Said]:
    """What an account reports, statement by statement; ``texts``: those of its copies."""
    text, published = account.article.text, account.article.published
    out = []
    seen: Counter[str] = Counter()
    for k, s in enumerate(account.statements):
        spans = s.contents or s.evidence
        start = spans[0].start if spans else 0
        content = " ".join(text[x.start : x.end] for x in spans)
        mark = _mark(account.article.id, s)
        again = seen[mark]
        seen[mark] += 1
        out.append(
            Said(
                ((published or date.max).toordinal(), account.article.id, start, k),
                s,
                account.article.id,
                account.alone,
                published.toordinal() if published else None,
                frozenset(s.speaker),
                frozenset(principal(account.parties, p) for p in (s.for_ or s.speaker)),
                frozenset(p for p in s.speaker if p in account.parties and account.parties[p].kind == "person"),
                stems(content),
                content,
                tuple(texts.get(x.article, text)[x.start : x.end] for x in s.evidence),
                text[s.condition.start : s.condition.end] if s.condition else None,
                named(account, (*s.speaker, *s.for_, *s.addressee)),
                again,
            )
        )
    return sorted(out, key=lambda x: x.key)


def margin(a: Said, b: Said) -> float:
    """How far two reports are above (or below) what one statement asks for."""
    same_article = a.article == b.article
    if not same_article and (a.alone or b.alone):
        return CONFLICT
    x, y = a.statement, b.statement
    if not (a.speakers & b.speakers or a.principals & b.principals):
        return CONFLICT
    if a.persons and b.persons and not a.persons & b.persons:
        return CONFLICT
    if not _acts(x.act, y.act):
        return CONFLICT
    if (x.condition is None) != (y.condition is None) and same_article:
        return CONFLICT
    if not same_article and a.day is not None and b.day is not None and abs(a.day - b.day) > DAYS:
        return CONFLICT
    if len(a.words & b.words) < SHARED:
        return CONFLICT
    return likeness(a.words, b.words) - (WITHIN if same_article else ACROSS)


def _acts(a: str, b: str) -> bool:
    """Whether two acts may be told of the same words."""
    return a == b or "inform" in (a, b) or any(a in n and b in n for n in _NEAR)


def blocks(s: Said) -> Blocks:
    """The blocks of a report: a party that speaks, the days, and a stem of what it says (long ones first)."""
    # an undated report meets others without a date only
    first, last = (0, 0) if s.day is None else (s.day, s.day + DAYS)
    # sets as alike as this share one of so many first elements in any fixed order
    order = sorted(s.words, key=lambda w: (-len(w), w))
    n = len(order)
    order = order[: max(0, n - max(SHARED, math.ceil(ACROSS * n)) + 1)]
    of = s.article if s.alone else ""
    who = sorted(s.principals | s.speakers)
    return Blocks(tuple(key("said", of, party, word) for word in order for party in who), (), first, last)


TRAITS = np.dtype(
    [
        ("article", "i8"), ("from", "i4"), ("to", "i4"), ("act", "i1"), ("condition", "?"), ("speakers", "u8"),
        ("principals", "u8"), *WORDS,
    ]
)  # fmt: skip
_ACT = {a: k for k, a in enumerate(ACTS)}
_MAY = np.array([[_acts(a, b) for b in ACTS] for a in ACTS])
CLASSES = Classes("act", _MAY)


def traits(said: Sequence[Said]) -> np.ndarray:
    """The traits of reports; ``from`` and ``to`` are left to `lot`."""
    return np.array([_traits(s) for s in said], TRAITS)


def _traits(s: Said) -> tuple[object, ...]:
    x = s.statement
    return (
        key(s.article), 0, 0, _ACT[x.act], x.condition is not None, bits(s.speakers), bits(s.principals),
        *words_of(s.words),
    )  # fmt: skip


def possible(c: Columns, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Of pairs of reports, those that may be of one statement."""
    same = c["article"][i] == c["article"][j]
    may = ((c["speakers"][i] & c["speakers"][j]) | (c["principals"][i] & c["principals"][j])) != 0
    may &= _MAY[c["act"][i], c["act"][j]] & ~(same & (c["condition"][i] != c["condition"][j]))
    shared = shared_at_most(c, i, j)
    may &= shared >= SHARED
    may &= likeness_at_most(c, i, j, shared) >= np.where(same, WITHIN, ACROSS) - 1e-9
    return np.asarray(may)


def links(said: Sequence[Said]) -> Iterator[tuple[int, int, float]]:
    """The pairs of reports whose margin is not negative, by their numbers."""
    return links_of(said, lot(traits(said), [blocks(s) for s in said]), possible, CLASSES, margin)


def settled(
    told_: Sequence[Said],
    corrections: Sequence[Correction] = (),
    articles: Mapping[str, Article] | None = None,
    known: Mapping[str, Party] | None = None,
) -> list[MergedStatement]:
    """The speech acts of reports that have to do with each other; see `events.settled`."""
    if not corrections:
        return numbered([one(g) for g in grouped(told_, margin, links)], "statement")
    made = corrected(
        clusters(told_, margin, links),
        corrections,
        articles or {},
        known or {},
        spans=_spans,
        one=one,
        changed=changed_statement,
        restored=restored_statement,
    )
    return numbered(made, "statement")


def _spans(s: Said) -> tuple[Span, Sequence[Evidence], frozenset[str], str]:
    x = s.statement
    content = x.contents[0] if x.contents else Span(x.evidence[0].start, x.evidence[0].end)
    return content, x.evidence, frozenset(x.speaker), x.act


def one(group: Sequence[Said]) -> MergedStatement:
    """The entry of one speech act, of all its reports. A direct quotation is shown before an indirect one, then the
    report that is surest of itself."""
    first = group[0]
    best = max(
        reversed(group),
        key=lambda s: (s.statement.act != "inform", s.statement.quote == "direct", bool(s.speakers), s.statement.score),
    )
    ordered = [best, *(s for s in group if s is not best)]
    s = best.statement
    reports = tuple(
        Report(
            o.article,
            o.published,
            o.statement.quote,
            o.statement.speakers,
            o.statement.cues,
            o.statement.contents,
        )
        for o in ordered
    )
    said = {x: words for o in group for x, words in zip(o.statement.evidence, o.said, strict=True)}
    evidence = tuple(dict.fromkeys(x for o in group for x in o.statement.evidence))
    return MergedStatement(
        replace(
            s,
            id=_id(first),
            addressee=s.addressee or next((o.statement.addressee for o in ordered if o.statement.addressee), ()),
            issues=tuple(sorted({i for o in group for i in o.statement.issues})),
            evidence=evidence,
            score=max(o.statement.score for o in group),
            date=s.date or next((o.statement.date for o in ordered if o.statement.date), None),
        ),
        best.content,
        reports,
        best.condition,
        tuple(said[x] for x in evidence),
        together(p for o in group for p in o.parties),
    )


def _mark(article: str, s: Statement) -> str:
    spans = s.contents or s.evidence
    return repr((article, *((x.start, x.end) for x in spans), sorted(s.speaker)))


def _id(first: Said) -> str:
    mark = _mark(first.article, first.statement) + (str(first.again) if first.again else "")
    return "s" + hashlib.blake2b(mark.encode("utf-8", "replace"), digest_size=7).hexdigest()
