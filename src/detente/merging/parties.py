"""Parties of several accounts made one: what most of them say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from detente.merging.model import Account
from detente.reading.model import Party

# How often each value of each field of a party was read. They are sums: what many articles say of a party is found
# from them alone, and they grow and shrink with the articles.
Votes = Counter[tuple[str, str]]


def votes_of(parties: Iterable[Party]) -> Votes:
    """What some readings of one party say."""
    out: Votes = Counter()
    for p in parties:
        out["kind", p.kind] += 1
        out["name", p.name] += 1
        for what, value in (("of", p.of), ("sector", p.sector), ("role", p.role)):
            if value:
                out[what, value] += 1
        for what, values in (("names", p.names), ("members", p.members)):
            for value in values:
                out[what, value] += 1
    return out


def votes_in(account: Account) -> dict[str, Votes]:
    """What an account says of each of its parties, and whom that acts for in the end."""
    out = {}
    for p in account.parties.values():
        out[p.id] = votes_of([p])
        out[p.id]["principal", principal(account.parties, p.id)] += 1
    return out


def principal_of(id_: str, votes: Mapping[tuple[str, str], int]) -> str:
    """Whom a party acts for in the end, as most of its readings have it."""
    counts = {value: n for (what, value), n in votes.items() if what == "principal" and n > 0}
    return min(counts, key=lambda v: (-counts[v], v)) if counts else id_


def joined(id_: str, votes: Mapping[tuple[str, str], int]) -> Party:
    """A party as most of its readings have it, with all its names."""
    by: dict[str, dict[str, int]] = {}
    for (what, value), times in votes.items():
        if times > 0:
            by.setdefault(what, {})[value] = times

    def most(what: str, but: str | None = None) -> Any:
        counts = {v: n for v, n in by.get(what, {}).items() if v != but}
        return min(counts, key=lambda v: (-counts[v], v)) if counts else None

    kind, name, called = most("kind"), most("name"), set(by["name"])
    if kind == "person" and id_.partition(" (")[0] in called:
        name = id_.partition(" (")[0]
    if id_.islower() and "/" not in id_ and len(called) > 1:
        # a common noun that several articles use of different people: "140 people", "thousands of people"
        name = id_.replace("-", " ")
        called = {name}
    return Party(
        id_,
        name,
        kind,
        most("of", but=id_),
        most("sector"),
        tuple(sorted(called | set(by.get("names", ())))),
        most("role"),
        tuple(sorted(by.get("members", ()))),
    )


def together(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Of several readings of parties, each party once, by id, as most of its readings have it."""
    found: dict[str, list[Party]] = {}
    for p in parties:
        found.setdefault(p.id, []).append(p)
    return tuple(
        some[0] if all(p == some[0] for p in some) else joined(id_, votes_of(some))
        for id_, some in sorted(found.items())
    )


def renamed(account: Account, ids: Mapping[str, str]) -> Account:
    """The account with other ids for some of its parties."""
    if not ids:
        return account

    def new(old: Any) -> Any:
        return tuple(dict.fromkeys(ids.get(x, x) for x in old))

    def of(entry: Any) -> Any:
        return (
            replace(entry, condition=replace(entry.condition, of=new(entry.condition.of))) if entry.condition else entry
        )

    parties: dict[str, Party] = {}
    for p in account.parties.values():
        id_ = ids.get(p.id, p.id)
        moved = replace(p, id=id_, of=ids.get(p.of, p.of) if p.of else None, names=tuple(sorted({*p.names, p.name})))
        parties[id_] = joined(id_, votes_of([parties[id_], moved])) if id_ in parties else moved
    return replace(
        account,
        parties=parties,
        mentions=tuple(replace(m, parties=new(m.parties)) for m in account.mentions),
        events=tuple(
            replace(
                of(e),
                actor=new(e.actor),
                recipient=new(e.recipient),
                person=new(e.person),
                mentions=tuple(replace(m, party=ids.get(m.party, m.party)) for m in e.mentions),
            )
            for e in account.events
        ),
        statements=tuple(
            replace(of(s), speaker=new(s.speaker), for_=new(s.for_), addressee=new(s.addressee))
            for s in account.statements
        ),
    )


def named(account: Account, ids: Iterable[str]) -> tuple[Party, ...]:
    """Parties of an account and those they act for, with what an entry says of them (no names, roles, members)."""
    return tuple(
        replace(account.parties[i], names=(), role=None, members=())
        for i in sorted(chain(account.parties, ids))
        if i in account.parties
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
