"""Places: which words are toponyms, and which place each means, by the cases of places.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.articles import Article
from detente.reading import Place, read
from detente.reading.gazetteer import gazetteer, key
from detente.reading.recognition import recognise
from detente.reading.toponyms import toponyms

CASES = yaml.safe_load(Path(__file__).with_name("places.yaml").read_text(encoding="utf-8"))


def places_of(text: str) -> tuple[Place, ...]:
    return read(Article("a", text)).places


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_meaning(case: dict[str, Any]) -> None:
    start, end = case["text"].index("["), case["text"].index("]") - 1
    found = [p for p in places_of(case["text"].replace("[", "").replace("]", "")) if p.start < end and start < p.end]
    if case["means"] == "none":
        assert found == []
        return
    assert len(found) == 1
    (p,) = found
    country, feature, lat, lon = case["means"]
    assert (p.start, p.end) == (start, end)
    assert (p.country, p.feature) == (country, feature)
    assert abs(p.lat - lat) <= 1.5 and abs(p.lon - lon) <= 1.5, p


def test_offsets_are_of_the_text_as_given() -> None:
    text = "“They met,” he said – in\u00a0Zürich, Switzerland."
    zurich = places_of(text)[0]
    assert text[zurich.start : zurich.end] == "Zürich"
    assert zurich.geonames == 2657896


def test_the_family_name_of_a_person_is_told_as_one() -> None:
    doc = read(Article("a", "Janet Reno spoke. The lawyers of Reno left for Boston.")).doc
    found = toponyms(doc)
    described = {t.key: f for t, f in zip(found, recognise(doc, found)[1], strict=True)}
    assert "of a person" in described["reno"]
    assert "of a person" not in described["boston"]


def test_a_text_without_places_has_none() -> None:
    assert places_of("the cat sat on the mat.") == ()
    assert places_of("") == ()


def test_keys_are_the_same_however_a_name_is_written() -> None:
    assert key("St. Petersburg") == key("Saint Petersburg")
    assert key("Dar-es-Salaam") == key("Dar es Salaam")
    assert key("Coeur d’Alene") == key("Coeur d'Alene")
    assert key("São Paulo") == key("Sao Paulo")


def test_every_country_of_the_gazetteer_lies_somewhere() -> None:
    index = gazetteer()
    assert len(index.iso3) > 240
    assert all(abs(index.lat[r]) + abs(index.lon[r]) > 0 for r in range(len(index.iso3)))
