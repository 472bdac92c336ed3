"""Settling: which articles are copies of which, whatever the order in which they came.

What was published first is the original (`detente.duplicates.Index`). An article that comes is compared with what came
before it; where it turns out to be published before some of those, these are looked at again when all are there: one
may be its copy now, or tell less that is new. So a record depends on its articles alone. ``readings`` up to the version
that the manifest calls ``settled`` have been looked at; a run that is broken off leaves the rest to the next one.

Two limits: copies are looked for within a week, and those without a day among each other only; and a phrase that
hundreds of texts share (`duplicates._LONGEST_CHAIN`) may hide some of them from each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from detente.articles import Article
from detente.coding.model import Span
from detente.duplicates import Index, Known, additional, sketch
from detente.record import RecordError
from detente.record.commits import sketched
from detente.record.folder import Folder
from detente.record.readings import Changes, Readings


@dataclass(frozen=True, slots=True)
class Task:
    """An article to read. Of a copy (``copy_of``) only some paragraphs (``only``) are read. Its sketch is kept."""

    article: Article
    sketch: bytes = b""
    copy_of: str | None = None
    only: tuple[Span, ...] = ()


class Settling:
    """Tells copies among the articles of a run, and what is to be read once more when all of them are there."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        state = folder.snapshot()
        # a record of before this was done counts as settled
        self._settled: int | None = state.facts.get("settled", state.tables.get("readings"))
        self._index = Index()
        self._days: set[date | None] = set()
        self._seen: set[str] = set()
        self._again: dict[str, Known] = {}

    def is_copy(self, id_: str) -> bool:
        """Whether an article of this run is a copy, as far as is known by now."""
        known = self._index.role(id_)
        return known is not None and known.original is not None

    def task(self, article: Article) -> Task:
        """What is to be read of an article that comes, by what has come so far."""
        mine = Known(article.id, article.published, None, sketch(article.text))
        self._look_around(mine.day)
        self._moved(mine)
        copy = self._index.find(mine)
        if copy:
            mine = replace(mine, original=copy.original, only=additional(article.text, copy.told))
        self._index.add(mine)
        self._seen.add(mine.id)
        return Task(article, bytes(mine.sketch), mine.original, mine.only)

    def unsettled(self, version: int, read: set[str]) -> Iterator[Task]:
        """What is to be read once more, now that all articles are there that ``readings`` have at a version; ``read``
        are those of this run (what could not be read is no original)."""
        for id_ in self._seen - read:
            self._leave(id_)
        self._others(version)
        there = Readings(self._folder, version)
        texts = there.articles(set(self._again))
        waiting = [k.key for k in self._again.values()]
        heapq.heapify(waiting)
        done: set[str] = set()
        while waiting:
            id_ = heapq.heappop(waiting)[-1]
            before = self._index.role(id_)
            if id_ in done or before is None:
                continue
            done.add(id_)
            self._look_around(before.day)
            copy = self._index.find(before)
            now = replace(before, original=copy.original if copy else None)
            if id_ in self._again:
                now = replace(now, only=additional(texts[id_].text, copy.told) if copy else ())
            if now == before:
                continue
            self._index.add(now)
            if now.original != before.original:
                # what is a copy of this one is a copy of the same as it
                for other in self._index.later(now):
                    heapq.heappush(waiting, other.key)
            if id_ not in texts:
                texts |= there.articles({id_})
            yield Task(texts[id_], bytes(now.sketch), now.original, now.only)

    def _others(self, version: int) -> None:
        """Take up what came to the record and was never looked at: of other runs, or of one that was broken off."""
        try:
            changes = Changes.between(self._folder, self._settled, version)
            went, came = list(changes.sketched_before()), list(changes.sketched_now(self._seen))
        except RecordError:
            return  # the files are gone: it is more than a week ago
        for one in (*went, *came):
            self._look_around(one.day)
            self._moved(one)
        for one in came:
            self._index.add(one)
            self._again[one.id] = one

    def _leave(self, id_: str) -> None:
        gone = self._index.role(id_)
        if gone is not None:
            self._moved(gone)
            self._again.pop(id_, None)
            self._index.remove(id_)

    def _moved(self, one: Known) -> None:
        """Note what an article that comes or goes may change: those after it, and after what it was before."""
        before = self._index.role(one.id)
        for some in (one, before):
            if some is not None:
                self._again |= {o.id: o for o in self._index.later(some)}

    def _look_around(self, day: date | None) -> None:
        """Take up what the record has of the days around."""
        if day in self._days:
            return
        self._days.add(day)
        first, last = (day - self._index.window, day + self._index.window) if day else (None, None)
        for one in sketched(self._folder, first, last):
            if self._index.role(one.id) is None:
                self._index.add(one)
