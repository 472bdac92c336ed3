"""Blaming: what a speaker says of another: that it must do something, is behind something, did wrong or is evil."""

from __future__ import annotations

from detente.coding.named import Side
from detente.coding.recipients import Recipients
from detente.coding.sides import Candidate
from detente.coding.status import is_reported
from detente.reading.model import Sentence

_GUILTY = frozenset({"responsible", "guilty", "culpable", "complicit"})
_REQUIRES = frozenset({"must", "should", "ought", "need"})
_WORD = frozenset({"word", "promise", "pledge", "vow", "law", "oath", "commitment"})
# what might be wrong is not said to be
_PERHAPS = frozenset("may might could can would should must will shall allegedly reportedly apparently".split())


class Blaming(Recipients):
    """Finds acts that are told as what somebody says of another."""

    def said_of(self, sentence: Sentence, v: int) -> Candidate | None:
        """The act that a clause in what somebody says makes, if it says of another what that one must do or did."""
        if not is_reported(self.s, v):
            return None
        return self._required(sentence, v) or self._held_responsible(sentence, v) or self._wronged(sentence, v)

    def _required(self, sentence: Sentence, v: int) -> Candidate | None:
        """What a speaker says that another must do is asked of the other: "Lima says Quito must withdraw"."""
        s = self.s
        h = s.head[v]
        aux = {s.text[k] for k in s.kids[v] if s.dep[k] == "aux"}
        if not aux & _REQUIRES or "have" in aux:  # "must have left" is a guess
            return None
        actors = self.acting(h)
        recipients = self.all_named([t for t in s.subjects(v) if self.at[t] is not None])
        named = {p for x in actors for p in x.mention.parties}
        recipients = self._not_we([x for x in recipients if not named & set(x.mention.parties)], actors)
        if not actors or not recipients:
            return None
        return Candidate(sentence, v, h, self.known.required, tuple(actors), tuple(recipients))

    def _held_responsible(self, sentence: Sentence, v: int) -> Candidate | None:
        """Whom a speaker says to be behind something: "Lima said Quito was responsible for the raid"."""
        s = self.s
        if s.lemma[v] != "be" or s.negated(v):
            return None
        behind = any(s.text[k] == "behind" for k in s.kids_by(v, "prep"))
        if not behind and not any(s.text[k] in _GUILTY for k in s.kids_by(v, "acomp")):
            return None
        return self._blamed(sentence, v)

    def _wronged(self, sentence: Sentence, v: int) -> Candidate | None:
        """Of whom a speaker says that he did wrong or is evil: "Lima said Quito lied", "was a dictator"."""
        s = self.s
        if s.negated(v) or s.passive(v):
            return None
        if any(s.dep[k] in {"aux", "advmod"} and s.text[k] in _PERHAPS for k in s.kids[v]):
            return None
        wrong = s.lemma[v] in self.known.wrongs
        blame = _WORD if s.lemma[v] == "break" else self.known.blame
        below = [k for k in s.kids_by(v, "acomp", "attr", "oprd", "dobj") if self.matching.lemmas([k]) & blame]
        if s.lemma[v] == "be":
            wrong = bool(below)
        elif s.lemma[v] in self.known.commits:
            wrong = any(not s.kids_by(k, "neg") for k in below)
        if not wrong:
            return None
        if all(self.at[t] is None and not s.kids_by(t, "poss") for t in s.subjects(v)):  # "the winter in Lima is cruel"
            return None
        return self._blamed(sentence, v)

    def _blamed(self, sentence: Sentence, v: int) -> Candidate | None:
        s = self.s
        h = s.head[v]
        actors = self.acting(h)
        recipients = self._not_we(self.others(self.all_named(s.subjects(v)), actors), actors)
        if not actors or not recipients:
            return None
        return self.candidate(sentence, v, h, self.known.blamed, actors, recipients)

    def _not_we(self, sides: list[Side], actors: list[Side]) -> list[Side]:
        """The sides without those who speak themselves: "we must act", "we have been weak"."""
        mine = self.behind(actors)
        return [x for x in sides if not (x.mention.kind == "pronoun" and self.principals(x.mention) <= mine)]
