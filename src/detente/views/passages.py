"""Evidence in its context: the sentence around a span, as people quote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[A-ZÀ-ÝА-Я0-9])|[\r\n\u2028\u2029]+")
_SHORT = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|[A-Z])\.\s+$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article: ``text`` from ``start`` (an offset into the article)."""

    text: str
    start: int


def sentence(text: str, start: int, end: int) -> Passage:
    """The sentence or sentences of a text in which characters [start, end) lie; never over the end of a paragraph."""
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    low, high = max(0, start - 2000), min(len(text), end + 2000)
    first, last = low, high
    for m in _ENDS.finditer(text, low, high):
        if _SHORT.search(text, max(low, m.end() - 8), m.end()):
            continue
        if m.end() <= start:
            first = m.end()
        elif m.start() >= end - 1:
            last = m.end()
            break
    piece = text[first:last]
    return Passage(piece.strip(), first + len(piece) - len(piece.lstrip()))


def one_line(text: str, most: int = 0) -> str:
    """A text on one line, cut at a word with an ellipsis where it is longer than ``most`` characters."""
    text = " ".join("".join(c if c.isprintable() or c.isspace() else "�" for c in text).split())
    if not most or len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    return f"{cut}…"


def quoted(text: str) -> str:
    """A passage in quotation marks: one that a sentence opens or closes is not doubled, one that it lacks is added."""
    opening, closing = text.count("“"), text.count("”")
    if opening > closing and text.startswith("“"):
        return f"{text}”"
    if closing > opening and text.endswith("”"):
        return f"“{text}"
    if opening == closing == 1 and text.startswith("“") and text.endswith("”"):
        return text
    if len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') == 2:
        return text
    return f"“{text}”"
