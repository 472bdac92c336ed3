"""News: which entries a state of the record has that an earlier one had not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from detente.record import RecordError
from detente.record.folder import Folder, Snapshot
from detente.record.store import literals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KINDS = {"events": "event_id", "statements": "statement_id"}


def name(snapshot: Snapshot) -> str:
    """The name of a state: the versions of the tables of its entries."""
    return ".".join(str(snapshot.tables.get(kind, "")) for kind in _KINDS)


def earlier(folder: Folder, state: str) -> Snapshot:
    """The state of this name.

    Raises:
        RecordError: the record knows none, or its files were removed.
    """
    known = folder.snapshots()
    snapshot = next((x for x in known if name(x) == state), None)
    if snapshot is None:
        raise RecordError(f"the record knows no state {state!r}; its newest is {name(known[0])!r}")
    gone = RecordError(f"the record no longer has the files of its state {state!r}: they stay for a week")
    for kind, version in snapshot.tables.items():
        try:
            table = folder.table(kind, version)
        except RecordError as why:
            raise gone from why
        if table is None or not all(Path(f).exists() for f in table.file_uris()):
            raise gone
    return snapshot


def new_since(
    folder: Folder, con: DuckDBPyConnection, now: Snapshot, state: str, limit: int | None = None
) -> dict[str, pa.Table]:
    """The events and statements that ``con`` sees and the state of this name had not, newest told first.

    Raises:
        RecordError: this is the name of no state, or of one whose files were removed.
    """
    import duckdb

    if not re.fullmatch(r"\d{0,9}\.\d{0,9}", state):
        raise RecordError(f"{state!r} is the name of no state of a record")
    out = {}
    for (kind, id_), version in zip(_KINDS.items(), state.split("."), strict=True):
        latest = now.tables.get(kind)
        if version and (latest is None or int(version) > latest):
            raise RecordError(f"the record has no state {state!r}: it is older")
        same = version != "" and latest == int(version)
        fresh = "false" if same else f"{id_} NOT IN ({_earlier(folder, kind, id_, version)})"
        told = "coalesce(last_told, publication_date)" if kind == "events" else "publication_date"
        most = f" LIMIT {int(limit)}" if limit is not None else ""
        sql = f"SELECT * FROM {kind} WHERE {fresh} ORDER BY {told} DESC NULLS LAST, {id_}{most}"
        try:
            out[kind] = con.sql(sql).to_arrow_table()
        except duckdb.IOException as why:
            raise RecordError(f"the record no longer has the files of its state {state!r}") from why
    return out


def _earlier(folder: Folder, kind: str, id_: str, version: str) -> str:
    """The ids that a table had at a version."""
    table = folder.table(kind, int(version)) if version else None
    files = table.file_uris() if table is not None else []
    if not files:
        return "SELECT NULL WHERE false"
    return f"SELECT {id_} FROM read_parquet([{literals(files)}])"
