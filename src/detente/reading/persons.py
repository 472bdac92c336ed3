"""Named persons: where they are named, by which role, for whom, and which names are of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.reading.names import lists
from detente.reading.syntax import Page

PARTICLES = frozenset(
    "van von de da dos del della der den bin ibn al el la le ben abu di du ul ud af ter ould bint arap".split()
)
TITLE_SECTORS = frozenset("GOV LEG MIL COP JUD PTY JRN EDU REL BUS REB OPP NGO SPY MED LAB".split())
NO_TITLE = frozenset(
    "christian muslim jew jewish hindu buddhist catholic protestant sunni shiite shia agent guard host justice "
    "nation country group groups network bank market markets state house council committee city town village "
    "west power side".split()
)
NO_NAME = frozenset(
    "The A An I He She It We They This That In On At But And Or If When While After Before For From Not No Yes "
    "What Who Why How Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
    "May June July August September October November December Jan. Feb. Aug. Sept. Oct. Nov. Dec. Day Earth "
    "Inc. Corp. Co. Ltd. Inc Corp Ltd Street Avenue Party University College Hotel Ministry Department Council "
    "Committee Court Act Bill War Treaty Agreement Conference Islamic Arab Western European African Asian "
    "American Internet Twitter Facebook TV God Christmas Easter Congress Senate North South East West Northern "
    "Southern Eastern Western Central New Mr Mrs Ms Dr Sunday N.Y. N.J. N.C. S.C. N.H. D.C. U.S. U.N. U.K. "
    "A.D. B.C. R.I. W.Va. N.M. N.D. S.D. P.M. A.M.".split()
)
# What "Secretary of ..." and "Minister for ..." may go on with.
OFFICES = frozenset(
    "State Defense Defence Staff Treasury Commerce Education Energy Labor Labour Justice Interior Agriculture "
    "Finance Transportation Transport Health Homeland Security Intelligence National Foreign Affairs War "
    "Information Police Trade Industry Communications Economy Environment Tourism Culture Housing Immigration "
    "Development Planning".split()
)
_ALSO_NAMES = frozenset({"Bill", "May", "August", "Day", "West", "North", "East", "South", "Street", "Law", "War"})
CALLINGS = frozenset({"actress", "actor", "singer", "lawyer", "author", "writer", "filmmaker", "artist", "musician"})
_KIN_TITLES = frozenset("father mother wife husband brother sister son daughter uncle aunt cousin nephew niece".split())
SMALL_OFFICES = frozenset({"state", "government", "staff", "mission", "delegation", "parliament", "police"})
FORMER = frozenset({"former", "ex", "late", "ex-", "onetime", "one-time", "then", "erstwhile", "outgoing"})
_CHAIN_POS = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})
# titles that are an office: "the judge" is Judge X
_OFFICIAL_TITLES = frozenset({"Pope", "King", "Queen", "Emir", "Sheikh", "Judge", "Justice", "Prince", "Princess"})
_AGENTS = frozenset({"agent", "guard", "officer"})
_STOP = frozenset({",", ";", ":", "(", ")", '"', "''", "``", "--", ".", "?", "!"})


@dataclass(slots=True)
class Naming:
    """One place where a person is named: tokens [first, last), of which [name, last) are the name proper."""

    first: int
    name: int
    last: int
    tokens: tuple[str, ...]
    role: str = ""
    head: str = ""
    role_at: int = -1
    owner: str | None = None
    strong: bool = False


def is_title(page: Page, i: int) -> bool:
    """Whether token i is a word that goes in front of a person's name."""
    known, word = lists(), page.words[i]
    if word in known.titles or word in known.abbreviations:
        return True
    low = page.lower[i]
    sector = known.heads.get(low)
    return (sector in TITLE_SECTORS and low not in NO_TITLE) or low in CALLINGS or low in _KIN_TITLES


def _office(page: Page, i: int) -> bool:
    return page.words[i] in OFFICES or page.lower[i] in SMALL_OFFICES


def _name_token(page: Page, i: int) -> bool:
    word = page.words[i]
    if (
        not word[:1].isupper()
        or not page.parsed[i]
        or i in page.no_names
        or (word in NO_NAME and not _really_name(page, i))
    ):
        return False
    if page.pos[i] != "PROPN" and page.ent[i] != "PERSON":
        return False
    if "[" in word or "]" in word:
        return False
    if word in {"R", "D", "I"} or word[:2] in {"R-", "D-", "I-"}:
        return False  # "R-Ky."
    if page.hit_at[i] >= 0 and "person" not in page.kinds_at(i):
        return False
    return any(c.isalpha() for c in word)


def _really_name(page: Page, i: int) -> bool:
    """Whether a word that is seldom a name is one here: "Bill Fox", "Theresa May"."""
    return "person" in page.kinds_at(i) or (page.ent[i] == "PERSON" and page.words[i] in _ALSO_NAMES)


def _person_hit(page: Page, i: int) -> bool:
    return "person" in page.kinds_at(i) or (page.ent[i] == "PERSON" and page.iob[i] == 1)


def release(page: Page) -> None:
    """Take back hits that are part of a person's name: "Paris Hilton", "Michael Jordan", "George Washington"."""
    for k, (first, last, hit) in enumerate(page.spans):
        if last - first != 1 or page.hit_at[first] != k or hit.names[0].kind in {"organ", "person", "group"}:
            continue
        before = first > 0 and page.ent[first] == "PERSON" and page.iob[first] == 1 and page.sentence[first - 1] >= 0
        given = before and _name_token(page, first - 1) and not is_title(page, first - 1)
        after = first + 1 < page.n and page.ent[first + 1] == "PERSON" and page.iob[first + 1] == 1
        family = (
            after and page.ent[first] == "PERSON" and _name_token(page, first + 1) and not is_title(page, first + 1)
        )
        if first > 1 and page.lower[first - 1] == "of" and is_title(page, first - 2):
            continue  # "President of Chad X"
        demonym = page.kinds_at(first) <= {"demonym", "people"}
        if (
            first > 1
            and page.lower[first - 1] in PARTICLES
            and _name_token(page, first - 2)
            and page.lower[first - 1] != "al"
        ):
            page.drop(k)  # "Leila de Lima"
            continue
        if (given or family) and not (demonym and family):
            page.drop(k)


def runs(page: Page) -> Iterator[tuple[int, int]]:
    """Token ranges of capitalised names that no list knows."""
    i, n = 0, page.n
    while i < n:
        if not _name_token(page, i) or (is_title(page, i) and page.pos[i] != "PROPN"):
            i += 1
            continue
        s, j = page.sentence[i], i + 1
        while j < n and page.sentence[j] == s:
            if _name_token(page, j) or (page.words[j] in {"Jr.", "Sr.", "II", "III"}):
                j += 1
            elif page.lower[j] in PARTICLES and j + 1 < n and page.sentence[j + 1] == s and page.words[j] != "La":
                k = j + 1
                while k < n and (page.lower[k] in PARTICLES or page.words[k] == "-"):
                    k += 1
                if k < n and page.sentence[k] == s and _name_token(page, k):
                    j = k + 1
                else:
                    break
            elif (page.words[j] == "-" and j + 1 < n and _person_hit(page, j) and _person_hit(page, j + 1)) or (
                page.words[j] in {"-", "'"}
                and page.ends[j - 1] == page.idx[j]
                and j + 1 < n
                and page.ends[j] == page.idx[j + 1]
                and page.sentence[j + 1] == s
                and (_name_token(page, j + 1) or page.lower[j + 1] in PARTICLES)
            ):
                j += 2
            else:
                break
        first = i
        if first > 0 and page.lower[first - 1] in PARTICLES and page.words[first - 1] not in {"La", "la", "de", "da"}:
            first -= 1
        elif first > 1 and page.words[first - 1] == "-" and page.lower[first - 2] in {"al", "el"}:
            first -= 2
        if _given_before(page, first):
            first -= 1
        yield first, j
        i = j


def _given_before(page: Page, first: int) -> bool:
    """Whether the word before a name is a given name that the tagger took for something else: "Rui Matos"."""
    i = first - 1
    if (
        i < 1
        or i in page.no_names
        or page.sentence[i - 1] != page.sentence[first]
        or page.hit_at[i] >= 0
        or is_title(page, i)
    ):
        return False
    word = page.words[i]
    odd = page.pos[i] in {"NOUN", "ADJ", "VERB", "INTJ", "X", "ADV"} and word not in NO_NAME and len(word) > 2
    return odd and word.istitle() and word.isalpha() and page.words[i - 1] not in {'"', "''", "``", ":", "."}


def namings(page: Page) -> list[Naming]:
    """All places where a person is named, with the role that stands there, in order."""
    release(page)
    candidates: list[Naming] = []
    for first, last in runs(page):
        a = first
        # titles inside the run: "Gov. Mike Pence", "Foreign Minister X"; a family name may be one: "John Major"
        for i in range(first, last - 1):
            if is_title(page, i) and not (i > first and page.ent[i] == "PERSON" and page.words[i][-1] != "."):
                a = i + 1
        office = a > 1 and page.lower[a - 1] in {"of", "for"} and is_title(page, a - 2)
        while office and a < last - 1 and page.words[a] in OFFICES:
            a += 1
        office = office and page.words[a - 1] in OFFICES
        # "head of state X", "chief of staff X"
        office = office or (
            a > 2 and page.lower[a - 1] in SMALL_OFFICES and page.lower[a - 2] == "of" and is_title(page, a - 3)
        )
        while a < last and page.words[a] in {"-", "'"}:
            a += 1
        if a >= last:
            continue
        tokens = tuple(page.words[a:last])
        person = sum(page.ent[i] == "PERSON" for i in range(a, last))
        other = sum(page.ent[i] not in {"", "PERSON"} for i in range(a, last))
        titled = office or (
            a > 0
            and page.sentence[a - 1] == page.sentence[a]
            and (is_title(page, a - 1) or _agent(page, a) or _sent(page, a))
        )
        if titled and last - a == 1 and is_title(page, a) and not person:
            continue  # "Foreign Minister", "Vice President" without a name
        naming = Naming(a, a, last, tokens)
        listed = any(n.kind == "person" for n in lists().names.get(page.phrase(a, last), ()))
        naming.strong = titled or listed or (person > other and person * 2 >= last - a)
        if titled:
            _role_before(page, naming)
        candidates.append(naming)
    times = Counter(c.tokens for c in candidates)
    for c in candidates:
        # "Limited Tools": capitals of a headline, not a name
        common = all(t.lower() in page.small or t in NO_NAME for t in c.tokens)
        if c.strong and not c.head and common and times[c.tokens] == 1:
            c.strong = False
        elif not c.head and times[c.tokens] == 1 and len(c.tokens) > 1 and page.sentence[c.name] in page.capitalised:
            _cut(page, c, candidates)
    families = {c.tokens[-1] for c in candidates if c.strong}
    full = {c.tokens for c in candidates if c.strong and len(c.tokens) > 1}
    acting = [
        c
        for c in candidates
        if not c.strong and c.tokens not in full and len(c.tokens) <= 3 and _acts_like_person(page, c)
    ]
    families |= {c.tokens[-1] for c in acting if len(c.tokens) > 1}
    kept = {id(c) for c in acting}
    return [
        c
        for c in candidates
        if c.strong or c.tokens in full or id(c) in kept or (len(c.tokens) == 1 and c.tokens[0] in families)
    ]


def _agent(page: Page, a: int) -> bool:
    """ "FBI agent X": a word that is a title only where it says whose."""
    return a > 1 and page.lower[a - 1] in _AGENTS and bool(page.kinds_at(a - 2) & {"organ", "organisation", "state"})


def _sent(page: Page, a: int) -> bool:
    """ "ambassador to Moscow X", "President of Chad X": whom a title is of or to stands before the name."""
    k = page.hit_at[a - 1]
    if k < 0 or not page.kinds_at(a - 1) & {"state", "metonym", "organisation"}:
        return False
    i = page.spans[k][0] - 1
    return i > 0 and page.lower[i] in {"of", "to"} and is_title(page, i - 1)


def _cut(page: Page, c: Naming, candidates: Sequence[Naming]) -> None:
    """In a headline in capitals, keep of a name only what is a family name elsewhere: "Smith Leaves" is Smith."""
    families = {e.tokens[-1] for e in candidates if e is not c and page.sentence[e.name] not in page.capitalised}
    for i in range(c.name, c.last):
        if page.words[i] in families:
            c.first = c.name = i
            c.last = i + 1
            c.tokens = (page.words[i],)
            return


def _acts_like_person(page: Page, c: Naming) -> bool:
    """Names that spaCy did not take for a person but that speak, or have a role in apposition."""
    kinds = {page.ent[i] for i in range(c.name, c.last)}
    if kinds & {"GPE", "FAC", "LOC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT"}:
        return False
    i = c.last - 1
    if c.name > 1 and page.words[c.name - 1] == "," and c.last < page.n and page.words[c.last] in {",", ".", ";"}:
        h = role_of_segment(page, c.name - 2)
        if h is not None and 2 <= len(c.tokens) <= 3 and page.tag[h] not in {"NNS", "NNPS"}:
            return True
    if len(c.tokens) >= 2 and _beside_person(page, c):
        return True
    says = page.dep[i] in {"nsubj", "nsubjpass"} and page.lower[page.head[i]] in _SPEECH
    given = len(c.tokens) > 1 and c.tokens[0] in lists().given and page.lower[i] not in lists().words
    if "ORG" in kinds:
        return says and given
    if says:
        return True
    return c.last < page.n and page.words[c.last] == "," and apposed_role(page, c.last + 1) is not None


def _beside_person(page: Page, c: Naming) -> bool:
    """ "X Y and John Smith": joined to the name of a person."""
    after = c.last + 1
    if after < page.n and page.lower[c.last] == "and" and page.ent[after] == "PERSON":
        return True
    return c.name > 1 and page.lower[c.name - 1] == "and" and page.ent[c.name - 2] == "PERSON"


def role_of_segment(page: Page, last: int) -> int | None:
    """The head of the role noun phrase that ends at a token: "A spokesman" in "A spokesman for President X"."""
    known = lists()
    s, i = page.sentence[last], last
    found = None
    while i >= 0 and page.sentence[i] == s and last - i < 12:
        if page.words[i] in _STOP or page.words[i] in {"'s", "'"} or page.pos[i] in {"VERB", "AUX", "SCONJ", "CCONJ"}:
            break
        if page.lower[i] in known.heads and page.pos[i] in {"NOUN", "PROPN"} and page.hit_at[i] < 0:
            found = i
        i -= 1
    return found


_SPEECH = frozenset(
    "said says told added adds tells argued called insisted declared announced warned noted asked".split()
)


def _role_before(page: Page, c: Naming) -> None:
    """Extend a naming to the left over its title and role: "his American counterpart", "Russian Foreign Minister"."""
    s, i = page.sentence[c.name], c.name - 1
    head = page.spans[page.hit_at[i]][0] - 2 if _sent(page, c.name) else i
    while i >= 0 and page.sentence[i] == s:
        word, low = page.words[i], page.lower[i]
        if word in _STOP and not (word == "." and page.words[i - 1] in lists().abbreviations):
            break
        if page.pos[i] in _CHAIN_POS or page.hit_at[i] >= 0 or is_title(page, i):
            if page.tag[i] in {"VBN", "VBD", "VBZ", "VBP", "VB"} and page.hit_at[i] < 0:
                break
            if page.ent[i] in {"DATE", "TIME"} and page.pos[i] == "PROPN":
                break
            i -= 1
        elif low in {"of", "for"} and _office(page, i + 1) and i > 0 and is_title(page, i - 1):
            head = i - 1  # "Secretary of State"
            i -= 1
        elif (
            word in {"-", "'s", "'", "&"}
            or low in {"vice", "deputy", "ex"}
            or (low in {"of", "to", "for"} and page.hit_at[i + 1] >= 0 and i > 0 and page.lower[i - 1] in lists().heads)
        ):
            i -= 1
        elif page.pos[i] == "DET" or page.tag[i] == "PRP$":
            i -= 1
            break
        else:
            break
    c.first = i + 1
    c.role_at = head
    word = page.words[head]
    known = lists()
    c.head = known.abbreviations[word][0] if word in known.abbreviations else page.lower[head]
    if word in known.titles and word not in _OFFICIAL_TITLES:
        # "Foreign Minister Mr X": look at what is before the plain title
        if head > c.first and is_title(page, head - 1):
            c.role_at, c.head = head - 1, page.lower[head - 1]
        else:
            c.role = ""
            c.head = word.rstrip(".").lower() if page.lower[head] not in known.heads else page.lower[head]
            return
    c.role = role_text(page, c.first, c.name)


def role_text(page: Page, first: int, last: int) -> str:
    """The words of a role without article, possessive and the names of whom it acts for."""
    first = max((i + 1 for i in range(first, last) if page.words[i] in {"'s", "'"}), default=first)
    words = []
    for i in range(first, last):
        if (
            page.pos[i] in {"DET", "CCONJ"}
            or page.tag[i] == "PRP$"
            or page.hit_at[i] >= 0
            or page.words[i] in {"'s", "'"}
        ):
            continue
        words.append(page.words[i])
    return " ".join(words).replace(" - ", "-").strip()


def apposed_role(page: Page, first: int) -> tuple[int, int] | None:
    """The role noun phrase that starts at a token after a comma, as (first, number of its head token)."""
    known = lists()
    s, i = page.sentence[first] if first < page.n else -1, first
    head = None
    while i < page.n and page.sentence[i] == s and i < first + 10:
        low = page.lower[i]
        if page.words[i] in _STOP or page.pos[i] in {"VERB", "AUX", "ADP", "SCONJ", "CCONJ"}:
            break
        if page.pos[i] == "PRON" and page.tag[i] != "PRP$":
            break
        if (low in known.heads and page.pos[i] in {"NOUN", "PROPN"} and page.tag[i] != "NNS") or (
            "people" in page.kinds_at(i) and page.pos[i] in {"NOUN", "PROPN"}
        ):
            head = i
        elif head is not None and page.pos[i] in {"NOUN", "PROPN"} and page.hit_at[i] < 0:
            head = None
        i += 1
    return (first, head) if head is not None else None
