"""Capitals: headlines that write nearly every word large, in which the parser takes verbs and nouns for names.

"Envoy Condemns Lima Attack That Killed Two" is parsed as "Envoy condemns Lima attack that killed two": words that the
language or the article writes small become small for the parser; names and the text itself stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spacy.lang.en.stop_words import STOP_WORDS

from detente.reading.model import Sentence
from detente.reading.names import find

_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
_FEW = 3  # words; so few say little


def is_capitalised(words: Sequence[str]) -> bool:
    """Whether every word of a sentence begins with a capital but those that say little ("of", "that")."""
    content = [w for w in words if w.isalpha() and w.lower() not in STOP_WORDS]
    return len(content) > _FEW and all(w[0].isupper() for w in content)


def without_capitals(
    words: Sequence[str], sentences: Iterable[Sentence], text: str, common: Callable[[str], bool]
) -> Sequence[str]:
    """The words of an article as they would stand in running text.

    Args:
        words: the tokens.
        sentences: the article's sentences.
        text: what they stand in.
        common: whether a word in small letters is one of the language in its plain form.
    """
    every = list(sentences)
    loud = [s for s in every if s.parsed and is_capitalised(words[s.first : s.last])]
    if not loud:
        return words
    out = list(words)
    quiet = [s for s in every if s not in loud]
    small = {w for s in quiet for w in words[s.first : s.last] if w.islower()}
    large = {w.lower() for s in quiet for w in words[s.first + 1 : s.last] if w[:1].isupper()}
    for s in loud:
        shouted = text[s.start : s.end].isupper()
        named = _named(words, s, text)
        for i in range(s.first, s.last):
            w, low = words[i], words[i].lower()
            if not w.isalpha() or not w[0].isupper() or (w.isupper() and len(w) > 1 and not shouted):
                continue
            plain = low in STOP_WORDS or low in small or (low not in large and _is_common(low, common))
            if i not in named and plain and (i > s.first or shouted):
                out[i] = low if i > s.first else low.capitalize()
            elif shouted:
                out[i] = low.capitalize()
    return out


def _named(words: Sequence[str], s: Sentence, text: str) -> set[int]:
    """The tokens of a sentence that stand in names of the lists."""
    piece = text[s.start : s.end]
    spans = [(h.start, h.end) for h in find(piece.title() if piece.isupper() else piece) if h.text[0].isupper()]
    out: set[int] = set()
    at = 0
    for i in range(s.first, s.last):
        at = piece.find(words[i], at)
        if at < 0:
            break
        if any(a <= at < b for a, b in spans):
            out.add(i)
        at += len(words[i])
    return out


def _is_common(low: str, common: Callable[[str], bool]) -> bool:
    """Whether a word or what it is a form of is a word of the language."""
    return any(map(common, _plain_forms(low)))


def _plain_forms(low: str) -> list[str]:
    out = [low]
    for end, instead in _ENDINGS:
        if low.endswith(end) and len(low) > len(end) + 2:
            stem = low[: -len(end)] + instead
            out.append(stem)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                out.append(stem[:-1])  # "barred", "planning"
    return out
