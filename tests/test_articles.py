"""A page's layout: paragraphs, headlines and the reports it runs together."""

from datetime import date

import pytest

from detente.articles import Article, paragraphs

PAGE = """Talks on the strait go into a third week
The two delegations met again on Tuesday.
Nothing was signed.

‘No deal without inspections’ – envoy
The envoy spoke to reporters afterwards.
Who pays for the ferry? – mayor
The mayor asked for help.
"""


def found(text: str) -> list[tuple[int, bool, str]]:
    return [(p.report, p.headline, text[p.start : p.end]) for p in paragraphs(text)]


def test_a_page_is_split_into_its_reports_at_headlines() -> None:
    assert [(r, h) for r, h, _ in found(PAGE)] == [
        (0, True), (0, False), (0, False), (1, True), (1, False), (2, True), (2, False),
    ]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_spans_are_into_the_text_as_given(newline: str) -> None:
    text = PAGE.replace("\n", newline)
    lines = [line for line in PAGE.split("\n") if line]
    assert [t for _, _, t in found(text)] == lines


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The minister told parliament that the\ntreaty would be signed before the end\nof the month.\n\n"
        "Opposition members left the chamber and\nspoke to the press outside, where the\ncrowd had waited."
    )
    assert [t[:12] for _, _, t in found(text)] == ["The minister", "Opposition m"]


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Ministers to meet in Tromsø", True),
        ("Ministers Meet Again Over Fishing Quotas Dispute.", True),
        ("Ministers met again over fishing quotas.", False),
        ("TROMSO, Norway (XY) --", False),
        ("of the fishing dispute", False),
        ("The ministers said:", False),
        ("Agreed.", False),
    ],
)
def test_which_first_lines_are_headlines(line: str, headline: bool) -> None:
    text = line + "\nThe ministers of both countries met in the harbour town on Friday."
    assert found(text)[0][1] is headline


def test_a_last_line_without_full_stop_is_no_headline() -> None:
    assert not found("The talks failed.\nBy our correspondent in Vienna")[-1][1]


def test_empty_text_has_no_paragraphs() -> None:
    assert paragraphs(" \n\r\n ") == ()


def test_fingerprint_changes_with_what_a_reading_depends_on() -> None:
    a = Article("a", "Text.", "Title", date(2020, 1, 2))
    same = Article("b", "Text.", "Title", date(2020, 1, 2), publisher="P", url="u")
    assert a.fingerprint == same.fingerprint
    others = [
        Article("a", "Text!", "Title", date(2020, 1, 2)),
        Article("a", "Text.", "T", date(2020, 1, 2)),
        Article("a", "Text.", "Title"),
    ]
    assert len({a.fingerprint, *(o.fingerprint for o in others)}) == 4
