"""How long questions take on a record of millions of made-up events.

Usage: python -m benchmarks.questions FOLDER [MILLIONS]    (the folder is made where it is not there; default 1)

Parties follow Zipf's law over 200 states; events lie in 20 years; a tenth has an issue. Prints the middle and the
slowest of seven warm answers, in milliseconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.record import tables
from detente.record.folder import Folder
from detente.record.indexes import INDEXES
from detente.record.record import Record

ISSUES = ["missile-defence", "arms-control", "piracy", "trade", "climate", "sanctions", "energy", "migration"]
CHUNK = 500_000


def made(n: int, seed: int) -> dict[str, pa.Table]:
    """``n`` events and a fifth as many statements, in the order of their days."""
    rng = np.random.default_rng(seed)
    states = np.array([f"S{k:02}" for k in range(200)])

    def side(m: int) -> np.ndarray:
        return states[np.minimum(199, (200 ** rng.random(m)).astype(int) - 1)]

    def lists(values: np.ndarray) -> pa.Array:
        return pa.ListArray.from_arrays(pa.array(np.arange(len(values) + 1, dtype=np.int32)), pa.array(values))

    def issues(m: int) -> pa.Array:
        have = rng.random(m) < 0.1
        offsets = np.concatenate([[0], np.cumsum(have)]).astype(np.int32)
        return pa.ListArray.from_arrays(pa.array(offsets), pa.array(rng.choice(ISSUES, int(have.sum()))))

    def evidence(ids: list[str], m: int) -> pa.Array:
        parts = [pa.array(ids), pa.array(np.zeros(m, np.int64)), pa.array(np.full(m, 90, np.int64))]
        struct = pa.StructArray.from_arrays(parts, ["article", "start", "end"])
        return pa.ListArray.from_arrays(pa.array(np.arange(m + 1, dtype=np.int32)), struct)

    def table(columns: dict[str, pa.Array], schema: pa.Schema, m: int) -> pa.Table:
        return pa.table(
            {f.name: columns[f.name].cast(f.type) if f.name in columns else pa.nulls(m, f.type) for f in schema},
            schema=schema,
        )

    days = np.sort(rng.integers(0, 7300, n)) + (date(2000, 1, 1) - date(1970, 1, 1)).days
    when = pa.array(days.astype(np.int32)).cast(pa.date32())
    types = rng.choice(list(tables.QUAD_OF_TYPE), n)
    a, b = side(n), side(n)
    ids = [f"e{seed}-{k}" for k in range(n)]
    actor, recipient = lists(a), lists(b)
    columns = {
        "event_id": pa.array(ids),
        "event_date": when,
        "event_date_end": when,
        "day": when,
        "publication_date": when,
        "event_type": pa.array(types),
        "quad_code": pa.array([tables.QUAD_OF_TYPE[t] for t in types]),
        "status": pa.array(rng.choice(["occurred", "ongoing", "planned"], n, p=[0.9, 0.08, 0.02])),
        "intensity": pa.array(rng.uniform(-10, 10, n)),
        "contexts": issues(n),
        "what": pa.array(["they did what they did"] * n),
        "score": pa.array(rng.random(n)),
        "evidence": evidence([f"a{seed}-{k // 4}" for k in range(n)], n),
    }
    columns |= dict.fromkeys(("actor", "actors_all", "principals"), actor)
    columns |= dict.fromkeys(("recipient", "recipients_all", "toward"), recipient)
    columns["persons_all"] = columns["person"] = pa.ListArray.from_arrays(
        pa.array(np.zeros(n + 1, np.int32)), pa.array([], pa.string())
    )
    m = n // 5
    speaker, addressee = lists(side(m)), lists(side(m))
    said = {
        "statement_id": pa.array([f"s{seed}-{k}" for k in range(m)]),
        "date": when[::5][:m],
        "publication_date": when[::5][:m],
        "speaker": speaker,
        "speakers_all": speaker,
        "principals": speaker,
        "addressees_all": addressee,
        "toward": addressee,
        "act": pa.array(rng.choice(["inform", "demand", "refuse", "offer"], m)),
        "contexts": issues(m),
        "content": pa.array(["they said what they said"] * m),
        "score": pa.array(rng.random(m)),
        "evidence": evidence([f"a{seed}-{k}" for k in range(m)], m),
    }
    events = table(columns, tables.EVENTS, n)
    planned = pc.equal(events["status"], "planned")
    events = pa.concat_tables([events.filter(planned), events.filter(pc.invert(planned))])
    return {"events": events, "statements": table(said, tables.STATEMENTS, m)}


def build(folder: Path, millions: float) -> None:
    """Write the record."""
    there = Folder.open(folder, create=True)
    n = int(millions * 1_000_000)
    versions = {}
    for k in range(max(1, n // CHUNK)):
        for name, rows in made(min(n, CHUNK), k).items():
            versions[name] = there.append(name, rows)
    write_indexes(there, versions)
    states = [
        {"id": f"S{k:02}", "name": f"State {k}", "kind": "state", "principal": f"S{k:02}", "names": [], "members": []}
        for k in range(200)
    ]
    versions["parties"] = there.append("parties", pa.Table.from_pylist(states, tables.PARTIES))
    there.publish(versions)


def write_indexes(there: Folder, versions: dict[str, int]) -> None:
    """Write the indexes of all events and statements, part by part in their order."""
    import duckdb

    con = duckdb.connect()
    for name in ("events", "statements"):
        table = there.table(name)
        assert table is not None
        con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({table.file_uris()!r})")
    for name, (schema, sql) in INDEXES.items():
        con.execute(f"CREATE TABLE {name} AS {sql}")
        total = con.sql(f"SELECT count(*) AS n FROM {name}").to_arrow_table().column("n")[0].as_py()
        for at in range(0, total, 2_000_000):
            rows = con.sql(f"SELECT * FROM {name} LIMIT 2000000 OFFSET {at}").to_arrow_table()
            versions[name] = there.append(name, rows.select(schema.names).cast(schema))


def main(folder: Path, millions: float) -> None:
    """Build the record where it is not there, and ask."""
    if not folder.exists():
        build(folder, millions)
    record = Record.open(folder)
    day = date(2000, 1, 1) + timedelta(days=3000)
    questions: dict[str, Callable[[], object]] = {
        "dyad-month counts of one dyad": lambda: record.counts(form="arrow", dyad=("S00", "S01")),
        "dyad-month counts of all": lambda: record.counts(form="arrow"),
        "positions of a busy party": lambda: record.positions(form="arrow", party="S00"),
        "positions of a quiet party": lambda: record.positions(form="arrow", party="S150"),
        "agenda of a party": lambda: record.agenda(form="arrow", party="S03"),
        "events of a dyad in a month": lambda: record.events(
            form="arrow", dyad=("S00", "S01"), since=day, until=day + timedelta(days=30)
        ),
        "newest 50 events": lambda: record.events(form="arrow", limit=50),
    }
    for name, ask in questions.items():
        times = []
        for _ in range(8):
            begun = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - begun))
        times = sorted(times[1:])
        print(f"{name:32} middle {times[len(times) // 2]:8.0f} ms   slowest {times[-1]:8.0f} ms", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
