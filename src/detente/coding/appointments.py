"""Appointments: what is to come on a day, though no frame knows it: votes, hearings, trials, measures to take effect.

They make the agenda fuller. Each is a candidate like any other, but an event only where it is planned: a day to come,
or a word of scheduling, must say so. What they are is data (``knowledge/appointments.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from detente.coding.clauses import NOMINAL, Syntax
from detente.coding.dating import Circumstances
from detente.coding.frames import Frame, frame_of
from detente.coding.named import Side
from detente.coding.sides import Candidate, Sides
from detente.knowledge import load
from detente.reading.model import Reading, Sentence

_SCHEDULED = frozenset("set schedule plan slate due expect tentatively appoint".split())
STOPS = frozenset({"spend", "stop", "stay", "be", "land", "make"})  # verbs of stops: somewhere, or they are none
_ENVOYS = frozenset({"GOV", "MIL", "LEG", "JUD"})
_ABOVE = 4  # how far above a noun the verb that puts it on the calendar may stand: "is set to begin"


@cache
def _frames() -> tuple[dict[str, list[Frame]], dict[str, list[Frame]], frozenset[str]]:
    """The frames by verb and by noun, and the verbs that carry nouns."""
    raw = load("appointments")
    out: tuple[dict[str, list[Frame]], dict[str, list[Frame]]] = {}, {}
    for found, words in zip(out, ("verbs", "nouns"), strict=True):
        for entry in raw[words]:
            for word in entry[words]:
                frame = frame_of({**entry, "needs": "any"}, word, (), {}, noun=words == "nouns")
                found.setdefault(word, []).append(frame)
    return *out, frozenset(raw["carriers"])


def appointments(reading: Reading, s: Syntax, around: Circumstances, found: Iterable[Candidate]) -> list[Candidate]:
    """The appointments of an article, where nothing else was found at the same words."""
    verbs, nouns, _ = _frames()
    told = {t for c in found for t in (c.trigger, c.governor)}
    search: _Search | None = None
    out: list[Candidate] = []
    for sentence in reading.sentences:
        if not sentence.parsed or sentence.headline:
            continue
        words = [t for t in range(sentence.first, sentence.last) if s.lemma[t] in verbs or s.lemma[t] in nouns]
        if not words or not _scheduled(s, around, sentence):
            continue
        for t in words:
            if t in told:
                continue
            search = search or _Search(reading, s)
            c = search.of_verb(sentence, t) if s.is_verb(t) else search.of_noun(sentence, t)
            if c is not None and c.governor not in told:
                told.add(c.governor)
                out.append(c)
    return out


def _scheduled(s: Syntax, around: Circumstances, sentence: Sentence) -> bool:
    """Whether a sentence names a day to come, or has a word of scheduling, "is to" among them."""
    return around.when_ahead(sentence, sentence.first) is not None or any(
        s.lemma[t] in _SCHEDULED or (s.text[t] in {"is", "are"} and t + 1 < sentence.last and s.tag[t + 1] == "TO")
        for t in range(sentence.first, sentence.last)
    )


class _Search(Sides):
    def of_verb(self, sentence: Sentence, v: int) -> Candidate | None:
        """The appointment that a verb makes: "is expected to vote on Tuesday", "is due in court"."""
        s = self.s
        subjects = s.subjects(v)
        for frame in _frames()[0].get(s.lemma[v], ()):
            if s.passive(v) != frame.passive or (frame.of_verbs and s.lemma[s.head[v]] not in frame.of_verbs):
                continue
            if frame.subject and not frame.subject & {w for t in subjects for w in self._words(t)}:
                continue
            if frame.object and not frame.object & {s.lemma[t] for t in s.objects(v)}:
                continue
            if frame.through and not any(
                name in frame.through and (not frame.through[name] or s.lemma[j] in frame.through[name])
                for name, j in s.prepositions(v)
            ):
                continue
            sides = self.all_named(subjects)
            if frame.passive:  # "will be heard by the court"
                sides = self.all_named([*s.agents(v), *(j for name, j in s.prepositions(v) if name in frame.actor)])
            if frame.mode == "visit" and not self._travels(sides):
                continue
            c = self._made(sentence, v, v, frame, sides)
            if c is not None:
                return c
        return None

    def _called_for(self, sentence: Sentence, n: int) -> Candidate | None:
        """The march on a day to come that somebody calls for: "called for a march in Lima on Sunday"."""
        s = self.s
        frame = next((f for f in _frames()[1].get(s.lemma[n], ()) if f.type == "PROTEST"), None)
        v = s.head[s.head[n]]
        if frame is None or s.dep[n] != "pobj" or s.text[s.head[n]] != "for" or s.lemma[v] != "call":
            return None
        actors = self.acting(v) if s.is_verb(v) else self.noun_slot(v, "poss") or self.noun_slot(v, "by")
        if not any(self.political(x.mention) for x in actors):
            return None
        recipients = self.others(self.noun_slot(n, "against"), actors)
        return Candidate(sentence, n, n, frame, tuple(actors), tuple(recipients))

    def _travels(self, sides: list[Side]) -> bool:
        """Whether somebody who acts for others goes somewhere: not a firm, a law or a team."""
        known = self.reading.parties
        return any(
            p in known and (known[p].kind == "person" or known[p].sector in _ENVOYS)
            for x in sides
            for p in x.mention.parties
        )

    def of_noun(self, sentence: Sentence, n: int) -> Candidate | None:
        """The appointment that a noun makes, where a verb puts it on the calendar: "the trial is set to begin"."""
        s = self.s
        if s.pos[n] not in NOMINAL or s.dep[n] in {"compound", "amod", "poss"}:
            return None
        if self.at[n] is not None and self.at[n].kind == "name":  # type: ignore[union-attr]
            return None  # the Congress
        if (called := self._called_for(sentence, n)) is not None:
            return called
        v = self._carrier(n) or next((k for k in s.kids_by(n, "acl") if s.lemma[k] in _SCHEDULED), None)
        if v is None:
            return None
        modifiers = {s.lemma[k] for k in s.kids[n] if s.dep[k] in {"compound", "amod", "nmod"}}
        for frame in _frames()[1].get(s.lemma[n], ()):
            if frame.object and not frame.object & (modifiers | {s.lemma[j] for _, j in s.prepositions(n)}):
                continue
            sides = next((x for place in (*frame.actor, *frame.recipient) if (x := self._slot(n, v, place))), [])
            if not sides and frame.actor and s.dep[n] == "dobj":
                sides = self.acting(v)  # "the committee will hold hearings"
            c = self._made(sentence, n, v, frame, sides)
            if c is not None:
                return c
        return None

    def _slot(self, n: int, v: int, place: str) -> list[Side]:
        """Who stands in a place around a noun, or on whose land it is to be: "the truce will begin in Sudan"."""
        if place != "land":
            return self.noun_slot(n, place)
        below = self.s.kids_by(v, "xcomp", "acomp")
        more = [k for t in below for k in self.s.kids_by(t, "xcomp")]
        return next((found for t in (v, *below, *more) if (found := self.territory(t))), [])

    def _words(self, t: int) -> set[str]:
        """The lemmas of a subject: its head, and of a name all its words ("the Security Council")."""
        m = self.at[t]
        if m is None or m.kind != "name":
            return {self.s.lemma[t]}
        return {w.lower() for w in self.reading.article.text[m.start : m.end].split()} | {self.s.lemma[t]}

    def _carrier(self, n: int) -> int | None:
        """The verb by which a noun is on the calendar, that which says when: of "is set to begin" the first."""
        s, t = self.s, n
        for _ in range(_ABOVE):
            h = s.head[t]
            if h == t:
                return None
            if s.is_verb(h):
                carried = s.dep[t] in {"nsubj", "nsubjpass", "dobj", "pobj"} or t != n
                return h if carried and s.lemma[h] in _frames()[2] else None
            if s.dep[t] not in {"pobj", "prep", "conj"}:
                return None
            t = h
        return None

    def _made(self, sentence: Sentence, t: int, v: int, frame: Frame, sides: list[Side]) -> Candidate | None:
        if not any(self.political(x.mention) for x in sides) and not (frame.type == "ASSAULT" and self._by_name(sides)):
            return None
        actors, recipients = (sides, []) if frame.actor else ([], sides)
        return Candidate(sentence, t, v, frame, tuple(actors), tuple(recipients))

    def _by_name(self, sides: list[Side]) -> bool:
        known = self.reading.parties
        return any(
            p in known and known[p].kind == "person" and p != p.lower() for x in sides for p in x.mention.parties
        )
