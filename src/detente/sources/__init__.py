"""Sources: files, folders, feeds, archives and tables become articles. Nothing behind them knows a file format."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO, cast

from detente.articles import Article, SetAside
from detente.sources import language, web
from detente.sources.model import NO_WISHES, Given, Source, Wishes

__all__ = ["Article", "Consumed", "SetAside", "Source", "Wishes", "articles", "sources"]

# In the order in which content is asked whose it is; plain text takes what nobody else wants.
_OWN = (
    "archives.ZIP", "archives.TAR", "archives.GZIP", "warc.SOURCE", "tables.PARQUET", "mail.MAILBOX", "mail.MESSAGE",
    "feeds.SOURCE", "html.SOURCE", "wires.NEWSML", "wires.NINJS", "jsonl.SOURCE", "tables.CSV", "tables.TSV",
    "text.SOURCE",
)  # fmt: skip
_PEEK = 8192


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """All known sources: detente's own and those that installed packages offer as entry points ``detente.sources``."""
    own = []
    for place in _OWN:
        module, _, name = place.partition(".")
        own.append(cast(Source, getattr(import_module(f"detente.sources.{module}"), name)))
    others = [cast(Source, point.load()) for point in entry_points(group="detente.sources")]
    return (*others, *own)


class Consumed:
    """How much of what was given has been read, by bytes: who waits is told from it how long it will take."""

    def __init__(self, given: Iterable[str | os.PathLike[str]]) -> None:
        self._whole = 0
        self._before = 0
        self.known = True  # whether there is an end to be seen
        for path in [os.fspath(p) for p in given]:
            if path == "-" or web.is_address(path):
                self.known = False
                continue
            for file in _files(Path(path)) if Path(path).is_dir() else [Path(path)]:
                with suppress(OSError):
                    self._whole += file.stat().st_size
        self._here = 0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, (self._before + self._here) / self._whole) if self._whole else 0.0

    def at(self, stream: BinaryIO) -> None:
        """So far in this file."""
        with suppress(OSError, ValueError):
            self._here = stream.tell()

    def end(self, path: str) -> None:
        """This file is done."""
        with suppress(OSError):
            self._before += Path(path).stat().st_size
        self._here = 0


def articles(
    given: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    wishes: Wishes = NO_WISHES,
    consumed: Consumed | None = None,
) -> Iterator[Article | SetAside]:
    """The articles of files, folders and standard input, in order; what cannot be read is set aside with its reason.

    Args:
        given: one path or several; a folder stands for all files in it, sorted, at any depth; ``-`` is standard
            input; an address (https://...) is fetched.
        wishes: the date where a source has none, names of columns, the encoding.
        consumed: is told how far it is.

    Memory does not grow with the input: articles are given one by one.
    """
    paths = [given] if isinstance(given, (str, os.PathLike)) else list(given)
    for path in paths:
        for found in _articles(os.fspath(path), wishes, consumed):
            yield found if isinstance(found, SetAside) else _in_english(found, wishes)


def _articles(path: str, wishes: Wishes, consumed: Consumed | None) -> Iterator[Article | SetAside]:
    if path == "-":
        yield from of_stream(sys.stdin.buffer, "standard input", "stdin", wishes)
        return
    if web.is_address(path):
        yield from web.read(path, wishes)
        return
    try:
        if not Path(path).is_dir():
            yield from _file(path, wishes, consumed)
            return
        files = _files(Path(path))
    except OSError as error:
        yield SetAside(path, _reason(error))
        return
    for file in files:
        yield from _file(str(file), wishes, consumed)
    if not files:
        yield SetAside(path, f"a folder without articles (no file ending in {', '.join(_endings())})")


def _file(path: str, wishes: Wishes, consumed: Consumed | None) -> Iterator[Article | SetAside]:
    try:
        with open(path, "rb") as stream:
            for found in of_stream(stream, path, Path(path).name, wishes):
                if consumed:
                    consumed.at(stream)
                yield found
    except OSError as error:
        yield SetAside(path, _reason(error))
    if consumed:
        consumed.end(path)


def of_stream(stream: BinaryIO, where: str, name: str, wishes: Wishes) -> Iterator[Article | SetAside]:
    """The articles of an open stream of bytes, whose source is found by its name or its content."""
    buffered = stream if isinstance(stream, (io.BufferedReader, io.BytesIO)) else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.getvalue()[:_PEEK] if isinstance(buffered, io.BytesIO) else buffered.peek(_PEEK)[:_PEEK]
    if not head:
        yield SetAside(where, "empty: no text")
        return
    given = Given(where, name, cast(BinaryIO, buffered), head, wishes)
    k = -1
    for k, found in enumerate(source_of(name, head).articles(given)):  # noqa: B007
        yield found
    if k < 0:
        yield SetAside(where, "no article in it")


def source_of(name: str, head: bytes) -> Source:
    """The source of something: by the ending of its name, else by its beginning; plain text when nobody wants it."""
    lower = name.lower()
    by_name = [(len(e), s) for s in sources() for e in s.endings if lower.endswith(e)]
    if by_name:
        return max(by_name, key=lambda pair: pair[0])[1]
    return next((s for s in sources() if s.sniffs(head)), sources()[-1])


def _endings() -> list[str]:
    return [e for s in sources() for e in s.endings]


def followed(folder: str, wishes: Wishes = NO_WISHES, seconds: float = 5.0) -> Iterator[Article | SetAside | None]:
    """The articles of a folder, and then of each file that comes into it; None each time that nothing new is there.

    A file is read when it has not grown for one look; one that changes later is read again.
    """
    seen: dict[Path, tuple[int, int]] = {}
    read: dict[Path, tuple[int, int]] = {}
    while True:
        for file in _files(Path(folder)):
            try:
                status = file.stat()
            except OSError:
                continue
            state = status.st_size, status.st_mtime_ns
            still = seen.get(file) == state or time.time_ns() - status.st_mtime_ns > seconds * 1e9
            seen[file] = state
            if still and read.get(file) != state:
                read[file] = state
                yield from articles(file, wishes)
        yield None
        time.sleep(seconds)


def _files(folder: Path) -> list[Path]:
    """The files of a folder that a source claims by name; hidden ones and records of detente are left out."""
    endings = tuple(_endings())
    out: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not f.endswith(".record"))
        out += [Path(at, n) for n in names if n.lower().endswith(endings) and not n.startswith(".")]
    return sorted(out)


def _in_english(article: Article, wishes: Wishes) -> Article | SetAside:
    if wishes.any_language:
        return article
    where = article.source or article.id
    if article.language:
        if language.english(article.language):
            return article
        return SetAside(where, f"in {language.name(article.language)}; only English is read")
    if other := language.other_language(article.text):
        return SetAside(where, f"in {other}; only English is read")
    return replace(article, language="en")


def _reason(error: OSError) -> str:
    known = {"FileNotFoundError": "no such file or folder", "PermissionError": "may not be read (permission denied)"}
    return known.get(type(error).__name__, error.strerror or str(error))
