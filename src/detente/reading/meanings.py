"""Which of its meanings a listed name has where it stands, and the mention that it makes."""

from __future__ import annotations

from detente.reading.coreference import Discourse, Draft
from detente.reading.entities import ARGUMENT, TOWARDS, WORD_SECTOR
from detente.reading.model import MentionKind, PartyKind
from detente.reading.names import Name, city_state, lists, slug
from detente.reading.nominals import left
from detente.reading.syntax import Page

_ACTING = frozenset({"nsubj", "nsubjpass", "agent"})
_GIVING = tuple(
    "visit trip tour aid message pledge warning offer support sale loan give send sent provide suppl sell "
    "sold deliver travel flew fly pay paid went go goes deploy extradit deport export return envoy "
    "ambassador telegram letter demand apolog assistance".split()
)
_HOUSES = frozenset(
    {"White House", "Capitol Hill", "Capitol", "Downing Street", "Pentagon", "Kremlin", "Foggy Bottom", "Oval Office"}
)
_AT = frozenset({"at", "in", "on", "outside", "inside", "near"})
_MOVING = tuple(
    "mov flee fled return transfer relocat transport driv drove clos next near accord com came extend lead led".split()
)
_LEAVING = ("leav", "left", "reach", "enter", "quit", "arriv", "near", "cross", "includ", "tell", "call")


def inner(d: Discourse, k: int) -> None:
    """A listed name inside a longer mention: "Russian" in "Russian Foreign Minister X"."""
    first, last, hit = d.page.spans[k]
    name = meaning(d, k)
    if name is None or name.kind in {"metonym", "place", "person", "region"} or name.party not in lists().parties:
        return
    d.cast.meet(name.party, hit.text)
    kind: MentionKind = "demonym" if name.kind in {"demonym", "people"} else "name"
    d.inner.append(Draft(first, last, last - 1, kind, (name.party,)))


def meaning(d: Discourse, k: int) -> Name | None:
    """Which of its meanings a listed name has here; None when it names no party."""
    page = d.page
    first, last, hit = page.spans[k]
    i = last - 1
    by_kind = {n.kind: n for n in hit.names}
    modifies = page.dep[i] in {"amod", "compound", "nmod"} and page.head[i] > i
    if "people" in by_kind:
        if "demonym" not in by_kind:
            return by_kind["people"]
        nominal = page.dep[i] in ARGUMENT and (page.pos[i] != "ADJ" or page.lower[first - 1] in {"a", "an", "the"})
        return by_kind["people"] if nominal and not modifies else by_kind["demonym"]
    if "demonym" in by_kind and "state" not in by_kind:
        return by_kind["demonym"]
    for kind in ("state", "organisation", "organ", "group", "person", "metonym", "region", "place"):
        name = by_kind.get(kind)
        if name is None:
            continue
        if kind == "state" and name.careful and not _spoken_for(d, name, i):
            continue
        single = kind in {"organisation", "group"} and last - first == 1 and not hit.text.isupper()
        if single and (page.ent[i] == "PERSON" or (page.pos[i] not in {"PROPN", "NOUN"} and page.ent[i] != "ORG")):
            return None
        return name
    return None


def _spoken_for(d: Discourse, name: Name, i: int) -> bool:
    """Whether the article means the state by a name that is often something else."""
    page = d.page
    if page.words[i] in {"North", "South"}:
        named = any(n.party == name.party and not n.careful for _, _, h in page.spans for n in h.names)
        return named and page.lower[i - 1] == "the" and page.dep[i] not in {"compound", "amod", "nmod"}
    if page.ent[i] not in {"GPE", "NORP", "LOC"}:
        return any(n.party == name.party and not n.careful for _, _, h in page.spans for n in h.names)
    if page.words[i - 1] == "," and i > 1 and city_state(page.words[i - 2]) == "USA" and name.party == "GEO":
        return False
    if name.party == "GEO":
        sure = any(n.party == "GEO" and not n.careful for _, _, h in page.spans for n in h.names)
        others = (h for _, _, h in page.spans if all(n.party != "GEO" for n in h.names))
        states = any(n.kind == "region" for h in others for n in h.names)
        return sure or not (states or d.cast.home == "USA")
    return True


def listed(d: Discourse, k: int, i: int) -> None:
    """A mention for a listed name that no longer mention covers."""
    page, cast = d.page, d.cast
    first, last, hit = page.spans[k]
    name = meaning(d, k)
    if name is None:
        return
    kind = name.kind
    if kind == "organ" and hit.text in _HOUSES and page.dep[i] == "pobj" and page.lower[page.head[i]] in _AT:
        return  # "a meeting at the White House"
    if kind in {"metonym", "region", "place"}:
        if acts(page, i):
            party = _place(d, name, hit.text)
            d.add(Draft(first, last, i, "metonym" if kind == "metonym" else "name", (party,)))
        return
    start = first
    stands = page.dep[i] not in {"amod", "compound", "nmod"} or page.head[i] < i
    if (
        stands
        and first > 0
        and page.lower[first - 1] in {"the", "a", "an"}
        and page.sentence[first - 1] == page.sentence[first]
    ):
        start = first - 1
    if kind in {"demonym", "state"}:
        party = cast.meet(name.party, hit.text)
        d.add(Draft(start, last, i, "demonym" if kind == "demonym" else "name", (party,)))
        return
    if kind == "people":
        _people(d, name, first, last, i)
        return
    if kind == "organ":
        party = cast.meet(_organ_of(d, name.party, first, hit.text), hit.text)
    elif name.party in lists().parties:
        party = cast.meet(name.party, hit.text)
    else:
        party = _organisation(d, name, first, last, hit.text)
    head = d.outer(first, last) if page.dep[i] == "pobj" and last - first > 2 else i
    plural = page.tag[i] in {"NNPS", "NNS"} or (hit.text.endswith("s") and kind == "group")
    d.add(Draft(start, last, head, "name", (party,), person=kind == "person", plural=plural))


def _place(d: Discourse, name: Name, text: str) -> str:
    """The party that a place name stands for: the state of a capital, the people of a city or region."""
    if name.kind != "place":
        return d.cast.meet(name.party, text)
    state = None if text in lists().regions else city_state(text) or (d.cast.home if d.cast.certain else None)
    return d.cast.make(text, text, "organisation", state, "CVL")


def _people(d: Discourse, name: Name, first: int, last: int, i: int) -> None:
    page = d.page
    d.cast.meet(name.party)
    start, _, _, _ = left(page, first)
    draft = Draft(start, last, i, "nominal", (), person=not name.plural, plural=name.plural)
    if i in d.same:
        draft.parties = (d.person_id[d.same[i].last - 1],)
        draft.person = True
    else:
        draft.parties = (d.cast.organ(name.party, "people", page.phrase(first, last), "group", "CVL"),)
    d.add(draft)


def _organ_of(d: Discourse, party: str, first: int, text: str) -> str:
    """Another state's organ of the same name: "the Nigerian Senate" is not the American one."""
    cast, known = d.cast, lists()
    here = known.parties.get(party)
    if here is None:
        return party
    _, owners, _, _ = left(d.page, first)
    owner = next((s for s in (cast.state(o) for o in reversed(owners)) if s), None)
    generic = known.organs.get(text.lower())
    if owner is None and generic is not None and cast.home and cast.certain and cast.home != here.of:
        owner = cast.home if cast.counts[cast.home] >= cast.counts[here.of or ""] else None
    if owner is None or owner == here.of:
        return party
    organ = generic.id if generic else slug(text)
    return cast.make(f"{owner}/{organ}", text, "organisation", owner, here.sector)


def _organisation(d: Discourse, name: Name, first: int, last: int, text: str) -> str:
    """An organisation that only spaCy knows: its sector by its words, its state by the names in or before it."""
    words = reversed(text.lower().replace(".", "").split())
    sector = next((WORD_SECTOR[w] for w in words if w in WORD_SECTOR), None)
    of: str | None = None
    for hit_first, hit_last, hit in d.page.spans:
        if first <= hit_first and hit_last <= last and hit.text != text and hit.names:
            kinds = {"demonym", "state", "organisation", "organ", "region"}
            of = of or next((n.party for n in hit.names if n.kind in kinds and n.party in lists().parties), None)
    if of is None:
        _, owners, _, _ = left(d.page, first)
        of = owners[-1] if owners else None
    kind: PartyKind = "group" if name.kind == "group" else "organisation"
    sector = sector or ("BUS" if kind == "organisation" else "CVL")
    d.cast.make(name.party, name.party, kind, of, sector)
    met = d.cast.seen[name.party].party
    if met.sector is None:  # met before as whom somebody works for
        d.cast.change(name.party, kind=kind, sector=sector, of=met.of or of)
    return d.cast.meet(name.party, text)


def acts(page: Page, i: int) -> bool:
    """Whether a place name stands for those who govern or live there: it does something, or something is done to it."""
    j = i + 1
    same = j < page.n and page.sentence[j] == page.sentence[i]
    if same and page.words[j] == "-":
        return False
    if i > 1 and page.words[i - 1] == "-" and page.words[i - 2] in {"R", "D", "I"}:
        return False  # "(D-Ohio)"
    dep, h, steps = page.dep[i], page.head[i], 0
    while dep in {"conj", "appos"} and steps < 4:
        dep, h, steps = page.dep[h], page.head[h], steps + 1
    if dep in _ACTING or dep == "poss":
        # "Nairobi, Kenya, was ..." acts no less than "Nairobi was ..."
        return True
    if dep == "pobj":
        low, above = page.lower[h], page.head[h]
        if low == "to":
            return not page.lower[above].startswith(_MOVING)
        if low == "for":
            return page.lower[above].startswith(_GIVING)
        return low in TOWARDS and page.pos[above] in {"NOUN", "VERB", "PROPN"}
    if dep in {"dobj", "iobj", "dative"}:
        return not page.lower[h].startswith(_LEAVING)
    return False
