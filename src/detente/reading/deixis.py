"""Dates that are counted from publication or from a date before them: "Friday", "last week", "two days later"."""

from __future__ import annotations

import re

from detente.reading.calendars import add_days
from detente.reading.tense import governor
from detente.reading.timex import (
    Context,
    Expression,
    Match,
    daytime_of,
    number_in,
    one,
    part_of,
    shifted,
    squeezed,
    value_of,
    weekday_in,
    words,
)

_LETTERS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
            "hour": "H", "minute": "M"}  # fmt: skip
# the unit that an offset is exact to
_FINE = {"decade": "year", "century": "year", "quarter": "month"}
_ANAPHORIC = {"that", "that same", "the same", "this same", "the following", "the previous", "the preceding"}
_ANAPHORIC |= {"following", "previous"}
_BACK = {"the latest", "last", "past", "the past", "the last", "this past", "the previous", "the preceding", "previous"}
_AHEAD = {"next", "the next", "coming", "the coming", "this coming", "the following", "following"}
_UNTIL = re.compile(r"(?i)\b(until|till|by|for)\s+(?:\d[\d:]*\s*(?:[ap]\.?m\.?\s+)?(?:[A-Z]{2,3}\s+)?)?$")
# of these verbs a day with "for" or "by" is that of what is called, fixed or asked: "called a march for Sunday"
_SETTING = frozenset(
    "call set plan schedule announce organise organize fix book convene summon invite order slate propose arrange "
    "appoint time reserve prepare declare proclaim list move reschedule postpone delay advance bring push tell "
    "ask give demand urge want expect promise agree pledge vow threaten need require instruct".split()
)
_LASTING = frozenset("last stay remain continue work be run rage go wait live hold keep serve sit".split())
_PEOPLE = re.compile(r"(?i)'s\s+(?:\w+\s+)?(?:generation|world|society|youth|young)")


def _unit_in(text: str) -> str:
    unit = re.findall(r"day|weekend|week|month|quarter|year|decade|centur|hour|minute", text)[-1]
    return "century" if unit == "centur" else unit


def offset(context: Context, m: Match) -> list[Expression]:
    """ "five days ago" counts from publication, "five days later" from the last date."""
    text = squeezed(m[0])
    head = re.sub(r" (?:ago|earlier|later|before|from now|hence|previously|beforehand|from \w+)$", "", text)
    if text.endswith("before") and not re.match(r"\s*[.,;]", context.text[m.end() : m.end() + 2]):
        return length(context, m)
    unit, n = _unit_in(head), number_in(head)
    back = re.search(r"(?:ago|earlier|before|previously|beforehand)$", text) is not None
    deictic = re.search(r"ago|now|hence|today", text) is not None
    base = context.published if deictic else context.last(unit)
    if n is None:
        return one(m, "PAST_REF" if back else "FUTURE_REF", "time" if unit in ("hour", "minute") else "date")
    if unit in ("hour", "minute"):
        return one(m, base.isoformat() if base else None, "time")
    day = shifted(unit, -n if back else n, base)
    fine = "month" if n != int(n) else _FINE.get(unit, unit)
    if unit == "year" and not deictic and context.exact == "quarter":
        fine = "quarter"  # results are compared with those of the same quarter
    if not deictic:
        context.keep(day, fine)
    return one(m, value_of(fine, day))


def length(context: Context, m: Match) -> list[Expression]:
    """A length of time: "three days", "the past two years"."""
    text = squeezed(m[0])
    unit, n = _unit_in(text), number_in(text)
    if n is None and re.match(r"(?:in |the )?recent ", text):
        return one(m, "PAST_REF", "duration")
    amount = "X" if n is None else f"{n:g}"
    return one(m, f"P{'T' if unit in ('hour', 'minute') else ''}{amount}{_LETTERS[unit]}", "duration")


def deictic(context: Context, m: Match) -> list[Expression]:
    text = squeezed(m[0])
    n = {"yesterday": -1, "tomorrow": 1}.get(re.search("yesterday|tomorrow|to", text)[0], 0)  # type: ignore[index]
    n *= 2 if text.startswith("the day") else 1
    if text == "today" and _PEOPLE.match(context.text, m.end()):
        return one(m, "PRESENT_REF")
    day = add_days(context.published, n) if context.published else None
    context.keep(day)
    return one(m, day.isoformat() + daytime_of(text) if day else None, "time" if "tonight" in text else "date")


def weekday(context: Context, m: Match) -> list[Expression]:
    """A day of the week: the last one, or the next one when its verb looks ahead."""
    text = squeezed(m[0])
    if re.match(r"(?:every|each) |.*days$", text):
        return one(m, f"XXXX-WXX-{weekday_in(re.sub('days$', 'day', text)) + 1}", "set")
    base = context.published
    if base is None:
        return one(m, None)
    back = (base.weekday() - weekday_in(text)) % 7
    name = re.search(r"(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*", text)
    at = m.start() + m[0].lower().index(name[0]) if name else m.start()
    if re.search(r"\b(?:last|past)\b", text):
        days = -back if back > 1 else -back - 7  # what was yesterday is called otherwise
    elif re.search(r"\b(?:next|coming)\b", text):
        days = 7 - back
    elif re.search(r"\b(?:following|that|previous)\b", text) and (start := context.last()):
        days = (start - base).days + ((weekday_in(text) - start.weekday()) % 7 or 7)
        days -= 14 if "previous" in text and days else 0
    elif (context.tense(at) == "future" and not text.endswith("'s")) or _ahead(context, m.start(), at):
        days = (7 - back) % 7
    else:
        days = -back
    days += -1 if "day before" in text else 1 if "day after" in text else 0
    day = add_days(base, days)
    context.keep(day)
    return one(m, day.isoformat() + daytime_of(text) if day else None)


def _ahead(context: Context, start: int, at: int) -> bool:
    """Whether a day is that until which something was put off or for which it was fixed, not until which it went on."""
    m = _UNTIL.search(context.text[max(0, start - 24) : start])
    if m is None:
        return False
    token = context.token(at)
    verb = governor(context.doc[token]) if token is not None else None
    if verb is None:
        return False
    return verb.lemma_ in _SETTING if m[1].lower() in ("by", "for") else verb.lemma_ not in _LASTING


def unit(context: Context, m: Match) -> list[Expression]:
    """ "this week", "late last year", "the following day", "that month"."""
    text = squeezed(m[0])
    base = context.published
    if text in ("year-earlier", "year-ago"):
        fine = "quarter" if context.exact == "quarter" else "year"
        return one(m, value_of(fine, shifted("year", -1, context.last(fine))))
    if re.match(r"mid-?year|year-end|mid-?week", text):
        return one(m, value_of("week" if "week" in text else "year", base), part="late" if "end" in text else "mid")
    if edge := re.fullmatch(r"the (day|week|month|year) (before|after|earlier)", text):
        day = shifted(edge[1], 1 if edge[2] == "after" else -1, context.last(edge[1]))
        context.keep(day, edge[1])
        return one(m, value_of(edge[1], day))
    part = part_of(text)
    rest = re.sub(
        r"^(?:the )?(?:beginning|start|middle|end) of |^(?:early|mid|late|later|earlier)[ -](?:in )?", "", text
    )
    rest = re.sub(r" (?:fiscal|calendar|school|academic|financial)\b", "", rest)
    found = re.match(r"(.*?) ?(day|weekend|week|month|quarter|year|decade|century)\b", rest)
    assert found is not None
    which, name = found[1], found[2]
    if (which, name) == ("the", "quarter") and context.exact == "quarter":
        return one(m, value_of("quarter", context.last("quarter")))
    if which in ("that", "that same", "the same", "this same") and name == "day" and context.exact == "month":
        month = value_of("month", context.last("month"))
        return one(m, f"{month}-XX" if month else None)
    if (which == "the" and name != "weekend" and (not part or name == "day")) or (which == "this" and name == "day"):
        return []  # "the year" is no time by itself
    if (
        which in ("the past", "the last", "the next", "the coming")
        and name != "weekend"
        and (which, name) != ("the next", "day")
    ):
        return one(m, f"P1{_LETTERS[name]}", "duration")
    anaphoric = which in _ANAPHORIC or (which, name) == ("the next", "day")
    origin = context.last(name) if anaphoric else base
    n = -1 if which in _BACK else 1 if which in _AHEAD else 0
    if name == "weekend" and origin is not None:
        ahead = context.tense(m.start()) == "future"
        if which == "the":
            n = 0 if origin.weekday() >= 4 or ahead else -1
        elif which == "this" and origin.weekday() <= 1 and not ahead:
            n = -1
    day = shifted(name, n, origin)
    value = value_of(name, day)
    if value and name == "day":
        value += daytime_of(text)
    if name == "quarter" or (anaphoric and name in ("day", "week", "month", "year")):
        context.keep(day, name)
    return one(m, value, part=part)


def partofday(context: Context, m: Match) -> list[Expression]:
    text = squeezed(m[0])
    origin = context.last() if re.match("that|the", text) else context.published
    n = 1 if re.search("next|following", text) else -1 if re.search("last|previous", text) else 0
    day = add_days(origin, n) if origin else None
    return one(m, day.isoformat() + daytime_of(text) if day else None, "time")


def clock(context: Context, m: Match) -> list[Expression]:
    day = context.last()
    return one(m, day.isoformat() if day else None, "time")


def set(context: Context, m: Match) -> list[Expression]:
    return one(m, None, "set")


def reference(context: Context, m: Match) -> list[Expression]:
    """Words for the present, the past and the future as such."""
    text = squeezed(m[0])
    if text == "future" and not context.tagged(m.start(), "NOUN"):
        return []
    return next((one(m, value) for value, names in words()["references"].items() if text in names), [])
