"""When and where an event was: the time and the place that its predicate governs, or that it inherits."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from detente.coding.clauses import Syntax
from detente.coding.model import When
from detente.coding.ownerless import Ownerless
from detente.coding.placing import Placing
from detente.reading.model import Reading, Sentence, Time

_MADE_KNOWN = frozenset(
    {"announce", "propose", "order", "promise", "pledge", "approve", "authorize", "authorise", "vow"}
)
# "at 10 p.m." names no day
_CLOCK = re.compile(r"(?:about |around )?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o'clock)?$|noon$|midnight$", re.I)


class Circumstances(Placing):
    """The times and places of an article, by the token they hang on."""

    def __init__(self, reading: Reading, s: Syntax) -> None:
        super().__init__(reading, s)
        days = [t for t in reading.times if not _CLOCK.match(reading.article.text[t.start : t.end])]
        self.times: dict[int, list[tuple[int, Time]]] = self._anchored(days)
        self.ownerless = Ownerless(reading, s, self.places)
        self._main: dict[int, When | None] = {}

    def when(self, sentence: Sentence, trigger: int, governor: int) -> When | None:
        """The date that a predicate governs or shares with the clause it belongs to."""
        s = self.s
        here = [(t, x, self._host(t)) for t, x in self.times.get(sentence.index, []) if x.first]
        if not here:
            return None
        if not s.is_verb(trigger) and (own := self.own(sentence, trigger)):
            return own
        for verb in (*self._shared(trigger, governor), *self._holding(trigger)):
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

    def to_come(self, sentence: Sentence, when: When) -> When | None:
        """The date of a planned event that was read as past: the next such month or weekday, unless a year is named.

        "Oslo has invited them to talks in early October", written in May: the verb is past, the October is not.
        """
        published = self.reading.article.published
        if published is None or when.end >= published:
            return when
        for token, time in self.times.get(sentence.index, []):
            host = self._host(token)
            words = self.reading.article.text[time.start : time.end].lower()
            if time.value == when.value and self.s.tag[host] == "VBD" and self.s.lemma[host] in _MADE_KNOWN:
                return None  # "announced on Monday a lawsuit"
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
