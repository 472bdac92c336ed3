"""Resolution: which place each toponym of an article means, chosen together.

What the text says decides first ("Paris, Texas"). Then each name has one sense in an article: every name spreads its
weight over the places that it may mean, and is drawn to those whose surroundings, region and country carry the weight
of the article's other names; population is only where this starts from. After the one-sense and minimality rules of
Leidner (2007) and the local lexicons of Lieberman et al. (ICDE 2010).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.reading.gazetteer import AREA, COUNTRY, COUNTY, REGION, Gazetteer, gazetteer
from detente.reading.toponyms import Toponym

# Places per name that are looked at, the likeliest ones
_MOST = 40
_ROUNDS = 3
# Weights of senses before the article is looked at: of a state, of an area, of an American state at least, of the other
# kinds relative to a town's inhabitants to the power of 0.7. Chosen on LGL and on agreement with fame in world news.
_STATE, _AREA, _AMERICAN, _REGION, _COUNTY, _CAPITAL = 60_000.0, 20_000.0, 30_000.0, 0.7, 0.12, 3.0
_EXPONENT = 0.7
# What a place counts for without any other name in its country, region and surroundings, and what fame adds to that
# in an article that names states
_ALONE_IN_COUNTRY, _ALONE_IN_REGION, _ALONE_IN_CELL, _FAME = 0.2, 0.1, 0.1, 0.8
# A state has no region and surroundings, a region no surroundings that could speak for it: these stand for them
_OF_STATE, _OF_REGION = 0.6, 0.3
# how worldly an article is that names no other state
_LOCAL = 0.05
# A share of a name from which on it counts for others
_LEAST = 0.01

Cell = tuple[int, int]
Name = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that a name may mean: its row, where it is, its weight before the article is read, its fame (0 to 1)."""

    row: int
    kind: int
    country: int
    region: int
    cell: Cell
    weight: float
    fame: float


@dataclass(slots=True)
class _Sense:
    """What one name of an article may mean, how likely each of it is, and how much the name counts for others."""

    places: tuple[_Place, ...]
    shares: list[float]
    count: float = 0.0

    @property
    def best(self) -> int:
        """The position of the likeliest place."""
        return max(range(len(self.shares)), key=self.shares.__getitem__)


def prior(index: Gazetteer, row: int, name_key: str) -> float:
    """How likely a place is meant by its name, before the article is looked at."""
    kind = index.kind[row]
    if kind == COUNTRY:
        return _STATE
    if kind == AREA:
        return _AREA
    weight = (float(index.population[row]) + 200.0) ** _EXPONENT
    if kind == REGION:
        # names of American states are first of all those
        return max(_REGION * weight, _AMERICAN) if index.iso3[index.country[row]] == "USA" else _REGION * weight
    if kind == COUNTY:
        return weight if name_key.endswith(("county", "parish")) else _COUNTY * weight
    return _CAPITAL * weight if row in index.capitals else weight


@lru_cache(maxsize=20_000)
def _places(name_key: str, rows: tuple[int, ...]) -> tuple[_Place, ...]:
    """The likeliest places of a name, with weights that add up to one."""
    index = gazetteer()
    weighed = sorted(((prior(index, r, name_key), -r) for r in rows), reverse=True)[:_MOST]
    total = sum(w for w, _ in weighed)
    out = []
    for w, r in weighed:
        # a cell is about a hundred miles high and wide
        cell = int((float(index.lat[-r]) + 90) / 1.5), int((float(index.lon[-r]) + 180) / 2)
        famous = -r in index.capitals or index.kind[-r] == AREA
        fame = 1.0 if famous else min(1.0, max(0.0, (math.log10(index.population[-r] + 1) - 5) / 1.5))
        out.append(
            _Place(-r, int(index.kind[-r]), int(index.country[-r]), int(index.region[-r]), cell, w / total, fame)
        )
    return tuple(out)


def _names(found: Sequence[Toponym]) -> list[Name]:
    """The name of each toponym with the rows that it may mean; those of one name share a sense.

    The rows are those inside of what it is said to be in, anywhere in the article, when that is said of it once.
    """
    said: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    inside = [t.inside() for t in found]
    for t, rows in zip(found, inside, strict=True):
        if rows:
            said[t.key].add(rows)
    out = []
    for t, rows in zip(found, inside, strict=True):
        if not rows and t.within is None and len(said[t.key]) == 1:
            (only,) = said[t.key]
            rows = tuple(r for r in only if r in t.rows)
        out.append((t.key, rows or tuple(t.rows)))
    return out


def resolve(found: Sequence[Toponym], weights: Sequence[float] | None = None) -> tuple[list[int], list[float]]:
    """The row of the gazetteer that each toponym means, and how much of the article's other names lies near it.

    ``weights`` say how likely each is a toponym, and so how much it counts for the others.
    """
    names = _names(found)
    likely: dict[Name, float] = defaultdict(float)
    for name, w in zip(names, weights or [1.0] * len(found), strict=True):
        likely[name] += w
    senses = {}
    for name, w in likely.items():
        places = _places(*name)
        # the second mention of a name adds less than its first
        senses[name] = _Sense(places, [p.weight for p in places], math.log1p(1.72 * w))
    mass = _mass(senses.values())
    for _ in range(_ROUNDS):
        for sense in senses.values():
            sense.shares = _shares(sense, mass)
        mass = _mass(senses.values())
    rows, support = [], []
    for name in names:
        sense = senses[name]
        place = sense.places[sense.best]
        near = mass["country", place.country] if place.kind in (COUNTRY, REGION) else mass["cell", place.cell]
        rows.append(place.row)
        support.append(near - sense.shares[sense.best] * sense.count)
    return rows, support


def _shares(sense: _Sense, mass: Mapping[tuple[str, object], float]) -> list[float]:
    """How likely a name means each of its places, given the weight of the article on countries, regions and cells."""
    own_states = sum(s for p, s in zip(sense.places, sense.shares, strict=True) if p.kind == COUNTRY)
    worldly = min(1.0, _LOCAL + mass["states", 0] - own_states * sense.count)
    out = []
    for p, share in zip(sense.places, sense.shares, strict=True):
        own = share * sense.count if share >= _LEAST else 0.0
        x = p.weight * (_ALONE_IN_COUNTRY + mass["country", p.country] - own)
        if p.kind == COUNTRY:
            out.append(x * _OF_STATE * worldly)
            continue
        fame = _FAME * p.fame * worldly
        x *= _ALONE_IN_REGION + fame + mass["region", p.region] - own
        out.append(x * (_OF_REGION if p.kind == REGION else _ALONE_IN_CELL + fame + mass["cell", p.cell] - own))
    total = sum(out) or 1.0
    return [x / total for x in out]


@lru_cache(maxsize=20_000)
def _around(cell: Cell) -> tuple[tuple[str, object], ...]:
    """A cell and its neighbours, as weight is kept of them."""
    y, x = cell
    return tuple(("cell", (y + dy, (x + dx) % 180)) for dy in (-1, 0, 1) for dx in (-1, 0, 1))


def _mass(senses: Iterable[_Sense]) -> dict[tuple[str, object], float]:
    """The weight of an article's names on each country, each region, each cell with its neighbours, and on states."""
    mass: dict[tuple[str, object], float] = defaultdict(float)
    for sense in senses:
        for p, share in zip(sense.places, sense.shares, strict=True):
            if share < _LEAST:
                continue
            weight = share * sense.count
            mass["country", p.country] += weight
            if p.kind == COUNTRY:
                mass["states", 0] += weight
                continue
            mass["region", p.region] += weight
            if p.kind != REGION:
                for cell in _around(p.cell):
                    mass[cell] += weight
    return mass
