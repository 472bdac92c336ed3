"""Candidates: predicates that may name an event, with the parties on their two sides.

A predicate is a verb or an event noun ("talks", "the bombing of"). Which frame it fits, and where its sides stand, is
data (``knowledge/events.yaml``); the ways from a predicate to the mentions on its sides are here and in `clauses`.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.clauses import NOMINAL, Syntax
from detente.coding.frames import Frame, frames
from detente.coding.sides import DOCUMENTS, Side, Sides, distinct
from detente.coding.status import cues
from detente.reading.model import Reading, Sentence

_FALLBACK = ("object", "to", "with", "against", "on", "from", "of", "for", "in", "at", "over", "into", "content")
# verbs that tell what an attack did: the attack and its victims are one event
_TOLL = frozenset(
    "kill wound injure claim destroy damage hit rip maim leave target shake rock devastate tear strike".split()
)
_NEAR = ("next to", "outside", "near", "at", "on", "against", "in")
_QUANTITY = frozenset("round series day hour week wave set number".split())
_GOES_ON = frozenset("take begin start resume open end continue occur follow".split())
_GOES_TO = frozenset("engage participate arrive embark meet be enter come emerge".split())
_ANNOUNCED = frozenset(
    "invite plan schedule expect hold host attend participate prepare due organise organize announce".split()
)
# places of a partner, in which what is agreed does not stand
_PARTNERS = frozenset({"with", "between", "among", "object"})
_OF_THINGS = frozenset({"AGREE", "AID", "MOBILIZE", "COOPERATE", "CONSULT", "SUPPORT", "REJECT", "THREATEN"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
_ADDRESSES = frozenset("write tell call phone telephone cable send address appeal".split())
_GOES = frozenset("arrive travel fly return go come head journey".split())
_ABROAD = frozenset({"AID", "COOPERATE"})
_REQUIRES = frozenset({"must", "should", "ought", "need"})


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


def candidates(reading: Reading, s: Syntax) -> list[Candidate]:
    """The candidates of an article, in the order of their sentences; at most one per predicate."""
    known = frames()
    s.join_hyphened(known.hyphened)
    search = _Search(reading, s)
    return [c for sentence in reading.sentences if sentence.parsed for c in search.sentence(sentence)]


class _Search(Sides):
    def sentence(self, sentence: Sentence) -> list[Candidate]:
        """The candidates of one sentence."""
        s = self.s
        if not self.reading.mentions_in(sentence.index):
            return []
        out: list[Candidate] = []
        covered: set[int] = set()
        for v in range(sentence.first, sentence.last):
            if not s.is_verb(v) or s.dep[v] in {"aux", "auxpass"} or v in covered:
                continue
            if s.dep[v] in {"acl", "relcl"} and s.passive(v) and self.matching.noun_frame(s.head[v]) is not None:
                continue  # "a conference organised by": the noun is the event
            required = self._required(sentence, v)
            if required is not None:
                out.append(required)
                continue
            for frame, used in self.matching.verb_frames(v):
                candidate = self._verb_candidate(sentence, v, frame, used)
                if candidate is None:
                    continue
                out.append(candidate)
                out += self._answered(sentence, candidate, used)
                covered |= set(used)
                if frame.covers:
                    covered |= set(s.kids_by(v, "xcomp"))
                break
        for n in range(sentence.first, sentence.last):
            if n in covered or s.dep[n] in {"compound", "amod"}:
                continue
            noun = self.matching.noun_frame(n)
            if noun is not None:
                found = self._noun_candidate(sentence, n, noun)
                if found is not None:
                    out.append(found)
        return _one_telling(out, s)

    def _required(self, sentence: Sentence, v: int) -> Candidate | None:
        """What a speaker says that another must do is asked of the other: "Lima says Quito must withdraw"."""
        s = self.s
        h = s.head[v]
        if s.dep[v] != "ccomp" or s.lemma[h] not in cues().reported:
            return None
        if not any(s.dep[k] == "aux" and s.text[k] in _REQUIRES for k in s.kids[v]):
            return None
        actors, recipients = self.acting(h), self.all_named(s.subjects(v))
        named = {p for x in actors for p in x.mention.parties}
        recipients = [x for x in recipients if not named & set(x.mention.parties)]
        if not actors or not recipients:
            return None
        return Candidate(sentence, v, h, self.known.required, tuple(actors), tuple(recipients))

    def _answered(self, sentence: Sentence, c: Candidate, used: list[int]) -> list[Candidate]:
        """What a refusal answers was asked before: "Lima's demand was refused by Quito"."""
        out = []
        for n in used if c.frame.type == "REJECT" else ():
            asked = self.matching.noun_frame(n)
            if asked is None or asked.type != "REQUEST":
                continue
            asking = self.noun_slot(n, "poss") or self.noun_slot(n, "from") or self.noun_slot(n, "by")
            asking = asking or self.noun_slot(n, "modifier")
            answering = self._others(list(c.actors), asking)
            if asking and answering:
                out.append(Candidate(sentence, n, c.governor, asked, tuple(asking), tuple(answering)))
        return out

    def _meant(self, v: int, frame: Frame) -> Frame:
        """What is promised to another's harm is a threat: "pledged to impose sanctions"."""
        if frame.type != "AGREE" or frame.complement != "infinitive":
            return frame
        for k in self.s.kids_by(v, "xcomp", "ccomp", "advcl"):
            inner = next((f for f, _ in self.matching.verb_frames(k)), None)
            if self.s.tag[k] == "VB" and inner is not None and inner.type in _HOSTILE:
                return self.known.threat
        return frame

    def _verb_candidate(self, sentence: Sentence, v: int, frame: Frame, used: list[int]) -> Candidate | None:
        s = self.s
        frame = self._meant(v, frame)
        objects = s.objects(v)
        guarded = frame.type in {"ACCUSE", "SUPPORT"} and frame.mode != "investigate"
        if frame.type == "ASSAULT" and frame.needs == "any":
            causes = [
                *self.doers(v),
                *(j for name, j in s.prepositions(v) if name in {"in", "by", "during"} and s.passive(v)),
            ]
            if any(map(self._caused, causes)):
                return None  # "the blasts killed", "were killed in the blasts": the noun is the event
        actors: list[Side] = []
        for slot in frame.actor:
            actors = self.slot(v, slot, objects, used, guarded)
            if actors:
                break
        recipients, place = self._recipients(v, frame, actors, objects, used, guarded)
        if frame.symmetric and len(actors) > 1 and place not in _PARTNERS:
            actors, recipients = actors[:1], actors[1:]  # "Lima and Quito agreed to leave Bogota"
        if frame.also is not None:
            actors = distinct([*actors, *(x for o in objects for x in self.noun_slot(o, frame.also))])
        if frame.type == "SUPPORT":
            recipients = distinct([*recipients, *self._others(self._addressed(v), actors)])
        inviting = self._inviting(v) if frame.type == "CONSULT" else None
        if inviting is not None:
            actors, recipients = inviting
        # "convened a meeting" is named by its noun, as "held a meeting" is
        trigger = next((n for n in used if (noun := self.matching.noun_frame(n)) and noun.type == frame.type), v)
        return self._candidate(sentence, trigger, v, frame, actors, recipients)

    def _caused(self, t: int) -> bool:
        """Whether a noun is an attack, or stands in its phrase: "the bombings in Lima and Quito, which killed"."""
        s = self.s
        for _ in range(6):
            noun = self.matching.noun_frame(t)
            if noun is not None and noun.type == "ASSAULT":
                return True
            if s.dep[t] not in {"pobj", "prep", "conj", "compound", "nmod", "appos"}:
                return False
            t = s.head[t]
        return False

    def _told(self, v: int) -> list[Side]:
        """Whom a verb addresses, of which another hangs: "wrote to Lima, demanding"."""
        s = self.s
        h = s.head[v]
        if s.dep[v] != "advcl" or s.tag[v] != "VBG" or s.lemma[h] not in _ADDRESSES:
            return []
        found = self.all_named([j for name, j in s.prepositions(h) if name == "to"])
        return found or (self.all_named(s.objects(h)) if s.lemma[h] != "write" else [])

    def _recipients(
        self, v: int, frame: Frame, actors: list[Side], objects: list[int], used: list[int], guarded: bool
    ) -> tuple[list[Side], str | None]:
        """Those in the first place of a frame's recipients where somebody is named, and that place.

        Things that a frame's object names ("troops", "his officials") are only taken where nobody else is named.
        """
        s = self.s
        fallback = (
            ()
            if frame.strict
            else (
                f
                for f in _FALLBACK
                if f not in frame.recipient and (f != "content" or frame.type not in {"AID", "MOBILIZE"})
            )
        )
        spare: tuple[list[Side], str | None] = ([], None)
        told = self._others(self._told(v), actors) if frame.type in {"REQUEST", "THREATEN"} else []
        if told:
            return told, "to"
        mine = {p for x in actors for p in self.principals(x.mention)}
        for slot in (*frame.recipient, *fallback):
            if slot == "by" and s.passive(v):
                continue
            found = self._others(self.slot(v, slot, objects, used, guarded), actors)
            if not found:
                continue
            if frame.type in _OF_THINGS and all(
                x.mention.kind == "nominal" and (not self.placed(x.mention) or mine & self.principals(x.mention))
                for x in found
            ):
                spare = spare if spare[0] else (found, slot)
                continue
            return found, slot
        return spare

    def _others(self, sides: list[Side], actors: list[Side]) -> list[Side]:
        """The sides that are not the actors again."""
        mine = {p for x in actors for p in x.mention.parties}
        taken = {x.mention for x in actors}
        return [x for x in sides if x.mention not in taken and not set(x.mention.parties) <= mine]

    def _addressed(self, v: int) -> list[Side]:
        """Whom a message is for in which something is said: "in a telegram to Lima"."""
        s = self.s
        first = s.head[v] if s.dep[v] == "conj" and s.is_verb(s.head[v]) else v
        return [
            x
            for name, j in (*s.prepositions(v), *s.prepositions(first))
            if name == "in" and s.lemma[j] in DOCUMENTS
            for to, k in s.prepositions(j)
            if to == "to"
            for x in self.named(k)
        ]

    def _inviting(self, v: int) -> tuple[list[Side], list[Side]] | None:
        """Who invited whom to do it: "invited Quito to attend", "handed Quito an invitation from Lima to attend"."""
        s = self.s
        h = s.head[v]
        if s.lemma[h] == "invite" and s.dep[v] in {"xcomp", "ccomp", "advcl"}:
            return self.acting(h), self.all_named(s.objects(h))
        if s.lemma[h] == "invitation" and s.dep[v] in {"acl", "relcl", "xcomp"}:
            by = self.noun_slot(h, "poss") or self.noun_slot(h, "from") or self.noun_slot(h, "by")
            to = self.noun_slot(h, "to") or self.noun_slot(h, "for")
            verb = s.head[h]
            if s.is_verb(verb) and s.dep[h] in {"dobj", "nsubjpass"}:
                by = by or self.acting(verb)
                to = (
                    to or self.all_named([o for o in s.objects(verb) if o != h]) or self.slot(verb, "to", [], [], False)
                )
            return by, to
        return None

    def _candidate(
        self, sentence: Sentence, trigger: int, governor: int, frame: Frame, actors: list[Side], recipients: list[Side]
    ) -> Candidate | None:
        """The candidate, where enough of its sides are named."""
        if frame.symmetric and not recipients and len(actors) > 1:  # the first named does it with the others
            actors, recipients = actors[:1], actors[1:]
        if frame.type != "PROTEST" and not any(self.political(x.mention) for x in (*actors, *recipients)):
            return None
        if (frame.type in _ABROAD or frame.mode == "visit") and recipients and self._at_home(actors, recipients):
            return None
        if frame.between and not self._between(actors, recipients):
            return None
        several = frame.symmetric and any(len(x.mention.parties) > 1 for x in actors)
        enough = {
            "both": bool(actors) and (bool(recipients) or several),
            "actor": bool(actors),
            "any": bool(actors or recipients),
        }[frame.needs]
        if not enough and not (frame.solo and actors and (trigger != governor or self._to_come(trigger))):
            return None
        if frame.type == "ASSAULT" and not actors and not any(self.placed(x.mention) for x in recipients):
            return None  # "ten people were injured"
        return Candidate(sentence, trigger, governor, frame, tuple(actors), tuple(recipients), frame.symmetric)

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

    def _to_come(self, n: int) -> bool:
        """Whether an event noun is announced: "the planned summit", "the summit on May 4"."""
        s = self.s
        if any(cues().modifier.get(s.text[k]) == "planned" for k in s.kids[n]):
            return True
        h = s.head[n]
        governors = {s.lemma[h], s.lemma[s.head[h]]}
        return bool(governors & _ANNOUNCED) or any(
            name in {"on", "in"} and s.dep[n] == "pobj" for name, _ in s.prepositions(n)
        )

    def _noun_candidate(self, sentence: Sentence, n: int, frame: Frame) -> Candidate | None:
        s = self.s
        light = self._light(n)
        slots = [*frame.actor, *(["of"] if frame.of == "actor" else []), *(["by"] if "by" not in frame.actor else [])]
        actors: list[Side] = []
        for slot in slots:
            actors = self.noun_slot(n, slot)
            if actors:
                break
        given = actors if slot in {"from", "by"} and frame.type == "COOPERATE" else []
        invited = self._invited(n)
        if not actors and invited is not None:
            actors = invited[0]
        if not actors and light is not None:
            actors = self.acting(light)
        taken = {x.mention for x in actors}
        recipients: list[Side] = []
        guarded = frame.type in {"ACCUSE", "SUPPORT"} and frame.mode != "investigate"
        for slot in frame.recipient:
            if slot == "of" and frame.of == "actor":
                continue
            recipients = self.noun_slot(n, slot, guarded)
            if not recipients and light is not None and slot not in {"poss", "modifier", "of", "by"}:
                recipients = self.slot(light, slot, [], [], False)
            recipients = self._others(recipients, actors)
            if recipients:
                break
        h = s.head[n]
        for k in s.kids_by(n, "acl", "relcl"):  # "an effort to resolve the rift between Lima and Quito"
            if not recipients and s.tag[k] == "VB":
                recipients = self._others(self.first_after(k, set()), actors)
        if frame.agent and s.dep[n] == "attr" and s.lemma[h] == "be":
            actors, light = self.acting(h), h
            taken = {x.mention for x in actors}
            recipients = [
                x for name, j in s.prepositions(n) if name == "of" for x in self.named(j) if x.mention not in taken
            ]
        elif frame.agent:
            return None
        if not recipients and invited is not None:
            recipients = [x for x in invited[1] if x.mention not in taken]
        if not actors and ((recipients and frame.type in {"CONSULT", "COOPERATE"}) or frame.type == "PROTEST"):
            actors = [x for x in self._goer(n) if x.mention not in {y.mention for y in recipients}]
        if frame.type == "ASSAULT" and s.dep[n] == "pobj" and s.lemma[s.head[h]] in _TOLL and not recipients:
            recipients = next((x for slot in _NEAR if (x := self.slot(s.head[h], slot, [], [], False))), [])
        if given and not recipients:  # "heartened by cooperation from Lima and Quito"
            recipients = self._others(self._goer(n), actors)
            if not recipients:
                return None
        if frame.type == "ASSAULT" and not recipients:
            recipients = self._struck(n)
        if frame.type == "ASSAULT" and s.dep[n] == "nsubj" and s.lemma[h] in _TOLL and not recipients:
            recipients = self.slot(h, "object", s.objects(h), [], False) or self.slot(h, "in", [], [], False)
            recipients = [x for x in recipients if x.mention not in taken]
        return self._candidate(sentence, n, n if light is None else light, frame, actors, recipients)

    def _struck(self, n: int) -> list[Side]:
        """Whom a relative clause says an attack hit: "blasts which injured people outside the embassy"."""
        s = self.s
        for k in s.kids_by(n, "relcl", "acl"):
            for v in (k, *s.kids_by(k, "conj")):
                if s.lemma[v] not in _TOLL | {"take", "occur", "happen"}:
                    continue
                found = [x for x in self.slot(v, "object", s.objects(v), [], False) if self.placed(x.mention)]
                for slot in _NEAR:
                    found = found or self.slot(v, slot, s.objects(v), [], False)
                if found:
                    return found
        return []

    def _goer(self, n: int) -> list[Side]:
        """Who goes into or comes out of an event: "he emerged from talks with Oslo"."""
        s = self.s
        h = s.head[n]
        if s.dep[n] == "pobj" and s.is_verb(s.head[h]):
            return self.acting(s.head[h])
        if s.dep[n] in {"dobj", "nsubjpass"} and s.is_verb(h):
            return self.acting(h)
        return []

    def _invited(self, n: int) -> tuple[list[Side], list[Side]] | None:
        """Who invited whom to an event: "Lima invited Quito to a conference"."""
        s = self.s
        h = s.head[n]
        if s.dep[n] == "pobj" and s.text[h] == "to" and s.lemma[s.head[h]] == "invite" and s.is_verb(s.head[h]):
            v = s.head[h]
            return self.acting(v), self.all_named(s.objects(v))
        return None

    def _light(self, n: int) -> int | None:
        """The light verb of which an event noun is the object, if any: "held talks", "the talks were held"."""
        s = self.s
        h, dep = s.head[n], s.dep[n]
        if dep == "conj":
            return self._light(h) if s.pos[h] in NOMINAL else None
        if dep == "pobj":
            above = s.head[h]
            if s.text[h] in {"of", "for"} and s.lemma[above] in _QUANTITY:  # "a round of talks"
                return self._light(above)
            if s.is_verb(above) and s.lemma[above] in _GOES_TO:
                return above
            if s.text[h] == "for" and s.lemma[above] == "responsible" and s.is_verb(s.head[above]):
                return s.head[above]
            return None
        if dep in {"dobj", "nsubjpass"} and s.lemma[h] in self.known.light:
            return h
        if dep == "nsubj" and s.lemma[h] in _GOES_ON and not s.kids_by(h, "dobj"):
            return h
        return None


def _one_telling(found: list[Candidate], s: Syntax) -> list[Candidate]:
    """The candidates of a sentence without those that tell another's happening again."""
    out: list[Candidate] = []
    for c in found:
        mine = {p for x in (*c.actors, *c.recipients) for p in x.mention.parties}
        again = False
        if c.frame.type == "CONSULT" and c.frame.mode != "visit":  # "flew to Quito to meet": the meeting is told
            out = [
                x
                for x in out
                if x.frame.mode != "visit"
                or x.frame.noun
                or not (_under(s, c.trigger, x.trigger) and s.lemma[x.trigger] in _GOES)
            ]
        for other in out:
            if c.frame.type != other.frame.type or not (c.frame.noun or other.frame.noun):
                continue
            theirs = {p for x in (*other.actors, *other.recipients) for p in x.mention.parties}
            again = again or (mine <= theirs and _under(s, c.trigger, other.trigger))
        if not again:
            out.append(c)
    return out


def _under(s: Syntax, a: int, b: int) -> bool:
    """Whether one of two tokens stands under the other, not far below."""
    for low, high in ((a, b), (b, a)):
        t = low
        for _ in range(8):
            if t == high:
                return True
            t = s.head[t]
    return False
