"""Intake: articles in, their accounts into a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from detente.articles import Article, SetAside
from detente.merging import Account
from detente.record.record import Record


def accounts(articles: Iterable[Article], alone: bool = False) -> Iterator[Account]:
    """Read and code articles, in order."""
    from detente.coding import code
    from detente.reading import read_all

    for reading in read_all(articles):
        yield Account.of(reading, code(reading), alone)


def read(
    source: str | Path | Iterable[Article],
    *,
    published: str | date | None = None,
    record: str | Path | None = None,
) -> Record:
    """Read articles into a record.

    Args:
        source: a file or folder, or articles.
        published: the date of publication of articles that have none (ISO 8601).
        record: the folder of the record; without one the record is kept in memory.
    """
    from detente.sources import Wishes, articles

    day = date.fromisoformat(published) if isinstance(published, str) else published
    set_aside: list[SetAside] = []

    def wanted(given: Iterable[Article | SetAside]) -> Iterator[Article]:
        for item in given:
            if isinstance(item, SetAside):
                set_aside.append(item)
            else:
                yield item

    given = articles(source, Wishes(published=day)) if isinstance(source, str | Path) else source
    out = Record.open(record, create=True)
    out.add(accounts(wanted(given)), set_aside=set_aside)
    return out


def read_text(text: str, *, published: str | date | None = None, title: str | None = None) -> Account:
    """The account of one text, without a record: its ``events``, ``statements``, ``parties``, ``times``, ``places``."""
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return next(accounts([Article("text", text, title, day)]))
