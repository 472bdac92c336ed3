"""Violence: whether a predicate tells of an attack, also where nobody is named who made it or was hit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.coding.clauses import Syntax
from detente.coding.frames import Frame
from detente.knowledge import load


@dataclass(frozen=True)
class Violence:
    """The words of ``knowledge/violence.yaml``."""

    armed: frozenset[str]
    weapons: frozenset[str]
    attacks: frozenset[str]
    deadly: frozenset[str]
    toll: frozenset[str]
    mishaps: frozenset[str]
    words: frozenset[str]
    contests: frozenset[str]
    ideas: frozenset[str]


@cache
def violence() -> Violence:
    """The words, read once per process."""
    return Violence(**{k: frozenset(map(str, v)) for k, v in load("violence").items() if k != "kinds"})


def is_attack(s: Syntax, trigger: int, frame: Frame) -> bool:
    """Whether an ASSAULT told without its author is one: not a death by accident, nor a "heart attack"."""
    words = violence()
    around = s.whole(trigger)
    if any(s.lemma[t] in words.mishaps for t in around):
        return False
    if not s.is_verb(trigger):
        return s.lemma[trigger] in words.attacks
    if s.lemma[trigger] in words.deadly or frame.mode in {"explosives", "suicide-attack", "abduct", "firearms"}:
        return True
    # "were killed": by whom or what is not said, unless an attack or those who fight stand near
    return any(s.lemma[t] in words.armed | words.weapons | words.attacks for t in around)
