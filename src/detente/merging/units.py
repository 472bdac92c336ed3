"""Units: what has to be merged at once, because links or corrections connect it, and nothing else.

What one article more changes are the units that it touches; all others stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from detente.merging.clusters import components
from detente.merging.corrections import Correction, articles_of


def units(
    articles: Sequence[str], links: Iterable[tuple[int, int]], corrections: Sequence[Correction]
) -> list[tuple[list[int], list[Correction]]]:
    """The units of tellings.

    Args:
        articles: the article of each telling.
        links: pairs of numbers of tellings.
        corrections: oldest first, all of one kind of entry.

    Returns:
        For each unit the numbers of its tellings, in order, and its corrections, oldest first. A unit may have no
        telling: its corrections no longer find one.
    """
    n = len(articles)
    about: dict[str, int] = {}
    for c in corrections:
        for a in sorted(articles_of(c)):
            about.setdefault(a, n + len(about))

    def every() -> Iterable[tuple[int, int]]:
        yield from links
        for k, a in enumerate(articles):
            if a in about:
                yield k, about[a]
        for c in corrections:
            first, *rest = sorted(about[a] for a in articles_of(c))
            yield from ((first, x) for x in rest)

    of: dict[int, list[Correction]] = defaultdict(list)
    for c in corrections:
        if some := articles_of(c):
            of[about[min(some)]].append(c)
    out = []
    for component in components(n + len(about), every() if about else links):
        mine = [c for k in component if k >= n for c in of.get(k, ())]
        told = [k for k in component if k < n]
        if told or mine:
            order = {c.id: k for k, c in enumerate(corrections)} if len(mine) > 1 else {}
            out.append((told, sorted(mine, key=lambda c: order.get(c.id, 0))))
    return out
