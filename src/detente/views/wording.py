"""Entries put into words: dates, names of parties, what an event or a statement says, in one line for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from detente.knowledge import load

Row = Mapping[str, Any]
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "AU": "autumn", "WI": "winter"}


def when(first: date | None, last: date | None = None, timeml: str | None = None) -> str:
    """A date with its precision, in words: "10 May 2012", "Jun 2012", "spring 2013", "1–12 Oct 2012", "2014".

    Args:
        first, last: first and last day that it can be.
        timeml: the TimeML value it was read as, where there is one ("2013-SP").
    """
    if timeml and len(timeml) == 7 and timeml[5:] in _SEASONS:
        return f"{_SEASONS[timeml[5:]]} {timeml[:4]}"
    if first is None or last is None:
        return f"by {_day(last)}" if last else _day(first) if first else ""
    return _span(first, last)


def event_when(row: Row) -> str:
    """The date of an event in words, "" where it has none."""
    return when(row["event_date"], row["event_date_end"], row.get("date_value"))


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    opens, closes = first.day == 1, (last + timedelta(1)).day == 1
    if opens and closes and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        if first.month == last.month:
            return f"{_MONTHS[first.month - 1]} {first.year}"
        return f"{_MONTHS[first.month - 1]}–{_MONTHS[last.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listed(names: Sequence[str]) -> str:
    """Names as a list in words: "Russia, NATO and Finland"."""
    names = list(dict.fromkeys(names))
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0] if names else ""


def name(party: Row) -> str:
    """What people call a party: an organisation by its short name ("NATO"), every other by its name."""
    id_, given = str(party["id"]), party["name"] or str(party["id"])
    return id_ if party["kind"] == "organisation" and "/" not in id_ and len(id_) < len(given) else given


def names(parties: Iterable[Row]) -> dict[str, str]:
    """The names of parties, by id."""
    return {p["id"]: name(p) for p in parties}


def _verb(row: Row) -> Mapping[str, str]:
    alone = not row["recipient"] and not (row.get("symmetric") and len(row["actor"] or ()) > 1)
    return _forms(row["event_type"], row.get("cameo") or "", row.get("event_mode") or "", alone)


@cache
def _forms(type_: str, cameo: str, mode: str, alone: bool) -> Mapping[str, str]:
    events = load("wording")["events"]
    exact = [f"{type_}/{code}" for code in (cameo, mode) if code]
    keys = [*(f"{key}/alone" for key in exact), *exact, f"{type_}//alone", type_] if alone else [*exact, type_]
    found: Mapping[str, str] = next((events[k] for k in keys if k in events), {})
    return found


def did(row: Row) -> str:
    """What the actor of an event does, by its type, mode and status: "met", "is to meet", "is said to have met"."""
    verb = _verb(row)
    if not verb:
        return str(row["event_type"]).lower()
    several = len(row["actor"] or ()) + (len(row["recipient"] or ()) if row.get("symmetric") else 0) > 1
    be = "are" if several else "is"
    return {
        "ongoing": f"{be} {verb['ing']}",
        "planned": f"{be} to {verb['base']}",
        "conditional": f"would {verb['base']}",
        "alleged": f"{be} said to have {verb['done']}",
        "denied": f"did not {verb['base']}",
    }.get(row["status"], verb["past"])


@dataclass(frozen=True, slots=True)
class Line:
    """An event in words, in pieces that can be set apart: "Russia" "imposed sanctions" "on NATO" "in Vienna"."""

    who: str
    did: str
    whom: str
    where: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.who, self.did, self.whom, self.where)))


def event(row: Row, names: Mapping[str, str]) -> Line:
    """An event in one line.

    Args:
        row: an event.
        names: names of parties by id.
    """
    actors, recipients = ([names.get(p, p) for p in row[side] or ()] for side in ("actor", "recipient"))
    place = row.get("placename") or ""
    where = f"in {place}" if place else ""
    if actors and recipients and (row.get("symmetric") or set(actors) == set(recipients)):
        return Line(listed([*actors, *recipients]), did(row), "", where)
    to = _verb(row).get("to", "")
    whom = f"{to} {listed(recipients)}".strip() if recipients else ""
    return Line(listed(actors) or "Somebody", did(row), whom, where)


def says(row: Row) -> str:
    """What the speaker of a statement does: "demands"; of several: "demand"."""
    several = len(row.get("speaker") or ()) > 1
    return str(load("wording")["acts"].get(row["act"], {}).get("say" if several else "says", row["act"]))


def addressed(row: Row, names: Mapping[str, str]) -> str:
    """To whom a statement is addressed, with the word before it: "of Russia"; "" for nobody."""
    whom = listed([names.get(p, p) for p in row["addressee"] or ()])
    to = load("wording")["acts"].get(row["act"], {}).get("to", "")
    return f"{to} {whom}".strip() if whom else ""


def speaker(row: Row, names: Mapping[str, str]) -> str:
    """Who speaks, and for whom where that is another: "Andrei Volkov (Russia)".

    Args:
        row: a statement.
        names: names of parties by id.
    """
    who = [names.get(p, p) for p in row["speaker"] or ()]
    for_ = [names.get(p, p) for p in row["for"] or () if names.get(p, p) not in who]
    words = listed(who) or listed(for_) or "Somebody"
    return f"{words} ({listed(for_)})" if for_ and who else words


def weighed(reason: Row) -> str:
    """What the score of a reason means: "score 0.83", or how much tellings agree; "" where there is none."""
    if reason.get("score") is None:
        return ""
    if reason["name"] == "likeness":
        return f"agreement {reason['score']:.1f} on average (no probability; 3 is enough within an article, 3.5 across)"
    return f"score {reason['score']:.2f}"
