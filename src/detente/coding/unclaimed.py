"""From a window's attributions to an article's: who is given what reads like content, but no cue has asked for.

The reader sees windows of an article and each cue asks within its own; whether a piece is content, it says of every
piece. Layout and quotation marks say whose the rest is: quotations over paragraphs, transcripts, signed quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.coding.model import Attribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

SURE = 0.8  # mean probability of being content from which on unclaimed words are added to a content
TYPESET = 0.5  # the same where the layout says who speaks
SHORT = 12  # characters; less than that is the edge of something else

_OPENS = "\"“”„«'`"
_BETWEEN = ' \t\n\r\xa0"“„'
_EDGE = " \t\n\r\xa0\"“”„«»'‘’`.,;:!?…-–—"
_TRANSCRIPT = re.compile(r"[\"“(]*([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(:)\s+(?=\S)")
_SIGNED = re.compile(r"[\"“”„].{15,}[\"“”.]\s*([―—–]|--)\s*([A-Z][^\"“”―—–:\n]{2,60}?)[\s.]*$", re.DOTALL)


def whole(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    windows: Sequence[Sequence[Attribution]],
    content: NDArray[Any],
) -> list[Attribution]:
    """The attributions of an article, in the order of their cues, from those of its windows.

    ``content`` is the probability of being content, for each character of the text (0 where nothing was read).
    """
    out: list[Attribution] = []
    for found in windows:
        before = list(out)
        for a in found:
            twins = [o for o in before if meet(o.cue, a.cue)]
            # "She said:" ends a window: what it says begins in the next
            if twins and not text[a.cue[0][0] : a.content[0][0]].rstrip(_BETWEEN).endswith(":"):
                continue
            out = [o for o in out if o not in twins] + [a]
    for at, (start, end) in enumerate(paragraphs):
        before_this = paragraphs[at - 1] if at else (0, 0)
        for first, last in _unclaimed(text, start, end, out, content):
            out = _claimed(text, out, before_this, (start, end), (first, last), content)
    return sorted(out, key=lambda a: (a.cue, a.content))


def _claimed(
    text: str,
    found: list[Attribution],
    before: tuple[int, int],
    here: tuple[int, int],
    free: tuple[int, int],
    content: NDArray[Any],
) -> list[Attribution]:
    """The attributions with an unclaimed stretch of a paragraph ``here`` given to one of them, or to a new one."""
    likely = content[slice(*free)]
    sure = float(likely[likely > 0].mean())
    made = _typeset(text, *here, free[0])
    if made is not None and sure >= TYPESET:
        taken = any(meet(made.content, a.content) or meet(made.cue, a.cue) for a in found)
        return found if taken else [*found, made]
    at = _continued(text, found, before, here[0], free[0]) if sure >= SURE else None
    if at is None:
        return found
    one = found[at]
    if ":" in text[one.content[-1][1] : free[0]]:  # 'X said that A: "B"' says twice
        return [*found, Attribution(one.cue, one.speaker, (free,), min(one.score, sure))]
    return [_longer(text, a, *free) if k == at else a for k, a in enumerate(found)]


def _unclaimed(
    text: str, start: int, end: int, found: Sequence[Attribution], probability: NDArray[Any]
) -> list[tuple[int, int]]:
    """Stretches of a paragraph that are likely content and part of no attribution, in order."""
    free = probability[start:end] > 0.5
    for a in found:
        for x, y in (*a.cue, *a.speaker, *a.content):
            if x < end and y > start:
                free[max(0, x - start) : y - start] = False
    if not free.any():
        return []
    for k, c in enumerate(text[start:end]):  # blanks and marks join what they stand between
        if k and c in _EDGE:
            free[k] = free[k - 1]
    out = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        while b > a and text[start + b - 1].isspace():
            b -= 1
        if b - a >= SHORT:
            out.append((start + a, start + b))
    return out


def _typeset(text: str, start: int, end: int, first: int) -> Attribution | None:
    """The attribution that the layout of a line shows: "NAME: what is said", or "what is said" - Name."""
    start = max(start, text.rfind("\n", start, first) + 1)
    stop = text.find("\n", first, end)
    end = stop if stop > 0 else end
    if m := _TRANSCRIPT.match(text, start, end):
        return Attribution((m.span(2),), (m.span(1),), ((m.end(), end),), TYPESET)
    if m := _SIGNED.match(text, start, end):
        return Attribution((m.span(1),), (m.span(2),), ((start, m.start(1)),), TYPESET) if m.start(1) > first else None
    return None


def _continued(text: str, found: Sequence[Attribution], before: tuple[int, int], start: int, first: int) -> int | None:
    """Number of the attribution whose content goes on at ``first`` in the paragraph that starts at ``start``."""
    opening = not text[start:first].strip(_EDGE)
    best: tuple[int, int] | None = None
    for k, a in enumerate(found):
        last = a.content[-1][1]
        if start < last <= first:
            joined = not text[last:first].strip(_EDGE) and not _closed(text[last:first])
        else:
            joined = opening and before[0] < last <= before[1] and not text[last : before[1]].strip(_EDGE)
            joined = joined and (text[start : first + 1].strip()[:1] in _OPENS)
        if joined and (best is None or last > best[0]):
            best = (last, k)
    return None if best is None else best[1]


def _closed(between: str) -> bool:
    """Whether a quotation is closed and none opened again between two parts."""
    return "”" in between and "“" not in between


def _longer(text: str, a: Attribution, first: int, last: int) -> Attribution:
    """An attribution with a further part of its content, joined where only blanks and marks stand between."""
    *parts, (x, y) = a.content
    if y <= first and not text[y:first].strip(_EDGE):
        return Attribution(a.cue, a.speaker, (*parts, (x, last)), a.score)
    return Attribution(a.cue, a.speaker, (*a.content, (first, last)), a.score)


def meet(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """Whether two lists of spans share a character."""
    return any(a < y and x < b for a, b in one for x, y in other)
