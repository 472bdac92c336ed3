"""Persons across articles: the same Ivanov, or another? By name, state, role and time.

What a person is called in the whole record depends on those of the same family name alone, so that of a record of any
size only these are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from detente.merging.model import Account
from detente.merging.parties import principal

# Months (of 30 days) between two sightings of a person whom only the family name names.
_YEARS = 24
# Within so many months a person does not change the office.
_TERM = 6
# The share of the sightings of a name below which whom it acts for was misread.
_STRAY = 0.05
# Parts of a role that many offices share.
_COMMON = frozenset(
    "minister secretary chief head leader president deputy vice former acting the of for and mr".split()
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A person as one article names it: name, for whom it acts, the words that tell its office, the month (of 30 days),
    and whether the article stands for itself."""

    name: str
    above: str | None
    office: str
    month: int | None
    alone: bool

    @property
    def family(self) -> str:
        """The family name, by which namesakes find each other."""
        parts = self.name.split()
        return parts[-1].casefold() if parts else ""


def sightings(account: Account) -> Iterator[Sighting]:
    """The persons of an account."""
    day = account.article.published
    month = day.toordinal() // 30 if day else None
    for p in account.parties.values():
        if p.kind == "person":
            above = principal(account.parties, p.id) if p.of else None
            yield Sighting(p.id, above, _office(p.role), month, account.alone)


def _office(role: str | None) -> str:
    words = (role or "").casefold().replace("defense", "defence").split()
    return " ".join(sorted({w for w in words if w not in _COMMON}))


@dataclass(slots=True)
class _Person:
    """A person under one name and principal, with when and in which offices it was seen."""

    name: str
    principal: str | None
    roles: dict[frozenset[str], set[int]] = field(default_factory=dict)
    months: set[int] = field(default_factory=set)
    seen: int = 0

    def saw(self, s: Sighting, times: int) -> None:
        self.seen += times
        months = self.roles.setdefault(frozenset(s.office.split()), set())
        if s.month is not None:
            self.months.add(s.month)
            months.add(s.month)

    def near(self, month: int | None) -> bool:
        """Whether it was seen about a month (or nobody knows when)."""
        return month is None or not self.months or _about(month, self.months, _YEARS)

    def may_be(self, office: frozenset[str], month: int | None) -> bool:
        """Whether its offices do not exclude this one: another office at about the same time does."""
        if not office:
            return True
        told = [(o, months) for o, months in self.roles.items() if o]
        if not told or any(o & office for o, _ in told):
            return True
        return month is not None and not any(_about(month, months, _TERM) for _, months in told)


def _about(month: int, months: set[int], within: int) -> bool:
    return any(m in months for m in range(month - within, month + within + 1))


class Namesakes:
    """All persons of one family name, and what each is called in the whole record."""

    def __init__(self, seen: Mapping[Sighting, int]) -> None:
        found: dict[tuple[str, str | None], _Person] = {}
        for s, times in seen.items():
            if times > 0:
                found.setdefault((s.name, s.above), _Person(s.name, s.above)).saw(s, times)
        self._persons = [p for _, p in sorted(found.items(), key=lambda kv: (kv[0][0], kv[0][1] or ""))]
        self._ids: dict[Sighting, str] = {}

    def id(self, s: Sighting) -> str:
        """The id that a person has in the whole record."""
        found = self._ids.get(s)
        if found is None:
            found = self._ids[s] = self._resolved(s)
        return found

    def _resolved(self, s: Sighting) -> str:
        own = [q for q in self._persons if q.name == s.name]
        if len(s.name.split()) == 1 and not s.alone:
            fuller = [q for q in self._persons if len(q.name.split()) > 1]
            office = frozenset(s.office.split())
            for known in (lambda q: q.principal == s.above, lambda q: q.principal is None or s.above is None):
                fits = [q for q in fuller if known(q) and q.near(s.month) and q.may_be(office, s.month)]
                names = {_longest(q, fuller) for q in fits}
                if len(names) == 1:
                    full = next(iter(names))
                    return _distinct(full, s.above or fits[0].principal, [q for q in self._persons if q.name == full])
                if names:
                    break
        elif not s.alone:
            me = next(q for q in own if q.principal == s.above)
            full = _longest(me, self._persons)
            if full != s.name:
                return _distinct(full, s.above, [q for q in self._persons if q.name == full])
        return _distinct(s.name, s.above, own)


def families(seen: Iterable[Sighting]) -> dict[str, Namesakes]:
    """Persons by family name."""
    by_family: dict[str, Counter[Sighting]] = {}
    for s in seen:
        by_family.setdefault(s.family, Counter())[s] += 1
    return {name: Namesakes(some) for name, some in by_family.items()}


def ids_of(account: Account, namesakes: Mapping[str, Namesakes]) -> dict[str, str]:
    """Which parties of an account have another id in the whole record, and which."""
    ids = {s.name: namesakes[s.family].id(s) for s in sightings(account)}
    ids = {old: new for old, new in ids.items() if old != new}
    if ids:
        # what hangs on a person ("Ivanov/ministers") goes with it
        for old in account.parties:
            head, slash, rest = old.partition("/")
            if slash and head in ids:
                ids[old] = f"{ids[head]}/{rest}"
    return ids


def _longest(person: _Person, namesakes: Iterable[_Person]) -> str:
    """The fullest name of a person: "Anders Rasmussen" of NATO is "Anders Fogh Rasmussen" of NATO."""
    first = person.name.split()[0].casefold() if person.name.split() else ""
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
    seen = sum(q.seen for q in own)
    principals = {q.principal for q in own if q.principal and q.seen >= _STRAY * seen}
    if len(principals) < 2:
        return name
    if above not in principals:
        above = max((q for q in own if q.principal in principals), key=lambda q: (q.seen, q.principal)).principal
    return f"{name} ({above})"
