"""Candidates: predicates that may name an event, with the parties on their two sides.

A predicate is a verb or an event noun ("talks", "the bombing of"). Which frame it fits, and where its sides stand, is
data (``knowledge/events.yaml``); the ways from a predicate to the mentions on its sides are here and in `clauses`.
"""

from __future__ import annotations

from detente.coding.blaming import Blaming
from detente.coding.clauses import Syntax
from detente.coding.frames import Frame, frames
from detente.coding.named import Side, distinct
from detente.coding.sides import Candidate
from detente.coding.slots import SEVERAL
from detente.coding.status import cues, is_reported
from detente.coding.unreal import in_story, is_game, is_poll
from detente.coding.violence import violence
from detente.reading.model import Reading, Sentence

# places of a partner, in which what is agreed does not stand
_PARTNERS = frozenset({"with", "between", "among", "object"})
_VAGUE = frozenset(
    "be have do know think believe want hope like mean seem appear become include see view regard consider find "
    "need feel love hear watch "
    # what the coder has been asked about most often in domestic news without ever seeing an event
    "win lead refer run represent lose get use go speak pick turn describe come trail work mention cite draw play "
    "point follow name own focus earn nominate introduce interview add remind found head celebrate advise "
    "write sit defeat create publish reflect start compare recall drive shake portray miss surround choose gain joke "
    "post list elect echo treat rely react live connect carry marry listen count resonate look sell obtain employ "
    "dislike dominate lend sweep".split()
)
# How a verb stands that no frame knows and that is not put to the coder: of 194 asides ("after winning over",
# "to meet the costs of", "without thanking") one was an event by its say
_ASIDE = frozenset({"aux", "auxpass", "amod", "acl", "advcl", "xcomp", "pcomp", "acomp"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
_SENT_AWAY = frozenset({"deport", "expel"})
GOES = frozenset("arrive travel fly return go come head journey".split())
_WEATHER = frozenset("front wind rain snow heat cold fog ice air frost pollen insect mosquito species weed".split())
_RELIEVES = frozenset(
    "help rescue search look dig deliver distribute evacuate clear save feed vaccinate rebuild".split()
)
_RELIEF = frozenset("rice tent food aid water medicine blanket relief supply grain flour vaccine".split())
_WHOEVER = frozenset({"people", "person", "anyone", "anybody", "those", "someone", "everyone"})
_SUFFERERS = frozenset({"victim", "survivor", "suspect"})
_HELD = frozenset({"arrest", "abduct"})
# what only those in power do: where it is said by them and by whom it was done is not, they did it
_BY_AUTHORITY = frozenset({"arrest", "release", "deport", "expel"})


def candidates(reading: Reading, s: Syntax, unknown: bool = False) -> list[Candidate]:
    """The candidates of an article, in the order of their sentences; at most one per predicate.

    With ``unknown`` also verbs that no frame knows, between two parties: their frame has no name, its type no meaning.
    """
    known = frames()
    s.join_hyphened(known.hyphened)
    search = _Search(reading, s)
    return [c for sentence in reading.sentences if sentence.parsed for c in search.sentence(sentence, unknown)]


class _Search(Blaming):
    def sentence(self, sentence: Sentence, unknown: bool = False) -> list[Candidate]:
        """The candidates of one sentence."""
        s = self.s
        told_of = self.reading.mentions_in(sentence.index) or self.talked[0]
        if not told_of and not any(sentence.first <= t < sentence.last for t in self.land):
            return []
        if is_game(s, sentence, self.reading.article.text[sentence.start : sentence.end]):
            return []  # who attacks, beats and defends in a game
        out: list[Candidate] = []
        covered: set[int] = set()
        for v in range(sentence.first, sentence.last):
            if not s.is_verb(v) or s.dep[v] in {"aux", "auxpass"} or v in covered:
                continue
            if s.dep[v] in {"acl", "relcl"} and s.passive(v) and self.matching.noun_frame(s.head[v]) is not None:
                continue  # "a conference organised by": the noun is the event
            if s.dep[v] == "relcl" and s.tag[v] in {"VBP", "VBZ"} and s.lemma[s.head[v]] in _WHOEVER:
                continue  # "people who attack policemen"
            if s.tag[v] == "VBG" and s.lemma[min(v + 1, len(s.text) - 1)] in _SUFFERERS:
                continue  # "paid tribute to bombing victims"
            said = self.said_of(sentence, v)
            if said is not None:
                out.append(said)
                continue
            for frame, used in self.matching.verb_frames(v):
                candidate = self._verb_candidate(sentence, v, frame, used)
                if candidate is None:
                    continue
                out.append(candidate)
                if candidate.frame.type == "CONSULT" and candidate.actors and candidate.recipients:
                    self.talked = list(candidate.actors), list(candidate.recipients)
                out += self._answered(sentence, candidate, used)
                covered |= set(used)
                if frame.covers:
                    covered |= set(s.kids_by(v, "xcomp"))
                if frame.type == "REJECT" and frame.mode == "meet":
                    covered |= set(s.subjects(v))  # "the talks collapsed": told by the verb
                break
        for n in range(sentence.first, sentence.last):
            if n in covered or s.dep[n] in {"compound", "amod"}:
                continue
            noun = self.matching.noun_frame(n)
            if noun is not None:
                found = self.noun_candidate(sentence, n, noun)
                if found is not None:
                    out.append(found)
        told = _one_telling([c for c in out if not self._unreal(c)], s)
        return told or (self._unknown(sentence) if unknown else [])

    def _unreal(self, c: Candidate) -> bool:
        """Whether what a candidate tells is told by a story, or counted by a poll: "most voters back Lopez"."""
        if in_story(self.s, c.governor):
            return True
        return is_poll(self.s, c.sentence, c.frame.type) and not any(self._single(x.mention) for x in c.actors)

    def _unknown(self, sentence: Sentence) -> list[Candidate]:
        """Verbs that no frame knows, with a party on each side, where a sentence tells nothing else; of a pair one."""
        s = self.s
        seen: set[tuple[frozenset[str], frozenset[str]]] = set()
        out: list[Candidate] = []
        for v in range(sentence.first, sentence.last):
            if not s.is_verb(v) or s.dep[v] in _ASIDE or s.lemma[v] in _VAGUE:
                continue
            if s.lemma[v] in cues().reported and s.kids_by(v, "ccomp", "parataxis"):
                continue
            c = self._verb_candidate(sentence, v, self.known.unknown, [])
            if c is not None and self._pair(c) not in seen:
                seen.add(self._pair(c))
                out.append(c)
        return out

    def _pair(self, c: Candidate) -> tuple[frozenset[str], frozenset[str]]:
        first = frozenset(self.behind(c.actors))
        second = frozenset(self.behind(c.recipients))
        return (
            (first, second) if not c.symmetric or min(first, default="") <= min(second, default="") else (second, first)
        )

    def _answered(self, sentence: Sentence, c: Candidate, used: list[int]) -> list[Candidate]:
        """What a refusal answers was asked before: "Lima's demand was refused by Quito"."""
        out = []
        for n in used if c.frame.type == "REJECT" else ():
            asked = self.matching.noun_frame(n)
            if asked is None or asked.type != "REQUEST":
                continue
            asking = self.noun_slot(n, "poss") or self.noun_slot(n, "from") or self.noun_slot(n, "by")
            asking = asking or self.noun_slot(n, "modifier")
            answering = self.others(list(c.actors), asking)
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
        if s.dep[v] == "amod" and s.tag[v] == "VBN" and frame.mode in _HELD:  # "the jailed editor Vega"
            objects = [t for t in s.coordinated_before(s.head[v]) if any(self.placed(x.mention) for x in self.named(t))]
        guarded = frame.guarded
        if frame.type == "ASSAULT" and frame.needs == "any":
            causes = [
                *self.doers(v),
                *(
                    j
                    for name, j in s.prepositions(v)
                    if name in {"in", "by", "during"} and s.passive(v) and not self.slot(v, "subject", [], [], False)
                ),
            ]
            if any(s.lemma[j] in violence().mishaps for j in causes):
                return None  # "was killed by lightning", "were killed in the crash"
            if s.lemma[v] in violence().toll and not self.doers(v) and self._by_mishap(v):
                return None  # "were killed when their bus overturned"
            if self._burst(v):
                return None  # "a car hit a mine, killing two": what hit the mine is told
            if any(map(self._caused, causes)):
                return None  # "the blasts killed", "were killed in the blasts": the noun is the event
        if frame.type == "ASSAULT" and any(s.lemma[j] in _WEATHER | violence().mishaps for j in self.doers(v)):
            return None  # "a front from Canada will invade"
        actors: list[Side] = []
        for slot in frame.actor:
            actors = self.slot(v, slot, objects, used, guarded)
            if actors:
                break
        recipients, place, things = self._recipients(v, frame, actors, objects, used, guarded)
        if actors and frame.name and (not recipients or things) and not (frame.symmetric and len(actors) > 1):
            recipients = self._on_land(v, frame, actors, recipients)
        apart = place not in _PARTNERS or (
            frame.object
            and not any(x.mention.kind == "name" or self.stately(self.principals(x.mention)) for x in recipients)
        )
        if (
            frame.symmetric and len(actors) > 1 and apart
        ):  # "Lima and Quito agreed to leave Bogota", "swapped prisoners"
            actors, recipients = actors[:1], actors[1:]
        if frame.also is not None:
            actors = distinct([*actors, *(x for o in objects for x in self.noun_slot(o, frame.also))])
        if frame.type == "THREATEN" and self._inverted(v):  # "Lima will answer any raid by Quito, warned its minister"
            actors = self.all_named(objects)
            mine = frozenset(self.behind(actors))
            recipients = self.others(self.first_after(s.head[v], set(range(v, len(s.text))), mine), actors)
        if frame.type == "MOBILIZE" and self._relieves(v):
            return None  # soldiers who dig out survivors threaten nobody
        if frame.type == "MOBILIZE":
            recipients = distinct([*recipients, *self.others(self._deterred(v), actors)])
        if frame.type == "AID" and place == "object":  # "helps the coalition supply Lima", parsed as an apposition
            beside = [k for o in objects for k in s.kids_by(o, "appos")]
            recipients = distinct([*recipients, *self.others(self.all_named(beside), actors)])
        if frame.type == "SUPPORT":
            recipients = distinct([*recipients, *self.others(self._addressed(v), actors)])
        if (
            frame.type == "COERCE" and frame.mode == "arrest" and not actors and s.passive(v)
        ):  # "was arrested in Lima": where it was done, by whom
            actors = [x for x in self.territory(v) if x not in recipients and not self._told_of(x.token, v)]
        if frame.mode in _SENT_AWAY and not actors and s.passive(v):  # "was expelled from Lima": by Lima
            actors = self._from(v, recipients)
            recipients = self.others(recipients, actors)
        several = any(s.tag[x.token] == "NNS" for x in recipients) and not frame.through
        whom = several or any(not self.vague(x.mention) for x in recipients)
        if not actors and whom and frame.mode in _BY_AUTHORITY and s.passive(v) and is_reported(s, v):
            actors = self.others([x for x in self.acting(s.head[v]) if self.official(x.mention)], recipients)
        if s.lemma[v] == "invite" and s.passive(v) and not actors:  # "were invited to join NATO": who is joined invites
            recipients = self.all_named(s.objects(v))
            joined = [k for k in s.kids_by(v, "xcomp", "advcl", "ccomp") if s.lemma[k] in {"join", "enter"}]
            actors = self.others([x for k in joined for x in self.all_named(s.objects(k))], recipients)
        inviting = self._inviting(v) if frame.type == "CONSULT" else None
        if inviting is not None:
            actors, recipients = inviting
        meant = self.as_meant(v, frame, actors, recipients)
        if meant is None:
            return None
        frame = meant
        # "convened a meeting" is named by its noun, as "held a meeting" is
        trigger = next((n for n in used if (noun := self.matching.noun_frame(n)) and noun.type == frame.type), v)
        return self.candidate(sentence, trigger, v, frame, actors, recipients)

    def _from(self, v: int, recipients: list[Side]) -> list[Side]:
        """The state or organisation from which a verb says that others were sent away."""
        away = [x for name, j in self.s.prepositions(v) if name == "from" for x in self.named(j) or self.landed(j)]
        kinds = {p.kind for x in away for q in x.mention.parties if (p := self.reading.parties.get(q)) is not None}
        theirs = {x.mention for x in recipients}
        return away if away and kinds <= {"state", "organisation"} and not {x.mention for x in away} >= theirs else []

    def _inverted(self, v: int) -> bool:
        """Whether what a verb of saying seems to do to its object is said by the object."""
        s = self.s
        h = s.head[v]
        joined = any(s.dep[k] == "cc" and k < v for k in s.kids[h])
        return s.dep[v] == "conj" and s.text[v - 1] == "," and not joined and not s.kids_by(v, "nsubj", "nsubjpass")

    def _relieves(self, v: int) -> bool:
        """Whether troops are sent to help: "to search for survivors", "with rice and tents"."""
        s = self.s
        if any(s.lemma[k] in _RELIEVES and s.tag[k] == "VB" for k in s.kids_by(v, "advcl", "xcomp")):
            return True
        return any(name == "with" and s.lemma[j] in _RELIEF for name, j in s.prepositions(v))

    def _burst(self, v: int) -> bool:
        """Whether a participle tells what came of an attack that the verb above tells."""
        s, h = self.s, self.s.head[v]
        if s.dep[v] != "advcl" or s.tag[v] != "VBG" or s.kids_by(v, "nsubj"):
            return False
        above = next((f for f, _ in self.matching.verb_frames(h)), None)
        return above is not None and above.type == "ASSAULT" and "subject" not in above.actor

    def _by_mishap(self, v: int) -> bool:
        """Whether a clause or phrase under a verb tells of an accident."""
        s = self.s
        first, last = s.subtree(v)
        return any(s.lemma[t] in violence().mishaps for t in range(first, last + 1))

    def _caused(self, t: int) -> bool:
        """Whether a noun is an attack, or stands in its phrase: "the bombings in Lima and Quito, which killed"."""
        s = self.s
        if s.lemma[t] in SEVERAL:  # "a series of raids has killed"
            t = next((j for name, j in s.prepositions(t) if name == "of"), t)
        for _ in range(6):
            noun = self.matching.noun_frame(t)
            if noun is not None and noun.type == "ASSAULT":
                return True
            if s.dep[t] not in {"pobj", "prep", "conj", "compound", "nmod", "appos"}:
                return False
            t = s.head[t]
        return False


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
                or not (_under(s, c.trigger, x.trigger) and s.lemma[x.trigger] in GOES)
            ]
        for other in out:
            if c.frame.type != other.frame.type or not (c.frame.noun or other.frame.noun):
                continue
            theirs = {p for x in (*other.actors, *other.recipients) for p in x.mention.parties}
            unclaimed = c.frame.type == "ASSAULT" and not c.actors and not other.actors
            again = again or (unclaimed and bool(mine & theirs))  # "was shot; the shooting of"
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
