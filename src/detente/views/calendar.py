"""The agenda as a calendar (iCalendar, RFC 5545) that any calendar program opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from detente.views import wording


def calendar(rows: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[bytes, int]:
    """A calendar of planned events, and how many of them it holds: those with a date.

    An event whose date is an interval ("in June") stands over all of it as a free, all-day entry.
    """
    from icalendar import Calendar, Event

    out = Calendar()
    out.add("prodid", "-//detente//agenda//EN")
    out.add("version", "2.0")
    out.add("x-wr-calname", "detente: agenda")
    dated = 0
    for row in rows:
        first = row["event_date"]
        if first is None:
            continue
        dated += 1
        last = row["event_date_end"] or first
        entry = Event()
        entry.add("uid", f"{row['event_id']}@detente")
        # a stamp from the record, not from the clock: the same record gives the same file
        told = row["publication_date"] or first
        entry.add("dtstamp", datetime.combine(told, time(), UTC))
        entry.add("dtstart", first)
        entry.add("dtend", last + timedelta(days=1))
        entry.add("summary", str(wording.event(row, names)))
        if row["placename"]:
            entry.add("location", ", ".join(filter(None, (row["placename"], row["country"]))))
        if row["latitude"] is not None and row["longitude"] is not None:
            entry.add("geo", (row["latitude"], row["longitude"]))
        people = [names.get(p, p) for p in row["person"] or ()]
        about = [
            row["what"] or "",
            f"With {', '.join(people)}." if people else "",
            f"Date as told: {wording.event_when(row)}.",
        ]
        entry.add("description", "\n".join(filter(None, about)))
        if row["contexts"]:
            entry.add("categories", list(row["contexts"]))
        entry.add("transp", "TRANSPARENT")
        entry.add("status", "TENTATIVE")
        out.add_component(entry)
    return out.to_ical(), dated
