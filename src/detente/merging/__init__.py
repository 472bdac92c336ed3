"""Merging: one entry of what several articles (or paragraphs) tell, with every piece of evidence kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detente.merging import events, statements
from detente.merging.corrections import Correction, articles_of, parties_named, parties_of
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
from detente.merging.parties import Votes, chain, joined, principal_of, renamed, votes_in
from detente.merging.persons import families, ids_of, sightings
from detente.merging.units import units

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

    The result depends on the set of accounts alone: neither on their order nor on how they came. It is what a record
    comes to, an article at a time (`detente.record.derivation`); here everything is in memory.
    """
    accounts = sorted(accounts, key=lambda a: (a.article.published is None, a.article.published, a.article.id))
    texts = {a.article.id: a.article.text for a in accounts}
    namesakes = families(s for a in accounts for s in sightings(a))
    accounts = [renamed(a, ids_of(a, namesakes)) for a in accounts]
    votes: dict[str, Votes] = {}
    for a in accounts:
        for id_, said in votes_in(a).items():
            votes.setdefault(id_, Votes()).update(said)
    parties = {id_: joined(id_, v) for id_, v in votes.items()}
    parties = dict(sorted((parties | parties_named(corrections, parties)).items()))
    articles = {a.article.id: a.article for a in accounts}
    out: dict[str, list[Any]] = {}
    for kind, of in (("event", events), ("statement", statements)):
        mine = [c for c in corrections if c.about == kind]
        told: list[Any] = sorted((t for a in accounts for t in of.told(a, texts)), key=lambda t: t.key)
        found = []
        linked = ((i, j) for i, j, _ in of.links(told))
        for numbers, about in units([t.article for t in told], linked, mine):
            some = {x: articles[x] for c in about for x in articles_of(c) if x in articles}
            known = {i: parties[i] for c in about for i in chain(parties, sorted(parties_of(c))) if i in parties}
            found += of.settled([told[k] for k in numbers], about, some, known)
        out[kind] = found
    principals = {id_: principal_of(id_, v) for id_, v in votes.items()}
    return Merged(parties, tuple(out["event"]), tuple(out["statement"]), principals)
