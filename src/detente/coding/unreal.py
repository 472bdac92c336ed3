"""Unreal: games, stories and polls, in which the words of events stand though no party acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.coding.clauses import Syntax
from detente.knowledge import load
from detente.reading.model import Sentence

_SCORE = re.compile(r"(?<![\w-])\d{1,3}[-–]\d{1,3}(?![\w-])")
_OPINIONS = frozenset({"SUPPORT", "REJECT", "ACCUSE", "REQUEST"})


@dataclass(frozen=True)
class _Words:
    games: frozenset[str]
    scores: frozenset[str]
    votes: frozenset[str]
    stories: frozenset[str]
    polls: frozenset[str]


@cache
def _words() -> _Words:
    raw: Mapping[str, list[str]] = load("unreal")
    return _Words(**{k: frozenset(map(str, v)) for k, v in raw.items()})


def _has(s: Syntax, sentence: Sentence, words: frozenset[str]) -> bool:
    """Whether a sentence has one of some words, or of some pairs of words."""
    tokens = range(sentence.first, sentence.last)
    if any(s.lemma[t] in words for t in tokens):
        return True
    return any(f"{s.text[t]} {s.text[t + 1]}" in words for t in tokens[:-1])


def is_game(s: Syntax, sentence: Sentence, text: str) -> bool:
    """Whether a sentence tells of a game: by its words, or by a score that is no count of votes."""
    words = _words()
    if _has(s, sentence, words.games):
        return True
    return _SCORE.search(text) is not None and _has(s, sentence, words.scores) and not _has(s, sentence, words.votes)


def in_story(s: Syntax, v: int) -> bool:
    """Whether what a verb says is told by a story: "the film follows a spy who kills", "in the play, the king"."""
    stories = _words().stories
    for _ in range(10):
        if s.is_verb(v):
            if any(s.lemma[k] in stories for k in s.kids_by(v, "nsubj")):
                return True
            if any(name == "in" and s.lemma[j] in stories and j < v for name, j in s.prepositions(v)):
                return True
        if s.head[v] == v:
            return False
        v = s.head[v]
    return False


def is_poll(s: Syntax, sentence: Sentence, type_: str) -> bool:
    """Whether an opinion of this type is what a poll counts."""
    return type_ in _OPINIONS and _has(s, sentence, _words().polls)
