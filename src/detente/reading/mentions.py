"""Mentions: every span of an article that names a party, resolved to it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from detente.articles import Article
from detente.reading.coreference import FIRST, PRONOUNS, RELATIVE, Discourse, Draft
from detente.reading.model import Mention, MentionKind, Party, PartyKind, Sentence
from detente.reading.names import Hit, Name, lists, renew, slug
from detente.reading.nominals import Nominal, is_head, left, match, nominal, right
from detente.reading.parties import Cast
from detente.reading.persons import FORMER, Naming, Person, apposed_role, gather, namings, role_text
from detente.reading.syntax import Page

_ACTING = frozenset({"nsubj", "nsubjpass", "agent"})
_TOWARDS = frozenset({"with", "against", "between", "by", "from", "on", "for", "to", "of", "among"})
_MOTION = frozenset(
    "visit leave reach enter quit tour return arrive fly travel go come head depart move flee near cross "
    "attack bomb strike hit hold capture seize take retake shell besiege surround liberate build rebuild "
    "include destroy".split()
)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3}
_STATES = frozenset(
    {
        "country",
        "countries",
        "nation",
        "nations",
        "state",
        "states",
        "neighbors",
        "neighbours",
        "capitals",
        "powers",
        "governments",
    }
)
_SIDES = frozenset({"sides", "parties", "side", "allies", "delegations", "camps"})
_PEOPLE = frozenset(
    {
        "leaders",
        "ministers",
        "presidents",
        "men",
        "officials",
        "diplomats",
        "women",
        "politicians",
        "candidates",
        "rivals",
    }
)
_PLACE_ENTITIES = frozenset({"GPE", "LOC"})
_SECTOR_WORDS = {
    "BUS": "inc corp co ltd plc company corporation bank airlines oil motors group holdings llc ag",
    "EDU": "university college school institute academy center centre",
    "JRN": "times post news herald tribune journal daily press gazette radio tv television magazine network telegraph",
    "PTY": "party front alliance coalition",
    "NGO": "foundation association fund society watch rights international union federation league campaign project",
    "REL": "church mosque diocese",
    "COP": "police",
    "JUD": "court tribunal",
    "GOV": "ministry department agency commission council office administration authority bureau committee",
    "MIL": "army forces brigade brigades navy command force",
    "LEG": "parliament senate assembly congress",
    "MED": "hospital clinic",
}  # fmt: skip
_WORD_SECTOR = {w: s for s, ws in _SECTOR_WORDS.items() for w in ws.split()}


def mentions_and_parties(
    doc: Doc, sentences: Sequence[Sentence], article: Article
) -> tuple[tuple[Mention, ...], dict[str, Party]]:
    """All mentions of an article in order, and the parties that they name, with the principals of those.

    Args:
        doc: the article's tokens, with syntax on the parsed sentences.
        sentences: its sentences.
        article: the article itself.
    """
    renew()
    page = Page(doc, sentences)
    return _Finder(page, article).find()


class _Finder:
    def __init__(self, page: Page, article: Article) -> None:
        self.page = page
        self.namings = namings(page)
        self._entities()
        self.cast = Cast(page, article)
        self.discourse = Discourse(page)
        self.people = gather(self.namings)
        self.person_id: dict[int, str] = {}
        self.naming_at: dict[int, Naming] = {}
        self.possessed: list[tuple[Person, Naming, int]] = []
        self._persons()
        self.drafts: list[Draft] = []
        self.inner: list[Draft] = []

    # -- before the text is gone through ------------------------------------------------------------------------

    def _entities(self) -> None:
        """Organisations and places that only spaCy finds, as if a list had them."""
        page = self.page
        named = {i for c in self.namings for i in range(c.first, c.last)}
        i = 0
        known = lists()
        while i < page.n:
            label = page.ent[i]
            if label not in {"ORG", "GPE", "LOC", "NORP", "FAC"} or page.iob[i] != 3:
                i += 1
                continue
            j = i + 1
            while j < page.n and page.iob[j] == 1 and page.ent[j] == label:
                j += 1
            first, last = i, j
            i = j
            while first < last and (page.pos[first] == "DET" or page.words[first] in {"'s", "-", '"', "'"}):
                first += 1
            while last > first and page.words[last - 1] in {"'s", "'", ",", ".", '"', "-"}:
                last -= 1
            if (
                first >= last
                or any(k in named for k in range(first, last))
                or page.sentence[first] != page.sentence[last - 1]
            ):
                continue
            if not page.capital(first) or not any(page.pos[k] == "PROPN" for k in range(first, last)):
                continue
            covered = [k for k in range(first, last) if page.hit_at[k] >= 0]
            if len(covered) == last - first:
                continue
            if (
                label == "ORG"
                and match(page, last - 1)
                and is_head(page, last - 1)
                and page.lower[last - 1] not in {"party"}
            ):
                continue
            if label != "ORG" and covered:
                continue
            if label == "ORG" and covered:
                inner = {n.kind for k in covered for n in page.names_at(k)}
                if inner & {"organisation", "organ", "group"} and page.hit_at[last - 1] >= 0:
                    continue
            text = page.phrase(first, last)
            if label in {"LOC", "FAC"} and "-" in text:
                continue
            if last - first == 1 and (page.lower[first] in known.nouns or page.lower[first] in known.words):
                continue
            if len(text) < 2 or page.lower[last - 1] in known.heads:
                continue
            kind = {"ORG": "organisation", "NORP": "group", "FAC": "organisation"}.get(label, "place")
            hit = Hit(page.idx[first], page.ends[last - 1], text, (Name(kind, text),))  # type: ignore[arg-type]
            for k in range(first, last):
                page.hit_at[k] = len(page.spans)
            page.spans.append((first, last, hit))

    def _persons(self) -> None:
        """Ids, roles and principals of the named persons, from all places where they are named."""
        page, cast, known = self.page, self.cast, lists()
        for p in self.people:
            name = p.name
            listed = [n.party for n in known.names.get(name, ()) if n.kind == "person"]
            p.known = listed[0] if listed else None
            best: tuple[int, str | None, str, str] | None = None
            for c in p.namings:
                self.naming_at[c.last - 1] = c
                for rank, owner, role, head in self._said_of(c, p):
                    if head in known.she or head in {"mrs", "ms", "miss"}:
                        p.gender = "f"
                    elif head in known.he or head == "mr":
                        p.gender = p.gender or "m"
                    if role:
                        p.heads.update(role.lower().split())
                        p.heads.add(head)
                    if best is None or rank > best[0]:
                        best = (rank, owner, role, head)
            owner, role, head = (best[1], best[2], best[3]) if best else (None, "", "")
            sector = self._role_sector(role, head)
            former = any(w in FORMER for w in role.lower().replace("-", " ").split())
            if owner is None and p.known:
                party = known.parties[p.known]
                owner, sector = party.of, sector or party.sector
                role = role or party.role or ""
            if owner is None and sector in known.home and role:
                owner = cast.home
            p.of, p.role = owner, role or None
            above = cast.get(owner) if owner else None
            if above is not None and above.sector == "IGO" and sector in {None, "GOV"}:
                sector = "IGO"
            p.sector = "ELI" if former and sector in {"GOV", "LEG"} else sector
            id_ = p.known or name
            if id_ in known.parties and known.parties[id_].kind != "person":
                id_ = f"{name} (person)"
            cast.make(id_, name, "person", p.of, p.sector, p.role)
            cast.change(id_, of=p.of, sector=p.sector, role=p.role)
            if p.of:
                cast.meet(p.of)
            if p.gender:
                self.discourse.genders[id_] = p.gender
            for k, c in enumerate(self.namings):
                if c in p.namings:
                    c.person = k
            for c in p.namings:
                self.person_id[c.last - 1] = id_
                cast.meet(id_, page.phrase(c.name, c.last))
                cast.meet(id_, page.phrase(c.first, c.last))

    def _role_sector(self, role: str, head: str) -> str | None:
        known = lists()
        low = role.lower()
        for words, sector in (
            ("police", "COP"),
            ("army", "MIL"),
            ("military", "MIL"),
            ("rebel", "REB"),
            ("opposition", "OPP"),
            ("party", "PTY"),
        ):
            if words in low.split() and head not in {"minister", "president", "secretary"}:
                return sector
        if head in known.heads:
            return known.heads[head]
        for text, (full, sector) in known.abbreviations.items():
            if full == head and text:
                return sector
        return None

    def _said_of(self, c: Naming, p: Person) -> list[tuple[int, str | None, str, str]]:
        """What one naming says of the person: (how sure, for whom, role, head of the role)."""
        page = self.page
        out: list[tuple[int, str | None, str, str]] = []
        after = c.last
        s = page.sentence[c.name]
        inside = after < page.n and page.sentence[after] == s
        if c.head:
            owner = None
            if c.role_at >= 0:
                owners = self._owners_before(c)
                owner = owners[-1] if owners else None
                if c.head in {"ambassador", "envoy", "representative"} and owners:
                    owner = owners[0]
            out.append(((3 if owner else 1) + (2 if c.role else 0), owner, c.role, c.head))
        if inside and page.words[after] == ",":
            found = apposed_role(page, after + 1)
            if found is not None:
                first, head = found
                role_first, owners, _, _ = left(page, head)
                head + 1
                if not owners:
                    owners, _possessor, _end = right(page, head, head + 1, "GOV", page.lower[head])
                if "people" in page.kinds_at(head):
                    owners = [n.party for n in page.names_at(head) if n.kind == "people"]
                role = role_text(page, min(first, role_first), head + 1)
                out.append((5 if owners else 2, owners[-1] if owners else None, role, page.lower[head]))
            elif page.lower[after + 1 : after + 3] in (
                ["who", "heads"],
                ["who", "leads"],
                ["who", "represents"],
                ["head", "of"],
                ["leader", "of"],
            ):
                k = after + 3
                while k < page.n and page.pos[k] in {"DET", "ADJ"} and page.hit_at[k] < 0:
                    k += 1
                names = page.names_at(k) if k < page.n else ()
                if names:
                    out.append((4, names[0].party, "head", "head"))
        if inside and page.lower[after] == "of" and not c.role:
            k = after + 1
            if k < page.n and page.lower[k] == "the":
                k += 1
            names = page.names_at(k) if k < page.n else ()
            owner = next((n.party for n in names if n.kind in {"state", "organisation", "group", "organ"}), None)
            if owner:
                out.append((5, owner, *self._enumerated_role(c)))
        elif inside and page.lower[after] == "of" and c.role:
            k = after + 1
            if k < page.n and page.lower[k] == "the":
                k += 1
            names = page.names_at(k) if k < page.n else ()
            owner = next((n.party for n in names if n.kind in {"state", "organisation", "group", "organ"}), None)
            if owner:
                out.append((4, owner, c.role, c.head))
        if c.first >= 2 and page.words[c.first - 1] == "," and page.sentence[c.first - 2] == s:
            h = c.first - 2
            if page.lower[h] in lists().heads or "people" in page.kinds_at(h):
                owners = [n.party for n in page.names_at(h) if n.kind == "people"]
                role_first, before, _, det = left(page, h)
                if det == "the" or page.dep[c.last - 1] == "appos" or before:
                    owners = owners or before
                    role = role_text(page, role_first, h + 1)
                    out.append((4 if owners else 1, owners[-1] if owners else None, role, page.lower[h]))
        if (
            inside
            and page.words[after] == "("
            and after + 1 < page.n
            and page.words[after + 1][:2] in {"R-", "D-", "I-", "R", "D"}
        ):
            out.append((6, "USA", c.role or "lawmaker", c.head or "lawmaker"))
        return out

    def _enumerated_role(self, c: Naming) -> tuple[str, str]:
        """ "the three foreign ministers of A of X, B of Y and C of Z": the role that opens the list."""
        page, s = self.page, self.page.sentence[c.name]
        first = page.sentences[s].first
        for i in range(c.first - 1, first - 1, -1):
            if page.lower[i] in lists().heads and page.tag[i] in {"NNS", "NNPS"}:
                start, _, _, _ = left(page, i)
                singular = page.lower[i].removesuffix("s")
                return role_text(page, start, i) + (" " if start < i else "") + singular, singular
            if page.pos[i] in {"VERB", "AUX"}:
                break
        return "", ""

    def _owners_before(self, c: Naming) -> list[str]:
        """For whom the role in front of a name acts, from the listed names in it."""
        page = self.page
        if c.first < c.name:
            # "president of Ghana John X"
            for i in range(c.first, c.name):
                if page.lower[i] in {"of", "to", "for"} and page.hit_at[i + 1] >= 0 and page.lower[i] != "to":
                    return [page.names_at(i + 1)[0].party]
        _, owners, _possessor, _ = left(page, c.role_at)
        return owners

    # -- going through the text ----------------------------------------------------------------------------------

    def find(self) -> tuple[tuple[Mention, ...], dict[str, Party]]:
        page = self.page
        covered = [False] * page.n
        for c in self.namings:
            for i in range(c.first, c.last):
                covered[i] = True
        later: list[int] = []
        for s in page.sentences:
            if not s.parsed:
                continue
            for i in range(s.first, s.last):
                if i in self.cast.datelines:
                    continue
                if i in self.naming_at:
                    self._named_person(self.naming_at[i])
                    continue
                if page.lower[i] in PRONOUNS and page.pos[i] in {"PRON", "DET"} and page.words[i] != "US":
                    if page.lower[i] in FIRST:
                        later.append(i)
                    else:
                        self._pronoun(i)
                    continue
                k = page.hit_at[i]
                if k >= 0 and page.spans[k][1] == i + 1 and not covered[i]:
                    if self._listed(k, i):
                        continue
                elif k >= 0 and page.spans[k][1] == i + 1:
                    self._inner(k)
                    continue
                if not covered[i] and (k < 0 or page.spans[k][1] == i + 1):
                    found = nominal(page, i)
                    if found is not None:
                        self._nominal(found)
                    elif page.lower[i] in {"two", "three", "both", "former", "latter"}:
                        self._number(i)
        for i in later:
            self._first_person(i)
        return self._finish()

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.discourse.add(draft)

    def _named_person(self, c: Naming) -> None:
        page = self.page
        id_ = self.person_id[c.last - 1]
        head = self._outer(c.first, c.last)
        if c.role_at >= 0 and self.cast.get(id_) and not self.cast.seen[id_].party.of:
            # "his spokesman X": for whom the possessor acts
            start = page.left[c.role_at]
            for i in range(max(c.first, start), c.role_at):
                if page.tag[i] == "PRP$":
                    d = self.discourse.by_head.get(i)
                    if d and d.parties and d.parties[0] != id_:
                        self.cast.change(id_, of=d.parties[0] if c.head != "counterpart" else None)
        draft = Draft(c.first, c.last, head, "role" if c.first < c.name and c.role else "name", (id_,), person=True)
        self._add(draft)
        self.discourse.by_head[c.last - 1] = draft
        if head != c.last - 1:
            self.discourse.by_head[head] = draft

    def _outer(self, first: int, last: int) -> int:
        """The token of a span that hangs on something outside of it; of several, the first."""
        page = self.page
        for i in range(first, last):
            h = page.head[i]
            if (
                (h < first or h >= last or h == i)
                and page.pos[i] in {"NOUN", "PROPN", "ADJ", "NUM", "PRON"}
                and page.dep[i] not in {"amod", "poss"}
            ):
                return i
        return last - 1

    def _inner(self, k: int) -> None:
        """A listed name inside a person's mention: "Russian" in "Russian Foreign Minister X"."""
        first, last, hit = self.page.spans[k]
        name = self._meaning(k)
        if name is None or name.kind in {"metonym", "place", "person"}:
            return
        self.cast.meet(name.party, hit.text)
        kind: MentionKind = "demonym" if name.kind in {"demonym", "people"} else "name"
        self.inner.append(Draft(first, last, last - 1, kind, (name.party,)))

    def _meaning(self, k: int) -> Name | None:
        """Which of its meanings a listed name has here."""
        page = self.page
        first, last, hit = page.spans[k]
        i = last - 1
        by_kind = {n.kind: n for n in hit.names}
        modifies = page.dep[i] in {"amod", "compound", "nmod"} and page.head[i] > i
        if "people" in by_kind:
            singular_adjective = "demonym" in by_kind
            if (
                singular_adjective
                and (modifies or page.pos[i] == "ADJ")
                and not (
                    page.pos[i] == "ADJ"
                    and not modifies
                    and page.dep[i] in {"nsubj", "dobj", "pobj", "nsubjpass", "conj"}
                    and page.words[i - 1].lower() == "the"
                )
            ):
                return by_kind["demonym"]
            if not modifies or not singular_adjective:
                return by_kind["people"]
            return by_kind["demonym"]
        if "demonym" in by_kind and "state" not in by_kind:
            return by_kind["demonym"]
        if "state" in by_kind:
            name = by_kind["state"]
            if name.careful and not self._spoken_for(name, i):
                return None
            return name
        for kind in ("organisation", "organ", "group", "person", "region", "metonym", "place"):
            if kind in by_kind:
                name = by_kind[kind]
                if (
                    kind in {"organisation", "group"}
                    and last - first == 1
                    and not hit.text.isupper()
                    and page.ent[i] == "PERSON"
                ):
                    return None
                return name
        return None

    def _spoken_for(self, name: Name, i: int) -> bool:
        """Whether the article means the state by a name that is often something else."""
        page = self.page
        if page.ent[i] not in {"GPE", "NORP", "LOC"}:
            return False
        if name.party == "GEO":
            sure = any(n.party == "GEO" and not n.careful for _, _, h in page.spans for n in h.names)
            states = any(n.kind == "region" for _, _, h in page.spans for n in h.names)
            return sure or not (states or self.cast.home == "USA")
        return True

    def _listed(self, k: int, i: int) -> bool:
        """A mention for a listed name; false where a noun phrase goes on from it and shall be looked at instead."""
        page, cast = self.page, self.cast
        first, last, hit = page.spans[k]
        name = self._meaning(k)
        if name is None:
            return True
        kind = name.kind
        modifies = (
            page.dep[i] in {"amod", "compound", "nmod"}
            and page.head[i] > i
            and page.pos[page.head[i]] in {"NOUN", "PROPN"}
        )
        if kind in {"metonym", "region", "place"}:
            if not self._acts(i):
                return True
            if kind == "place":
                party = cast.make(hit.text, hit.text, "organisation", cast.home if cast.certain else None, "CVL")
            else:
                party = cast.meet(name.party, hit.text)
            self._add(Draft(first, last, i, "metonym" if kind == "metonym" else "name", (party,)))
            return True
        if kind in {"demonym", "state"}:
            party = cast.meet(name.party, hit.text)
            draft = Draft(first, last, i, "demonym" if kind == "demonym" else "name", (party,))
            if kind == "state" and first > 0 and page.lower[first - 1] == "the" and not modifies:
                draft.first = first - 1
            self._add(draft)
            return True
        if kind == "people":
            cast.meet(name.party)
            start, _, _, _ = left(page, first)
            party = cast.organ(name.party, "people", hit.text, "group", "CVL")
            singular = not name.plural
            self._add(Draft(start, last, i, "nominal", (party,), person=singular, plural=not singular))
            return True
        if kind == "organ":
            party = self._organ_of(name.party, first, hit.text)
            cast.meet(party, hit.text)
        elif kind == "person" or name.party in lists().parties:
            party = cast.meet(name.party, hit.text)
        else:
            party = self._new_organisation(name, first, last, hit.text)
        start = first
        if (
            first > 0
            and page.lower[first - 1] in {"the", "a", "an"}
            and page.sentence[first - 1] == page.sentence[first]
        ):
            start = first - 1
        head = i if not (page.dep[i] in {"pobj"} and last - first > 2) else self._outer(first, last)
        self._add(
            Draft(
                start,
                last,
                head,
                "name",
                (party,),
                person=kind == "person",
                plural=hit.text.endswith("s") and kind == "group",
            )
        )
        return True

    def _organ_of(self, party: str, first: int, text: str) -> str:
        """Another state's organ of the same name: "the Nigerian Senate" is not the American one."""
        page, cast, known = self.page, self.cast, lists()
        listed = known.parties[party]
        _, owners, _, _ = left(page, first)
        states = [cast._state(o) for o in owners]
        owner = next((s for s in reversed(states) if s), None)
        low = text.lower()
        generic = known.organs.get(low)
        if owner is None and generic is not None and cast.home and cast.certain and cast.home != listed.of:
            owner = cast.home
        if owner is None or owner == listed.of:
            return party
        organ = generic.id if generic else slug(text)
        return cast.make(f"{owner}/{organ}", text, "organisation", owner, listed.sector)

    def _new_organisation(self, name: Name, first: int, last: int, text: str) -> str:
        """An organisation that only spaCy knows: its sector by its words, its state by the names in or before it."""
        page, cast = self.page, self.cast
        sector = next(
            (_WORD_SECTOR[w] for w in reversed(text.lower().replace(".", "").split()) if w in _WORD_SECTOR), None
        )
        of: str | None = None
        for hit_first, hit_last, hit in page.spans:
            if first <= hit_first and hit_last <= last and hit.text != text:
                of = of or next(
                    (n.party for n in hit.names if n.kind in {"demonym", "state", "organisation", "organ", "region"}),
                    None,
                )
        if of is None:
            _, owners, _, _ = left(page, first)
            of = owners[-1] if owners else None
        kind: PartyKind = "group" if name.kind == "group" else "organisation"
        return cast.make(text, text, kind, of, sector or ("BUS" if kind == "organisation" else "CVL"))

    def _acts(self, i: int) -> bool:
        """Whether a place name stands for those who govern or live there: it does something, or is dealt with."""
        page = self.page
        j = i + 1
        same = j < page.n and page.sentence[j] == page.sentence[i]
        if (
            same
            and page.words[j] == ","
            and j + 1 < page.n
            and page.kinds_at(j + 1) & {"state", "region"}
            and page.hit_at[j + 1] != page.hit_at[i]
        ):
            return False
        if same and page.words[j] == "-":
            return False
        dep, h, steps = page.dep[i], page.head[i], 0
        while dep in {"conj", "appos"} and steps < 4:
            dep, h, steps = page.dep[h], page.head[h], steps + 1
        if dep in _ACTING:
            return True
        if dep == "poss":
            return True
        if dep == "pobj":
            low = page.lower[h]
            if low not in _TOWARDS:
                return False
            above = page.head[h]
            if low in {"to", "from", "for", "of", "on", "by"}:
                return low == "by" and page.dep[h] == "agent"
            return page.pos[above] in {"NOUN", "VERB", "PROPN"}
        if dep in {"dobj", "iobj", "dative"}:
            lemma = page.lower[h]
            return not any(lemma.startswith(m[:4]) for m in _MOTION)
        return False

    def _nominal(self, x: Nominal) -> None:
        page, cast = self.page, self.cast
        known = lists()
        head = page.lower[x.head]
        if self._set(x):
            return
        owners = list(x.owners)
        person_owner: str | None = None
        if not owners and x.possessor >= 0:
            d = self.discourse.by_head.get(x.possessor)
            parties = d.parties if d else ()
            if not parties and x.possessor in self.person_id:
                parties = (self.person_id[x.possessor],)
            if x.cls == "organ" or head in _STATES:
                owners = list(dict.fromkeys(p for p in (cast.principal(q) for q in parties) if p))
                if head in _STATES and owners:
                    self._add(Draft(x.first, x.last, x.head, "nominal", tuple(owners), plural=len(owners) > 1))
                    return
                if head == "ministry" and parties and cast.get(parties[0]) is not None:
                    role = (cast.get(parties[0]).role or "").lower()  # type: ignore[union-attr]
                    for word in (
                        "foreign",
                        "defence",
                        "defense",
                        "interior",
                        "finance",
                        "justice",
                        "trade",
                        "energy",
                        "health",
                    ):
                        if word in role and owners:
                            self._organ(x, owners, f"{word.replace('defense', 'defence')}-ministry")
                            return
            elif parties:
                owners = list(parties)
                person_owner = parties[0] if cast.kind(parties[0]) == "person" else None
        if not owners and x.definite and not x.modified and x.possessor < 0 and self._back(x):
            return
        if x.cls == "noun":
            return
        if not owners and self._about_home(x):
            owners = [cast.home] if cast.home else []
        if x.state and owners and x.cls == "organ":
            text = page.phrase(x.first, x.last)
            for o in owners:
                cast.meet(o, text)
            self._add(Draft(x.first, x.last, x.head, "nominal", tuple(owners)))
            return
        if head in _STATES and not owners:
            return
        del known, person_owner
        self._organ(x, owners, None)

    def _organ(self, x: Nominal, owners: list[str], id_: str | None) -> None:
        page, cast = self.page, self.cast
        text = page.phrase(x.first, x.last)
        text = text[4:] if text[:4].lower() == "the " else text
        organ = lists().organs.get(x.words) if x.cls == "organ" else None
        generic = organ is not None and organ.id not in {
            "ministry",
            "court",
            "armed-forces",
            "police",
            "embassy",
            "prosecution",
            "local-government",
        }
        slugged = id_ or (organ.id if organ is not None and generic else self._slug(x))
        if organ is not None and organ.id in {"armed-forces", "police", "embassy"}:
            slugged = organ.id if id_ is None else id_
        sector = x.sector
        if x.cls == "role":
            before = set(page.lower[x.first : x.head])
            for word, s in (
                ("police", "COP"),
                ("army", "MIL"),
                ("military", "MIL"),
                ("rebel", "REB"),
                ("opposition", "OPP"),
                ("intelligence", "SPY"),
                ("court", "JUD"),
                ("security", "COP"),
                ("defense", "GOV"),
            ):
                if word in before:
                    sector = s
                    break
        kind: PartyKind = "organisation" if x.cls != "role" else ("group" if x.plural else "person")
        parties = tuple(
            cast.organ(o, slugged, text, kind, sector, x.words if kind == "person" else None)
            for o in (owners or (None,))
        )
        person = kind == "person"
        gender = "f" if page.lower[x.head] in lists().she else ""
        plural = x.plural or page.lower[x.head] in {"police", "opposition", "media", "military", "press"}
        self._add(
            Draft(
                x.first,
                x.last,
                x.head,
                "nominal" if x.cls != "role" else "role",
                parties,
                person=person,
                plural=plural,
                gender=gender,
                words=x.words,
            )
        )

    def _slug(self, x: Nominal) -> str:
        """The id of a nominal: its listed words with the modifiers that make it another one ("opposition-parties")."""
        page = self.page
        words = [
            page.words[i]
            for i in range(x.first, x.head)
            if page.hit_at[i] < 0 and page.pos[i] in {"NOUN", "PROPN"} and page.tag[i] != "CD"
        ]
        words = [w for w in words if w.lower() not in {"year", "day", "week", "month"}][-2:]
        first = x.words.split()[0]
        if words and first in [w.lower() for w in words]:
            words = words[: [w.lower() for w in words].index(first)]
        return slug(" ".join([*words, x.words]))

    def _about_home(self, x: Nominal) -> bool:
        """Whether a nominal without owner is of the state that the article is about."""
        cast = self.cast
        if cast.home is None or x.possessor >= 0:
            return False
        home = lists().home
        if x.sector in home and (x.cls != "role" or not x.indefinite):
            return cast.certain
        return cast.certain and x.sector in {"OPP", "REB", "EDU", "LAB", "AGR"} and x.plural and not x.modified

    def _back(self, x: Nominal) -> bool:
        """ "the minister", "the Alliance", "the diplomat": a definite noun that means someone named before."""
        page, known = self.page, lists()
        head = page.lower[x.head]
        recent = self.discourse.recent(x.head, 12)
        if x.cls == "role" and not x.plural:
            wanted = known.later.get(head, frozenset({head})) | {head}
            anyone = "*" in wanted
            for d in recent:
                if not d.person or d.plural or len(d.parties) != 1:
                    continue
                p = self.cast.get(d.parties[0])
                if p is None or p.kind != "person":
                    continue
                role = set((p.role or "").lower().replace("-", " ").split())
                if (
                    anyone and (p.sector in known.home or head in {"man", "woman", "businessman", "billionaire"})
                ) or role & wanted:
                    self._add(Draft(x.first, x.last, x.head, "nominal", d.parties, person=True))
                    return True
            return False
        if head in known.nouns:
            for d in recent:
                if len(d.parties) == 1 and d.parties[0] in known.nouns[head]:
                    self.cast.meet(d.parties[0], page.phrase(x.first, x.last))
                    self._add(Draft(x.first, x.last, x.head, "nominal", d.parties))
                    return True
        for d in recent:
            if len(d.parties) == 1 and not d.person and d.head != x.head:
                name = (d.words or page.phrase(d.first, d.last)).lower()
                if name.split()[-1:] == [head] and d.kind in {"name", "nominal"} and x.cls != "role":
                    self._add(Draft(x.first, x.last, x.head, "nominal", d.parties, plural=d.plural))
                    return True
        return False

    def _set(self, x: Nominal) -> bool:
        """ "both sides", "the two countries", "the three ministers"."""
        page = self.page
        head = page.lower[x.head]
        if not (head in _STATES or head in _SIDES or head in _PEOPLE) or x.owners or not x.plural:
            return False
        number = next(
            (_NUMBERS[page.lower[i]] for i in range(x.first, x.head) if page.lower[i] in _NUMBERS),
            2 if head == "sides" else 0,
        )
        if not number:
            return False
        kinds = frozenset({"person"}) if head in _PEOPLE else frozenset({"state", "organisation", "group"})
        if head in _STATES:
            kinds = frozenset({"state"})
        return self._several(x.first, x.last, x.head, number, kinds)

    def _number(self, i: int) -> None:
        """ "The three are expected to join": a number that stands for those named before."""
        page = self.page
        if page.dep[i] not in {"nsubj", "nsubjpass", "pobj", "dobj"} or page.lower[i] not in _NUMBERS:
            return
        if page.lower[i] != "both" and (i == 0 or page.lower[i - 1] != "the"):
            return
        first = i - 1 if page.lower[i] != "both" else i
        states = self._several(first, i + 1, i, _NUMBERS[page.lower[i]], frozenset({"person"}))
        if not states:
            self._several(first, i + 1, i, _NUMBERS[page.lower[i]], frozenset({"state", "organisation", "group"}))

    def _several(self, first: int, last: int, head: int, number: int, kinds: frozenset[str]) -> bool:
        kind_of = {p: self.cast.kind(p) for d in self.discourse.recent(head, 4) for p in d.parties}
        parties = self.discourse.several(head, number, kinds, kind_of)
        if not parties:
            return False
        self._add(Draft(first, last, head, "nominal", parties, person=kinds == {"person"}, plural=True))
        return True

    def _pronoun(self, i: int) -> None:
        page = self.page
        low = page.lower[i]
        if low in RELATIVE:
            if (low == "that" and page.dep[i] not in {"nsubj", "nsubjpass", "dobj"}) or page.pos[i] == "DET":
                return
            d = self.discourse.relative(i)
            if d is not None:
                self._add(Draft(i, i + 1, i, "pronoun", d.parties, person=d.person, plural=d.plural))
            return
        parties = self.discourse.pronoun(i)
        if parties:
            person = low[0] in "hs" and self.cast.kind(parties[0]) == "person"
            self._add(Draft(i, i + 1, i, "pronoun", parties, person=person, plural=low[0] == "t"))

    def _first_person(self, i: int) -> None:
        page = self.page
        if not self.discourse.quoted[i]:
            return
        d = self.discourse.speaker(i)
        if d is None or not d.parties:
            return
        parties = d.parties
        if page.lower[i] in {"we", "us", "our", "ours", "ourselves"}:
            above = tuple(dict.fromkeys(p for p in (self.cast.principal(q) for q in parties) if p))
            parties = above or parties
        self.drafts.append(Draft(i, i + 1, i, "pronoun", parties, person=page.lower[i] in {"i", "me", "my"}))

    # -- in the end ----------------------------------------------------------------------------------------------

    def _finish(self) -> tuple[tuple[Mention, ...], dict[str, Party]]:
        page = self.page
        every = sorted([*self.drafts, *self.inner], key=lambda d: (d.first, -d.last, d.head))
        out: list[Mention] = []
        seen: set[tuple[int, int]] = set()
        reach = -1
        for d in every:
            if not d.parties or (d.first, d.last) in seen:
                continue
            seen.add((d.first, d.last))
            inside = d.last <= reach
            reach = max(reach, d.last)
            out.append(
                Mention(
                    page.idx[d.first], page.ends[d.last - 1], d.head, page.sentence[d.head], d.parties, d.kind, inside
                )
            )
        used = [p for m in out for p in m.parties]
        return tuple(out), self.cast.parties(used)
