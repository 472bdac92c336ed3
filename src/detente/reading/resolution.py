"""Resolution: which place each toponym of an article means, chosen together.

What the text says decides first ("Paris, Texas"). Then each name has one sense in an article: every name spreads its
weight over the places that it may mean, and is drawn to those whose surroundings, region and country carry the weight
of the article's other names; population is only where this starts from. After the one-sense and minimality rules of
Leidner (2007) and the local lexicons of Lieberman et al. (ICDE 2010).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.gazetteer import AREA, COUNTRY, COUNTY, REGION, Gazetteer, gazetteer
from detente.reading.toponyms import Toponym

# Places per name that are looked at, the likeliest ones
_MOST = 40
_ROUNDS = 3
Cell = tuple[int, int]


@dataclass(slots=True)
class _Sense:
    """A place that a name may mean: its row, where it is, how likely it is at first and by the article."""

    row: int
    kind: int
    country: int
    region: int
    cell: Cell
    prior: float
    share: float


def _cell(lat: float, lon: float) -> Cell:
    """The cell of about a hundred miles that a place lies in."""
    return int((lat + 90) / 1.5), int((lon + 180) / 2)


def prior(index: Gazetteer, row: int, name_key: str) -> float:
    """How likely a place is meant by its name, before the article is looked at."""
    kind = index.kind[row]
    if kind == COUNTRY:
        return 60_000.0
    if kind == AREA:
        return 20_000.0
    weight = (float(index.population[row]) + 200.0) ** 0.7
    if kind == REGION:
        # names of American states are first of all those
        return max(0.7 * weight, 30_000.0) if index.iso3[index.country[row]] == "USA" else 0.7 * weight
    if kind == COUNTY:
        return weight if name_key.endswith(("county", "parish")) else 0.12 * weight
    return 3 * weight if row in index.capitals else weight


def _inside(index: Gazetteer, row: int, around: int) -> bool:
    return row != around and around in (index.country[row], index.region[row], index.county[row])


def _group(index: Gazetteer, t: Toponym) -> tuple[tuple[str, tuple[int, ...]], list[int]]:
    """What mentions share a sense with this one, and the rows it may mean: those inside of what it is said to be in."""
    if t.within is not None:
        inside = [r for r in t.rows if any(_inside(index, r, around) for around in t.within.rows)]
        if inside:
            return (t.key, tuple(inside)), inside
    return (t.key, tuple(t.rows)), t.rows


def resolve(found: Sequence[Toponym]) -> tuple[list[int], list[float]]:
    """The row of the gazetteer that each toponym means, and how much of the article's other names lies near it."""
    index = gazetteer()
    groups: list[tuple[str, tuple[int, ...]]] = []
    names: dict[tuple[str, tuple[int, ...]], list[_Sense]] = {}
    for t in found:
        group, rows = _group(index, t)
        groups.append(group)
        if group not in names:
            names[group] = _senses(index, t.key, rows)
    counts = {g: 1 + math.log(n) for g, n in Counter(groups).items()}
    for _ in range(_ROUNDS):
        mass = _mass(names, counts)
        for group, senses in names.items():
            for s in senses:
                own = s.share * counts[group] if s.share >= 0.01 else 0.0
                s.share = s.prior * (0.15 + mass["country", s.country] - own)
                if s.kind == COUNTRY:
                    s.share *= 0.15
                    continue
                s.share *= 0.1 + mass["region", s.region] - own
                s.share *= 0.3 if s.kind == REGION else 0.1 + mass["cell", s.cell] - own
            total = sum(s.share for s in senses) or 1.0
            for s in senses:
                s.share /= total
    mass = _mass(names, counts)
    best = {g: max(senses, key=lambda s: (s.share, -s.row)) for g, senses in names.items()}
    support = []
    for g in groups:
        s = best[g]
        near = mass["country", s.country] if s.kind in (COUNTRY, REGION) else mass["cell", s.cell]
        support.append(near - s.share * counts[g])
    return [best[g].row for g in groups], support


def _senses(index: Gazetteer, name_key: str, rows: Sequence[int]) -> list[_Sense]:
    weighed = sorted(((prior(index, r, name_key), r) for r in rows), key=lambda x: (-x[0], x[1]))[:_MOST]
    total = sum(w for w, _ in weighed)
    return [
        _Sense(
            r, int(index.kind[r]), int(index.country[r]), int(index.region[r]),
            _cell(float(index.lat[r]), float(index.lon[r])), w / total, w / total,
        )
        for w, r in weighed
    ]  # fmt: skip


def _mass(
    names: dict[tuple[str, tuple[int, ...]], list[_Sense]], counts: dict[tuple[str, tuple[int, ...]], float]
) -> dict[tuple[str, object], float]:
    """The weight of an article's names on each country, region and cell with its neighbours."""
    mass: dict[tuple[str, object], float] = defaultdict(float)
    for group, senses in names.items():
        for s in senses:
            if s.share < 0.01:
                continue
            weight = s.share * counts[group]
            mass["country", s.country] += weight
            if s.kind == COUNTRY:
                continue
            mass["region", s.region] += weight
            if s.kind != REGION:
                y, x = s.cell
                for dy in (-1, 0, 1):
                    for dx in (-1, 0, 1):
                        mass["cell", (y + dy, (x + dx) % 180)] += weight
    return mass
