"""Marked sentences: a text with its two sides and its predicate marked, as the coder sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

# Six of the unused entries of BERT's vocabulary serve as marks: before and after source, target and predicate.
MARKS = {"source": (1, 2), "target": (3, 4), "predicate": (5, 6)}
CLS, SEP, PAD = 101, 102, 0


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the code point offsets [start, end) in it of the source, the target and the predicate.

    ``target`` is None for an event without recipient, ``source`` for one whose actor is not named, ``predicate`` where
    it is not known.
    """

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None = None
    predicate: tuple[int, int] | None = None


_TAG = re.compile(r"<(/?)([st])>")


def from_tags(text: str) -> Marked:
    """A marked sentence of tagged text: the source in <s></s>, the target in <t></t>; one of them may be missing.

    A side that is tagged several times counts where it is tagged first.

    Raises:
        ValueError: a tag is missing, unclosed or crosses another.
    """
    parts: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    opened: list[tuple[str, int]] = []
    at = length = 0
    for m in _TAG.finditer(text):
        parts.append(text[at : m.start()])
        length += m.start() - at
        at = m.end()
        name = m[2]
        if not m[1]:
            if any(n == name for n, _ in opened):
                raise ValueError(f"<{name}> inside <{name}>")
            opened.append((name, length))
        else:
            if not opened or opened[-1][0] != name:
                raise ValueError(f"</{name}> without its <{name}>")
            spans.setdefault(name, (opened.pop()[1], length))
    if opened:
        raise ValueError(f"<{opened[-1][0]}> is not closed")
    if not spans:
        raise ValueError("neither <s>source</s> nor <t>target</t>")
    if any(a == b for a, b in spans.values()):
        raise ValueError("nothing between the tags")
    parts.append(text[at:])
    return Marked("".join(parts), spans.get("s"), spans.get("t"))


def encode(tokenizer: Tokenizer, batch: Sequence[Marked], limit: int) -> list[list[int]]:
    """Token ids of marked sentences, marks inserted, cut to a window around the marks.

    Args:
        tokenizer: BERT's uncased WordPiece, without truncation or padding.
        batch: the sentences.
        limit: greatest number of ids, marks and the two at the ends included. Where source and target stand further
            apart than that, the middle is left out.
    """
    out: list[list[int]] = []
    for marked, coded in zip(
        batch, tokenizer.encode_batch([m.text for m in batch], add_special_tokens=False), strict=True
    ):
        ids, offsets = coded.ids, coded.offsets
        before: dict[int, list[int]] = {}
        after: dict[int, list[int]] = {}
        for side in ("source", "predicate", "target"):
            span = getattr(marked, side)
            if span is None:
                continue
            inside = [k for k, (a, b) in enumerate(offsets) if a < span[1] and b > span[0]]
            if not inside:
                continue
            before.setdefault(inside[0], []).append(MARKS[side][0])
            after.setdefault(inside[-1], []).insert(0, MARKS[side][1])
        seen: list[int] = []
        weight: list[int] = []  # distance of each id from the nearest mark, in tokens
        at: list[int] = []
        for k, i in enumerate(ids):
            for mark in before.get(k, ()):
                at.append(len(seen))
                seen.append(mark)
            seen.append(i)
            for mark in after.get(k, ()):
                at.append(len(seen))
                seen.append(mark)
        room = limit - 2
        if len(seen) > room:
            weight = [min((abs(k - m) for m in at), default=k) for k in range(len(seen))]
            keep = sorted(sorted(range(len(seen)), key=lambda k: (weight[k], k))[:room])
            seen = [seen[k] for k in keep]
        out.append([CLS, *seen, SEP])
    return out
