"""Names of states and capitals that mean another place: "Lima, Ohio", "Lebanon County", Georgia in American news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from detente.reading.names import Hit, Name, state_of
from detente.reading.syntax import Page

# words of American local news
_AMERICAN = frozenset({"County", "Gov.", "Rep.", "Sen.", "Sheriff", "Township", "Counties"})
# capitals after which towns of the United States are called
_TOWNS = frozenset(
    "Dublin Athens Lima Paris Cairo Vienna Moscow Rome Berlin Madrid London Havana Lisbon Warsaw Manila Delhi Belgrade "
    "Stockholm Tripoli Damascus Brussels Bogota Copenhagen Bern Monrovia Kingston Georgetown Victoria Nassau Hamilton "
    "Wellington Bangor Montevideo".split()
)
_FIRM = frozenset({"state", "demonym", "people", "organ", "person"})


def settle(page: Page) -> None:
    """Take from names in a page the meanings that its other names speak against.

    A name that once stands before a region ("Lima, Ohio") or before "County" is that place throughout, unless its
    people are named. The capitals of which there are
    American namesakes mean no state in an article that names parts of the United States and no other state.
    A name that is a state's and a region's is the state's where that is named otherwise, and the region's where other
    regions are.
    """
    here = [(k, *page.spans[k]) for k in range(len(page.spans)) if page.hit_at[page.spans[k][0]] == k]
    firm: set[str] = set()
    regions: set[str] = set()
    for _, _, _, hit in here:
        kinds = {n.kind for n in hit.names}
        if "region" in kinds and "state" not in kinds:
            regions.add(hit.text)
        firm |= {s for n in hit.names if n.kind in _FIRM and not n.careful and (s := state_of(n.party))}
    people = {
        s for _, _, _, hit in here for n in hit.names if n.kind in {"demonym", "people"} and (s := state_of(n.party))
    }
    american = bool(regions) or not _AMERICAN.isdisjoint(page.words)
    elsewhere = {hit.text for _, _, last, hit in here if _placed(page, last) and not _states(hit) & people}
    for k, _, _, hit in here:
        kinds = {n.kind for n in hit.names}
        if hit.text in elsewhere and kinds & {"state", "metonym"}:
            _keep(page, k, hit, lambda n: n.kind not in {"state", "metonym"})
        elif hit.text in _TOWNS and kinds <= {"metonym", "state", "place"} and american and firm <= {"USA"}:
            page.drop(k)
        elif {"state", "region"} <= kinds:
            if {s for n in hit.names if n.kind == "state" and (s := state_of(n.party))} & firm:
                _keep(page, k, hit, lambda n: n.kind != "region")
            elif american:
                _keep(page, k, hit, lambda n: n.kind != "state")


def _keep(page: Page, k: int, hit: Hit, wanted: Callable[[Name], bool]) -> None:
    names = tuple(n for n in hit.names if wanted(n))
    if not names:
        page.drop(k)
    elif len(names) < len(hit.names):
        first, last, _ = page.spans[k]
        page.spans[k] = (first, last, replace(hit, names=names))


def _placed(page: Page, last: int) -> bool:
    """Whether a name that ends at a token is told to be in a part of the United States, or is a county."""
    if last + 1 >= page.n or page.sentence[last] != page.sentence[last - 1]:
        return False
    if page.words[last] == "County":
        return True
    return page.words[last] == "," and any(
        n.kind == "region" and n.party.startswith("US") for n in page.names_at(last + 1)
    )


def _states(hit: Hit) -> set[str]:
    return {s for n in hit.names if (s := state_of(n.party))}
