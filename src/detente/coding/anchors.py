"""Anchors: what the times and places of an article hang on, and the verbs whose time and place a predicate shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from detente.coding.clauses import Syntax
from detente.coding.status import cues
from detente.reading.model import Place, Reading, Time

_DURING = frozenset({"after", "from", "during", "following", "in", "at"})
_TOLD = frozenset("kill wound injure die hold take occur happen meet".split())
APPOINTED = frozenset({"set", "schedule", "plan", "slate", "bind"})  # "a summit set for Lima"
HELD = APPOINTED | {"hold", "host", "convene", "stage", "open", "begin", "start", "take", "due", "resume"}
_S = TypeVar("_S", Time, Place)


class Anchors:
    """The parse of an article as times and places hang in it."""

    def __init__(self, reading: Reading, s: Syntax) -> None:
        self.reading, self.s = reading, s

    def _anchored(self, spans: Sequence[_S]) -> dict[int, list[tuple[int, _S]]]:
        """By sentence: the spans with the token of each that the rest of its words hang on."""
        out: dict[int, list[tuple[int, _S]]] = {}
        s, sentences = self.s, self.reading.sentences
        k = 0
        for span in sorted(spans, key=lambda x: x.start):
            while k < len(sentences) and sentences[k].end <= span.start:
                k += 1
            if k == len(sentences):
                break
            sentence = sentences[k]
            inside = [t for t in range(sentence.first, sentence.last) if span.start <= s.idx[t] < span.end]
            if inside:
                top = next(
                    (t for t in inside if s.dep[t] != "det" and (s.head[t] not in inside or s.head[t] == t)), inside[0]
                )
                out.setdefault(sentence.index, []).append((top, span))
        return out

    def _host(self, token: int) -> int:
        """The predicate that a time or place hangs on: the nearest verb or noun above."""
        s, t = self.s, token
        for _ in range(12):
            h = s.head[t]
            if h == t:
                return t
            if s.is_verb(h) or (
                s.dep[t] in {"prep", "npadvmod", "nmod", "compound", "amod", "poss"} and s.pos[h] in {"NOUN", "PROPN"}
            ):
                return h
            t = h
        return t

    def _shared(self, trigger: int, governor: int) -> list[int]:
        """The verbs whose time and place are a predicate's too, nearest first."""
        s = self.s
        if s.is_verb(trigger) or trigger != governor:
            return self._clause(governor)
        verb = self._verb_above(trigger)
        if not s.is_verb(verb) or (s.lemma[verb] in cues().reported and s.kids_by(verb, "ccomp", "parataxis")):
            return []
        h = s.head[trigger]
        if s.dep[trigger] == "pobj" and s.text[h] in _DURING and s.head[h] == verb:
            return self._clause(verb)  # "emerged from talks in Rome on Monday"
        return [verb] if self._tells(trigger, verb) else []

    def _tells(self, noun: int, verb: int) -> bool:
        """Whether a verb's time is an event noun's too: "the blast killed ten on Friday", not "Oslo condemned it"."""
        s = self.s
        return s.dep[noun] in {"nsubj", "nsubjpass"} or s.lemma[verb] in _TOLD

    def _verb_above(self, t: int) -> int:
        s = self.s
        for _ in range(12):
            if s.head[t] == t:
                return t
            t = s.head[t]
            if s.is_verb(t):
                return t
        return t

    def _clause(self, v: int) -> list[int]:
        """A verb and the verbs whose time it shares, nearest first."""
        s, out = self.s, [v]
        for _ in range(4):
            h, dep = s.head[v], s.dep[v]
            if dep == "pcomp":  # "spoke in Rome after meeting"
                h = s.head[h]
            if h == v or not s.is_verb(h):
                break
            if dep in {"xcomp", "conj", "advcl", "pcomp"} and not (
                dep == "advcl" and any(s.dep[k] == "mark" for k in s.kids[v])
            ):
                # "condemned on Tuesday ... and offered": the second verb shares the first one's day
                out.append(h)
                v = h
                continue
            break
        return out

    def _holding(self, noun: int) -> list[int]:
        """The verbs by which an event noun is held: "a summit set for Lima", "the trial is due to open in Lima"."""
        s = self.s
        if s.is_verb(noun):
            return []
        h = s.head[noun]
        above = [h, *s.kids_by(h, "acomp")] if s.dep[noun] in {"nsubj", "nsubjpass"} else []
        opened = [k for t in above for k in s.kids_by(t, "xcomp") if s.lemma[k] in HELD]
        return [*(k for k in s.kids_by(noun, "acl", "relcl") if s.lemma[k] in HELD), *opened]
