"""Times: each case of times.yaml, from its text to value and days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.articles import Article
from detente.reading import read

CASES = yaml.safe_load(Path(__file__).with_name("times.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_value_and_days(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    published = case.get("published", date(2013, 2, 18))
    reading = read(Article("a", text, published=published))
    found = [t for t in reading.times if t.kind == case.get("kind", "date") and t.start < end and start < t.end]
    assert [t.value for t in found] == [str(case["value"])], reading.times
    assert found[0].start <= start and found[0].end >= end
    for key in ("first", "last"):
        if key in case:
            assert getattr(found[0], key) == case[key]
