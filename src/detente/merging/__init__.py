"""Merging: one entry of what several articles (or paragraphs) tell, with every piece of evidence kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.merging.corrections import Correction, parties_named
from detente.merging.events import merge_events
from detente.merging.model import (
    Account,
    Difference,
    Merged,
    MergedEvent,
    MergedStatement,
    Report,
    Telling,
    Variant,
)
from detente.merging.parties import merge_parties
from detente.merging.statements import merge_statements

__all__ = [
    "Account",
    "Correction",
    "Difference",
    "Merged",
    "MergedEvent",
    "MergedStatement",
    "Report",
    "Telling",
    "Variant",
    "merge",
]


def merge(accounts: Iterable[Account], corrections: Sequence[Correction] = ()) -> Merged:
    """The parties, events and statements that the accounts tell together, as corrections (oldest first) have them.

    The result depends on the set of accounts alone: neither on their order nor on how they came.
    """
    ordered = sorted(accounts, key=lambda a: (a.article.published is None, a.article.published, a.article.id))
    parties, renamed = merge_parties(ordered)
    parties = dict(sorted((parties | parties_named(corrections, parties)).items()))
    return Merged(parties, merge_events(renamed, corrections), merge_statements(renamed, corrections))
