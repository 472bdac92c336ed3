"""Readings: the accounts of articles as they are stored, and back; found by id; and what changed between versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from detente.articles import Article, SetAside
from detente.coding.model import Event, Span, Statement
from detente.duplicates import Known as Sketched
from detente.duplicates import Sketch
from detente.merging import Account
from detente.merging.keys import key
from detente.reading.model import Mention, Party, Place, Time
from detente.record.columns import decode, encode
from detente.record.folder import Folder, explained
from detente.record.store import literals
from detente.record.tables import READINGS, SET_ASIDE


def readings(accounts: Iterable[Account], coder: str) -> pa.Table:
    """Rows of ``readings``."""
    return pa.Table.from_pylist([_reading(a, coder) for a in accounts], READINGS)


def _reading(account: Account, coder: str) -> dict[str, Any]:
    a = account.article
    return {
        "id": a.id,
        "title": a.title,
        "publication_date": a.published,
        "publisher": a.publisher,
        "url": a.url,
        "language": a.language,
        "source": a.source,
        "text": a.text,
        "fingerprint": a.fingerprint,
        "coder": coder,
        "alone": account.alone,
        "copy_of": account.copy_of,
        "sketch": account.sketch or None,
        "only": encode(account.only),
        "parties": [encode(p) for _, p in sorted(account.parties.items())],
        "mentions": encode(account.mentions),
        "times": encode(account.times),
        "places": encode(account.places),
        "events": encode(account.events),
        "statements": encode(account.statements),
    }


def accounts(batches: Iterable[pa.RecordBatch]) -> Iterator[Account]:
    """The accounts in rows of ``readings``, one by one."""
    for batch in batches:
        for row in batch.to_pylist():
            yield account(row)


def article(row: Mapping[str, Any]) -> Article:
    """The article of a row of ``readings``."""
    return Article(
        row["id"],
        row["text"],
        row["title"],
        row["publication_date"],
        row["publisher"],
        row["url"],
        row["language"],
        row["source"],
    )


def account(row: Mapping[str, Any]) -> Account:
    """The account in a row of ``readings``."""
    return Account(
        article(row),
        {p.id: p for p in decode(tuple[Party, ...], row["parties"])},
        decode(tuple[Mention, ...], row.get("mentions") or []),
        decode(tuple[Time, ...], row.get("times") or []),
        decode(tuple[Place, ...], row.get("places") or []),
        decode(tuple[Event, ...], row["events"]),
        decode(tuple[Statement, ...], row["statements"]),
        bool(row["alone"]),
        row.get("copy_of"),
        row.get("sketch") or b"",
        decode(tuple[Span, ...], row.get("only") or []),
    )


SKETCHED = ["id", "publication_date", "copy_of", "only", "sketch"]


def sketched(row: Mapping[str, Any]) -> Sketched:
    """What copies are found by, of a row of ``readings`` that has a sketch."""
    only = decode(tuple[Span, ...], row["only"] or [])
    return Sketched(row["id"], row["publication_date"], row["copy_of"], Sketch.of_bytes(row["sketch"]), only)


def set_aside(items: Iterable[SetAside]) -> pa.Table:
    """Rows of ``set_aside``."""
    return pa.Table.from_pylist([encode(s) for s in items], SET_ASIDE)


# Mentions, times and places stay where they are: merging needs none of them, and they are most of a reading.
_MERGED = [n for n in READINGS.names if n not in ("mentions", "times", "places")]
_ARTICLE = ["id", "text", "title", "publication_date", "publisher", "url", "language", "source"]
_KEY = ["id", "fingerprint", "coder", "alone", "copy_of", "only"]


def known(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, int]]:
    """What tells whether an article is there: numbers for its id, and for it with content, coder and way of merging."""
    for id_, fingerprint, coder, alone, *_ in rows:
        yield key(id_), key(id_, fingerprint, coder, str(bool(alone)))


class Readings:
    """The readings of a record at one version, as merging needs them (without mentions, times and places).

    ``pending`` are ids of articles that are not taken in yet: they are not found.
    """

    def __init__(self, folder: Folder, version: int) -> None:
        self._folder = folder
        table = folder.table("readings", version)
        self.files: list[str] = sorted(table.file_uris()) if table is not None else []
        self.pending: set[str] = set()

    def find(self, ids: Iterable[str]) -> list[Account]:
        """The accounts of articles, in the order of their ids; those that are not there are left out."""
        wanted = set(ids) - self.pending
        return self._where("id", wanted) if wanted else []

    def articles(self, ids: set[str]) -> dict[str, Article]:
        """Articles by their ids, without what was read of them."""
        return {r["id"]: article(r) for r in self._rows("id", ids, _ARTICLE)} if ids else {}

    def copies(self, ids: Iterable[str]) -> list[Account]:
        """The accounts of all copies of articles."""
        wanted = set(ids)
        return [a for a in self._where("copy_of", wanted) if a.article.id not in self.pending] if wanted else []

    def _where(self, column: str, values: set[str]) -> list[Account]:
        return sorted(map(account, self._rows(column, values, _MERGED)), key=lambda a: a.article.id)

    def _rows(self, column: str, values: set[str], columns: list[str]) -> Iterator[dict[str, Any]]:
        """The rows that have one of some values in a column."""
        import duckdb
        import pyarrow.parquet as pq

        if not self.files:
            return
        con = duckdb.connect()
        con.register("asked", pa.table({"value": pa.array(sorted(values), pa.string())}))
        found: dict[str, list[int]] = {}
        with explained(self._folder.path, "readings"):
            for file, row in con.sql(
                f"SELECT filename, file_row_number FROM read_parquet([{literals(self.files)}], filename = true, "
                f"file_row_number = true, hive_partitioning = false) r SEMI JOIN asked ON r.{column} = asked.value"
            ).fetchall():
                found.setdefault(file, []).append(row)
            for file, rows in sorted(found.items()):
                rows.sort()
                with pq.ParquetFile(file) as parquet:
                    first = 0
                    for group in range(parquet.num_row_groups):
                        last = first + parquet.metadata.row_group(group).num_rows
                        some = [r - first for r in rows if first <= r < last]
                        if some:
                            read = parquet.read_row_group(group, columns=columns)
                            yield from read.take(pa.array(some)).to_pylist()
                        first = last

    def keys(self, files: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """What tells readings apart, of the rows in some files."""
        import pyarrow.parquet as pq

        with explained(self._folder.path, "readings"):
            for file in files:
                rows = pq.read_table(file, columns=_KEY, partitioning=None)
                *some, only = (rows.column(n).to_pylist() for n in _KEY)
                yield from zip(*some, [str(x) if x else "" for x in only], strict=True)

    def accounts(self, files: Iterable[str], ids: set[str]) -> Iterator[Account]:
        """The accounts of articles in some files."""
        return map(account, self._among(files, ids, _MERGED))

    def sketched(self, files: Iterable[str], ids: set[str]) -> Iterator[Sketched]:
        """What copies are found by, of articles in some files."""
        return (sketched(r) for r in self._among(files, ids, SKETCHED) if r["sketch"])

    def _among(self, files: Iterable[str], ids: set[str], columns: list[str]) -> Iterator[dict[str, Any]]:
        import pyarrow.parquet as pq

        with explained(self._folder.path, "readings"):
            for file in files:
                with pq.ParquetFile(file) as parquet:
                    for batch in parquet.iter_batches(256, columns=columns):
                        mask = pa.array([i in ids for i in batch.column("id").to_pylist()])
                        yield from batch.filter(mask).to_pylist()


@dataclass(frozen=True)
class Changes:
    """What is other in one version of ``readings`` than in another: ids of articles whose reading came or went."""

    before: Readings
    now: Readings
    came: set[str]
    went: set[str]
    known: Counter[tuple[int, int]]

    @classmethod
    def between(cls, folder: Folder, before: int | None, now: int) -> Changes:
        """The changes from one version (None: nothing) to another.

        Raises:
            RecordError: a file of either cannot be read.
        """
        newer = Readings(folder, now)
        older = Readings(folder, before) if before is not None else newer
        if before is None:
            here = list(newer.keys(newer.files))
            return cls(older, newer, {k[0] for k in here}, set(), Counter(known(here)))
        there = Counter(older.keys(sorted(set(older.files) - set(newer.files))))
        coming = Counter(newer.keys(sorted(set(newer.files) - set(older.files))))
        came, went = coming - there, there - coming
        other = Counter(known(came))
        other.subtract(known(went))
        return cls(older, newer, {k[0] for k in came}, {k[0] for k in went}, other)

    def fresh(self) -> Iterator[Account]:
        """The accounts that came, in the order in which they were written."""
        return self.now.accounts(self._files()[1], self.came)

    def gone(self) -> list[Account]:
        """The accounts that went."""
        return list(self.before.accounts(self._files()[0], self.went))

    def sketched_before(self) -> Iterator[Sketched]:
        """What copies were found by, of the articles that went."""
        return self.before.sketched(self._files()[0], self.went)

    def sketched_now(self, but: set[str]) -> Iterator[Sketched]:
        """What copies are found by, of the articles that came; some are left out."""
        return self.now.sketched(self._files()[1], self.came - but)

    def _files(self) -> tuple[list[str], list[str]]:
        """The files that only the version before, and those that only this one has."""
        if self.before is self.now:
            return [], self.now.files
        old, new = set(self.before.files), set(self.now.files)
        return sorted(old - new), [f for f in self.now.files if f not in old]
