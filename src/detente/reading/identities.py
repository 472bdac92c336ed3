"""Which names of an article are of one person: the fullest name, its family name, and whom the family name means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.reading.names import lists
from detente.reading.persons import Naming
from detente.reading.syntax import Page


@dataclass(slots=True)
class Person:
    """One person of the article, with everything that was said of who it is."""

    tokens: tuple[str, ...]
    namings: list[Naming] = field(default_factory=list)

    @property
    def name(self) -> str:
        text = " ".join(self.tokens)
        return text.replace(" - ", "-").replace(" '", "'").replace("- ", "-").replace(" -", "-")


def gather(page: Page, found: Sequence[Naming]) -> list[Person]:
    """Which namings are of one person. Family names go with the fullest name that ends in them."""
    persons: list[Person] = []
    by_tokens: dict[tuple[str, ...], Person] = {}
    for c in sorted(found, key=lambda c: (-len(c.tokens), c.name)):
        person = by_tokens.get(c.tokens) or _matching(c, persons)
        if person is None:
            person = Person(c.tokens)
            persons.append(person)
        by_tokens.setdefault(c.tokens, person)
        person.namings.append(c)
    # a bare family name that several bear belongs to the one named last before it
    for p in persons:
        p.namings.sort(key=lambda c: c.name)
    _settle_shared(page, persons)
    persons.sort(key=lambda p: p.namings[0].name if p.namings else 1 << 30)
    return [p for p in persons if p.namings]


def _bare(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for t in tokens if t not in {"Jr.", "Sr.", "II", "III"})


def _matching(c: Naming, persons: Sequence[Person]) -> Person | None:
    mine = _bare(c.tokens)
    first = None
    for p in persons:
        theirs = _bare(p.tokens)
        if len(mine) >= 2:
            # "Anders Rasmussen" is "Anders Fogh Rasmussen", "bin Laden" is "Osama bin Laden"
            if theirs[-len(mine) :] == mine or (
                mine[-1] == theirs[-1] and (mine[0] == theirs[0] or _initial(mine[0], theirs[0]))
            ):
                return p
        elif mine and len(theirs) >= 2:
            if theirs[-1] == mine[0]:
                return p
            if theirs[0] == mine[0] and first is None and (not c.role or c.head in lists().kin):
                first = p
        elif mine == theirs:
            return p
    return first


def _initial(a: str, b: str) -> bool:
    return (len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1) and a[0] == b[0]


def _settle_shared(page: Page, persons: list[Person]) -> None:
    by_family: dict[str, list[Person]] = {}
    for p in persons:
        if len(p.tokens) > 1:
            by_family.setdefault(_bare(p.tokens)[-1], []).append(p)
    known = lists()
    for family, bearers in by_family.items():
        if len(bearers) < 2:
            continue
        # who is called by the given name is not meant by the family name
        given = [p for p in bearers if any(c.tokens == p.tokens[:1] for c in p.namings)]
        called = [p for p in bearers if p not in given]
        everything = sorted(((c, p) for p in bearers for c in p.namings), key=lambda x: x[0].name)
        gender: dict[int, str] = {}
        for c, p in everything:
            if len(c.tokens) > 1 and c.head:
                g = "f" if c.head in known.she else "m" if c.head in known.he else ""
                if g:
                    gender[id(p)] = g
        latest = (called or bearers)[0]
        for p in bearers:
            p.namings = []
        sentence = -1
        full = Counter(id(p) for c, p in everything if len(c.tokens) > 1)
        main = max(called or bearers, key=lambda p: full[id(p)])  # the first of those named most
        for c, p in everything:
            if len(c.tokens) > 1 or c.tokens[0] != family:
                sentence = page.sentence[c.name]
                latest = p if p not in given or not called else latest
                p.namings.append(c)
                continue
            g = "f" if c.head in {"mrs", "ms", "miss"} else "m" if c.head == "mr" else ""
            fitting = [b for b in bearers if g and gender.get(id(b)) == g]
            unknown = not any(x.name < c.name for x in main.namings)  # nobody is meant who is named only later
            near = unknown or full[id(latest)] >= full[id(main)] or page.sentence[c.name] == sentence
            (fitting[0] if len(fitting) == 1 else latest if near else main).namings.append(c)
