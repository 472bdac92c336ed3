"""Events: one entry of what several clauses, paragraphs or articles tell of one happening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.coding.model import Event
from detente.merging.model import Account, MergedEvent, Telling
from detente.reading.model import Party


def merge_events(accounts: Sequence[Account], parties: Mapping[str, Party]) -> tuple[MergedEvent, ...]:
    """The happenings that the accounts tell."""
    out = []
    for account in accounts:
        for k, event in enumerate(account.events):
            out.append(_alone(account, event, k))
    return tuple(out)


def _alone(account: Account, event: Event, k: int) -> MergedEvent:
    evidence = event.evidence[0]
    telling = Telling(account.article.id, account.article.published, event.status, evidence.start, evidence.end)
    return MergedEvent(event, (telling,))
