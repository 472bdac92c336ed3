"""When an event was, or is to be."""

from datetime import date

import pytest

import detente


@pytest.mark.parametrize(
    ("text", "status", "first", "last"),
    [
        # the verb is past, the month is not
        (
            "Finland has invited Peru to a conference in early October.",
            "planned",
            date(2012, 10, 1),
            date(2012, 10, 10),
        ),
        ("The presidents of Peru and Chile will meet again in March.", "planned", date(2013, 3, 1), date(2013, 3, 31)),
        ("Peru and Chile held talks in March.", "occurred", date(2012, 3, 1), date(2012, 3, 31)),
        ("Peru and Chile will meet in March 2014.", "planned", date(2014, 3, 1), date(2014, 3, 31)),
    ],
)
def test_what_is_planned_lies_ahead(text: str, status: str, first: date, last: date) -> None:
    events = detente.read_text(text, published="2012-05-10").events
    (found,) = [e for e in events if e.type == "CONSULT" and e.status == status]
    assert found.date is not None
    assert (found.date.start, found.date.end) == (first, last)
