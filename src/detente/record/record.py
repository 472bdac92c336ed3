"""A record: what articles told, asked. A thin surface over `questions`; the same answers as Python values."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import pyarrow as pa

from detente.articles import SetAside
from detente.merging import Account
from detente.record import RecordError, commits, counting, news, questions, readings
from detente.record.folder import Folder, Snapshot, finished
from detente.record.questions import Filters

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Form = Literal["pandas", "arrow", "polars", "rows"]


class Record:
    """A record in a folder, or in memory (a folder that goes with it).

    Every question takes the filters of `Filters` as keywords and ``form``: "pandas" (default), "arrow", "polars", or
    "rows" for a list of dicts. Answers come from one consistent state; `refresh` looks for a newer one.

    Example:
        >>> record = Record.open("detente.record")  # doctest: +SKIP
        >>> record.events(dyad=("RUS", "NATO"), status="planned")  # doctest: +SKIP
    """

    def __init__(self, folder: Folder, snapshot: Snapshot | None = None) -> None:
        self.folder = folder
        self._snapshot: Snapshot = snapshot or folder.snapshot()
        self._con: DuckDBPyConnection | None = None

    @classmethod
    def open(cls, path: str | Path | None = None, create: bool = False, version: str | None = None) -> Self:
        """The record of a folder; with ``create`` a new one where there is none; without a path one in memory.

        Args:
            path: the folder.
            create: make a new record where there is none.
            version: the name of an earlier state (`state`), to ask the record as it was then.

        Raises:
            RecordError: there is none, the folder is something else, its format is newer than this detente, or it has
                no such version, or no longer the files of it.
        """
        if path is None:
            made = tempfile.mkdtemp(prefix="detente-")
            record = cls(Folder.open(made, create=True))
            weakref.finalize(record, shutil.rmtree, made, ignore_errors=True)
            return record
        folder = Folder.open(path, create=create)
        return cls(folder, news.earlier(folder, version) if version else None)

    @property
    def path(self) -> Path:
        """The folder."""
        return self.folder.path

    # -- writing ------------------------------------------------------------------------------------------------

    def add(
        self,
        accounts: Iterable[Account],
        *,
        coder: str | None = None,
        set_aside: Iterable[SetAside] = (),
        batch: int = 200,
        again: Callable[[int], Iterable[Account]] | None = None,
    ) -> int:
        """Take up the accounts of articles, ``batch`` to a commit, and merge; how many were new or changed.

        ``again`` is called when they are there, with the version of ``readings``, and gives those that come in the
        place of what was read of the same articles (see `detente.record.settling`).

        Raises:
            KeyboardInterrupt: after what was committed by then has been merged.
        """
        coder = coder or commits.coder_version()
        known = commits.Known(self.folder)
        added = 0
        settled: int | None = None
        interrupted: KeyboardInterrupt | None = None
        try:
            for some in _batches(accounts, batch):
                with self.folder.writing(), finished():
                    added += commits.commit(self.folder, some, coder, known)
            table = self.folder.table("readings") if again else None
            if again and table is not None:
                version = table.version()
                for some in _batches(again(version), batch):
                    with self.folder.writing(), finished():
                        commits.commit(self.folder, some, coder, known, again=True)
                settled = version
        except KeyboardInterrupt as why:
            interrupted = why
        try:
            with self.folder.writing(), finished():
                commits.put_aside(self.folder, list(set_aside))
                commits.derive(self.folder, settled=settled)
        finally:
            self.refresh()
        if interrupted is not None:
            raise interrupted
        return added

    def correct(self, entry: str, **what: Any) -> str:
        """Correct an entry; see `detente.record.corrections.correct`. Returns the id of the correction."""
        from detente.record import corrections

        return corrections.correct(self, entry, **what)

    def undo(self, correction: str, *, by: str = "") -> None:
        """Take a correction back. It stays on the list."""
        from detente.record import corrections

        corrections.undo(self, correction, by=by)

    def corrections(self, *, form: Form = "pandas") -> Any:
        """All corrections, oldest first, with ``active``: false for those undone."""
        from detente.record import corrections

        return _as(form, corrections.listed(self))

    def rebuild(self) -> None:
        """Make all derived tables from nothing. The result is the same; what was damaged in them is mended."""
        from detente.record import checks

        checks.rebuild(self.path)
        self.refresh()

    def refresh(self) -> None:
        """See the newest state."""
        self._snapshot = self.folder.snapshot()
        self._con = None

    # -- asking -------------------------------------------------------------------------------------------------

    @property
    def con(self) -> DuckDBPyConnection:
        """The DuckDB connection on which the record's tables are views (readings, parties, events, statements, ...)."""
        if self._con is None:
            self._con = questions.connect(self.folder, self._snapshot)
        return self._con

    def events(
        self, *, form: Form = "pandas", limit: int | None = None, offset: int = 0, newest: bool = False, **filters: Any
    ) -> Any:
        """Events by date; with ``newest`` the latest first. ``limit`` and ``offset`` give a part of them."""
        return _as(form, questions.events(self.con, Filters(**filters), limit, offset=offset, newest=newest))

    def statements(
        self, *, form: Form = "pandas", limit: int | None = None, offset: int = 0, newest: bool = False, **filters: Any
    ) -> Any:
        """Statements by date; with ``newest`` the latest first. ``limit`` and ``offset`` give a part of them."""
        return _as(form, questions.statements(self.con, Filters(**filters), limit, offset=offset, newest=newest))

    def how_many(self, what: str, **filters: Any) -> int:
        """How many "events" or "statements" there are under some filters."""
        return questions.how_many(self.con, what.removesuffix("s"), Filters(**filters))

    @property
    def snapshot(self) -> Snapshot:
        """The state that answers come from."""
        return self._snapshot

    @property
    def state(self) -> str:
        """The name of the state that answers come from; `new_since` takes it."""
        return news.name(self._snapshot)

    def new_since(self, state: str, *, form: Form = "pandas", limit: int | None = None) -> dict[str, Any]:
        """The ``events`` and ``statements`` that were not there in an earlier state (`state`), newest told first.

        Raises:
            RecordError: this is the name of no state, or of one whose files were removed (they stay for a week).
        """
        found = news.new_since(self.folder, self.con, self._snapshot, state, limit)
        return {kind: _as(form, rows) for kind, rows in found.items()}

    def parties(self, *, form: Form = "pandas", **filters: Any) -> Any:
        """Parties, busiest first, with how many events and statements they have a part in."""
        return _as(form, questions.parties(self.con, Filters(**filters)))

    def positions(self, *, form: Form = "pandas", **filters: Any) -> Any:
        """Where each party stands on each issue; see `detente.record.positions.positions` for the columns."""
        from detente.record.positions import positions

        return _as(form, positions(self.con, Filters(**filters)))

    def agenda(self, *, form: Form = "pandas", limit: int | None = None, newest: bool = False, **filters: Any) -> Any:
        """Planned events by date; ``overdue`` marks those whose last day passed without news of them."""
        return _as(form, questions.agenda(self.con, Filters(**filters), limit, newest=newest))

    def counts(self, *, form: Form = "pandas", **filters: Any) -> Any:
        """Events per month and directed dyad."""
        return _as(form, counting.counts(self.con, Filters(**filters)))

    def months(self, *, form: Form = "pandas", **filters: Any) -> Any:
        """Events per month and type, each event once: ``month``, ``event_type``, ``quad_code``, ``events``, and their
        mean ``intensity`` (Goldstein). Use `counts` for directed dyads."""
        return _as(form, counting.months(self.con, Filters(**filters)))

    def dyads(self, *, form: Form = "pandas", **filters: Any) -> Any:
        """Undirected pairs of principals, busiest first: ``a``, ``b``, ``events`` between them, each once, and their
        mean ``intensity`` (Goldstein)."""
        return _as(form, counting.dyads(self.con, Filters(**filters)))

    def issues(self, *, form: Form = "pandas", **filters: Any) -> Any:
        """Issues by name, with how many events and statements touch each."""
        return _as(form, counting.issues(self.con, Filters(**filters)))

    def articles(self, *, form: Form = "pandas") -> Any:
        """The articles, without their texts."""
        return _as(form, counting.articles(self.con))

    def duplicates(self, *, form: Form = "pandas") -> Any:
        """Articles that have copies, those with most first, with the copies of each."""
        return _as(form, counting.duplicates(self.con))

    def account(self, article: str) -> Account:
        """Everything one article gave, its text included.

        Raises:
            RecordError: the record has no article of this id.
        """
        rows = questions.ask(self.con, "SELECT * FROM readings WHERE id = $1", [article]).to_pylist()
        if not rows:
            raise RecordError(f"the record has no article {article!r}; see: detente info {self.path}")
        return readings.account(rows[0])

    def accounts(self) -> Iterator[Account]:
        """The accounts of all articles, by id, one at a time."""
        for id_ in questions.ask(self.con, "SELECT id FROM readings ORDER BY id").column("id").to_pylist():
            yield self.account(id_)

    def entry(self, id_: str) -> dict[str, Any]:
        """One event or statement as a row, with ``kind``: by its id, its code (`codes.code`) or the beginning of either
        where only one has it.

        Raises:
            RecordError: there is none, or several.
        """
        kinds = (("event", "event_id"), ("statement", "statement_id"))
        for kind, column in kinds:
            # most ask by the whole id: no need to look at the beginning of every other
            rows = questions.ask(self.con, f"SELECT * FROM {kind}s WHERE {column} = $1", [id_]).to_pylist()
            if rows:
                return {"kind": kind, "id": rows[0][column], **rows[0]}
        for kind, column in kinds:
            rows = questions.ask(
                self.con,
                f"SELECT * FROM {kind}s WHERE starts_with({column}, $1) OR starts_with(md5({column}), lower($1)) "
                f"ORDER BY {column} = $1 DESC, {column} LIMIT 2",
                [id_],
            ).to_pylist()
            exact = [r for r in rows if r[column] == id_]
            if exact or len(rows) == 1:
                return {"kind": kind, "id": (exact or rows)[0][column], **(exact or rows)[0]}
            if rows:
                raise RecordError(f"several entries begin with {id_!r}; give more of the id")
        raise RecordError(f"the record has no entry {id_!r}; see: detente events, detente statements")

    def why(self, id_: str) -> dict[str, Any]:
        """One entry with its ``evidence`` in context and its ``reasons``; see `detente.record.evidence.why`."""
        from detente.record.evidence import why

        return why(self, id_)

    def dossier(self, subject: str | tuple[str, str]) -> dict[str, Any]:
        """What a briefing on an issue, a party or a dyad ("RUS-NATO", or a pair) is written from; see `dossier.py`."""
        from detente.record.dossier import dossier

        return dossier(self, subject)

    def info(self) -> dict[str, Any]:
        """What the record holds: counts, first and last day, format, coders, whether anything waits to be derived."""
        from detente.record.evidence import info

        return info(self)

    def set_aside(self, *, form: Form = "pandas") -> Any:
        """What could not be read, and why."""
        return _as(form, questions.ask(self.con, 'SELECT * FROM set_aside ORDER BY "where", why'))

    def dump(self) -> dict[str, Any]:
        """The whole record as one JSON document."""
        from detente.record.dump import document

        return document(self.con)


def _batches(items: Iterable[Account], size: int) -> Iterator[list[Account]]:
    some: list[Account] = []
    for item in items:
        some.append(item)
        if len(some) >= size:
            yield some
            some = []
    if some:
        yield some


def _as(form: Form, table: pa.Table) -> Any:
    if form == "arrow":
        return table
    if form == "rows":
        return table.to_pylist()
    if form == "polars":
        import polars

        return polars.from_arrow(table)
    if form == "pandas":
        return table.to_pandas()
    raise RecordError(f"{form!r} is no form of an answer: pandas, arrow, polars or rows")
