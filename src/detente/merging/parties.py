"""Parties of several accounts made one: the same Ivanov, or another? By name, state, role and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente.merging.model import Account
from detente.reading.model import Party

# Months (of 30 days) between two sightings of a person whom only the family name names.
_YEARS = 24
# Within so many months a person does not change the office.
_TERM = 6
# Parts of a role that many offices share.
_COMMON = frozenset(
    "minister secretary chief head leader president deputy vice former acting the of for and mr".split()
)


@dataclass(slots=True)
class _Person:
    """A person under one name and principal, with when and in which roles it was seen."""

    name: str
    principal: str | None
    roles: dict[frozenset[str], set[int]] = field(default_factory=dict)
    months: set[int] = field(default_factory=set)
    seen: int = 0

    def saw(self, role: str | None, day: int | None) -> None:
        self.seen += 1
        months = self.roles.setdefault(_office(role), set())
        if day is not None:
            self.months.add(day // 30)
            months.add(day // 30)

    def near(self, day: int | None) -> bool:
        """Whether it was seen about a day (or nobody knows when)."""
        return day is None or not self.months or _about(day, self.months, _YEARS)

    def may_be(self, role: str | None, day: int | None) -> bool:
        """Whether its roles do not exclude this one: another office at about the same time does."""
        office = _office(role)
        if not office:
            return True
        told = [(o, months) for o, months in self.roles.items() if o]
        if not told or any(o & office for o, _ in told):
            return True
        return day is not None and not any(_about(day, months, _TERM) for _, months in told)


def _about(day: int, months: set[int], within: int) -> bool:
    return any(m in months for m in range(day // 30 - within, day // 30 + within + 1))


def _office(role: str | None) -> frozenset[str]:
    words = (role or "").casefold().replace("defense", "defence").split()
    return frozenset(w for w in words if w not in _COMMON)


def merge_parties(accounts: Sequence[Account]) -> tuple[dict[str, Party], list[Account]]:
    """All parties of the accounts under ids that hold across them, and the accounts with these ids."""
    people = _people(accounts)
    renamed = []
    votes: dict[str, list[Party]] = {}
    for account in accounts:
        ids = {p.id: _resolved(people, account, p) for p in account.parties.values() if p.kind == "person"}
        ids = {old: new for old, new in ids.items() if old != new}
        # what hangs on a person ("Ivanov/ministers") goes with it
        for old in account.parties:
            head, slash, rest = old.partition("/")
            if slash and head in ids:
                ids[old] = f"{ids[head]}/{rest}"
        renamed.append(_rename(account, ids) if ids else account)
        for p in renamed[-1].parties.values():
            votes.setdefault(p.id, []).append(p)
    return {id_: _joined(parties) for id_, parties in sorted(votes.items())}, renamed


def _people(accounts: Sequence[Account]) -> dict[str, list[_Person]]:
    """The persons of all accounts by family name, one for every full name and principal."""
    found: dict[tuple[str, str | None], _Person] = {}
    for account in accounts:
        day = account.article.published.toordinal() if account.article.published else None
        for p in account.parties.values():
            if p.kind == "person":
                above = principal(account.parties, p.id) if p.of else None
                found.setdefault((p.id, above), _Person(p.id, above)).saw(p.role, day)
    by_family: dict[str, list[_Person]] = {}
    for (name, _), person in sorted(found.items(), key=lambda kv: (kv[0][0], kv[0][1] or "")):
        by_family.setdefault(_family(name), []).append(person)
    return by_family


def _family(name: str) -> str:
    return name.split()[-1].casefold() if name.split() else ""


def _resolved(people: Mapping[str, list[_Person]], account: Account, p: Party) -> str:
    """The id that a person of an account has in the whole record."""
    day = account.article.published.toordinal() if account.article.published else None
    above = principal(account.parties, p.id) if p.of else None
    namesakes = people[_family(p.id)]
    own = [q for q in namesakes if q.name == p.id]
    if len(p.id.split()) == 1 and not account.alone:
        fuller = [q for q in namesakes if len(q.name.split()) > 1]
        for known in (lambda q: q.principal == above, lambda q: q.principal is None or above is None):
            fits = [q for q in fuller if known(q) and q.near(day) and q.may_be(p.role, day)]
            names = {_longest(q, fuller) for q in fits}
            if len(names) == 1:
                full = next(iter(names))
                return _distinct(full, above or fits[0].principal, [q for q in namesakes if q.name == full])
            if names:
                break
    elif not account.alone:
        me = next(q for q in own if q.principal == above)
        full = _longest(me, namesakes)
        if full != p.id:
            return _distinct(full, above, [q for q in namesakes if q.name == full])
    return _distinct(p.id, above, own)


def _longest(person: _Person, namesakes: Iterable[_Person]) -> str:
    """The fullest name of a person: "Anders Rasmussen" of NATO is "Anders Fogh Rasmussen" of NATO."""
    first = person.name.split()[0].casefold()
    same = [
        q.name
        for q in namesakes
        if q.principal == person.principal
        and len(q.name.split()) > 1
        and len(person.name.split()) > 1
        and q.name.split()[0].casefold() == first
    ]
    return max([person.name, *same], key=lambda n: (len(n.split()), len(n), n))


def _distinct(name: str, above: str | None, own: Sequence[_Person]) -> str:
    """The name itself where it is of one principal, else with the principal; who has none goes to the best known."""
    principals = {q.principal for q in own if q.principal}
    if len(principals) < 2:
        return name
    if above is None:
        above = max((q for q in own if q.principal), key=lambda q: (q.seen, q.principal)).principal
    return f"{name} ({above})"


def _rename(account: Account, ids: Mapping[str, str]) -> Account:
    """The account with other ids for some of its parties."""

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
        parties[id_] = _joined([parties[id_], moved]) if id_ in parties else moved
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


def _joined(parties: Sequence[Party]) -> Party:
    """One party of several readings of it: what most of them say, and all names."""
    if len(parties) == 1:
        return parties[0]

    def most(values: Iterable[Any]) -> Any:
        counts = Counter(v for v in values if v)
        return min(counts, key=lambda v: (-counts[v], v)) if counts else None

    id_ = parties[0].id
    name = id_.partition(" (")[0] if parties[0].kind == "person" else most(p.name for p in parties)
    if id_.islower() and "/" not in id_ and len({p.name for p in parties}) > 1:
        # a common noun that several articles use of different people: "140 people", "thousands of people"
        plain = id_.replace("-", " ")
        parties = [replace(p, name=plain) for p in parties]
        name = plain
    return Party(
        id_,
        name if any(p.name == name for p in parties) else most(p.name for p in parties),
        most(p.kind for p in parties),
        most(p.of for p in parties if p.of != id_),
        most(p.sector for p in parties),
        tuple(sorted({n for p in parties for n in (*p.names, p.name)})),
        most(p.role for p in parties),
        tuple(sorted({m for p in parties for m in p.members})),
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
