"""Places: which words are toponyms and which place they mean."""

from __future__ import annotations

from detente.articles import Article
from detente.reading import read


def test_containment_in_the_text_decides() -> None:
    reading = read(Article("a", "Officials met in Paris, Texas, on Monday. A delegation from Dallas joined them."))
    paris = next(p for p in reading.places if reading.article.text[p.start : p.end] == "Paris")
    assert (paris.country, round(paris.lat), round(paris.lon)) == ("USA", 34, -96)
