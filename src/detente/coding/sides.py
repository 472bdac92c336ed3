"""Sides: the mentions that a noun phrase stands for, and those in each place around a verb or an event noun."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.clauses import NOMINAL, Syntax
from detente.coding.frames import Frame, frames
from detente.coding.matching import Matching
from detente.coding.status import cues
from detente.reading.model import Mention, Reading, Sentence
from detente.reading.names import lists

# prepositions through which a noun phrase names whom it is of: "officials from Lima", "the embassy in Lima"
_OF = ("of", "from", "by", "in", "for", "at", "near", "against", "on", "to", "with", "outside", "between", "among")
_OWN_OF = ("of", "from", "in", "at", "for")
_MODIFIER = frozenset({"compound", "amod", "nmod", "npadvmod", "nounmod"})
# "a statement accusing Lima" is its author's
DOCUMENTS = frozenset(
    "statement report letter resolution article bill speech tweet message note communique telegram declaration "
    "interview document draft remark comment post move decision step effort attempt".split()
)
_ANNOUNCED = frozenset(
    "invite plan schedule expect hold host attend participate prepare due organise organize announce".split()
)
# sectors whose members act for a state, also where it is not said for which
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP"})
# what is done to others, not to one's own organs
_OUTWARD = frozenset({"AGREE", "MOBILIZE", "RETREAT", "REJECT", "THREATEN"})
_PRIVATE = frozenset({"CVL", "REF"})
_ABROAD = frozenset({"AID", "COOPERATE"})
_EXAMPLES = frozenset({"including", "such as", "like"})
# prepositions of the land on which something is done
_ON_LAND = frozenset(
    "in to at from near on into across over along outside around against inside within through throughout toward "
    "towards off of for".split()
)
# nouns of places, which stand for whose they are, and the prepositions that say so
_SITES = frozenset(
    "border frontier boundary coast shore water outskirt edge crossing side line territory part road town city village "
    "camp region area district province hospital school market base position post headquarters suburb port building "
    "compound neighbourhood neighborhood mosque church checkpoint convoy plant facility house home office".split()
)
_SITED = frozenset({"with", "of", "in", "near", "between", "belonging to"})
# who fights, also where it is not said for whom
_ARMED = frozenset(
    "gunman militant rebel insurgent fighter jihadist guerrilla militiaman terrorist extremist bomber attacker "
    "assailant paramilitary pirate bandit mercenary militia separatist islamist kidnapper sniper gang herdsman".split()
)
_OTHER_CLAUSE = frozenset({"relcl", "advcl", "ccomp", "parataxis", "pcomp", "nsubj", "nsubjpass"})
_MANY = frozenset({"dozens", "scores", "hundreds", "thousands", "tens", "millions"})  # "Dozens of Chileans"
# places around a noun that the parser hangs on what it is of
_THROUGH = frozenset({"by", "between", "with", "from", "to", "among", "against", "on", "into"})
_NATURE = frozenset(
    "drought sea storm flood hurricane fire wildfire volcano virus disease shortage famine inflation recession climate "
    "warming cyclone typhoon tsunami epidemic pandemic erosion locust pollution".split()
)
# whose warnings are advice
_ADVISERS = frozenset(
    "professor scientist expert doctor analyst economist researcher forecaster meteorologist scholar academic engineer "
    "historian official columnist report study".split()
)
SEVERAL = frozenset("series wave spate string round number day night week month".split())
_NTH = frozenset({"first", "second", "third", "fourth", "fifth", "latest", "last", "one"})
_WRITTEN = frozenset("sign write pen issue release send publish author draft".split())
_UNTIL = frozenset({"until", "till", "unless", "before"})
# deeds whose victims are not those who are condemned for them
_DEEDS = frozenset(
    "act action crime violence atrocity outrage tragedy incident terrorism death loss deed terror".split()
)


@dataclass(frozen=True, slots=True)
class Side:
    """A mention on one side of a predicate, and the token that leads to it."""

    mention: Mention
    token: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate with the mentions on its two sides.

    ``trigger`` is the verb or noun that names the event, ``governor`` the verb that says whether it happened: the light
    verb of "held talks", otherwise the trigger itself.
    """

    sentence: Sentence
    trigger: int
    governor: int
    frame: Frame
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    symmetric: bool = False


class Sides:
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
            closed = False
            for m in [*outer, None]:
                gap = text[run[-1].end : m.start] if run and m is not None else ""
                joint = gap.replace("the", "").strip(" ,")
                if joint and len(run) == 1 and "," in gap:
                    joint = "x"  # "sanctions on Lima, and Quito went on": two are no list with a comma
                if m is not None and run and not closed and joint in {"", "and", "&"} and gap.strip():
                    run.append(m)
                    closed = joint != ""
                    continue
                if len(run) > 1 and closed:
                    out.update({(x.start, x.end): run for x in run})
                run, closed = ([m] if m is not None else []), False
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
            if m.kind == "nominal" and s.lemma[token] in _SITES and not self.placed(m):
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
        if depth == 0 and s.tag[token] in {"NNS", "NNPS"}:  # "259 people, including 12 Danes"
            found = [x for name, j in s.prepositions(token) if name in _EXAMPLES for x in self.named(j, 1)]
            if found:
                return distinct(found)
        found = [x for k in kids if s.dep[k] == "poss" for j in s.coordinated(k) for x in self.named(j, depth + 1)]
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
        for wanted in _OWN_OF if depth else _OF:
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
                found += [x for _, j in s.prepositions(k) for x in self.named(j, depth + 1)]
                found += [x for j in s.kids_by(k, "dobj") for x in self.named(j, depth + 1)]
                if found:
                    return distinct(found[:1])
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

    def doers(self, v: int) -> list[int]:
        """Who does what a verb says."""
        s = self.s
        if not s.passive(v):
            return s.subjects(v)
        agents = s.agents(v)
        h = s.head[v]
        if not agents and s.dep[v] in {"ccomp", "oprd", "xcomp"} and s.lemma[h] in {"order", "have", "want"}:
            return s.subjects(h)  # "the court ordered them jailed"
        return agents

    def acting(self, v: int) -> list[Side]:
        """The mentions of who does what a verb says; of a document, its author."""
        s = self.s
        tokens = self.doers(v)
        found: list[Side] = []
        if tokens and s.lemma[tokens[0]] in DOCUMENTS and self.at[tokens[0]] is None and s.dep[v] in {"acl", "relcl"}:
            found = self.all_named(s.owners(tokens[0]))  # "a statement accusing Lima" is its author's
        found = found or self.all_named(tokens, True)
        if not found and tokens and s.lemma[tokens[0]] in DOCUMENTS:
            found = self.all_named(s.owners(tokens[0]))
            # "the letter, signed by Lima"
            written = [k for k in s.kids_by(tokens[0], "acl") if s.lemma[k] in _WRITTEN and s.passive(k)]
            found = found or self.all_named([j for k in written for j in s.agents(k)])
        if not found and s.tag[v] in {"VBD", "VBZ", "VBP"}:
            # where the parser lost the subject: the mention right before the verb
            t = v - 1
            while t > 0 and s.pos[t] == "ADV":
                t -= 1
            m = self.at[t] if t >= 0 else None
            first = t
            while first >= 0 and s.dep[first] == "conj":
                first = s.head[first]  # "bombings in Lima and Quito blew up a bank"
            if (
                m is not None
                and m.kind in {"name", "pronoun", "role"}
                and s.tag[t] != "POS"
                and s.dep[first] not in {"poss", "pobj"}
            ):
                found = [Side(m, t)]
        return found

    def slot(
        self,
        v: int,
        slot: str,
        objects: list[int],
        used: list[int],
        guarded: bool,
        avoid: frozenset[str] = frozenset(),
    ) -> list[Side]:
        """The mentions in a place around a verb: its object, subject, complement, or a preposition."""
        if slot == "object":
            rest = [o for o in objects if o not in used]
            return self.all_named(rest, guarded) or self.all_named(used, True)
        if slot == "subject":
            return self.acting(v)
        if slot in {"clause", "content"}:
            return self._complement(v, slot, avoid)
        if slot == "infinitive":  # "called for Lima to leave"
            inner = [
                k
                for k in (
                    *self.s.kids_by(v, "advcl", "xcomp", "ccomp"),
                    *(j for p in self.s.kids_by(v, "prep") for j in self.s.kids_by(p, "pcomp")),
                )
                if self.s.tag[k] == "VB" and k > v
            ]
            return self.all_named([j for k in inner for j in self.s.kids_by(k, "nsubj", "nsubjpass")])
        if slot == "until":  # "will not call off the strike until Lima pays": on whom it hangs
            inner = [k for k in self.s.kids_by(v, "advcl") if any(self.s.text[j] in _UNTIL for j in self.s.kids[k])]
            return self.all_named([j for k in inner for j in (*self.s.subjects(k), *self.s.agents(k))])
        if guarded:  # "condemned the bombing of embassies" condemns no embassy
            objects = [o for o in objects if o in used or not self.is_deed(o)]
        tokens = [j for name, j in self.matching.prepositions(v, objects) if name == slot]
        if guarded and slot != "by":  # "spoke out about the death of Lund" blames no Lund
            tokens = [j for j in tokens if not self._of_deed(j, v, used)]
        return self.all_named(tokens, guarded)

    def _of_deed(self, token: int, v: int, used: list[int]) -> bool:
        """Whether a preposition's complement hangs on a deed that a verb is about."""
        s = self.s
        noun = s.head[s.head[token]]
        return noun != v and noun not in used and not s.is_verb(noun) and self.is_deed(noun)

    def _complement(self, v: int, slot: str, avoid: frozenset[str]) -> list[Side]:
        s = self.s
        inner = s.kids_by(v, "ccomp", "xcomp", "advcl")
        that = s.that_clause(v)
        if that is not None and that not in inner:
            inner.insert(0, that)
        inner += [
            k
            for o in s.kids_by(v, "dobj", "acomp", "attr", "oprd")
            for k in s.kids_by(o, "acl", "xcomp", "relcl", "ccomp")
        ]
        inner += [k for p in s.kids_by(v, "prep") for k in s.kids_by(p, "pcomp")]
        for k in inner:
            own = s.kids_by(k, "nsubj", "nsubjpass")
            if slot == "clause":
                out = self.all_named([j for o in own for j in s.coordinated(o)])
            else:
                barred = {j for o in own for j in range(*s.noun_phrase(o))} if s.dep[k] == "xcomp" else set()
                out = self.first_after(k, barred, avoid) or self.all_named(own)
            if out:
                return distinct(out)
        return []

    def first_after(self, v: int, barred: set[int], avoid: frozenset[str] = frozenset()) -> list[Side]:
        """The first mention behind a verb in its clause; one that is not of those to avoid, where there is any."""
        spare: list[Side] = []
        for t in range(v, self.s.subtree(v)[1] + 1):
            m = self.at[t]
            if m is None or t in barred:
                continue
            if (
                (self.principals(m) & avoid)
                or (m.kind == "nominal" and not self.placed(m))
                or (avoid and self._told_of(t, v))
            ):
                spare = spare or [Side(m, t)]
                continue
            return self.listed([Side(m, t)])
        return self.listed(spare)

    def _told_of(self, t: int, v: int) -> bool:
        """Whether a token stands in the phrase of a deed under a verb: "vowed to find who bombed", "the bombing of"."""
        s = self.s
        for _ in range(8):
            t = s.head[t]
            if t == v:
                return False
            if not s.is_verb(t) and self.is_deed(t):
                return True
        return False

    def noun_slot(self, n: int, slot: str, guarded: bool = False) -> list[Side]:
        """The mentions in a place around an event noun: its owner, modifiers, or a preposition."""
        s = self.s
        if slot == "poss":
            owners = [j for k in s.kids_by(n, "poss") for j in s.coordinated(k)]
            return self.all_named([s.relativised(j) if s.text[j] == "whose" else j for j in owners])
        if slot == "modifier":
            return distinct(self._modifiers(n))
        tokens = [j for name, j in s.prepositions(n) if name == slot]
        above = s.head[s.head[n]] if s.dep[n] == "pobj" and s.text[s.head[n]] == "of" else n
        if above != n and not tokens and s.lemma[above] in SEVERAL:  # "a series of raids by Lima on Quito"
            tokens = [j for name, j in s.prepositions(above) if name == slot and j != n]
        if slot in _THROUGH and not tokens:  # "the release of the sailors by Lima", "trips by officials to Quito"
            below = [j for name, j in s.prepositions(n) if name in {"of", "by", "between"} and name != slot]
            below += [k for k in s.kids_by(n, "appos") if s.lemma[k] in _NTH]  # "the meeting, the first between"
            tokens = [j for b in below for name, j in s.prepositions(b) if name == slot]
        if (
            slot == "between" and len(tokens) == 1
        ):  # "between the Lima government and Quito rebels", broken by the parser
            and_ = [t for t in range(n + 2, tokens[0]) if s.text[t] == "and" and s.pos[t - 1] in NOMINAL]
            tokens = [*(t - 1 for t in and_), *tokens]
        for k in s.kids[n]:  # "the talks held with Oslo", "a bombing carried out by", "a summit organised by"
            if s.dep[k] in {"acl", "relcl"} and s.tag[k] == "VBN" and slot == "by":
                tokens += s.agents(k)
            elif (s.dep[k] == "acl" and s.tag[k] == "VBN") or (s.dep[k] == "relcl" and s.lemma[k] in {"have", "hold"}):
                tokens += [j for name, j in s.prepositions(k) if name == slot]
        return self.all_named(tokens, guarded)

    def territory(self, v: int) -> list[Side]:
        """The land on which a verb does something: "troops were on alert in Cusco", "a curfew in parts of Lima"."""
        s = self.s
        first, last = s.subtree(v)
        for t in range(first, last + 1):
            h = s.head[t]
            if s.dep[t] != "pobj" or s.text[h] not in _ON_LAND or not self._within(h, v):
                continue
            if found := self._land_of(t):
                return found
        return []

    def _within(self, t: int, v: int) -> bool:
        """Whether a token hangs on a verb, not far below and without another clause between them."""
        s = self.s
        for _ in range(6):
            if t == v:
                return True
            if s.dep[t] in _OTHER_CLAUSE or (s.dep[t] == "conj" and s.is_verb(t)):
                break
            t = s.head[t]
        return False

    def landed(self, token: int) -> list[Side]:
        """The state of a town or of land that a noun phrase names, where it names no party."""
        return self._land_of(token)

    def _land_of(self, token: int, depth: int = 0) -> list[Side]:
        s = self.s
        m = self.at[token] or self.land.get(token)
        if m is not None and m.kind in {"name", "metonym"}:
            state = any(p in lists().parties and lists().parties[p].kind == "state" for p in m.parties)
            return [Side(m, token)] if state else []
        if m is not None and m.kind != "nominal":
            return []
        kids = [k for k in s.kids[token] if s.dep[k] in {"compound", "nmod", "appos", "poss"}]
        kids += [j for name, j in s.prepositions(token) if name in _ON_LAND]
        return next((found for k in kids if depth < 3 and (found := self._land_of(k, depth + 1))), [])

    def principals(self, m: Mention) -> set[str]:
        """Those that the parties of a mention act for in the end."""
        return {above for p in m.parties if (above := self.reading.principal(p))}

    def stately(self, above: set[str]) -> bool:
        """Whether a state or an organisation with a name is among parties."""
        known = self.reading.parties
        return any(p in known and known[p].kind in {"state", "organisation"} and p != p.lower() for p in above)

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
        return any(p in known and known[p].kind != "person" and p != p.lower() for p in self.principals(m))

    def placed(self, m: Mention) -> bool:
        """Whether a mention tells whom of which state or organisation, or which person, it means."""
        known = self.reading.parties
        above = self.principals(m)
        return self.stately(above) or any(p in known and known[p].kind == "person" for p in above)

    # ---- candidates

    def others(self, sides: list[Side], actors: list[Side]) -> list[Side]:
        """The sides that are not the actors again."""
        mine = {p for x in actors for p in x.mention.parties}
        taken = {x.mention for x in actors}
        return [x for x in sides if x.mention not in taken and not set(x.mention.parties) <= mine]

    def candidate(
        self, sentence: Sentence, trigger: int, governor: int, frame: Frame, actors: list[Side], recipients: list[Side]
    ) -> Candidate | None:
        """The candidate, where enough of its sides are named."""
        if frame.type in _OUTWARD and recipients:
            recipients = [x for x in recipients if not self._own_organ(x.mention, actors)]
        if frame.symmetric and not recipients and len(actors) > 1:  # the first named does it with the others
            actors, recipients = actors[:1], actors[1:]
        if frame.type != "PROTEST" and not any(self.political(x.mention) for x in (*actors, *recipients)):
            land = self._fought_on(trigger, governor, actors) if frame.type == "ASSAULT" else []
            if not land:
                return None
            recipients = distinct([*recipients, *land])
        if (frame.type in _ABROAD or frame.mode == "visit") and recipients and self._at_home(actors, recipients):
            return None
        if frame.mode == "visit" and actors and not any(self._on_business(x.mention) for x in actors):
            return None  # "my wife arrived in Lima"
        if frame.between and not self._between(actors, recipients):
            return None
        if frame.type == "THREATEN" and frame.mode is None and actors and self._harmless(actors):
            return None  # "a professor warned Lima"
        if frame.membership and not self._members(actors, recipients):
            return None
        several = frame.symmetric and any(len(x.mention.parties) > 1 for x in actors)
        enough = {
            "both": bool(actors) and (bool(recipients) or several),
            "actor": bool(actors),
            "recipient": bool(recipients),
            "any": bool(actors or recipients),
        }[frame.needs]
        if not enough and not (frame.solo and actors and (trigger != governor or self.to_come(trigger))):
            return None
        if frame.type == "ASSAULT" and not actors and not any(self.placed(x.mention) for x in recipients):
            return None  # "ten people were injured"
        if frame.type == "ASSAULT" and actors and recipients and not any(self.placed(x.mention) for x in recipients):
            recipients = distinct([*recipients, *self.others(self.territory(governor), actors)])
        return Candidate(sentence, trigger, governor, frame, tuple(actors), tuple(recipients), frame.symmetric)

    def _on_business(self, m: Mention) -> bool:
        """Whether who goes somewhere may act for others: not refugees, tourists or a wife."""
        known = self.reading.parties
        private = all(p in known and known[p].kind == "group" and known[p].sector in _PRIVATE for p in m.parties)
        return self.political(m) and not private

    def _own_organ(self, m: Mention, actors: list[Side]) -> bool:
        """Whether a mention means an organ of who acts: "withdrew its troops" does nothing to them."""
        mine = {p for x in actors for p in self.principals(x.mention)}
        known = self.reading.parties
        organs = [known[p] for p in m.parties if p in known]
        return (
            m.kind == "nominal"
            and bool(organs)
            and all(p.kind == "organisation" and p.of and self.reading.principal(p.id) in mine for p in organs)
        )

    def _harmless(self, actors: list[Side]) -> bool:
        """Whether those who warn are private people: scientists, doctors, forecasters."""
        if all(self.s.lemma[x.token] in _NATURE for x in actors):
            return True  # "drought threatens the harvest"
        return all(
            self.s.lemma[x.token] in _ADVISERS and not any(p != p.lower() for p in x.mention.parties) for x in actors
        )

    def _fought_on(self, trigger: int, governor: int, actors: list[Side]) -> list[Side]:
        """The land on which armed men without a name fight: "gunmen killed twelve villagers near Cusco"."""
        if not any(self.s.lemma[x.token] in _ARMED for x in actors):
            return []
        return self.territory(governor) or self.territory(trigger)

    def _at_home(self, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether both sides are of one state: what it does for its own people is no aid."""
        mine = {p for x in actors for p in self.principals(x.mention)}
        theirs = {p for x in recipients for p in self.principals(x.mention)}
        return bool(theirs) and theirs <= mine

    def _between(self, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether both sides are of states or organisations, and of different ones."""
        sides = [{p for x in some for p in self.principals(x.mention)} for some in (actors, recipients)]
        if any(x.mention.kind == "nominal" and not self.placed(x.mention) for x in (*actors, *recipients)):
            return False
        return all(map(self.stately, sides)) and not sides[0] & sides[1]

    def _members(self, actors: list[Side], recipients: list[Side]) -> bool:
        """Whether states are on one side, and an organisation of states with a name on the other."""
        known = lists().parties
        mine = {known[p].kind for x in actors for p in x.mention.parties if p in known}
        theirs = [known.get(p) for x in recipients for p in x.mention.parties]
        return mine == {"state"} and any(p is not None and p.sector == "IGO" for p in theirs)

    def to_come(self, n: int) -> bool:
        """Whether an event noun is announced: "the planned summit", "the summit on May 4"."""
        s = self.s
        if any(cues().modifier.get(s.text[k]) == "planned" for k in s.kids[n]):
            return True
        h = s.head[n]
        governors = {s.lemma[h], s.lemma[s.head[h]]}
        return bool(governors & _ANNOUNCED) or any(
            name in {"on", "in"} and s.dep[n] == "pobj" for name, _ in s.prepositions(n)
        )


def distinct(sides: Iterable[Side]) -> list[Side]:
    """The sides without those of the same mention."""
    seen: dict[tuple[int, int], Side] = {}
    for side in sides:
        seen.setdefault((side.mention.start, side.mention.end), side)
    return list(seen.values())
