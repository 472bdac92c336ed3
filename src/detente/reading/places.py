"""Places: the toponyms of an article, resolved by the article as a whole.

A toponym is told from other names by a logistic model over readable features (weights in knowledge/toponyms.yaml, trained
by training/toponyms.py), and resolved by what the text says ("Paris, Texas"), then by the company it keeps: regions,
countries and the places nearby that the rest of the article names, each word having one sense; by population last.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Doc

from detente.articles import Article
from detente.knowledge import load
from detente.reading.gazetteer import AREA, CITY, COUNTRY, COUNTY, REGION, Gazetteer, gazetteer
from detente.reading.model import Mention, Place, Sentence
from detente.reading.toponyms import Toponym, describe, toponyms

_FEATURE = {COUNTRY: "country", REGION: "region", COUNTY: "region", CITY: "city", AREA: "other"}
# Candidates per name that are looked at: the largest ones
_MOST = 40
THRESHOLD = 0.45


def _prior(index: Gazetteer, row: int, t: Toponym) -> float:
    """How likely a place is meant by its name, before the article is looked at."""
    kind = index.kind[row]
    size = float(index.population[row]) + 200.0
    weight = size**0.7
    if kind == COUNTRY:
        weight = 60_000.0
    elif kind == REGION:
        weight *= 0.7
        if index.iso3[index.country[row]] == "USA":
            weight = max(weight, 30_000.0)
    elif kind == COUNTY:
        weight *= 0.12 if not t.key.endswith(("county", "parish")) else 1.0
    elif kind == AREA:
        weight = 20_000.0
    if row in index.capitals:
        weight *= 3
    return weight


class _Cells:
    """The cell of about a hundred miles that a place lies in, and its neighbours."""

    @staticmethod
    def of(lat: float, lon: float) -> tuple[int, int]:
        return int((lat + 90) / 1.5), int((lon + 180) / 2)

    @staticmethod
    def around(cell: tuple[int, int]) -> list[tuple[int, int]]:
        y, x = cell
        return [(y + dy, (x + dx) % 180) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]


def resolve(found: Sequence[Toponym]) -> tuple[dict[int, int], dict[int, float]]:
    """The row that each toponym (by its position in ``found``) means, and how much of the article is around it.

    Each name has one sense in an article, unless the text says where it is. The senses are chosen together: every
    name spreads its weight over what it may mean, and takes the sense whose county, cell, region and country carry
    most of the weight of the others, in three rounds.
    """
    index = gazetteer()
    senses: dict[tuple[str, int], list[int]] = {}
    group: list[tuple[str, int]] = []
    for t in found:
        rows = t.rows
        where = -1
        if t.within is not None:
            inside = [
                r for r in rows for w in t.within.rows
                if r != w and (index.country[r] == w or index.region[r] == w or index.county[r] == w)
            ]  # fmt: skip
            if inside:
                rows, where = inside, t.within.rows[0]
        if len(rows) > _MOST:
            rows = sorted(rows, key=lambda r: -_prior(index, r, t))[:_MOST]
        name = (t.key, where) if where >= 0 else (t.key + "/" + str(index.kind[rows[0]]) if len({*rows}) < len({*t.rows}) else t.key, -1)
        senses.setdefault(name, rows)
        group.append(name)
    examples = {g: t for g, t in zip(group, found, strict=True)}
    share: dict[tuple[str, int], list[float]] = {}
    for g, rows in senses.items():
        weights = [_prior(index, r, examples[g]) for r in rows]
        total = sum(weights)
        share[g] = [w / total for w in weights]
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for g in group:
        counts[g] += 1
    prior = {g: list(s) for g, s in share.items()}
    places = {
        g: [
            (int(index.country[r]), int(index.region[r]), int(index.county[r]), _Cells.of(index.lat[r], index.lon[r]),
             int(index.kind[r])) for r in rows
        ]
        for g, rows in senses.items()
    }  # fmt: skip
    for _ in range(3):
        mass: dict[object, float] = defaultdict(float)
        for g, s in share.items():
            n = 1 + math.log(counts[g])
            for p, (country, region, county, cell, kind) in zip(s, places[g], strict=True):
                if p < 0.01:
                    continue
                mass["c", country] += p * n
                if kind != COUNTRY:
                    mass["r", region] += p * n
                    if kind != REGION:
                        mass["k", county] += p * n
                        for near in _Cells.around(cell):
                            mass[near] += p * n
        for g, s in share.items():
            n = 1 + math.log(counts[g])
            scores = []
            for p, q, (country, region, county, cell, kind) in zip(prior[g], s, places[g], strict=True):
                own = q * n if q >= 0.01 else 0.0
                score = p * (0.15 + mass["c", country] - own)
                if kind != COUNTRY:
                    score *= (0.1 + mass["r", region] - own) ** 1.0
                    if kind != REGION:
                        score *= (0.1 + mass[cell] - own) ** 1.0
                    else:
                        score *= 0.3
                else:
                    score *= 0.15
                scores.append(score)
            total = sum(scores) or 1.0
            share[g] = [x / total for x in scores]
    best = {g: senses[g][max(range(len(s)), key=s.__getitem__)] for g, s in share.items()}
    support = {}
    for k, g in enumerate(group):
        at = max(range(len(share[g])), key=share[g].__getitem__)
        country, region, county, cell, kind = places[g][at]
        n = 1 + math.log(counts[g])
        support[k] = (mass[cell] if kind not in (COUNTRY, REGION) else mass["c", country]) - share[g][at] * n
    return {k: best[g] for k, g in enumerate(group)}, support


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {k: float(v) for k, v in load("toponyms").items()}


def score(t: Toponym) -> float:
    """The probability that a candidate names a place here."""
    weights = _weights()
    z = weights["bias"] + sum(weights.get(f, 0.0) for f in t.features)
    return 1 / (1 + math.exp(-z))


def places(doc: Doc, sentences: Sequence[Sentence], mentions: Sequence[Mention], article: Article) -> tuple[Place, ...]:
    """The places that an article names, in order.

    Args:
        doc: the article's document.
        sentences: its sentences.
        mentions: the mentions of parties in it.
        article: the article.
    """
    index = gazetteer()
    found = toponyms(doc)
    if not found:
        return ()
    rows, support = resolve(found)
    describe(doc, found, support, rows)
    found = [t for t in found if score(t) >= THRESHOLD]
    if not found:
        return ()
    rows, _ = resolve(found)  # once more, in the company of places only
    out = []
    for k, t in enumerate(found):
        row = rows[k]
        country = index.country[row]
        span = doc[t.first : t.last]
        out.append(
            Place(
                span.start_char, span.end_char, index.names[row], int(index.ids[row]) or None, round(float(index.lat[row]), 5),
                round(float(index.lon[row]), 5), index.iso3[country] if country >= 0 else None,
                _FEATURE[int(index.kind[row])],  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return tuple(out)
