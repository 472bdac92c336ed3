"""Verdicts: the statuses that words give to an event, and which of two answers counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.coding.model import Status
from detente.knowledge import load

Effect = Literal["factual", "planned", "alleged", "denied", "conditional", "none"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of an event (None: no event), the words that say so, and whether it is refused ("will not send")."""

    status: Status | None
    words: str = ""
    refused: bool = False
    finite: bool = True


@dataclass(frozen=True)
class _Cues:
    complement: Mapping[str, Effect]
    object: Mapping[str, Effect]
    of: Mapping[str, Effect]
    modifier: Mapping[str, Effect]
    modal: Mapping[str, str]
    mark: Mapping[str, str]
    adverb: Mapping[str, Effect]
    reported: frozenset[str]


@cache
def cues() -> _Cues:
    """The cue lists, by word."""
    raw = load("status")

    def by_word(section: str) -> dict[str, Effect]:
        return {str(word): effect for effect, words in raw[section].items() for word in words}

    return _Cues(
        by_word("complement"),
        by_word("object"),
        by_word("of"),
        by_word("modifier"),
        raw["modal"],
        raw["mark"],
        by_word("adverb"),
        frozenset(raw["reported"]),
    )


# the weaker of two answers counts, later ones in this list are weaker
_ORDER: list[Status | None] = ["occurred", "ongoing", "planned", "alleged", "conditional", "denied", None]
PUNCTUAL = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "RETREAT", "ASSAULT", "CONSULT"}
)


def weaker(a: Verdict, status: Status | None, words: str) -> Verdict:
    """A verdict, or this status where it says less of what happened."""
    if _ORDER.index(status) > _ORDER.index(a.status):
        return Verdict(status, words, a.refused)
    return a


def applied(verdict: Verdict, effect: str, word: str) -> Verdict:
    """A verdict under a governor that has this effect."""
    if effect == "none":
        return Verdict(None, word, verdict.refused)
    if effect == "factual":
        return verdict
    return weaker(verdict, effect, word)  # type: ignore[arg-type]
