"""The folder of a record: its manifest, its lock, and its Delta tables as one consistent snapshot.

``detente.json`` names the format and, for every table, the version that belongs to the last complete state. It is
replaced in one step after the tables are written, so that a reader never sees events of one state beside statements
of another, and a process killed in mid-write leaves the state before. ``readings`` may be ahead of it: what was
committed there survives, and the next writer derives the rest.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from detente.record import RecordError
from detente.record.indexes import ROWS
from detente.record.tables import FORMAT

if TYPE_CHECKING:
    from deltalake import DeltaTable, WriterProperties

MANIFEST = "detente.json"
LOCK = ".lock"
# Bytes that stay free on the disk, for the logs and the manifest.
SPARE = 1_000_000
# Articles whose readings are read at once, when one is looked for.
ARTICLES = 2_000
# Files of a table above which they are made fewer; versions between two removals of old files; hours that those stay.
MANY_FILES = 100
TIDY_EVERY = 20
WEEK = 168
# Earlier states that the manifest names.
STATES = 100


@dataclass(frozen=True)
class Snapshot:
    """One consistent state: the version of each table."""

    tables: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def _snapshot(doc: dict[str, Any]) -> Snapshot:
    """The state that a manifest, or its line of an earlier state, names."""
    return Snapshot(dict(doc["tables"]), dict(doc.get("facts", {})))


def _written(name: str) -> WriterProperties:
    """How the files of a table are written. They are some six times smaller when compressed, and read as fast."""
    from deltalake import WriterProperties

    rows = ARTICLES if name == "readings" else ROWS
    return WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=rows)


class Folder:
    """The folder of a record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: dict[str, tuple[int, DeltaTable]] = {}

    # -- opening ------------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: str | Path, create: bool = False) -> Folder:
        """The folder of a record that is there, or, with ``create``, a new one.

        Raises:
            RecordError: there is none, it is something else, or its format is newer than this detente.
        """
        folder = cls(Path(path))
        manifest = folder.path / MANIFEST
        if not manifest.exists():
            if folder.path.exists() and not folder.path.is_dir():
                raise RecordError(f"{path} is a file, not the folder of a record")
            if folder.path.is_dir() and any(p.name != LOCK for p in folder.path.iterdir()):
                raise RecordError(
                    f"{path} is not a record: it holds other files and no {MANIFEST}. Name another folder"
                )
            if not create:
                raise RecordError(f"there is no record at {path}. Make one with: detente read FILES --record {path}")
            with explained(folder.path):
                folder.path.mkdir(parents=True, exist_ok=True)
                folder._write({"what": "detente record", "format": FORMAT, "tables": {}, "facts": {}})
        if folder._read()["format"] < FORMAT:
            from detente.record.commits import migrate

            migrate(folder)
        return folder

    def _read(self) -> dict[str, Any]:
        path = self.path / MANIFEST
        try:
            doc = json.loads(path.read_text(encoding="utf-8"))
            format_ = doc["format"]
            if not isinstance(format_, int) or not isinstance(doc["tables"], dict):
                raise ValueError("format and tables are not what they should be")
        except OSError as why:
            raise RecordError(f"{path} cannot be read: {why.strerror}") from why
        except (ValueError, KeyError, TypeError, UnicodeDecodeError) as why:
            raise RecordError(f"{path} is damaged ({why}). Mend it with: detente rebuild {self.path}") from why
        if format_ > FORMAT:
            raise RecordError(
                f"{self.path} was written by a newer detente (its format is {format_}; this one knows {FORMAT}). "
                "Update detente"
            )
        return doc

    def _write(self, doc: dict[str, Any]) -> None:
        path = self.path / MANIFEST
        fresh = path.with_suffix(f".{os.getpid()}.new")
        try:
            with fresh.open("w", encoding="utf-8") as out:
                json.dump(doc, out, indent=1, sort_keys=True)
                out.flush()
                os.fsync(out.fileno())
            os.replace(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)

    def mend_manifest(self) -> None:
        """Write a new manifest over a damaged one, naming no derived table (a rebuild follows)."""
        with explained(self.path):
            self._write({"what": "detente record", "format": FORMAT, "tables": {}, "facts": {}})

    @property
    def format(self) -> int:
        """The version of the format on disk."""
        found: int = self._read()["format"]
        return found

    # -- states -------------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The last complete state."""
        return _snapshot(self._read())

    def snapshots(self) -> list[Snapshot]:
        """The last complete state and those before it, newest first; of the oldest the files may be gone."""
        doc = self._read()
        return [_snapshot(doc), *map(_snapshot, reversed(doc.get("earlier", [])))]

    def publish(self, tables: dict[str, int], facts: dict[str, Any] | None = None) -> None:
        """Make these versions the state that readers see."""
        doc = self._read()
        last = {"tables": doc["tables"], "facts": doc.get("facts", {})}
        other = last["tables"] and any(last["tables"].get(k) != v for k, v in tables.items())
        earlier = [*doc.get("earlier", []), *([last] if other else [])][-STATES:]
        doc["format"] = FORMAT
        doc["tables"] = now = {**doc["tables"], **tables}
        # a table that was made from nothing has other versions than those that earlier states name
        doc["earlier"] = [s for s in earlier if all(v <= now.get(k, v) for k, v in s["tables"].items())]
        doc["facts"] = {**last["facts"], **(facts or {})}
        with explained(self.path):
            self._write(doc)

    def table(self, name: str, version: int | None = None) -> DeltaTable | None:
        """A table at a version (the newest by default); None where nothing was ever written."""
        from deltalake import DeltaTable
        from deltalake.exceptions import TableNotFoundError

        if not (self.path / name / "_delta_log").is_dir():
            self._kept.pop(name, None)
            return None
        kept = self._kept.get(name)
        if kept and version == kept[0]:
            return kept[1]  # a version never changes
        with explained(self.path, name):
            try:
                found = DeltaTable(str(self.path / name), version=version)
            except TableNotFoundError:
                return None
        self._kept[name] = (found.version(), found)
        return found

    def newest(self, name: str, version: int | None, column: str) -> Any:
        """The greatest value of a column, from what the table's log says of its files, without reading them."""
        table = self.table(name, version) if version is not None else None
        if table is None:
            return None
        found = pa.table(table.get_add_actions(flatten=True))
        name = f"max.{column}"
        return (
            max((v for v in found.column(name).to_pylist() if v), default=None) if name in found.schema.names else None
        )

    def append(self, name: str, rows: pa.Table, parts: bool = False) -> int:
        """Add rows to a table in one commit; its new version. With ``parts`` it is partitioned by that column."""
        return self._commit(name, rows, parts, mode="append")

    def replace(
        self, name: str, rows: pa.Table | pa.RecordBatchReader, where: str | None = None, parts: bool = False
    ) -> int:
        """Put rows in the place of all, or of those that a predicate names, in one commit; the new version."""
        return self._commit(name, rows, parts, mode="overwrite", predicate=where)

    def back_to(self, name: str, version: int) -> None:
        """Take back what was written to a table after a version: a process that was killed left it there."""
        if self._newest(name, version):
            return
        table = self.table(name)
        if table is not None and table.version() != version:
            with explained(self.path, name):
                table.restore(version)
            self._kept.pop(name, None)

    def _newest(self, name: str, version: int) -> bool:
        """Whether a version that is there is the newest one."""
        return not (self.path / name / "_delta_log" / f"{version + 1:020}.json").exists()

    def _commit(self, name: str, rows: pa.Table | pa.RecordBatchReader, parts: bool, **how: Any) -> int:
        from deltalake import write_deltalake

        with explained(self.path, name):
            # asked before: a write that fails half-way leaves a file without a name, and noise on the screen
            if shutil.disk_usage(self.path).free < getattr(rows, "nbytes", 0) + SPARE:
                raise OSError(errno.ENOSPC, "No space left on device")
            whole = how["mode"] == "overwrite" and how["predicate"] is None
            how |= {"schema_mode": "overwrite" if whole else "merge", "writer_properties": _written(name)}
            kept = self._kept.get(name)
            known = kept[1] if kept and not whole and self._newest(name, kept[0]) else None
            write_deltalake(known or str(self.path / name), rows, partition_by=["part"] if parts else None, **how)
            if known is not None:
                known.update_incremental()
                self._kept[name] = (known.version(), known)
                return known.version()
        table = self.table(name)
        assert table is not None
        return table.version()

    def compact(self, name: str) -> int | None:
        """Make few files of a table's many small ones; its newest version. The caller holds the lock."""
        table = self.table(name)
        if table is None:
            return None
        with explained(self.path, name):
            if len(table.file_uris()) > MANY_FILES:
                table.optimize.compact(writer_properties=_written(name))
                self._kept.pop(name, None)
                table = self.table(name)
        return table.version() if table is not None else None

    def tidy(self, name: str, before: int | None, now: int) -> None:
        """Remove files of a table that no state of the last week needs, every so many versions.

        The caller holds the lock. Nothing that can be asked changes; readers keep their snapshot.
        """
        if before is None or before // TIDY_EVERY == now // TIDY_EVERY:
            return
        table = self.table(name)
        if table is not None:
            with explained(self.path, name):
                table.create_checkpoint()
                table.vacuum(retention_hours=WEEK, dry_run=False)

    # -- one writer ---------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self, wait: float = 600.0, told: Callable[[str], None] | None = None) -> Iterator[None]:
        """Be the only writer. A second one waits, and is told so; the lock goes with its process.

        Args:
            wait: seconds to wait for another writer.
            told: called once with a sentence when there is one.

        Raises:
            RecordError: the other was still writing after ``wait`` seconds, or the folder cannot be written.
        """
        import fcntl

        with explained(self.path):
            handle = open(self.path / LOCK, "a+", encoding="utf-8")  # noqa: SIM115
        try:
            until = time.monotonic() + wait
            said = False
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise RecordError(f"another process is still writing {self.path}; try again later") from None
                    if told and not said:
                        told(f"another process is writing {self.path}; waiting for it")
                        said = True
                    time.sleep(0.02)
            yield
        finally:
            handle.close()


@contextlib.contextmanager
def finished() -> Iterator[None]:
    """Let Ctrl-C wait until what is being written is written: the library that writes would give it up half-way. A
    second Ctrl-C does not wait; what was committed before is safe.

    Raises:
        KeyboardInterrupt: at the end, if it came.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is signal.SIG_IGN:
        yield  # only the main thread is interrupted, and a job in the background not at all
        return
    came: list[int] = []

    def noted(number: int, _: object) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, noted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)
    if came:
        raise KeyboardInterrupt


@contextlib.contextmanager
def explained(path: Path, table: str | None = None) -> Iterator[None]:
    """Turn what the operating system and Delta say into one line that names the record, and what to do."""
    from deltalake.exceptions import DeltaError

    where = path / table if table else path
    try:
        yield
    except RecordError:
        raise
    except (OSError, DeltaError, pa.ArrowException) as why:
        said = str(why)
        low = said.lower()
        if any(x in low for x in ("no space left", "os error 28", "disk quota", "file too large")):
            raise RecordError(f"no space left on the disk of {path}; what was committed before is safe") from why
        if "permission denied" in low or "read-only file system" in low or "os error 13" in low or "os error 30" in low:
            raise RecordError(f"{path} cannot be written: permission denied or read-only") from why
        first = said.strip().splitlines()[0] if said.strip() else type(why).__name__
        raise RecordError(f"{where} is damaged or cannot be read ({first}). Try: detente check {path}") from why
