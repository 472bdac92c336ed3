"""Who is meant by a noun: "his government", "the minister", "both sides", "rebels in Chad"."""

from __future__ import annotations

from detente.reading.anaphora import called_back, embassy_back
from detente.reading.coreference import Discourse, Draft
from detente.reading.meanings import acts
from detente.reading.model import PartyKind
from detente.reading.names import lists, slug
from detente.reading.nominals import Nominal
from detente.reading.roles import sector_of
from detente.reading.together import STATES, several

_COUNTED = frozenset(
    "group groups number dozens hundreds thousands scores members team majority coalition crowd pair handful".split()
)
_OWN_ORGANS = frozenset("ministry court police armed-forces embassy prosecution local-government".split())
_MINISTRIES = ("foreign", "defence", "defense", "interior", "finance", "justice", "trade", "energy", "health")
_BE = frozenset({"is", "was", "are", "were", "be", "been", "'s", "became", "becomes", "become", "remains"})
_CALENDAR = frozenset({"year", "day", "week", "month", "years", "days"})
_HOME_TOO = frozenset({"OPP", "REB", "EDU", "LAB", "AGR"})
_COLLECTIVE = frozenset("crowd public family community mob population majority minority tribe leadership".split())
_LOCALS = frozenset(
    "protesters protestors demonstrators residents villagers citizens voters rioters detainees civilians".split()
)
_OFFICIAL = frozenset(
    "government federal senior top local state military police army security intelligence ministry defense "
    "defence foreign health law enforcement immigration election electoral border customs presidential "
    "parliamentary military court other".split()
)
_STRIKING = tuple(
    "attack ambush assault mortar rocket ransack torch invad pound "
    "bomb shell hit strik struck raid seiz captur storm destroy burn loot target besieg surround occup liberat "
    "retak retook recaptur overr visit tour evacuat fire shut close clos block evict demolish rebuil search".split()
)
_EMBASSIES = frozenset({"embassy", "embassies", "consulate", "consulates"})
# Who stands in such a relation to a state does not act for it.
_OTHERS = frozenset(
    "ally allies neighbor neighbors neighbour neighbours rival rivals enemy enemies adversary adversaries foe foes "
    "partner partners counterpart counterparts opponent opponents".split()
)


def describe(d: Discourse, x: Nominal) -> None:
    """Add the mention of a noun phrase that names who acts, if it can be told or stands for itself."""
    page, cast = d.page, d.cast
    head = page.lower[x.head]
    if x.head in d.same:
        id_ = d.person_id[d.same[x.head].last - 1]
        d.add(Draft(x.first, x.last, x.head, "role", (id_,), person=True))
        return
    if x.head in d.listed:
        ids = tuple(dict.fromkeys(d.person_id[c.last - 1] for c in d.listed[x.head]))
        d.add(Draft(x.first, x.head + 1, x.head, "role", ids, person=True, plural=True))
        return
    if x.cls == "place":
        verb = page.lower[page.head[x.head]]
        struck = page.dep[x.head] != "dobj" or verb.startswith(_STRIKING)
        if page.dep[x.head] != "nsubj" and struck and acts(page, x.head):
            _stand(d, x, list(x.owners))
        return
    apposed = _apposed(d, x) or _apposing(d, x) or _named_after(d, x)
    if apposed:
        d.add(Draft(x.first, x.last, x.head, "nominal", (apposed,)))
        return
    if head in STATES and not x.plural and x.owners and page.lower[x.head + 1] == "of":
        d.add(Draft(x.first, x.last, x.head, "nominal", x.owners[:1]))
        return
    if several(d, x) or _counted(d, x):
        return
    if page.dep[x.head] == "attr" and x.cls in {"role", "noun", "body"}:
        _is(d, x)
        return
    owners = list(x.owners)
    if not owners and x.possessor >= 0:
        owners = _possessors(d, x)
        if head in STATES and owners:
            d.add(Draft(x.first, x.last, x.head, "nominal", tuple(owners), plural=len(owners) > 1))
            return
        behind = x.possessor > x.head  # "the former chief of Brown Foods"
        if owners and x.cls == "role" and (behind or not x.definite) and called_back(d, x, owners):
            return
    if head in _OTHERS and any(d.cast.kind(o) in {"state", "organisation"} for o in owners):
        if not x.plural:
            return  # "its ally": another state, and nobody says which
        owners = []
    if head in _EMBASSIES and not owners:
        if x.definite and x.possessor < 0 and embassy_back(d, x):
            return
        _stand(d, x, owners)
        return
    if not owners and x.possessor < 0 and x.cls in {"organ", "body"} and head not in STATES:
        around = _around(d, x)
        owners = [around] if around else []
    if x.definite and x.possessor < 0 and called_back(d, x, owners):
        return
    if x.cls == "noun":
        return
    if not owners and head not in STATES:
        around = (
            _around(d, x) or _house_before(d, x) or _state_before(d, x) or (cast.home if _about_home(d, x) else None)
        )
        owners = [around] if around else []
    if x.words == "administration" and not owners and "USA" in cast.seen:
        owners = ["USA"]
    if x.state and owners:
        text = page.phrase(x.first, x.last)
        for o in owners:
            cast.meet(o, text)
        d.add(Draft(x.first, x.last, x.head, "nominal", tuple(owners)))
        return
    if head in STATES and not owners and not (x.plural and x.modified):
        return
    _stand(d, x, owners)


def _possessors(d: Discourse, x: Nominal) -> list[str]:
    """For whom "his X", "their X" or "Smith's X" acts: for organs the state, for persons the possessor itself."""
    page, cast = d.page, d.cast
    found = d.by_head.get(x.possessor)
    parties = found.parties if found else ()
    if not parties and x.possessor in d.person_id:
        parties = (d.person_id[x.possessor],)
    if x.cls != "organ" and page.lower[x.head] not in STATES:
        return list(parties)
    if page.lower[x.head] == "ministry" and parties:
        role = ((cast.get(parties[0]) or cast.get(parties[-1])).role or "").lower()  # type: ignore[union-attr]
        word = next((w for w in _MINISTRIES if w in role), None)
        if word:
            x.id = f"{word.replace('defense', 'defence')}-ministry"
    return list(dict.fromkeys(p for p in (cast.principal(q) for q in parties) if p))


def _stand(d: Discourse, x: Nominal, owners: list[str]) -> None:
    """A nominal that is a party of its own: an organ of its owners, or bare."""
    page, cast, known = d.page, d.cast, lists()
    text = page.phrase(x.first, x.last)
    text = text[4:] if text[:4].lower() == "the " else text
    organ = known.organs.get(x.words) if x.cls == "organ" else None
    if x.id:
        slugged = x.id
    elif organ is not None and (organ.id not in _OWN_ORGANS or organ.id in {"armed-forces", "police", "embassy"}):
        slugged = organ.id
    else:
        slugged = _slug(d, x)
    sector: str | None = x.sector
    if x.cls == "role":
        sector = sector_of(page.phrase(x.first, x.head + 1), page.lower[x.head], known) or x.sector
    kind: PartyKind = "organisation" if x.cls not in {"role"} else ("group" if x.plural else "person")
    role = x.words if kind == "person" else None
    if page.lower[x.head] in _COLLECTIVE:
        kind, role = "group", None
    parties = tuple(cast.organ(o, slugged, text, kind, sector, role) for o in (owners or (None,)))
    if x.cls == "role" and page.lower[x.head] in known.kin:
        for p, o in zip(parties, owners, strict=False):
            if cast.kind(o) == "person":
                cast.change(p, of=None)
    plural = x.plural or page.lower[x.head] in {"police", "opposition", "media", "military", "press"}
    gender = "f" if page.lower[x.head] in known.she else "m" if page.lower[x.head] in known.he else ""
    said: Draft = Draft(x.first, x.last, x.head, "role" if x.cls == "role" else "nominal", parties)
    said.person, said.plural, said.gender, said.words = kind == "person", plural, gender, x.words
    d.add(said)


def _slug(d: Discourse, x: Nominal) -> str:
    """The id of a nominal: its words with the nouns that make it another one ("opposition-parties")."""
    page = d.page
    breaks = {"'s", "'", "and", "or"}
    first = max((i + 1 for i in range(x.first, x.head) if page.words[i] in breaks), default=x.first)
    if x.possessor < x.head:
        first = max(first, x.possessor + 1)  # "Smith supporters" are supporters of Smith
    words = [page.words[i] for i in range(first, x.head) if page.hit_at[i] < 0 and page.pos[i] in {"NOUN", "PROPN"}]
    words = [w for w in words if w.lower() not in _CALENDAR][-2:]
    lower = [w.lower() for w in words]
    opening = x.words.split()[0]
    if opening in lower:
        words = words[: lower.index(opening)]
    return slug(" ".join([*words, x.words]))


def _is(d: Discourse, x: Nominal) -> None:
    """ "Gray is the party's nominee": the noun means the subject."""
    page = d.page
    v = page.head[x.head]
    for c in page.children[v]:
        if page.dep[c] == "nsubj" and c in d.by_head and page.lower[v] in _BE:
            e = d.by_head[c]
            d.add(Draft(x.first, x.last, x.head, "nominal", e.parties, person=e.person, plural=e.plural, words=x.words))


def _apposed(d: Discourse, x: Nominal) -> str | None:
    """ "its ally, the United States": the state or organisation that is said right after."""
    page = d.page
    k = x.last + 1
    if (
        k >= page.n
        or page.words[x.last] != ","
        or page.sentence[k] != page.sentence[x.head]
        or x.plural
        or x.cls == "organ"
    ):
        return None
    k += page.lower[k] == "the"
    if k >= page.n or page.hit_at[k] < 0:
        return None
    _, last, hit = page.spans[page.hit_at[k]]
    closed = last < page.n and (page.words[last] in {",", "."} or page.dep[last - 1] == "appos")
    if not closed or page.dep[last - 1] != "appos":
        return None
    return next(
        (n.party for n in hit.names if n.kind in {"state", "organisation", "group"} and n.party in lists().parties),
        None,
    )


def _named_after(d: Discourse, x: Nominal) -> str | None:
    """ "the West African bloc ECOWAS": the name stands right behind the noun."""
    page = d.page
    if x.cls == "role" or x.last >= page.n or page.sentence[x.last] != page.sentence[x.head]:
        return None
    kinds = {"organisation", "group", "organ"}
    return next((n.party for n in page.names_at(x.last) if n.kind in kinds and n.party in lists().parties), None)


def _apposing(d: Discourse, x: Nominal) -> str | None:
    """ "China, its only ally,": the noun is said of the name before it."""
    page = d.page
    if page.dep[x.head] != "appos" or x.first < 1 or page.words[x.first - 1] != "," or x.plural:
        return None
    e = d.by_head.get(page.head[x.head])
    return e.parties[0] if e is not None and len(e.parties) == 1 and e.kind in {"name", "metonym"} else None


def _around(d: Discourse, x: Nominal) -> str | None:
    """ "In Yemen, the government ...": the state that the sentence names as the place before."""
    page = d.page
    if x.possessor >= 0 or (x.cls == "role" and x.indefinite) or x.sector not in lists().home | {"REB", "OPP"}:
        return None
    for e in reversed(d.drafts):
        if page.sentence[e.head] != page.sentence[x.head]:
            break
        h = page.head[e.head]
        placed = page.dep[e.head] == "pobj" and page.lower[h] in {"in", "across", "inside", "throughout"}
        if placed and e.kind == "name" and len(e.parties) == 1 and d.cast.kind(e.parties[0]) == "state":
            return e.parties[0]
    return None


def _house_before(d: Discourse, x: Nominal) -> str | None:
    """ "the lower house" after "the Dutch upper house": of the state whose parliament or court was spoken of."""
    if not x.definite or x.possessor >= 0 or x.sector not in {"LEG", "JUD"} or x.cls != "organ":
        return None
    for e in d.recent(x.head, 3):
        p = d.cast.get(e.parties[0]) if len(e.parties) == 1 else None
        if p is not None and p.sector == x.sector and p.of and d.cast.kind(p.of) == "state":
            return p.of
    return None


def _state_before(d: Discourse, x: Nominal) -> str | None:
    """ "the government" in an article without a home: the state that was just spoken of."""
    if d.cast.dated or not x.definite or x.cls != "organ" or x.modified or x.possessor >= 0:
        return None
    found = d.best(x.head, [e for e in d.recent(x.head, 2) if len(e.parties) == 1 and _of_state(d, e.parties[0])])
    return d.cast.principal(found.parties[0]) if found is not None else None


def _of_state(d: Discourse, party: str) -> bool:
    """Whether a party is a state, or an official of one: "the mayor of Lima" is Peru's."""
    p, above = d.cast.get(party), d.cast.principal(party)
    official = p is not None and p.kind == "person" and p.sector in lists().home
    return above is not None and (p is None or p.kind == "state" or official) and d.cast.kind(above) == "state"


def _about_home(d: Discourse, x: Nominal) -> bool:
    """Whether a nominal without owner is of the state that the article is about."""
    if not d.cast.certain or x.possessor >= 0:
        return False
    if x.sector in lists().home:
        if x.cls != "role":
            return True
        return (x.definite or d.cast.dated) and not x.indefinite and (not x.modified or _official(d, x))
    if x.sector == "JRN" and x.cls == "body":
        return d.cast.dated
    if d.page.lower[x.head] in _LOCALS and d.cast.dated and not x.modified:
        return True
    return x.sector in _HOME_TOO and (x.plural or x.cls != "role") and not x.modified


def _official(d: Discourse, x: Nominal) -> bool:
    """Whether the words before a noun only say that it is the state's: "senior government officials"."""
    page = d.page
    own = (page.lower[i] for i in range(x.first, x.head) if page.pos[i] not in {"DET", "NUM", "PUNCT"})
    return all(word in _OFFICIAL for word in own)


def _counted(d: Discourse, x: Nominal) -> bool:
    """ "a group of Ugandans", "hundreds of police": those after "of" are who is named."""
    page = d.page
    if page.lower[x.head] not in _COUNTED or x.head + 1 >= page.n or page.lower[x.head + 1] != "of":
        return False
    k = next((c for c in page.children[x.head + 1] if page.dep[c] == "pobj"), -1)
    return k >= 0 and page.tag[k] in {"NNS", "NNPS"} and page.hit_at[k] < 0
