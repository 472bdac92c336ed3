"""Intake: articles in, their accounts into a record; in several processes where there are many."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

import threadpoolctl

from detente.articles import Article, SetAside
from detente.coding.model import Span
from detente.duplicates import Index, additional, excerpt, of_copy, sketch
from detente.duplicates import Known as Indexed
from detente.merging import Account
from detente.record import RecordError
from detente.record.record import Record

# Articles, and characters of them, that one process reads at a time: long ones take longer.
CHUNK = 24
CHARACTERS = 60_000
# Articles below which no further process is worth starting.
FEW = 24


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of what was given: ids of the articles read now, of those that were there already, of those that are
    copies (in ``read`` too), and the rest."""

    read: tuple[str, ...]
    already: tuple[str, ...]
    copies: tuple[str, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """An article to read. Of a copy (``copy_of``) only some paragraphs (``only``) are read. Its sketch is kept."""

    article: Article
    sketch: bytes = b""
    copy_of: str | None = None
    only: tuple[Span, ...] = ()


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
    copies: list[str] = []
    aside: list[SetAside] = []
    ready: list[Account] = []  # of copies that tell nothing new
    interrupted = False
    duplicates = None if alone else _Duplicates(record)

    def wanted() -> Iterator[Task]:
        for item in found:
            if isinstance(item, SetAside):
                aside.append(item)
            elif known.has(item, coder, alone):
                already.append(item.id)
            elif duplicates is None:
                yield Task(item)
            else:
                task = duplicates.task(item)
                if task.copy_of:
                    copies.append(item.id)
                if task.copy_of and not task.only:
                    ready.append(Account(item, copy_of=task.copy_of, sketch=task.sketch))
                else:
                    yield task

    def taken() -> Iterator[Account]:
        nonlocal interrupted
        try:
            for results in _chunks(wanted(), alone, workers or os.cpu_count() or 1):
                results, ready[:] = [*ready, *results], []
                for one in results:
                    if isinstance(one, SetAside):
                        aside.append(one)
                    else:
                        read.append(one.article.id)
                        yield one
                if progress:
                    progress(len(read) + len(already))
            read.extend(one.article.id for one in ready)
            yield from ready
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
    return Intake(tuple(read), tuple(already), tuple(copies), tuple(aside))


class _Duplicates:
    """Tells copies, by what the record has of the days around each article and by what came in before it."""

    def __init__(self, record: Record) -> None:
        self._folder = record.folder
        self._index = Index()
        self._days: set[date | None] = set()

    def task(self, article: Article) -> Task:
        """What is to be read of an article."""
        self._look_back(article.published)
        sketched = sketch(article.text)
        before = self._index.role(article.id)
        # what was an original stays one, when it is read once more by a newer coder
        copy = self._index.find(article, sketched) if before is None or before.original else None
        if copy and copy.original == article.id:  # its copies were committed, and it was not: a run that was broken off
            copy = None
        original = copy.original if copy else None
        self._index.add(Indexed(article.id, article.published, original, sketched))
        only = additional(article.text, copy.told) if copy else ()
        return Task(article, bytes(sketched), original, only)

    def _look_back(self, day: date | None) -> None:
        from detente.record.commits import sketched

        if None not in self._days:
            self._days.add(None)
            for one in sketched(self._folder, None, None):
                self._index.add(one)
        if day is None or day in self._days:
            return
        first, last = day - self._index.window, day + self._index.window
        for one in sketched(self._folder, first, last):
            self._index.add(one)
        self._days.add(day)


def _chunks(articles: Iterator[Task], alone: bool, workers: int) -> Iterator[Sequence[Account | SetAside]]:
    """The accounts of articles, a chunk at a time, in order."""
    start = list(islice(articles, FEW))
    if workers == 1 or len(start) < FEW:
        for some in _portions(chain(start, articles)):
            yield _read_chunk(some, alone)
        return
    portions = _portions(chain(start, articles))
    import multiprocessing

    # Processes of their own, not copies of this one: the record's library has threads that a copy would lack.
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, context, initializer=_begin) as pool:
        waiting: deque[Future[list[Account | SetAside]]] = deque()
        try:
            for some in portions:
                waiting.append(pool.submit(_read_chunk, some, alone))
                if len(waiting) > 2 * workers:
                    yield waiting[0].result()
                    waiting.popleft()
            while waiting:
                yield waiting[0].result()
                waiting.popleft()
        except KeyboardInterrupt:
            # what is under way is finished and kept, as long as nothing before it is missing
            for one in [w for w in waiting if not w.cancel()]:
                yield one.result()
            raise
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _portions(tasks: Iterator[Task]) -> Iterator[list[Task]]:
    """What one process reads at a time: so many articles, or fewer where they are long."""
    some: list[Task] = []
    size = 0
    for task in tasks:
        some.append(task)
        size += len(task.article.text)
        if len(some) >= CHUNK or size >= CHARACTERS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _begin() -> None:
    """What a reading process does first. Ctrl-C is for the process that commits; it ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # one thread per process: the processes share the cores (the variable is for what is loaded after this)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    threadpoolctl.threadpool_limits(1)


def _read_chunk(tasks: list[Task], alone: bool) -> list[Account | SetAside]:
    try:
        found: list[Account | SetAside] = list(_read(tasks, alone))
    except Exception:
        found = [_read_one(t, alone) for t in tasks]
    return found


def _read(tasks: Sequence[Task], alone: bool) -> Iterator[Account]:
    excerpts = [excerpt(t.article.text, t.only) if t.copy_of else None for t in tasks]
    shown = [replace(t.article, text=e.text) if e else t.article for t, e in zip(tasks, excerpts, strict=True)]
    for task, part, account in zip(tasks, excerpts, accounts(shown, alone), strict=True):
        if task.copy_of and part:
            account = of_copy(account, task.article, task.copy_of, part, task.only)
        yield replace(account, sketch=task.sketch)


def _read_one(task: Task, alone: bool) -> Account | SetAside:
    try:
        return next(_read([task], alone))
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        words = " ".join(str(error).split())[:200]
        where = task.article.source or task.article.id
        return SetAside(where, f"could not be read ({type(error).__name__}: {words})")


def read_text(text: str, *, published: str | date | None = None, title: str | None = None) -> Account:
    """The account of one text, without a record: its ``events``, ``statements``, ``parties``, ``times``, ``places``."""
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return next(accounts([Article("text", text, title, day)]))
