"""The example articles are read as a careful reader would read them: at least as well as when this was last written.

The floors are a little below what is reached; raise them when it gets better.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.articles import Article
from detente.record.dump import dump
from detente.record.intake import accounts
from tests.expected import Comparison, Page, compare_events, compare_statements, day

EXAMPLES = Path(__file__).parent.parent / "examples"
# article: recall and precision of events, strict recall of events (status and date right too), F1 of statements
FLOORS = {
    "2010-11-08-border-ceasefire": (0.45, 0.60, 0.38, 0.85),
    "2012-05-10-negotiation-day": (0.63, 0.70, 0.54, 0.75),
    "2017-05-22-summit-communique": (0.62, 0.82, 0.62, 0.68),
    "2019-09-17-sanctions-and-protest": (0.46, 0.60, 0.46, 0.75),
}


@cache
def read(name: str) -> tuple[Page, dict[str, Any], dict[str, Any]]:
    expected = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    text = (EXAMPLES / expected["article"]).read_text(encoding="utf-8")
    found = dump(accounts([Article(name, text, published=day(expected["published"]))]))
    return Page(text, found), expected, found


def listed(c: Comparison) -> str:
    return "\n".join(
        f"{title}:\n" + "\n".join(f"  {line}" for line in lines)
        for title, lines in (("missed", c.missed), ("beyond what is expected", c.spurious), ("false alarms", c.alarms))
        if lines
    )


def test_every_example_has_an_expected_record_and_a_floor() -> None:
    assert {p.stem for p in EXAMPLES.glob("*.txt")} == {p.stem for p in EXAMPLES.glob("*.yaml")} == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_events(name: str) -> None:
    found = compare_events(*read(name))
    strict = compare_events(*read(name), strict=True)
    reached = (found.recall, found.precision, strict.recall)
    assert all(r >= f for r, f in zip(reached, FLOORS[name][:3], strict=True)), f"{reached}\n{listed(found)}"


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_is_said_to_have_happened_that_did_not(name: str) -> None:
    found = compare_events(*read(name))
    assert not found.alarms, listed(found)


@pytest.mark.parametrize("name", FLOORS)
def test_statements(name: str) -> None:
    found = compare_statements(*read(name))
    assert found.f1 >= FLOORS[name][3], f"{found.f1}\n{listed(found)}"


@pytest.mark.parametrize("name", FLOORS)
def test_headlines(name: str) -> None:
    from detente.articles import paragraphs

    page, expected, _ = read(name)
    assert [k for k, p in enumerate(paragraphs(page.text), 1) if p.headline] == expected["headlines"]
