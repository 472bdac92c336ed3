"""Event nouns ("talks", "the bombing of", "a visit to"): those on their two sides, and the verb that carries them."""

from __future__ import annotations

from detente.coding.clauses import NOMINAL
from detente.coding.figures import Figures
from detente.coding.frames import Frame
from detente.coding.named import Side
from detente.coding.sides import Candidate
from detente.coding.violence import violence
from detente.reading.model import Mention, Sentence

_BURSTS = frozenset({"explode", "detonate"})
_ENTERS = frozenset({"invasion", "occupation", "intervention"})
_PERISHES = frozenset({"die", "perish"})
_NEAR = ("next to", "outside", "near", "at", "on", "against", "in")
_QUANTITY = frozenset("round series day hour week wave set number".split())
_APPOINTED = frozenset({"set", "schedule", "expect", "plan", "due", "slate"})
_JOINS = frozenset("attend join lead participate take hold stage organise organize address headline".split())
_GOES_ON = frozenset("take begin start resume open end continue occur follow break erupt flare rage intensify".split())
_GOES_TO = frozenset("engage participate arrive embark meet be enter come emerge".split())


class EventNouns(Figures):
    """The candidates that event nouns make."""

    def noun_candidate(self, sentence: Sentence, n: int, frame: Frame) -> Candidate | None:
        """The candidate that an event noun makes, where enough of its sides are named."""
        s = self.s
        light = self._light(n)
        slots = [
            *frame.actor,
            *(["poss"] if frame.of == "recipient" and self._of_whom(n) else []),
            *(["of"] if frame.of == "actor" else []),
            *(["by"] if "by" not in frame.actor else []),
        ]
        actors: list[Side] = []
        for slot in slots:
            actors = self.noun_slot(n, slot)
            if slot == "from" and light is not None and frame.type == "AID" and self.acting(light):
                actors = []  # "Lima announced a gift of tents from a warehouse"
            if not actors and light is not None and slot == "between":  # "fighting broke out between"
                actors = self.slot(light, slot, [], [], False)
            if actors:
                break
        given = actors if slot in {"from", "by"} and frame.type == "COOPERATE" else []
        invited = self._invited(n)
        if not actors and invited is not None:
            actors = invited[0]
        if not actors and light is not None:
            actors = self.acting(light)
        if not actors and light is None:  # "the talks that Lima held with Quito"
            for k in s.kids_by(n, "relcl"):
                if s.lemma[k] in self.known.light and not s.passive(k) and n in s.objects(k):
                    actors = self.acting(k)
        taken = {x.mention for x in actors}
        recipients: list[Side] = []
        for slot in frame.recipient:
            if slot == "of" and frame.of == "actor":
                continue
            recipients = self.noun_slot(n, slot, frame.guarded)
            if not recipients and frame.type == "AID":
                recipients = self._given_to(n, slot)
            if slot == "clause":  # "allegations that Lima had armed them"
                recipients = self.all_named([j for k in s.kids_by(n, "acl", "ccomp") for j in s.kids_by(k, "nsubj")])
            if not recipients and light is not None and slot not in {"poss", "modifier", "of", "by", "clause"}:
                recipients = self.slot(light, slot, [], [], False)
            recipients = self.others(recipients, actors)
            if recipients:
                break
        h = s.head[n]
        if not recipients and frame.type == "REQUEST":  # "a call for Lima to leave"
            for k in s.kids_by(n, "advcl", "acl", "relcl"):
                if s.tag[k] == "VB" and any(s.text[j] == "for" and s.dep[j] == "mark" for j in s.kids[k]):
                    recipients = self.others(self.all_named(s.kids_by(k, "nsubj", "nsubjpass")), actors)
            if not recipients:
                recipients = self.others(self._asked(n), actors)
        for k in s.kids_by(n, "acl", "relcl"):  # "an effort to resolve the rift between Lima and Quito"
            if not recipients and s.tag[k] == "VB":
                recipients = self.others(self.first_after(k, set()), actors)
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
        if not actors and (
            (recipients and (frame.type in {"CONSULT", "COOPERATE"} or self._under(n, frame)))
            or frame.type == "PROTEST"
        ):
            actors = [
                x for x in self._goer(n, frame.type == "PROTEST") if x.mention not in {y.mention for y in recipients}
            ]
        if frame.type == "ASSAULT" and s.dep[n] == "pobj" and s.lemma[s.head[h]] in violence().toll and not recipients:
            v = s.head[h]
            told = any(s.dep[k] in {"det", "poss"} and s.text[k] not in {"a", "an", "another"} for k in s.kids[n])
            undergone = s.lemma[v] in _PERISHES or (s.passive(v) and not s.agents(v))
            if undergone and not told:  # "soldiers were killed in an ambush", "died in an ambush"
                killed = self.others(self.all_named(s.subjects(v)), actors)
                recipients = [x for x in killed if self.political(x.mention)]
            recipients = recipients or next((x for slot in _NEAR if (x := self.slot(v, slot, [], [], False))), [])
        if (
            given and not recipients and not (frame.symmetric and len(given) > 1 and s.dep[n] in {"nsubj", "nsubjpass"})
        ):  # "heartened by cooperation from Lima and Quito"
            recipients = self.others(self._goer(n), actors)
            if not recipients:
                return None
        if frame.type == "ASSAULT" and not recipients:
            recipients = self._struck(n)
        if (
            frame.type == "ASSAULT"
            and s.dep[n] == "nsubj"
            and s.lemma[h] in violence().toll | _BURSTS
            and not recipients
        ):
            recipients = self.slot(h, "object", s.objects(h), [], False) if s.lemma[h] in violence().toll else []
            near = (x for slot in _NEAR if (x := self.slot(h, slot, [], [], False)))
            recipients = recipients or next(near, []) or self.slot(h, "in", [], [], False)
            recipients = [x for x in recipients if x.mention not in taken]
        if frame.type == "ASSAULT" and actors and not recipients and self._where_only(n, actors):
            actors, recipients = [], actors  # "the Georgia attack" was in Georgia
        if s.lemma[n] in _ENTERS and actors and not recipients:  # "in Lima since the Quito-led invasion"
            land = [x for t in range(sentence.first, sentence.last) if s.dep[t] == "pobj" for x in self.landed(t)]
            recipients = self.others([x for x in land if not self.behind([x]) & self.behind(actors)], actors)[:1]
        if frame.type == "CONSULT":
            if not actors and not recipients and self._to_go_on(n):
                actors, recipients = self.talked  # "the talks will resume": those told of before
            elif actors and recipients:
                self.talked = actors, recipients
        meant = self.as_meant(n, frame, actors, recipients)
        if meant is None or (frame.type == "ASSAULT" and s.dep[n] == "pobj" and s.text[h] == "under"):
            return None  # "came under attack": the verb tells it
        return self.candidate(sentence, n, n if light is None else light, meant, actors, recipients)

    def _of_whom(self, n: int) -> bool:
        """Whether "of" brings whom a deed was done to, so that its owner did it: "Lima's detention of the sailors"."""
        return any(name == "of" for name, _ in self.s.prepositions(n))

    def _where_only(self, n: int, actors: list[Side]) -> bool:
        """Whether a state stands by its name in front of an attack: where it was, not who made it."""
        known = self.reading.parties
        return all(
            x.mention.kind in {"name", "metonym"}
            and self.s.head[x.token] == n
            and self.s.dep[x.token] in {"compound", "nmod"}
            and "." not in self.s.text[x.token]
            and all(p in known and known[p].kind == "state" for p in x.mention.parties)
            for x in actors
        )

    def _to_go_on(self, n: int) -> bool:
        """Whether talks that were told of are said to come: "the talks will resume on Monday"."""
        s = self.s
        h = s.head[n]
        known = any(s.dep[k] == "det" and s.text[k] in {"the", "these"} for k in s.kids[n])
        will = any(s.dep[k] == "aux" and s.text[k] in {"will", "'ll", "shall"} for k in s.kids[h])
        return known and s.dep[n] in {"nsubj", "nsubjpass"} and (will or s.lemma[h] in _APPOINTED)

    def _given_to(self, n: int, slot: str) -> list[Side]:
        """Those in a place that the parser hung on what the gift is of: "a gift of tons of rice to Lima"."""
        s, of = self.s, n
        for _ in range(2):
            of = next((j for name, j in s.prepositions(of) if name == "of"), n)
            if of == n:
                return []
            found = self.noun_slot(of, slot) if self.at[of] is None else []
            if found:
                return found
        return []

    def _struck(self, n: int) -> list[Side]:
        """Whom a relative clause says an attack hit: "blasts which injured people outside the embassy"."""
        s = self.s
        for k in s.kids_by(n, "relcl", "acl"):
            for v in (k, *s.kids_by(k, "conj")):
                if s.lemma[v] not in violence().toll | {"take", "occur", "happen"}:
                    continue
                found = [x for x in self.slot(v, "object", s.objects(v), [], False) if self.placed(x.mention)]
                for slot in _NEAR:
                    found = found or self.slot(v, slot, s.objects(v), [], False)
                if found:
                    return found
        return []

    def _asked(self, n: int) -> list[Side]:
        """Who is to do what a request asks: "a demand that Lima leave", "a call for Lima to leave", misparsed too."""
        s = self.s
        for k in s.kids_by(n, "acl", "ccomp", "relcl"):
            if any(s.dep[j] == "mark" and s.text[j] == "that" for j in s.kids[k]):
                return self.all_named(s.kids_by(k, "nsubj", "nsubjpass"))
        if n + 1 < len(s.text) and s.text[n + 1] == "for":
            for t in range(n + 2, min(n + 12, len(s.text))):
                if s.dep[t] in {"nsubj", "nsubjpass"} and s.tag[s.head[t]] == "VB" and s.head[t] > t:
                    return self.named(t)
        return []

    def _under(self, n: int, frame: Frame) -> bool:
        """Whether an agreement is what somebody acts under: "under a deal with Lima, Quito takes back"."""
        return frame.type == "AGREE" and self.s.dep[n] == "pobj" and self.s.text[self.s.head[n]] == "under"

    def _goer(self, n: int, joining: bool = False) -> list[Side]:
        """Who goes into or comes out of an event: "he emerged from talks with Oslo"; ``joining``: who takes part."""
        s = self.s
        h = s.head[n]
        verb = s.head[h] if s.dep[n] == "pobj" else h
        if joining and s.lemma[verb] not in _JOINS:  # what one says at a rally is no protest of one's own
            return [x for x in self._goer(n) if not self._single(x.mention)]
        if s.dep[n] == "pobj" and s.is_verb(s.head[h]):
            return self.all_named(s.subjects(s.head[h])) if s.passive(s.head[h]) else self.acting(s.head[h])
        if s.dep[n] in {"dobj", "nsubjpass"} and s.is_verb(h):
            return self.acting(h)
        if s.dep[n] == "pobj" and s.text[h] in {"from", "on", "under"}:  # "Lopez, back from a visit to Lima"
            above = s.head[h]
            if s.lemma[above] in {"back", "fresh"}:
                above = s.head[above]
            return self.named(above) if s.pos[above] in NOMINAL and self.at[above] is not None else []
        return []

    def _single(self, m: Mention) -> bool:
        """Whether a mention means one person, or a state."""
        known = self.reading.parties
        return any(p in known and known[p].kind in {"person", "state"} for p in m.parties)

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
