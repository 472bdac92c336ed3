"""What the readers of time expressions share: the text, what it counts from, and its numbers, months and tenses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

from detente.knowledge import load
from detente.reading.calendars import Part, add_days, add_months, week_value
from detente.reading.model import TimeKind
from detente.reading.parsing import written
from detente.reading.tense import Tense, tense_of

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression: characters [start, end), its TimeML value ("" for none), and the part of it meant."""

    start: int
    end: int
    value: str
    kind: TimeKind = "date"
    part: Part | None = None


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words of time expressions: knowledge/times.yaml."""
    content: dict[str, Any] = load("times")
    return content


def squeezed(text: str) -> str:
    """A text in lower case with single spaces."""
    return " ".join(text.lower().split())


def part_of(text: str) -> Part | None:
    """The part of a span that a squeezed expression names."""
    if re.search(r"\b(?:early|beginning of|start of)\b", text):
        return "early"
    if re.search(r"\bmid\b|\bmiddle of\b", text):
        return "mid"
    return "late" if re.search(r"\blate\b|\bend of\b", text) else None


def daytime_of(text: str) -> str:
    """The TimeML code of the time of day that an expression names, or nothing."""
    for word, code in (("morning", "TMO"), ("afternoon", "TAF"), ("evening", "TEV"), ("night", "TNI")):
        if word in text:
            return code
    return ""


def year_in(text: str) -> int | None:
    """The year in figures in an expression."""
    found = re.search(r"\b(?:1[5-9]|20)\d\d\b", text)
    return int(found[0]) if found else None


def full_year(short: int) -> int:
    """A year of which two figures are given, from 1951 to 2050."""
    return short if short > 99 else 1900 + short if short > 50 else 2000 + short


def value_of(unit: str, day: date | None) -> str | None:
    """The TimeML value of the day, week, month, quarter, year, decade or century that a day lies in."""
    if day is None:
        return None
    match unit:
        case "day":
            return day.isoformat()
        case "week":
            return week_value(day)
        case "weekend":
            return week_value(day) + "-WE"
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case "decade":
            return f"{day.year // 10:03d}X"
        case "century":
            return f"{day.year // 100:02d}XX"
    return f"{day.year:04d}"


def shifted(unit: str, n: float, base: date | None) -> date | None:
    """The day ``n`` units after a day; None outside of the calendar or without a day to count from."""
    if base is None:
        return None
    if unit == "day":
        return add_days(base, int(n))
    if unit in ("week", "weekend"):
        return add_days(base, int(7 * n))
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * n
    return add_months(base, int(months)) if abs(months) < base.year * 12 - 12 else None


_UNITS = ("day", "week", "month", "quarter", "year")


class Context:
    """The text around the expressions of an article, and the dates that "the next day" and "that year" refer to."""

    def __init__(self, doc: Doc, published: date | None):
        self.doc, self.text, self.published = doc, written(doc), published
        self._last: dict[str, date | None] = dict.fromkeys(_UNITS, published)
        # how exact the last date was
        self.exact = "day"

    def keep(self, day: date | None, exact: str = "day") -> None:
        """Remember a date, exact to a day, week, month or year, as what later words may refer to."""
        if day is not None:
            self.exact = exact
            for unit in _UNITS[_UNITS.index(exact) :]:
                self._last[unit] = day

    def last(self, unit: str = "day") -> date | None:
        """The last date that is at least as exact as the unit: what "the next day" or "that year" refers to."""
        return self._last.get(unit, self._last["year"])

    def token(self, at: int) -> int | None:
        """The number of the token at an offset."""
        span = self.doc.char_span(at, at + 1, alignment_mode="expand")
        return span.start if span is not None else None

    def tense(self, at: int) -> Tense:
        """The tense of the verb that governs the word at this offset."""
        token = self.token(at)
        return "unknown" if token is None else tense_of(self.doc[token])

    def tagged(self, at: int, *tags: str) -> bool:
        """Whether the word at this offset has one of these tags or parts of speech, or none at all."""
        token = self.token(at)
        return token is None or not self.doc[token].tag_ or bool({self.doc[token].tag_, self.doc[token].pos_} & {*tags})


_INTRODUCTION = re.compile(r"(?i)(?:in|for|over|within|during|after|by|of|since|until)\s+")


def one(m: Match, value: str | None, kind: TimeKind = "date", part: Part | None = None) -> list[Expression]:
    """The expression of a match, without the preposition that introduces it."""
    introduction = _INTRODUCTION.match(m[0])
    return [Expression(m.start() + (introduction.end() if introduction else 0), m.end(), value or "", kind, part)]


def number_in(text: str) -> float | None:
    """The number that a squeezed text names; None for "several"."""
    if m := re.search(r"\d+", text):
        n: float = int(m[0])
    elif m := re.search(r"([a-z]+ty)-([a-z]+)", text):
        n = words()["numbers"].get(m[1], 0) + words()["numbers"].get(m[2], 0)
    else:
        hits = [(len(w), n) for w, n in words()["numbers"].items() if re.search(rf"(?<![a-z]){w}(?![a-z])", text)]
        if not hits:
            return None
        n = max(hits)[1]
    return n + 0.5 if "and a half" in text else n


def month_in(text: str) -> int:
    """The number of the month that an expression names."""
    months: dict[str, int] = words()["months"]
    return next(months[w] for w in re.findall(r"[a-z]+", text.lower()) if w in months)


def weekday_in(text: str) -> int:
    """The number of the last day of the week that an expression names, 0 for Monday."""
    weekdays: dict[str, int] = words()["weekdays"]
    return next(weekdays[w] for w in reversed(re.findall(r"[a-z]+", text.lower())) if w in weekdays)
