"""Checks: whether a record is whole, and mending what can be made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.record import RecordError, commits
from detente.record.folder import MANIFEST, Folder, explained
from detente.record.questions import ask
from detente.record.store import SCHEMAS

if TYPE_CHECKING:
    from detente.record.record import Record

# Up to so many articles the derived tables are compared with what the readings give today.
COMPARED = 2000
_KEYS = {"events": "event_id", "statements": "statement_id", "parties": "id"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a record: in which table or file, what, and what to do."""

    where: str
    what: str
    mend: str


def check(path: str | Path, deep: bool | None = None) -> list[Problem]:
    """What is wrong with a record; nothing is changed.

    Every file that the current state names is opened and its rows counted; evidence must lie in its article's text, ids
    must resolve, and the derived tables must say what merging makes of the readings.

    Args:
        path: the folder.
        deep: whether to merge again and compare; by default in records of up to `COMPARED` articles.

    Raises:
        RecordError: the folder is no record, or of a newer format.
    """
    rebuild = f"detente rebuild {path}"
    try:
        folder = Folder.open(path)
    except RecordError as why:
        if "damaged" in str(why):
            return [Problem(MANIFEST, str(why), rebuild)]
        raise
    out = list(_files(folder, rebuild))
    if out:
        return out
    from detente.record.record import Record

    record = Record(folder)
    out += _behind(folder, rebuild)
    out += _spans(record, rebuild)
    out += _ids(record, rebuild)
    n = record.info()["articles"]
    if not out and (deep or (deep is None and n <= COMPARED)):
        out += _compared(record, rebuild)
    return out


def _files(folder: Folder, rebuild: str) -> Iterator[Problem]:
    """Every file of the current state is there and readable to its last row."""
    import pyarrow.parquet as pq

    state = folder.snapshot().tables
    for name in ("readings", "corrections", "set_aside", *SCHEMAS):
        mend = rebuild if name in SCHEMAS else "read its articles again, or bring the file back from a copy"
        try:
            table = folder.table(name, state.get(name))
        except RecordError as why:
            yield Problem(name, str(why), mend)
            continue
        if table is None:
            if name in state:
                yield Problem(name, "the table is gone", mend)
            continue
        for file in table.file_uris():
            try:
                with explained(folder.path, name):
                    pq.read_table(file.removeprefix("file://"))
            except RecordError as why:
                yield Problem(f"{name}/{Path(file).name}", str(why.__cause__ or why).splitlines()[0][:200], mend)


def _behind(folder: Folder, rebuild: str) -> Iterator[Problem]:
    newest = folder.table("readings")
    state = folder.snapshot()
    if newest is not None and state.facts.get("derived_from") != newest.version():
        yield Problem("events", "articles were read that are not merged yet (a run was broken off)", rebuild)


def _spans(record: Record, rebuild: str) -> Iterator[Problem]:
    """Evidence lies in the text of an article that is there, and its words are those of the text."""
    found = ask(
        record.con,
        """
        SELECT e.article, e.entry, e.start, e."end", r.id IS NULL AS gone
        FROM evidence e LEFT JOIN readings r ON r.id = e.article
        WHERE r.id IS NULL OR e.start < 0 OR e."end" <= e.start OR e."end" > length(r.text)
              OR substring(r.text, e.start + 1, e."end" - e.start) <> e.words
        ORDER BY ALL LIMIT 20
        """,
    ).to_pylist()
    for r in found:
        what = "which is not there" if r["gone"] else f"outside its text or of other words ({r['start']} to {r['end']})"
        yield Problem("evidence", f"{r['entry']} has evidence in article {r['article']}, {what}", rebuild)


def _ids(record: Record, rebuild: str) -> Iterator[Problem]:
    """Parties of entries are among the parties; entries of evidence among the entries; no id is there twice."""
    unknown = ask(
        record.con,
        """
        WITH named AS (
            SELECT event_id AS entry, unnest(actor || recipient || person) AS id FROM events
            UNION ALL SELECT statement_id, unnest(speaker || "for" || addressee) FROM statements
        )
        SELECT DISTINCT entry, id FROM named WHERE id NOT IN (SELECT id FROM parties) ORDER BY ALL LIMIT 20
        """,
    ).to_pylist()
    for r in unknown:
        yield Problem("parties", f"{r['entry']} names the party {r['id']!r}, which is not there", rebuild)
    lost = ask(
        record.con,
        """
        SELECT DISTINCT entry FROM evidence WHERE entry NOT IN (SELECT event_id FROM events)
        AND entry NOT IN (SELECT statement_id FROM statements) ORDER BY ALL LIMIT 20
        """,
    ).to_pylist()
    for r in lost:
        yield Problem("evidence", f"{r['entry']} has evidence and is not there", rebuild)
    for table, column in {"readings": "id", **_KEYS}.items():
        sql = f"SELECT {column} AS id FROM {table} GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 20"
        for r in ask(record.con, sql).to_pylist():
            yield Problem(table, f"{r['id']} is there more than once", rebuild)


def _compared(record: Record, rebuild: str) -> Iterator[Problem]:
    """The derived tables hold what merging makes of the readings."""
    from detente.duplicates import spread
    from detente.merging import merge
    from detente.record import corrections, entries

    accounts = list(record.accounts())
    made = entries.derived(merge(spread(accounts), corrections.active(record.folder)))
    for name, column in {**_KEYS, "evidence": "entry"}.items():
        there = _by_key(ask(record.con, f"SELECT * FROM {name}").to_pylist(), column)
        fresh = _by_key(made[name].drop_columns("made").to_pylist(), column)
        wrong = sorted(k for k in {*there, *fresh} if there.get(k) != fresh.get(k))
        if wrong:
            shown = ", ".join(wrong[:5])
            yield Problem(name, f"{len(wrong)} entries are not what the readings say: {shown}", rebuild)


def _by_key(rows: list[dict[str, Any]], column: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for r in rows:
        out.setdefault(r[column], []).append(repr(sorted(r.items())))
    return {k: sorted(v) for k, v in out.items()}


def rebuild(path: str | Path) -> None:
    """Make everything that is derived from nothing, over whatever is there; ``readings`` and ``corrections`` stay.

    Raises:
        RecordError: the folder is no record, or its readings themselves are damaged.
    """
    where = Path(path)
    try:
        folder = Folder.open(where)
    except RecordError as why:
        if "damaged" not in str(why) or not (where / "readings" / "_delta_log").is_dir():
            raise
        folder = Folder(where)
        folder.mend_manifest()
    with folder.writing():
        try:
            commits.derive(folder, anew=True)
        except RecordError:
            # a derived table too broken to be written over: it goes, as everything in it can be made again
            with explained(where):
                for name in SCHEMAS:
                    if _broken(folder, name):
                        shutil.rmtree(where / name, ignore_errors=True)
            commits.derive(folder, anew=True)


def _broken(folder: Folder, name: str) -> bool:
    try:
        folder.table(name)
    except RecordError:
        return True
    return not (folder.path / name / "_delta_log").is_dir()
