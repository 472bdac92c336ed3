"""Toponyms: the words of an article that may name a place, with the rows of the gazetteer that each may mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc

from detente.knowledge import load
from detente.reading.gazetteer import AREA, COUNTRY, COUNTY, REGION, folded, gazetteer, key

Use = Literal["name", "demonym", "abbreviation"]

_LONGEST = 6
_DIVISIONS = {
    "county": (COUNTY,), "counties": (COUNTY,), "parish": (COUNTY,), "parishes": (COUNTY,), "borough": (COUNTY,),
    "province": (REGION, COUNTY), "provinces": (REGION, COUNTY), "oblast": (REGION,), "governorate": (REGION,),
    "prefecture": (REGION, COUNTY), "state": (REGION,), "region": (REGION, COUNTY, AREA), "district": (COUNTY, REGION),
}  # fmt: skip


@dataclass(slots=True)
class Toponym:
    """A candidate: tokens [first, last), its key, how it names a place, and the rows that it may mean."""

    first: int
    last: int
    key: str
    use: Use
    rows: list[int]
    alternate: bool = False
    within: Toponym | None = None
    features: list[str] = field(default_factory=list)


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
        rows = [r for r, _ in index.find(key(name)) if index.kind[r] == REGION and index.iso3[index.country[r]] == "USA"]
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
    return text[:1].isupper() and (len(text) > 1) and not text.isdigit()


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return key(text)


def toponyms(doc: Doc) -> list[Toponym]:
    """All candidates of an article, longest first at each place, in order."""
    texts = [t.text for t in doc]
    keys = [_folded(t) for t in texts]
    n = len(texts)
    out: list[Toponym] = []
    i = 0
    while i < n:
        if not _opens(texts[i]) or not keys[i]:
            i += 1
            continue
        found = _at(doc, texts, keys, i, n)
        if found is None:
            i += 1
            continue
        out.append(found)
        i = found.last
    _contain(doc, texts, out)
    return out


def _at(doc: Doc, texts: list[str], keys: list[str], i: int, n: int) -> Toponym | None:
    """The longest candidate that begins at a token."""
    stops = []
    words: list[str] = []
    for j in range(i, min(n, i + _LONGEST)):
        text = texts[j]
        if text in ("-", "--"):
            if doc[j].whitespace_ or (j and doc[j - 1].whitespace_):
                break
            continue
        if not keys[j] or text in ("'s", "'"):
            break
        if j > i and doc[j - 1].whitespace_ == "" and texts[j - 1] not in ("-",) and text not in ("."):
            break
        words.append(keys[j])
        if text[:1].isupper() or text[:1].isdigit():
            stops.append((j + 1, " ".join(words)))
    for end, name_key in reversed(stops):
        hit = _lookup(name_key)
        if hit is None:
            continue
        use, rows, alternate = hit
        if end == i + 1 and not _plausible(texts, i, use, name_key):
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


def _plausible(texts: list[str], i: int, use: Use, name_key: str) -> bool:
    """Whether a single word can be what it looks like: an abbreviation has its dot; two letters are rarely a place."""
    text = texts[i]
    if use == "abbreviation":
        dotted = "." in text or (i + 1 < len(texts) and texts[i + 1] == ".")
        return dotted and (i == 0 or len(name_key) > 2 or texts[i - 1] == "," or "." in text[:-1])
    if len(name_key) <= 2:
        return text in ("US", "UK", "U.S.", "U.K.", "EU", "E.U.", "U.S", "U.K")
    return not (len(name_key) == 3 and text.isupper() and "." not in text and text not in ("USA", "UAE"))


_PREPOSITIONS = frozenset("in near from to of at outside around into throughout across toward towards between over through for "
                         "along inside within against via off with by on".split())  # fmt: skip
_PLACING = frozenset("in near outside around into throughout across toward towards inside".split())
_DIRECTIONS = frozenset("north south east west northern southern eastern western northeast northwest southeast southwest "
                        "central downtown metro suburban nearby rural upstate greater mid".split())  # fmt: skip
_TITLES = frozenset("mr mrs ms miss dr sir lord lady gov sen rep president minister secretary mayor chief sheriff judge coach "
                    "rev pastor professor prof sgt lt capt col gen officer detective deputy attorney director justice senator "
                    "governor commissioner chairman king queen prince princess pope saint".split())  # fmt: skip
_INSTITUTIONS = frozenset("county school schools high police department university college hospital church city town township "
                          "state national district board council court sheriff fire government airport international "
                          "parliament embassy chamber library park mayor center centre museum community association club "
                          "commission army army's navy ministry minister supreme bank news times post herald".split())  # fmt: skip
_STREETS = frozenset("street st road rd avenue ave drive dr boulevard blvd lane ln court ct highway hwy way place pike circle "
                     "terrace parkway trail".split())  # fmt: skip
_PEOPLE = frozenset("man woman men women resident residents native natives police officials official government mayor teen boy "
                    "girl couple family area-based based area city suburb students president leader leaders troops forces "
                    "soldiers rebels people citizens authorities capital minister parliament army".split())  # fmt: skip


def describe(doc: Doc, found: list[Toponym], support: dict[int, float], rows: dict[int, int]) -> None:
    """Give each candidate the features by which a name of a place is told from other names."""
    index = gazetteer()
    labels = _labels(doc)
    lowered = {t.text for t in doc if t.text.islower() and len(t.text) > 3}
    votes: dict[str, list[str]] = {}
    for t in found:
        votes.setdefault(t.key, []).append(labels[t.first][0])
    persons = {w for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for w in e.text.lower().split()}
    contained = {id(t.within) for t in found if t.within is not None}
    for k, t in enumerate(found):
        first, last = doc[t.first], doc[t.last - 1]
        before = doc[t.first - 1] if t.first else None
        after = doc[t.last] if t.last < len(doc) else None
        label, fit = labels[t.first]
        exact = fit == (t.first, t.last)
        position = "whole" if exact else "none" if fit == (-1, -1) else "start" if fit[0] == t.first else (
            "end" if fit[1] == t.last else "middle")  # fmt: skip
        row = rows[k]
        kind = int(index.kind[row])
        f = [f"ent:{label}:{position}", f"use:{t.use}", f"kind:{kind}"]
        size = float(index.population[row])
        f.append("size:" + ("xl" if size > 1e6 else "l" if size > 1e5 else "m" if size > 2e4 else "s" if size > 3e3 else "xs"))
        if t.alternate:
            f.append("alternate")
        if t.last - t.first > 1:
            f.append("several words")
        f.append("tag:" + (last.tag_ if last.tag_ in ("NNP", "NNPS", "JJ", "NN", "NNS", "IN", "VB", "VBG", "VBN", "RB") else "other"))
        if first.text.isupper() and len(first.text) > 3:
            f.append("capitals")
        if any(w.text.lower() in lowered for w in doc[t.first : t.last] if w.text.istitle()) and t.last - t.first == 1:
            f.append("lower elsewhere")
        if first.is_sent_start or before is None or before.text in (".", '"', "\n"):
            f.append("opens")
        if before is not None:
            word = before.lower_.strip(".")
            f.append(
                "before:" + (
                    "placing" if word in _PLACING else "preposition" if word in _PREPOSITIONS else
                    "direction" if word in _DIRECTIONS else "title" if word in _TITLES else "the" if word == "the" else
                    "name" if before.text[:1].isupper() and before.is_alpha and before.ent_type_ == "PERSON" else
                    "capital" if before.text[:1].isupper() and before.is_alpha else "comma" if word == "," else
                    "initial" if len(word) == 1 and before.text[:1].isupper() else "number" if before.like_num else "other")
            )  # fmt: skip
        if after is not None:
            word = after.lower_.strip(".")
            f.append(
                "after:" + (
                    "street" if word in _STREETS and after.text[:1].isupper() else
                    "institution" if word in _INSTITUTIONS and after.text[:1].isupper() else
                    "people" if word in _PEOPLE else "possessive" if word in ("'s", "'") else
                    "capital" if after.text[:1].isupper() and after.is_alpha else "comma" if word == "," else
                    "stop" if after.is_punct else "number" if after.like_num else "lower")
            )  # fmt: skip
        if t.within is not None:
            f.append("within")
        if id(t) in contained:
            f.append("contains")
        same = votes[t.key]
        if len(same) > 1:
            f.append("votes:" + max(("GPE", "PERSON", "ORG", "NORP", "none", "LOC", "FAC"), key=lambda x: sum(s == x for s in same)))
            if sum(s in ("GPE", "LOC") for s in same) * 2 > len(same):
                f.append("mostly a place")
        words = t.key.split()
        if label != "PERSON" and words[-1] in persons or (label == "PERSON" and exact and len(words) == 1 and words[0] in persons):
            f.append("of a person")
        s = support[k]
        f.append("support:" + ("0" if s < 0.3 else "1" if s < 1 else "2" if s < 2.5 else "3" if s < 5 else "4"))
        t.features = f
        t.features += [f"{a}&{b}" for a in f[:1] for b in f[1:] if b.startswith(("before:", "after:", "kind:", "support:", "size:"))]


def _labels(doc: Doc) -> list[tuple[str, tuple[int, int]]]:
    """The entity label of each token with the span of the entity."""
    out: list[tuple[str, tuple[int, int]]] = [("none", (-1, -1))] * len(doc)
    kept = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP")
    for e in doc.ents:
        label = e.label_ if e.label_ in kept else "other"
        start = e.start + (e[0].lower_ == "the")
        end = e.end - (e[-1].text in ("'s", "'"))
        for i in range(e.start, e.end):
            out[i] = (label, (start, end))
    return out


def _contain(doc: Doc, texts: list[str], found: list[Toponym]) -> None:
    """Let "Paris, Texas" be in Texas, and "Clarke and Barrow counties" be counties."""
    index = gazetteer()
    for k, t in enumerate(found):
        after = found[k + 1] if k + 1 < len(found) else None
        if (
            after is not None
            and after.first == t.last + 1
            and texts[t.last] == ","
            and after.use != "demonym"
            and any(index.kind[r] in (COUNTRY, REGION, COUNTY) for r in after.rows)
        ):
            t.within = after
        elif after is not None and after.first == t.last and after.use == "abbreviation":
            t.within = after
        end = t.last
        if end < len(texts) and texts[end].lower() in _DIVISIONS and t.use == "name":
            kinds = _DIVISIONS[texts[end].lower()]
            rows = [r for r in t.rows if index.kind[r] in kinds]
            if rows and (texts[end].islower() or index.kind[rows[0]] != COUNTRY):
                t.rows = rows
                if texts[end].lower() in ("counties", "parishes", "provinces"):
                    _spread(texts, found, k, kinds)


def _spread(texts: list[str], found: list[Toponym], k: int, kinds: tuple[int, ...]) -> None:
    """Let the kind that closes a list hold for all of it: "Clarke, Barrow and Oconee counties"."""
    index = gazetteer()
    while k > 0:
        before, here = found[k - 1], found[k]
        between = texts[before.last : here.first]
        if not between or any(w not in (",", "and", "or", "&") for w in between):
            return
        rows = [r for r in before.rows if index.kind[r] in kinds]
        if not rows:
            return
        before.rows = rows
        k -= 1
