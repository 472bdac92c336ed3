"""Records of millions of made-up events, written straight into the tables (see `happenings.py`)."""

from __future__ import annotations

import zlib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.happenings import (
    A_DAY,
    HAPPENINGS,
    ISSUES,
    NOUNS,
    PARTIES,
    PEOPLE,
    START,
    STATES,
    TYPES,
    VERBS,
    Day,
    sentence,
    zipf,
)
from detente.articles import Article
from detente.coding.model import Event, EventMention, Evidence, Span, Statement, When
from detente.merging import Account, events, statements
from detente.merging.keys import bits, key
from detente.merging.prospects import TYPES as ALL_TYPES
from detente.merging.tellings import Tale
from detente.reading.model import Party
from detente.record import tables
from detente.record.folder import Folder
from detente.record.indexes import INDEXES, by_month
from detente.record.store import SCHEMAS

_ARTICLE, _A, _B, _VERB, _NOUNS = "AXXXXXXXX", "SXXX", "SYYY", "verbverb", ("nounonea", "nountwob", "nountenc")
_PUBLISHED, _WHEN = date(1951, 2, 3), date(1952, 3, 4)
_ENCODER = msgspec.msgpack.Encoder()


def _letters(words: list[str]) -> np.ndarray:
    """Words of one length as rows of bytes."""
    return np.array([list(w.encode()) for w in words], np.uint8)


_STATE_LETTERS, _VERB_LETTERS, _NOUN_LETTERS = _letters(STATES), _letters(VERBS), _letters(NOUNS)
_TYPE_OF = np.array([ALL_TYPES.index(t) for t in TYPES])


def _bits(words: list[str], wide: int) -> list[np.ndarray]:
    found = [bits([w], wide) for w in words]
    return [np.array([x & 0xFFFFFFFFFFFFFFFF for x in found], np.uint64), np.array([x >> 64 for x in found], np.uint64)]


_BITS = {n: (_bits(w, 64)[0], *_bits([x.casefold() for x in w], 128)) for n, w in
         (("state", STATES), ("verb", VERBS), ("noun", NOUNS))}  # fmt: skip
_DYAD = np.array([[key("dyad", "", *sorted((a, b))) for b in STATES] for a in STATES])
_PARTY, _SIDE = np.array([key("party", "", s) for s in STATES]), np.array([key(s) for s in STATES])


def _article_ids(day: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Ids as rows of bytes."""
    digits = (day * 100_000 + k)[:, None] // 10 ** np.arange(7, -1, -1) % 10
    return np.concatenate([np.full((len(day), 1), ord("A")), digits + ord("0")], axis=1).astype(np.uint8)


def _dates(ordinals: np.ndarray) -> np.ndarray:
    days, which = np.unique(ordinals, return_inverse=True)
    return _letters([date.fromordinal(int(d)).isoformat() for d in days])[which]


def _binary(rows: np.ndarray, type_: pa.DataType) -> pa.Array:
    """Rows of bytes as values."""
    n, width = rows.shape
    offsets = pa.py_buffer((np.arange(n + 1) * width).astype(np.int32))
    return pa.Array.from_buffers(type_, n, [None, offsets, pa.py_buffer(np.ascontiguousarray(rows))])


def _filled(template: bytes, values: dict[bytes, np.ndarray], n: int) -> np.ndarray:
    """The template ``n`` times, with the bytes of each value in the place of its mark."""
    rows = np.tile(np.frombuffer(template, np.uint8), (n, 1))
    for mark, value in values.items():
        at = template.find(mark)
        while at >= 0:
            rows[:, at : at + len(mark)] = value
            at = template.find(mark, at + 1)
    return rows


def _template(type_: str, dated: bool, two_sided: bool) -> Tale:
    words = f"{_A} {_VERB} {_B} over the {' '.join(_NOUNS)}."
    e = Event(
        f"{_ARTICLE}-0", type_, None, None, None, "occurred", (_A,), (_B,) if two_sided else (), (),
        When(_WHEN, _WHEN, _WHEN.isoformat()) if dated else None, None, (), (Evidence(_ARTICLE, 0, len(words)),),
        (EventMention("actor", _A, _ARTICLE, 0, 4),), Span(5, 13), words, type_ == "CONSULT", 0.8,
    )  # type: ignore[arg-type]  # fmt: skip
    parties = {s: Party(s, s, "state", names=(s,)) for s in (_A, _B)}
    return events.told(Account(Article(_ARTICLE, words, published=_PUBLISHED), parties, events=(e,)), {})[0]


def _ordinal(day: date) -> bytes:
    return day.toordinal().to_bytes(4, "big")


def _tellings(day: Day, keep: np.ndarray, made: np.ndarray, ids: np.ndarray) -> pa.Table:
    """Rows of ``tellings`` of some tellings of a day's happenings."""
    h = day.happening[keep]
    a, b, verb, nouns = day.actor[h], day.recipient[h], day.verb[h], day.nouns[h]
    begin = START.toordinal()
    published, when = begin + day.told[keep], np.full(len(keep), begin + day.number)
    dated, two = day.dated[keep], day.two_sided[keep]
    data: list[pa.Array] = []
    order: list[np.ndarray] = []
    for t, type_ in enumerate(TYPES):
        for d in (False, True):
            for s in (False, True):
                some = np.flatnonzero((day.type[h] == t) & (dated == d) & (two == s))
                template = _ENCODER.encode(_template(type_, d, s))
                low = np.where((_STATE_LETTERS >= 65), _STATE_LETTERS + 32, _STATE_LETTERS).astype(np.uint8)
                values = {
                    _ARTICLE.encode(): ids[some], _A.encode(): _STATE_LETTERS[a[some]],
                    _B.encode(): _STATE_LETTERS[b[some]], _A.lower().encode(): low[a[some]],
                    _B.lower().encode(): low[b[some]], _VERB.encode(): _VERB_LETTERS[verb[some]],
                    _WHEN.isoformat().encode(): _dates(when[some]),
                    _ordinal(_PUBLISHED): published[some].astype(">u4").view(np.uint8).reshape(-1, 4),
                    _ordinal(_WHEN): when[some].astype(">u4").view(np.uint8).reshape(-1, 4),
                } | {w.encode(): _NOUN_LETTERS[nouns[some, k]] for k, w in enumerate(_NOUNS)}  # fmt: skip
                data.append(_binary(_filled(template, values, len(some)), pa.binary()))
                order.append(some)
    back = np.argsort(np.concatenate(order), kind="stable")
    telling = pa.concat_arrays(data).take(pa.array(back))
    n = len(keep)
    traits = np.zeros(n, events.TRAITS)
    rng = np.random.default_rng(day.number)
    first = np.where(dated, when, published - 21)
    last = np.where(dated, when + 1, published + 1)
    traits["article"], traits["from"], traits["to"] = rng.integers(-(2**62), 2**62, n), first, last
    for name, value in (("first", when), ("last", when)):
        traits[name] = np.where(dated, value, -1_000_000)
    traits["published"], traits["type"], traits["symmetric"] = published, _TYPE_OF[day.type[h]], day.type[h] == 0
    state, verbs, noun = _BITS["state"], _BITS["verb"], _BITS["noun"]
    traits["actors"], traits["n_actors"] = state[0][a], 1
    traits["recipients"], traits["n_recipients"] = np.where(two, state[0][b], 0), two
    traits["side"] = np.where(two, 1, _SIDE[a])
    for k, name in ((1, "words"), (2, "words2")):
        traits[name] = state[k][a] | state[k][b] | verbs[k][verb] | np.bitwise_or.reduce(noun[k][nouns], axis=1)
    traits["n_words"], traits["stems"] = 6, verbs[0][verb]
    one = np.where(two, _DYAD[a, b], _PARTY[a])
    pair = np.stack([_PARTY[a], _PARTY[b]], axis=1)[two].ravel()
    offsets = np.concatenate([[0], np.cumsum(2 * two)]).astype(np.int32)
    columns = {
        "made": made, "place": np.zeros(n, np.int32), "kind": pa.array(["event"] * n), "article": traits["article"],
        "every": pa.ListArray.from_arrays(np.arange(n + 1, dtype=np.int32), pa.array(one)),
        "others": pa.ListArray.from_arrays(offsets, pa.array(pair)), "first": first, "last": last,
        "traits": _binary(traits.view(np.uint8).reshape(n, -1), pa.binary()), "telling": telling,
    }  # fmt: skip
    return _table(columns, tables.TELLINGS, n)


def _table(columns: dict[str, object], schema: pa.Schema, n: int) -> pa.Table:
    def column(name: str, type_: pa.DataType) -> pa.Array:
        if name not in columns:
            return pa.nulls(n, type_)
        value = columns[name]
        return (value if isinstance(value, pa.Array) else pa.array(value)).cast(type_)

    return pa.table([column(f.name, f.type) for f in schema], schema=schema)


def _lists(values: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(np.arange(len(values) + 1, dtype=np.int32), values)


def _empty(n: int) -> pa.Array:
    return pa.ListArray.from_arrays(np.zeros(n + 1, np.int32), pa.array([], pa.string()))


def _spans(ids: pa.Array, end: int) -> pa.Array:
    n = len(ids)
    return pa.StructArray.from_arrays([ids, pa.array(np.zeros(n, np.int64)), pa.array(np.full(n, end))],
                                      ["article", "start", "end"])  # fmt: skip


def _day(number: int, last: int, made: int) -> dict[str, pa.Table]:
    """The rows that a day's happenings and articles make; units are numbered from ``made`` on."""
    day = Day.of(number)
    rng = np.random.default_rng(5000 + number)
    states = pa.array(STATES)
    keep = np.flatnonzero(day.told <= last)
    keep = keep[np.argsort(day.happening[keep], kind="stable")]
    ids = _article_ids(day.told[keep], rng.integers(0, A_DAY, len(keep)))
    units = made + day.happening[keep]
    texts = pa.array([sentence(day, h) for h in range(HAPPENINGS)])
    names = _binary(ids, pa.string())
    when = pa.array(np.full(HAPPENINGS, (START - date(1970, 1, 1)).days + number, np.int32)).cast(pa.date32())
    type_ = pa.array(TYPES).take(pa.array(day.type))
    a, b = states.take(pa.array(day.actor)), states.take(pa.array(day.recipient))
    have = rng.random(HAPPENINGS) < 0.1
    offsets = np.concatenate([[0], np.cumsum(have)]).astype(np.int32)
    counts = np.bincount(day.happening[keep], minlength=HAPPENINGS)
    spans = pa.ListArray.from_arrays(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), _spans(names, 60))
    quads = [tables.QUAD_OF_TYPE[t] for t in TYPES]
    happened = {
        "made": made + np.arange(HAPPENINGS), "event_id": pa.array([f"e{number}-{k}" for k in range(HAPPENINGS)]),
        "event_date": when, "event_date_end": when, "day": when, "publication_date": when, "last_told": when,
        "event_type": type_, "quad_code": pa.array(quads).take(pa.array(day.type)),
        "status": pa.array(rng.choice(["occurred", "ongoing", "planned"], HAPPENINGS, p=[0.9, 0.08, 0.02])),
        "intensity": rng.integers(-100, 100, HAPPENINGS) / 10,
        "contexts": pa.ListArray.from_arrays(offsets, pa.array(rng.choice(ISSUES, int(have.sum())))),
        "what": texts, "score": rng.random(HAPPENINGS), "evidence": spans, "articles": counts,
        "symmetric": day.type == 0, "person": _empty(HAPPENINGS), "persons_all": _empty(HAPPENINGS),
        "actor_name": a, "recipient_name": b, "actor_country": a, "recipient_country": b,
    } | dict.fromkeys(("actor", "actors_all", "principals"), _lists(a)) | dict.fromkeys(
        ("recipient", "recipients_all", "toward"), _lists(b)
    )  # fmt: skip
    wordy = {
        "made": units, "article": names, "start": np.zeros(len(keep), np.int64), "end": np.full(len(keep), 60),
        "kind": pa.array(["event"] * len(keep)), "entry": happened["event_id"].take(pa.array(day.happening[keep])),
        "words": texts.take(pa.array(day.happening[keep])),
    }  # fmt: skip
    out = {
        "events": _table(happened, tables.EVENTS, HAPPENINGS),
        "evidence": _table(wordy, tables.EVIDENCE_TABLE, len(keep)),
        "tellings": _tellings(day, keep, units, ids),
    }
    return out | _articles(number, made + HAPPENINGS, rng, when[0].as_py(), out["evidence"], out["tellings"])


def _articles(
    number: int, made: int, rng: np.random.Generator, when: date, evidence: pa.Table, tellings: pa.Table
) -> dict[str, pa.Table]:
    """The rows of a day's articles: their statements, their persons, and themselves."""
    n = A_DAY
    ids = _binary(_article_ids(np.full(n, number), np.arange(n)), pa.string())
    person = zipf(rng, len(PEOPLE), n)
    state = np.array([zlib.crc32(PEOPLE[p].encode()) % PARTIES for p in person])
    who, above = pa.array(PEOPLE).take(pa.array(person)), pa.array(STATES).take(pa.array(state))
    contents = [" ".join(NOUNS[w] for w in row) for row in rng.integers(0, len(NOUNS), (n, 7))]
    told = []
    blocks = []
    for k in range(n):
        p, s, content = PEOPLE[person[k]], STATES[state[k]], contents[k]
        id_ = ids[k].as_py()
        e = Statement(f"{id_}-s", (p,), (), (), "inform", "indirect", (), None, (), (), (Span(0, len(content)),),
                      (Evidence(id_, 0, len(content)),), 0.8)  # fmt: skip
        words = frozenset(content.split())
        parties = (Party(s, s, "state"), Party(p, p, "person", s, "GOV"))
        told.append(
            statements.Said((number + START.toordinal(), id_, 0, 0), e, id_, False, number + START.toordinal(),
                            frozenset({p}), frozenset({s}), frozenset({p}), words, content, (content,), None, parties)
        )  # fmt: skip
        blocks.append(statements.blocks(told[-1]))
    day = pa.array([when] * n)
    units = made + np.arange(n)
    entry = pa.array([f"s{number}-{k}" for k in range(n)])
    both = pa.array([x for k in range(n) for x in (PEOPLE[person[k]], STATES[state[k]])])
    chain = pa.ListArray.from_arrays(np.arange(0, 2 * n + 1, 2, dtype=np.int32), both)
    said = {
        "made": units, "statement_id": entry, "date": day, "publication_date": day, "speaker": _lists(who),
        "speaker_name": who, "for": _empty(n), "addressee": _empty(n), "addressees_all": _empty(n), "toward": _empty(n),
        "speakers_all": chain, "principals": _lists(above), "contexts": _empty(n), "articles": np.ones(n, np.int64),
        "act": pa.array(rng.choice(["inform", "demand", "refuse", "offer"], n)), "quote": pa.array(["indirect"] * n),
        "content": pa.array(contents), "score": rng.random(n), "evidence": _lists(_spans(ids, 60)),
    }  # fmt: skip
    traits = statements.traits(told)
    traits["from"], traits["to"] = number + START.toordinal(), number + START.toordinal() + statements.DAYS
    rows = {
        "made": units, "place": np.zeros(n, np.int32), "kind": pa.array(["statement"] * n),
        "article": traits["article"],
        "every": pa.array([b.every for b in blocks]), "others": _empty(n).cast(pa.list_(pa.int64())),
        "first": traits["from"], "last": traits["to"], "telling": pa.array([_ENCODER.encode(t) for t in told]),
        "traits": _binary(traits.view(np.uint8).reshape(n, -1), pa.binary()),
    }  # fmt: skip
    words = {
        "made": units, "article": ids, "start": np.zeros(n, np.int64), "end": np.full(n, 60),
        "kind": pa.array(["statement"] * n), "entry": entry, "words": pa.array(contents),
    }  # fmt: skip
    seen = {
        "article": ids, "family": pa.array([PEOPLE[p].split()[-1].casefold() for p in person]), "name": who,
        "above": above, "office": pa.array([""] * n), "n": np.ones(n, np.int64),
        "month": np.full(n, (START.toordinal() + number) // 30), "alone": np.zeros(n, bool),
    }  # fmt: skip
    empty = {f.name: pa.ListArray.from_arrays(np.zeros(n + 1, np.int32), pa.nulls(0, f.type.value_type))
             for f in tables.READINGS if pa.types.is_list(f.type)}  # fmt: skip
    read = empty | {
        "id": ids, "text": pa.array(["Made up."] * n), "publication_date": day, "fingerprint": ids,
        "coder": pa.array(["1"] * n), "alone": np.zeros(n, bool),
    }  # fmt: skip
    listed = ids.to_pylist()
    known = {
        "id": [key(i) for i in listed],
        "exact": [key(i, i, "1", "False") for i in listed],
        "n": np.ones(n, np.int64),
    }
    return {
        "statements": _table(said, tables.STATEMENTS, n),
        "evidence": pa.concat_tables([evidence, _table(words, tables.EVIDENCE_TABLE, n)]),
        "tellings": pa.concat_tables([tellings, _table(rows, tables.TELLINGS, n)]),
        "sightings": _table(seen, tables.SIGHTINGS, n),
        "readings": _table(read, tables.READINGS, n),
        "known": _table(known, tables.KNOWN, n),
    }


def _parties(days: int) -> dict[str, pa.Table]:
    """The parties, and how often each was read."""
    rows, votes = [], []
    for k, (id_, kind, of) in enumerate(
        [(s, "state", None) for s in STATES] + [(p, "person", STATES[zlib.crc32(p.encode()) % PARTIES]) for p in PEOPLE]
    ):
        shown = {"id": id_, "name": id_, "kind": kind, "of": of, "principal": of or id_, "names": [id_], "members": []}
        if kind == "person":
            shown |= {"sector": "GOV", "role": "minister"}
        rows.append({"made": k + 1, **shown})
        n = 1 + days * A_DAY // (100 + k)
        said = [(f, shown[f]) for f in ("name", "kind", "of", "principal", "sector", "role") if shown.get(f)]
        votes += [{"id": id_, "field": f, "value": v, "n": n} for f, v in (*said, ("names", id_))]
    return {"parties": pa.Table.from_pylist(rows, tables.PARTIES), "votes": pa.Table.from_pylist(votes, tables.VOTES)}


# Days that are made one by one: the last ones. Older ones are these again, moved back in time.
NEAR = 40
_UNITS = HAPPENINGS + A_DAY


# The day after the last of a record: records of different size have the same last days.
LAST = 560


def build(path: Path, days: int) -> None:
    """Write a record of so many days, the last before day `LAST` of `happenings.articles`."""
    folder = Folder.open(path, create=True)
    versions: dict[str, int] = {}
    parts: dict[str, int] = {}

    def put(name: str, rows: pa.Table, part: int) -> None:
        if name != "readings":
            rows = rows.append_column("part", pa.array(np.full(rows.num_rows, part, np.int32)))
            parts[str(part)] = parts.get(str(part), 0) + rows.num_rows
        versions[name] = folder.append(name, rows, parts=name != "readings")

    for name, rows in _parties(days).items():
        put(name, rows, 0)
    put("superseded", tables.SUPERSEDED.empty_table(), 0)
    first = 1 + len(STATES) + len(PEOPLE)
    near = min(days, NEAR)
    copies = (days - near) // NEAR
    for at in range(LAST - near, LAST, 10):
        some = [
            _day(k, LAST - 1, first + (copies * NEAR + k - LAST + near) * _UNITS) for k in range(at, min(LAST, at + 10))
        ]
        for name in some[0]:
            rows = pa.concat_tables([d[name] for d in some])
            if name == "events":
                rows = rows.sort_by([("status", "descending"), ("day", "ascending")])
            put(name, rows, copies + 1)
            for k in range(1, copies + 1):
                put(name, _moved(name, rows, k), copies + 1 - k)
    for part in range(1, copies + 2):
        for name, rows in _indexed(folder, versions, part).items():
            put(name, rows, part)
    assert set(SCHEMAS) <= set(versions)
    made = first + (copies * NEAR + near) * _UNITS
    folder.publish(versions, {"derived_from": versions["readings"], "made": made, "part": 1000, "parts": parts})


def _indexed(folder: Folder, versions: dict[str, int], part: int) -> dict[str, pa.Table]:
    """The rows of the indexes of a part, in their order."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET memory_limit = '3GB'")
    for name in ("events", "statements"):
        table = folder.table(name, versions[name])
        assert table is not None
        files = [f for f in table.file_uris() if f"part={part}/" in f]
        con.execute(f"CREATE VIEW {name}_files AS SELECT * FROM read_parquet({files!r}, hive_partitioning = false)")
    asked = {**INDEXES, "months": (tables.MONTHS, f"{by_month('events_files')} ORDER BY actor, recipient, month")}
    return {n: con.sql(q).to_arrow_table().select(s.names).cast(s) for n, (s, q) in asked.items()}


def _moved(name: str, rows: pa.Table, k: int) -> pa.Table:
    """Rows as they were some periods before: other numbers, ids and days. (What a telling says inside stays, so that
    it is found and compared, but is of another day.)"""
    shift = k * NEAR
    for at, field in enumerate(rows.schema):
        column = rows.column(at)
        if field.name == "made":
            column = pc.subtract(column, shift * _UNITS)
        elif pa.types.is_date(field.type):
            column = pc.subtract(column.cast(pa.int32()), pa.scalar(shift, pa.int32())).cast(field.type)
        elif field.name in ("first", "last"):
            column = pc.subtract(column, shift)
        elif pa.types.is_string(field.type) and field.name in ("event_id", "statement_id", "entry", "id", "article"):
            column = pc.binary_join_element_wise(column, f"{k}", "~")
        elif name == "known" and field.name in ("id", "exact"):
            column = pc.add(column, k)
        elif field.name == "traits":
            column = pa.chunked_array([_earlier(c, kind, shift) for c, kind in _by_kind(rows)])
        rows = rows.set_column(at, field, column.cast(field.type))
    return rows


def _by_kind(rows: pa.Table) -> list[tuple[pa.Array, np.dtype[Any]]]:
    """The traits of tellings, by runs of rows of one kind."""
    kinds = rows.column("kind").to_numpy()
    cuts = [0, *(np.flatnonzero(kinds[1:] != kinds[:-1]) + 1).tolist(), len(kinds)]
    of = {"event": events.TRAITS, "statement": statements.TRAITS}
    column = rows.column("traits").combine_chunks()
    return [(column[a:b], of[kinds[a]]) for a, b in pairwise(cuts)]


def _earlier(column: pa.Array, kind: np.dtype[Any], shift: int) -> pa.Array:
    traits = np.frombuffer(b"".join(column.to_pylist()), kind).copy()
    for name in ("from", "to", "first", "last", "published"):
        if name in (kind.names or ()):
            traits[name] = np.where(traits[name] > 0, traits[name] - shift, traits[name])
    return _binary(traits.view(np.uint8).reshape(len(traits), -1), pa.binary())
