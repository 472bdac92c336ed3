"""What one article tells again: its headline what the report tells, a count of victims the attack that it is of.

Such a telling is evidence of the other event, not an event of its own. Other retellings are for merging to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.model import Event
from detente.reading.model import Reading, Sentence

_SHORT = 20  # tokens
_HAPPENED = frozenset({"occurred", "ongoing"})
_TOLL = frozenset("killed wounded injured died hurt dead maimed slain".split())


def without_retold(reading: Reading, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events of an article, those told again joined to what they tell of, in the order of the first tellings."""
    headlines = [(s.start, s.end, s.report) for s in reading.sentences if s.headline or _opens(reading, s)]
    out = list(events)
    for e in events:
        within = next((h for h in headlines if h[0] <= e.evidence[0].start < h[1]), None)
        told = [f for f in out if f is not e and _again(reading, e, f, within is not None)]
        if within is not None:
            body = [f for f in told if not any(h[0] <= f.evidence[0].start < h[1] for h in headlines)]
            told = [f for f in body if _report(reading, f) == within[2]]
        elif not _toll(reading, e):
            told = [f for f in out[: out.index(e)] if _one_attack(reading, e, f)] if e in out else []
        if told and e in out:
            out.remove(e)
            k = out.index(told[0])
            known = _known(told[0].recipient) or not _known(e.recipient)
            out[k] = replace(
                told[0],
                recipient=told[0].recipient if known else e.recipient,
                person=told[0].person if known else tuple(dict.fromkeys((*told[0].person, *e.person))),
                evidence=(*told[0].evidence, *e.evidence),
                mentions=(*told[0].mentions, *e.mentions),
                place=told[0].place or e.place,
                date=told[0].date or e.date,
            )
    return tuple(out)


def _known(parties: Sequence[str]) -> bool:
    """Whether a side is more than a common noun, which may be anybody."""
    return any(p != p.lower() for p in parties)


def _opens(reading: Reading, s: Sentence) -> bool:
    """Whether a sentence is a short first line: a headline that closes with a full stop, or as good as one."""
    first = reading.paragraphs[0]
    return (s.start, s.end) == (first.start, first.end) and s.last - s.first <= _SHORT


def _report(reading: Reading, e: Event) -> int:
    return next((s.report for s in reading.sentences if s.start <= e.evidence[0].start < s.end), -1)


def _toll(reading: Reading, e: Event) -> bool:
    """Whether an event only counts victims: "ten were killed in Lima"."""
    words = reading.article.text[e.trigger.start : e.trigger.end].lower()
    return e.type == "ASSAULT" and not e.actor and words in _TOLL


def _one_attack(reading: Reading, e: Event, f: Event) -> bool:
    """Whether an attack of which nobody says who made it is one told of before: same victims, no other place or day."""
    if e.actor or f.actor or e.type != "ASSAULT" or not _again(reading, e, f, headline=False):
        return False
    if e.place and f.place and e.place.name != f.place.name:
        return False
    victims = [{p for p in x.recipient if _person(reading, p)} for x in (e, f)]
    return not (victims[0] and victims[1]) or bool(victims[0] & victims[1])


def _person(reading: Reading, p: str) -> bool:
    return p in reading.parties and reading.parties[p].kind == "person"


def _again(reading: Reading, e: Event, f: Event, headline: bool) -> bool:
    """Whether an event may be what a headline or a toll tells of."""
    if e.type != f.type or (e.status in _HAPPENED) != (f.status in _HAPPENED) or _toll(reading, f):
        return False
    if e.date and f.date and e.date.value and f.date.value and (e.date.start > f.date.end or f.date.start > e.date.end):
        return False
    if not headline:
        struck = {reading.principal(p) for p in f.recipient} | ({f.place.country} if f.place else set())
        hit = {reading.principal(p) for p in e.recipient} | ({e.place.country} if e.place else set())
        return bool(struck & hit)
    if e.symmetric and f.symmetric:
        return _shared(reading, (*e.actor, *e.recipient), (*f.actor, *f.recipient))
    return _shared(reading, e.actor, f.actor)


def _shared(reading: Reading, a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two sides have a party in common; one that is only a common noun ("lawmakers") may be anybody."""
    if not a or not b:
        return not a and not b
    x, y = ({reading.principal(p) for p in some} for some in (a, b))
    return bool(x & y) or all(p == p.lower() for p in a)
