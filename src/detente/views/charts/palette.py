"""Colours: blue for cooperation, orange and red for conflict; the material kinds are the darker ones.

Chosen from Okabe and Ito's set, so that readers with any common colour vision can tell them apart.
"""

from __future__ import annotations

from detente.record.tables import QUAD_OF_TYPE

QUADS = tuple(dict.fromkeys(QUAD_OF_TYPE.values()))
QUAD_COLOURS = dict(zip(QUADS, ("#56b4e9", "#0072b2", "#e69f00", "#d55e00"), strict=True))
# The stance of a position, from its acts.
STANCES = ("for", "open", "asks", "against", "threatens")
STANCE_COLOURS = dict(zip(STANCES, ("#0072b2", "#56b4e9", "#f0e442", "#e69f00", "#d55e00"), strict=True))
_STANCE_OF_ACT = {
    "accept": "for", "praise": "for", "promise": "for", "offer": "open", "ask": "asks", "demand": "asks",
    "refuse": "against", "criticise": "against", "deny": "against", "warn": "threatens", "threaten": "threatens",
}  # fmt: skip


def stance(acts: list[str]) -> str:
    """The stance that a position's acts come to: the sharpest of them, of which a reader should know first."""
    found = {_STANCE_OF_ACT[a] for a in acts if a in _STANCE_OF_ACT}
    return max(found, key=STANCES.index, default="open")
