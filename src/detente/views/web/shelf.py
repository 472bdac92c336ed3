"""The record that pages show: one connection per thread, the newest state within a second, answers kept per state."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.record.record import Record

_KEPT = 512


class Shelf:
    """A record opened for many readers at once.

    A DuckDB connection serves one thread, so each thread has its own; all of them look for a newer state of the record
    at most once a second. What was asked of one state is kept until the next one.
    """

    def __init__(self, path: Path, look_every: float = 1.0) -> None:
        self.path = path
        self._look_every = look_every
        self._own = threading.local()
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._version = ""
        self._looked = 0.0

    @property
    def version(self) -> str:
        """A short name of the newest state; it changes with every commit."""
        now = time.monotonic()
        with self._lock:
            if now - self._looked >= self._look_every or not self._version:
                snapshot = Record.open(self.path).folder.snapshot()
                key = json.dumps([snapshot.tables, snapshot.facts], sort_keys=True, default=str)
                self._version = hashlib.sha256(key.encode()).hexdigest()[:16]
                self._looked = now
            return self._version

    def record(self) -> Record:
        """This thread's view of the newest state."""
        version = self.version
        if getattr(self._own, "version", None) != version:
            self._own.record = Record.open(self.path)
            self._own.version = version
        found: Record = self._own.record
        return found

    def looked_again(self) -> None:
        """Look for a newer state at once (after this process wrote one)."""
        with self._lock:
            self._looked = 0.0

    def answer(self, question: str, ask: Callable[[Record], Any]) -> Any:
        """What ``ask`` gives for the newest state, asked once per state. ``question`` must tell answers apart."""
        record = self.record()
        key = (self._own.version, question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = ask(record)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found
