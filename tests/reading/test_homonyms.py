"""Names of states and capitals that mean a place elsewhere."""

import pytest

from detente.articles import Article
from detente.reading import read


def states(text: str) -> set[str | None]:
    reading = read(Article("a", text))
    return {reading.principal(p) for m in reading.mentions for p in m.parties}


@pytest.mark.parametrize(
    ("text", "state", "named"),
    [
        ("Lima officials said the Ohio plant would close. County Commissioner Greg Hull agreed.", "PER", False),
        ("Lima officials said the plant would close. Peruvian miners protested.", "PER", True),
        ("Lebanon, Pa., schools will close. Lebanon County commissioners met.", "LBN", False),
        ("Lebanon closed its schools.", "LBN", True),
        ("Georgia communities thanked State Rep. Earl Dobbs, who lives in Ohio.", "GEO", False),
        ("Georgia communities fear the Georgian army, Tbilisi said.", "GEO", True),
        ("Moscow criticised the Russian court, and the Texas governor agreed.", "RUS", True),
    ],
)
def test_homonyms(text: str, state: str, named: bool) -> None:
    assert (state in states(text)) == named
