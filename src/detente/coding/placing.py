"""Placing: where an event was, by the place that its predicate governs, and whence a report was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.anchors import APPOINTED, HELD, Anchors
from detente.coding.clauses import Syntax
from detente.coding.model import Where
from detente.reading.model import Place, Reading, Sentence

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "off"})
_GATHERINGS = frozenset("summit conference meeting congress convention ceremony session talk forum rally".split())
_GOAL = frozenset({"to", "in", "into", "at"})
_DASHED = re.compile(r"[^.!?]{0,60}?(?:--|\s[-–]|—|_|\(\w+\))")  # what follows the place of a dateline


class Placing(Anchors):
    """The places of an article, by the sentence, with the token of each that the rest of its words hang on."""

    def __init__(self, reading: Reading, s: Syntax) -> None:
        super().__init__(reading, s)
        self.places: dict[int, list[tuple[int, Place]]] = self._anchored(reading.places)

    def destination(self, sentence: Sentence, verb: int) -> str | None:
        """The state of the place to which a verb says that somebody goes: "flew to Lima", "is due in Lima"."""
        place = self._goal(sentence, verb)
        return place.country if place else None

    def _goal(self, sentence: Sentence, verb: int) -> Place | None:
        s = self.s
        hosts = {verb, *s.kids_by(verb, "acomp", "dobj")}
        for token, place in self.places.get(sentence.index, []):
            h = s.head[token]
            if s.dep[token] == "pobj" and s.text[h] in _GOAL and s.head[h] in hosts and place.country:
                return place
        return None

    def sent_from(self, sentence: Sentence) -> str | None:
        """The state from which a report was sent, by its dateline."""
        reading = self.reading
        first = self._opening(sentence)
        if (
            first is None
            or first.index >= sentence.index
            or first.last - first.first > 16
            or self.s.text[first.last - 1] not in {"-", "--", "_", ":"}
        ):
            return None
        for _, place in self.places.get(first.index, []):
            if place.country:
                return place.country
        for m in reading.mentions_in(first.index):
            state = reading.principal(m.parties[0]) if m.parties else None
            if state and state in reading.parties and reading.parties[state].kind == "state":
                return state
        return None

    def where(self, sentence: Sentence, trigger: int, governor: int, direct: bool = False) -> Where | None:
        """The place in which a predicate says it happened.

        With ``direct`` only a place that hangs on the predicate itself: who condemns an attack in Rome is not there.
        """
        here = self.places.get(sentence.index, [])
        best: tuple[int, Place] | None = None
        hosts = [trigger, governor, *self._shared(trigger, governor), *self._holding(trigger)]
        for token, place in here:
            rank = self._locative(token, hosts, direct)
            if rank is None:
                continue
            rank = rank * 2 + (place.feature == "country")
            if best is None or rank < best[0]:
                best = (rank, place)
        if best is None and any(self.s.text[k] == "here" for v in hosts for k in self.s.kids_by(v, "advmod")):
            spot = self.dateline(sentence)
            return self.spot(spot) if spot else None
        return self.spot(best[1]) if best else None

    def visited(self, sentence: Sentence, trigger: int) -> Where | None:
        """The town to which a visit goes: "visited Lima", "the Peruvian capital Lima", "will fly to Lima"."""
        s = self.s
        for token, place in self.places.get(sentence.index, []):
            if place.feature == "country":
                continue
            t = s.head[token] if s.dep[token] in {"appos", "nmod"} else token
            h = s.head[t]
            if s.dep[t] == "dobj" and h == trigger:
                return self.spot(place)
        goal = self._goal(sentence, trigger)
        if goal and goal.feature != "country":
            return self.spot(goal)
        return None

    def dateline(self, sentence: Sentence) -> Place | None:
        """The town from which a report was sent: "LIMA, June 3 (Reuters) --"."""
        first = self._opening(sentence)
        for _, place in self.places.get(first.index, []) if first is not None else ():
            line = self.reading.article.text[place.end : place.end + 80]
            if place.start - first.start < 4 and place.feature != "country" and _DASHED.match(line):  # type: ignore[union-attr]
                return place
        return None

    def _opening(self, sentence: Sentence) -> Sentence | None:
        """The first sentence of the report in which a sentence stands, below its headline."""
        return next((x for x in self.reading.sentences if x.report == sentence.report and not x.headline), None)

    def spot(self, place: Place) -> Where:
        """A place as an event's: under the name that the article uses, where the gazetteer has an official one."""
        name = place.name
        if place.feature in {"city", "region"}:
            text = " ".join(self.reading.article.text[place.start : place.end].split())
            if text.casefold().replace("-", " ") != name.casefold().replace("-", " "):
                name = text.title() if text.isupper() and len(text) > 3 else text
        return Where(name, place.country, place.geonames, place.lat, place.lon)

    def located(self, token: int, noun: int) -> bool:
        """Whether a place is where an event noun says it happened."""
        return self._locative(token, [noun]) is not None

    def _locative(self, token: int, hosts: Sequence[int], direct: bool = False) -> int | None:
        """How far above a place's "in" one of the predicates stands, the first ones nearer (None: none does)."""
        s, t = self.s, token
        # "Nairobi, Kenya": an apposition has the place of what it stands by
        before = s.dep[t] in {"compound", "amod", "poss", "nmod"} and s.head[t] not in hosts
        if before and (s.dep[t] in {"amod", "poss"} or s.lemma[s.head[t]] not in _GATHERINGS):
            return None  # "at the Danish embassy" is not in Denmark, but "at the Lima summit" is in Lima
        located = False
        for steps in range(12):
            h = s.head[t]
            if t in hosts:
                return steps + 3 * hosts.index(t) if located else None
            if h == t:
                return None
            if s.dep[t] == "prep":
                during = s.dep[h] == "pobj" and s.text[s.head[h]] in {"during", "at", "after"}
                if direct and h not in hosts and not during:
                    return None
                if s.text[t] in _LOCATIVE or (s.text[t] == "for" and s.lemma[h] in APPOINTED):
                    located = True
                elif not located and s.text[t] not in {"of"}:
                    return None
            if s.dep[t] == "compound" and h in hosts[:2] and not located:
                return steps + 1  # "a Moscow conference"
            # "signed it at a ceremony held in Lima"
            held = located and s.dep[t] == "acl" and s.lemma[t] in HELD and s.dep[h] == "pobj"
            if s.is_verb(t) and not held and (s.dep[t] in {"relcl", "ccomp", "advcl", "acl"} or not located):
                return None
            t = h
        return None
