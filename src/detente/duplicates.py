"""Duplicates: articles that are copies of one already read, found before any costly work.

News agencies' texts are printed with other headlines and bylines, cut, corrected, and with a paragraph of one's own.
A copy is told by the words it shares: MinHash over word shingles (Broder 1997) finds candidates, and the share of the
shorter text's shingles that the longer one has decides. Two reports of one event in their own words share few of them.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from detente.articles import Article, Paragraph, paragraphs, plain
from detente.coding.model import Event, Evidence, Span, Statement, When

if TYPE_CHECKING:
    from detente.merging import Account

WINDOW = 7  # days between the publication of a text and of its copy
SHINGLE = 4  # words
PERMUTATIONS = 128
BANDS = 64  # of two values each: texts that share a fifth of their shingles are compared in 93 of 100 cases
# The share of the shorter text's shingles that makes it a copy: a text that was cut, changed in places and added to
# keeps far more than half, other words about the same event far less (measured by benchmarks/duplicates.py).
COPIED = 0.5
FEWEST = 20  # shingles below which only exact copies count
_SEED = 1
_EVERY = np.arange(BANDS)
_LONGEST_CHAIN = 500  # a band that so many texts share is boilerplate
Entry = TypeVar("Entry", Event, Statement)
_WORD = re.compile(r"\w+")
_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_HEAD = struct.Struct("<QI")


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is kept of a text to find its copies: a hash of its words, the number of its shingles, their MinHash.

    ``told`` are hashes of its sentences and figures and of a quarter of its shingles: by them one sees what is new.
    """

    exact: int
    size: int
    digest: np.ndarray
    told: np.ndarray

    def __bytes__(self) -> bytes:
        head = _HEAD.pack(self.exact, self.size)
        return head + self.digest.astype("<u4").tobytes() + self.told.astype("<u4").tobytes()

    @classmethod
    def of_bytes(cls, data: bytes) -> Sketch:
        """The sketch that was kept as bytes."""
        exact, size = _HEAD.unpack_from(data)
        values = np.frombuffer(data, dtype="<u4", offset=_HEAD.size)
        return cls(exact, size, values[:PERMUTATIONS], values[PERMUTATIONS:])


def sketch(text: str) -> Sketch:
    """The sketch of a text: case, punctuation, line ends and typography do not count."""
    import rensa

    words = _WORD.findall(plain(text).lower())
    shingles = {" ".join(words[k : k + SHINGLE]) for k in range(max(1, len(words) - SHINGLE + 1))} if words else set()
    hasher = rensa.RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    hasher.update(sorted(shingles))
    exact = int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "little")
    told = sorted(
        {h for p in paragraphs(text) for s in _sentences(text, p) for h in (s.whole, *s.shingles, *s.figures)}
    )
    return Sketch(exact, len(shingles), np.array(hasher.digest(), dtype="<u4"), np.array(told, dtype="<u4"))


class _Sentence(NamedTuple):
    """Hashes of a sentence, of some of its shingles, and of its figures."""

    whole: int
    shingles: tuple[int, ...]
    figures: tuple[int, ...]

    def is_told(self, told: frozenset[int]) -> bool:
        """Whether it is told: in these words, or in much the same and with the same figures."""
        if self.whole in told:
            return True
        known = sum(h in told for h in self.shingles)
        return 2 * known >= len(self.shingles) > 0 and all(h in told for h in self.figures)


def _sentences(text: str, paragraph: Paragraph) -> Iterator[_Sentence]:
    """The sentences of a paragraph; what has fewer than five words is a byline or the like."""
    for sentence in _END.split(plain(text[paragraph.start : paragraph.end])):
        words = _WORD.findall(sentence.lower())
        if len(words) >= 5:
            hashes = (zlib.crc32(" ".join(words[k : k + 3]).encode()) for k in range(len(words) - 2))
            figures = tuple(zlib.crc32(f"#{w}".encode()) for w in words if w[0].isdigit())
            yield _Sentence(zlib.crc32(" ".join(words).encode()), tuple(h for h in hashes if h % 4 == 0), figures)


def shared(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's shingles that the longer has, estimated from their sketches (0 to 1)."""
    if one.exact == other.exact:
        return 1.0
    alike = float(np.mean(one.digest == other.digest))
    fewer = max(1, min(one.size, other.size))
    return min(1.0, alike * (one.size + other.size) / (1 + alike) / fewer)


@dataclass(frozen=True, slots=True)
class Known:
    """An article in the index: ``original`` is the one it is a copy of, if any; then only some paragraphs were read."""

    id: str
    day: date | None
    original: str | None
    sketch: Sketch
    only: tuple[Span, ...] = ()

    @property
    def key(self) -> tuple[bool, date, str]:
        """Where it stands among others: what was published first is the original."""
        return first_published(self.day, self.id)


def first_published(day: date | None, id_: str) -> tuple[bool, date, str]:
    """The order in which articles are originals of one another: by day, those without one last, then by id."""
    return day is None, day or date.max, id_


@dataclass(frozen=True, slots=True)
class Copy:
    """What an article is a copy of, and what that one and its other copies tell that were published before it."""

    original: str
    share: float
    told: frozenset[int]


class Index:
    """Articles by their sketches. Which were published within ``window`` days of each other may be copies; those
    without a day may be copies of each other.

    An article is a copy of the one that shares most with it among those published before it (`first_published`), or
    of what that one is a copy of. So it depends on the articles alone which are copies of which, and not on the order
    in which they came; as long as those that a new one comes before are looked at again (`later`).
    """

    def __init__(self, window: int = WINDOW) -> None:
        self.window = timedelta(days=window)
        self._known: list[Known | None] = []
        self._ids: dict[str, int] = {}
        self._exact: dict[int, list[int]] = defaultdict(list)
        self._bands = _Bands()

    def __len__(self) -> int:
        return len(self._ids)

    def role(self, id_: str) -> Known | None:
        """The article of this id, if it is here."""
        return self._known[self._ids[id_]] if id_ in self._ids else None

    def add(self, article: Known) -> None:
        """Take up an article, in the place of one of the same id."""
        k = self._ids.get(article.id)
        there = self._known[k] if k is not None else None
        if there is not None and k is not None and bytes(there.sketch) == bytes(article.sketch):
            self._known[k] = article
            return
        self.remove(article.id)
        k = len(self._known)
        self._known.append(article)
        self._ids[article.id] = k
        self._exact[article.sketch.exact].append(k)
        self._bands.add(article.sketch.digest)

    def remove(self, id_: str) -> None:
        """Let go of an article, if it is here."""
        k = self._ids.pop(id_, None)
        if k is not None:
            self._known[k] = None

    def find(self, article: Known) -> Copy | None:
        """What an article is a copy of, or None. Of several, the one that shares most; the first of equals."""
        scored = sorted((-share, o.key, o) for share, o in self._alike(article) if o.key < article.key)
        if not scored:
            return None
        share, _, best = scored[0]
        told = frozenset(np.concatenate([o.sketch.told for *_, o in scored]).tolist())
        return Copy(best.original or best.id, -share, told)

    def later(self, article: Known) -> list[Known]:
        """The articles published after one that share so much with it that they may be its copies."""
        return [o for _, o in self._alike(article) if o.key > article.key]

    def _alike(self, article: Known) -> Iterator[tuple[float, Known]]:
        mine = article.sketch
        found = set(self._exact.get(mine.exact, ()))
        if mine.size >= FEWEST:
            found.update(self._bands.like(mine.digest))
        for k in sorted(found):
            other = self._known[k]
            if other is None or other.id == article.id or not self._near(article.day, other.day):
                continue
            if other.sketch.exact == mine.exact or other.sketch.size >= FEWEST:
                share = shared(mine, other.sketch)
                if share >= COPIED:
                    yield share, other

    def _near(self, one: date | None, other: date | None) -> bool:
        # what has no day is not looked for in all of the record
        return one is other if one is None or other is None else abs(one - other) <= self.window


class _Bands:
    """Digests by their bands: a hash table for each band, in arrays, for a week of the world's news is in it.

    ``_heads[b, slot]`` is the newest digest whose band ``b`` falls into the slot, ``_next[k, b]`` the one before ``k``.
    """

    def __init__(self) -> None:
        self._n = 0
        self._bits = 10
        self._digests = np.empty((256, PERMUTATIONS), dtype="<u4")
        self._next = np.empty((256, BANDS), dtype=np.int32)
        self._heads = np.full((BANDS, 1 << self._bits), -1, dtype=np.int32)

    def _slots(self, digest: np.ndarray) -> np.ndarray:
        pairs = np.ascontiguousarray(digest).view("<u8")
        with np.errstate(over="ignore"):  # Fibonacci hashing: the product's upper bits
            slots: np.ndarray = (pairs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - self._bits)
        return slots.astype(np.int64)

    def add(self, digest: np.ndarray) -> None:
        """Take up a digest; its number is how many were there before."""
        if self._n == len(self._digests):
            self._digests = np.concatenate([self._digests, np.empty_like(self._digests)])
            self._next = np.concatenate([self._next, np.empty_like(self._next)])
            self._bits += 1
            self._heads = np.full((BANDS, 1 << self._bits), -1, dtype=np.int32)
            for k in range(self._n):
                self._hang(k)
        self._digests[self._n] = digest
        self._hang(self._n)
        self._n += 1

    def _hang(self, k: int) -> None:
        slots = self._slots(self._digests[k])
        self._next[k] = self._heads[_EVERY, slots]
        self._heads[_EVERY, slots] = k

    def like(self, digest: np.ndarray) -> list[int]:
        """The numbers of digests that share a band."""
        found: set[int] = set()
        bands = _EVERY
        at = self._heads[bands, self._slots(digest)]
        for _ in range(_LONGEST_CHAIN):
            there = at >= 0
            if not there.any():
                break
            bands, at = bands[there], at[there]
            found.update(at.tolist())
            at = self._next[at, bands]
        some = np.fromiter(found, dtype=np.int64, count=len(found))
        pairs = self._digests[some].view("<u8") == np.ascontiguousarray(digest).view("<u8")
        return [int(k) for k in some[pairs.any(axis=1)]]


def additional(text: str, told: frozenset[int]) -> tuple[Span, ...]:
    """The paragraphs of a copy that tell what is not told yet: a sentence of theirs is new, or has other figures."""
    return tuple(
        Span(p.start, p.end)
        for p in paragraphs(text)
        if not p.headline and not all(s.is_told(told) for s in _sentences(text, p))
    )


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some paragraphs of a text, one a line: ``starts`` are where each begins here, ``origins`` where in the text."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, offset: int) -> int:
        """Where in the whole text a character of the excerpt stands."""
        k = max(0, bisect_right(self.starts, offset) - 1)
        return offset - self.starts[k] + self.origins[k]


def excerpt(text: str, spans: Sequence[Span]) -> Excerpt:
    """What is read of a copy: some paragraphs, and for the names in them the first, where people are introduced, and
    the one before each."""
    prose = [p for p in paragraphs(text) if not p.headline]
    wanted = {(s.start, s.end) for s in spans}
    keep = [k for k, p in enumerate(prose) if (p.start, p.end) in wanted]
    kept = [prose[k] for k in sorted({0, *keep, *(k - 1 for k in keep if k)}) if k < len(prose)]
    starts = list(accumulate((p.end - p.start + 1 for p in kept[:-1]), initial=0))
    return Excerpt("\n".join(text[p.start : p.end] for p in kept), tuple(starts), tuple(p.start for p in kept))


def of_copy(account: Account, article: Article, original: str, read: Excerpt, spans: Sequence[Span]) -> Account:
    """The account of a copy, from that of an excerpt of it: with offsets into its text, and only what is new in it."""

    def new(entry: Event | Statement) -> bool:
        return any(s.start <= e.start and e.end <= s.end for e in entry.evidence for s in spans)

    return replace(
        account,
        article=article,
        mentions=_moved(account.mentions, read),
        times=_moved(account.times, read),
        places=_moved(account.places, read),
        events=tuple(e for e in _moved(account.events, read) if new(e)),
        statements=tuple(s for s in _moved(account.statements, read) if new(s)),
        copy_of=original,
        only=tuple(spans),
    )


def _moved(value: Any, read: Excerpt) -> Any:
    """A value with every ``start`` and ``end`` in it as offsets into the whole text."""
    if isinstance(value, tuple):
        return tuple(_moved(v, read) for v in value)
    if not is_dataclass(value) or isinstance(value, (When, type)):
        return value
    changed = {f.name: _moved(getattr(value, f.name), read) for f in dataclass_fields(value)}
    if isinstance(changed.get("start"), int):
        changed["start"] = read.origin(changed["start"])
        # the end is after the last character: it belongs to the paragraph of that one
        changed["end"] = read.origin(changed["end"] - 1) + 1
    return type(value)(**changed)


def spread(accounts: Sequence[Account]) -> list[Account]:
    """Accounts in which every entry of an article has evidence in its copies too: where they hold the same words."""
    copies: dict[str, list[Article]] = defaultdict(list)
    for a in accounts:
        if a.copy_of:
            copies[a.copy_of].append(a.article)
    if not copies:
        return list(accounts)
    texts: Mapping[str, str] = {c.id: plain(c.text) for some in copies.values() for c in some}
    out = []
    for a in accounts:
        if a.article.id in copies and not a.copy_of:
            text = plain(a.article.text)
            some = sorted(copies[a.article.id], key=lambda c: c.id)
            a = replace(
                a,
                events=tuple(_everywhere(e, text, some, texts) for e in a.events),
                statements=tuple(_everywhere(s, text, some, texts) for s in a.statements),
            )
        out.append(a)
    return out


def _everywhere(entry: Entry, text: str, copies: Iterable[Article], texts: Mapping[str, str]) -> Entry:
    more: list[Evidence] = []
    for copy in copies:
        for e in entry.evidence[:1]:
            at = texts[copy.id].find(text[e.start : e.end])
            if at >= 0:
                more.append(Evidence(copy.id, at, at + e.end - e.start))
    return replace(entry, evidence=(*entry.evidence, *more)) if more else entry
