"""Tellings of events: what one article tells of one happening, with everything that is compared and kept of it.

A telling needs its article no more: what merging makes of it later it makes of the telling alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.coding.model import Event
from detente.merging.keys import Blocks, key
from detente.merging.model import Account
from detente.merging.parties import named, principal
from detente.merging.words import stem, stems
from detente.reading.model import Party

# Days after a happening within which news without a date may still be of it; and days between two undated tellings.
UNDATED, APART = 21, 14
# Days of a date so wide that it is compared only with others as wide.
_WIDE = 800


@dataclass(frozen=True, slots=True)
class Tale:
    """One telling of an event with what is compared. Days are ordinals; ``first`` is None where no date is told.

    ``trigger`` and ``said`` are the words of the trigger and of each piece of evidence (where there are ``parts``, they
    have them), ``parties`` those of the event with whom they act for, ``again`` how many tellings of the article before
    this one have the same id.
    """

    key: tuple[int, str, int, int, int]
    event: Event
    article: str
    alone: bool
    published: int | None
    actors: frozenset[str]
    recipients: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    first: int | None
    last: int | None
    place: str | None
    country: str | None
    stems: frozenset[str]
    words: frozenset[str]
    trigger: str
    said: tuple[str, ...]
    parties: tuple[Party, ...]
    again: int = 0
    parts: tuple[Tale, ...] = ()

    @property
    def sides(self) -> frozenset[str]:
        """The principals of both sides."""
        return self.actors | self.recipients


def tales(account: Account, texts: Mapping[str, str]) -> list[Tale]:
    """What an account tells, event by event, by place; ``texts`` are those of its copies, where it has any."""
    out: list[Tale] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for k, e in enumerate(account.events):
        same = mark(account.article.id, e)
        out.append(tale(account, e, k, _words(e, account.article.text), texts, seen[same]))
        seen[same] += 1
    return sorted(out, key=lambda t: t.key)


def mark(article: str, e: Event) -> tuple[object, ...]:
    """What the id of a happening is made of."""
    return article, e.trigger.start, e.trigger.end, *sorted(e.actor), "/", *sorted(e.recipient), e.type, e.status


def joined(account: Account, event: Event, parts: Sequence[Tale], texts: Mapping[str, str]) -> Tale:
    """Several tellings of one article as one: ``event`` is what they say together."""
    words = frozenset[str]().union(*(p.words for p in parts))
    return tale(account, event, parts[0].key[-1], words, texts, parts[0].again, tuple(parts))


def tale(
    account: Account,
    e: Event,
    k: int,
    words: frozenset[str],
    texts: Mapping[str, str],
    again: int,
    parts: tuple[Tale, ...] = (),
) -> Tale:
    """An event of an account with what is compared."""
    known = account.parties
    text = account.article.text
    published = account.article.published.toordinal() if account.article.published else None
    persons: dict[str, set[str]] = {}
    for p in (*e.person, *e.actor, *e.recipient):
        if p in known and known[p].kind == "person":
            persons.setdefault(principal(known, p), set()).add(p)
    name = e.place.name.casefold().replace("-", " ") if e.place else None
    country = e.place.country if e.place else None
    if (
        name
        and country
        and country in known
        and name in {n.casefold() for n in (known[country].name, *known[country].names)}
    ):
        name = None
    start = e.evidence[0].start if e.evidence else e.trigger.start
    trigger = text[e.trigger.start : e.trigger.end]
    return Tale(
        (published or date.max.toordinal(), account.article.id, start, e.trigger.start, k),
        e,
        account.article.id,
        account.alone,
        published,
        frozenset(principal(known, p) for p in e.actor if not _anybody(p)),
        frozenset(principal(known, p) for p in e.recipient if not _anybody(p)),
        {p: frozenset(who) for p, who in persons.items()},
        e.date.start.toordinal() if e.date else None,
        e.date.end.toordinal() if e.date else None,
        name,
        country,
        frozenset[str]().union(*(p.stems for p in parts))
        if parts
        else frozenset(stem(w) for w in trigger.split()[-1:]),
        words,
        trigger,
        () if parts else tuple(texts.get(x.article, text)[x.start : x.end] for x in e.evidence),
        named(account, (*e.actor, *e.recipient, *e.person)),
        again,
        parts,
    )


def _anybody(party: str) -> bool:
    """Whether a party is only a common noun ("people", "gunmen"): it tells nothing apart."""
    return party == party.lower() and not party[:1].isdigit()


def _words(e: Event, text: str) -> frozenset[str]:
    """The stems of what is told to have happened; of the whole evidence where that is little."""
    what = stems(e.what)
    if len(what) >= 3:
        return what
    # a copy of the article may hold further evidence; its offsets are its own
    own = e.evidence[:1]
    return frozenset().union(*(stems(text[x.start : x.end]) for x in own), what)


def blocks(t: Tale) -> Blocks:
    """The blocks of a telling: dyad (or the one known party, or the place of an attack), and days.

    Tellings that could be of one happening meet in at least one block; where both sides are known, dyads are enough.
    What an article tells that stands for itself meets only what the same article tells.
    """
    of = t.article if t.alone else ""
    if t.first is not None and t.last is not None:
        first, last = t.first, t.last + 1
        if last - first > _WIDE:
            of += " wide"
    elif t.published is not None:
        # a plan that has no date yet may be told of days to come
        planned = t.event.status == "planned"
        first, last = (
            (t.published - APART, t.published + UNDATED) if planned else (t.published - UNDATED, t.published + 1)
        )
    else:
        first = last = 0
    sides = sorted(t.sides)
    if t.event.symmetric:
        pairs = {(x, y) for x in sides for y in sides if x < y}
    else:
        pairs = {(min(x, y), max(x, y)) for x in t.actors for y in t.recipients}
    every = [key("dyad", of, *pair) for pair in sorted(pairs)]
    parties = [key("party", of, p) for p in sides]
    if not t.actors and t.place:
        every.append(key("place", of, t.place))
    if pairs:
        return Blocks(tuple(every), tuple(parties), first, last)
    return Blocks((*every, *parties), (), first, last)
