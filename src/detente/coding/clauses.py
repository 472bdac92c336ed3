"""Clauses: who stands on which side of a predicate, through control, coordination, passives and modifiers.

Works on plain lists made once per article from the parse, because event coding asks about every verb several times.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, LEMMA, POS, TAG
from spacy.tokens import Doc

from detente.coding.misparsed import mend
from detente.reading.parsing import words

RELATIVE = frozenset({"who", "which", "that", "whom"})
VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# verbs whose object is the subject of their complement: "urged Lima to send", "accused Lima of sending"
OBJECT_CONTROL = frozenset(
    "urge ask tell order force allow help enable permit invite persuade press encourage require request instruct "
    "compel "
    "authorise authorize advise warn forbid push call lead cause want expect accuse blame condemn criticise criticize "
    "praise thank prevent stop keep bar ban prohibit suspect charge convict see find catch show have let make get "
    "pressure challenge direct command appoint commission denounce rebuke applaud commend leave assist "
    "laud hail salute congratulate honour honor fault chide scold reprimand censure forgive punish fine reward "
    "prompt spur propel motivate drive oblige induce coax convince goad tempt incite bribe dare entice inspire provoke "
    "prod nudge bind empower entitle mandate task license clear implore beseech beg exhort caution remind train trust "
    "assign recruit hire contract dispatch send deploy mobilise mobilize elect select choose nominate designate".split()
)


class Syntax:
    """The parse of an article as lists by token number."""

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        values = doc.to_array([LEMMA, POS, TAG, DEP, HEAD, IDX])
        names: dict[int, str] = {0: ""}

        def name(key: int) -> str:
            if key not in names:
                names[key] = strings[key]
            return names[key]

        columns = values.T.tolist()
        self.text = [word.lower() for word in words(doc)]
        small = {k: name(k).lower() for k in set(columns[0])}
        self.lemma = [small[k] for k in columns[0]]
        for column in columns[1:4]:
            for k in set(column):
                name(k)
        self.pos, self.tag, self.dep = ([names[k] for k in column] for column in columns[1:4])
        n = len(self.text)
        # HEAD is the signed distance to the head, kept as an unsigned number
        self.head: list[int] = (values[:, 4].astype(np.int64) + np.arange(n)).tolist()
        self.kids: list[list[int]] = [[] for _ in range(n)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        self.idx: list[int] = columns[5]
        mend(self)

    def join_hyphened(self, known: frozenset[str]) -> None:
        """Give the last token of "cease-fire" the lemma of the whole, where that is a known word."""
        text, idx = self.text, self.idx
        for i in range(1, len(text) - 1):
            if text[i] == "-" and idx[i] == idx[i - 1] + len(text[i - 1]) and idx[i + 1] == idx[i] + 1:
                whole = f"{text[i - 1]}-{self.lemma[i + 1]}"
                if whole in known:
                    self.lemma[i + 1] = whole

    def kids_by(self, i: int, *deps: str) -> list[int]:
        """The children of a token that hang on it by one of these relations."""
        return [k for k in self.kids[i] if self.dep[k] in deps]

    def is_verb(self, i: int) -> bool:
        """Whether a token is a verb in the sense of a clause's head."""
        return self.pos[i] in VERBAL or (self.tag[i][:2] == "VB")

    def negated(self, i: int) -> bool:
        """Whether a verb or noun is negated by a word that hangs on it."""
        for k in self.kids[i]:
            if self.text[k] == "not" and k + 1 < len(self.text) and self.text[k + 1] in {"only", "just"}:
                continue
            if self.dep[k] == "neg" or (
                self.dep[k] in {"advmod", "det", "preconj", "cc"} and self.text[k] in _NEGATIVE
            ):
                return True
        return False

    def passive(self, v: int) -> bool:
        """Whether a verb's subject undergoes what it says."""
        if self.lemma[v] == "oppose" and any(self.dep[k] == "prep" and self.text[k] == "to" for k in self.kids[v]):
            return False  # "Lima is opposed to"
        for k in self.kids[v]:
            if self.dep[k] in {"auxpass", "nsubjpass", "csubjpass"}:
                return True
            if self.dep[k] in {"nsubj", "aux"} or (self.dep[k] == "dobj" and self.tag[v] != "VBN"):
                return False
        if self.tag[v] != "VBN":
            return False
        if self.dep[v] == "conj":
            return self.passive(self.head[v]) if self.is_verb(self.head[v]) else False
        return self.dep[v] in {"acl", "relcl", "advcl", "amod", "ROOT", "oprd"} and not self.kids_by(v, "dobj")

    def coordinated(self, i: int) -> list[int]:
        """A noun and the nouns coordinated with it."""
        out = [i]
        for k in self.kids[i]:
            if self.dep[k] == "conj" and self.pos[k] not in {"VERB", "AUX"}:
                out += self.coordinated(k)
        return out

    def whole(self, t: int) -> range:
        """The tokens of the sentence in which a token stands."""
        while self.head[t] != t:
            t = self.head[t]
        first, last = self.subtree(t)
        return range(first, last + 1)

    def subjects(self, v: int, depth: int = 0) -> list[int]:
        """The heads of a verb's subjects in the sense of the clause (the undergoer, where it is passive)."""
        own = [k for k in self.kids[v] if self.dep[k] in {"nsubj", "nsubjpass"}]
        if own:
            before = [k for k in own if k < v]  # of two, which the parser seldom gets right, the nearer
            k = own[-1] if len(own) > 1 and self.dep[own[-1]] == "nsubjpass" else before[-1] if before else own[0]
            if self.text[k] in RELATIVE and self._relativised(v) is not None:
                return self.coordinated_before(self._relativised(v))  # type: ignore[arg-type]
            return self.coordinated(k)
        for k in self.kids[v]:  # "Also asking for aid are Quito and Lima"
            if self.dep[k] == "aux" and self.kids_by(k, "attr"):
                return self.coordinated(self.kids_by(k, "attr")[0])
        if depth > 8:
            return []
        h, dep = self.head[v], self.dep[v]
        if h == v:
            return []
        if dep == "conj":
            while not self.is_verb(h) and self.head[h] != h:  # the parser hangs a finite verb on a noun before it
                h = self.head[h]
            return self.subjects(h, depth + 1) if self.is_verb(h) else []
        if dep == "xcomp" or (dep in {"ccomp", "oprd", "acomp"} and self.tag[v] in {"VB", "VBG", "VBN"}):
            return self._controller(h, depth)
        if dep == "pcomp":
            governor = self.head[h]
            if self.is_verb(governor):
                return self._controller(governor, depth, after=self.text[h] in {"of", "for", "from"})
            return self.owners(governor, depth + 1)
        if dep == "advcl":
            return self.subjects(h, depth + 1) if self.is_verb(h) else self.owners(h, depth + 1)
        if dep == "relcl":
            return self.coordinated_before(h) if not self.is_verb(h) else []
        if dep == "acl":
            if self.tag[v] == "VB":  # "decision to expel"
                return self.owners(h, depth + 1)
            return self.coordinated_before(h)
        if dep in {"ccomp", "parataxis"} and self.tag[v] in {"VB", "VBG"}:
            return self.subjects(h, depth + 1)
        if dep in {"csubj", "acomp", "amod"} and self.lemma[h] == "be":
            after = self.kids_by(h, "attr", "nsubj")
            return self.coordinated(after[0]) if after else []
        return []

    def coordinated_before(self, i: int) -> list[int]:
        """A noun that a clause modifies, with the nouns in front of it that it is coordinated with."""
        out = [i]
        while self.dep[i] == "conj" and self.pos[self.head[i]] in NOMINAL:
            i = self.head[i]
            out.append(i)
        return out

    def relativised(self, token: int) -> int:
        """The noun that a relative pronoun stands for: of "whose" in "Lima, whose envoy left" Lima; else the token."""
        t = token
        for _ in range(8):
            if self.dep[t] == "relcl":
                return self.head[t]
            if self.head[t] == t:
                break
            t = self.head[t]
        return token

    def that_clause(self, v: int) -> int | None:
        """A clause with "that" which the parser hung on what stands between: "demanded in a text passed today that"."""
        for k in self.kids[v]:
            if k < v or self.dep[k] != "prep":
                continue
            stack = [k]
            while stack:
                t = stack.pop()
                for j in self.kids[t]:
                    if self.dep[j] in {"ccomp", "advcl", "relcl", "acl"} and any(
                        self.dep[m] == "mark" and self.text[m] == "that" for m in self.kids[j]
                    ):
                        return j
                    if self.dep[j] in {"pobj", "acl", "prep", "relcl"}:
                        stack.append(j)
        return None

    def _relativised(self, v: int) -> int | None:
        """The noun that a relative clause modifies."""
        seen = 0
        while self.dep[v] in {"conj", "xcomp", "ccomp"} and seen < 6:
            v, seen = self.head[v], seen + 1
        return self.head[v] if self.dep[v] in {"relcl", "acl"} else None

    def _controller(self, governor: int, depth: int, after: bool = True) -> list[int]:
        """The subject of a verb's complement without a subject of its own."""
        if after and self.lemma[governor] in OBJECT_CONTROL:
            objects = [] if self.passive(governor) else self.kids_by(governor, "dobj", "dative")
            if objects:
                return self.coordinated(objects[0])
            for k in self.kids[governor]:  # "called on Lima to send"
                if self.dep[k] == "prep" and self.text[k] in {"on", "upon", "to", "with"}:
                    below = self.kids_by(k, "pobj")
                    if (
                        below
                        and self.lemma[governor] in {"call", "appeal", "plead"}
                        and self.text[below[0]] not in DAYS
                    ):
                        return self.coordinated(below[0])
        if self.is_verb(governor):
            return self.subjects(governor, depth + 1)
        if self.pos[governor] == "ADJ" and self.is_verb(self.head[governor]):  # "Lima is due to hold"
            return self.subjects(self.head[governor], depth + 1)
        return self.owners(governor, depth + 1)

    def owners(self, noun: int, depth: int = 0) -> list[int]:
        """Whose a noun is: "Lima's decision", "a decision by Lima", "Lima took the decision"."""
        for k in self.kids[noun]:
            if self.dep[k] == "poss":
                return self.coordinated(k)
        for k in self.kids[noun]:
            if self.dep[k] == "prep" and self.text[k] in {"by", "of"}:
                below = self.kids_by(k, "pobj")
                if below:
                    return self.coordinated(below[0])
        h = self.head[noun]
        if depth > 8 or h == noun:
            return []
        if self.dep[noun] in {"dobj", "attr"} and self.is_verb(h):
            return self.subjects(h, depth + 1)
        if self.dep[noun] == "pobj" and self.is_verb(self.head[h]):
            return self.subjects(self.head[h], depth + 1)
        if self.dep[noun] == "conj":
            return self.owners(h, depth + 1)
        return []

    def agents(self, v: int) -> list[int]:
        """Those by whom a passive verb says that it was done."""
        for k in self.kids[v]:
            if self.dep[k] == "agent" or (self.dep[k] == "prep" and self.text[k] == "by"):
                below = self.kids_by(k, "pobj")
                if below:
                    tool = [k for k in self.kids_by(below[0], "acl") if self.lemma[k] in _HANDLES]
                    return self.agents(tool[0]) if tool else self.coordinated(below[0])
        for name, j in list(self.prepositions(v)):  # "hacked with machetes by", where "by" hangs on the instrument
            below = [i for of, i in self.prepositions(j) if of == "by"] if name == "with" else []
            if not below and name == "with":  # "hit with a baton wielded by"
                below = [i for k in self.kids_by(j, "acl") if self.lemma[k] in _HANDLES for i in self.agents(k)]
            if below:
                return below
        if self.dep[v] == "conj" and self.is_verb(self.head[v]):
            return self.agents(self.head[v]) if self.passive(self.head[v]) else []
        return []

    def objects(self, v: int) -> list[int]:
        """The heads of a verb's objects: the direct one first; of a passive, its subject."""
        if self.passive(v):
            return self.subjects(v) + [j for k in self.kids_by(v, "dobj", "oprd") for j in self.coordinated(k)]
        out = [j for k in self.kids_by(v, "dobj") for j in self.coordinated(k)]
        if self.lemma[v] == "give" and self.kids_by(v, "dative"):
            out += self.kids_by(v, "npadvmod")  # "gave Lima ten days to"
        if self.lemma[v] == "become":
            out += self.kids_by(v, "attr")
        out += [j for k in self.kids_by(v, "dative", "oprd") if self.pos[k] in NOMINAL for j in self.coordinated(k)]
        if out and self.text[out[0]] in RELATIVE:
            noun = self._relativised(v)
            return out if noun is None else self.coordinated_before(noun)
        if not out and self.dep[v] == "relcl":
            # "the missiles (that) Lima sold": the gap is the object where the clause has a subject of its own
            own = self.kids_by(v, "nsubj")
            where = any(self.tag[k] == "WRB" for k in self.kids[v])
            if own and self.text[own[0]] not in RELATIVE and not where:
                return self.coordinated_before(self.head[v])
        if not out:  # "condemned and rejected the plan": the object hangs on the last verb
            for k in self.kids[v]:
                if self.dep[k] == "conj" and self.is_verb(k) and not self.kids_by(k, "nsubj") and k - v <= 3:
                    return [j for o in self.kids_by(k, "dobj") for j in self.coordinated(o)]
        return out

    def prepositions(self, i: int) -> Iterator[tuple[str, int]]:
        """The (preposition, head of its complement) that hang on a token, of coordinated ones each."""
        for k in self.kids[i]:
            if self.dep[k] == "npadvmod":  # "the attacks Monday at": the parser hangs "at" on the day
                yield from self.prepositions(k)
            if self.dep[k] == "advmod" and self.text[k] == "next":
                for p in self.kids_by(k, "prep"):
                    for x in self.kids_by(p, "pobj"):
                        yield "next to", x
            if self.dep[k] in {"prep", "dative"} and self.tag[k] in {"IN", "TO", "VBG", "RP"}:
                name = self.text[k]
                for j in self.kids[k]:
                    if self.dep[j] == "pobj":
                        for x in self.coordinated(j):
                            yield name, x
                    elif self.dep[j] == "prep":  # "out of", "because of"
                        for x in self.kids_by(j, "pobj"):
                            yield f"{name} {self.text[j]}", x
                    elif self.dep[j] == "conj" and self.tag[j] in {"IN", "TO"}:  # "to and from"
                        for x in self.kids_by(j, "pobj"):
                            yield self.text[j], x

    def noun_phrase(self, i: int) -> tuple[int, int]:
        """First and last token of the subtree of a noun without its clauses and appositions."""
        first = last = i
        stack = [i]
        while stack:
            t = stack.pop()
            first, last = min(first, t), max(last, t)
            stack += [
                k for k in self.kids[t] if self.dep[k] not in {"relcl", "acl", "appos", "punct", "advcl", "cc", "conj"}
            ]
        return first, last

    def subtree(self, i: int) -> tuple[int, int]:
        """First and last token of everything under a token."""
        first = last = i
        stack = [i]
        while stack:
            t = stack.pop()
            first, last = min(first, t), max(last, t)
            stack += self.kids[t]
        return first, last


DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday".split())
# what is done with a tool in a deed: "a rocket fired by Lima"
_HANDLES = frozenset("wield fire hold drop throw launch detonate hurl lob swing discharge brandish plant".split())
_NEGATIVE = frozenset({"not", "never", "no", "n't", "neither", "nor", "hardly", "scarcely", "barely", "nowhere"})
