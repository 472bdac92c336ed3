"""Whom a noun phrase stands for: the mentions at tokens, lists of them, and what kind of party they mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.clauses import Syntax
from detente.coding.frames import frames
from detente.coding.matching import Matching
from detente.reading.model import Mention, Reading, Sentence
from detente.reading.names import lists
from detente.reading.nominals import NUMBERS

# prepositions through which a noun phrase names whom it is of: "officials from Lima", "the embassy in Lima"
_OF = ("of", "from", "by", "in", "for", "at", "near", "against", "on", "to", "with", "outside", "between", "among")
_OWN_OF = ("of", "from", "in", "at", "for")
_MODIFIER = frozenset({"compound", "amod", "nmod", "npadvmod", "nounmod"})
# sectors whose members act for a state, also where it is not said for which
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP"})
_IN_POWER = frozenset({"GOV", "MIL", "JUD", "COP"})
_PUBLIC = _OFFICIAL | {"SPY", "PTY", "OPP", "REB", "SEP", "IMG", "IGO"}
_MARKET = frozenset({"BUS", "MNC", "JRN", "EDU", "MED"})  # has a name that everybody knows, and acts for itself
# who is "on a charge of" hurting somebody is nobody of his victim's
_PEOPLE = frozenset("man woman person people suspect boy girl teenager driver resident somebody anyone".split())
_OPPOSITE = frozenset({"counterpart", "opponent", "opposite", "colleague", "rival"})
_EXAMPLES = frozenset({"including", "such as", "like"})
# nouns of places, which stand for whose they are, and the prepositions that say so
SITES = frozenset(
    "border frontier boundary coast shore water outskirt edge crossing side line territory part road town city village "
    "camp region area district province hospital school market base position post headquarters suburb port building "
    "compound neighbourhood neighborhood capital island mosque church checkpoint convoy plant facility house "
    "home office".split()
)
_WITH = frozenset({"with", "as", "for", "to", "after", "before"})
_SITED = frozenset({"with", "of", "in", "near", "between", "belonging to"})
_MANY = NUMBERS | {"millions"}  # "Dozens of Chileans"
# deeds whose victims are not those who are condemned for them
_DEEDS = frozenset(
    "act action crime violence atrocity outrage tragedy incident terrorism death loss deed terror".split()
)


@dataclass(frozen=True, slots=True)
class Side:
    """A mention on one side of a predicate, and the token that leads to it."""

    mention: Mention
    token: int


class Named:
    """From tokens to the parties that they name, in one article."""

    def __init__(self, reading: Reading, s: Syntax) -> None:
        self.reading, self.s, self.known = reading, s, frames()
        self.at: list[Mention | None] = [None] * len(s.text)  # the outermost mention that covers a token
        self.inner: list[Mention | None] = [None] * len(s.text)  # a mention within it
        for sentence in reading.sentences:
            for m in reading.mentions_in(sentence.index):
                if m.kind == "name" and reading.article.text[m.start : m.end].lower() in _MANY:
                    continue
                for t in self._tokens(sentence, m):
                    if m.inside:
                        self.inner[t] = m
                    elif self.at[t] is None:
                        self.at[t] = m
        self.land = self._land()
        self.matching = Matching(reading, s, self.known, self.at)
        self.lists = self._lists()
        self.talked: tuple[list[Side], list[Side]] = ([], [])  # the sides of the talks told of last

    def _land(self) -> dict[int, Mention]:
        """By token, the places that are no mention of a party: a town stands for its state where land is acted upon."""
        s = self.s
        out: dict[int, Mention] = {}
        for place in self.reading.places:
            t = bisect_left(s.idx, place.start)
            sentence = self.reading.sentence_of(t) if t < len(s.idx) else None
            if sentence is None or place.country not in lists().parties:
                continue
            last = t
            while last + 1 < sentence.last and s.idx[last + 1] < place.end:
                last += 1
            m = Mention(place.start, place.end, last, sentence.index, (str(place.country),), "metonym")
            for k in range(t, last + 1):
                known = self.at[k]
                if known is None:
                    out[k] = m
                elif (known.start, known.end) == (m.start, m.end) and self._unheard_of(known):
                    self.at[k] = m  # a town that was taken for a firm
        return out

    def _unheard_of(self, m: Mention) -> bool:
        """Whether a name is of a group or organisation of which nothing else is known."""
        party = self.reading.parties.get(m.parties[0])
        return (
            party is not None
            and party.kind in {"group", "organisation"}
            and not party.of
            and party.id not in lists().parties
        )

    def _lists(self) -> dict[tuple[int, int], list[Mention]]:
        """For the span of each mention in a plain list closed by "and": the mentions of the list."""
        text = self.reading.article.text
        out: dict[tuple[int, int], list[Mention]] = {}
        for sentence in self.reading.sentences:
            outer = [m for m in self.reading.mentions_in(sentence.index) if not m.inside and m.kind != "pronoun"]
            run: list[Mention] = []
            closed, end = False, 0
            for m in [*outer, None]:
                if run and m is not None and m.parties == run[-1].parties and text[end : m.start].strip() == "(":
                    end = m.end + 1
                    continue  # "the African Union (AU), the UN and Lima"
                gap = text[end : m.start] if run and m is not None else ""
                joint = gap.replace("the", "").strip(" ,")
                if joint and len(run) == 1 and "," in gap:
                    joint = "x"  # "sanctions on Lima, and Quito went on": two are no list with a comma
                if m is not None and run and not closed and joint in {"", "and", "&"} and gap.strip():
                    run.append(m)
                    closed, end = joint != "", m.end
                    continue
                if len(run) > 1 and closed:
                    out.update({(x.start, x.end): run for x in run})
                run, closed, end = ([m], False, m.end) if m is not None else ([], False, 0)
        return out

    def _tokens(self, sentence: Sentence, m: Mention) -> list[int]:
        idx, text = self.s.idx, self.s.text
        t = m.head
        first = t
        while first > sentence.first and idx[first - 1] >= m.start:
            first -= 1
        last = t
        while last + 1 < sentence.last and idx[last + 1] < m.end:
            last += 1
        return [i for i in range(first, last + 1) if idx[i] + len(text[i]) > m.start and idx[i] < m.end]

    def named(self, token: int, depth: int = 0, event_actor: bool = False) -> list[Side]:
        """The mentions that a noun phrase stands for: itself, its owner, its modifiers, whom it is of.

        Of an event noun with ``event_actor``, only those who did it.
        """
        s = self.s
        m = self.at[token]
        within = self.inner[token]
        if m is not None and m.head != token and within is not None and within.head == token and depth == 0:
            return [Side(within, token)]  # "a member of NATO": who is led to NATO means NATO
        if m is not None and m.head != token and m.kind in {"nominal", "role"}:
            inner = [x for k in s.kids_by(token, "poss") for x in self.named(k, depth + 1)]
            if inner and inner[0].mention != m:  # "an advocate of Lima's access": within a mention, of another
                return inner
        if m is not None and not event_actor:
            if m.kind == "nominal" and s.lemma[token] in SITES and not self.placed(m):
                of = [x for name, j in s.prepositions(token) if name in _SITED for x in self.named(j, depth + 1)]
                if of and self.placed(of[0].mention):
                    return distinct(of)  # "the border with Lima", "the outskirts of Lima"
            if m.kind == "nominal" and depth == 0:  # "unions, including the Teachers"
                named = [
                    x for name, j in s.prepositions(token) if name in _EXAMPLES for x in self.named(j, 1)
                ]  # fmt: skip
                if named:
                    return named
            return [Side(m, token)]
        if depth > 4:
            return []
        kids = s.kids[token]
        if depth == 0 and (s.tag[token] in {"NNS", "NNPS"} or s.text[token] == "those"):
            # "259 people, including 12 Danes", "those held included a Dane", "among those held was a Dane"
            found = [x for name, j in s.prepositions(token) if name in _EXAMPLES for x in self.named(j, 1)]
            found = found or [x for j in self._counted_among(token) for x in self.named(j, 1)]
            if found:
                return distinct(found)
        found = self._modifiers(token) if s.lemma[token] in _OPPOSITE else []  # "his Chilean counterpart"
        found = found or [
            x for k in kids if s.dep[k] == "poss" for j in s.coordinated(k) for x in self.named(j, depth + 1)
        ]
        found = found or self._modifiers(token)
        if found:
            return distinct(found)
        if event_actor:
            by = {"by", "among", "between"}
            pairs = list(s.prepositions(token))
            below = [(name, i) for of, j in pairs if of == "of" for name, i in s.prepositions(j)]
            return [x for name, j in (*pairs, *below) if name in by for x in self.named(j, depth + 1)]
        for k in kids:
            m = self.at[k]
            if s.dep[k] == "appos" and m is not None:
                return [Side(m, k)]
        pairs = list(s.prepositions(token))
        for wanted in _OWN_OF if depth or s.lemma[token] in _PEOPLE else _OF:
            found = [x for name, j in pairs if name == wanted for x in self.named(j, depth + 1)]
            if found:
                return distinct(found)
        for k in kids:
            if s.dep[k] == "relcl" and not any(s.text[j] in {"where", "when"} for j in s.kids[k]):
                # "the steps Lima took"
                found = self.all_named(s.kids_by(k, "nsubj"))
                if found:
                    return found
            if s.lemma[k] == "sponsor":
                continue  # a resolution that Lima sponsored is the council's
            if s.dep[k] == "acl" and s.tag[k] in {"VBN", "VBG"}:  # "groups backed by Lima", "people living in Lima"
                found = self.all_named(s.agents(k)) if s.tag[k] == "VBN" else []  # "a motion put by Lima"
                # not "a coin engraved with the face of Lima's king"
                told = [j for name, j in s.prepositions(k) if s.tag[k] == "VBG" or name not in _WITH]
                found += [x for j in told for x in self.named(j, depth + 1)]
                found += [x for j in s.kids_by(k, "dobj") for x in self.named(j, depth + 1)]
                if found:
                    return distinct(found[:1])
        return []

    def _counted_among(self, token: int) -> list[int]:
        """Who is said to be among those that a noun means: "those held included a Dane", "among those held was"."""
        s, h = self.s, self.s.head[token]
        if s.dep[token] == "nsubj" and s.lemma[h] == "include":
            return s.objects(h)
        if s.dep[token] == "pobj" and s.text[h] == "among" and s.lemma[s.head[h]] == "be":
            return [j for k in s.kids_by(s.head[h], "nsubj", "attr") for j in s.coordinated(k)]
        return []

    def _modifiers(self, token: int) -> list[Side]:
        """The parties in front of a noun: "Iranian navy", "the American-led coalition"."""
        s = self.s
        found: list[Side] = []
        for k in s.kids[token]:
            if s.dep[k] in _MODIFIER:
                for j in s.coordinated(k):
                    m = self.at[j] or self.inner[j]
                    if m is not None:
                        found.append(Side(m, j))
                        continue
                    for i in s.kids[j]:
                        inner = self.at[i]
                        if inner is not None and s.dep[i] in {"npadvmod", "compound", "amod"}:
                            found.append(Side(inner, i))
        return found

    def all_named(self, tokens: Iterable[int], guarded: bool = False) -> list[Side]:
        """The mentions that several noun phrases stand for; ``guarded``: of an event noun only who did it."""
        out: list[Side] = []
        for t in tokens:
            event = guarded and self.is_deed(t)
            out += self.named(t, event_actor=event)
        return self.listed(distinct(out))

    def is_deed(self, noun: int) -> bool:
        """Whether a noun names what somebody did to somebody."""
        frame = self.matching.noun_frame(noun)
        return self.s.lemma[noun] in _DEEDS or (frame is not None and not frame.agent)

    def listed(self, sides: list[Side]) -> list[Side]:
        """The sides with the rest of their list, which the parser often breaks: "Lima, Quito and Bogota"."""
        if len(sides) != 1:
            return sides
        here = self.lists.get((sides[0].mention.start, sides[0].mention.end))
        return sides if here is None else [Side(m, m.head) for m in here]

    def principals(self, m: Mention) -> set[str]:
        """Those that the parties of a mention act for in the end."""
        return {above for p in m.parties if (above := self.reading.principal(p))}

    def behind(self, sides: Iterable[Side]) -> set[str]:
        """Those that all the parties on a side act for in the end."""
        return {p for x in sides for p in self.principals(x.mention)}

    def stately(self, above: set[str]) -> bool:
        """Whether a state or an organisation with a name is among parties."""
        known, every = self.reading.parties, lists().parties
        parties = (known.get(p) or every.get(p) for p in above if p != p.lower())
        return any(x is not None and x.kind in {"state", "organisation"} for x in parties)

    def political(self, m: Mention) -> bool:
        """Whether a mention means a state, an organisation or group with a name, or somebody who acts for one."""
        known = self.reading.parties
        for p in m.parties:
            party = known.get(p)
            if party is None:
                continue
            named = p != p.lower() and party.kind == "person" and bool(party.role or party.of)
            several = m.kind == "nominal" and self.s.tag[m.head] == "NNS" and party.sector == "GOV"
            if named or (party.sector in _OFFICIAL and not several):
                return True
        if m.kind == "metonym" and any(p not in known and p in lists().parties for p in m.parties):
            return True  # land that nobody else in the article is named by
        return any(p in known and known[p].kind != "person" and p != p.lower() for p in self.principals(m))

    def official(self, m: Mention) -> bool:
        """Whether a mention means a government, police, soldiers or a court, or somebody who speaks for such."""
        known = self.reading.parties
        return any(p in known and known[p].sector in _IN_POWER for p in m.parties)

    def public(self, m: Mention) -> bool:
        """Whether a mention means a state or whoever acts for one, a known organisation, or an official by its sort."""
        known, every = self.reading.parties, lists().parties
        for id_ in m.parties:
            for p in (id_, self.reading.principal(id_)):
                party = known.get(p or "") or every.get(p or "")
                if party is None:
                    continue
                if party.kind == "organisation" and party.sector in _MARKET:
                    break  # a broadcaster of a state's does not speak for it
                public = party.kind == "state" or party.sector in _PUBLIC or party.id in every
                if public or (party.kind == "person" and party.role):
                    return True
        return False

    def placed(self, m: Mention) -> bool:
        """Whether a mention tells whom of which state or organisation, or which person, it means."""
        known = self.reading.parties
        above = self.principals(m)
        return self.stately(above) or any(p in known and known[p].kind == "person" for p in above)

    def vague(self, m: Mention) -> bool:
        """Whether a mention only describes, and not whose: "residents", "the troops"; a name that is near is meant."""
        return m.kind in {"nominal", "role"} and not self.placed(m)

    def others(self, sides: list[Side], actors: list[Side]) -> list[Side]:
        """The sides that are not the actors again."""
        mine = {p for x in actors for p in x.mention.parties}
        taken = {x.mention for x in actors}
        return [x for x in sides if x.mention not in taken and not set(x.mention.parties) <= mine]


def distinct(sides: Iterable[Side]) -> list[Side]:
    """The sides without those of the same mention."""
    seen: dict[tuple[int, int], Side] = {}
    for side in sides:
        seen.setdefault((side.mention.start, side.mention.end), side)
    return list(seen.values())
