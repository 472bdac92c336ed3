"""Dates and passages in words."""

from datetime import date

import pytest

from detente.views import wording
from detente.views.passages import one_line, quoted, sentence
from detente.views.wording import listed, when


@pytest.mark.parametrize(
    ("first", "last", "value", "expected"),
    [
        (date(2012, 5, 10), date(2012, 5, 10), None, "10 May 2012"),
        (date(2012, 6, 1), date(2012, 6, 30), None, "Jun 2012"),
        (date(2014, 1, 1), date(2014, 12, 31), None, "2014"),
        (date(2013, 3, 1), date(2013, 6, 30), None, "Mar–Jun 2013"),
        (date(2013, 3, 1), date(2013, 5, 31), "2013-SP", "spring 2013"),
        (date(2012, 10, 1), date(2012, 10, 12), None, "1–12 Oct 2012"),
        (date(2012, 5, 10), date(2012, 9, 30), None, "10 May – 30 Sep 2012"),
        (date(2012, 12, 30), date(2013, 1, 2), None, "30 Dec 2012 – 2 Jan 2013"),
        (None, date(2013, 1, 2), None, "by 2 Jan 2013"),
        (None, None, None, ""),
    ],
)
def test_dates(first: date | None, last: date | None, value: str | None, expected: str) -> None:
    assert when(first, last, value) == expected


def test_names_are_listed_once() -> None:
    assert listed(["Russia", "NATO", "Russia", "Finland"]) == "Russia, NATO and Finland"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("first", "One came first."),
        ("Smith", "Mr. Smith of the U.N. said “No!”"),
        ("third", "A third left"),
        ("last", "The last stayed…"),
    ],
)
def test_the_sentence_around_a_span(word: str, expected: str) -> None:
    text = "One came first. Mr. Smith of the U.N. said “No!” A third left\r\n\r\nThe last stayed… "
    start = text.index(word)
    found = sentence(text, start, start + len(word))
    assert found.text == expected
    assert text[found.start :].startswith(found.text)


def test_one_line_is_cut_at_a_word() -> None:
    assert one_line("a  long\nline of words", 14) == "a long line…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We agreed.", "“We agreed.”"),
        ("“We agreed.”", "“We agreed.”"),
        ("“We agreed.", "“We agreed.”"),
        ("we agreed.”", "“we agreed.”"),
        ("“No,” he said, “never.”", "““No,” he said, “never.””"),
        ('"We agreed."', '"We agreed."'),
    ],
)
def test_quotation_marks_are_not_doubled(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_several_speakers_say_and_one_says() -> None:
    assert wording.says({"act": "demand", "speaker": ["FRA", "ITA"]}) == "demand"
    assert wording.says({"act": "demand", "speaker": ["FRA"]}) == "demands"


def test_a_cameo_code_puts_an_event_into_closer_words() -> None:
    row = {"event_type": "RETREAT", "event_mode": "", "cameo": "085", "status": "occurred", "actor": ["SWE"]}
    line = wording.event({**row, "recipient": ["TUR"]}, {"SWE": "Sweden", "TUR": "Türkiye"})
    assert str(line) == "Sweden lifted measures against Türkiye"


def test_how_much_tellings_agree_is_not_shown_as_a_probability() -> None:
    assert wording.weighed({"name": "likeness", "score": 5.6}).startswith("agreement 5.6 ")
    assert wording.weighed({"name": "coder", "score": 0.834}) == "score 0.83"
    assert wording.weighed({"name": "cue", "score": None}) == ""
