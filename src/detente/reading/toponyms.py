"""Toponyms: the words of an article that may name a place, with the rows of the gazetteer that each may mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc

from detente.knowledge import load
from detente.reading.gazetteer import AREA, CITY, COUNTRY, COUNTY, REGION, gazetteer, key
from detente.reading.parsing import words

Use = Literal["name", "demonym", "abbreviation"]

_LONGEST = 6
# inhabitants from which on a town is not overlooked beside a region of its name
_LARGE = 100_000
_DIVISIONS = {
    "county": (COUNTY,), "counties": (COUNTY,), "parish": (COUNTY,), "parishes": (COUNTY,), "borough": (COUNTY,),
    "province": (REGION, COUNTY), "provinces": (REGION, COUNTY), "oblast": (REGION,), "governorate": (REGION,),
    "prefecture": (REGION, COUNTY), "state": (REGION,), "region": (REGION, COUNTY, AREA), "district": (COUNTY, REGION),
}  # fmt: skip


@dataclass(slots=True)
class Toponym:
    """A candidate: tokens [first, last), its key, how it names a place, and the rows it may mean."""

    first: int
    last: int
    key: str
    use: Use
    rows: list[int]
    alternate: bool = False
    within: Toponym | None = None

    def inside(self) -> tuple[int, ...]:
        """Those of its rows that lie in what the text says it is in."""
        if self.within is None:
            return ()
        index, around = gazetteer(), {*self.within.rows}
        if index.kind[self.within.rows[0]] == COUNTRY and any(index.kind[r] == COUNTRY for r in self.rows):
            return ()  # "China, Mexico and Canada" is a list
        return tuple(
            r
            for r in self.rows
            if r not in around and around & {int(index.country[r]), int(index.region[r]), int(index.county[r])}
        )


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[Use, list[int]]]:
    """Names, demonyms and abbreviations that the gazetteer's index does not have, by key."""
    index = gazetteer()
    out: dict[str, tuple[Use, list[int]]] = {}
    for code, state in load("states").items():
        row = index.rows_of_iso3.get(code)
        if row is None:
            continue
        for n in state.get("names", []):
            out[key(n.removeprefix("the ").removeprefix("The "))] = ("name", [row])
        adjectives = state.get("adjectives", [])
        for a in adjectives:
            out.setdefault(key(a), ("demonym", [row]))
            if a.endswith(("an", "i")):
                out.setdefault(key(a + "s"), ("demonym", [row]))
        for p in state.get("people", []):
            out.setdefault(key(p), ("demonym", [row]))
    for name, (code, *abbreviations) in load("places")["states"].items():
        rows = [
            r for r, _ in index.find(key(name)) if index.kind[r] == REGION and index.iso3[index.country[r]] == "USA"
        ]
        for a in abbreviations:
            out[key(a)] = ("abbreviation", rows)
        out["," + code.lower()] = ("abbreviation", rows)
    return out


def _lookup(name_key: str) -> tuple[Use, list[int], bool] | None:
    """What a key may mean: use, rows, and whether only alternate names match."""
    found = gazetteer().find(name_key)
    known = _known().get(name_key)
    if known:
        rows = [r for r, other in found if not other and r not in known[1]] if known[0] == "name" else []
        return known[0], known[1] + rows, False
    if not found:
        return None
    primary = [r for r, other in found if not other]
    return "name", primary + [r for r, other in found if other], not primary


@lru_cache(maxsize=50_000)
def _opens(text: str) -> bool:
    """Whether a token can begin a name of a place."""
    return text[:1].isupper() and len(text) > 1


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return key(text)


def toponyms(doc: Doc) -> list[Toponym]:
    """All candidates of an article, longest first at each place, in order."""
    texts = words(doc)
    n = len(texts)
    out: list[Toponym] = []
    i = 0
    while i < n:
        if not _opens(texts[i]):
            i += 1
            continue
        found = _at(doc, texts, i, n)
        if found is None:
            i += 1
            continue
        out.append(found)
        i = found.last
    _contain(texts, out)
    _align(texts, out)
    return out


def _at(doc: Doc, texts: list[str], i: int, n: int) -> Toponym | None:
    """The longest candidate that begins at a token."""
    stops: list[tuple[int, str]] = []
    names: list[str] = []
    for j in range(i, min(n, i + _LONGEST)):
        text = texts[j]
        if text in ("-", "--"):
            if doc[j].whitespace_ or (j and doc[j - 1].whitespace_):
                break
            continue
        if not _folded(text) or text in ("'s", "'"):
            break
        if j > i and doc[j - 1].whitespace_ == "" and texts[j - 1] not in ("-",) and text not in ("."):
            break
        names.append(_folded(text))
        if text[:1].isupper() or text[:1].isdigit():
            stops.append((j + 1, " ".join(names)))
    if texts[i] in _short():
        stops = [(i + 1, _short()[texts[i]])]
    for end, name_key in reversed(stops):
        hit = _lookup(name_key)
        if hit is None:
            continue
        use, rows, alternate = hit
        if end == i + 1 and texts[i] not in _short() and not _plausible(doc, texts, i, use, name_key):
            return None
        # "Ala." and the like are two tokens where the tokeniser does not know them
        if use == "abbreviation" and end < n and texts[end] == "." and not doc[end - 1].whitespace_:
            end += 1
        return Toponym(i, end, name_key, use, rows, alternate)
    if i >= 2 and texts[i - 1] == "," and len(texts[i]) == 2 and texts[i].isupper():
        coded = _known().get("," + texts[i].lower())
        if coded:
            return Toponym(i, i + 1, "," + texts[i].lower(), "abbreviation", coded[1])
    return None


def _plausible(doc: Doc, texts: list[str], i: int, use: Use, name_key: str) -> bool:
    """Whether a single word can be what it looks like: an abbreviation has its dot; two letters are rarely a place."""
    text = texts[i]
    if (doc[i].is_stop and text not in ("US", "U.S.")) or name_key in _calendar():
        return False
    if use == "abbreviation":
        dotted = "." in text or (i + 1 < len(texts) and texts[i + 1] == ".")
        return dotted and (i == 0 or len(name_key) > 2 or texts[i - 1] == "," or "." in text[:-1])
    if len(name_key) <= 2:
        return text in ("US", "UK", "U.S.", "U.K.", "EU", "E.U.", "U.S", "U.K")
    return text in ("USA", "UAE") or not (text.isupper() and len(text) <= 6 and _acronym(doc, texts, i))


def _acronym(doc: Doc, texts: list[str], i: int) -> bool:
    """Whether a short word in capitals is an acronym: neither a dateline ("LIMA, Peru") nor among other capitals."""
    after = texts[i + 1] if i + 1 < len(texts) else ""
    if doc[i].is_sent_start and after in (",", "-", "--", "_", "(", ":", "/"):
        return False
    return not any(w.isupper() and len(w) > 2 for w in (after, texts[i - 1] if i else ""))


@lru_cache(maxsize=1)
def _short() -> dict[str, str]:
    """The keys of places by what they are called for short."""
    return {short: key(name) for short, name in load("places")["short"].items()}


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    """Names of months and days, short and long."""
    content = load("times")
    return frozenset(content["months"].keys() | content["weekdays"].keys())


def _contain(texts: list[str], found: list[Toponym]) -> None:
    """Let "Paris, Texas", "Gori in Georgia", "Iraq's Mosul" be there, and "Clarke and Barrow counties" be counties."""
    index = gazetteer()
    for k, t in enumerate(found):
        division = texts[t.last].lower() if t.last < len(texts) and t.use == "name" else ""
        if division in _DIVISIONS:
            rows = [r for r in t.rows if index.kind[r] in _DIVISIONS[division]]
            if rows and (texts[t.last].islower() or index.kind[rows[0]] != COUNTRY):
                t.rows = rows
        after = found[k + 1] if k + 1 < len(found) else None
        if after is not None and _said_within(texts, t, after):
            t.within = after
            inside = t.inside()
            if inside:  # then it is of those places that the other is said to be one
                held = {x for r in inside for x in (int(index.country[r]), int(index.region[r]), int(index.county[r]))}
                after.rows = [r for r in after.rows if r in held]
            elif texts[t.last] != ",":
                t.within = None
        before = found[k - 1] if k else None
        if t.within is None and before is not None and texts[before.last : t.first] in (["'s"], ["'"]):
            t.within = before if before.use == "name" and _encloses(before) else None
            if not t.inside():
                t.within = None
        if division in ("counties", "parishes", "provinces"):
            _spread(texts, found, k, _DIVISIONS[division])


def _encloses(t: Toponym) -> bool:
    """Whether a candidate may be something that other places lie in."""
    index = gazetteer()
    return any(index.kind[r] in (COUNTRY, REGION, COUNTY) for r in t.rows)


def _said_within(texts: list[str], t: Toponym, after: Toponym) -> bool:
    """Whether the words between two candidates say that the first lies in the second."""
    if after.use == "demonym" or after.first - t.last > 4 or not _encloses(after):
        return False
    between = [w.lower() for w in texts[t.last : after.first]]
    if between and between[0] in _DIVISIONS:
        between = between[1:]
    if not between:
        return after.use == "abbreviation"
    if between in ([","], ["("]):
        return True
    if between[0] == ",":
        between = between[1:]
    return between[0] == "in" and all(w in _directions() for w in between[1:])


@lru_cache(maxsize=1)
def _directions() -> frozenset[str]:
    return frozenset(load("places")["words"]["direction"].split()) | {"the", "state", "of"}


def _spread(texts: list[str], found: list[Toponym], k: int, kinds: tuple[int, ...]) -> None:
    """Let the kind that closes a list hold for all of it: "Clarke, Barrow and Oconee counties"."""
    index = gazetteer()
    while k > 0:
        before, here = found[k - 1], found[k]
        if not _listed(texts, before, here):
            return
        rows = [r for r in before.rows if index.kind[r] in kinds]
        if not rows:
            return
        before.rows = rows
        before.within = here.within
        k -= 1


def _listed(texts: list[str], before: Toponym, here: Toponym) -> bool:
    """Whether two candidates are neighbours in a list."""
    between = texts[before.last : here.first]
    return bool(between) and all(w in (",", "and", "or", "&") for w in between)


def _align(texts: list[str], found: list[Toponym]) -> None:
    """Let a name that a state and a region share be what its neighbours in lists are: "Georgia and Ukraine"."""
    index = gazetteer()
    kinds = [
        {int(index.kind[r]) for r in t.rows if index.kind[r] != CITY or index.population[r] > _LARGE} for t in found
    ]
    both = {COUNTRY, REGION}
    votes: dict[str, set[int]] = {}
    for k, t in enumerate(found):
        if len(kinds[k] & both) == 1:
            votes.setdefault(t.key, set()).update(kinds[k] & both)
        if both <= kinds[k]:
            beside = [j for j in (k - 1, k + 1) if 0 <= j < len(found) and found[j].within is not t]
            beside = [j for j in beside if _listed(texts, found[min(j, k)], found[max(j, k)]) and len(kinds[j]) == 1]
            votes.setdefault(t.key, set()).update(x for j in beside for x in kinds[j] & both)
    for t, own in zip(found, kinds, strict=True):
        if both <= own and len(votes[t.key]) == 1 and t.within is None:
            t.rows = [r for r in t.rows if index.kind[r] in votes[t.key]]
