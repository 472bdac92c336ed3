"""Times: date expressions with TimeML values, against the date of publication and the tense of their verb.

TIMEX3 of TimeML 1.2.1 (Saurí et al., 2006). What is dated is a ``date``; clock times are ``time``, lengths are
``duration``, what recurs is a ``set``: those are read too, but name no day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from spacy.tokens import Doc

from detente.knowledge import load
from detente.reading.calendars import (
    add_days,
    add_months,
    days_of,
    named_day,
    named_days,
    safe,
    season_of,
    week_value,
)
from detente.reading.model import Sentence, Time
from detente.reading.tense import Tense, tense_at

Unit = Literal["day", "week", "weekend", "month", "quarter", "season", "year", "decade", "century"]
# value, kind, part of the span ("early", "mid", "late")
Found = tuple[str, str, str | None]

_PART = {
    "early": "early", "early in": "early", "the beginning of": "early", "beginning of": "early", "the start of": "early",
    "start of": "early", "earlier": None, "mid": "mid", "mid-": "mid", "the middle of": "mid", "middle of": "mid",
    "late": "late", "late in": "late", "the end of": "late", "end of": "late", "later": None, "later in": None,
    "earlier in": None,
}  # fmt: skip
_SEASON = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_UNIT_LETTER = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
                "hour": "TH", "minute": "TM", "second": "TS", "weekend": "WE", "season": "Q"}  # fmt: skip


def _words(words: Sequence[str]) -> str:
    """An alternation of words, longest first; spaces may be any white space."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]?") for w in ordered)


@lru_cache(maxsize=1)
def _grammar() -> tuple[re.Pattern[str], dict[str, Callable[[_Reader, re.Match[str]], list[tuple[int, int, Found]]]]]:
    """The grammar as one pattern, whose outer named groups name the rules, and the reader of each rule."""
    words = load("times")
    months, weekdays = words["months"], words["weekdays"]
    full = [m.capitalize() for m in months]
    abbreviated = [m for m in full if len(m) <= 4 and m not in ("May", "June", "July")]
    long = [m for m in full if m not in abbreviated]
    month = "(?:" + "|".join(long + [m.upper() for m in long]) + "|(?:" + "|".join(
        abbreviated + [m.upper() for m in abbreviated]) + r")\.|(?:" + "|".join(abbreviated) + r")(?=[\s-]\d))"  # fmt: skip
    weekday_long = [w.capitalize() for w in weekdays if w.endswith("day")]
    weekday_short = [w.capitalize() for w in weekdays if not w.endswith("day")]
    weekday = "(?:(?:" + "|".join(weekday_long + [w.upper() for w in weekday_long]) + r")(?!s\b)|(?:" + "|".join(
        weekday_short) + r")\.)"  # fmt: skip
    number = rf"(?:\d{{1,3}}|(?i:{_words([*words['numbers']])})(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
    vague = f"(?i:{_words(words['vague'])})"
    unit = "(?i:day|week|month|quarter|year|decade|centurie|century|hour|minute)"
    year = r"(?:1[5-9]\d\d|20\d\d)"
    part = "(?:(?i:early|mid|late|earlier|later)[\\s-]+(?i:in\\s+)?|(?i:(?:the\\s+)?(?:beginning|start|middle|end)\\s+of)\\s+)"
    which = (
        r"(?i:this\s+coming|this\s+past|the\s+coming|the\s+past|the\s+last|the\s+next|the\s+current|the\s+following|"
        r"the\s+previous|the\s+preceding|that\s+same|the\s+same|this\s+same|last|next|past|this|that|coming|following|previous|"
        r"the\s+latest|the)"
    )
    daytime = r"(?:\s+(?:in\s+the\s+)?(?:early\s+|late\s+)?(?i:morning|afternoon|evening|night|midnight|noon|dawn)\b)"
    ordinal = "(?i:" + _words([*words["ordinals"]]) + ")"
    references = "|".join(_words(v) for v in words["references"].values())
    rules: list[tuple[str, str]] = [
        ("iso", r"(?:19|20)\d\d-\d\d-\d\d"),
        ("slash", r"\d{1,2}[/]\d{1,2}[/](?:\d{4}|\d\d)(?![\d/])|\d\d-\d\d-(?:\d{4}|\d\d)(?![\d-])"),
        ("mdy", rf"(?:(?i:the|this|last|next)\s+)?(?:{weekday},?\s+)?{part}?{month}\s+\d{{1,2}}(?!\d|,\d|\.\d|:\d)(?:st|nd|rd|th)?(?:,?\s+{year}\b)?"
                rf"(?:\s*(?:-|,|and|to|or|through|until)\s*\d{{1,2}}(?!\d|,\d|:|\s*%|\.\d)(?:st|nd|rd|th)?\b"
                rf"(?!\s+[A-Za-z]+s\b)(?:,\s+{year}\b)?)?"),
        ("dmy", rf"(?:{weekday},?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s*-\s*\d{{1,2}})?(?:\s+of)?[\s-]+{month}(?:[,\s-]+{year}\b)?"),
        ("weekof", rf"the\s+week\s+(?:of|beginning|ending|starting)\s+{month}\s+\d{{1,2}}"),
        ("my", rf"{part}?(?:{which}\s+)?{month}(?:,?\s+(?:of\s+)?(?:{year}\b|(?:(?i:last|this|next)\s+year)))?"),
        ("quarter", rf"(?:(?i:the|this\s+year's|last\s+year's)\s+)?(?:(?i:fiscal)\s+)?{ordinal}[\s-](?i:quarter|half)\b"
                    rf"(?:\s+of\s+(?:(?i:fiscal)\s+(?:year\s+)?)?(?:{year}\b|(?i:this|last|next|the)\s+(?i:fiscal\s+)?(?i:year)))?|[QH][1-4]\s+{year}\b|{year}\s*-?[QH][1-4]"),
        ("season", rf"(?:{part}?(?:{which}|in|of|by|since|until)\s+(?:the\s+)?)?(?i:spring|summer|fall|autumn|winter)"
                   rf"(?:\s+(?:of\s+)?(?:{year}\b|(?i:this|last|next)\s+(?i:year)))?|{part}(?:in\s+)?(?i:spring|summer|fall|autumn|winter)"),
        ("offset", rf"(?:(?i:about|almost|nearly|some|roughly|around|just|only|exactly|more\s+than|less\s+than|at\s+least|over)\s+)?"
                   rf"(?:{number}(?:\s+and\s+a\s+half)?|{vague})[\s-]{unit}(?i:s)?(?:\s+and\s+a\s+half)?\s+"
                   rf"(?i:ago|earlier|later|before|from\s+now|hence|previously|beforehand|from\s+(?:today|yesterday))\b"),
        ("past", rf"(?:{which}|(?i:in|for|over|within|during|after)\s+(?:{which}\s+)?)?\s*(?:{number}|{vague})(?:[\s-](?i:more|straight|consecutive|full))?"
                 rf"[\s-]{unit}(?i:s)?\b"),
        ("deictic", r"(?:(?i:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:earlier|later|early|late)\s+(?:today|yesterday|tomorrow)"
                    rf"|yesterday|today|tomorrow|tonight))\b{daytime}?"),
        ("weekday", rf"(?:(?i:early|late|earlier|later)\s+)?(?:(?i:every|each)\s+|{which}\s+|(?i:the\s+day\s+(?:before|after)\s+(?:{which}\s+)?)|a\s+)?"
                    rf"{weekday}(?:'s\b)?{daytime}?|(?i:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b"),
        ("named", rf"(?:{which}\s+)?(?:{_words([*words['days']])})\b(?:\s+(?i:week|weekend|season|holidays?))?(?:,?\s+{year}\b)?"),
        ("unit", rf"(?:{part}|(?i:later|earlier)\s+(?:in\s+)?)?{which}\s+(?:(?i:fiscal|calendar|school|academic|financial)\s+)?"
                 rf"(?i:day|weekend|week|month|quarter|year|decade|century)\b(?!\s*-\s*(?i:old|long|round))"
                 rf"{daytime}?|(?i:the\s+day\s+(?:before|after)|the\s+(?:week|month|year)\s+(?:before|after|earlier))(?=\s*[.,;])"
                 r"|(?i:year-earlier|year-ago|year-end|midyear|mid-year|mid-week|midweek)\b"),
        ("partofday", r"(?i:this|that|the\s+(?:next|following|previous)|last|the\s+same|early\s+this|late\s+last)\s+(?:early\s+|late\s+)?(?i:morning|afternoon|evening|night)\b"),
        ("fiscal", rf"(?i:fiscal|FY)\s*(?:(?i:year)\s+)?(?:{year}|'?\d\d)\b"),
        ("decade", rf"(?:(?i:the)\s+)?{part}?(?:(?i:the)\s+)?(?:(?:1[5-9]|20)\d0|'\d0)s\b"
                   r"|(?:(?i:early|mid|late)[\s-]+)?(?:1[5-9]|20)\d0s\b|(?:(?i:the)\s+)(?i:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"),
        ("century", r"(?:(?i:the)\s+)?(?:(?i:early|mid|late)[\s-]+)?(?:\d\d(?:th|st)|(?i:nineteenth|twentieth|twenty-first|eighteenth))[\s-](?i:century)\b"),
        ("clock", r"(?:\d{1,2}(?::\d\d)?\s*(?:a\.m|p\.m|am|pm|AM|PM|A\.M|P\.M)\b\.?|\b\d{1,2}:\d\d(?!\d)|(?i:midday|midnight|noon)\b)"),
        ("set", r"(?i:daily|weekly|monthly|annually|yearly|quarterly|every\s+(?:other\s+)?(?:day|week|month|year|night|morning))\b"),
        ("years", rf"{year}\s*-\s*\d\d(?:\d\d)?(?!\d|-)"),
        ("year", rf"{part}?(?:(?i:post|pre|mid|late|early)-)?{year}(?![\d%]|,\d|\.\d|-\d|/)"),
        ("reference", rf"(?i:{references})\b"),
    ]  # fmt: skip
    pattern = re.compile(r"(?<![\w$£€#.'-])(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in rules) + ")")
    return pattern, {name: getattr(_Reader, f"_{name}") for name, _ in rules}


class _Reader:
    """Reads the expressions of one text, in order, keeping the last date as what "the next day" refers to."""

    def __init__(self, doc: Doc, published: date | None):
        self.doc, self.text, self.published = doc, doc.text, published
        self.reference, self.exact = published, True
        words = load("times")
        self.months: dict[str, int] = words["months"]
        self.weekdays: dict[str, int] = words["weekdays"]
        self.numbers: dict[str, float] = words["numbers"]
        self.ordinals: dict[str, int] = words["ordinals"]

    # -- parts of expressions --

    def month(self, text: str) -> int:
        """The month named in a text."""
        return next(self.months[w] for w in re.findall(r"[a-z]+", text.lower()) if w in self.months)

    def number(self, text: str) -> float | None:
        """The number named in a text, None for "several"."""
        text = re.sub(r"\s+", " ", text.lower())
        if m := re.search(r"\d+", text):
            n: float = int(m[0])
        else:
            hits = [(len(k), v) for k, v in self.numbers.items() if re.search(rf"(?<![a-z]){k}(?![a-z])", text)]
            if not hits:
                return None
            n = max(hits)[1]
            if m := re.search(r"(?:ty)-(one|two|three|four|five|six|seven|eight|nine)\b", text):
                n = self.numbers[text[text.rfind(" ", 0, m.start()) + 1 : m.start() + 2]] + self.numbers[m[1]]
        return n + 0.5 if "and a half" in text else n

    def tense(self, at: int) -> Tense:
        """The tense of the verb that governs the word at this offset."""
        return tense_at(self.doc, at)

    def day(self, month: int, day: int, year: int | None, at: int) -> date | None:
        """A day of a month, in the year given or in the one that fits the date of publication and the tense."""
        if year is not None:
            return safe(year, month, day)
        if self.published is None:
            return None
        near = [d for y in (-1, 0, 1) if (d := safe(self.published.year + y, month, day))]
        if not near:
            return None
        closest = min(near, key=lambda d: abs((d - self.published).days))  # type: ignore[operator]
        ahead = (closest - self.published).days
        if ahead > 90 and self.tense(at) == "past":
            return min(near, key=lambda d: (d > self.published, -d.toordinal()))  # type: ignore[operator]
        if ahead < -120 and self.tense(at) == "future":
            return next((d for d in near if d > self.published), closest)
        return closest

    def month_value(self, month: int, which: str, at: int) -> date | None:
        """The first day of the month meant: "last May", "this May", "next May", or "May" with the tense of its verb."""
        base = self.published
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
        return ahead if self.tense(at) == "future" else behind

    def keep(self, day: date | None, exact: bool = True) -> None:
        """Remember a date as what later words may refer to, ``exact`` to the day."""
        if day is not None:
            self.reference, self.exact = day, exact

    def one(self, m: re.Match[str], value: str | None, kind: str = "date", part: str | None = None) -> list[Any]:
        """One expression with the extent of a match, without an introducing preposition."""
        start = m.start() + len(re.match(r"(?i)(?:(?:in|for|over|within|during|after|by|of|since|until)\s+)?", m[0])[0])  # type: ignore[index]
        return [(start, m.end(), (value or "", kind, part))]

    def unit_value(self, unit: str, day: date | None) -> str | None:
        """The value of the week, month, quarter, year, decade or century of a day."""
        if day is None:
            return None
        if unit == "day":
            return day.isoformat()
        if unit == "week":
            return week_value(day)
        if unit == "weekend":
            return week_value(day) + "-WE"
        if unit == "month":
            return f"{day.year:04d}-{day.month:02d}"
        if unit == "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        if unit == "decade":
            return f"{day.year // 10:03d}X"
        if unit == "century":
            return f"{day.year // 100:02d}XX"
        return f"{day.year:04d}"

    def shift(self, unit: str, n: float, base: date | None) -> date | None:
        """The day so many units later; halves of months and years are whole days and months."""
        if base is None:
            return None
        try:
            if unit == "day":
                return add_days(base, int(n))
            if unit in ("week", "weekend"):
                return add_days(base, int(7 * n))
            months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * n
            if abs(months) > base.year * 12 - 12:
                return None
            return add_months(base, int(months))
        except OverflowError:
            return None

    # -- the rules, named as in the grammar --

    def _iso(self, m: re.Match[str]) -> list[Any]:
        try:
            self.keep(date.fromisoformat(m[0]))
        except ValueError:
            return []
        return self.one(m, m[0])

    def _slash(self, m: re.Match[str]) -> list[Any]:
        a, b, c = (int(x) for x in re.split("[/-]", m[0]))
        year = c if c > 99 else 1900 + c if c > 50 else 2000 + c
        day = safe(year, a, b) or safe(year, b, a)
        self.keep(day)
        return self.one(m, day.isoformat()) if day else []

    def _mdy(self, m: re.Match[str]) -> list[Any]:
        month = self.month(m[0])
        years = [int(y) for y in re.findall(r"\b(?:1[5-9]|20)\d\d\b", m[0])]
        days = [d for d in re.finditer(r"(?<!\d)\d{1,2}(?!\d)", m[0])]
        out = []
        first: date | None = None
        for k, d in enumerate(days[:2]):
            at = m.start() + d.start()
            year = years[0] if years else (first.year if first else None)
            day = self.day(month, int(d[0]), year, at)
            if (day is None and self.published is not None) or int(d[0]) > 31:
                return out
            value = day.isoformat() if day else None
            if k == 0:
                end = m.end() if len(days) == 1 else m.start() + d.end()
                while self.text[end - 1].isspace():
                    end -= 1
                out.append((m.start(), end, (value or "", "date", None)))
            else:
                out.append((at, m.end(), (value or "", "date", None)))
            first = first or day
            self.keep(day)
        return out

    def _dmy(self, m: re.Match[str]) -> list[Any]:
        month = self.month(m[0])
        found = re.search(r"\b(?:1[5-9]|20)\d\d\b", m[0])
        year = int(found[0]) if found else None
        numbers = [int(d) for d in re.findall(r"(?<!\d)\d{1,2}(?!\d)", m[0])]
        day = self.day(month, numbers[0], year, m.start())
        if numbers[0] > 31 or (day is None and self.published is not None):
            return []
        self.keep(day)
        return self.one(m, day.isoformat() if day else None)

    def _weekof(self, m: re.Match[str]) -> list[Any]:
        numbers = re.findall(r"\d+", m[0])
        day = self.day(self.month(m[0]), int(numbers[0]), None, m.start())
        return self.one(m, week_value(day) if day else None)

    def _my(self, m: re.Match[str]) -> list[Any]:
        text = m[0].lower()
        name = re.search(r"(?i)[a-z]+\.?(?=(?:,?\s+(?:of\s+)?(?:(?:last|this|next)\s+year|\d{4}))?$)", m[0])
        year = re.search(r"\d{4}$", m[0])
        bare = name is not None and name.start() == 0 and year is None
        if bare and m[0].lower() in ("may", "march") and not self._introduced(m):
            return []
        if m[0] in ("MAY", "MARCH") and not year:
            return []
        part = _part(text)
        month = self.month(text[name.start() :] if name else text)
        which = " ".join(re.findall(r"\b(?:last|next|this|past|coming|that|same|previous|following)\b", text))
        if year:
            first = safe(int(year[0]), month, 1)
        elif which.endswith("year") or (tail := re.search(r"(last|this|next)\s+year$", text)):
            base = self.published
            offset = {"last": -1, "this": 0, "next": 1}[tail[1]] if tail else 0
            first = date(base.year + offset, month, 1) if base else None
        else:
            first = self.month_value(month, which, m.start())
        self.keep(first, exact=False)
        return self.one(m, self.unit_value("month", first), part=part)

    def _introduced(self, m: re.Match[str]) -> bool:
        """Whether a word before the match makes a month of "May" or "March"."""
        before = self.text[max(0, m.start() - 14) : m.start()]
        return bool(re.search(r"(?i)\b(?:in|of|since|until|till|by|from|to|through|for|and|during|last|next|or|before|after|"
                              r"early|late|mid|this)[\s-]+$", before)) and self._proper(m.start())  # fmt: skip

    def _proper(self, at: int) -> bool:
        token = self._token(at)
        return token is None or self.doc[token].tag_ in ("NNP", "NNPS", "")

    def _token(self, at: int) -> int | None:
        span = self.doc.char_span(at, at + 1, alignment_mode="expand")
        return span.start if span is not None else None

    def _quarter(self, m: re.Match[str]) -> list[Any]:
        text = m[0].lower()
        half = "half" in text or re.search(r"h[12]", text) is not None
        numbers = [n for w, n in self.ordinals.items() if re.search(rf"\b{w}\b", text)] or [
            int(n) for n in re.findall(r"[qh]([1-4])", text)
        ]
        n = numbers[0]
        if (half and n > 2) or (half and not re.search(r"\d{4}|year", text)):
            return []
        year = re.search(r"\b(?:1[5-9]|20)\d\d", text)
        base = self.published
        if year:
            y: int | None = int(year[0])
        elif base is None:
            y = None
        elif "last year" in text:
            y = base.year - 1
        elif "next year" in text:
            y = base.year + 1
        elif "year" in text or half:
            y = base.year
        else:
            here = (base.month + 2) // 3
            future = self.tense(m.start()) == "future"
            y = base.year + 1 if future and n < here else base.year - 1 if n > here and not future else base.year
        return self.one(m, f"{y}-{'H' if half else 'Q'}{n}" if y else None)

    def _season(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        code = _SEASON[re.search("spring|summer|fall|autumn|winter", text)[0]]  # type: ignore[index]
        word = re.search(r"spring|summer|fall|autumn|winter", text)
        assert word is not None
        if not (text[: word.start()].strip() or re.search(r"\d{4}|year", text)):
            return []
        if re.search(r"\d{4}", text) is None and re.match(r"(?:the|of|that|in the|of the) ?(?:fall|spring)", text):
            return []
        tag = self._token(m.start() + word.start())
        if tag is not None and self.doc[tag].pos_ == "VERB":
            return []
        year = re.search(r"\d{4}", text)
        base = self.published
        part = _part(text)
        if year:
            return self.one(m, f"{year[0]}-{code}", part=part)
        if base is None:
            return self.one(m, None, part=part)
        order = ["WI", "SP", "SU", "FA", "WI"]
        here = order.index(season_of(base)[1]) if season_of(base)[1] != "WI" else (0 if base.month <= 2 else 4)
        n = order.index(code)
        if code == "WI" and here != 0:
            n = 4
        relative = re.search(r"\b(last|next|coming|past|this|previous|following)\b", text)
        tail = re.search(r"(last|this|next) year$", text)
        y = base.year if n else base.year - 1
        if tail:
            y = base.year + {"last": -1, "this": 0, "next": 1}[tail[1]]
        elif relative and relative[1] in ("last", "past", "previous"):
            y = y if n < here else y - 1
        elif relative and relative[1] in ("next", "coming", "following"):
            y = y if n > here else y + 1
        elif relative and relative[1] == "this":
            pass
        elif self.tense(m.start() + word.start()) == "future":
            y = y if n >= here else y + 1
        else:
            y = y if n <= here else y - 1
        return self.one(m, f"{y}-{code}", part=part)

    def _offset(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        unit = re.search(r"(day|week|month|quarter|year|decade|centur|hour|minute)s?", text)[1]  # type: ignore[index]
        n = self.number(text[: text.index(unit)] + (" and a half" if "and a half" in text else ""))
        back = re.search(r"(ago|earlier|before|previously|beforehand)$", text) is not None
        if text.endswith("before") and not re.match(r"\s*[.,;]", self.text[m.end() : m.end() + 2]):
            return self._past(m)
        deictic = "ago" in text or "now" in text or "hence" in text or "today" in text
        base = self.published if deictic else self.reference
        if unit in ("hour", "minute"):
            return self.one(m, base.isoformat() if base else None, "time")
        unit = "century" if unit == "centur" else unit
        if n is None:
            return self.one(m, "PAST_REF" if back else "FUTURE_REF")
        day = self.shift(unit, -n if back else n, base)
        fine = {"decade": "year", "century": "year", "quarter": "month"}.get(unit, unit)
        if unit == "year" and n != int(n):
            fine = "month"
        if not deictic:
            self.keep(day)
        return self.one(m, self.unit_value(fine, day))

    def _past(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        unit = re.search(r"(day|week|month|quarter|year|decade|centur|hour|minute)", text)[1]  # type: ignore[index]
        n = self.number(text[: text.rindex(unit)])
        unit = "century" if unit == "centur" else unit
        letter = _UNIT_LETTER[unit]
        time = letter.startswith("T")
        amount = "X" if n is None else f"{n:g}"
        value = f"P{'T' if time else ''}{amount}{letter[-1] if time else letter}"
        if n is None and re.match(r"(?:in )?recent ", text):
            return self.one(m, "PAST_REF", "duration")
        return self.one(m, value, "duration")

    def _deictic(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        n = -1 if "yesterday" in text else 1 if "tomorrow" in text else 0
        n = -2 if "day before yesterday" in text else 2 if "day after tomorrow" in text else n
        if "today" in text and re.match(
            r"(?i)'s\s+(?:\w+\s+)?(?:generation|world|society|youth|young)", self.text[m.end() : m.end() + 30]
        ):
            return self.one(m, "PRESENT_REF")
        day = add_days(self.published, n) if self.published else None
        self.keep(day)
        value = day.isoformat() + _daytime(text) if day else None
        return self.one(m, value, "time" if "tonight" in text else "date")

    def _weekday(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        if re.match(r"(?:every|each) |.*days$", text):
            day = re.search(r"[a-z]+day", text)
            return self.one(m, f"XXXX-WXX-{self.weekdays[day[0]] + 1}" if day else None, "set")
        words = re.findall(r"[a-z]+", text)
        weekday = next(self.weekdays[w] for w in reversed(words) if w in self.weekdays)
        at = m.end() - 1
        base = self.published
        if base is None:
            return self.one(m, None)
        if m[0].startswith("a "):
            at = m.start() + 2
        back = (base.weekday() - weekday) % 7
        which = " ".join(
            w for w in words if w in ("last", "next", "this", "coming", "past", "that", "following", "previous")
        )
        position = re.search(r"(?i)(?:mon|tue|wed|thu|fri|sat|sun)", m[0])
        at = m.start() + (position.start() if position else 0)
        if "last" in which or "past" in which:
            offset = -back or -7
        elif "next" in which:
            offset = 7 - back if back else 7
        elif "coming" in which:
            offset = (7 - back) % 7 or 7
        elif "following" in which or "that" in which:
            start = self.reference or base
            offset = (start - base).days + ((weekday - start.weekday()) % 7 or 7)
        elif self.tense(at) == "future" and not text.endswith("'s"):
            offset = (7 - back) % 7
        else:
            offset = -back
        day = add_days(base, offset)
        if day and "day before" in text:
            day = add_days(day, -1)
        elif day and "day after" in text:
            day = add_days(day, 1)
        self.keep(day)
        return self.one(m, day.isoformat() + _daytime(text) if day else None)

    def _named(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower()).replace("’", "'")
        names = sorted((n for n in named_days() if n.replace("'", "") in text.replace("'", "")), key=len)
        if not names or not any(c.isupper() for c in m[0]):
            return []
        name = names[-1]
        year = re.search(r"\d{4}$", text)
        base = self.published
        if year:
            span = named_day(name, int(year[0]))
        elif base is None:
            return self.one(m, None)
        else:
            spans = [s for y in (-1, 0, 1) if (s := named_day(name, base.year + y))]
            before = [s for s in spans if s[0] <= base]
            after = [s for s in spans if s[1] >= base]
            if not (before and after):
                return []
            nearest = min(spans, key=lambda s: abs((s[0] - base).days))
            if re.match(r"(?:last|past|previous|this past)\b", text):
                span = before[-1]
            elif re.match(r"(?:next|coming|this coming)\b", text) or self.tense(m.start()) == "future":
                span = after[0]
            else:
                span = before[-1] if (nearest[0] - base).days > 45 else nearest
        if span is None:
            return []
        self.keep(span[0])
        if text.endswith("weekend"):
            return self.one(m, week_value(span[0]) + "-WE")
        if text.endswith("week"):
            return self.one(m, week_value(span[0]))
        return self.one(m, span[0].isoformat() if span[0] == span[1] else f"{span[0].isoformat()}")

    def _unit(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        base = self.published
        if text in ("year-earlier", "year-ago"):
            return self.one(m, self.unit_value("year", self.shift("year", -1, self.published)))
        if re.match(r"mid-?year|year-end|mid-?week", text):
            return self.one(
                m, self.unit_value("week" if "week" in text else "year", base), part="late" if "end" in text else "mid"
            )
        unit = re.findall(r"day|weekend|week|month|quarter|year|decade|century", text)[-1]
        if re.match(r"the (?:day|week|month|year) (?:before|after|earlier)", text):
            day = self.shift(unit, 1 if text.endswith("after") else -1, self.reference)
            self.keep(day)
            return self.one(m, self.unit_value(unit, day))
        which = re.search(
            r"\b(this coming|this past|the coming|the past|the last|the next|the current|the following|the previous|"
            r"the preceding|that same|the same|this same|last|next|past|this|that|coming|following|previous|the latest|the)\b",
            text[re.match(r"(?:(?:the )?(?:beginning|start|middle|end) of )?", text).end() :],  # type: ignore[union-attr]
        )
        w = which[1] if which else "this"
        part = _part(text)
        if w == "the" and not part and unit != "weekend":
            return []  # "the year" is no time by itself
        if "fiscal" in text or "school" in text or "academic" in text or "financial" in text:
            unit = "year"
        if unit == "day" and w == "this":
            return []
        anaphoric = w in (
            "that",
            "that same",
            "the same",
            "the following",
            "the previous",
            "the preceding",
            "this same",
            "following",
            "previous",
        )
        origin = self.reference if anaphoric or (w == "the next" and unit in ("day",)) else base
        n = 0
        if w in ("last", "past", "the past", "the last", "this past", "the previous", "the preceding", "previous"):
            n = -1
        elif w in ("next", "the next", "coming", "the coming", "this coming", "the following", "following"):
            n = 1
        if (
            w in ("the past", "the last", "the next", "the coming")
            and unit in ("day", "week", "month", "year", "decade", "century")
            and not (w == "the next" and unit == "day")
        ):
            return self.one(m, f"P1{_UNIT_LETTER[unit]}", "duration")  # fmt: skip
        if unit == "weekend" and w == "the" and origin:
            n = 0 if origin.weekday() >= 4 or self.tense(m.start()) == "future" else -1
        if (
            unit == "weekend"
            and w in ("this past", "last", "the past", "the last")
            and origin
            and origin.weekday() >= 5
        ):
            n = -1
        if (
            unit == "weekend"
            and w in ("this",)
            and origin
            and origin.weekday() <= 1
            and self.tense(m.start()) != "future"
        ):
            n = -1
        day = self.shift(unit, n, origin)
        value = self.unit_value(unit, day)
        if anaphoric and unit == "day" and not self.exact and value:
            value = value[:7] + "-XX"
        elif anaphoric:
            self.keep(day, self.exact and unit == "day")
        if value and unit == "day":
            value += _daytime(text)
        return self.one(m, value, part=part)

    def _partofday(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        origin = self.reference if re.match("that|the", text) else self.published
        n = 1 if re.search("next|following", text) else -1 if re.search("last|previous", text) else 0
        day = add_days(origin, n) if origin else None
        return self.one(m, day.isoformat() + _daytime(text) if day else None, "time")

    def _fiscal(self, m: re.Match[str]) -> list[Any]:
        year = int(re.search(r"\d+$", m[0])[0])  # type: ignore[index]
        year = year if year > 99 else 1900 + year if year > 50 else 2000 + year
        return self.one(m, f"{year}")

    def _decade(self, m: re.Match[str]) -> list[Any]:
        text = m[0].lower()
        names = {
            "twenties": 2,
            "thirties": 3,
            "forties": 4,
            "fifties": 5,
            "sixties": 6,
            "seventies": 7,
            "eighties": 8,
            "nineties": 9,
        }
        if year := re.search(r"\d{3}(?=\ds)", text):
            value = f"{year[0]}X"
        elif short := re.search(r"'(\d)0s", text):
            value = f"19{short[1]}X"
        else:
            word = next((n for w, n in names.items() if w in text), None)
            if word is None:
                return []
            value = f"19{word}X"
        return self.one(m, value, part=_part(text))

    def _century(self, m: re.Match[str]) -> list[Any]:
        number = re.search(r"\d+", m[0])
        names = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
        n = int(number[0]) if number else next(v for k, v in names.items() if k in m[0].lower())
        return self.one(m, f"{n - 1:02d}XX", part=_part(m[0].lower()))

    def _clock(self, m: re.Match[str]) -> list[Any]:
        return self.one(m, f"{self.reference.isoformat()}T" if self.reference else None, "time")

    def _set(self, m: re.Match[str]) -> list[Any]:
        return self.one(m, None, "set")

    def _years(self, m: re.Match[str]) -> list[Any]:
        return self.one(m, re.match(r"\d{4}", m[0])[0])  # type: ignore[index]

    def _year(self, m: re.Match[str]) -> list[Any]:
        year = int(re.search(r"\d{4}", m[0])[0])  # type: ignore[index]
        before = self.text[max(0, m.start() - 12) : m.start()]
        after = self.text[m.end() : m.end() + 24]
        if not 1500 <= year <= 2069 or (re.search(r"(?i)(?:\bno\.?|\bnumber|\bflight|\broom|\broute|\bhighway|\babout|\bnearly|\bat\s+least|"
                                                 r"\bsome|\bthan|\bonly|,|:)\s*$", before) and not _YEAR_BEFORE.search(before)):  # fmt: skip
            if not re.search(r",\s*$", before) or _QUANTITY.match(after):
                return []
        if _QUANTITY.match(after) or re.match(
            r"\s+[A-Z][\w.]*\s+(?:St|Ave|Rd|Street|Avenue|Road|Drive|Dr|Blvd|Lane|Court)\b", after
        ):
            return []
        if re.match(r"\s+[A-Z]\w+\s*(?:St|Ave|Rd|Dr|Blvd)\b", after) or (
            re.search(r"\d[-/]$|\($", before) and after[:1] == "-"
        ):
            return []
        return self.one(m, f"{year}", part=_part(m[0].lower()))

    def _reference(self, m: re.Match[str]) -> list[Any]:
        text = re.sub(r"\s+", " ", m[0].lower())
        for value, words in load("times")["references"].items():
            if text in words:
                if text == "future" and not self._noun(m.start()):
                    return []
                return self.one(m, value)
        return []

    def _noun(self, at: int) -> bool:
        token = self._token(at)
        return token is None or self.doc[token].pos_ in ("NOUN", "")


_DATELINE = re.compile(r"\s*[,.]?\s*(?:\([A-Z][\w/ .-]+\)|/[A-Z][\w -]+/)\s*(?:-|_|:)|\s*(?:--|_)\s")
_YEAR_BEFORE = re.compile(
    r"(?i)\b(?:in|of|since|by|from|until|till|to|through|during|before|after|and|or|the|early|late|mid|between)[\s-]*$"
)
_QUANTITY = re.compile(
    r"\s+(?:more\s+|other\s+|new\s+)?(?:people|troops|soldiers|dollars|pounds|euros|miles|feet|meters|metres|kilometers|kilometres|"
    r"points|votes|jobs|workers|tons|tonnes|barrels|shares|members|students|men|women|children|acres|gallons|homes|cases|"
    r"deaths|employees|hours|years|days|times|percent|hectares|police|refugees|delegates|kilograms|words|pages)\b"
)


def _part(text: str) -> str | None:
    text = re.sub(r"\s+", " ", text)
    if re.search(r"\b(?:early|beginning of|start of)\b", text):
        return "early"
    if re.search(r"\bmid\b|\bmiddle of\b", text):
        return "mid"
    if re.search(r"\blate\b|\bend of\b", text):
        return "late"
    return None


def _daytime(text: str) -> str:
    for word, code in (
        ("morning", "TMO"),
        ("afternoon", "TAF"),
        ("evening", "TEV"),
        ("midnight", "TNI"),
        ("tonight", "TNI"),
        ("night", "TNI"),
    ):
        if word in text:
            return code
    return ""


def times(doc: Doc, sentences: Sequence[Sentence], published: date | None) -> tuple[Time, ...]:
    """The time expressions of an article, in order.

    Args:
        doc: the article's document; its text has the article's length.
        sentences: its sentences.
        published: the date of publication; without it relative expressions have the value "" and no days.
    """
    pattern, readers = _grammar()
    reader = _Reader(doc, published)
    out: list[Time] = []
    for m in pattern.finditer(doc.text):
        assert m.lastgroup is not None
        if (
            m.lastgroup in ("mdy", "dmy")
            and _DATELINE.match(doc.text, m.end())
            and m.start() - doc.text.rfind("\n", 0, m.start()) < 60
        ):
            continue  # the date of the report itself, not one it tells of
        for start, end, (value, kind, part) in readers[m.lastgroup](reader, m):
            first, last = days_of(value, part) if kind in ("date", "time") else (None, None)
            if value and kind == "date" and m.lastgroup == "named" and first is not None and published is not None:
                span = _festival(doc.text[start:end], first)
                first, last = span or (first, last)
            out.append(Time(start, end, value, first, last, kind))  # type: ignore[arg-type]
    return tuple(out)


def _festival(text: str, first: date) -> tuple[date, date] | None:
    """All days of a festival that begins on this day."""
    names = [n for n in named_days() if n in re.sub(r"\s+", " ", text.lower())]
    spans = [s for n in names for y in (first.year - 1, first.year) if (s := named_day(n, y)) and s[0] == first]
    return max(spans, key=lambda s: s[1] - s[0] if s else timedelta()) if spans else None
