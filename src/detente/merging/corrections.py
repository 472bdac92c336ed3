"""Corrections: what people said of an entry. They win over what was read.

A correction hangs on spans of text, not on an id: after another reading it finds its entry again by its words; and
where a newer coder no longer finds what a person confirmed, the entry is made from the correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

from detente.articles import Article
from detente.coding.model import Event, Evidence, Reason, Span, Statement, When, Where
from detente.merging.model import M, MergedEvent, MergedStatement, Report
from detente.reading.model import Party

EVENT_FIELDS = ("type", "mode", "status", "actor", "recipient", "person", "date", "place", "issues")
STATEMENT_FIELDS = ("act", "quote", "speaker", "addressee", "issues")
# Fields that hold several values.
MANY = frozenset({"actor", "recipient", "person", "issues", "speaker", "addressee"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span of an article that an entry rested on, its words, and its trigger (or the beginning of its content)."""

    article: str
    start: int
    end: int
    words: str
    trigger_start: int
    trigger_end: int


@dataclass(frozen=True, slots=True)
class Change:
    """A field of an entry and its right values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person said of an entry: change these fields, reject it, one with another, several in one.

    ``was`` is the type (act) and ``parties`` are the parties that the entry had; ``event`` or ``statement`` is the
    entry as it was.
    """

    id: str
    kind: Literal["change", "reject", "merge", "split"]
    about: Literal["event", "statement"]
    anchors: tuple[Anchor, ...]
    changes: tuple[Change, ...] = ()
    other: tuple[Anchor, ...] = ()
    was: str = ""
    parties: tuple[str, ...] = ()
    by: str = ""
    note: str = ""
    event: Event | None = None
    statement: Statement | None = None


class Told(Protocol):
    """One telling: what a group is made of."""

    @property
    def article(self) -> str: ...

    @property
    def key(self) -> Any: ...


T = TypeVar("T", bound=Told)
Where_ = Callable[[Any], tuple[Span, Sequence[Evidence], frozenset[str], str]]


def regroup(
    groups: list[list[T]], corrections: Sequence[Correction], spans: Where_, texts: Mapping[str, str]
) -> tuple[list[list[T]], dict[int, list[Correction]], list[Correction]]:
    """Groups of tellings as corrections have them.

    Args:
        groups: what clustering made.
        corrections: those about this kind of entry, oldest first.
        spans: of a telling: trigger, evidence, parties, and type or act.
        texts: the texts of the articles.

    Returns:
        The groups; which corrections (changes and rejections) each is the subject of, by its place in the list; and the
        corrections that no longer find their entry.
    """
    lost: list[Correction] = []
    for c in corrections:
        if c.kind not in ("merge", "split"):
            continue
        here = find(c.anchors, c, groups, spans, texts)
        if here is None:
            continue
        if c.kind == "merge":
            second = find(c.other, replace(c, parties=()), groups, spans, texts, but=here)
            if second is not None:
                groups[here] = sorted(groups[here] + groups[second], key=lambda t: t.key)
                del groups[second]
        else:
            there = _there(c.anchors, texts)
            mine = [t for t in groups[here] if any(_overlap(a, t.article, spans(t)[0]) for a in there)]
            rest = [t for t in groups[here] if t not in mine]
            groups[here : here + 1] = [[t] for t in mine] + ([rest] if rest else [])
    groups.sort(key=lambda g: g[0].key)
    subjects: dict[int, list[Correction]] = {}
    for c in corrections:
        if c.kind in ("change", "reject"):
            at = find(c.anchors, c, groups, spans, texts)
            if at is None:
                lost.append(c)
            else:
                subjects.setdefault(at, []).append(c)
    return groups, subjects, lost


def corrected(
    groups: list[list[T]],
    corrections: Sequence[Correction],
    articles: Mapping[str, Article],
    known: Mapping[str, Party],
    *,
    spans: Where_,
    one: Callable[[Sequence[T]], M],
    changed: Callable[[Any, Correction], Any],
    restored: Callable[[Correction, Mapping[str, Article]], M | None],
) -> list[M]:
    """The entries of groups of tellings as corrections have them.

    Args:
        groups: what clustering made.
        corrections: those about this kind of entry, oldest first.
        articles: the articles that the corrections name.
        known: the parties that they name.
        spans: see `regroup`.
        one: makes the entry of a group.
        changed: gives an event or statement with the fields that a correction names.
        restored: gives the entry of a correction that no longer finds one, where its words still stand.
    """
    groups, subjects, lost = regroup(groups, corrections, spans, {id_: a.text for id_, a in articles.items()})
    made = []
    for k, group in enumerate(groups):
        said = subjects.get(k, [])
        if any(c.kind == "reject" for c in said):
            continue
        merged = one(group)
        for c in said:
            merged = replace(merged, **{c.about: changed(getattr(merged, c.about), c)})
        made.append(_knowing(merged, known) if said else merged)
    again = (restored(c, articles) for c in lost if c.kind == "change")
    return made + [_knowing(m, known) for m in again if m]


def _knowing(merged: M, known: Mapping[str, Party]) -> M:
    """The entry with the parties that a correction put into it."""
    there: set[str] = {p.id for p in merged.parties}
    return replace(merged, parties=(*merged.parties, *(p for id_, p in sorted(known.items()) if id_ not in there)))


def find(
    anchors: Sequence[Anchor],
    c: Correction,
    groups: Sequence[Sequence[T]],
    spans: Where_,
    texts: Mapping[str, str],
    but: int | None = None,
) -> int | None:
    """The group that rests on the anchors: on the same triggers, or on the same words with the same parties."""
    there = _there(anchors, texts)
    articles = {a.article for a in there}
    best, found = 0.0, None
    for k, group in enumerate(groups):
        if k == but:
            continue
        sum_ = 0.0
        for t in group:
            if t.article not in articles:
                continue
            trigger, evidence, parties, type_ = spans(t)
            same = bool(parties & set(c.parties)) or not c.parties
            for a in there:
                if a.article != t.article:
                    continue
                if _overlap(a, t.article, trigger):
                    sum_ += 2.0 + same + (type_ == c.was)
                elif same and type_ == c.was and any(_shared(a, x) > 0.5 for x in evidence):
                    sum_ += 1.0
        if sum_ > best:
            best, found = sum_, k
    return found


def _there(anchors: Iterable[Anchor], texts: Mapping[str, str]) -> list[Anchor]:
    """The anchors as they lie in the texts of today; those whose words are gone are left out."""
    out = []
    for a in anchors:
        text = texts.get(a.article)
        if text is None:
            continue
        if text[a.start : a.end] == a.words:
            out.append(a)
        elif a.words and (at := text.find(a.words)) >= 0:
            move = at - a.start
            first, last = a.trigger_start + move, a.trigger_end + move
            out.append(replace(a, start=at, end=a.end + move, trigger_start=first, trigger_end=last))
    return out


def _overlap(a: Anchor, article: str, trigger: Span) -> bool:
    return a.article == article and a.trigger_start < trigger.end and trigger.start < a.trigger_end


def _shared(a: Anchor, x: Evidence) -> float:
    both = min(a.end, x.end) - max(a.start, x.start)
    return both / max(1, max(a.end - a.start, x.end - x.start))


def changed_event(e: Event, c: Correction) -> Event:
    """An event with the fields that a correction names."""
    from detente.coding.frames import cameo_of, goldstein_of

    to: dict[str, Any] = {}
    for change in c.changes:
        value = change.values[0] if change.values else None
        if change.field in MANY:
            to[change.field] = change.values
        elif change.field == "date":
            to["date"] = _when(value)
        elif change.field == "place":
            to["place"] = Where(value) if value else None
        else:
            to[change.field] = value
    if "type" in to and to["type"] != e.type:
        to.setdefault("mode", None)
    if "type" in to or "mode" in to:
        cameo = cameo_of(to.get("type", e.type), to.get("mode", e.mode))
        to["cameo"], to["goldstein"] = cameo, goldstein_of(cameo)
    return replace(e, **to, reasons=(*e.reasons, _reason(c)))


def changed_statement(s: Statement, c: Correction) -> Statement:
    """A statement with the fields that a correction names."""
    to: dict[str, Any] = {
        change.field: change.values if change.field in MANY else (change.values[0] if change.values else None)
        for change in c.changes
    }
    if "speaker" in to:
        to["for_"] = ()
    return replace(s, **to, reasons=(*s.reasons, _reason(c)))


def _reason(c: Correction) -> Reason:
    words = ": ".join(x for x in (c.by, c.note) if x)
    return Reason(", ".join(x.field for x in c.changes), "rule", f"correction {c.id}", words)


def _when(value: str | None) -> When | None:
    if not value:
        return None
    first, _, last = value.partition("/")
    return When(date.fromisoformat(first), date.fromisoformat(last or first), value)


def restored_event(c: Correction, articles: Mapping[str, Article]) -> MergedEvent | None:
    """The event of a correction whose reading is gone, where its words still stand."""
    there = _standing(c, articles)
    if not there or c.event is None:
        return None
    evidence = tuple(dict.fromkeys(Evidence(a.article, a.start, a.end) for a in there))
    trigger = Span(there[0].trigger_start, there[0].trigger_end)
    # mentions are offsets of the old reading: they stay only where the words did not move
    still = {(a.article, a.start) for a in there} & {(a.article, a.start) for a in c.anchors}
    mentions = tuple(m for m in c.event.mentions if m.article in {article for article, _ in still})
    event = changed_event(replace(c.event, evidence=evidence, trigger=trigger, mentions=mentions), c)
    return MergedEvent(event, words=_words(evidence, articles))


def restored_statement(c: Correction, articles: Mapping[str, Article]) -> MergedStatement | None:
    """The statement of a correction whose reading is gone, where its words still stand."""
    there = _standing(c, articles)
    if not there or c.statement is None:
        return None
    a = there[0]
    spans = tuple(Span(x.start, x.end) for x in there if x.article == a.article)
    evidence = tuple(dict.fromkeys(Evidence(x.article, x.start, x.end) for x in there))
    s = replace(c.statement, evidence=evidence, contents=spans, speakers=(), cues=(), condition=None)
    report = Report(a.article, articles[a.article].published, s.quote, (), (), spans)
    return MergedStatement(changed_statement(s, c), a.words, (report,), words=_words(evidence, articles))


def _standing(c: Correction, articles: Mapping[str, Article]) -> list[Anchor]:
    return _there(c.anchors, {x.article: articles[x.article].text for x in c.anchors if x.article in articles})


def _words(evidence: Iterable[Evidence], articles: Mapping[str, Article]) -> tuple[str, ...]:
    return tuple(articles[x.article].text[x.start : x.end] for x in evidence)


_NAMING = MANY - {"issues"}


def parties_of(c: Correction) -> set[str]:
    """The parties that a correction names, or that its entry had."""
    named = {id_ for change in c.changes if change.field in _NAMING for id_ in change.values}
    if c.event:
        named |= {*c.event.actor, *c.event.recipient, *c.event.person}
    if c.statement:
        named |= {*c.statement.speaker, *c.statement.for_, *c.statement.addressee}
    return named


def articles_of(c: Correction) -> set[str]:
    """The articles that a correction names."""
    return {a.article for a in (*c.anchors, *c.other)}


def parties_named(corrections: Iterable[Correction], known: Mapping[str, Party]) -> dict[str, Party]:
    """The parties that corrections name and no article does."""
    import pycountry

    out: dict[str, Party] = {}
    for c in corrections:
        for change in c.changes:
            if change.field in _NAMING:
                for id_ in change.values:
                    if id_ not in known:
                        state = pycountry.countries.get(alpha_3=id_)
                        out[id_] = Party(id_, state.name if state else id_, "state" if state else "organisation")
    return out
