"""What an article says of a person: role, for whom, in which sector. Titles, appositions, "X of Y"."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.coreference import Discourse
from detente.reading.identities import Person
from detente.reading.model import Party
from detente.reading.names import Lists, lists
from detente.reading.nominals import OWNER_KINDS, left, right
from detente.reading.offices import office_state, usual_state
from detente.reading.persons import FORMER, Naming, apposed_role, role_of_segment, role_text
from detente.reading.syntax import Page

_SENT = frozenset({"ambassador", "envoy", "representative"})
_HEADED = frozenset({"heads", "leads", "represents", "chairs", "runs", "commands", "headed", "led"})
_SECTOR_WORDS = (
    ("police", "COP"), ("army", "MIL"), ("military", "MIL"), ("rebel", "REB"), ("opposition", "OPP"), ("party", "PTY"),
    ("intelligence", "SPY"), ("navy", "MIL"), ("security", "COP"), ("union", "LAB"), ("bank", "BUS"),
)  # fmt: skip
_OFFICES = frozenset({"minister", "president", "secretary", "premier", "adviser", "council"})
_STUDY = frozenset({"EDU", "JRN", "BUS"})
_GENERAL = frozenset({"GOV", "PTY", "BUS", "CVL"})
_ORGANS = frozenset("LEG JUD COP MIL SPY JRN BUS EDU NGO PTY REB LAB REL IMG".split())
_EMPLOYED = frozenset({"at", "with", "for", "of"})
_JOINTS = frozenset({",", "and", "&", "of", "the"})
Said = tuple[int, str | None, str, str]


def persons(d: Discourse, people: list[Person]) -> None:
    """Give each named person an id, a role and a principal, from all places where the article names it."""
    d.listed.update(enumerate_roles(d.page, sorted((c for p in people for c in p.namings), key=lambda c: c.name)))
    for p in people:
        said: list[Said] = []
        for c in p.namings:
            said += _said(d, c)
        _person(d, p, said)
    for p in people:
        _of_person(d, p)


def _of_person(d: Discourse, p: Person) -> None:
    """ "Smith spokesman X", "Smith campaign manager X": X acts for Smith."""
    for c in p.namings:
        if c.head in lists().kin:
            continue  # "her husband X" acts for himself
        for i in range(c.first, c.role_at):
            above, id_ = d.person_id.get(i), d.person_id[c.last - 1]
            if above is not None and above != id_ and d.cast.seen[above].party.of != id_:
                role = (d.cast.seen[id_].party.role or "").replace(d.page.words[i], "").strip()
                d.cast.change(id_, of=above, role=role or None)
                return


def _person(d: Discourse, p: Person, said: list[Said]) -> None:
    known = lists()
    best: Said | None = None
    gender = ""
    for one in said:
        head = one[3]
        if head in known.she or head in {"mrs", "ms", "miss"}:
            gender = "f"
        elif head in known.he or head == "mr":
            gender = gender or "m"
        if best is None or one[0] > best[0]:
            best = one
    owner, role, head = (best[1], best[2], best[3]) if best else (None, "", "")
    if not role:
        role, head = next(((s[2], s[3]) for s in sorted(said, key=lambda s: -s[0]) if s[2]), (role, head))
    sector = sector_of(role, head, known)
    listed = _well_known(p, {s[3] for s in said}, known)
    told = bool(role)
    if listed is not None:
        office = set((listed.role or "").replace("-", " ").split())
        in_office = any(office & set(s[2].lower().replace("-", " ").split()) for s in said)
        if owner is None or in_office:
            owner, sector, role = listed.of, listed.sector or sector, role or listed.role or ""
        gender = gender or ("f" if listed.id in known.women else "m")
    if owner is None and role and not (d.cast.dated and role.endswith(".")):
        owner = usual_state(d.cast, role.lower(), known)
    if owner is None and sector in known.home and role:
        naming = next((c for c in p.namings if c.role), p.namings[0])
        owner = office_state(d, naming, sector)
    owner = owner or None
    above = d.cast.get(owner) if owner else None
    if above is not None and above.sector == "IGO" and sector in {None, "GOV"}:
        sector = "IGO"
    elif above is not None:
        own = above.kind != "state" and sector in _GENERAL and above.sector in _ORGANS
        sector = above.sector if own or sector is None else sector
    if any(w in FORMER for w in role.lower().replace("-", " ").split()) and sector in {"GOV", "LEG"}:
        sector = "ELI"
    id_ = listed.id if listed is not None else p.name
    if id_ in known.parties and known.parties[id_].kind != "person":
        id_ = f"{p.name} (person)"
    if owner == id_:
        owner = None
    if told:
        d.stated.add(id_)
    d.cast.make(id_, p.name, "person", owner, sector, role or None)
    d.cast.change(id_, of=owner, sector=sector, role=role or None)
    if owner:
        d.cast.meet(owner)
    gender = gender or (known.given.get(p.tokens[0], "") if len(p.tokens) > 1 else "")
    if gender:
        d.genders[id_] = gender
    for c in p.namings:
        d.person_id[c.last - 1] = id_
        d.cast.meet(id_, d.page.phrase(c.name, c.last))
        d.cast.meet(id_, d.page.phrase(c.first, c.last))


def _well_known(p: Person, heads: set[str], known: Lists) -> Party | None:
    """The well-known person of this name, by full name, by a family name of its own, or by family name and role."""
    short = " ".join(t for t in p.tokens if not (len(t) == 2 and t[1] == "."))  # "John F. Kerry"
    for n in (*known.names.get(p.name, ()), *known.names.get(short, ())):
        if n.kind == "person" and (len(p.tokens) > 1 or n.careful):
            return known.parties[n.party]
    if len(p.tokens) == 1:
        for head in heads:
            found = known.by_role.get((p.tokens[0], head))
            if found:
                return known.parties[found]
    elif len(p.tokens) == 2:  # "Sergey" for "Sergei", or misspelt
        found = next((x for h in heads if (x := known.by_role.get((p.tokens[1], h)))), None)
        if found and found[:2] == p.tokens[0][:2] and found.endswith(f" {p.tokens[1]}"):
            return known.parties[found]
    return None


def sector_of(role: str, head: str, known: Lists) -> str | None:
    """The PLOVER sector of a role, from its head and the words before it."""
    words = role.lower().replace("-", " ").split()
    if head not in _OFFICES:
        for word, sector in _SECTOR_WORDS:
            if word in words:
                return sector
    for n in (2, 1):
        phrase = " ".join(role.lower().split()[-n:]) if n > 1 else head
        if phrase in known.heads:
            return known.heads[phrase]
    return next((sector for full, sector in known.abbreviations.values() if full == head), None)


def page_party(id_: str) -> bool:
    """Whether an id is that of a political party: "the Republican governor of Ohio" acts for Ohio."""
    party = lists().parties.get(id_)
    return party is not None and party.sector == "PTY"


def owner_at(page: Page, k: int) -> str | None:
    """The listed party at token k, after an article: what "of X" or "head of X" says."""
    while k < page.n and page.pos[k] in {"DET", "ADJ"} and page.hit_at[k] < 0:
        k += 1
    return next((n.party for n in page.names_at(k) if n.kind in OWNER_KINDS), None) if k < page.n else None


def _said(d: Discourse, c: Naming) -> list[Said]:
    """What one naming says of the person: (how sure, for whom, role, head of the role)."""
    page = d.page
    out: list[Said] = []
    after = c.last
    inside = after < page.n and page.sentence[after] == page.sentence[c.name]
    follows = page.words[after] if inside else ""
    if c.owner:
        out.append((5, c.owner, c.role, c.head))
    elif c.head:
        owners = _before(page, c) if c.role_at >= 0 else []
        owner = (owners[0] if c.head in _SENT else owners[-1]) if owners else None
        out.append(((3 if owner else 1) + (2 if c.role else 0), owner, c.role, c.head))
    if not c.head and c.first > 1 and page.words[c.first - 1] in {"'s", "'"}:
        owner = owner_at(page, c.first - 2)
        if owner:
            out.append((4, owner, "", ""))  # "Poland's Jan Nowak"
    if follows == ",":
        out += _after_comma(d, c, after + 1)
    elif follows == "of":
        owner = owner_at(page, after + 1)
        if owner:
            role, head = (c.role, c.head) if c.role else _enumerated(d, c)
            out.append((5, owner, role, head))
    elif follows == "(" and after + 1 < page.n and page.words[after + 1][:2] in {"R-", "D-", "I-", "R", "D"}:
        out.append((6, "USA", c.role or "lawmaker", c.head or "senator"))
    out += _before_comma(d, c)
    return out


def _before(page: Page, c: Naming) -> list[str]:
    """For whom the role in front of a name acts, from the listed names in it."""
    for i in range(c.first, c.name - 1):
        if page.lower[i] in {"of", "for"} and page.hit_at[i + 1] >= 0:
            owner = owner_at(page, i + 1)
            if owner:
                return [owner]
    _, owners, _, _ = left(page, c.role_at)
    return owners


def _after_comma(d: Discourse, c: Naming, first: int) -> list[Said]:
    page = d.page
    found = apposed_role(page, first)
    if found is not None:
        _, head = found
        start, owners, _, _ = left(page, head)
        if start < first:
            start = first
        if not owners or all(page_party(o) for o in owners):
            owners = right(page, head, head + 1, "GOV", page.lower[head])[0] or owners
        if not owners:
            owners = _employer(page, head + 1)
        if (
            page.hit_at[head - 1] >= 0
            and "state" in page.kinds_at(head - 1)
            and lists().heads.get(page.lower[head]) in _STUDY
        ):
            owners = []  # "a Korea scholar"
        if "people" in page.kinds_at(head):
            owners = [n.party for n in page.names_at(head) if n.kind == "people"]
        if page.dep[head] == "appos" or page.pos[start] == "DET" or owners or start < head:
            d.same[head] = c
        role = role_text(page, start, head + 1)
        return [(5 if owners else 2, owners[-1] if owners else None, role, page.lower[head])]
    words = page.lower[first : first + 2]
    if page.words[first][:2] in {"R-", "D-", "I-"} or (page.words[first] in {"R", "D", "I"} and words[1:] == ["-"]):
        return [(6, "USA", c.role or "lawmaker", c.head or "senator")]
    if words[:1] == ["who"] and len(words) > 1 and words[1] in _HEADED:
        owner = owner_at(page, first + 2)
        return [(4, owner, "head", "head")] if owner else []
    # "X, of the Y Institute,"
    if words[:1] == ["of"]:
        owner = owner_at(page, first + 1)
        return [(2, owner, "", "")] if owner else []
    return []


def _employer(page: Page, first: int) -> list[str]:
    """For whom a role is held by what follows it: "for policy at the liberal Brown Institute"."""
    s, at = page.sentence[first - 1], -1
    for i in range(first, min(first + 10, page.n)):
        if page.sentence[i] != s or page.words[i] in {",", ";", ".", ":", ")", "("}:
            break
        if page.hit_at[i] >= 0:
            based = i + 1 < page.n and page.words[i + 1] == "-"
            if not based and at >= 0 and page.kinds_at(i) & {"organisation", "organ", "group"}:
                return [page.names_at(i)[0].party]
            if not based and page.kinds_at(i) & OWNER_KINDS:
                break
        elif page.lower[i] in _EMPLOYED:
            at = i
        elif page.pos[i] not in {"DET", "ADJ", "NOUN", "PROPN", "CCONJ", "VERB"} and page.words[i] != "-":
            break
    return []


def _before_comma(d: Discourse, c: Naming) -> list[Said]:
    """ "The Polish foreign minister, X": the role stands before, between commas."""
    page = d.page
    end = c.first - 2
    if end < 0 or page.words[c.first - 1] != "," or page.sentence[end] != page.sentence[c.name]:
        return []
    people = "people" in page.kinds_at(end)
    h = end if people else role_of_segment(page, end)
    if h is None or page.tag[h] in {"NNS", "NNPS"} or h in d.same:
        return []
    start, owners, possessor, det = left(page, h)
    after = c.last
    closed = after >= page.n or page.words[after] in {",", ".", ";", ")"} or page.dep[c.last - 1] == "appos"
    if not closed or not (det in {"the", "a", "an"} or owners or possessor >= 0):
        return []
    if h < end and not owners:
        owners, possessor, _ = right(page, h, h + 1, "GOV", page.lower[h])
        if not owners and possessor < 0:
            return []
        if not owners:
            # "the leader of the opposition", "a spokesman for President X": the article's state is not meant
            d.same[h] = c
            return [(4, d.person_id.get(possessor, ""), role_text(page, start, end + 1), page.lower[h])]
    if people:
        owners = [n.party for n in page.names_at(h) if n.kind == "people"]
    d.same[h] = c
    owner = owners[-1] if owners else d.person_id.get(possessor)
    return [(4 if owner else 2, owner, role_text(page, start, h + 1), page.lower[h])]


def enumerate_roles(page: Page, found: Sequence[Naming]) -> dict[int, list[Naming]]:
    """Give each of several joined names the plural role before them: "the Greek and Irish foreign ministers, A and B".

    Returns:
        The names by the head token of the noun that is said of them all, where it stands apart from the first.
    """
    known = lists()
    out: dict[int, list[Naming]] = {}
    for k, c in enumerate(found):
        h, apart = c.role_at, False
        if h < 0 and c.first > 1 and page.words[c.first - 1] == "," and page.lower[c.first - 2] in known.heads:
            h, apart = c.first - 2, True
        if h < 0 or page.sentence[h] != page.sentence[c.name]:
            continue
        word = page.words[h]
        many = page.tag[h] in {"NNS", "NNPS"} and page.lower[h] in known.heads
        if not (many or (word.endswith("s.") and word in known.abbreviations) or word in {"Messrs", "Messrs."}):
            continue
        group = [c]
        for e in found[k + 1 :]:
            joined = all(page.words[i] in _JOINTS or page.hit_at[i] >= 0 for i in range(group[-1].last, e.first))
            if page.sentence[e.name] != page.sentence[c.name] or not joined or e.role:
                break
            group.append(e)
        if apart and len(group) < 2:
            continue
        _, owners, _, _ = left(page, h)
        singular = known.abbreviations[word][0] if word in known.abbreviations else page.lower[h].removesuffix("s")
        start, _, _, _ = left(page, h)
        role = role_text(page, start, h)
        for n, e in enumerate(group):
            e.head = singular
            e.role = " ".join([*role.split(), singular]) if many else c.role
            e.owner = owners[n] if len(owners) == len(group) else owners[0] if len(owners) == 1 else None
        if apart:
            out[h] = group
    return out


def _enumerated(d: Discourse, c: Naming) -> tuple[str, str]:
    """ "the three foreign ministers of A of X, B of Y and C of Z": the role that opens the list."""
    page = d.page
    first = page.sentences[page.sentence[c.name]].first
    for i in range(c.first - 1, first - 1, -1):
        if page.pos[i] in {"VERB", "AUX"}:
            break
        if page.lower[i] in lists().heads and page.tag[i] in {"NNS", "NNPS"}:
            start, _, _, _ = left(page, i)
            singular = page.lower[i].removesuffix("s")
            words = [page.words[k] for k in range(start, i) if page.pos[k] in {"ADJ", "NOUN", "PROPN"}]
            d.listed.setdefault(i, []).append(c)
            return " ".join([*words, singular]), singular
    return "", ""
