"""Definite nouns that mean somebody named before: "the minister", "the Alliance", "the bombed embassy"."""

from __future__ import annotations

from detente.reading.coreference import SPOKEN, Discourse, Draft
from detente.reading.model import Party
from detente.reading.names import lists
from detente.reading.nominals import Nominal
from detente.reading.persons import FORMER

_ANYBODY = frozenset({"man", "woman", "businessman", "billionaire", "boy", "girl", "child", "teenager"})


def called_back(d: Discourse, x: Nominal, owners: list[str]) -> bool:
    """ "the minister", "the Cuban leader", "the Alliance": a definite noun that means someone named before."""
    page, known = d.page, lists()
    head = page.lower[x.head]
    recent = d.recent(x.head, 12)
    if x.cls == "role":
        return _person_back(d, x, owners)
    if owners:
        return False
    if head in {"country", "nation"} and not x.modified and not x.plural:
        states = [e for e in recent if len(e.parties) == 1 and d.cast.kind(e.parties[0]) == "state"]
        found = d.best(x.head, [e for e in states if page.sentence[x.head] - page.sentence[e.head] <= 3])
        parties = found.parties if found is not None else (d.cast.home,) if d.cast.home else ()
        if parties:
            d.add(Draft(x.first, x.last, x.head, "nominal", parties))
        return True
    if head in known.nouns and (not x.modified or x.cls == "noun"):
        for e in recent:
            if len(e.parties) == 1 and e.parties[0] in known.nouns[head]:
                d.cast.meet(e.parties[0], page.phrase(x.first, x.last))
                d.add(Draft(x.first, x.last, x.head, "nominal", e.parties))
                return True
    if x.modified:
        return False
    for e in recent:
        if len(e.parties) == 1 and not e.person and e.kind in {"name", "nominal"}:
            name = (e.words or page.phrase(e.first, e.last)).lower()
            if name.split()[-1:] == [head] and (x.words == head or name.endswith(x.words)):
                d.add(Draft(x.first, x.last, x.head, "nominal", e.parties, plural=e.plural))
                return True
    return False


def embassy_back(d: Discourse, x: Nominal) -> bool:
    """ "the bombed embassy": the one that was named last, never one of the state in which it stands."""
    for e in d.recent(x.head, 20):
        if len(e.parties) == 1 and e.parties[0].endswith("/embassy"):
            d.add(Draft(x.first, x.last, x.head, "nominal", e.parties))
            return True
    for e in d.recent(x.head, 20):
        p = d.cast.get(e.parties[0]) if len(e.parties) == 1 else None
        if p is not None and p.of and "ambassador" in (p.role or "").lower():
            party = d.cast.organ(d.cast.principal(p.id), "embassy", "embassy", "organisation", "GOV")
            d.add(Draft(x.first, x.last, x.head, "nominal", (party,)))
            return True
    return False


def _person_back(d: Discourse, x: Nominal, owners: list[str]) -> bool:
    page, known = d.page, lists()
    head = page.lower[x.head]
    singular = head.removesuffix("s").replace("men", "man") if x.plural else head
    exact = frozenset({singular})
    return any(_person_called(d, x, owners, singular, wanted) for wanted in (exact, known.later.get(singular, exact)))


def _person_called(d: Discourse, x: Nominal, owners: list[str], singular: str, wanted: frozenset[str]) -> bool:
    """Find the person, or the several, whose role is one of the wanted words, and add the mention."""
    page, known = d.page, lists()
    verb = page.head[x.head]
    doing = {p for c in page.children[verb] if page.dep[c] == "nsubj" and c in d.by_head for p in d.by_head[c].parties}
    above = {d.cast.principal(o) for o in owners}
    named_persons = set(d.person_id.values())
    found: list[str] = []
    where = -1
    for e in d.recent(x.head, 12):
        if not e.person or len(e.parties) != 1 or (where >= 0 and page.sentence[e.head] != where):
            continue
        if page.dep[x.head] != "nsubj" and e.parties[0] in doing:
            continue  # "Smith told the minister"
        p = d.cast.get(e.parties[0])
        if p is None or p.kind != "person" or p.id in found or not _acts_for(d, p, owners, above):
            continue
        role = set((p.role or "").lower().replace("-", " ").split()) if p.id in d.stated or e.words or owners else set()
        role |= {known.abbreviations[w.capitalize()][0] for w in role if w.capitalize() in known.abbreviations}
        named = p.id in named_persons
        anyone = "*" in wanted and not owners and named and (p.sector in known.home) != (singular in _ANYBODY)
        fresh = (
            bool(owners)
            and page.tag[x.first] != "PRP$"
            and named
            and not role
            and not x.plural
            and _spoke_last(d, e, x)
        )
        if not (anyone or fresh or role & wanted) or (x.modified and not owners and not _same_words(d, x, role)):
            continue
        past = any(page.lower[k] in FORMER for k in range(x.first, x.head))
        if not p.of and owners and p.id not in owners and singular not in known.kin and not past:
            d.cast.change(p.id, of=owners[-1], role=p.role or x.words, sector=p.sector or x.sector)
        found.append(p.id)
        where = page.sentence[e.head]
        if not x.plural:
            d.add(Draft(x.first, x.last, x.head, "nominal", (p.id,), person=True))
            return True
    if x.plural and len(found) > 1:
        d.add(Draft(x.first, x.last, x.head, "nominal", tuple(reversed(found)), person=True, plural=True))
        return True
    return False


def _acts_for(d: Discourse, p: Party, owners: list[str], above: set[str | None]) -> bool:
    """Whether a person can be one of these owners': one of an organ is not its state's president."""
    if not owners or p.of in owners:
        return True
    if any("/" in o for o in owners):
        return p.of is None
    return p.of is None or d.cast.principal(p.id) in above


def _spoke_last(d: Discourse, e: Draft, x: Nominal) -> bool:
    """ "A called for peace. An adviser to B said ...": somebody without a role, the subject of the last sentence."""
    page = d.page
    near = page.sentence[x.head] - page.sentence[e.head] == 1
    return near and d.subject(e.head) and d.subject(x.head) and page.lower[page.head[x.head]] in SPOKEN


def _same_words(d: Discourse, x: Nominal, role: set[str]) -> bool:
    """Whether what modifies a role ("foreign" in "the foreign minister") fits the role of a person."""
    page = d.page
    own = {page.lower[i] for i in range(x.first, x.head) if page.pos[i] in {"ADJ", "NOUN", "PROPN"}}
    return own <= role
