"""Matching: which frame a verb or an event noun fits, by what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from detente.coding.clauses import DAYS, NOMINAL, Syntax
from detente.coding.frames import Frame, Frames
from detente.reading.model import Mention, Reading

_STATELY = frozenset({"state", "organisation"})
_NAMING = frozenset({"compound", "amod", "nmod", "conj", "nummod", "quantmod", "poss"})
_PHRASAL, _OFF = frozenset({"back"}), frozenset({"off", "down", "away", "out"})
_ASKING = frozenset({"ask", "tell", "demand"})
_MARKS = frozenset({'"', "“", "``", "‘", "`"})
_QUESTIONS = frozenset({"question", "query"})
# verbs whose complement is an infinitive without "to"
_BARE = frozenset({"let", "help", "make", "have"})
_MONEY = frozenset("million billion dollar euro pound yen franc crown rouble ruble dlrs peso".split())
_PARTICLES = frozenset({"prt", "prep", "advmod", "dobj", "acomp", "dative", "xcomp", "ccomp", "mark", "aux"})
# with an event these say when or on which occasion
_WHEN = frozenset({"on", "during", "after", "before", "at", "following", "amid", "since", "in"})


class Matching:
    """The frames, applied to the syntax of one article."""

    def __init__(self, reading: Reading, s: Syntax, known: Frames, at: list[Mention | None]) -> None:
        self.reading, self.s, self.known, self.at = reading, s, known, at

    def lemmas(self, tokens: Iterable[int]) -> set[str]:
        """The words of noun phrases that frames look at: heads, modifiers and what they are of."""
        s = self.s
        out: set[str] = set()
        stack = list(tokens)
        for _ in range(40):
            if not stack:
                break
            t = stack.pop()
            out.add(s.lemma[t])
            out.add(s.text[t])
            for k in s.kids[t]:
                if s.dep[k] in _NAMING:
                    stack.append(k)
                elif s.dep[k] == "prep" and (
                    s.text[k] in {"of", "for"} or (s.text[k] == "in" and s.lemma[t] in _MONEY)
                ):
                    stack += s.kids_by(k, "pobj")
        return out

    def noun_frame(self, n: int) -> Frame | None:
        """The frame of an event noun."""
        s = self.s
        if s.lemma[n] not in self.known.nouns or (s.pos[n] not in NOMINAL and "-" not in s.lemma[n]):
            return None
        if s.text[n] == "march" and s.pos[n] == "PROPN":
            return None  # the month
        m = self.at[n]
        if m is not None and m.head == n and m.kind == "name":
            return None  # the Congress is no congress
        modifiers = {w for k in s.kids[n] if s.dep[k] in {"compound", "amod", "nmod"} for w in (s.lemma[k], s.text[k])}
        if n and s.head[n - 1] == n:
            modifiers.add(s.text[n - 1])
        for frame in self.known.nouns[s.lemma[n]]:
            if frame.words and not set(frame.words) <= modifiers:
                continue
            if frame.object and not (frame.object & (modifiers | {s.lemma[n]})):
                continue
            if frame.unless_of and any(s.lemma[k] in frame.unless_of for k in s.kids_by(n, "acl", "relcl", "xcomp")):
                continue
            if frame.through and not self._through(n, frame.through, []):
                continue
            return frame
        return None

    def verb_frames(self, v: int) -> Iterator[tuple[Frame, list[int]]]:
        """The frames that a verb fits, those that ask most first, each with the nouns by which it fits."""
        known = self.known.verbs.get(self.s.lemma[v])
        if not known:
            return
        if self.s.text[v] == "opposed" and v and self.s.text[v - 1] == "as":
            return  # "as opposed to"
        objects = self.s.objects(v)
        for frame in known:
            used = self._fits(v, frame, objects)
            if used is not None:
                yield frame, used

    def prepositions(self, v: int, objects: Iterable[int]) -> Iterator[tuple[str, int]]:
        """Prepositions of a verb, of its particle and of its objects: "held talks on fish with Oslo"."""
        s = self.s
        yield from s.prepositions(v)
        for k in s.kids[v]:
            if s.dep[k] in {"prt", "acomp"}:
                yield from s.prepositions(k)
            elif s.dep[k] == "prep":  # the parser hangs "with Oslo" on the noun of another preposition
                for j in s.kids_by(k, "pobj"):
                    if s.text[k] not in _WHEN or self.noun_frame(j) is None:  # "on a visit to Lima, she praised"
                        yield from s.prepositions(j)
        for o in objects:
            yield from s.prepositions(o)
            for k in s.kids[o]:
                if s.dep[k] == "prep":
                    for j in s.kids_by(k, "pobj"):
                        yield from s.prepositions(j)

    def _fits(self, v: int, frame: Frame, objects: list[int]) -> list[int] | None:
        if frame.words and not self._followed(v, frame.words):
            return None
        if frame.transitive and not objects:
            return None
        if (
            not frame.words
            and self.s.lemma[v] in _PHRASAL
            and any(self.s.text[k] in _OFF for k in self.s.kids_by(v, "prt"))
        ):
            return None  # "backed off a threat" backs nothing
        if frame.unless_object:
            heads = [*objects, *(j for name, j in self.s.prepositions(v) if name == "with")]
            heads += [
                k for j in heads for name, k in self.s.prepositions(j) if name == "of"
            ]  # "meets a third of demand"
            if any(self.s.lemma[j] in frame.unless_object for j in heads):
                return None
        if frame.unless_modified & {self.s.lemma[k] for o in objects for k in self.s.kids_by(o, "amod", "compound")}:
            return None
        if frame.type == "REQUEST" and self._asks(v):
            return None
        used: list[int] = []
        if frame.object or frame.through:
            by_object = self._by_object(v, frame, objects)
            if by_object is None and not (frame.through and self._through(v, frame.through, objects)):
                return None
            used = by_object or []
        if frame.unless_through and self._through(v, frame.unless_through, objects):
            return None
        if frame.complement and not self._complement(v, frame):
            return None
        if frame.adjective and not any(
            s_word in frame.adjective
            for k in self.s.kids_by(v, "acomp", "oprd", "attr")
            for s_word in (self.s.lemma[k], self.s.text[k])
        ):
            return None
        if frame.object_complement and not self._called(v, frame):
            return None
        if (frame.subject or frame.person) and not self._subject(v, frame):
            return None
        if (frame.passive and not self.s.passive(v)) or (frame.negated and not self.s.negated(v)):
            return None
        if frame.adverb and not any(self.s.text[k] in frame.adverb for k in self.s.kids[v]):
            return None
        if frame.person_object and not any(self._person(o) for o in objects):
            return None
        if frame.bare and (self.s.kids_by(v, "oprd", "ccomp", "xcomp", "acomp", "attr", "prt") or self._named_so(v)):
            return None
        return used

    def _asks(self, v: int) -> bool:
        """Whether a verb asks a question and no deed: "asked why", "decide whether to"."""
        s = self.s
        if s.lemma[v] in _ASKING and any(s.lemma[o] in _QUESTIONS for o in s.objects(v)):
            return True
        return s.lemma[v] in _ASKING and any(
            s.tag[j] in {"WRB", "WP"} or s.text[j] in {"whether", "if"}
            for k in s.kids_by(v, "ccomp", "advcl", "xcomp")
            for j in s.kids[k]
            if j < k
        )

    def _named_so(self, v: int) -> bool:
        """Whether the object is called something in quotation marks, which the parser hangs anywhere."""
        s = self.s
        last = max((s.noun_phrase(o)[1] for o in s.objects(v)), default=v)
        return any(s.text[t] in _MARKS for t in range(v + 1, min(last + 2, len(s.text))))

    def _person(self, token: int) -> bool:
        """Whether a token is headed by a mention of persons, or of those who act for somebody."""
        m = self.at[token]
        if m is None:
            return False
        known = self.reading.parties
        return any(p in known and known[p].kind == "person" for p in m.parties)

    def _by_object(self, v: int, frame: Frame, objects: list[int]) -> list[int] | None:
        if not frame.object:
            return None
        heads = objects
        if frame.words:
            heads = [*objects, *(j for name, j in self.s.prepositions(v) if name == frame.words[-1])]
        lemmas = {self.s.lemma[h] for h in heads} if frame.head else self.lemmas(heads)
        if not frame.object & lemmas or (frame.modified and not frame.modified & lemmas):
            return None
        return heads

    def _complement(self, v: int, frame: Frame) -> bool:
        s = self.s
        if frame.complement == "clause":
            clauses = [k for k in s.kids[v] if s.dep[k] in {"ccomp", "advcl"}]
            if frame.type == "REQUEST" and s.lemma[v] == "insist":  # "insisted that he stop", not "that he is well"
                clauses = [k for k in clauses if not self._indicative(k)]
            that = s.that_clause(v)
            clauses += [that] if that is not None and that not in clauses else []
            return any(self._clause_says(k, frame) for k in clauses)
        if frame.complement == "passive":  # "ordered him held", "had them arrested"
            below = (*s.kids_by(v, "ccomp", "xcomp", "oprd"), *(k for o in s.objects(v) for k in s.kids_by(o, "acl")))
            return any(s.tag[k] in {"VBN", "VBD"} and s.lemma[k] in frame.of_verbs for k in below)
        if frame.complement == "participle":  # "stopped shelling"
            return any(s.tag[k] == "VBG" and s.lemma[k] in frame.of_verbs for k in s.kids_by(v, "xcomp"))
        inner = [
            k
            for k in s.kids[v]
            if s.dep[k] in {"xcomp", "ccomp", "advcl", "acl"}
            and s.tag[k] == "VB"
            and any(s.tag[j] == "TO" for j in s.kids[k])
        ]
        if s.lemma[v] in _BARE:  # "let Lima use", "helped rebuild"
            inner += [k for k in s.kids_by(v, "ccomp", "xcomp") if s.tag[k] == "VB"]
        inner += [
            k for o in s.kids_by(v, "dobj", "acomp") for k in s.kids_by(o, "acl", "xcomp", "relcl") if s.tag[k] == "VB"
        ]
        inner = [k for k in inner if not any(s.text[j] == "whether" for j in s.kids[k])]
        if not inner or any(s.lemma[k] in frame.unless_of for k in inner):
            return False
        return not frame.of_verbs or any(s.lemma[k] in frame.of_verbs for k in inner)

    def _clause_says(self, v: int, frame: Frame) -> bool:
        """Whether a clause has the verb and the auxiliary that a frame asks of it."""
        s = self.s
        if frame.of_verbs and s.lemma[v] not in frame.of_verbs:
            return False
        if frame.clause_words:  # "admitted that he had lied", "that errors were made", "she had been wrong"
            beside = s.kids_by(v, "acomp", "attr", "dobj", "nsubj", "nsubjpass", "xcomp")
            if s.negated(v) or not frame.clause_words & {s.lemma[k] for k in (v, *beside)}:
                return False
        aux = {w for k in s.kids[v] if s.dep[k] == "aux" for w in (s.lemma[k], s.text[k])} | {s.lemma[v]}
        return not frame.clause_aux or (bool(frame.clause_aux & aux) and not s.negated(v))

    def _indicative(self, v: int) -> bool:
        """Whether a clause tells what is, not what is to be."""
        s = self.s
        aux = [k for k in s.kids[v] if s.dep[k] in {"aux", "auxpass"}]
        if any(s.tag[k] == "MD" for k in aux):
            return not any(s.text[k] in {"must", "should", "shall", "ought"} for k in aux)
        finite = [s.tag[k] for k in aux if s.tag[k] in {"VBZ", "VBD", "VBP"}] or [s.tag[v]]
        return finite[0] in {"VBZ", "VBD"}

    def _called(self, v: int, frame: Frame) -> bool:
        s = self.s
        below = [k for k in s.kids[v] if s.dep[k] in {"oprd", "xcomp", "ccomp", "acomp", "attr", "dobj", "prep"}]
        below += [j for k in below for j in s.kids[k]]
        return any(s.lemma[k] in frame.object_complement for k in below)

    def _subject(self, v: int, frame: Frame) -> bool:
        subjects = self.s.subjects(v)
        if frame.subject and not frame.subject & self.lemmas(subjects):
            many = "crowd" in frame.subject and any(
                (m := self.at[t]) is not None
                and m.kind == "nominal"
                and self.s.tag[t] == "NNS"
                and not any(p in self.reading.parties and self.reading.parties[p].sector == "MIL" for p in m.parties)
                for t in subjects
            )
            if not many:
                return False
        if frame.person:
            mentions = [m for t in subjects if (m := self.at[t]) is not None]
            kinds = {self.reading.parties[p].kind for m in mentions for p in m.parties if p in self.reading.parties}
            return not kinds & _STATELY or "person" in kinds
        return True

    def _followed(self, v: int, words: tuple[str, ...]) -> bool:
        s = self.s
        for k in s.kids[v]:
            if k > v and s.text[k] == words[0] and s.dep[k] in _PARTICLES:
                if words == ("on",) and any(s.text[j] in DAYS for j in s.kids[k]):
                    continue  # "called up men on Monday"
                return all(k + i < len(s.text) and s.text[k + i] == w for i, w in enumerate(words))
        if words == ("for",) and any(  # "called Tuesday for Lima to leave"
            s.text[j] == "for" and s.dep[j] == "mark"
            for k in s.kids_by(v, "advcl", "xcomp", "ccomp")
            for j in s.kids[k]
        ):
            return True
        after = s.text[v + 1 : v + 1 + len(words)]
        return words[0] != "to" and after == list(words)

    def _through(self, v: int, through: Mapping[str, frozenset[str]], objects: list[int]) -> bool:
        for name, j in self.prepositions(v, objects):
            wanted = through.get(name)
            if wanted is not None and (not wanted or wanted & self.lemmas([j])):
                return True
        return False
