"""Times: each case of times.yaml, from its text to value and days, and what is no date at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.articles import Article
from detente.reading import Time, read
from detente.reading.calendars import named_day

CASES = yaml.safe_load(Path(__file__).with_name("times.yaml").read_text(encoding="utf-8"))


def times_of(text: str, published: date | None = date(2013, 2, 18)) -> list[Time]:
    return [t for t in read(Article("a", text, published=published)).times if t.kind == "date"]


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_value_and_days(case: dict[str, Any]) -> None:
    marked = case.get("before", "") + case["text"]
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    reading = read(Article("a", text, published=case.get("published", date(2013, 2, 18))))
    found = [t for t in reading.times if t.kind == case.get("kind", "date") and t.start < end and start < t.end]
    assert [t.value for t in found] == [str(case["value"])], reading.times
    for key in ("first", "last"):
        if key in case:
            assert getattr(found[0], key) == case[key]


@pytest.mark.parametrize(
    "text",
    [
        "They may march to the palace.",
        "The fall of the city shocked the second half of the team.",
        "He lives at 1998 Main Street and paid $1,950 for flight 2001.",
        "Some 2000 soldiers and 1500 people were there.",
        "The spring of his watch broke.",
        "GENEVA, February 17 (Xinhua) -- The minister spoke.",
    ],
)
def test_not_a_date(text: str) -> None:
    assert times_of(text) == []


def test_two_days_of_one_month_are_two_dates() -> None:
    assert [t.value for t in times_of("They met on April 24 and 25, 2012.")] == ["2012-04-24", "2012-04-25"]


def test_offsets_are_of_the_text_as_given() -> None:
    text = "“Peace,” he said – on\u00a0Jan. 10, 2013."
    (found,) = times_of(text)
    assert text[found.start : found.end] == "Jan. 10, 2013"


def test_movable_feasts_fall_where_they_fell() -> None:
    known = {
        ("Easter", 2000): date(2000, 4, 23),
        ("Passover", 2024): date(2024, 4, 23),
        ("Hanukkah", 2023): date(2023, 12, 8),
        ("Yom Kippur", 1973): date(1973, 10, 6),
        ("Memorial Day", 2013): date(2013, 5, 27),
    }
    for (name, year), day in known.items():
        span = named_day(name, year)
        assert span is not None and span[0] == day, name


def test_a_page_of_blanks_is_read() -> None:
    (found,) = times_of("He left in" + " " * 4000 + "May 1999 and for" + " " * 4000 + "the last two years.")
    assert found.value == "1999-05"
