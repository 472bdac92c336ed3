"""Intake: articles in, their accounts into a record; in several processes where there are many."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from detente.articles import Article, SetAside
from detente.merging import Account
from detente.record import RecordError
from detente.record.record import Record

# Articles that one process reads at a time, and those below which no further process is worth starting.
CHUNK = 24
FEW = 24


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of what was given: ids of the articles read now, of those that were there already, and the rest."""

    read: tuple[str, ...]
    already: tuple[str, ...]
    set_aside: tuple[SetAside, ...]


def accounts(articles: Iterable[Article], alone: bool = False) -> Iterator[Account]:
    """Read and code articles, in order."""
    from detente.coding import code
    from detente.reading import read_all

    for reading in read_all(articles):
        yield Account.of(reading, code(reading), alone)


def take_in(
    record: Record,
    found: Iterable[Article | SetAside],
    *,
    alone: bool = False,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Intake:
    """Read articles into a record; what it has already is not read again, and a bad article does not stop the rest.

    Args:
        record: where they go, a batch to a commit. What is committed is there whatever happens next.
        found: what sources give.
        alone: nothing is merged across articles.
        workers: processes; 0 for one per core. Few articles are read in this one.
        progress: told how many articles are done, after each chunk.

    Raises:
        KeyboardInterrupt: after what was read by then has been committed.
        RecordError: the record cannot be written, or a process was ended from outside.
    """
    from detente.record.commits import Known, coder_version

    known, coder = Known(record.folder), coder_version()
    read: list[str] = []
    already: list[str] = []
    aside: list[SetAside] = []
    interrupted = False

    def wanted() -> Iterator[Article]:
        for item in found:
            if isinstance(item, SetAside):
                aside.append(item)
            elif known.has(item, coder, alone):
                already.append(item.id)
            else:
                yield item

    def taken() -> Iterator[Account]:
        nonlocal interrupted
        try:
            for results in _chunks(wanted(), alone, workers or os.cpu_count() or 1):
                for one in results:
                    if isinstance(one, SetAside):
                        aside.append(one)
                    else:
                        read.append(one.article.id)
                        yield one
                if progress:
                    progress(len(read) + len(already))
        except KeyboardInterrupt:
            interrupted = True
        except BrokenProcessPool:
            raise RecordError(
                "a reading process was ended from outside (out of memory?); what was read before is kept: "
                "run the same command again, with fewer --workers"
            ) from None

    record.add(taken(), coder=coder, set_aside=aside)
    if interrupted:
        raise KeyboardInterrupt
    return Intake(tuple(read), tuple(already), tuple(aside))


def _chunks(articles: Iterator[Article], alone: bool, workers: int) -> Iterator[Sequence[Account | SetAside]]:
    """The accounts of articles, a chunk at a time, in order."""
    first = list(islice(articles, FEW))
    if workers == 1 or len(first) < FEW:
        while first:
            yield _read_chunk(first, alone)
            first = list(islice(articles, CHUNK))
        return
    import multiprocessing

    # Processes of their own, not copies of this one: the record's library has threads that a copy would lack.
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, context, initializer=_begin) as pool:
        waiting: deque[Future[list[Account | SetAside]]] = deque()
        try:
            while first or waiting:
                if first:
                    waiting.append(pool.submit(_read_chunk, first, alone))
                    first = list(islice(articles, CHUNK))
                if waiting and (len(waiting) > 2 * workers or not first):
                    yield waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    """What a reading process does first. Ctrl-C is for the process that commits; it ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # one thread per process: the processes share the cores
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def _read_chunk(articles: list[Article], alone: bool) -> list[Account | SetAside]:
    try:
        return list(accounts(articles, alone))
    except Exception:
        return [_read_one(a, alone) for a in articles]


def _read_one(article: Article, alone: bool) -> Account | SetAside:
    try:
        return next(accounts([article], alone))
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        words = " ".join(str(error).split())[:200]
        return SetAside(article.source or article.id, f"could not be read ({type(error).__name__}: {words})")


def read(
    source: str | Path | Iterable[str | Path] | Iterable[Article],
    *,
    published: str | date | None = None,
    record: str | Path | Record | None = None,
    alone: bool = False,
    workers: int = 1,
) -> Record:
    """Read articles into a record.

    Args:
        source: files or folders, or articles.
        published: the date of publication of articles that have none (ISO 8601).
        record: the folder of the record, or a record that is open; without one it is kept in memory.
        alone: every article stands for itself: nothing is merged across articles.
        workers: processes; 0 for one per core.

    What could not be read is in ``record.set_aside()``.

    Example:
        >>> import detente
        >>> record = detente.read("page.txt", published="2013-02-18")  # doctest: +SKIP
        >>> record.events(status="planned")  # doctest: +SKIP
    """
    from detente.sources import Wishes, articles

    wishes = Wishes(published=date.fromisoformat(published) if isinstance(published, str) else published)

    def found() -> Iterator[Article | SetAside]:
        for item in [source] if isinstance(source, str | Path) else source:
            if isinstance(item, str | Path):
                yield from articles(item, wishes)
            else:
                yield item

    out = record if isinstance(record, Record) else Record.open(record, create=True)
    take_in(out, found(), alone=alone, workers=workers)
    return out


def read_text(text: str, *, published: str | date | None = None, title: str | None = None) -> Account:
    """The account of one text, without a record: its ``events``, ``statements``, ``parties``, ``times``, ``places``."""
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return next(accounts([Article("text", text, title, day)]))
