"""When and where an event was: the time and the place that its predicate governs, or that it inherits."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from detente.coding.clauses import Syntax
from detente.coding.model import When, Where
from detente.coding.ownerless import Ownerless
from detente.coding.status import cues
from detente.reading.model import Place, Reading, Sentence, Time

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "off"})
_DURING = frozenset({"after", "from", "during", "following", "in", "at"})
_APPOINTED = frozenset({"set", "schedule", "plan", "slate", "bind"})  # "a summit set for Lima"
_TOLD = frozenset("kill wound injure die hold take occur happen meet".split())
# "at 10 p.m." names no day
_CLOCK = re.compile(r"(?:about |around )?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o'clock)?$|noon$|midnight$", re.I)
_S = TypeVar("_S", Time, Place)


class Circumstances:
    """The times and places of an article, by the token they hang on."""

    def __init__(self, reading: Reading, s: Syntax) -> None:
        self.reading, self.s = reading, s
        days = [t for t in reading.times if not _CLOCK.match(reading.article.text[t.start : t.end])]
        self.times: dict[int, list[tuple[int, Time]]] = self._anchored(days)
        self.places: dict[int, list[tuple[int, Place]]] = self._anchored(reading.places)
        self.ownerless = Ownerless(reading, s, self.places)
        self._main: dict[int, When | None] = {}

    def _anchored(self, spans: Sequence[_S]) -> dict[int, list[tuple[int, _S]]]:
        """By sentence: the spans with the token of each that the rest of its words hang on."""
        out: dict[int, list[tuple[int, _S]]] = {}
        s, sentences = self.s, self.reading.sentences
        k = 0
        for span in sorted(spans, key=lambda x: x.start):
            while k < len(sentences) and sentences[k].end <= span.start:
                k += 1
            if k == len(sentences):
                break
            sentence = sentences[k]
            inside = [t for t in range(sentence.first, sentence.last) if span.start <= s.idx[t] < span.end]
            if inside:
                top = next(
                    (t for t in inside if s.dep[t] != "det" and (s.head[t] not in inside or s.head[t] == t)), inside[0]
                )
                out.setdefault(sentence.index, []).append((top, span))
        return out

    def _host(self, token: int) -> int:
        """The predicate that a time or place hangs on: the nearest verb or noun above."""
        s, t = self.s, token
        for _ in range(12):
            h = s.head[t]
            if h == t:
                return t
            if s.is_verb(h) or (
                s.dep[t] in {"prep", "npadvmod", "nmod", "compound", "amod", "poss"} and s.pos[h] in {"NOUN", "PROPN"}
            ):
                return h
            t = h
        return t

    def when(self, sentence: Sentence, trigger: int, governor: int) -> When | None:
        """The date that a predicate governs or shares with the clause it belongs to."""
        s = self.s
        here = [(t, x, self._host(t)) for t, x in self.times.get(sentence.index, []) if x.first]
        if not here:
            return None
        if not s.is_verb(trigger) and (own := self.own(sentence, trigger)):
            return own
        for verb in self._shared(trigger, governor):
            for _, time, host in here:
                if host == verb:
                    return _when(time)
            for token, time, host in here:  # a day that hangs on a noun of the clause: "the bombing of X on Thursday"
                far = not s.is_verb(host) and token > host and token > verb == governor  # not "the Aug. 7 bombing"
                if far and self._verb_above(host) == verb and _is_day(time):
                    return _when(time)
        if s.dep[governor] == "ROOT" and s.is_verb(
            governor
        ):  # "On May 4 Lima signed": a day in front is the sentence's
            return next((_when(time) for token, time, _ in here if token <= sentence.first + 2), None)
        return None

    def own(self, sentence: Sentence, noun: int) -> When | None:
        """The date in an event noun's own phrase: "the Aug. 7 bombing", "the summit on May 4"."""
        s = self.s
        first, last = s.noun_phrase(noun)
        for token, time in self.times.get(sentence.index, []):
            host = self._host(token)
            # "The May 4, 2011, summit ended": the parser makes the noun an apposition of the date
            of_noun = host == noun or first <= token <= last or (s.dep[noun] == "appos" and s.head[noun] == token)
            if time.first and of_noun and not self._for_the_verb(time, host, noun):
                return _when(time)
        return None

    def after(self, sentence: Sentence, verb: int) -> When | None:
        """The first date behind a verb with no other verb between: the parser hangs it anywhere."""
        for token, time in sorted(self.times.get(sentence.index, []), key=lambda x: x[0]):
            if token > verb and time.first:
                between = range(verb + 1, token)
                return None if any(self.s.is_verb(t) and self.s.dep[t] != "prep" for t in between) else _when(time)
        return None

    def _shared(self, trigger: int, governor: int) -> list[int]:
        """The verbs whose time and place are a predicate's too, nearest first."""
        s = self.s
        if s.is_verb(trigger) or trigger != governor:
            return self._clause(governor)
        verb = self._verb_above(trigger)
        if not s.is_verb(verb) or (s.lemma[verb] in cues().reported and s.kids_by(verb, "ccomp", "parataxis")):
            return []
        h = s.head[trigger]
        if s.dep[trigger] == "pobj" and s.text[h] in _DURING and s.head[h] == verb:
            return self._clause(verb)  # "emerged from talks in Rome on Monday"
        return [verb] if self._tells(trigger, verb) else []

    def _tells(self, noun: int, verb: int) -> bool:
        """Whether a verb's time is an event noun's too: "the blast killed ten on Friday", not "Oslo condemned it"."""
        s = self.s
        return s.dep[noun] in {"nsubj", "nsubjpass"} or s.lemma[verb] in _TOLD

    def _for_the_verb(self, time: Time, host: int, trigger: int) -> bool:
        """A weekday at the end of a noun's phrase dates the sentence's verb: "condemned the bombing Thursday"."""
        s = self.s
        verb = self._verb_above(trigger)
        if not s.is_verb(verb) or s.dep[trigger] not in {"dobj", "pobj"} or not _is_day(time):
            return False
        if s.lemma[verb] in {"condemn", "denounce", "criticize", "criticise", "deplore", "praise", "welcome"}:
            own = [x for t, x in self.times.get(self.reading.sentence_of(trigger).index, []) if self._host(t) == verb]  # type: ignore[union-attr]
            return not own and s.head[host] != host
        return False

    def _verb_above(self, t: int) -> int:
        s = self.s
        for _ in range(12):
            if s.head[t] == t:
                return t
            t = s.head[t]
            if s.is_verb(t):
                return t
        return t

    def _clause(self, v: int) -> list[int]:
        """A verb and the verbs whose time it shares, nearest first."""
        s, out = self.s, [v]
        for _ in range(4):
            h, dep = s.head[v], s.dep[v]
            if dep == "pcomp":  # "spoke in Rome after meeting"
                h = s.head[h]
            if h == v or not s.is_verb(h):
                break
            if dep in {"xcomp", "conj", "advcl", "pcomp"} and not (
                dep == "advcl" and any(s.dep[k] == "mark" for k in s.kids[v])
            ):
                # "condemned on Tuesday ... and offered": the second verb shares the first one's day
                out.append(h)
                v = h
                continue
            break
        return out

    def main_day(self, sentence: Sentence) -> When | None:
        """The day a report is about: the first day near publication that it gives, else that of publication.

        It is assumed, not told: it has no value.
        """
        report = sentence.report
        if report in self._main:
            return self._main[report]
        published = self.reading.article.published
        found: When | None = None
        if published is not None:
            for other in self.reading.sentences:
                if other.report != report or found:
                    continue
                for _, time in self.times.get(other.index, []):
                    if time.first and _is_day(time) and published - timedelta(6) <= time.first <= published:
                        found = When(time.first, time.last or time.first)
                        break
            found = found or When(published, published)
        self._main[report] = found
        return found

    def destination(self, sentence: Sentence, verb: int) -> str | None:
        """The state of the place to which a verb says that somebody goes."""
        s = self.s
        for token, place in self.places.get(sentence.index, []):
            h = s.head[token]
            if (
                s.dep[token] == "pobj"
                and s.text[h] in {"to", "in", "into", "at"}
                and s.head[h] == verb
                and place.country
            ):
                return place.country
        return None

    def sent_from(self, sentence: Sentence) -> str | None:
        """The state from which a report was sent, by its dateline."""
        reading = self.reading
        first = next((x for x in reading.sentences if x.report == sentence.report and not x.headline), None)
        if (
            first is None
            or first.index >= sentence.index
            or first.last - first.first > 16
            or self.s.text[first.last - 1] not in {"-", "--", "_", ":"}
        ):
            return None
        for _, place in self.places.get(first.index, []):
            if place.country:
                return place.country
        for m in reading.mentions_in(first.index):
            state = reading.principal(m.parties[0]) if m.parties else None
            if state and state in reading.parties and reading.parties[state].kind == "state":
                return state
        return None

    def so_far(self, when: When | None) -> When | None:
        """What has occurred "this month" occurred before the article told it."""
        published = self.reading.article.published
        if when is None or published is None or not when.start <= published < when.end:
            return when
        return When(when.start, published, when.value)

    def when_ahead(self, sentence: Sentence, trigger: int) -> When | None:
        """The first day to come that a sentence names behind a planned event, else anywhere."""
        published = self.reading.article.published
        ahead = [
            (token < trigger, token, time)
            for token, time in self.times.get(sentence.index, [])
            if time.first is not None and published is not None and time.first > published
        ]
        return _when(min(ahead, key=lambda x: x[:2])[2]) if ahead else None

    def to_come(self, sentence: Sentence, when: When) -> When:
        """The date of a planned event that was read as past: the next such month or weekday, unless a year is named.

        "Oslo has invited them to talks in early October", written in May: the verb is past, the October is not.
        """
        published = self.reading.article.published
        if published is None or when.end >= published:
            return when
        for _, time in self.times.get(sentence.index, []):
            words = self.reading.article.text[time.start : time.end].lower()
            if time.value != when.value or re.search(r"\d{4}|last|past|ago|earlier|yesterday", words):
                continue
            if any(d.lower() in words for d in calendar.day_name):
                week = timedelta(7)
                return When(when.start + week, when.end + week, (when.start + week).isoformat())
            if any(m.lower() in words for m in calendar.month_name if m):
                value = f"{when.start.year + 1}{(when.value or '')[4:]}" if when.value else None
                return When(_next_year(when.start), _next_year(when.end), value)
        return when

    def when_past(self, sentence: Sentence, governor: int) -> When | None:
        """A past day that the parser hung on the complement: "invited Lima to join in July 1997"."""
        s, published = self.s, self.reading.article.published
        inner = {k for k in s.kids[governor] if s.dep[k] in {"xcomp", "ccomp", "advcl"} and s.tag[k] == "VB"}
        for token, time in self.times.get(sentence.index, []):
            if (
                time.first is not None
                and published is not None
                and time.first <= published
                and self._host(token) in inner
            ):
                return _when(time)
        return None

    def where(self, sentence: Sentence, trigger: int, governor: int, direct: bool = False) -> Where | None:
        """The place in which a predicate says it happened.

        With ``direct`` only a place that hangs on the predicate itself: who condemns an attack in Rome is not there.
        """
        here = self.places.get(sentence.index, [])
        best: tuple[int, Place] | None = None
        hosts = [trigger, governor, *self._shared(trigger, governor)]
        for token, place in here:
            rank = self._locative(token, hosts, direct)
            if rank is None:
                continue
            rank = rank * 2 + (place.feature == "country")
            if best is None or rank < best[0]:
                best = (rank, place)
        return self.spot(best[1]) if best else None

    def spot(self, place: Place) -> Where:
        """A place as an event's: under the name that the article uses, where the gazetteer has an official one."""
        name = place.name
        if place.feature in {"city", "region"}:
            text = " ".join(self.reading.article.text[place.start : place.end].split())
            if text.casefold().replace("-", " ") != name.casefold().replace("-", " "):
                name = text.title() if text.isupper() and len(text) > 3 else text
        return Where(name, place.country, place.geonames, place.lat, place.lon)

    def located(self, token: int, noun: int) -> bool:
        """Whether a place is where an event noun says it happened."""
        return self._locative(token, [noun]) is not None

    def _locative(self, token: int, hosts: Sequence[int], direct: bool = False) -> int | None:
        """How far above a place's "in" one of the predicates stands, the first ones nearer (None: none does)."""
        s, t = self.s, token
        # "Nairobi, Kenya": an apposition has the place of what it stands by
        if s.dep[t] in {"compound", "amod", "poss", "nmod"} and s.head[t] not in hosts:
            return None  # "at the Danish embassy" is not in Denmark
        located = False
        for steps in range(12):
            h = s.head[t]
            if t in hosts:
                return steps + 3 * hosts.index(t) if located else None
            if h == t:
                return None
            if s.dep[t] == "prep":
                during = s.dep[h] == "pobj" and s.text[s.head[h]] in {"during", "at", "after"}
                if direct and h not in hosts and not during:
                    return None
                if s.text[t] in _LOCATIVE or (s.text[t] == "for" and s.lemma[h] in _APPOINTED):
                    located = True
                elif not located and s.text[t] not in {"of"}:
                    return None
            if s.dep[t] == "compound" and h in hosts[:2] and not located:
                return steps + 1  # "a Moscow conference"
            if s.is_verb(t) and (s.dep[t] in {"relcl", "ccomp", "advcl", "acl"} or not located):
                return None
            t = h
        return None


def _next_year(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def _is_day(time: Time) -> bool:
    return time.first is not None and time.first == time.last


def _when(time: Time) -> When | None:
    if time.first is None:
        return None
    return When(time.first, time.last or time.first, time.value)


def is_future(when: When | None, published: date | None) -> bool:
    """Whether a date lies wholly after publication."""
    return when is not None and published is not None and when.start > published
