"""Traits: what can be compared of many pairs of items at once, so that few are compared in full.

Each item has a row of numbers; `possible` tells for arrays of pairs which may have a margin that is not negative. It
never says no of a pair that has one: sets are kept as bits, and what these leave open counts in favour.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from detente.merging.keys import Blocks, bits

T = TypeVar("T")
Pairs = tuple[np.ndarray, np.ndarray]
Columns = Mapping[str, np.ndarray]
Possible = Callable[[Columns, np.ndarray, np.ndarray], np.ndarray]
# The columns of `words_of`.
WORDS = [("words", "u8"), ("words2", "u8"), ("n_words", "i4")]
# Pairs that are looked at in one go.
_AT_ONCE = 200_000
# Days that an item may take and still be found by the day on which it begins; and a day before all others.
_NARROW, _FIRST = 40, -(1 << 20)
# Numbers below are those of classes, from it on those of marks.
_MARKS = 64


@dataclass(frozen=True, slots=True)
class Lot:
    """Many items: their traits (with ``from`` and ``to``, the days of their blocks), and under which keys they are:
    ``keys``, ``owners`` (numbers of items) and ``every`` (see `Blocks`), as long as each other."""

    traits: np.ndarray
    keys: np.ndarray
    owners: np.ndarray
    every: np.ndarray

    def __len__(self) -> int:
        return len(self.traits)


def lot(traits: np.ndarray, blocks: Sequence[Blocks]) -> Lot:
    """Items with their blocks."""
    traits["from"] = [b.first for b in blocks]
    traits["to"] = [b.last for b in blocks]
    keys = [k for b in blocks for k in (*b.every, *b.some)]
    owners = np.repeat(np.arange(len(blocks)), [len(b.every) + len(b.some) for b in blocks])
    every = [e for b in blocks for e in (*(True for _ in b.every), *(False for _ in b.some))]
    return Lot(traits, np.array(keys, np.int64), owners, np.array(every, bool))


def both(one: Lot, other: Lot) -> Lot:
    """Two lots as one, the numbers of the second after those of the first."""
    return Lot(
        np.concatenate([one.traits, other.traits]),
        np.concatenate([one.keys, other.keys]),
        np.concatenate([one.owners, other.owners + len(one)]),
        np.concatenate([one.every, other.every]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """What tells most pairs apart before they are looked at: items may be linked only if their classes (numbers in the
    trait ``of``) are near, by a table, or if they share a mark, a bit in the trait ``marks``."""

    of: str
    near: np.ndarray
    marks: str | None = None

    def own(self, c: Columns, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of some items, and under what: its class, and each of its marks; as long as each other."""
        return self._with_marks(c, items, [np.arange(len(items))], [c[self.of][items].astype(np.int64)])

    def asked(self, c: Columns, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of some items, and under what those are that it may be linked with."""
        mine = c[self.of][items]
        each = [np.flatnonzero(column[mine]) for column in self.near.T]
        return self._with_marks(c, items, each, [np.full(len(at), k) for k, at in enumerate(each)])

    def _with_marks(
        self, c: Columns, items: np.ndarray, which: list[np.ndarray], what: list[np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        if self.marks:
            at, left = np.arange(len(items)), c[self.marks][items]
            while len(at := at[left != 0]):
                left = left[left != 0]
                low = left & (~left + np.uint64(1))
                which.append(at)
                what.append(np.bitwise_count(low - np.uint64(1)).astype(np.int64) + _MARKS)
                left = left ^ low
        return np.concatenate(which), np.concatenate(what)


def candidates(all_: Lot, new: int, possible: Possible, classes: Classes) -> Iterator[Pairs]:
    """Pairs of items that meet in a block and may be linked, in which the first is one of the ``new`` first items and
    the second comes after it; a pair may come more than once."""
    columns = {n: np.ascontiguousarray(all_.traits[n]) for n in all_.traits.dtype.names or ()}
    first, last = columns["from"].astype(np.int64), columns["to"].astype(np.int64)
    numbers = np.unique(all_.keys, return_inverse=True)[1].astype(np.int64)
    mine = np.flatnonzero(all_.owners < new)
    wide = (last - first)[all_.owners] > _NARROW
    # of those under one key, in the order of their days, only those about the same days are looked at
    for every, is_wide in ((True, False), (True, True), (False, False), (False, True)):
        some = np.flatnonzero((all_.every == every) & (wide == is_wide))
        asking = mine if every else mine[all_.every[mine]]
        is_asked = np.zeros(len(numbers) + 1, bool)
        is_asked[numbers[asking]] = True
        some = some[is_asked[numbers[some]]]
        if not len(some):
            continue
        at, what = classes.own(columns, all_.owners[some])
        owners = all_.owners[some][at]
        here = _at(numbers[some][at], what, first[owners])
        order = np.argsort(here, kind="stable")
        here, owners = here[order], owners[order]
        at, what = classes.asked(columns, all_.owners[asking])
        who, asked = all_.owners[asking][at], numbers[asking][at]
        since = np.full(len(who), _FIRST) if is_wide else first[who] - _NARROW
        begins = np.searchsorted(here, _at(asked, what, since), side="left")
        lengths = np.searchsorted(here, _at(asked, what, last[who]), side="right") - begins
        ends = np.cumsum(lengths)
        done = 0
        while done < len(who):
            before = ends[done - 1] if done else 0
            to = max(done + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
            n = lengths[done:to]
            i = np.repeat(who[done:to], n)
            j = owners[np.repeat(begins[done:to], n) + np.arange(len(i)) - np.repeat(np.cumsum(n) - n, n)]
            # of two new ones either may be the one that asks
            i, j = np.minimum(i, j), np.maximum(i, j)
            keep = (i != j) & (first[i] <= last[j]) & (first[j] <= last[i])
            i, j = i[keep], j[keep]
            for k in range(0, len(i), _AT_ONCE):
                i_, j_ = i[k : k + _AT_ONCE], j[k : k + _AT_ONCE]
                may = possible(columns, i_, j_)
                if may.any():
                    yield i_[may], j_[may]
            done = to


def _at(numbers: np.ndarray, what: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Numbers of keys, classes or marks, and days as one number each, in this order."""
    out: np.ndarray = (((numbers << 7) + what) << 24) + (np.clip(days, _FIRST, (1 << 23) - 1) - _FIRST)
    return out


def distinct(pairs: Iterator[Pairs]) -> list[tuple[int, int]]:
    """Pairs, each once, in order."""
    found = list(pairs)
    if not found:
        return []
    i, j = (np.concatenate(x).astype(np.int64) for x in zip(*found, strict=True))
    # two numbers below 2^31 in one
    packed = np.unique((i << 32) | j)
    return list(zip((packed >> 32).tolist(), (packed & 0xFFFFFFFF).tolist(), strict=True))


def links(
    items: Sequence[T], all_: Lot, possible: Possible, classes: Classes, margin: Callable[[T, T], float]
) -> Iterator[tuple[int, int, float]]:
    """The pairs of items whose margin is not negative, by their numbers, with it; ``all_`` is the lot of the items."""
    for i, j in distinct(candidates(all_, len(all_), possible, classes)):
        found = margin(items[i], items[j])
        if found >= 0:
            yield i, j, found


def words_of(words: Collection[str]) -> tuple[int, int, int]:
    """A set of words as traits: 128 bits in two numbers, and how many words there are."""
    found = bits(words, 128)
    return found & 0xFFFFFFFFFFFFFFFF, found >> 64, len(words)


def shared_at_most(c: Columns, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """At most so many words two items share: of each, those whose bit the other has not are not shared."""
    x, y = ([c[n][k] for n in ("words", "words2")] for k in (i, j))
    only_x: Any = sum(np.bitwise_count(a & ~b).astype(np.int32) for a, b in zip(x, y, strict=True))
    only_y: Any = sum(np.bitwise_count(b & ~a).astype(np.int32) for a, b in zip(x, y, strict=True))
    most: np.ndarray = np.minimum(c["n_words"][i] - only_x, c["n_words"][j] - only_y)
    return most


def likeness_at_most(c: Columns, i: np.ndarray, j: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """At most so alike (Jaccard) the words of two items are that share at most so many (`shared_at_most`)."""
    out: np.ndarray = shared / np.maximum(1, c["n_words"][i].astype(np.int32) + c["n_words"][j] - shared)
    return out
