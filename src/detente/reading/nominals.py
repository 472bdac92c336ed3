"""Parties that are named by a noun: "the Kenyan police", "a State Department officer", "opposition parties"."""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading.names import lists
from detente.reading.syntax import Page

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
INDEFINITE = frozenset({"a", "an", "some", "another", "one", "any", "no", "several", "many", "few"})
# Nouns that are a party only where they say or do something.
SPEAKING = frozenset(
    "report reports study studies poll polls survey surveys source sources office offices board market markets "
    "network channel station paper forum society mission television radio tv figures state factory industry "
    "business businesses".split()
)
PLURAL = frozenset(
    {"police", "people", "staff", "crew", "men", "women", "children", "youth", "personnel", "gunmen", "clergy"}
)
BARE = frozenset({"parliament", "congress", "government", "opposition", "media", "police"})
OWNER_KINDS = frozenset({"demonym", "state", "organisation", "organ", "group", "region"})
_SENT = frozenset(
    "ambassador ambassadors envoy envoys representative representatives ambassadress consul mission embassy "
    "embassies consulate delegation".split()
)
_OF = frozenset({"of", "from", "for"})
_PLACED = frozenset({"in", "at"})
_PLACED_SECTORS = frozenset(
    {
        "COP",
        "MIL",
        "GOV",
        "CVL",
        "JUD",
        "LEG",
        "REB",
        "OPP",
        "JRN",
        "EDU",
        "LAB",
        "CRM",
        "PTY",
        "BUS",
        "AGR",
        "NGO",
        "REF",
    }
)
_OFFICIALS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})


@dataclass(slots=True)
class Nominal:
    """A noun phrase [first, last) that names who acts by what they are.

    ``owners`` are ids from the lists; ``possessor`` is the token of a pronoun, name or noun to be resolved.
    """

    first: int
    last: int
    head: int
    words: str
    sector: str
    cls: str
    id: str | None
    state: bool
    owners: tuple[str, ...]
    possessor: int
    definite: bool
    indefinite: bool
    plural: bool
    modified: bool


_REGIMES = frozenset({"regime", "administration", "state"})
NUMBERS = frozenset({"tens", "dozens", "scores", "hundreds", "thousands"})


def match(page: Page, i: int) -> tuple[int, int, str, str, str, bool] | None:
    """The listed words that end, or begin, at noun i: (first, last, words, class, sector, state)."""
    known = lists()
    low = page.lower
    if low[i] not in known.last_words and _singular(low[i]) not in known.last_words:
        return None
    s = page.sentence[i]
    if i + 2 < page.n and low[i + 1] == "of" and low[i] in _OPENING:
        for k in range(min(i + 6, page.n), i + 2, -1):
            words = " ".join(low[i:k])
            if words in known.organs:
                o = known.organs[words]
                return i, k, words, "organ", o.sector, o.state
    singular = _singular(low[i]) if page.tag[i] in {"NNS", "NNPS"} else ""
    for length in (4, 3, 2, 1):
        a = i - length + 1
        if a < 0 or page.sentence[a] != s:
            continue
        words = " ".join(low[a : i + 1]).replace(" - ", "-").replace(" '", "'")
        if words not in known.words:
            if not singular:
                continue
            words = words[: len(words) - len(low[i])] + singular
            if words not in known.organs:
                continue
        if words in known.organs:
            o = known.organs[words]
            return a, i + 1, words, "organ", o.sector, o.state
        if words in known.heads:
            return a, i + 1, words, "role", known.heads[words], False
        if words in known.places:
            if page.pos[i] == "PROPN":
                return None
            return a, i + 1, words, "place", "CVL", False
        if words in known.bodies:
            return a, i + 1, words, "body", known.bodies[words], False
        return a, i + 1, words, "noun", "IGO", False
    return None


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


_OPENING = frozenset(
    "ministry department office council court chamber house bank members commission directorate".split()
)


def _dated(page: Page, i: int) -> bool:
    """Whether a word is of a date beside the noun ("last week police ...") and not of the noun ("a 9-year-old")."""
    if page.ent[i] != "DATE" or page.pos[i] == "ADJ":
        return False
    return not (page.words[i + 1] == "-" or (i > 0 and page.words[i - 1] == "-"))


def _of_things(page: Page, first: int, a: int) -> bool:
    return any(page.pos[k] == "NOUN" and page.hit_at[k] < 0 and page.tag[k] == "NNS" for k in range(first, a))


def is_head(page: Page, i: int) -> bool:
    """Whether a noun heads its phrase and does not merely stand in front of another noun."""
    if page.dep[i] in {"compound", "amod", "nmod"}:
        h = page.head[i]
        behind = page.names_at(i + 1) if i + 1 < page.n else ()
        if any(n.kind in {"organisation", "group"} for n in behind) and page.lower[i] in lists().bodies:
            return True  # "the regional bloc ECOWAS"
        if h > i and page.pos[h] in {"NOUN", "PROPN", "ADJ", "NUM"}:
            return False
    # the parser now and then breaks a compound up; the next word tells
    j = i + 1
    return not (
        j < page.n and page.sentence[j] == page.sentence[i] and page.words[j] == "-" and page.ends[i] == page.idx[j]
    )


def _many(page: Page, i: int) -> tuple[int, int, str, str, str, bool] | None:
    """ "Thousands marched", "tens of thousands rallied": a number of people, where it is of nothing else."""
    if page.lower[i] not in NUMBERS or page.dep[i] != "nsubj":
        return None
    last = i + 1
    if last + 1 < page.n and page.lower[last] == "of":
        if page.lower[last + 1] not in NUMBERS:
            return None
        last += 2
    if last < page.n and page.lower[last] == "of":
        return None
    return i, last, "people", "role", "CVL", False


def nominal(page: Page, i: int) -> Nominal | None:
    """The nominal party headed by token i, if it is one."""
    if page.pos[i] not in {"NOUN", "PROPN", "ADJ"} or not is_head(page, i):
        return None
    found = match(page, i) or _many(page, i)
    if found is None:
        return None
    a, last, words, cls, sector, state = found
    if page.pos[i] == "ADJ" and page.dep[i] not in {"nsubj", "dobj", "pobj", "nsubjpass", "conj"}:
        return None
    first, owners, possessor, det = left(page, a)
    modified = any(page.pos[k] not in {"NUM", "DET"} for k in range(first, a))
    head_word = page.lower[i]
    if len(owners) > 1:
        coordinated = any(page.lower[k] in {"and", ",", "&"} for k in range(first, a))
        if not coordinated:
            owners = owners[:1] if head_word in _SENT else owners[-1:]
    plural = page.tag[i] in {"NNS", "NNPS"} or head_word in PLURAL
    if not owners and possessor < 0 and not det and sector in _OFFICIALS:
        first, owners = _joint(page, first, i)
    if not owners and possessor < 0:
        # "a checkpoint in Lima" is whose land it is on
        owners, possessor, last = right(page, i, last, "GOV" if cls == "place" else sector, head_word)
    if head_word in SPEAKING and page.dep[i] != "nsubj":
        return None
    bare = not plural and page.pos[i] == "NOUN" and not owners and possessor < 0 and not det and not modified
    if bare and head_word not in BARE and page.dep[i] not in {"nsubj", "nsubjpass"}:
        return None  # "leaves office", "in court", "denied justice"
    named = possessor in page.names_end  # "the Smith regime"
    if head_word in _REGIMES and ((possessor >= 0 and not named) or _of_things(page, first, a)):
        return None  # "the sanctions regime", "his state of mind"
    moved = {"movement"} if det else {"movement", "assembly"}
    if head_word in moved and possessor > i and page.pos[possessor] == "NOUN" and page.tag[possessor] == "NNS":
        return None  # "the movement of goods", "assembly of five persons"
    if head_word in {"house", "houses"} and page.pos[i] != "PROPN" and words == head_word:
        return None
    if head_word == "head" and page.lower[page.head[i]] in {"on", "over"}:
        return None
    if sector in {"EDU", "JRN", "BUS"} and cls == "role" and owners and "state" in page.kinds_at(i - 1):
        owners = []  # "a Korea scholar"
    return Nominal(
        first, last, i, words, sector, cls, None, state, tuple(owners), possessor,
        det in DEFINITE, det in INDEFINITE, plural, modified,
    )  # fmt: skip


def _joint(page: Page, first: int, head: int) -> tuple[int, list[str]]:
    """ "Iraqi police and army officers": what is said of the first of two joined officials is said of both."""
    j = first - 2
    if j < 0 or page.lower[first - 1] not in {"and", "or"} or page.sentence[j] != page.sentence[head]:
        return first, []
    before = match(page, j)
    if before is None or before[4] not in _OFFICIALS or before[3] not in {"organ", "body", "role"}:
        return first, []
    start, owners, _, det = left(page, before[0])
    if det or len(owners) != 1:
        return first, []
    return (start if page.dep[j] in {"compound", "nmod", "amod"} and page.head[j] == head else first), owners


def left(page: Page, a: int) -> tuple[int, list[str], int, str]:
    """What stands before the words at token a: (first token, owners left to right, possessor token, determiner)."""
    s, i = page.sentence[a], a - 1
    owners: list[str] = []
    first, possessor, det = a, -1, ""
    while i >= 0 and page.sentence[i] == s:
        k = page.hit_at[i]
        if k >= 0:
            span_first, _, hit = page.spans[k]
            after_possessive = i + 1 < page.n and page.words[i + 1] in {"'s", "'"}
            kinds = {n.kind for n in hit.names}
            if kinds & OWNER_KINDS or (after_possessive and kinds & {"metonym", "place"}) or "region" in kinds:
                owner = next((n.party for n in hit.names if n.kind in OWNER_KINDS | {"metonym", "region"}), None)
                if owner:
                    owners.insert(0, owner)
            elif kinds & {"person"}:
                possessor = i
            first = i = span_first
            i -= 1
            # "Polish, Hungarian and Czech ..."
            j = i
            while j >= 0 and page.words[j] in {",", "and", "&", "/", "-"}:
                j -= 1
            if (
                j < i
                and j >= 0
                and page.hit_at[j] >= 0
                and kinds & {"demonym", "state"}
                and "demonym" in page.kinds_at(j)
            ):
                i = j
            continue
        word = page.words[i]
        if word in {"'s", "'"} and i > 0:
            if page.hit_at[i - 1] < 0:
                possessor = i - 1
                first = page.left[i - 1] if page.sentence[page.left[i - 1]] == s else i - 1
                break
            i -= 1
        elif page.tag[i] == "PRP$":
            first, possessor = i, i
            break
        elif i in page.names_end and possessor < 0 and not owners:
            first, possessor = page.names_end[i], i  # "the Smith campaign"
            i = first - 1
        elif page.pos[i] == "DET":
            first, det = i, page.lower[i]
            break
        elif (page.pos[i] in _MODIFIERS and page.tag[i] not in {"VBD"} and page.ent[i] != "DATE") or (
            page.pos[i] == "VERB" and page.dep[i] == "amod"
        ):
            if page.dep[i] in {"nsubj", "dobj", "ROOT", "pobj", "attr", "nsubjpass", "npadvmod"} and page.head[i] != a:
                break
            first = i
            i -= 1
        elif word == "-" and i > 0:
            i -= 1
        elif (
            page.pos[i] == "ADV"
            and page.dep[i] == "advmod"
            and page.pos[i + 1] in {"ADJ", "VERB", "NUM"}
            and page.head[i] == i + 1
        ):
            first = i
            i -= 1
        else:
            break
    return first, owners, possessor, det


def right(page: Page, i: int, last: int, sector: str, head: str) -> tuple[list[str], int, int]:
    """Whom a noun acts for by what follows it: (owners, possessor token, end of the phrase)."""
    j = last
    s = page.sentence[i]
    if j >= page.n or page.sentence[j] != s:
        return [], -1, last
    low = page.lower[j]
    placed = low in _PLACED and sector in _PLACED_SECTORS and head not in _SENT
    allowed = low in _OF or (placed and (page.tag[i] == "NNS" or sector not in {"CVL", "REF", "EDU", "LAB", "REL"}))
    if low == "with" and head in {
        "analyst",
        "expert",
        "professor",
        "spokesman",
        "spokeswoman",
        "officer",
        "official",
        "officials",
    }:
        allowed = True
    if low == "to" and head in {"adviser", "advisers", "advisor", "aide", "aides", "secretary"}:
        allowed = True
    if not allowed:
        return [], -1, last
    k = j + 1
    while (
        k < page.n
        and page.sentence[k] == s
        and (page.pos[k] in {"DET", "ADJ", "NUM"} or page.lower[k] in {"both"})
        and page.hit_at[k] < 0
    ):
        k += 1
    if k >= page.n or page.sentence[k] != s:
        return [], -1, last
    if page.hit_at[k] >= 0:
        end = page.spans[page.hit_at[k]][1]
        if end < page.n and page.words[end] == "-" and page.ends[end - 1] == page.idx[end]:
            return [], -1, last  # "of a Pakistan-based group"
        if low in _PLACED and sector in {"JRN", "NGO", "BUS"} and not page.kinds_at(k) & {"state", "region"}:
            return [], -1, last
        owners, end = _listed(page, k)
        if owners:
            return owners, -1, end if low in {"of", "for", "from"} else last
        return [], -1, last
    if low in {"for", "to", "of", "from"}:
        # "a spokesman for President X", "the leader of the opposition"
        for c in page.children[j]:
            if page.dep[c] == "pobj":
                return [], c, last
    return [], -1, last


def _listed(page: Page, k: int) -> tuple[list[str], int]:
    owners: list[str] = []
    s, end = page.sentence[k], k
    while k < page.n and page.sentence[k] == s and page.hit_at[k] >= 0:
        _span_first, span_last, hit = page.spans[page.hit_at[k]]
        owner = next((n.party for n in hit.names if n.kind in OWNER_KINDS | {"metonym", "region"}), None)
        if owner is None:
            break
        owners.append(owner)
        end = span_last
        k = span_last
        while k < page.n and page.sentence[k] == s and page.hit_at[k] < 0 and page.pos[k] in {"NOUN", "PROPN", "ADJ"}:
            k += 1  # "members of the Saudi government"
            end = k
        if k + 1 < page.n and page.words[k] in {",", "and", "&"}:
            k += 1
            if page.words[k] == "and":
                k += 1
            if k < page.n and page.lower[k] == "the":
                k += 1
        else:
            break
    return owners, end
