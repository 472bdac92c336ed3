"""Calendars: TimeML values as days, and the dates of named days, seasons, quarters and weeks."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from dateutil.easter import easter

from detente.knowledge import load

Part = Literal["early", "mid", "late"]

_DAY = timedelta(days=1)
# the mean new moon of 2000-01-06, as an ordinal with a fraction of the day
_NEW_MOON = date(2000, 1, 6).toordinal() + 0.59766


def safe(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day; clamped to the years 1 to 9999."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date | None:
    """The day so many days later, or None outside of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def week_value(day: date) -> str:
    """The TimeML value of the ISO week of a day: 1998-W08."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def season_of(day: date) -> tuple[int, str]:
    """The meteorological season of a day and the year that TimeML names it by (winter by the year it begins in)."""
    if day.month <= 2:
        return day.year - 1, "WI"
    return day.year, ("SP", "SU", "FA", "WI")[(day.month - 3) // 3]


def _parse(value: str) -> tuple[date, date] | None:
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", value):
        day = safe(int(m[1]), int(m[2]), int(m[3]))
        return (day, day) if day else None
    if m := re.fullmatch(r"(\d{4})-(\d\d)(?:-XX)?", value):
        first = safe(int(m[1]), int(m[2]), 1)
        return (first, add_months(first, 1) - _DAY) if first else None
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        try:
            monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        except ValueError:
            return None
        return (monday + 5 * _DAY, monday + 6 * _DAY) if m[3] else (monday, monday + 6 * _DAY)
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        first = date(int(m[1]), 3 * int(m[2]) - 2, 1)
        return first, add_months(first, 3) - _DAY
    if m := re.fullmatch(r"(\d{4})-H([12])", value):
        first = date(int(m[1]), 6 * int(m[2]) - 5, 1)
        return first, add_months(first, 6) - _DAY
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        start = {"SP": (3, 20), "SU": (6, 20), "FA": (9, 22), "WI": (12, 21)}[m[2]]
        first = date(int(m[1]), *start)
        return first, add_months(first, 3)
    if re.fullmatch(r"[1-9]\d{3}", value):
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if m := re.fullmatch(r"([1-9]\d\d)X?", value):
        return date(int(m[1]) * 10, 1, 1), date(int(m[1]) * 10 + 9, 12, 31)
    if m := re.fullmatch(r"([1-9]\d)(?:XX)?", value):
        return date(int(m[1]) * 100, 1, 1), date(int(m[1]) * 100 + 99, 12, 31)
    return None


def days_of(value: str, part: Part | None = None) -> tuple[date | None, date | None]:
    """First and last day of a TimeML value, or of its ``part``: "early", "mid" or "late" thirds.

    Astronomical seasons of the northern hemisphere; (None, None) where the value names no days (PRESENT_REF, P3D).
    """
    span = _parse(value)
    if span is None:
        return None, None
    first, last = span
    length = (last - first).days + 1
    if part and length > 2:
        if 28 <= length <= 31:
            cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, length)}
            a, b = cuts[part]
            return first + (a - 1) * _DAY, first + (b - 1) * _DAY
        if length == 7:
            a, b = {"early": (0, 2), "mid": (2, 3), "late": (3, 6)}[part]
            return first + a * _DAY, first + b * _DAY
        third = length / 3
        k = ("early", "mid", "late").index(part)
        return first + round(k * third) * _DAY, first + (round((k + 1) * third) - 1) * _DAY
    return first, last


@lru_cache(maxsize=1)
def named_days() -> dict[str, dict[str, Any]]:
    """Named days by lower-case name, with the rule that gives their date."""
    return {k.lower(): v for k, v in load("times")["days"].items()}


def named_day(name: str, year: int) -> tuple[date, date] | None:
    """First and last day of a named day or festival in a year of the Gregorian calendar.

    Movable feasts by their own calendars: Easter by the Gregorian computus, Islamic ones by the tabular calendar
    (a day off at times), Jewish ones by the Hebrew calendar, the lunar new year by the new moon.
    """
    rule = named_days().get(name.lower())
    if rule is None or not 1583 <= year <= 4099:
        return None
    length = 1
    if "fixed" in rule:
        first = date(year, *rule["fixed"])
    elif "nth" in rule:
        n, weekday, month = rule["nth"]
        days = [
            d for d in calendar.Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == weekday
        ]
        first = days[n - 1 if n > 0 else n] + rule.get("plus", 0) * _DAY
    elif "easter" in rule:
        first = easter(year) + rule["easter"] * _DAY
    elif "islamic" in rule:
        month, day, length = rule["islamic"]
        found = [d for h in range((year - 622) * 33 // 32 - 1, (year - 622) * 33 // 32 + 4)
                 if (d := _islamic(h, month, day)).year == year]  # fmt: skip
        if not found:
            return None
        first = found[0]
    elif "hebrew" in rule:
        month, day, length = rule["hebrew"]
        first = _hebrew(year, month, day)
    else:
        first = _lunar_new_year(year)
    return first, first + (length - 1) * _DAY


def named_span(text: str, first: date) -> tuple[date, date]:
    """All days of the festival that an expression names and that begins on this day; the day itself of another."""
    names = [n for n in named_days() if n in " ".join(text.lower().split())]
    spans = [s for n in names if (s := named_day(n, first.year)) and s[0] == first]
    return max(spans, key=lambda s: s[1]) if spans else (first, first)


def _islamic(year: int, month: int, day: int) -> date:
    """A date of the tabular Islamic calendar (civil epoch, 622-07-19 proleptic Gregorian)."""
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(227014 + days)


def _hebrew(year: int, month: int, day: int) -> date:
    """A date of the Hebrew calendar in a Gregorian year, for months from Nisan (1) to Kislev (9)."""

    def new_year(h: int) -> int:
        months = (235 * h - 234) // 19
        parts = 12084 + 13753 * months
        days = months * 29 + parts // 25920
        return days + 1 if (3 * (days + 1)) % 7 < 3 else days

    def ordinal(h: int) -> int:
        before, here, after = new_year(h - 1), new_year(h), new_year(h + 1)
        delay = 2 if after - here == 356 else 1 if here - before == 382 else 0
        return -1373427 + here + delay

    tishri = ordinal(year + 3761)  # the new year that falls in this Gregorian year
    if month < 7:  # Nisan to Elul are always 30 and 29 days in turn, and end the day before the new year
        lengths = [30, 29, 30, 29, 30, 29]
        return date.fromordinal(tishri - sum(lengths[month - 1 :]) + day - 1)
    length = ordinal(year + 3762) - tishri
    marheshvan = 30 if length % 10 == 5 else 29
    return date.fromordinal(tishri + [0, 30, 30 + marheshvan][month - 7] + day - 1)


def _new_moon(k: int) -> float:
    """The kth new moon since 2000-01-06, as an ordinal with a fraction, universal time (Meeus 1998, chapter 49)."""
    sun, moon, node = (
        math.radians(a + b * k) for a, b in ((2.5534, 29.1053567), (201.5643, 385.81693528), (160.7108, 390.67050284))
    )
    terms = (
        -0.4072 * math.sin(moon) + 0.17241 * math.sin(sun) + 0.01608 * math.sin(2 * moon) + 0.01039 * math.sin(2 * node)
    )
    return _NEW_MOON + 29.530588861 * k + terms


def _lunar_new_year(year: int) -> date:
    """The Chinese new year: the new moon, by the clock of Beijing, between January 21 and February 20."""
    first = date(year, 1, 21).toordinal()
    k = round((first - _NEW_MOON) / 29.530588861) - 1
    while (day := int(_new_moon(k) + 8 / 24)) < first:
        k += 1
    return date.fromordinal(day)
