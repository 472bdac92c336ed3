"""Clusters: items that belong together by their pairwise weights, without one bridge chaining two groups into one.

Average linkage: two groups become one while the mean weight over all their pairs reaches the threshold. The result
depends on the items alone, not on their order.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def clusters(
    items: Sequence[T],
    blocks: Callable[[T], Iterable[tuple[Hashable, bool]]],
    margin: Callable[[T, T], float],
) -> list[list[T]]:
    """Group items.

    Args:
        items: in an order that depends on themselves alone.
        blocks: the blocks an item lies in, and whether it is there for all others or only for those that are for all.
            Only items that meet in a block are compared.
        margin: how far a pair's weight lies above its threshold (below: negative).

    Returns:
        Groups in the order of their first items, each in the order of ``items``.
    """
    by_block: dict[Hashable, tuple[list[int], list[int]]] = {}
    for i, item in enumerate(items):
        for block, for_all in blocks(item):
            by_block.setdefault(block, ([], []))[0 if for_all else 1].append(i)
    links: dict[tuple[int, int], float] = {}
    above = list(range(len(items)))

    def root(i: int) -> int:
        while above[i] != i:
            above[i] = above[above[i]]
            i = above[i]
        return i

    for members, others in by_block.values():
        for n, one in enumerate(members):
            for two in (*members[n + 1 :], *others):
                i, j = (one, two) if one < two else (two, one)
                if i != j and (i, j) not in links:
                    found = links[i, j] = margin(items[i], items[j])
                    if found >= 0:
                        a, b = root(i), root(j)
                        above[max(a, b)] = min(a, b)
    components: dict[int, list[int]] = {}
    for i in range(len(items)):
        components.setdefault(root(i), []).append(i)
    out = [g for component in components.values() for g in _agglomerate(component, items, links, margin)]
    out.sort()
    return [[items[i] for i in group] for group in out]


def _agglomerate(
    component: list[int],
    items: Sequence[T],
    links: dict[tuple[int, int], float],
    margin: Callable[[T, T], float],
) -> list[list[int]]:
    """Average linkage of one component; ties go to the earlier items."""
    if len(component) == 1:
        return [component]
    groups: dict[int, list[int]] = {i: [i] for i in component}
    sums: dict[int, dict[int, float]] = {i: {} for i in component}
    heap: list[tuple[float, int, int]] = []
    for n, i in enumerate(component):
        for j in component[n + 1 :]:
            found = links.get((i, j))
            if found is None:
                found = margin(items[i], items[j])
            sums[i][j] = sums[j][i] = found
            if found >= 0:
                heap.append((-found, i, j))
    heapq.heapify(heap)
    while heap:
        negative, i, j = heapq.heappop(heap)
        if i not in groups or j not in groups:
            continue
        mean = sums[i][j] / (len(groups[i]) * len(groups[j]))
        if -negative != mean:
            continue  # an older state of these groups
        groups[i] = sorted(groups[i] + groups.pop(j))
        gone = sums.pop(j)
        del sums[i][j]
        for k in list(sums[i]):
            sums[i][k] = sums[k][i] = sums[i][k] + gone[k]
            del sums[k][j]
            mean = sums[i][k] / (len(groups[i]) * len(groups[k]))
            if mean >= 0:
                heapq.heappush(heap, (-mean, min(i, k), max(i, k)))
    return list(groups.values())
