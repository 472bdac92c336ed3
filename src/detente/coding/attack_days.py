"""The day of an attack, told in one sentence of an article and meant wherever the article speaks of the attack.

"He was held over the bombings of two embassies. ... The bombings on Aug. 7 killed 224 people."
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from detente.coding.clauses import Syntax
from detente.coding.dating import Circumstances
from detente.coding.model import Event, When
from detente.coding.violence import violence
from detente.knowledge import load
from detente.reading.model import Reading, Sentence

_MOST = 2  # attacks of one day that an article may leave undated, by the country in which they were


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """The kinds of attack that a word may name, by its lemma."""
    out: dict[str, set[str]] = {}
    for kind, words in load("violence")["kinds"].items():
        for word in words:
            out.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in out.items()}


def dated(reading: Reading, s: Syntax, around: Circumstances, events: Sequence[Event]) -> list[Event]:
    """The events, an attack without a day given that on which the article says that "the" attack was.

    Only where all that the article says of the day of such an attack agrees, and where no more attacks than one day may
    have seen are left without a day.
    """
    out = list(events)
    attacks = {k: e for k, e in enumerate(events) if e.type == "ASSAULT" and e.status == "occurred"}
    if all(map(_exact, attacks.values())):
        return out
    told = list(_told(reading, s, around))
    triggers = {k: t for k, e in attacks.items() if (t := _token(reading, s, e)) is not None and not _another(s, t)}
    for kind in sorted({kind for x in told for kind in x.kinds}):
        of_kind = [x for x in told if kind in x.kinds]
        if len({x.when.start for x in of_kind}) != 1:
            continue
        when = of_kind[0].when
        meant = [
            k
            for k, t in triggers.items()
            if kind in _kinds().get(s.lemma[t], ())
            and any(_may_be(events[k], x) and (x.several or s.tag[t] != "NNS") for x in of_kind)
        ]
        undated = [k for k in meant if not _exact(events[k])]
        if kind == "killing" and len({events[k].recipient for k in meant}) > 1:
            undated = [k for k in undated if events[k].date is not None]  # whose death was it?
        if len({c for k in undated for c in _countries(events[k])}) > _MOST:
            continue
        for k in undated:
            out[k] = replace(events[k], date=when)
    return out


def _may_be(e: Event, told: _Told) -> bool:
    """Whether nothing speaks against an attack being the one whose day is told."""
    where, whom = _countries(e), frozenset(e.recipient)
    within = e.date is None or e.date.start <= told.when.start <= e.date.end
    return within and not (
        (where and told.countries and not where & told.countries) or (whom and told.victims and not whom & told.victims)
    )


def _exact(e: Event) -> bool:
    return e.date is not None and e.date.start == e.date.end


def _countries(e: Event) -> frozenset[str]:
    """The country in which an attack was; where none is told, nothing."""
    return frozenset({e.place.country} if e.place and e.place.country else ())


def _token(reading: Reading, s: Syntax, e: Event) -> int | None:
    sentence = next((x for x in reading.sentences if x.start <= e.trigger.start < x.end), None)
    if sentence is None:
        return None
    return next((t for t in range(sentence.first, sentence.last) if s.idx[t] >= e.trigger.start), None)


@dataclass(frozen=True, slots=True)
class _Told:
    """A day that an article gives to "the" attack, with where and whom it names for it there."""

    kinds: frozenset[str]
    when: When
    countries: frozenset[str]
    victims: frozenset[str]
    several: bool  # attacks, by the number of the noun


def _told(reading: Reading, s: Syntax, around: Circumstances) -> Iterator[_Told]:
    published = reading.article.published or date.max
    for sentence in reading.sentences:
        if not sentence.parsed or sentence.index not in around.times:
            continue
        for t in range(sentence.first, sentence.last):
            kinds = _kinds().get(s.lemma[t])
            if not kinds or _another(s, t):
                continue
            verb = s.is_verb(t) and s.dep[t] != "amod"
            if verb and any(s.lemma[k] in _kinds() for k in s.kids_by(t, "nsubj")):
                continue  # "the attack killed": the noun is asked
            when = around.when(sentence, t, t) if verb else _day_of(s, around, sentence, t)
            if when is None or when.value is None or when.start != when.end or when.start > published:
                continue
            h = s.head[t]
            first, last = s.subtree(h if s.dep[t] in {"nsubj", "nsubjpass"} and s.is_verb(h) else t)
            here = [p for k, p in around.places.get(sentence.index, []) if first <= k <= last and p.country]
            # not the land of "Danish embassies"
            named_so = (p for p in here if reading.article.text[p.start : p.end].casefold() == p.name.casefold())
            countries = frozenset(p.country for p in named_so if p.country)
            named = s.kids_by(t, "nsubjpass", "dobj") if verb else list(range(*s.subtree(t)))
            met = (reading.mention_headed(k) for k in named)
            ids = (p for m in met if m is not None and m.kind != "pronoun" for p in m.parties)
            victims = frozenset(p for p in ids if p != p.lower())  # not "people"
            yield _Told(kinds, when, countries, victims, s.tag[t] == "NNS")


def _day_of(s: Syntax, around: Circumstances, sentence: Sentence, n: int) -> When | None:
    """The day of the attack that a noun names: "the Aug. 7 bombings", "the bombs went off", "the raid that killed"."""
    if not _definite(s, sentence, n):
        return None
    own, h = around.own(sentence, n), s.head[n]
    if own is None and s.dep[n] in {"nsubj", "nsubjpass"} and s.is_verb(h):
        own = around.when(sentence, h, h)
    for v in s.kids_by(n, "relcl") if own is None else ():
        if s.lemma[v] in violence().toll:
            own = around.when(sentence, v, v) or around.after(sentence, v)
    return own


def _definite(s: Syntax, sentence: Sentence, n: int) -> bool:
    """Whether a noun is "the" one; in "The Aug. 7, 1998, bombings" the parser gives the word to the date."""
    for k in range(n - 1, max(sentence.first, n - 9) - 1, -1):
        if s.text[k] in _DEFINITE or (s.dep[k] == "poss" and s.head[k] == n):
            return True
        if s.pos[k] not in {"ADJ", "NOUN", "PROPN", "NUM", "PUNCT"}:
            return False
    return False


_DEFINITE = frozenset({"the", "this", "that", "those", "these"})
_OTHER = frozenset(
    "another other earlier previous past prior similar recent separate second subsequent further more new latest "
    "several repeated frequent such different old older first third fourth fifth".split()
)


def _another(s: Syntax, t: int) -> bool:
    """Whether an attack is set apart from others: "a similar bombing", "previous attacks"."""
    return any(s.text[k] in _OTHER for k in s.kids[t])
