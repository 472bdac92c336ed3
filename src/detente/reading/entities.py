"""Names of states, organisations and groups that only spaCy finds, entered as if a list had them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.reading.names import Hit, Name, NameKind, initials, lists
from detente.reading.nominals import is_head, match
from detente.reading.persons import NO_NAME, Naming, runs
from detente.reading.syntax import Page

ARGUMENT = frozenset({"nsubj", "dobj", "pobj", "nsubjpass", "conj", "appos", "attr", "dative"})
TOWARDS = frozenset({"with", "against", "between", "by", "among", "on"})
_KINDS: dict[str, NameKind] = {
    "ORG": "organisation",
    "NORP": "group",
    "FAC": "organisation",
    "GPE": "place",
    "LOC": "place",
}
SECTOR_WORDS = {
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
WORD_SECTOR = {w: s for s, ws in SECTOR_WORDS.items() for w in ws.split()}


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
        if not free or page.dep[i] not in ARGUMENT or page.sentence[i] in shouting or last - first > 5:
            continue
        if last - first == 1 and page.words[i].endswith("."):
            continue  # "Ky."
        if page.dep[i] == "attr" or page.lower[i] in lists().words or _is_common(page, first, last):
            continue
        if page.dep[i] == "pobj" and page.lower[page.head[i]] not in TOWARDS | {"to", "into", "from", "for"}:
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
    if page.words[first] in NO_NAME and last - first == 1:
        return False  # "A.D."
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
        keyword = any(page.lower[k] in WORD_SECTOR for k in range(first, last))
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
