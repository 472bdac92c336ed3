"""Parties of several accounts made one: the same Ivanov, or another?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from detente.merging.model import Account
from detente.reading.model import Party


def merge_parties(accounts: Sequence[Account]) -> tuple[dict[str, Party], list[Account]]:
    """All parties of the accounts under ids that hold across them, and the accounts with these ids."""
    out: dict[str, Party] = {}
    for account in accounts:
        for id_, party in account.parties.items():
            out[id_] = joined(out[id_], party) if id_ in out else party
    return dict(sorted(out.items())), list(accounts)


def joined(a: Party, b: Party) -> Party:
    """One party of two readings of it."""
    return replace(
        a,
        of=a.of or b.of,
        sector=a.sector or b.sector,
        role=a.role or b.role,
        names=tuple(sorted({*a.names, *b.names})),
        members=tuple(sorted({*a.members, *b.members})),
    )


def principal(parties: Mapping[str, Party], party: str) -> str:
    """The state or organisation at the end of the chain of those a party acts for, else the party itself."""
    seen: set[str] = set()
    while party not in seen:
        seen.add(party)
        above = parties[party].of if party in parties else None
        if not above:
            return party
        party = above
    return party


def principals(parties: Mapping[str, Party], ids: Iterable[str]) -> list[str]:
    """The principals of parties, in order, each once."""
    return list(dict.fromkeys(principal(parties, i) for i in ids))


def chain(parties: Mapping[str, Party], ids: Iterable[str]) -> list[str]:
    """Parties and all those they act for, in order, each once."""
    out: dict[str, None] = {}
    for id_ in ids:
        at: str | None = id_
        while at and at not in out:
            out[at] = None
            at = parties[at].of if at in parties else None
    return list(out)
