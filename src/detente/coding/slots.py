"""Slots: the mentions in each place around a verb or an event noun."""

from __future__ import annotations

from detente.coding.clauses import NOMINAL
from detente.coding.named import SITES, Named, Side, distinct
from detente.reading.names import lists

# "a statement accusing Lima" is its author's
DOCUMENTS = frozenset(
    "statement report letter resolution article bill speech tweet message note communique telegram declaration "
    "interview document draft remark comment post move decision step effort attempt "
    "advertisement ad video commercial leaflet editorial lawsuit suit".split()
)
# prepositions of the land on which something is done
_ON_LAND = frozenset(
    "in to at from near on into across over along outside around against inside within through throughout toward "
    "towards off of for".split()
)
_OTHER_CLAUSE = frozenset({"relcl", "advcl", "ccomp", "parataxis", "pcomp", "nsubj", "nsubjpass"})
# places around a noun that the parser hangs on what it is of
_THROUGH = frozenset({"by", "between", "with", "from", "to", "among", "against", "on", "into", "for"})
SEVERAL = frozenset("series wave spate string round number day night week month".split())
_NTH = frozenset({"first", "second", "third", "fourth", "fifth", "latest", "last", "one"})
_WRITTEN = frozenset("sign write pen issue release send publish author draft".split())
_UNTIL = frozenset({"until", "till", "unless", "before"})
# clauses that say when and why, not what
_CIRCUMSTANCES = frozenset(
    "after because since as while when although though before once whereas until amid despite where".split()
)
_HOSTILE = frozenset({"ASSAULT", "COERCE", "ACCUSE", "SANCTION", "PROTEST", "THREATEN", "REQUEST"})


class Slots(Named):
    """The parties in each place around a verb or an event noun, and on whose land it happens."""

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
        if slot == "weapon":
            return self._whose_weapon(v)
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

    def _whose_weapon(self, v: int) -> list[Side]:
        """Whose weapon a verb has as its subject: "Chilean missiles", "rockets fired by Lima", not "a Lima bomb"."""
        s, known = self.s, self.reading.parties
        found: list[Side] = []
        for t in s.subjects(v):
            found += self._modifiers(t) + self.all_named(s.kids_by(t, "poss"))
            found += self.all_named([j for k in s.kids_by(t, "acl") for j in s.agents(k)])
        return [
            x
            for x in distinct(found)
            if x.mention.kind not in {"name", "metonym"}
            or s.dep[x.token] not in {"compound", "nmod"}
            or "." in s.text[x.token]
            or not all(p in known and known[p].kind == "state" for p in x.mention.parties)
        ]

    def _of_deed(self, token: int, v: int, used: list[int]) -> bool:
        """Whether a preposition's complement hangs on a deed that a verb is about."""
        s = self.s
        noun = s.head[s.head[token]]
        return noun != v and noun not in used and not s.is_verb(noun) and self.is_deed(noun)

    def _complement(self, v: int, slot: str, avoid: frozenset[str]) -> list[Side]:
        s = self.s
        # "will not lift the ban until Lima pays": on whom it hangs
        apart = _CIRCUMSTANCES - _UNTIL if s.negated(v) else _CIRCUMSTANCES
        inner = [k for k in s.kids_by(v, "ccomp", "xcomp", "advcl") if not self._beside(k, apart)]
        that = s.that_clause(v)
        if that is not None and that not in inner:
            inner.insert(0, that)
        inner += [
            k
            for o in s.kids_by(v, "dobj", "acomp", "attr", "oprd")
            for k in s.kids_by(o, "acl", "xcomp", "relcl", "ccomp")
        ]
        inner += [k for p in s.kids_by(v, "prep") if s.text[p] not in apart - _UNTIL for k in s.kids_by(p, "pcomp")]
        for k in inner:
            own = s.kids_by(k, "nsubj", "nsubjpass")
            if slot == "clause":
                out = self.all_named([j for o in own for j in s.coordinated(o)])
            else:
                barred = {j for o in own for j in range(*s.noun_phrase(o))} if s.dep[k] == "xcomp" else set()
                for aside in (j for j in s.kids[k] if self._beside(j, apart)):
                    first, last = s.subtree(aside)
                    barred |= set(range(first, last + 1))
                out = self.first_after(k, barred, avoid) or self.all_named(own)
            if out:
                return distinct(out)
        return []

    def _beside(self, k: int, words: frozenset[str]) -> bool:
        """Whether a clause only says when or why something else is so, by one of the words that open it."""
        s = self.s
        return s.dep[k] == "advcl" and any(s.text[j] in words for j in s.kids_by(k, "mark", "advmod"))

    def first_after(self, v: int, barred: set[int], avoid: frozenset[str] = frozenset()) -> list[Side]:
        """The first mention behind a verb in its clause; one that is not of those to avoid, where there is any."""
        spare: list[Side] = []
        for t in range(v, self.s.subtree(v)[1] + 1):
            m = self.at[t]
            if m is None or t in barred:
                continue
            if (self.principals(m) & avoid) or self.vague(m) or (avoid and self._told_of(t, v)):
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
                frame = self.matching.noun_frame(t)
                return frame is None or frame.type in _HOSTILE
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
            below = [j for name, j in s.prepositions(n) if name in {"of", "by", "between", "from"} and name != slot]
            below += [k for k in s.kids_by(n, "appos") if s.lemma[k] in _NTH]  # "the meeting, the first between"
            tokens = [j for b in below for name, j in s.prepositions(b) if name == slot]
            # "the arrests of dozens of lawyers by Lima"
            deeper = [i for b in below for of, i in s.prepositions(b) if of == "of"] if slot == "by" else []
            tokens = tokens or [j for b in deeper for name, j in s.prepositions(b) if name == slot]
        if slot == "of" and not tokens:  # "criticism by Lima of Quito"
            below = [j for name, j in s.prepositions(n) if name == "by" and self.at[j] is not None]
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
            if found := self.landed(t):
                return found
        return []

    def _within(self, t: int, v: int) -> bool:
        """Whether a token hangs on a verb, not far below and without another clause between them."""
        s = self.s
        for _ in range(8):
            if t == v:
                return True
            if s.dep[t] in _OTHER_CLAUSE or (s.dep[t] == "conj" and s.is_verb(t)):
                break
            t = s.head[t]
        return False

    def landed(self, token: int, depth: int = 0) -> list[Side]:
        """The state of a town or of land that a noun phrase names, where it names no party."""
        s = self.s
        m = self.at[token] or self.land.get(token)
        if m is not None and m.kind in {"name", "metonym"}:
            state = any(p in lists().parties and lists().parties[p].kind == "state" for p in m.parties)
            return [Side(m, token)] if state else []
        if m is not None and m.kind != "nominal":
            return []
        for k in s.kids_by(token, "amod") if s.lemma[token] in SITES else ():  # "the Peruvian town of"
            m = self.at[k]
            if m is not None and m.kind == "demonym":
                return [Side(m, k)]
        kids = [k for k in s.kids[token] if s.dep[k] in {"compound", "nmod", "appos", "poss"}]
        kids += [j for name, j in s.prepositions(token) if name in _ON_LAND]
        return next((found for k in kids if depth < 3 and (found := self.landed(k, depth + 1))), [])
