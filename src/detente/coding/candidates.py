"""Candidates: predicates that may name an event, with the parties on their two sides.

A predicate is a verb or an event noun ("talks", "the bombing of"). Which frame it fits, and where its sides stand, is
data (``knowledge/events.yaml``); the ways from a predicate to the mentions on its sides are here and in `clauses`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.coding.clauses import NOMINAL, RELATIVE, Syntax
from detente.coding.frames import Frame, Frames, frames
from detente.reading.model import Mention, Reading, Sentence

# prepositions through which a noun phrase names whom it is of: "officials from Lima", "the embassy in Lima"
_OF = ("of", "from", "by", "in", "for", "at", "near", "against", "on", "to", "with", "outside", "between", "among")
_OWN_OF = ("of", "from", "in", "at", "for")
_FALLBACK = ("object", "to", "with", "against", "on", "from", "of", "for", "in", "at", "over", "into", "content")
_CROWDED = frozenset({"state", "organisation"})
_BOMBS = frozenset(
    {"bomb", "explosion", "device", "blast", "grenade", "mine", "explosive", "rocket", "shell", "missile", "car"}
)
# verbs that tell what an attack did: the attack and its victims are one event
_TOLL = frozenset(
    "kill wound injure claim destroy damage hit rip maim leave target shake rock devastate tear strike".split()
)


@dataclass(frozen=True, slots=True)
class Side:
    """A mention on one side of a predicate, and the words that lead to it."""

    mention: Mention
    token: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate with the mentions on its two sides.

    ``trigger`` is the verb or noun that names the event, ``governor`` the verb that says whether it happened: the light
    verb of "held talks", otherwise the trigger itself. ``frame`` is None where no frame fits.
    """

    sentence: Sentence
    trigger: int
    governor: int
    frame: Frame | None
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    symmetric: bool = False


def candidates(reading: Reading, s: Syntax) -> list[Candidate]:
    """The candidates of an article, in the order of their sentences; at most one per predicate."""
    out: list[Candidate] = []
    search = _Search(reading, s, frames())
    for sentence in reading.sentences:
        if sentence.parsed:
            out += search.sentence(sentence)
    return out


class _Search:
    def __init__(self, reading: Reading, s: Syntax, known: Frames) -> None:
        self.reading, self.s, self.known = reading, s, known
        self.at: list[Mention | None] = [None] * len(s.text)  # the outermost mention that covers a token
        self.inner: list[Mention | None] = [None] * len(s.text)
        idx = s.idx
        for sentence in reading.sentences:
            here = reading.mentions_in(sentence.index)
            t = sentence.first
            for m in sorted(here, key=lambda m: (m.start, -m.end)):
                while t > sentence.first and idx[t - 1] >= m.start:
                    t -= 1
                while t < sentence.last and idx[t] + len(s.text[t]) <= m.start:
                    t += 1
                k = t
                while k < sentence.last and idx[k] < m.end:
                    if m.inside:
                        self.inner[k] = m
                    elif self.at[k] is None:
                        self.at[k] = m
                    k += 1

    # ---- from a noun phrase to the parties it names

    def named(self, token: int, depth: int = 0, event_actor: bool = False) -> list[Side]:
        """The mentions that a noun phrase stands for: itself, its owner, its modifiers, whom it is of."""
        s = self.s
        m = self.at[token]
        if m is not None and not event_actor:
            # "the Italian embassy": a modifier's mention covers itself only
            return [Side(m, token)]
        if depth > 4:
            return []
        kids = s.kids[token]
        for k in kids:
            if s.dep[k] == "poss":
                found = [x for j in s.coordinated(k) for x in self.named(j, depth + 1)]
                if found:
                    return found
        found = []
        for k in kids:
            if s.dep[k] in {"compound", "amod", "nmod", "npadvmod", "nounmod"}:
                for j in s.coordinated(k):
                    m = self.at[j] or self.inner[j]
                    if m is not None:
                        found.append(Side(m, j))
                    else:  # "American-led coalition", "Iranian Navy ships"
                        found += self._hyphened(j)
        if found:
            return _distinct(found)
        if event_actor:
            return [x for name, j in s.prepositions(token) if name == "by" for x in self.named(j, depth + 1)]
        for k in kids:
            if s.dep[k] == "appos":
                m = self.at[k]
                if m is not None:
                    return [Side(m, k)]
        for wanted in _OWN_OF if depth else _OF:
            found = [x for name, j in s.prepositions(token) if name == wanted for x in self.named(j, depth + 1)]
            if found:
                return _distinct(found)
        for k in kids:
            if s.dep[k] == "acl" and s.tag[k] in {"VBN", "VBG"}:  # "groups backed by Lima", "people living in Lima"
                found = [x for _, j in s.prepositions(k) for x in self.named(j, depth + 1)]
                found += [x for j in s.kids_by(k, "dobj") for x in self.named(j, depth + 1)]
                if found:
                    return _distinct(found[:1])
        return []

    def _hyphened(self, modifier: int) -> list[Side]:
        """The parties in a modifier: "American-led", "Iranian Navy"."""
        s, out = self.s, []
        for k in s.kids[modifier]:
            m = self.at[k]
            if m is not None and s.dep[k] in {"npadvmod", "compound", "amod"}:
                out.append(Side(m, k))
        return out

    def all_named(self, tokens: Iterable[int], guarded: bool = False) -> list[Side]:
        """The mentions that several noun phrases stand for; ``guarded``: of an event noun only who did it."""
        out: list[Side] = []
        for t in tokens:
            event = guarded and self.noun_frame(t) is not None
            out += self.named(t, event_actor=event)
        return _distinct(out)

    # ---- frames

    def lemmas(self, tokens: Iterable[int]) -> set[str]:
        """The lemmas of noun phrases that frames look at: heads, modifiers and what they are of."""
        s, out = self.s, set()
        stack = list(tokens)
        for _ in range(40):
            if not stack:
                break
            t = stack.pop()
            out.add(s.lemma[t])
            out.add(s.text[t])
            for k in s.kids[t]:
                if s.dep[k] in {"compound", "amod", "nmod", "conj", "nummod", "quantmod", "poss"}:
                    stack.append(k)
                elif s.dep[k] == "prep" and s.text[k] in {"of", "for"}:
                    stack += s.kids_by(k, "pobj")
        return out

    def noun_frame(self, n: int) -> Frame | None:
        """The frame of an event noun."""
        s = self.s
        if s.pos[n] not in NOMINAL or s.lemma[n] not in self.known.nouns:
            return None
        modifiers = {w for k in s.kids[n] if s.dep[k] in {"compound", "amod", "nmod"} for w in (s.lemma[k], s.text[k])}
        if n and s.head[n - 1] == n:
            modifiers.add(s.text[n - 1])
        for frame in self.known.nouns[s.lemma[n]]:
            if frame.words and not set(frame.words) <= modifiers:
                continue
            if frame.object and not (frame.object & (modifiers | {s.lemma[n]})):
                continue
            return frame
        return None

    def verb_frame(self, v: int) -> tuple[Frame, list[int]] | None:
        """The first frame that a verb fits, and the nouns that the frame's object is."""
        s = self.s
        known = self.known.verbs.get(s.lemma[v])
        if not known:
            return None
        objects = s.objects(v)
        for frame in known:
            used = self._fits(v, frame, objects)
            if used is not None:
                return frame, used
        return None

    def _fits(self, v: int, frame: Frame, objects: list[int]) -> list[int] | None:
        s = self.s
        if frame.words and not self._followed(v, frame.words):
            return None
        used: list[int] = []
        by_object = False
        if frame.object:
            heads = (
                objects
                if not frame.words
                else objects + [j for name, j in s.prepositions(v) if name == frame.words[-1]]
            )
            lemmas = self.lemmas(heads)
            by_object = bool(frame.object & lemmas)
            used = heads if by_object else []
            if by_object and frame.modified and not (frame.modified & lemmas):
                return None
        by_through = bool(frame.through) and self._through(v, frame.through, objects)
        if (frame.object or frame.through) and not (by_object or by_through):
            return None
        if frame.unless_through and self._through(v, frame.unless_through, objects):
            return None
        if frame.complement == "infinitive":
            inner = [
                k for k in s.kids[v]
                if s.dep[k] in {"xcomp", "ccomp", "advcl", "acl"}
                and s.tag[k] == "VB"
                and any(s.tag[j] == "TO" for j in s.kids[k])
            ]  # fmt: skip
            inner += [
                k
                for o in s.kids_by(v, "dobj", "acomp")
                for k in s.kids_by(o, "acl", "xcomp", "relcl")
                if s.tag[k] == "VB"
            ]
            if not inner:
                return None
            if frame.of_verbs and not any(s.lemma[k] in frame.of_verbs for k in inner):
                return None
        elif frame.complement == "clause" and not any(s.dep[k] in {"ccomp", "advcl"} for k in s.kids[v]):
            return None
        if frame.adjective and not any(
            s.lemma[k] in frame.adjective or s.text[k] in frame.adjective for k in s.kids_by(v, "acomp", "oprd", "attr")
        ):
            return None
        if frame.object_complement:
            below = [k for k in s.kids[v] if s.dep[k] in {"oprd", "xcomp", "ccomp", "acomp", "attr", "dobj", "prep"}]
            below += [j for k in below for j in s.kids[k]]
            if not any(s.lemma[k] in frame.object_complement for k in below):
                return None
        if frame.crowd or frame.person or frame.bomb:
            subjects = s.subjects(v)
            if frame.bomb and not (self.lemmas(subjects) & _BOMBS):
                return None
            mentions = [m for t in subjects if (m := self.at[t]) is not None]
            kinds = {self.reading.parties[p].kind for m in mentions for p in m.parties if p in self.reading.parties}
            if frame.crowd and kinds & _CROWDED and not all(m.kind == "nominal" for m in mentions):
                return None
            if frame.person and kinds & _CROWDED and "person" not in kinds:
                return None
        return used

    def _followed(self, v: int, words: tuple[str, ...]) -> bool:
        s = self.s
        for k in s.kids[v]:
            if (
                k > v
                and s.text[k] == words[0]
                and s.dep[k] in {"prt", "prep", "advmod", "dobj", "acomp", "dative", "xcomp", "ccomp", "mark", "aux"}
            ):
                return all(k + i < len(s.text) and s.text[k + i] == w for i, w in enumerate(words))
        return (
            v + len(words) < len(s.text)
            and all(s.text[v + 1 + i] == w for i, w in enumerate(words))
            and words[0] not in {"to"}
        )

    def _through(self, v: int, through: Mapping[str, frozenset[str]], objects: list[int]) -> bool:
        for name, j in self._prepositions(v, objects):
            wanted = through.get(name)
            if wanted is not None and (not wanted or wanted & self.lemmas([j])):
                return True
        return False

    # ---- sides

    def _prepositions(self, v: int, objects: Iterable[int]) -> Iterator[tuple[str, int]]:
        """Prepositions of a verb, of its particle and of its objects: "held talks on fish with Oslo"."""
        s = self.s
        yield from s.prepositions(v)
        for k in s.kids[v]:
            if s.dep[k] == "prt":
                yield from s.prepositions(k)
            elif s.dep[k] == "prep":  # "of talks with": the parser hangs prepositions on each other's nouns
                for j in s.kids_by(k, "pobj"):
                    yield from s.prepositions(j)
        for o in objects:
            yield from s.prepositions(o)
            for k in s.kids[o]:
                if s.dep[k] == "prep":
                    for j in s.kids_by(k, "pobj"):
                        yield from s.prepositions(j)

    def _slot(self, v: int, slot: str, objects: list[int], used: list[int], guarded: bool) -> list[Side]:
        if slot == "object":
            rest = [o for o in objects if o not in used]
            return self.all_named(rest, guarded) or self.all_named(used, True)
        if slot == "subject":
            return self.all_named(self.actors_of(v))
        if slot in {"clause", "content"}:
            return self._complement(v, slot)
        if slot == "and":
            return []
        tokens = [j for name, j in self._prepositions(v, objects) if name == slot]
        return self.all_named(tokens, guarded)

    def _complement(self, v: int, slot: str) -> list[Side]:
        s = self.s
        inner = [k for k in s.kids[v] if s.dep[k] in {"ccomp", "xcomp", "advcl"}]
        inner += [
            k for o in s.kids_by(v, "dobj", "acomp", "attr") for k in s.kids_by(o, "acl", "xcomp", "relcl", "ccomp")
        ]
        inner += [k for p in s.kids_by(v, "prep") for k in s.kids_by(p, "pcomp")]
        out: list[Side] = []
        for k in inner:
            if slot == "clause":
                own = s.kids_by(k, "nsubj", "nsubjpass")
                out += self.all_named([j for o in own for j in s.coordinated(o)])
            else:
                first, last = s.subtree(k)
                subject = (
                    {j for o in s.kids_by(k, "nsubj") for j in range(*s.noun_phrase(o))}
                    if s.dep[k] == "xcomp"
                    else set()
                )
                t = k
                while t <= last:
                    m = self.at[t]
                    if m is not None and t not in subject and t >= first:
                        out.append(Side(m, t))
                        break
                    t += 1
                if not out:
                    own = s.kids_by(k, "nsubj", "nsubjpass")
                    out += self.all_named(own)
            if out:
                break
        return _distinct(out)

    def actors_of(self, v: int) -> list[int]:
        """Who does what a verb says."""
        s = self.s
        return s.agents(v) if s.passive(v) else s.subjects(v)

    def sentence(self, sentence: Sentence) -> list[Candidate]:
        """The candidates of one sentence."""
        s = self.s
        out: list[Candidate] = []
        covered: set[int] = set()
        verbs: list[tuple[int, Frame, list[int]]] = []
        has_mention = bool(self.reading.mentions_in(sentence.index))
        if not has_mention:
            return out
        for v in range(sentence.first, sentence.last):
            if not s.is_verb(v) or s.dep[v] in {"aux", "auxpass"}:
                continue
            fit = self.verb_frame(v)
            if fit is not None:
                verbs.append((v, *fit))
        for v, frame, used in verbs:
            if v in covered:
                continue
            candidate = self._verb_candidate(sentence, v, frame, used)
            if candidate is None:
                continue
            out.append(candidate)
            covered |= set(used)
            if frame.covers:
                covered |= {k for k in s.kids[v] if s.dep[k] == "xcomp"}
                if frame.type == "CONSULT":
                    covered |= {o for o in s.objects(v) if self.noun_frame(o)}
        for n in range(sentence.first, sentence.last):
            if n in covered or s.pos[n] not in {"NOUN", "PROPN", "VERB"}:
                continue
            noun = self.noun_frame(n)
            if noun is None or s.dep[n] in {"compound", "amod"}:
                continue
            candidate = self._noun_candidate(sentence, n, noun)
            if candidate is not None:
                out.append(candidate)
        return _one_telling(out, s)

    def _verb_candidate(self, sentence: Sentence, v: int, frame: Frame, used: list[int]) -> Candidate | None:
        s = self.s
        objects = s.objects(v)
        guarded = frame.type in {"ACCUSE", "SUPPORT", "REQUEST"}
        doers = self.actors_of(v)
        if frame.type == "ASSAULT" and frame.needs == "any" and any(self.noun_frame(t) for t in doers):
            return None  # "the blasts killed": the noun is the event
        actors: list[Side] = []
        for slot in frame.actor:
            actors = self.all_named(doers, True) if slot == "subject" else self._slot(v, slot, objects, used, guarded)
            if actors:
                break
        recipients: list[Side] = []
        taken = {x.mention for x in actors}
        slots = (
            frame.recipient if frame.strict else (*frame.recipient, *(f for f in _FALLBACK if f not in frame.recipient))
        )
        for slot in slots:
            if slot == "by" and s.passive(v):
                continue
            recipients = [x for x in self._slot(v, slot, objects, used, guarded) if x.mention not in taken]
            if recipients:
                break
        actors, recipients, symmetric = self._split(frame, actors, recipients)
        if not self._enough(frame, actors, recipients, objects):
            return None
        return Candidate(sentence, v, v, frame, tuple(actors), tuple(recipients), symmetric)

    def _split(self, frame: Frame, actors: list[Side], recipients: list[Side]) -> tuple[list[Side], list[Side], bool]:
        """The sides of what both do: the first named does it with the others."""
        if frame.symmetric and not recipients and len(actors) > 1:
            return actors[:1], actors[1:], True
        return actors, recipients, frame.symmetric

    def _enough(self, frame: Frame, actors: list[Side], recipients: list[Side], objects: list[int]) -> bool:
        if frame.needs == "both":
            several = any(len(x.mention.parties) > 1 for x in actors)
            return bool(actors) and (bool(recipients) or (frame.symmetric and several))
        if frame.needs == "actor":
            return bool(actors)
        return bool(actors or recipients)

    def _noun_candidate(self, sentence: Sentence, n: int, frame: Frame) -> Candidate | None:
        s = self.s
        light = self._light(n)
        actors: list[Side] = []
        for slot in frame.actor:
            actors = self._noun_slot(n, slot)
            if actors:
                break
        if not actors and frame.of == "actor":
            actors = self._noun_slot(n, "of")
        if not actors and light is not None:
            actors = self.all_named(self.actors_of(light), True)
        recipients: list[Side] = []
        taken = {x.mention for x in actors}
        for slot in frame.recipient:
            if slot == "of" and frame.of == "actor":
                continue
            recipients = [x for x in self._noun_slot(n, slot) if x.mention not in taken]
            if not recipients and light is not None and slot not in {"poss", "modifier", "of", "by"}:
                recipients = [x for x in self._slot(light, slot, [], [], False) if x.mention not in taken]
            if recipients:
                break
        if frame.type == "ASSAULT" and s.dep[n] == "nsubj" and s.lemma[s.head[n]] in _TOLL and not recipients:
            recipients = [
                x for x in self._slot(s.head[n], "object", s.objects(s.head[n]), [], False) if x.mention not in taken
            ]
            recipients = recipients or [x for x in self._slot(s.head[n], "in", [], [], False) if x.mention not in taken]
        actors, recipients, symmetric = self._split(frame, actors, recipients)
        enough = bool(actors) if frame.solo else self._enough(frame, actors, recipients, [])
        if not enough:
            return None
        return Candidate(
            sentence, n, light if light is not None else n, frame, tuple(actors), tuple(recipients), symmetric
        )

    def _noun_slot(self, n: int, slot: str) -> list[Side]:
        s = self.s
        if slot == "poss":
            return self.all_named([j for k in s.kids_by(n, "poss") for j in s.coordinated(k)])
        if slot == "modifier":
            found = []
            for k in s.kids[n]:
                if s.dep[k] in {"compound", "amod", "nmod"}:
                    for j in s.coordinated(k):
                        m = self.at[j] or self.inner[j]
                        if m is not None:
                            found.append(Side(m, j))
                        else:
                            found += self._hyphened(j)
            return _distinct(found)
        tokens = [j for name, j in s.prepositions(n) if name == slot]
        for k in s.kids[n]:  # "the talks held with Oslo", "a bombing carried out by"
            if s.dep[k] == "acl" and s.tag[k] == "VBN":
                tokens += [j for name, j in s.prepositions(k) if name == slot]
                if slot == "by":
                    tokens += s.agents(k)
        if slot == "next to":
            tokens += [j for k in s.kids[n] if s.text[k] == "next" for name, j in s.prepositions(k) if name == "to"]
        return self.all_named(tokens)

    def _light(self, n: int) -> int | None:
        """The light verb of which an event noun is the object, if any: "held talks", "the talks were held"."""
        s = self.s
        h, dep = s.head[n], s.dep[n]
        if dep == "conj":
            return self._light(h) if s.pos[h] in NOMINAL else None
        if dep == "pobj" and s.text[h] in {"of", "for"} and s.pos[s.head[h]] == "NOUN":  # "a round of talks"
            return (
                self._light(s.head[h])
                if s.lemma[s.head[h]] in {"round", "series", "day", "hour", "week", "wave", "set", "number"}
                else None
            )
        if dep in {"dobj", "nsubjpass"} and s.lemma[h] in self.known.light:
            return h
        if (
            dep == "pobj"
            and s.is_verb(s.head[h])
            and s.lemma[s.head[h]] in {"engage", "participate", "arrive", "embark", "meet", "be", "enter", "come"}
        ):
            return s.head[h]
        if (
            dep == "nsubj"
            and s.lemma[h] in {"take", "begin", "start", "resume", "open", "end", "continue", "occur", "follow"}
            and not s.kids_by(h, "dobj")
        ):
            return h
        return None


def _distinct(sides: Iterable[Side]) -> list[Side]:
    seen: dict[tuple[int, int], Side] = {}
    for side in sides:
        if side is not None:
            seen.setdefault((side.mention.start, side.mention.end), side)
    return list(seen.values())


def _one_telling(found: list[Candidate], s: Syntax) -> list[Candidate]:
    """The candidates of a sentence without those that tell another's happening again."""
    out: list[Candidate] = []
    for c in found:
        again = False
        for other in out:
            if c.frame is None or other.frame is None or c.frame.type != other.frame.type:
                continue
            mine = {p for x in (*c.actors, *c.recipients) for p in x.mention.parties}
            theirs = {p for x in (*other.actors, *other.recipients) for p in x.mention.parties}
            if mine <= theirs and (c.frame.noun or other.frame.noun) and _same_clause(s, c, other):
                again = True
        if not again:
            out.append(c)
    return out


def _same_clause(s: Syntax, a: Candidate, b: Candidate) -> bool:
    """Whether one trigger stands under the other."""
    for low, high in ((a.trigger, b.trigger), (b.trigger, a.trigger)):
        t, seen = low, 0
        while s.head[t] != t and seen < 8:
            t, seen = s.head[t], seen + 1
            if t == high:
                return True
    return False


__all__ = ["RELATIVE", "Candidate", "Side", "candidates"]
