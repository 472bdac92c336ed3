"""Clusters: items that belong together by their pairwise weights, without one bridge chaining two groups into one.

Average linkage: two groups become one while the mean margin over all their pairs is not negative. The result depends
on the items alone, not on their order. It is found by nearest-neighbour chains (Murtagh, "A survey of recent advances
in hierarchical clustering algorithms", The Computer Journal 26(4), 1983), cut where the mean falls below zero.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

# The margin of two items that no block brings together.
APART = -9.0
# Items that are linked to each other in more than this number are linked more strictly, so that memory has a bound.
_LARGEST = 4000
_STRICTER = 0.5


def clusters(
    items: Sequence[T],
    blocks: Callable[[T], Iterable[tuple[Hashable, bool]]],
    margin: Callable[[T, T], float],
) -> list[list[T]]:
    """Group items.

    Args:
        items: in an order that depends on themselves alone.
        blocks: the blocks an item lies in, and whether it is there for all others or only for those that are for all.
            Only items that meet in a block are compared; any others are as far apart as `APART`.
        margin: how far a pair's weight lies above its threshold (below: negative).

    Returns:
        Groups in the order of their first items, each in the order of ``items``.
    """
    if len(items) < 2:
        return [[i] for i in items]
    links = _links(items, blocks, margin)
    out: list[list[int]] = []
    for component in _components(range(len(items)), links, 0.0):
        out += _agglomerate(component, links)
    out.sort()
    return [[items[i] for i in group] for group in out]


Links = list[dict[int, float]]


def _links(
    items: Sequence[T], blocks: Callable[[T], Iterable[tuple[Hashable, bool]]], margin: Callable[[T, T], float]
) -> Links:
    """For each item the margins to later items that it met in a block, where they are above `APART`."""
    links: Links = [{} for _ in items]
    there: dict[Hashable, tuple[list[int], list[int]]] = {}
    for j, item in enumerate(items):
        before: set[int] = set()
        for block, for_all in blocks(item):
            members = there.get(block)
            if members is None:
                members = there[block] = ([], [])
            before.update(members[0])
            if for_all:
                before.update(members[1])
            members[0 if for_all else 1].append(j)
        for i in before:
            if i != j:
                found = margin(items[i], item)
                if found > APART:
                    links[i][j] = found
    return links


def _components(among: Iterable[int], links: Links, least: float) -> list[list[int]]:
    """Items that are linked, directly or through others, by margins of at least ``least``."""
    mine = list(among)
    inside = set(mine)
    above = {i: i for i in mine}

    def root(i: int) -> int:
        while above[i] != i:
            above[i] = above[above[i]]
            i = above[i]
        return i

    for i in mine:
        for j, found in links[i].items():
            if found >= least and j in inside:
                a, b = root(i), root(j)
                above[max(a, b)] = min(a, b)
    components: dict[int, list[int]] = {}
    for i in mine:
        components.setdefault(root(i), []).append(i)
    return list(components.values())


def _agglomerate(component: list[int], links: Links, least: float = 0.0) -> list[list[int]]:
    """Average linkage of one component; ties go to the earlier items."""
    n = len(component)
    if n == 1:
        return [component]
    if n > _LARGEST:
        least += _STRICTER
        return [g for part in _components(component, links, least) for g in _agglomerate(part, links, least)]
    if n == 2:
        return [component] if links[component[0]].get(component[1], APART) >= 0 else [[i] for i in component]
    import numpy as np

    place = {i: k for k, i in enumerate(component)}
    sums = np.full((n, n), APART)
    for i, k in place.items():
        for j, found in links[i].items():
            other = place.get(j)
            if other is not None:
                sums[k, other] = sums[other, k] = found
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(n)
    groups: list[list[int] | None] = [[i] for i in component]
    done: list[list[int]] = []
    chain: list[int] = []
    first = 0
    while True:
        if not chain:
            while first < n and groups[first] is None:
                first += 1
            if first == n:
                return done
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
            a, b = min(k, best), max(k, best)
            ours, theirs = groups[a], groups[b]
            assert ours is not None and theirs is not None
            groups[a], groups[b] = ours + theirs, None
            sums[a] += sums[b]
            sums[:, a] = sums[a]
            sums[b, :] = sums[:, b] = -np.inf
            sums[a, a] = -np.inf
            sizes[a] += sizes[b]
            del chain[-2:]
        else:
            chain.append(best)
