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
from detente.duplicates import excerpt, first_published, of_copy
from detente.merging import Account
from detente.record import RecordError
from detente.record.record import Record
from detente.record.settling import Settling, Task

# Articles, and characters of them, that one process reads at a time: long ones take longer.
CHUNK = 24
CHARACTERS = 60_000
# Articles below which no further process is worth starting.
FEW = 24
# Articles that are put in the order of their days before they are read, so that originals mostly come before copies.
AHEAD = 500


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of what was given: ids of the articles read now, of those that were there already, of those that are
    copies (in ``read`` too), and the rest."""

    read: tuple[str, ...]
    already: tuple[str, ...]
    copies: tuple[str, ...]
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
    ready: list[Account] = []  # of copies that tell nothing new
    interrupted = False
    copies = None if alone else Settling(record.folder)

    def wanted() -> Iterator[Task]:
        for item in _by_day(new()):
            yield from unread(Task(item) if copies is None else copies.task(item))

    def new() -> Iterator[Article]:
        for item in found:
            if isinstance(item, SetAside):
                aside.append(item)
            elif known.has(item, coder, alone):
                already.append(item.id)
            else:
                yield item

    def unread(task: Task) -> Iterator[Task]:
        if task.copy_of and not task.only:
            ready.append(Account(task.article, copy_of=task.copy_of, sketch=task.sketch))
        else:
            yield task

    def taken(tasks: Iterator[Task]) -> Iterator[Account]:
        nonlocal interrupted
        try:
            for results in _chunks(tasks, alone, workers or os.cpu_count() or 1):
                yield from good(results)
            yield from good(())
        except KeyboardInterrupt:
            interrupted = True
        except BrokenProcessPool:
            raise RecordError(
                "a reading process was ended from outside (out of memory?); what was read before is kept: "
                "run the same command again, with fewer --workers"
            ) from None

    def good(results: Sequence[Account | SetAside]) -> Iterator[Account]:
        results, ready[:] = [*ready, *results], []
        for one in results:
            if isinstance(one, SetAside):
                aside.append(one)
            else:
                yield one

    def first() -> Iterator[Account]:
        for one in taken(wanted()):
            read.append(one.article.id)
            yield one
            if progress:
                progress(len(read) + len(already))

    def again(version: int) -> Iterator[Account]:
        if copies is not None and not interrupted:
            yield from taken(t for task in copies.unsettled(version, set(read)) for t in unread(task))
        if interrupted:
            raise KeyboardInterrupt

    record.add(first(), coder=coder, set_aside=aside, again=again)
    return Intake(tuple(read), tuple(already), tuple(i for i in read if copies and copies.is_copy(i)), tuple(aside))


def _by_day(articles: Iterator[Article]) -> Iterator[Article]:
    """Articles in the order of their days, so many at a time."""
    while some := list(islice(articles, AHEAD)):
        yield from sorted(some, key=lambda a: first_published(a.published, a.id))


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
