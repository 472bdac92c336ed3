"""Events: one entry of what several clauses, paragraphs or articles tell of one happening."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from detente.articles import Article
from detente.coding.model import Event, EventType, Evidence, Reason, Role, Span, Status, When, Where
from detente.merging.clusters import clusters, grouped
from detente.merging.corrections import Correction, changed_event, corrected, restored_event
from detente.merging.figures import figures
from detente.merging.likeness import threshold, weight
from detente.merging.model import Account, Difference, MergedEvent, Telling, Variant, numbered
from detente.merging.parties import together
from detente.merging.prospects import CLASSES, possible, traits
from detente.merging.prospects import TRAITS as TRAITS
from detente.merging.tellings import Tale, blocks, joined, mark, tales
from detente.merging.traits import links as links_of
from detente.merging.traits import lot
from detente.reading.model import Party

_OTHER_SIDE: dict[Role, Role] = {"actor": "recipient", "recipient": "actor", "person": "person"}


def told(account: Account, texts: Mapping[str, str]) -> list[Tale]:
    """The happenings that one article tells, each as one telling made of its parts; ``texts``: those of its copies."""
    groups = clusters(tales(account, texts), margin)
    return [g[0] if len(g) == 1 else joined(account, one(g).event, g, texts) for g in groups]


def margin(a: Tale, b: Tale) -> float:
    """How far two tellings are above (or below) what one happening asks for."""
    if b.key < a.key:
        a, b = b, a
    return weight(a, b) - threshold(a, b)


def links(told_: Sequence[Tale]) -> Iterator[tuple[int, int, float]]:
    """The pairs of tellings whose margin is not negative, by their numbers."""
    return links_of(told_, lot(traits(told_), [blocks(t) for t in told_]), possible, CLASSES, margin)


def settled(
    told_: Sequence[Tale],
    corrections: Sequence[Correction] = (),
    articles: Mapping[str, Article] | None = None,
    known: Mapping[str, Party] | None = None,
) -> list[MergedEvent]:
    """The happenings of tellings that have to do with each other.

    Args:
        told_: what links (or corrections) connect, in the order of their keys.
        corrections: those that name articles of these tellings, or of no telling; oldest first.
        articles: the articles that these corrections name.
        known: the parties that they name.
    """
    if not corrections:
        return numbered([one(_parts(g)) for g in grouped(told_, margin, links)], "event")
    groups = [_parts(g) for g in clusters(told_, margin, links)]
    made = corrected(
        groups,
        corrections,
        articles or {},
        known or {},
        spans=_spans,
        one=one,
        changed=changed_event,
        restored=restored_event,
    )
    return numbered(made, "event")


def _parts(group: Sequence[Tale]) -> list[Tale]:
    return sorted((p for t in group for p in (t.parts or (t,))), key=lambda t: t.key)


def _spans(t: Tale) -> tuple[Span, Sequence[Evidence], frozenset[str], str]:
    e = t.event
    return e.trigger, e.evidence, frozenset((*e.actor, *e.recipient)), e.type


def one(group: Sequence[Tale]) -> MergedEvent:
    """The entry of one happening, of all that is told of it (in the order of their keys)."""
    first = group[0]
    status = _status(group)
    # what is told of the happening itself counts before what was told of the plan
    after = [t for t in group if t.event.status == status] or list(group)
    best = max(reversed(after), key=lambda t: (t.event.score, _fullness(t.event)))
    type_, mode = _kind(after)
    of_kind = [t for t in after if t.event.type == type_ and t.event.mode == mode] or after
    code = max(of_kind, key=lambda t: (t.event.cameo is not None, t.event.score)).event
    flipped = [_flipped(t, best) for t in group]
    actor = _voted(group, lambda t, k: t.event.recipient if flipped[k] else t.event.actor)
    recipient = _voted(group, lambda t, k: t.event.actor if flipped[k] else t.event.recipient)
    actor, recipient = _apart(actor, recipient, best)
    evidence = tuple(dict.fromkeys(x for t in group for x in t.event.evidence))
    mentions = tuple(
        dict.fromkeys(
            replace(m, role=_OTHER_SIDE[m.role]) if flipped[k] else m
            for k, t in enumerate(group)
            for m in t.event.mentions
        )
    )
    reasons = best.event.reasons
    if len(group) > 1:
        names = ", ".join(dict.fromkeys(t.trigger for t in group))
        link = sum(weight(a, b) for k, a in enumerate(group[:20]) for b in group[k + 1 : 20])
        pairs = min(len(group), 20) * (min(len(group), 20) - 1) // 2
        reasons = (*reasons, Reason("one happening", "rule", "likeness", names, round(link / pairs, 3)))
    when, where = _when(after), _where(after)
    merged = Event(
        _id(first),
        type_,
        mode,
        code.cameo,
        code.goldstein,
        status,
        tuple(actor),
        tuple(recipient),
        tuple(_voted(group, lambda t, _: t.event.person)),
        when,
        where,
        tuple(sorted({i for t in group for i in t.event.issues})),
        evidence,
        mentions,
        first.event.trigger,
        best.event.what,
        any(t.event.symmetric for t in group),
        max(t.event.score for t in group),
        next((t.event.condition for t in group if t.article == first.article and t.event.condition), None),
        reasons,
    )
    said = {x: words for t in group for x, words in zip(t.event.evidence, t.said, strict=True)}
    return MergedEvent(
        merged,
        _history(group),
        tuple(_differences(after, when, where)),
        tuple(said[x] for x in evidence),
        together(p for t in group for p in t.parties),
    )


def _id(first: Tale) -> str:
    """An id of the earliest evidence: the same however the record came about."""
    parts = (*mark(first.article, first.event), *([first.again] if first.again else ()))
    return "e" + hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "replace"), digest_size=7).hexdigest()


def _fullness(e: Event) -> int:
    return sum(map(bool, (e.actor, e.recipient, e.person, e.date, e.place, e.issues)))


def _status(group: Sequence[Tale]) -> Status:
    """The newest word on a happening: a plan is overtaken by what came of it."""
    counts = Counter(t.event.status for t in group)
    if counts["occurred"] or counts["ongoing"]:
        return "occurred" if counts["occurred"] >= counts["ongoing"] else "ongoing"
    return max(group, key=lambda t: (t.published or 0, t.key)).event.status


def _kind(group: Sequence[Tale]) -> tuple[EventType, str | None]:
    """Type and mode by the sum of scores."""
    votes: dict[EventType, float] = {}
    for t in group:
        votes[t.event.type] = votes.get(t.event.type, 0.0) + t.event.score
    type_ = max(sorted(votes), key=lambda k: round(votes[k], 6))
    modes: dict[str, float] = {}
    for t in group:
        if t.event.type == type_ and t.event.mode:
            modes[t.event.mode] = modes.get(t.event.mode, 0.0) + t.event.score
    return type_, max(sorted(modes), key=lambda k: round(modes[k], 6)) if modes else None


def _flipped(tale: Tale, best: Tale) -> bool:
    """Whether a symmetric event is told from the other side."""
    if not (tale.event.symmetric and best.event.symmetric):
        return False
    straight = len(tale.actors & best.actors) + len(tale.recipients & best.recipients)
    crossed = len(tale.actors & best.recipients) + len(tale.recipients & best.actors)
    return crossed > straight


def _voted(group: Sequence[Tale], ids: Callable[[Tale, int], Iterable[str]]) -> list[str]:
    """All parties of a side, those named by most tellings first."""
    votes: Counter[str] = Counter()
    for k, t in enumerate(group):
        votes.update(dict.fromkeys(ids(t, k), 1))
    return sorted(votes, key=lambda p: (-votes[p], p))


def _apart(actor: list[str], recipient: list[str], best: Tale) -> tuple[list[str], list[str]]:
    """A party on both sides stays where the best telling has it."""
    both = set(actor) & set(recipient)
    keep_right = {p for p in both if p in best.event.recipient and p not in best.event.actor}
    keep_left = {p for p in both if p in best.event.actor and p not in best.event.recipient}
    keep_left |= {p for p in both - keep_right - keep_left if actor.index(p) <= recipient.index(p)}
    if both & set(best.event.actor) & set(best.event.recipient):
        return actor, recipient
    return [p for p in actor if p not in both or p in keep_left], [
        p for p in recipient if p not in both or p not in keep_left
    ]


def _articles(group: Iterable[Tale]) -> int:
    return len({t.article for t in group})


def _when(group: Sequence[Tale]) -> When | None:
    """The most precise date that is told; of those equally precise what most articles give, then the first told."""
    given: dict[tuple[date, date], list[Tale]] = {}
    for t in group:
        if t.event.date:
            given.setdefault((t.event.date.start, t.event.date.end), []).append(t)
    if not given:
        return None
    days, by = min(
        given.items(), key=lambda kv: (_assumed(kv[1]), (kv[0][1] - kv[0][0]).days, -_articles(kv[1]), kv[1][0].key)
    )
    return When(*days, by[0].event.date.value if by[0].event.date else None)


def _assumed(group: Sequence[Tale]) -> bool:
    """Whether no words give a date, but only the day that the report is about."""
    return all(t.event.date is None or t.event.date.value is None for t in group)


def _where(group: Sequence[Tale]) -> Where | None:
    """A named place before a country, then the one that most articles give, then the first told."""
    given: dict[str, list[Tale]] = {}
    for t in group:
        if t.event.place:
            given.setdefault(t.place or "", []).append(t)
    if not given:
        return None
    by = min(given.items(), key=lambda kv: (not kv[0], -_articles(kv[1]), kv[1][0].key))[1]
    return by[0].event.place


def _history(group: Sequence[Tale]) -> tuple[Telling, ...]:
    out = []
    for t in group:
        x = t.event.evidence[0] if t.event.evidence else Evidence(t.article, t.event.trigger.start, t.event.trigger.end)
        published = date.fromordinal(t.published) if t.published else None
        trigger = t.event.trigger
        out.append(Telling(t.article, published, t.event.status, x.start, x.end, trigger.start, trigger.end))
    return tuple(dict.fromkeys(out))


def _differences(group: Sequence[Tale], when: When | None, where: Where | None) -> Iterable[Difference]:
    """What the tellings do not agree on: days that exclude each other, places, and numbers of dead and hurt."""
    days = _variants(group, lambda t: _day(t.event.date))
    if when and len(days) > 1:
        yield _shown_first("date", days, _day(when))
    places = _variants(group, lambda t: t.event.place.name if t.event.place and t.place else None)
    if where and len({p.casefold().replace("-", " ") for p in places}) > 1:
        yield _shown_first("place", places, where.name)
    types = _variants(group, lambda t: t.event.type)
    if len(types) > 1 and _articles(group) > 1:
        yield _shown_first("type", types, max(types, key=lambda k: len(types[k])))
    counted: dict[str, dict[str, list[Evidence]]] = {}
    newest: dict[str, str] = {}
    for t in group:
        for x, words in zip(t.event.evidence, t.said, strict=True):
            for what, number in figures(words).items():
                counted.setdefault(what, {}).setdefault(str(number), []).append(x)
                newest[what] = str(number)
    for what, numbers in sorted(counted.items()):
        if len(numbers) > 1:
            yield _shown_first(what, numbers, newest[what])


def _day(when: When | None) -> str | None:
    """A date as a variant, where it is a single day."""
    return when.start.isoformat() if when and when.start == when.end else None


def _variants(group: Sequence[Tale], value: Callable[[Tale], str | None]) -> dict[str, list[Evidence]]:
    out: dict[str, list[Evidence]] = {}
    for t in group:
        found = value(t)
        if found is not None:
            out.setdefault(found, []).extend(t.event.evidence)
    return out


def _shown_first(what: str, variants: Mapping[str, list[Evidence]], shown: str | None) -> Difference:
    order = sorted(variants, key=lambda v: (v != shown, -len({x.article for x in variants[v]}), v))
    return Difference(what, tuple(Variant(v, tuple(dict.fromkeys(variants[v]))) for v in order))
