"""Several who were named before: "both sides", "the two countries", "the three"."""

from __future__ import annotations

from detente.reading.coreference import Discourse, Draft
from detente.reading.names import lists
from detente.reading.nominals import Nominal

_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4}
_EACH = frozenset({"each", "either", "neither"})
_SIDES = frozenset({"sides", "parties", "side", "allies", "delegations", "camps", "leaders"})
_PEOPLE = frozenset(
    "leaders ministers presidents men officials diplomats women politicians candidates rivals nominees".split()
)
STATES = frozenset(
    "country countries nation nations state states neighbors neighbours capitals powers governments".split()
)
_OFFICES = frozenset({"minister", "official", "leader", "president", "politician", "diplomat", "senator"})


def several(d: Discourse, x: Nominal) -> bool:
    """ "both sides", "the two countries", "the three ministers"."""
    page = d.page
    head = page.lower[x.head]
    each = page.lower[x.first] in _EACH
    if not (head in STATES or head in _SIDES or head in _PEOPLE) or x.plural == each:
        return False
    if any(d.cast.kind(o) == "state" for o in x.owners):
        return False
    if head == "sides" and page.lower[x.first] == "all":
        return True  # "urged restraint on all sides": nobody in particular
    counted = (_NUMBERS[page.lower[i]] for i in range(x.first, x.head) if page.lower[i] in _NUMBERS)
    number = next(counted, 2 if head == "sides" or each else 0)
    if not number:
        return False
    if head == "parties":
        return False
    if head in STATES:
        return _stand_for(d, x.first, x.last, x.head, number, frozenset({"state"}))
    if head in _PEOPLE and _stand_for(d, x.first, x.last, x.head, number, frozenset({"person"})):
        return True
    return head in _SIDES and _stand_for(
        d, x.first, x.last, x.head, number, frozenset({"state", "organisation", "group"})
    )


def number(d: Discourse, i: int) -> None:
    """ "The three are expected to join": a number that stands for those named before."""
    page = d.page
    if page.dep[i] not in {"nsubj", "nsubjpass", "pobj", "dobj"} or page.lower[i] not in _NUMBERS:
        return
    if page.lower[i] != "both" and (i == 0 or page.lower[i - 1] != "the"):
        return
    first = i - 1 if page.lower[i] != "both" else i
    n = _NUMBERS[page.lower[i]]
    if not _stand_for(d, first, i + 1, i, n, frozenset({"person"})):
        _stand_for(d, first, i + 1, i, n, frozenset({"state", "organisation", "group"}))


def _stand_for(d: Discourse, first: int, last: int, head: int, n: int, kinds: frozenset[str]) -> bool:
    doing = _doing(d, head)
    kind_of = {p: "" if p in doing else _kind(d, p, head) for e in d.recent(head, 4) for p in e.parties}
    parties = d.several(head, n, kinds, kind_of)
    if not parties:
        return False
    d.add(Draft(first, last, head, "nominal", parties, person=kinds == {"person"}, plural=True))
    return True


def _doing(d: Discourse, head: int) -> set[str]:
    """Who does what is done to those meant: "China urged both sides" is about two others."""
    page = d.page
    verb = page.head[head]
    if page.dep[head] == "pobj":
        verb = page.head[verb]
    if page.pos[verb] not in {"VERB", "AUX"} or page.dep[head] in {"nsubj", "nsubjpass"}:
        return set()
    drafts = (d.by_head.get(c) for c in page.children[verb] if page.dep[c] == "nsubj")
    doing = {p for e in drafts if e is not None for p in e.parties}
    return doing | {above for above in map(d.cast.principal, doing) if above}


def _kind(d: Discourse, party: str, head: int) -> str:
    """The kind of a party, "" for a person who is none of those that the noun means ("both ministers")."""
    kind, noun = d.cast.kind(party), d.page.lower[head].removesuffix("s")
    if kind != "person" or noun not in _OFFICES:
        return kind
    p = d.cast.get(party)
    role = set((p.role or "").lower().replace("-", " ").split()) if p else set()
    fits = role & (lists().later.get(noun, frozenset()) | {noun})
    if noun in {"official", "leader", "politician"}:
        fits = fits or (p is not None and p.sector in lists().home)  # type: ignore[assignment]
    return kind if fits else ""
