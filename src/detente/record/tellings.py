"""Rows of ``tellings``: what merging compares, stored so that a new telling finds those it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from detente.merging import events, statements
from detente.merging.keys import Blocks, key
from detente.merging.statements import Said
from detente.merging.tellings import Tale
from detente.merging.traits import Lot, lot
from detente.record import entries
from detente.record.tables import EVENTS, STATEMENTS, TELLINGS


@dataclass(frozen=True)
class Kind:
    """A kind of entry: how it is merged, and how its tellings and rows are stored."""

    name: str
    of: Any
    type: Any
    traits: np.dtype[Any]
    schema: pa.Schema
    rows: Callable[..., list[dict[str, Any]]]

    def encoded(self, telling: Any) -> bytes:
        """A telling as it is stored."""
        return _ENCODER.encode(telling)

    def decoded(self, data: bytes) -> Any:
        """A telling that was stored."""
        return _DECODERS[self.name].decode(data)


EVENT = Kind("event", events, Tale, events.TRAITS, EVENTS, entries.events)
STATEMENT = Kind("statement", statements, Said, statements.TRAITS, STATEMENTS, entries.statements)
KINDS = (EVENT, STATEMENT)
_ENCODER = msgspec.msgpack.Encoder()
_DECODERS: dict[str, msgspec.msgpack.Decoder[Any]] = {k.name: msgspec.msgpack.Decoder(k.type) for k in KINDS}


@dataclass(frozen=True)
class Fresh:
    """Tellings that are not stored yet, with the same as rows (``made`` is still to be given)."""

    told: list[Any]
    lot: Lot
    blocks: list[Blocks]

    @classmethod
    def of(cls, kind: Kind, told: Sequence[Any]) -> Fresh:
        """Tellings in the order of their keys."""
        ordered = sorted(told, key=lambda t: t.key)
        blocks = [kind.of.blocks(t) for t in ordered]
        return cls(ordered, lot(kind.of.traits(ordered), blocks), blocks)

    def rows(self, kind: Kind, numbers: Sequence[int], made: Sequence[int], places: Sequence[int]) -> pa.Table:
        """Rows of some of them, by their numbers, with their units and places there."""
        some = [self.told[k] for k in numbers]
        blocks = [self.blocks[k] for k in numbers]
        columns = {
            "made": made,
            "place": places,
            "kind": [kind.name] * len(some),
            "article": [key(t.article) for t in some],
            "every": [b.every for b in blocks],
            "others": [b.some for b in blocks],
            "first": [b.first for b in blocks],
            "last": [b.last for b in blocks],
            "traits": [self.lot.traits[k].tobytes() for k in numbers],
            "telling": [kind.encoded(t) for t in some],
        }
        return pa.table({n: pa.array(columns[n], TELLINGS.field(n).type) for n in TELLINGS.names}, schema=TELLINGS)


@dataclass(frozen=True)
class Stored:
    """Tellings of some units as they are stored: rows, and of each its unit, its place there, and the telling (None
    where the article no longer tells it, or where there is none)."""

    rows: pa.Table
    made: list[int]
    places: list[int]
    told: list[Any]

    @classmethod
    def of(cls, kind: Kind, rows: pa.Table, left: set[int]) -> Stored:
        """The tellings in rows; ``left``: keys of articles that tell them no longer."""
        articles, data = rows.column("article").to_pylist(), rows.column("telling").to_pylist()
        told = [None if d is None or a in left else kind.decoded(d) for a, d in zip(articles, data, strict=True)]
        return cls(rows, rows.column("made").to_pylist(), rows.column("place").to_pylist(), told)

    def moved(self, numbers: Sequence[int], made: Sequence[int], places: Sequence[int]) -> pa.Table:
        """Rows of some of them in other units."""
        rows = self.rows.take(pa.array(numbers, pa.int64()))
        rows = rows.set_column(0, "made", pa.array(made, pa.int64()))
        return rows.set_column(1, "place", pa.array(places, pa.int32()))


def ghosts(kind: Kind, articles: Sequence[str], made: Sequence[int]) -> pa.Table:
    """Rows for units that have no telling (their corrections no longer find one), so that they are found again."""
    rows = [
        {"made": m, "place": 0, "kind": kind.name, "article": key(a), "every": [], "others": [], "first": 0, "last": 0}
        for a, m in zip(articles, made, strict=True)
    ]
    return pa.Table.from_pylist(rows, TELLINGS)


def stored_lot(kind: Kind, rows: pa.Table) -> Lot:
    """What is compared of rows of ``tellings``."""
    column = rows.column("traits").combine_chunks().cast(pa.large_binary())
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    traits = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]].view(kind.traits) if data else np.zeros(0, kind.traits)
    keys, owners, every = [], [], []
    for name in ("every", "others"):
        column = rows.column(name).combine_chunks()
        lengths = np.asarray(column.value_lengths().fill_null(0))
        keys.append(np.asarray(column.flatten(), np.int64))
        owners.append(np.repeat(np.arange(rows.num_rows), lengths))
        every.append(np.full(len(keys[-1]), name == "every"))
    return Lot(traits, np.concatenate(keys), np.concatenate(owners), np.concatenate(every))


def wanted(new: Lot, alone: bool = False) -> pa.Table:
    """The keys of a lot with the days for which they are looked up, those that overlap as one; with ``alone`` only the
    keys under which an item is compared with all."""
    keys, owners = (new.keys[new.every], new.owners[new.every]) if alone else (new.keys, new.owners)
    first, last = new.traits["from"][owners], new.traits["to"][owners]
    order = np.lexsort((first, keys))
    keys, first, last = keys[order], first[order], last[order]
    out: list[tuple[int, int, int]] = []
    for k, f, to in zip(keys.tolist(), first.tolist(), last.tolist(), strict=True):
        if out and out[-1][0] == k and f <= out[-1][2] + 1:
            if to > out[-1][2]:
                out[-1] = (k, out[-1][1], to)
        else:
            out.append((k, f, to))
    columns = list(zip(*out, strict=True)) or [(), (), ()]
    types = (pa.int64(), pa.int32(), pa.int32())
    return pa.table([pa.array(c, t) for c, t in zip(columns, types, strict=True)], names=["key", "first", "last"])
