"""The record that pages show: one state of it per request, asked by few readers at once, each answer kept per state."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pyarrow as pa
from fastapi import Request

from detente.record.folder import Snapshot
from detente.record.record import Record

# What is kept of one state: at most so many answers, of about so many bytes.
_MOST_ANSWERS = 4_000
_MOST_BYTES = 256_000_000
_HEAVY = 64_000_000


class State:
    """One state of a record. Whoever holds it gets answers that fit each other, whatever is written meanwhile.

    DuckDB answers one question at a time on a connection: a few records are opened at this state and lent in turn.
    A question that is being answered is not asked a second time; whoever asks it too waits for the same answer.
    """

    def __init__(self, record: Record, readers: int) -> None:
        key = json.dumps([record.snapshot.tables, record.snapshot.facts], sort_keys=True, default=str)
        self.version = hashlib.sha256(key.encode()).hexdigest()[:16]
        self.name = record.state
        self._first = record
        self._free: queue.LifoQueue[Record] = queue.LifoQueue()
        self._free.put(record)
        self._to_open = readers - 1
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Future[Any], int]] = OrderedDict()
        self._bytes = 0

    @property
    def snapshot(self) -> Snapshot:
        """The versions of the tables."""
        return self._first.snapshot

    def ask(self, question: Callable[[Record], Any]) -> Any:
        """What ``question`` gives, asked now and not kept."""
        record = self._borrow()
        try:
            return question(record)
        finally:
            self._free.put(record)

    def _borrow(self) -> Record:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            pass
        with self._lock:
            more = self._to_open > 0
            self._to_open -= more
        return Record(self._first.folder, self.snapshot) if more else self._free.get()

    def answer(self, question: str, ask: Callable[[Record], Any]) -> Any:
        """What ``ask`` gives, asked once. ``question`` must tell answers apart."""
        return self.kept(question, lambda: self.ask(ask))

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made once in this state. ``name`` must tell things apart."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            else:
                mine: Future[Any] = Future()
                self._kept[name] = (mine, 0)
        if found is not None:
            return found[0].result()
        try:
            made = make()
        except BaseException as why:
            with self._lock:
                self._kept.pop(name, None)
            mine.set_exception(why)
            raise
        mine.set_result(made)
        with self._lock:
            weight = _weight(made)
            if name in self._kept:
                if weight > _HEAVY:
                    del self._kept[name]  # one such answer would push out a thousand pages
                    return made
                self._kept[name] = (mine, weight)
                self._kept.move_to_end(name)
                self._bytes += weight
            while len(self._kept) > 1 and (len(self._kept) > _MOST_ANSWERS or self._bytes > _MOST_BYTES):
                self._bytes -= self._kept.popitem(last=False)[1][1]
        return made


def _weight(value: Any) -> int:
    """About how many bytes a value holds."""
    if isinstance(value, bytes | str):
        return len(value)
    if isinstance(value, pa.Table):
        return int(value.nbytes)
    if isinstance(value, dict):
        return sum(map(_weight, value.values())) + 100
    if isinstance(value, list | tuple):
        return 100 + len(value) * (_weight(value[0]) * 4 if value and isinstance(value[0], dict) else 200)
    return 100


class Shelf:
    """A record served to many readers at once.

    Args:
        path: the folder of the record.
        look_every: seconds between two looks for a newer state.
        readers: questions that are answered at once; more than cores gain nothing.
    """

    def __init__(self, path: Path, look_every: float = 1.0, readers: int | None = None) -> None:
        self.path = path
        self._look_every = look_every
        self._readers = readers or (os.cpu_count() or 1) + 1
        self._lock = threading.Lock()
        self._state: State | None = None
        self._looked = 0.0

    def state(self) -> State:
        """The newest state, as seen within the last second.

        Raises:
            RecordError: there is no record in the folder.
        """
        now = time.monotonic()
        with self._lock:
            if self._state is None or now - self._looked >= self._look_every:
                record = Record.open(self.path)
                if self._state is None or record.snapshot != self._state.snapshot:
                    self._state = State(record, self._readers)
                self._looked = now
            return self._state

    def looked_again(self) -> None:
        """Look for a newer state at the next request (after this process wrote one)."""
        with self._lock:
            self._looked = -self._look_every


def state_of(request: Request) -> State:
    """The one state of the record that a request sees, from its first question to its last."""
    seen: State | None = getattr(request.state, "record_state", None)
    if seen is None:
        seen = request.app.state.shelf.state()
        request.state.record_state = seen
    return seen
