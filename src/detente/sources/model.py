"""What every source works on and gives: something given to read, in; articles and what was set aside, out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Protocol

from detente.articles import Article, SetAside

# spaCy's own limit on one text; a longer "article" is a book, a log or a broken file.
LONGEST_TEXT = 1_000_000
# Bytes of one line, row or document; what is longer is set aside without being held in memory.
LONGEST_LINE = 10_000_000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the reader asks of every source: the date where a source has none, names of columns, the encoding."""

    published: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    any_language: bool = False


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Given:
    """Something given to read: where it is (as the user would name it), its bytes, and the wishes.

    ``stream`` is read once, forwards; ``head`` is its beginning, still to be read from it. ``name`` is the file name by
    which a source is found and an article named.
    """

    where: str
    name: str
    stream: BinaryIO
    head: bytes = b""
    wishes: Wishes = NO_WISHES

    def all(self, limit: int) -> bytes | None:
        """All bytes, or None when there are more than ``limit``."""
        data = self.stream.read(limit + 1)
        return None if len(data) > limit else data


class Source(Protocol):
    """A form in which articles come. Found by the ending of a name, else by content (``sniffs``)."""

    name: str
    what: str
    endings: tuple[str, ...]

    def sniffs(self, head: bytes) -> bool:
        """Whether content that begins like this is of this form (asked only where the ending says nothing)."""
        ...

    def articles(self, given: Given) -> Iterator[Article | SetAside]:
        """The articles, in order, and what had to be set aside. Never raises for bad content."""
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """A source made of functions."""

    name: str
    what: str
    endings: tuple[str, ...]
    read: Callable[[Given], Iterable[Article | SetAside]]
    sniff: Callable[[bytes], bool] = lambda head: False

    def sniffs(self, head: bytes) -> bool:
        return self.sniff(head)

    def articles(self, given: Given) -> Iterator[Article | SetAside]:
        yield from self.read(given)


def of_bytes(data: bytes, where: str, name: str, wishes: Wishes) -> Given:
    """Bytes that are already in memory, as something given to read."""
    return Given(where, name, io.BytesIO(data), data[:4096], wishes)
