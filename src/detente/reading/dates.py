"""Dates by the calendar: days, months, seasons, years, named days; a reader is named after its rule in times.yaml."""

from __future__ import annotations

import re
from datetime import date

from detente.reading.calendars import named_day, named_days, safe, season_of, week_value
from detente.reading.timex import (
    Context,
    Expression,
    Match,
    full_year,
    month_in,
    one,
    part_of,
    squeezed,
    value_of,
    words,
    year_in,
)

_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_DECADES = dict(
    zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(2, 10), strict=True)
)
_CENTURIES = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
_OFFSETS = {"last": -1, "this": 0, "next": 1}
_MONTH_AFTER = re.compile(
    r"(?i)\b(?:in|of|since|until|till|by|from|to|through|for|and|during|last|next|or|before|after|early|late|mid|this)[\s-]+$"
)
_NO_YEAR_AFTER = re.compile(
    r"(?i)\b(?:no|number|flight|room|route|highway|about|nearly|least|some|than|only|exactly|almost|or)\.?\s*$|:\s*$"
)
_YEAR_BEFORE = re.compile(r"(?i)\b(?:in|of|since|by|from|until|till|to|through|before|after|the\s+year)[\s-]*$")
_QUANTITY = re.compile(
    r"\s+(?:more\s+|other\s+|new\s+)?(?:people|troops|soldiers|dollars|pounds|euros|miles|feet|meters|metres|kilometers|"
    r"kilometres|points|votes|jobs|workers|tons|tonnes|barrels|shares|members|students|men|women|children|acres|gallons|"
    r"homes|cases|deaths|employees|hours|years|days|times|percent|hectares|police|refugees|delegates|kilograms|words|pages)\b"
)
_ADDRESS = re.compile(
    r"\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.]*\s+){1,2}(?:St|Ave|Rd|Street|Avenue|Road|Drive|Dr|Blvd|Boulevard|Lane|Ln|Court|Way)\b"
)


def _day(context: Context, month: int, day: int, year: int | None, at: int) -> date | None:
    """A day of a month, in the year given or in the one that fits the date of publication and the tense."""
    if year is not None:
        return safe(year, month, day)
    base = context.published
    near = [d for y in (-1, 0, 1) if (d := safe(base.year + y, month, day))] if base else []
    if base is None or not near:
        return None
    closest = min(near, key=lambda d: abs((d - base).days))
    ahead = (closest - base).days
    if ahead > 90 and context.tense(at) == "past":
        return max((d for d in near if d <= base), default=closest)
    if ahead < -120 and context.tense(at) == "future":
        return min((d for d in near if d > base), default=closest)
    return closest


def _month(context: Context, month: int, which: str, at: int) -> date | None:
    """The first day of the month meant: "last May", "this May", "next May", or "May" with the tense of its verb."""
    base = context.published
    if base is None:
        return None
    here = date(base.year, month, 1)
    behind = here if month <= base.month else date(base.year - 1, month, 1)
    ahead = here if month >= base.month else date(base.year + 1, month, 1)
    if "last" in which or "past" in which:
        return behind if month != base.month else date(base.year - 1, month, 1)
    if "next" in which or "coming" in which:
        return ahead if month != base.month else date(base.year + 1, month, 1)
    if which == "this":
        return here
    return ahead if context.tense(at) == "future" else behind


def iso(context: Context, m: Match) -> list[Expression]:
    try:
        context.keep(date.fromisoformat(m[0]))
    except ValueError:
        return []
    return one(m, m[0])


def slash(context: Context, m: Match) -> list[Expression]:
    a, b, year = (int(x) for x in re.split("[/-]", m[0]))
    day = safe(full_year(year), a, b) or safe(full_year(year), b, a)
    context.keep(day)
    return one(m, day.isoformat()) if day else []


def mdy(context: Context, m: Match) -> list[Expression]:
    """ "April 24, 2013"; "April 24 and 25" are two."""
    out: list[Expression] = []
    year = year_in(m[0])
    for k, number in enumerate([*re.finditer(r"(?<!\d)\d{1,2}(?!\d)", m[0])][:2]):
        at = m.start() + number.start()
        day = _day(context, month_in(m[0]), int(number[0]), year, at)
        if int(number[0]) > 31 or (day is None and (context.published or year)):
            break
        context.keep(day)
        if k == 0:
            out = one(m, day.isoformat() if day else None)
            year = day.year if day else year
        else:
            first = out[0]
            end = m.start() + re.match(r".*?\d+(?:st|nd|rd|th)?", m[0], re.S).end()  # type: ignore[union-attr]
            out = [
                Expression(first.start, end, first.value),
                Expression(at, m.end(), day.isoformat() if day else ""),
            ]
    tail = re.search(r"\d(?:st|nd|rd|th)?(\s*(?:-|,|and|to|or|through|until)\s*\d{2,}.*)$", m[0], re.S)
    if len(out) == 1 and tail and not year_in(tail[1]):  # what follows is no second day
        out = [Expression(out[0].start, m.start() + tail.start(1), out[0].value)]
    return out


def dmy(context: Context, m: Match) -> list[Expression]:
    number = int(re.search(r"\d{1,2}", m[0])[0])  # type: ignore[index]
    day = _day(context, month_in(m[0]), number, year_in(m[0]), m.start())
    if number > 31 or (day is None and (context.published or year_in(m[0]))):
        return []
    context.keep(day)
    return one(m, day.isoformat() if day else None)


def weekof(context: Context, m: Match) -> list[Expression]:
    day = _day(context, month_in(m[0]), int(re.findall(r"\d+", m[0])[0]), None, m.start())
    return one(m, week_value(day) if day else None)


def my(context: Context, m: Match) -> list[Expression]:
    """A month, with or without its year; "May" and "March" alone must be introduced as one."""
    text = squeezed(m[0])
    year = year_in(text)
    if year is None and (
        m[0] in ("MAY", "MARCH") or (text in ("may", "march") and not _introduced(context, m.start()))
    ):
        return []
    tail = re.search(r" (last|this|next) year$", text)
    which = " ".join(re.findall(r"\b(?:last|next|this|past|coming|that|same|previous|following)\b", text))
    month = month_in(re.sub(r"\b(?:of|the)\b", "", text))
    if year is not None:
        first = safe(year, month, 1)
    elif tail:
        first = date(context.published.year + _OFFSETS[tail[1]], month, 1) if context.published else None
    else:
        first = _month(context, month, which, m.start())
    context.keep(first, "month")
    return one(m, value_of("month", first), part=part_of(text))


def _introduced(context: Context, at: int) -> bool:
    return bool(_MONTH_AFTER.search(context.text, max(0, at - 14), at)) and context.tagged(at, "NNP", "NNPS")


def quarter(context: Context, m: Match) -> list[Expression]:
    text = squeezed(m[0])
    half = re.search(r"\bhalf\b|h[12]", text) is not None
    numbers = [n for w, n in words()["ordinals"].items() if re.search(rf"\b{w}\b", text)]
    n = (numbers or [int(d) for d in re.findall(r"[qh]([1-4])", text)])[0]
    if half and (n > 2 or not re.search(r"\d{4}|year", text)):
        return []
    year, base = year_in(text) or year_in(text.replace("q", " q").replace("h", " h")), context.published
    if year is None and base is not None:
        here = (base.month + 2) // 3
        if word := re.search(r"(last|next|this|the) (?:fiscal )?year", text):
            year = base.year + _OFFSETS.get(word[1], 0)
        elif context.tense(m.start()) == "future":
            year = base.year + (n < here - 1)  # results of a quarter are told in the next
        else:
            year = base.year - (n > here)
    if year and not half:
        context.keep(date(year, 3 * n - 2, 1), "quarter")
    return one(m, f"{year}-{'H' if half else 'Q'}{n}" if year else None)


def season(context: Context, m: Match) -> list[Expression]:
    """A season that is introduced as one: "last fall", "in the spring of 1999", "late in spring"."""
    text = squeezed(m[0])
    word = re.search("|".join(_SEASONS), text)
    assert word is not None
    year, base, code, part = year_in(text), context.published, _SEASONS[word[0]], part_of(text)
    dated = year is not None or "year" in text
    if not dated and (
        not text[: word.start()].strip() or re.fullmatch(r"(?:the|of|that|of the) (?:fall|spring)", text)
    ):
        return []
    at = m.start() + m[0].lower().index(word[0])
    if not dated and not context.tagged(at, "NOUN", "PROPN"):
        return []
    if year is None and base is not None:
        now_year, now = season_of(base)
        order = ["SP", "SU", "FA", "WI"]
        here, n = now_year * 4 + order.index(now), order.index(code)
        behind = here - (here - n) % 4  # the last one that has begun
        ahead = behind if behind == here else behind + 4
        relative = re.search(r"\b(last|next|coming|past|this|previous|following)\b", text)
        tail = re.search(r" (last|this|next) year$", text)
        if tail:
            found = (base.year + _OFFSETS[tail[1]]) * 4 + n
        elif relative and relative[1] in ("last", "past", "previous"):
            found = behind if behind != here else behind - 4
        elif relative and relative[1] in ("next", "coming", "following"):
            found = ahead if ahead != here else ahead + 4
        elif relative:
            found = ahead if context.tense(at) == "future" else base.year * 4 + n if n != 3 else behind
            found = ahead if "coming" in text else found
        else:
            found = ahead if context.tense(at) == "future" else behind
        year = found // 4
    return one(m, f"{year}-{code}" if year else None, part=part)


def named(context: Context, m: Match) -> list[Expression]:
    """A named day or festival: "Thanksgiving Day", "Easter week", "last Christmas"."""
    text = squeezed(m[0])
    names = [n for n in named_days() if n.replace("'", "") in text.replace("'", "")]
    if not names or not any(c.isupper() for c in m[0]):
        return []
    name = max(names, key=len)
    year, base = year_in(text), context.published
    if year is not None:
        span = named_day(name, year)
    elif base is None:
        return one(m, None)
    else:
        spans = [s for y in (-1, 0, 1) if (s := named_day(name, base.year + y))]
        before, after = [s for s in spans if s[0] <= base], [s for s in spans if s[1] >= base]
        if not before or not after:
            return []
        nearest = min(spans, key=lambda s: abs((s[0] - base).days))
        if re.match(r"(?:last|past|previous|this past)\b", text):
            span = before[-1]
        elif re.match(r"(?:next|coming|this coming)\b", text) or context.tense(m.start()) == "future":
            span = after[0]
        else:
            span = before[-1] if (nearest[0] - base).days > 45 else nearest
    if span is None:
        return []
    context.keep(span[0])
    if text.endswith("weekend"):
        return one(m, week_value(span[0]) + "-WE")
    return one(m, week_value(span[0]) if text.endswith("week") else span[0].isoformat())


def fiscal(context: Context, m: Match) -> list[Expression]:
    return one(m, f"{full_year(int(re.search(r'[0-9]+$', m[0])[0]))}")  # type: ignore[index]


def decade(context: Context, m: Match) -> list[Expression]:
    text = squeezed(m[0])
    if year := re.search(r"\d{3}(?=\ds)", text):
        return one(m, f"{year[0]}X", part=part_of(text))
    short = re.search(r"'(\d)0s", text)
    return one(m, f"19{short[1] if short else _DECADES[text.split()[-1]]}X", part=part_of(text))


def century(context: Context, m: Match) -> list[Expression]:
    text = squeezed(m[0])
    number = re.search(r"\d+", text)
    n = int(number[0]) if number else next(v for k, v in _CENTURIES.items() if k in text)
    return one(m, f"{n - 1:02d}XX", part=part_of(text))


def years(context: Context, m: Match) -> list[Expression]:
    return one(m, m[0][:4])


def year(context: Context, m: Match) -> list[Expression]:
    """Four figures that are a year, not an amount, a house number or a flight."""
    before, after = context.text[max(0, m.start() - 14) : m.start()], context.text[m.end() : m.end() + 40]
    if _NO_YEAR_AFTER.search(before) or _QUANTITY.match(after) or _ADDRESS.match(after):
        return []
    value = re.search(r"\d{4}", m[0])[0]  # type: ignore[index]
    if not "1700" <= value <= "2050" and not _YEAR_BEFORE.search(before):
        return []
    context.keep(date(int(value), 1, 1), "year")
    return one(m, value, part=part_of(squeezed(m[0])))
