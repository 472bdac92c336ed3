"""Prospects: at most how much speaks for two tellings being of one happening, for many pairs at once.

It follows `likeness.weight` line by line; where bits leave open whether sets differ, it takes what speaks for the pair.
A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.coding.model import EventType, Status
from detente.merging import likeness
from detente.merging.keys import bits, key
from detente.merging.likeness import ACROSS, PLANNED, WITHIN
from detente.merging.tellings import APART, UNDATED, Tale
from detente.merging.traits import WORDS, Classes, Columns, likeness_at_most, shared_at_most, words_of

TYPES = EventType.__args__  # type: ignore[attr-defined]
STATUSES = Status.__args__  # type: ignore[attr-defined]
_TYPE = {t: k for k, t in enumerate(TYPES)}
_STATUS = {s: k for k, s in enumerate(STATUSES)}
_NONE = -1_000_000
TRAITS = np.dtype(
    [
        ("article", "i8"), ("from", "i4"), ("to", "i4"), ("first", "i4"), ("last", "i4"), ("published", "i4"),
        ("type", "i1"), ("status", "i1"), ("symmetric", "?"), ("mode", "i8"), ("place", "i8"), ("country", "i8"),
        ("actors", "u8"), ("recipients", "u8"), ("n_actors", "i4"), ("n_recipients", "i4"), ("side", "i8"),
        ("persons", "u8"), *WORDS, ("stems", "u8"), ("issues", "u8"),
    ]
)  # fmt: skip


def traits(tales: Sequence[Tale]) -> np.ndarray:
    """The traits of tellings; ``from`` and ``to`` are left to `lot`."""
    return np.array([_traits(t) for t in tales], TRAITS)


def _traits(t: Tale) -> tuple[object, ...]:
    e = t.event
    sides = t.sides
    persons = bits(f"{party}\x1f{who}" for party, some in t.persons.items() for who in some)
    return (
        key(t.article),
        0,
        0,
        t.first if t.first is not None else _NONE,
        t.last if t.last is not None else _NONE,
        t.published if t.published is not None else _NONE,
        _TYPE[e.type],
        _STATUS[e.status],
        e.symmetric,
        key(e.mode) if e.mode else 0,
        key(t.place) if t.place else 0,
        key(t.country) if t.country else 0,
        bits(t.actors),
        bits(t.recipients),
        len(t.actors),
        len(t.recipients),
        # the one party there is, 0 where there is none, 1 where there are several
        key(*sides) if len(sides) == 1 else min(1, len(sides)),
        persons,
        *words_of(t.words),
        bits(t.stems),
        bits(e.issues),
    )


def _table(pairs: frozenset[tuple[str, str]]) -> np.ndarray:
    return np.array([[(a, b) in pairs for b in TYPES] for a in TYPES])


_NEAR = _table(likeness._NEAR)
CLASSES = Classes("type", _NEAR | np.eye(len(TYPES), dtype=bool), "stems")
_MANY = np.array([t in likeness._MANY_WORDS for t in TYPES])
_OCCURRED, _ONGOING, _PLANNED, _CONDITIONAL, _ALLEGED, _DENIED = (
    _STATUS[s] for s in ("occurred", "ongoing", "planned", "conditional", "alleged", "denied")
)
# Statuses that may be told of one happening.
_MAY = np.eye(len(STATUSES), dtype=bool)
for _a, _b in ((_OCCURRED, _ONGOING), (_OCCURRED, _ALLEGED), (_ONGOING, _ALLEGED),
               (_PLANNED, _OCCURRED), (_PLANNED, _ONGOING), (_PLANNED, _DENIED)):  # fmt: skip
    _MAY[_a, _b] = _MAY[_b, _a] = True


def possible(c: Columns, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Of pairs of tellings, those whose weight may reach the threshold."""
    out = np.zeros(len(i), bool)
    # what rules out most pairs comes first
    a, b = c["type"][i], c["type"][j]
    same_type, stem = a == b, (c["stems"][i] & c["stems"][j]) != 0
    at = np.flatnonzero(same_type | stem | _NEAR[a, b])
    at = at[_MAY[c["status"][i[at]], c["status"][j[at]]]]
    i, j, same_type, stem = i[at], j[at], same_type[at], stem[at]
    same = c["article"][i] == c["article"][j]
    dates, may = _dates(c, i, j, same)
    places, agreed = _places(c, i, j)
    may &= agreed & (same_type | stem | ~same)
    some = np.flatnonzero(may)
    if not len(some):
        return out
    at, i, j, dates, places = at[some], i[some], j[some], dates[some], places[some]
    same_type, stem, same = same_type[some], stem[some], same[some]
    sides, agreed = _sides(c, i, j)
    many = same_type & _MANY[c["type"][i]] & (c["status"][i] <= _ONGOING) & (c["status"][j] <= _ONGOING)
    most = same_type + sides + dates + places
    most += np.where((c["persons"][i] & c["persons"][j]) != 0, 2.4, 0.0)
    a, b = c["mode"][i], c["mode"][j]
    most += np.where(same_type & (a != 0) & (b != 0), np.where(a == b, 0.5, -0.7), 0.0)
    alike = likeness_at_most(c, i, j, shared_at_most(c, i, j))
    # whether a stem is among the other's words cannot be told from these bits
    of_stem = np.where(stem & (many | (alike >= 0.2)), 1.2, np.where(same_type & (a != 0) & (a == b), 0.8, 0.4))
    most += of_stem + np.where(many, 2.0 * alike, 3.0 * (alike - 0.2))
    a, b = c["side"][i], c["side"][j]
    one_side = (a == b) & (a != 1) | (a == 0) & (b != 1) | (b == 0) & (a != 1)
    persons = (c["persons"][i] == c["persons"][j]) & (c["persons"][i] != 0)
    nowhere = (c["place"][i] == 0) & (c["place"][j] == 0)
    most -= np.where(~same & one_side & nowhere & ~persons, 2.0, 0.0)
    most -= np.where(~same & ~many & (alike < 0.15), 1.0, 0.0)
    # whom an article does not name may be the same families, the same people
    unnamed = same & ((c["recipients"][i] | c["recipients"][j]) == 0) & (c["actors"][i] == c["actors"][j])
    most += np.where(unnamed, 1.4, 0.0)
    a, b = c["issues"][i], c["issues"][j]
    most += np.where((a != 0) & (b != 0), np.where((a & b) != 0, 0.5, -0.5), 0.0)
    out[at] = agreed & (most >= np.where(same, WITHIN, ACROSS) - 1e-6)
    return out


def _dates(c: Columns, i: np.ndarray, j: np.ndarray, same: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    f, e, p = (c[n][i].astype(np.int64) for n in ("first", "last", "published"))
    g, m, q = (c[n][j].astype(np.int64) for n in ("first", "last", "published"))
    dated, other_dated, told = f != _NONE, g != _NONE, (p != _NONE) & (q != _NONE)
    both, none = dated & other_dated, ~dated & ~other_dated
    gap = np.maximum(f - m, g - e)
    one_day = (f == e) & (g == m)
    alike = (f == g) & (e == m)
    of_the_day = alike & one_day & (f == p) & (g == q)
    narrow = np.minimum(e - f, m - g)
    sum_ = np.where(
        alike, np.where(of_the_day, 1.0, np.where(f == e, 2.5, 1.5)),
        np.where(gap <= 0, np.where(narrow < 7, 0.8, 0.3), -1.0),
    )  # fmt: skip
    may = (gap <= 0) | (gap == 1) & one_day & ~same
    plan = np.where(dated, c["status"][j], c["status"][i]) == _PLANNED
    away = np.where(dated, q - f, p - g)
    away = np.where(plan, -away, away)
    of_one = np.where(away <= 3, 0.5, np.where(away <= 10, 0.0, -1.0))
    of_none = np.where(abs(p - q) <= 1, 0.5, np.where(abs(p - q) <= 4, 0.0, -1.0))
    single = np.where(same, 0.3, np.where(told, np.where(none, of_none, of_one), -1.0))
    may_single = same | ~told | np.where(none, abs(p - q) <= APART, (away >= -1) & (away <= UNDATED))
    # a plan does not follow what was told of the happening, nor is it told beside it
    one_planned = (c["status"][i] == _PLANNED) != (c["status"][j] == _PLANNED)
    since = np.where(c["status"][i] == _PLANNED, q - p, p - q)
    late = one_planned & (same | ~told | (since < 0))
    late |= one_planned & none & (since > PLANNED)
    return np.where(both, sum_, single), np.where(both, may, may_single) & ~late


def _places(c: Columns, i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, x, y = c["place"][i], c["place"][j], c["country"][i], c["country"][j]
    countries, named = (x != 0) & (y != 0), (a != 0) & (b != 0)
    may = ~(countries & (x != y)) & ~(named & (a != b))
    return np.where(named, 1.5, np.where(countries, 0.5, 0.0)), may


def _sides(c: Columns, i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, n_a, n_b = (c[n][i] for n in ("actors", "recipients", "n_actors", "n_recipients"))
    d, e, n_d, n_e = (c[n][j] for n in ("actors", "recipients", "n_actors", "n_recipients"))
    x, y = a | b, d | e
    some = (x != 0) & (y != 0)
    meeting = c["symmetric"][i] & c["symmetric"][j]
    # of the bits of one set as many are set as it has members, or fewer
    equal = np.where((n_a + n_b > 1) & (n_d + n_e > 1), 2.0, 0.8)
    k, m = c["side"][i], c["side"][j]
    single = (k != 0) & (k != 1) | (m != 0) & (m != 1)
    met = np.where(some, np.where(x == y, equal, np.where(single, -0.3, 1.5)), 0.0)
    met_may = ~some | ((x & y) != 0)
    loose = (n_a == 0) & (n_d == 0) & (c["first"][i] == c["first"][j]) & (c["first"][i] == c["last"][i])
    loose &= (c["place"][i] != 0) | (c["place"][j] != 0)

    def two(left: np.ndarray, right: np.ndarray, excused: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        sum_, may, agreeing = np.zeros(len(i)), np.ones(len(i), bool), np.zeros(len(i), bool)
        for mine, theirs, excuse in ((a, left, np.zeros(len(i), bool)), (b, right, excused)):
            there, meets = (mine != 0) & (theirs != 0), (mine & theirs) != 0
            sum_ += np.where(there, np.where(mine == theirs, 1.0, np.where(meets, 0.6, -0.5)), 0.0)
            may &= ~there | meets | excuse
            agreeing |= there & meets
        return np.where(agreeing, sum_, sum_ - 0.3), may

    straight, may = two(d, e, loose)
    crossed, may_too = two(e, d, (n_a == 0) & (n_e == 0) & loose)
    either = c["symmetric"][i] | c["symmetric"][j]
    far = -100.0
    told = np.maximum(np.where(may, straight, far), np.where(either & may_too, crossed, far))
    return np.where(meeting, met, told), np.where(meeting, met_may, told > far)
