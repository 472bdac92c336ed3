"""The store of derived tables: rows are added in parts and superseded by later ones; parts are made fewer now and then.

A part is what one step of a derivation wrote, a file in each table. Rows are never changed: what is made anew gets new
numbers (``made``), and those of the rows that it replaces go into ``superseded``. When there are many parts of one
size they become one, without the rows that are superseded (a log-structured merge: each row is written again a few
times, however large the record).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from detente.record import tables
from detente.record.folder import Folder, Snapshot, explained
from detente.record.indexes import INDEXES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Rows up to which a record has few parts, and how many; above which a part is not made one with others; how many times
# larger each size of parts is; parts of one size that become one.
SMALL, FEW, LARGE, TIMES, MOST = 10_000, 4, 3_000_000, 8, 8
# The share of superseded rows above which a part is written anew by itself.
STALE = 0.35

SCHEMAS: dict[str, pa.Schema] = {
    **tables.DERIVED,
    **{name: schema for name, (schema, _) in INDEXES.items()},
    **tables.KEPT,
}
# The columns of these that are sums; their rows have no number.
_SUMS = {"known": ("n",), "votes": ("n",), "sightings": ("n",), "months": ("n", "rated", "tenths")}
_ORDER = {
    "parties": "id",
    "events": "status <> 'planned', day, event_id",
    "statements": "date, statement_id",
    "evidence": "article, start, entry",
    "sides": "party, day, entry, side",
    "acts": "actor, issue, day, entry",
    "tellings": "made",
    "votes": "id, field, value",
    "sightings": "family, name",
    "known": "id, exact",
    "months": "actor, recipient, month, quad_code",
}


class Store:
    """The derived tables of a record at the state that a derivation works on. The caller holds the lock.

    Args:
        folder: the record's.
        state: where it begins; None: from nothing.
    """

    def __init__(self, folder: Folder, state: Snapshot | None) -> None:
        self.folder = folder
        self.versions = {n: v for n, v in state.tables.items() if n in SCHEMAS} if state else {}
        facts = state.facts if state else {}
        self._made = int(facts.get("made", 0))
        self._part = int(facts.get("part", 0))
        self._rows: dict[int, int] = {int(k): v for k, v in facts.get("parts", {}).items()}
        self._con: DuckDBPyConnection | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What the manifest keeps of it."""
        return {"made": self._made, "part": self._part, "parts": {str(k): v for k, v in sorted(self._rows.items())}}

    def numbers(self, count: int) -> range:
        """So many new numbers for what is made."""
        first = self._made + 1
        self._made += count
        return range(first, first + count)

    # -- asking -------------------------------------------------------------------------------------------------

    def ask(self, sql: str, **given: pa.Table) -> pa.Table:
        """The answer to a question about the rows that hold; ``given`` are tables that it may name."""
        con = self._connection()
        for name, rows in given.items():
            con.register(name, rows)
        with explained(self.folder.path):
            found = con.sql(sql).to_arrow_table()
        for name in given:
            con.unregister(name)
        return found

    def _connection(self) -> DuckDBPyConnection:
        if self._con is None:
            import duckdb

            self._con = duckdb.connect()
            self._con.execute("SET memory_limit = '4GB'")
            for name, schema in reversed(SCHEMAS.items()):
                view(self._con, name, schema, self._files(name), None if name == "superseded" else "superseded")
        return self._con

    def _files(self, name: str) -> list[str]:
        version = self.versions.get(name)
        table = self.folder.table(name, version) if version is not None else None
        return table.file_uris() if table is not None else []

    def known(self) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the articles that are taken up, and of these with their content and coder, in order."""
        rows = self.ask("SELECT id, exact, n FROM known")
        ids, exact, n = (rows.column(c).to_numpy() for c in ("id", "exact", "n"))
        if (n != 1).any():
            # few went or came again: of these alone the sums are made
            some = np.isin(exact, exact[n != 1])
            at = np.unique(exact[some], return_inverse=True)[1]
            there = np.bincount(at, n[some])[at] > 0
            first = np.zeros(len(at), bool)
            first[np.unique(at, return_index=True)[1]] = True
            keep = ~some
            keep[np.flatnonzero(some)[there & first]] = True
            ids, exact = ids[keep], exact[keep]
        return np.sort(ids), np.sort(exact)

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, made: Mapping[str, pa.Table], superseded: Iterable[int]) -> None:
        """Add a part: rows of tables, and the numbers of those that they supersede."""
        self._part += 1
        gone = pa.table({"made": np.fromiter(superseded, np.int64)}, schema=tables.SUPERSEDED)
        for name, rows in {**made, "superseded": gone}.items():
            if rows.num_rows or name not in self.versions:
                self._append(name, rows, self._part)
        self._rows[self._part] = sum(rows.num_rows for rows in made.values())
        self._con = None

    def _append(self, name: str, rows: pa.Table, part: int) -> None:
        rows = rows.append_column("part", pa.array(np.full(rows.num_rows, part, np.int32)))
        version = self.versions.get(name)
        if version is None:
            self.versions[name] = self.folder.replace(name, rows, parts=True)
            return
        self.folder.back_to(name, version)
        self.versions[name] = self.folder.append(name, rows, parts=True)

    def tidy(self) -> None:
        """Make parts fewer, where there are many of one size, and leave out what is superseded."""
        dead = self.ask("SELECT count(*) AS n FROM superseded").column("n")[0].as_py()
        total = sum(self._rows.values())
        if total <= SMALL:
            if len(self._rows) > FEW:
                self._merge(sorted(self._rows))
            return
        while True:
            sizes: dict[int, list[int]] = {}
            for part, rows in self._rows.items():
                if rows < LARGE:
                    sizes.setdefault(int(np.log(max(rows, 1)) / np.log(TIMES)), []).append(part)
            many = [parts for parts in sizes.values() if len(parts) >= MOST]
            if not many:
                break
            self._merge(sorted(many[0]))
        if dead * 10 > total * STALE:
            for part, share in self._stale().items():
                if share > STALE:
                    self._merge([part])

    def _stale(self) -> dict[int, float]:
        """The share of superseded units of each part."""
        out = {}
        dead = set(self.ask("SELECT made FROM superseded").column("made").to_pylist())
        for part, files in self._by_part("tellings").items():
            found = self._of("SELECT DISTINCT made FROM rows", "tellings", files).column("made").to_pylist()
            out[part] = sum(m in dead for m in found) / max(1, len(found))
        return out

    def _by_part(self, name: str) -> dict[int, list[str]]:
        out: dict[int, list[str]] = {}
        for file in self._files(name):
            _, _, rest = file.rpartition("part=")
            out.setdefault(int(rest.split("/")[0]), []).append(file)
        return out

    def _of(self, sql: str, name: str, files: list[str]) -> pa.Table:
        con = self._connection()
        view(con, "rows", SCHEMAS[name], files)
        return con.sql(sql).to_arrow_table()

    def _merge(self, parts: list[int]) -> None:
        """Make parts one, in all tables."""
        self._part += 1
        con = self._connection()
        versions, total, gone = {}, 0, []
        for name, schema in SCHEMAS.items():
            if name == "superseded":
                continue
            files = [f for p, some in self._by_part(name).items() if p in parts for f in some]
            if not files:
                continue
            view(con, "rows", schema, files)
            columns = ", ".join(f'"{c}"' for c in schema.names)
            if name in _SUMS:
                asked = (f"sum({c})::BIGINT AS {c}" if c in _SUMS[name] else f'"{c}"' for c in schema.names)
                sql = f"SELECT {', '.join(asked)} FROM rows GROUP BY ALL HAVING sum(n) <> 0"
            else:
                gone.append(
                    con.sql("SELECT DISTINCT made FROM rows SEMI JOIN superseded USING (made)").to_arrow_table()
                )
                sql = f"SELECT {columns} FROM rows ANTI JOIN superseded USING (made)"
            sql = f"SELECT {columns}, {self._part}::INTEGER AS part FROM ({sql}) ORDER BY {_ORDER[name]}"
            total += con.sql(f"SELECT count(*) AS n FROM ({sql})").to_arrow_table().column("n")[0].as_py()
            wide = schema.append(pa.field("part", pa.int32()))
            batches = con.sql(sql).to_arrow_reader(20_000)
            rows = pa.RecordBatchReader.from_batches(wide, (_cast(b, wide) for b in batches))
            self.folder.back_to(name, self.versions[name])
            versions[name] = self.folder.replace(
                name, rows, f"part IN ({', '.join(map(str, [*parts, self._part]))})", parts=True
            )
        dead = self.ask("SELECT made FROM superseded ANTI JOIN gone USING (made)", gone=pa.concat_tables(gone))
        rows = dead.cast(tables.SUPERSEDED).append_column("part", pa.array(np.zeros(dead.num_rows, np.int32)))
        versions["superseded"] = self.folder.replace("superseded", rows, parts=True)
        self.versions |= versions
        for p in parts:
            del self._rows[p]
        if total:
            self._rows[self._part] = total
        self._con = None


def _cast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    return pa.Table.from_batches([batch]).cast(schema).combine_chunks().to_batches()[0]


def view(con: DuckDBPyConnection, name: str, schema: pa.Schema, files: list[str], without: str | None = None) -> None:
    """Make a table visible: the rows of some files, without those whose numbers another table lists."""
    if not files:
        con.execute(f"DROP VIEW IF EXISTS {name}")
        con.register(name, schema.empty_table())
        return
    # files of one format have the same columns: they are not asked for them one by one
    source = f"SELECT * FROM {_parquet(files, union=schema is tables.CORRECTIONS)}"
    if without and "made" in schema.names:
        source = f"SELECT * FROM ({source}) ANTI JOIN {without} USING (made)"
    con.execute(f"CREATE OR REPLACE VIEW {name} AS {source}")


def literals(values: Iterable[object]) -> str:
    """Words as SQL has them, in quotes and parted by commas, where a statement takes no parameters."""
    return ", ".join("'" + str(v).replace("'", "''") + "'" for v in values)


def _parquet(files: list[str], union: bool) -> str:
    return f"read_parquet([{literals(files)}], union_by_name = {str(union).lower()}, hive_partitioning = false)"
