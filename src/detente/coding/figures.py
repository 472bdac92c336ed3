"""Figures of speech: attacks with words, and what is struck, shot or fought only in a manner of speaking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.coding.frames import Frame
from detente.coding.named import Side
from detente.coding.sides import Sides
from detente.coding.slots import DOCUMENTS
from detente.coding.violence import violence

_AT = frozenset({"on", "against", "at", "upon", "of"})
_SEARCHES = frozenset({"raid", "sweep", "search"})
_POLICING = frozenset({"police", "drug", "immigration", "tax", "fbi", "customs", "narcotics", "gang"})
_WRITINGS = DOCUMENTS | {"book", "column", "essay", "cartoon", "song", "leaflet", "newspaper", "magazine", "critic"}
_ABOUT = frozenset({"on", "about", "over"})
_FORCES = frozenset({"MIL", "COP", "REB", "SEP", "SPY", "UAF", "CRM"})


class Figures(Sides):
    """Whether an attack that a frame finds is one."""

    def as_meant(self, trigger: int, frame: Frame, actors: list[Side], recipients: list[Side]) -> Frame | None:
        """The frame that is meant: of an attack with words a rebuke, of a figure of speech none."""
        if frame.type != "ASSAULT" or frame.mode not in {None, "beat", "explosives"}:
            return frame
        s, words = self.s, violence()
        if any(s.lemma[t] in words.ideas and self.at[t] is None for t in self._struck_at(trigger)):
            return None
        lemma = s.lemma[trigger]
        if lemma in _SEARCHES and not s.is_verb(trigger) and self._by_police(trigger, actors):
            return replace(frame, type="COERCE", mode="seize", cameo="171")
        if lemma not in words.words | words.contests or not actors:
            return frame
        if not recipients:
            alone = not s.is_verb(trigger) and all(map(self._talks, actors)) and not self._bloody(trigger)
            return None if alone else frame  # "his Twitter attacks"
        if lemma in words.words and s.is_verb(trigger) and any(s.lemma[t] in _WRITINGS for t in self.doers(trigger)):
            return replace(frame, type="ACCUSE", mode="disapprove", cameo="111")  # "the advertisement attacks"
        if not all(map(self._talks, actors)):
            return frame
        if not (lemma in words.words and self._blames(trigger)) and (
            self._bloody(trigger) or not all(map(self._talks, recipients))
        ):
            return frame
        if lemma in words.contests:
            return None  # "beat him in Ohio", "are fighting for second place"
        return replace(frame, type="ACCUSE", mode="disapprove", cameo="111")

    def _by_police(self, n: int, actors: list[Side]) -> bool:
        """Whether a raid is one of the police: "a police raid", "a drug raid", "the raid by agents"."""
        known = self.reading.parties
        if any(p in known and known[p].sector in {"COP", "JUD"} for x in actors for p in x.mention.parties):
            return True
        return any(self.s.lemma[k] in _POLICING for k in self.s.kids_by(n, "compound", "amod", "nmod"))

    def _struck_at(self, trigger: int) -> Iterable[int]:
        """What an attack is on: the objects of a verb, what a noun is "on" or "against"."""
        s = self.s
        if s.is_verb(trigger):
            return s.objects(trigger)
        return [j for name, j in s.prepositions(trigger) if name in _AT and name != "of"]

    def _talks(self, side: Side) -> bool:
        """Whether a side is one who fights with words: a person with a name or in an office, a party, a paper."""
        known = self.reading.parties
        found = [known[p] for p in side.mention.parties if p in known]
        if not found or any(p.sector in _FORCES for p in found):
            return False
        return all(
            (p.kind == "person" and bool(p.id != p.id.lower() or p.of or p.role))
            or (p.kind == "organisation" and p.sector in {"PTY", "OPP", "JRN", "LEG"})
            for p in found
        )

    def _blames(self, v: int) -> bool:
        """Whether a reason follows: "attacked Lima for failing to pay"."""
        s = self.s
        return any(s.dep[k] == "prep" and s.text[k] in {"for", "over"} for k in s.kids[v])

    def _bloody(self, trigger: int) -> bool:
        """Whether weapons, fighters or victims stand in a sentence."""
        s, words = self.s, violence()
        deadly = words.weapons | words.armed | (words.deadly - {"blow"}) | {"kill", "wound", "injure", "dead", "troop"}
        return any(
            s.lemma[t] in deadly and not (s.dep[t] == "pobj" and s.text[s.head[t]] in _ABOUT)
            for t in s.whole(trigger)
            if t != trigger
        )
