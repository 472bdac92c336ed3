"""Clusters: items that belong together by their pairwise margins, without one bridge chaining two groups into one.

Average linkage: two groups become one while the mean margin over all their pairs is not negative. The result depends
on the items alone, not on their order. It is found by nearest-neighbour chains (Murtagh, "A survey of recent advances
in hierarchical clustering algorithms", The Computer Journal 26(4), 1983), cut where the mean falls below zero.
Items that no chain of links (margins that are not negative) connects never come together: what a link connects can be
grouped by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar


class Keyed(Protocol):
    """An item with a key that orders it among others."""

    @property
    def key(self) -> Any: ...


T = TypeVar("T", bound=Keyed)
Margin = Callable[[T, T], float]
# Finds the links of some items: pairs of their numbers (the smaller first), with their margins.
Linked = Callable[[Sequence[T]], Iterable[tuple[int, int, float]]]

# Items that are linked to each other in more than this number are linked more strictly, so that time has a bound.
LARGEST = 1000
_STRICTER = 0.5
# Margins are summed as whole numbers of such parts: a sum of fractions depends on its order by a hair, and a chain of
# nearest neighbours whose ties are not exact may come back to itself.
_EXACT = 1_000_000


def all_links(margin: Margin[T]) -> Linked[T]:
    """Finds links by comparing all pairs."""

    def find(items: Sequence[T]) -> Iterable[tuple[int, int, float]]:
        for j, b in enumerate(items):
            for i in range(j):
                found = margin(items[i], b)
                if found >= 0:
                    yield i, j, found

    return find


def clusters(items: Sequence[T], margin: Margin[T], linked: Linked[T] | None = None) -> list[list[T]]:
    """Group items.

    Args:
        items: sorted by their keys.
        margin: how far a pair's weight lies above its threshold (below: negative).
        linked: finds their links; all pairs are compared without it.

    Returns:
        Groups in the order of their first items, each in the order of ``items``.
    """
    if len(items) < 2:
        return [[i] for i in items]
    linked = linked or all_links(margin)
    out = []
    for component in components(len(items), ((i, j) for i, j, _ in linked(items))):
        out += grouped([items[i] for i in component], margin, linked)
    return sorted(out, key=lambda g: g[0].key)


def components(n: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers below ``n`` that links connect, directly or through others."""
    above = list(range(n))

    def root(i: int) -> int:
        while above[i] != i:
            above[i] = above[above[i]]
            i = above[i]
        return i

    for i, j in links:
        a, b = root(i), root(j)
        above[max(a, b)] = min(a, b)
    out: dict[int, list[int]] = {}
    for i in range(n):
        out.setdefault(root(i), []).append(i)
    return list(out.values())


def grouped(component: Sequence[T], margin: Margin[T], linked: Linked[T], least: float = 0.0) -> list[list[T]]:
    """Average linkage of items that links connect, sorted by their keys; ties go to the earlier items."""
    n = len(component)
    if n == 1:
        return [list(component)]
    if n == 2:
        return [list(component)] if margin(*component) >= 0 else [[i] for i in component]
    if n > LARGEST:
        least += _STRICTER
        links = ((i, j) for i, j, found in linked(component) if found >= least)
        parts = components(n, links)
        return [g for part in parts for g in grouped([component[i] for i in part], margin, linked, least)]
    import numpy as np

    sums = np.empty((n, n))
    for k, b in enumerate(component):
        for i in range(k):
            sums[i, k] = sums[k, i] = round(margin(component[i], b) * _EXACT)
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(n)
    groups: list[list[int] | None] = [[i] for i in range(n)]
    done: list[list[int]] = []
    chain: list[int] = []
    first = 0
    while True:
        if not chain:
            while first < n and groups[first] is None:
                first += 1
            if first == n:
                return [[component[i] for i in g] for g in done]
            chain.append(first)
        k = chain[-1]
        means = sums[k] / (sizes * sizes[k])
        best = int(np.argmax(means))
        if len(chain) > 1 and means[chain[-2]] == means[best]:
            best = chain[-2]
        if means[best] < 0:
            # nothing will ever be nearer: a group that two others make is no nearer than the nearer of them
            mine = groups[k]
            assert mine is not None
            done.append(sorted(mine))
            groups[k] = None
            sums[k, :] = sums[:, k] = -np.inf
            chain.pop()
        elif len(chain) > 1 and best == chain[-2]:
            a, b_ = min(k, best), max(k, best)
            ours, theirs = groups[a], groups[b_]
            assert ours is not None and theirs is not None
            groups[a], groups[b_] = ours + theirs, None
            sums[a] += sums[b_]
            sums[:, a] = sums[a]
            sums[b_, :] = sums[:, b_] = -np.inf
            sums[a, a] = -np.inf
            sizes[a] += sizes[b_]
            del chain[-2:]
        else:
            chain.append(best)
