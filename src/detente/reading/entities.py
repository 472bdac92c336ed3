"""Names of states, organisations and groups: which of its meanings a listed name has, and what only spaCy finds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.reading.coreference import Discourse, Draft
from detente.reading.model import MentionKind, PartyKind
from detente.reading.names import Hit, Name, NameKind, city_state, initials, lists, slug
from detente.reading.nominals import is_head, left, match
from detente.reading.persons import NO_NAME, Naming, runs
from detente.reading.syntax import Page

_ACTING = frozenset({"nsubj", "nsubjpass", "agent"})
_ARGUMENT = frozenset({"nsubj", "dobj", "pobj", "nsubjpass", "conj", "appos", "attr", "dative"})
_TOWARDS = frozenset({"with", "against", "between", "by", "among", "on"})
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
_KINDS: dict[str, NameKind] = {
    "ORG": "organisation",
    "NORP": "group",
    "FAC": "organisation",
    "GPE": "place",
    "LOC": "place",
}
_SECTOR_WORDS = {
    "BUS": "inc corp co ltd plc company corporation bank airlines airways oil motors group holdings llc ag",
    "EDU": "university college school institute academy center centre",
    "JRN": "times post news herald tribune journal daily press gazette radio tv television magazine network telegraph",
    "PTY": "party front alliance coalition",
    "NGO": "foundation association fund society watch rights international federation league campaign project",
    "LAB": "union",
    "REL": "church mosque diocese",
    "COP": "police",
    "JUD": "court tribunal",
    "GOV": "ministry department agency commission council office administration authority bureau committee board",
    "MIL": "army forces brigade brigades navy command force",
    "LEG": "parliament senate assembly congress",
    "MED": "hospital clinic",
}
_BANDS = frozenset(
    "front movement army party union league alliance congress brigades organisation organization".split()
)
_CLEAN = re.compile(r"[\w .,&'’/+-]+")
_NO_PARTY = frozenset(
    "act bill treaty agreement plan rule rules law convention charter programme program award prize cup day "
    "war accord protocol amendment constitution medal summit games olympics championship river sea ocean "
    "street avenue gmt utc est edt cst cdt mst mdt pst pdt bst cet".split()
)
_WORD_SECTOR = {w: s for s, ws in _SECTOR_WORDS.items() for w in ws.split()}


def entities(page: Page, namings: Sequence[Naming]) -> None:
    """Enter the organisations and places that only spaCy finds, as if a list had them."""
    named = {i for c in namings for i in range(c.first, c.last)}
    shouting = page.capitalised
    i = 0
    while i < page.n:
        label = page.ent[i]
        if label not in _KINDS or page.iob[i] != 3:
            i += 1
            continue
        j = i + 1
        while j < page.n and page.iob[j] == 1 and page.ent[j] == label:
            j += 1
        bracket = next((k for k in range(i, j) if page.words[k] == "("), j)
        first, last = _trimmed(page, i, bracket)
        i = j
        if (
            first < last
            and not any(k in named for k in range(first, last))
            and _is_new(page, first, last, label, shouting)
        ):
            hit = Hit(page.idx[first], page.ends[last - 1], page.phrase(first, last), ())
            hit = Hit(hit.start, hit.end, hit.text, (_named(page, first, last, label, hit.text),))
            page.enter(first, last, hit)
    _untold(page, named, shouting)
    _initials(page)


def _untold(page: Page, named: set[int], shouting: frozenset[int]) -> None:
    """Capitalised names that spaCy gives no kind but that do something or have something done to them."""
    for first, last in runs(page):
        i = last - 1
        free = all(k not in named and page.hit_at[k] < 0 and not page.ent[k] for k in range(first, last))
        if not free or page.dep[i] not in _ARGUMENT or page.sentence[i] in shouting or last - first > 5:
            continue
        if last - first == 1 and page.words[i].endswith("."):
            continue  # "Ky."
        if page.dep[i] == "attr" or page.lower[i] in lists().words or _is_common(page, first, last):
            continue
        if page.dep[i] == "pobj" and page.lower[page.head[i]] not in _TOWARDS | {"to", "into", "from", "for"}:
            continue
        text = page.phrase(first, last)
        bracketed = page.words[first - 1] == "(" and last < page.n and page.words[last] == ")"
        if bracketed or not _CLEAN.fullmatch(text):
            continue
        page.enter(first, last, Hit(page.idx[first], page.ends[i], text, (Name("group", text),)))


def _is_common(page: Page, first: int, last: int) -> bool:
    """Whether the article writes one of the words small elsewhere, or it is a word of the calendar or the like."""
    words = {page.lower[k] for k in range(first, last)}
    return any(page.words[k] in NO_NAME for k in range(first, last)) or bool(words & (page.small | lists().words))


def _initials(page: Page) -> None:
    """ "Front for Peace (FP)", and "Front for Peace ... FP": the initials name the party whose name was written out.

    In brackets right after the name they do so wherever they stand; without brackets from there on, and only where no
    party that the lists know by these letters is written out in the article.
    """
    whole: dict[str, tuple[int, Name]] = {}
    for k in range(len(page.spans)):
        _, last, hit = page.spans[k]
        if not hit.names:
            continue
        if last + 2 < page.n and page.words[last] == "(" and page.words[last + 2] == ")":
            word = page.words[last + 1]
            if 2 <= len(word) <= 8 and word.isupper() and word[0] == hit.text.removeprefix("the ")[:1].upper():
                _also(page, word, 0, hit.names[0])
        capitals = initials(hit.text)
        if len(capitals) >= 3 and hit.names[0].kind in {"organisation", "organ", "group"}:
            whole.setdefault(capitals, (last, hit.names[0]))
    words = set(page.words)
    written = {n.party for _, _, hit in page.spans if not hit.text.isupper() for n in hit.names[:1]}
    for word, (after, name) in whole.items():
        if word in words and not any(n.party in written for n in lists().names.get(word, ())):
            _also(page, word, after, name)


def _also(page: Page, word: str, after: int, name: Name) -> None:
    """From a token on, a word names a party, unless it is part of a longer name."""
    for i in range(after, page.n):
        if page.words[i] == word and (page.hit_at[i] < 0 or page.spans[page.hit_at[i]][:2] == (i, i + 1)):
            page.enter(i, i + 1, Hit(page.idx[i], page.ends[i], word, (name,)))


def _named(page: Page, first: int, last: int, label: str, text: str) -> Name:
    """What a name of spaCy's is: an organ of a state ("U.S. Embassy") or a party of its own."""
    found = match(page, last - 1) if label == "ORG" else None
    states = [n.party for n in page.names_at(first) if n.kind in {"demonym", "state"}]
    organ = lists().organs.get(found[2]) if found else None
    if found and organ and states and page.spans[page.hit_at[first]][1] == found[0]:
        return Name("organ", f"{states[0]}/{organ.id}")
    return Name(_KINDS[label], text)


def _trimmed(page: Page, first: int, last: int) -> tuple[int, int]:
    while first < last and (page.pos[first] == "DET" or page.words[first] in {"'s", "-", '"', "'"}):
        first += 1
    while last > first and page.words[last - 1] in {"'s", "'", ",", ".", '"', "-"}:
        last -= 1
    if last - first > 1 and page.dep[last - 1] == "nummod" and page.head[last - 1] >= last:
        last -= 1  # "raided Karabakh 115 times"
    return first, last


def _is_new(page: Page, first: int, last: int, label: str, shouting: frozenset[int]) -> bool:
    known = lists()
    i = last - 1
    if page.sentence[first] != page.sentence[i] or not page.capital(first):
        return False
    if not any(page.pos[k] == "PROPN" for k in range(first, last)):
        return False
    covered = [k for k in range(first, last) if page.hit_at[k] >= 0]
    if len(covered) == last - first or (label != "ORG" and covered):
        return False
    if page.lower[i] in known.heads or page.lower[i] in _NO_PARTY or page.ends[i] - page.idx[first] < 2:
        return False
    if not _CLEAN.fullmatch(page.phrase(first, last)):
        return False
    if label == "NORP" and page.dep[i] in {"amod", "compound"}:
        return False
    if label in {"LOC", "FAC"} and "-" in page.words[first:last]:
        return False
    if last - first == 1 and (page.lower[first] in known.nouns or page.lower[first] in known.words):
        return False
    if label == "ORG":
        keyword = any(page.lower[k] in _WORD_SECTOR for k in range(first, last))
        if page.sentence[first] in shouting and last - first > 1 and not keyword:
            return False
        found = match(page, i)
        if found and is_head(page, i) and page.lower[i] not in {"party"} and not _proper(page, first, last):
            return False
        if found and is_head(page, i) and found[3] == "organ" and found[:2] == (first, last) and last - first > 1:
            return False  # "Foreign Affairs Department"
        inner = {n.kind for k in covered for n in page.names_at(k)}
        if inner & {"organisation", "organ", "group"} and page.hit_at[i] >= 0:
            return False
    return True


def _proper(page: Page, first: int, last: int) -> bool:
    """Whether a name that ends in a listed word is a name of its own, unlike "Defence Ministry"."""
    known = lists()
    if (
        page.pos[last - 1] == "PROPN"
        and page.lower[last - 1] in known.bodies
        and page.lower[last - 1] not in known.organs
    ):
        return any(
            page.pos[k] == "PROPN" and page.hit_at[k] < 0 and page.lower[k] not in known.words
            for k in range(first, last - 1)
        )
    own = [k for k in range(first, last - 1) if page.hit_at[k] < 0 and page.pos[k] == "PROPN"]
    if len(own) >= 3 and page.pos[last - 1] == "PROPN" and page.lower[last - 1] in _BANDS:
        return True  # "Karen National Liberation Front"
    listed_word = any(page.lower[k] in known.words for k in own)
    return len(own) >= 2 and not listed_word and " of " not in page.phrase(first, last)


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
        nominal = page.dep[i] in _ARGUMENT and (page.pos[i] != "ADJ" or page.lower[first - 1] in {"a", "an", "the"})
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
    sector = next((_WORD_SECTOR[w] for w in words if w in _WORD_SECTOR), None)
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
        return low in _TOWARDS and page.pos[above] in {"NOUN", "VERB", "PROPN"}
    if dep in {"dobj", "iobj", "dative"}:
        return not page.lower[h].startswith(_LEAVING)
    return False
