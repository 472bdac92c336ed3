"""Ownerless: courts, police and governments that a text names without their state ("a judge", "police in Cusco")."""

from __future__ import annotations

from collections import Counter

from detente.coding.clauses import Syntax
from detente.reading.model import Mention, Place, Reading
from detente.reading.names import lists

_OFFICIAL = frozenset({"JUD", "COP", "LEG", "GOV"})
_SHARE, _LEAST = 0.7, 3  # of the states that an article names, and how often it names that one


class Ownerless:
    """Finds the state of officials whose state is not said: that of the place beside them, else the article's."""

    def __init__(self, reading: Reading, s: Syntax, places: dict[int, list[tuple[int, Place]]]) -> None:
        self.reading, self.s, self.places = reading, s, places
        # towns that were taken for groups: "a judge in Lyon"
        text, every = reading.article.text, lists().parties
        self.towns = {
            text[p.start : p.end]: p.country
            for p in reading.places
            if p.country in every and p.feature != "country" and text[p.start : p.end] not in every
        }
        self._home: tuple[str | None] | None = None

    def state(self, m: Mention, id_: str) -> str | None:
        """The state for which a mention's party acts, where the party is an official or organ of none."""
        party = self.reading.parties.get(id_)
        town = self.reading.principal(id_)
        if town in self.towns and (party is None or party.kind != "person"):
            return self.towns[town]
        if party is None or id_ != id_.lower() or "/" in id_ or party.of or party.sector not in _OFFICIAL:
            return None
        for token, place in self.places.get(m.sentence, ()):
            beside = self.s.head[token] == m.head or (
                self.s.dep[token] == "pobj" and self.s.head[self.s.head[token]] == m.head
            )
            if beside and place.country in lists().parties:
                return place.country
        return self.home()

    def home(self) -> str | None:
        """The state of which an article tells nearly alone."""
        if self._home is None:
            counts: Counter[str] = Counter()
            for x in self.reading.mentions:
                above = self.reading.principal(x.parties[0]) if x.parties and x.kind != "pronoun" else None
                known = lists().parties.get(above or "")
                if known is not None and known.kind == "state":
                    counts[known.of or known.id] += 1
            counts.update(str(p.country) for p in self.reading.places if p.country in lists().parties)
            best, n = counts.most_common(1)[0] if counts else (None, 0)
            self._home = (best if n >= _LEAST and n >= _SHARE * counts.total() else None,)
        return self._home[0]
