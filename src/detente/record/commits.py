"""Commits: articles into ``readings``, a batch at a time, and the derived tables brought up to date."""

from __future__ import annotations

import hashlib
import shutil
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

import pyarrow as pa

from detente import __version__
from detente.articles import Article, SetAside
from detente.duplicates import Known as Sketched
from detente.knowledge import users_file
from detente.merging import Account
from detente.merging.keys import key
from detente.record import RecordError, corrections, readings, tables
from detente.record.derivation import Derivation
from detente.record.folder import Folder, explained
from detente.record.indexes import INDEXES
from detente.record.readings import Changes, Readings, known
from detente.record.store import SCHEMAS, Store, literals
from detente.record.tables import FORMAT

# Articles that are merged in one step.
AT_ONCE = 20_000


@cache
def coder_version() -> str:
    """The version of everything a reading depends on: detente's own and a hash of its code, knowledge and weights."""
    digest = hashlib.blake2b(digest_size=6)
    root = resources.files("detente")
    for part in ("reading", "coding", "knowledge", "weights"):
        for path in sorted(_files(root / part), key=str):
            if not str(path).endswith((".pyc", ".md")):
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    for name in ("issues", "parties"):  # what a user laid over our knowledge is part of what reads
        if path := users_file(name):
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()}"


def _files(folder: Any) -> Iterator[Any]:
    if folder.is_dir():
        for child in folder.iterdir():
            if child.name != "__pycache__":
                yield from _files(child)
    elif folder.is_file():
        yield folder


class Known:
    """Which articles a record has: by id, and by id, content and coder."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._version = self._noted = -1
        self._by_file: dict[str, list[tuple[int, int]]] = {}
        self._stored: tuple[Any, Any] = ((), ())
        self._added: tuple[set[int], set[int]] = (set(), set())
        self._gone: set[int] = set()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is there, if it changed: what the last derivation noted, and what came after it."""
        table = self._folder.table("readings")
        if table is None or table.version() == self._version:
            return
        self._version = table.version()
        state = self._folder.snapshot()
        noted = state.tables.get("known", -1)
        if noted != self._noted:
            self._noted = noted
            self._stored = Store(self._folder, state).known() if noted >= 0 else ((), ())
        now = Readings(self._folder, self._version)
        before = set(Readings(self._folder, state.tables["readings"]).files) if noted >= 0 else set()
        other = Counter[tuple[int, int]]()
        for sign, files in ((1, set(now.files) - before), (-1, before - set(now.files))):
            for file in files:
                if file not in self._by_file:
                    self._by_file[file] = list(known(now.keys([file])))
                for k in self._by_file[file]:
                    other[k] += sign
        came = [k for k, n in other.items() if n > 0]
        self._added = ({i for i, _ in came}, {e for _, e in came})
        self._gone = {e for (_, e), n in other.items() if n < 0}

    def has(self, article: Article, coder: str, alone: bool) -> bool:
        """Whether this article, with this content, was read by this coder."""
        exact = key(article.id, article.fingerprint, coder, str(alone))
        return exact in self._added[1] or (exact not in self._gone and _among(exact, self._stored[1]))

    def has_id(self, id_: str) -> bool:
        """Whether an article of this id is there, perhaps with other content."""
        return key(id_) in self._added[0] or _among(key(id_), self._stored[0])


def _among(number: int, ordered: Any) -> bool:
    at = bisect_left(ordered, number)
    return at < len(ordered) and ordered[at] == number


def sketched(folder: Folder, first: date | None, last: date | None) -> Iterator[Sketched]:
    """The articles by which copies are found: those published from one day to another; without days, the undated."""
    import pyarrow.dataset as ds

    table = folder.table("readings")
    if table is None:
        return
    day = ds.field("publication_date")
    wanted = day.is_null() if first is None or last is None else (day >= first) & (day <= last)
    with explained(folder.path, "readings"):
        for batch in table.to_pyarrow_dataset().to_batches(
            columns=readings.SKETCHED, filter=wanted & ds.field("sketch").is_valid()
        ):
            yield from map(readings.sketched, batch.to_pylist())


def commit(folder: Folder, accounts: Sequence[Account], coder: str, known: Known, again: bool = False) -> int:
    """Put accounts into ``readings`` as one atomic commit, in the place of older versions of the same articles.

    The caller holds the lock. Of several accounts of one id the last counts. An article that is there, with the same
    content, stays as it is, but if it was read ``again``. Returns how many were new or replaced.
    """
    known.refresh()
    newest = {a.article.id: a for a in accounts}
    fresh = [a for a in newest.values() if again or not known.has(a.article, coder, a.alone)]
    if not fresh:
        return 0
    fresh.sort(key=lambda a: a.article.id)
    rows = readings.readings(fresh, coder)
    replaced = [a.article.id for a in fresh if known.has_id(a.article.id)]
    if replaced:
        # one commit: rows of these ids go, the new ones come
        folder.replace("readings", rows, f"id IN ({literals(a.article.id for a in fresh)})")
    else:
        folder.append("readings", rows)
    return len(fresh)


def put_aside(folder: Folder, items: Sequence[SetAside]) -> None:
    """Note what was set aside, each once. The caller holds the lock."""
    table = folder.table("set_aside")
    there = set()
    if table is not None:
        there = {(r["where"], r["why"]) for r in table.to_pyarrow_table().to_pylist()}
    fresh = [s for s in dict.fromkeys(items) if (s.where, s.why) not in there]
    if fresh or table is None:
        folder.append("set_aside", readings.set_aside(fresh))


def migrate(folder: Folder) -> None:
    """Bring a record of an older format to today's: its readings get the columns they lack, the rest is derived anew.

    Raises:
        RecordError: the folder cannot be written.
    """
    with folder.writing():
        if folder.format >= FORMAT:
            return  # another process was faster
        table = folder.table("readings")
        if table is not None:
            with explained(folder.path, "readings"):
                batches = map(_today, table.to_pyarrow_dataset().to_batches(batch_size=256))
                folder.replace("readings", pa.RecordBatchReader.from_batches(tables.READINGS, batches))
        for name in (*tables.DERIVED, *INDEXES):
            # they were written in another way, and everything in them can be made again
            shutil.rmtree(folder.path / name, ignore_errors=True)
        derive(folder, anew=True)


def _today(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Older rows of ``readings`` with all columns of today."""
    empty: dict[str, Any] = {f.name: [] if pa.types.is_list(f.type) else None for f in tables.READINGS}
    rows = [{**empty, **{k: v for k, v in row.items() if v is not None and k in empty}} for row in batch.to_pylist()]
    return pa.RecordBatch.from_pylist(rows, tables.READINGS)


def derive(folder: Folder, anew: bool = False, settled: int | None = None) -> bool:
    """Bring the derived tables up to what ``readings`` and ``corrections`` say; whether there was anything to do.

    The caller holds the lock. The result depends on the content of ``readings`` and ``corrections`` alone, not on
    whether it is made ``anew`` or of what changed. ``settled`` is the version of ``readings`` up to which copies are
    settled now (see `detente.record.settling`).
    """
    if folder.table("readings") is None:
        folder.append("readings", tables.READINGS.empty_table())
    state = folder.snapshot()
    now = {name: table.version() for name in ("readings", "corrections", "set_aside") if (table := folder.table(name))}
    whole = all(name in state.tables for name in SCHEMAS) and "made" in state.facts
    if not anew and whole and all(state.tables.get(k) == v for k, v in now.items()):
        if settled is not None and settled != state.facts.get("settled"):
            folder.publish({}, {"settled": settled})
        return False
    anew = anew or not whole
    try:
        changes = Changes.between(folder, None if anew else state.tables["readings"], now["readings"])
        gone = changes.gone()
    except RecordError:
        if anew:
            raise
        # files of the state before are gone: it is too long ago
        anew = True
        changes, gone = Changes.between(folder, None, now["readings"]), []
    held = corrections.active(folder)
    before = [] if anew else corrections.active(folder, state.tables.get("corrections", -1))
    changed = [c for c in held if c not in before] + [c for c in before if c not in held]
    store = Store(folder, None if anew else state)
    changes.now.pending = set(changes.came)
    derivation = Derivation(store, changes.now.find, changes.now.copies)
    fresh = changes.fresh()
    some = list(islice(fresh, AT_ONCE))
    taken: Counter[tuple[int, int]] | None = changes.known
    while True:
        changes.now.pending -= {a.article.id for a in some}
        derivation.step(some, gone, held, changed, taken)
        some, gone, changed, taken = list(islice(fresh, AT_ONCE)), [], [], None
        if not some:
            break
    store.tidy()
    before_ = now["readings"]
    now["readings"] = folder.compact("readings") or before_
    facts = {"derived_from": now["readings"], **store.facts}
    if settled is not None:
        # files that are only put together settle nothing anew
        facts["settled"] = now["readings"] if settled == before_ else settled
    now |= store.versions
    folder.publish(now, facts)
    for name, version in now.items():
        folder.tidy(name, state.tables.get(name), version)
    return True
