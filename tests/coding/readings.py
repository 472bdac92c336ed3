"""Readings of small texts for the tests of coding."""

from __future__ import annotations

from datetime import date

from detente.articles import Article
from detente.reading import Reading, read

PUBLISHED = date(2011, 6, 15)  # a Wednesday


def reading(text: str, published: date | None = PUBLISHED) -> Reading:
    """A text read as an article of its own."""
    return read(Article("test", text, published=published))
