"""Keys: numbers that stand for words, parties and blocks, the same in every process and on every machine."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where an item can meet others: it meets those that share a key, while their days (ordinals) overlap.

    Under a key of ``every`` it meets all others, under one of ``some`` only those that have it in ``every``.
    """

    every: tuple[int, ...]
    some: tuple[int, ...]
    first: int
    last: int


@lru_cache(maxsize=500_000)
def key(*parts: str) -> int:
    """Eight bytes, as a signed number, that stand for some strings."""
    said = "\x1f".join(parts).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=500_000)
def _bit(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def bits(words: Iterable[str], wide: int = 64) -> int:
    """A bit for each word, of ``wide``: sets that share a word share a bit."""
    out = 0
    for w in words:
        out |= 1 << (_bit(w) % wide)
    return out
