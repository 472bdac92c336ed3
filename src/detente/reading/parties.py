"""The parties of one article: who is in it, under which names, acting for whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from detente.articles import Article
from detente.reading.model import Party, PartyKind
from detente.reading.names import city_state, lists, state_of
from detente.reading.syntax import Page

_DATELINE = re.compile(
    r"^\W*(?P<place>[A-Z][A-Z .'’-]{2,40}[A-Z.](?:, [A-Z][\w .]{2,30}?)?(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?)"
    r"\s*(?:\([A-Z][\w /.-]{1,25}\)\s*)?(?:--|[_–—-]|:)\s"
    r"|^\W*(?P<paren>[A-Z][\w .,'’-]{2,60}?)\s*\((?:AP|Reuters|REUTERS|AFP|Xinhua|UPI|CNN|dpa|BBC|IPS|APW|NYT)\)"
    r"\s*(?:--|[_–—-])?\s"
)

_EARLY = 3  # sentences


@dataclass(slots=True)
class _Seen:
    party: Party
    names: dict[str, int] = field(default_factory=dict)


class Cast:
    """The parties of an article as they are met. Ids of the lists keep what the lists say of them."""

    def __init__(self, page: Page, article: Article) -> None:
        self.page = page
        self.seen: dict[str, _Seen] = {}
        self.datelines: set[int] = set()
        self.counts: Counter[str] = Counter()
        self.dated = False
        self.home, self.certain = self._home(article)

    def _home(self, article: Article) -> tuple[str | None, bool]:
        """The state that the article is about, and whether that is clear: dateline first, then what is named most."""
        page, counts = self.page, self.counts
        dated: str | None = None
        known = lists()
        paragraph, headed = -1, False
        for s in page.sentences:
            if s.headline or (s.paragraph == paragraph and not 0 < s.index < _EARLY):
                continue
            opens, paragraph = s.paragraph != paragraph, s.paragraph
            m = _DATELINE.match(page.text[s.start : s.start + 110])
            if not m or not (opens or m[0].rstrip().endswith("-")):
                continue  # a title may stand before the dateline in its line
            headed = True
            place = m["place"] or m["paren"]
            end = s.start + m.end()
            states = []
            for i in range(s.first, s.last):
                if page.idx[i] >= end:
                    break
                self.datelines.add(i)
                states += [self.state(n.party) for n in page.names_at(i) if n.kind in {"state", "metonym", "region"}]
            for part in place.split(","):
                for form in (part.strip(), part.strip().title()):
                    states += [
                        self.state(n.party)
                        for n in known.names.get(form, ())
                        if n.kind in {"state", "metonym", "region"}
                    ]
            if not any(states):
                states = [found for part in place.split(",")[:1] if (found := city_state(part.strip().title()))]
            if dated is None and states:
                # "TBILISI, Georgia" is one state, "PARIS, Texas" the latter
                dated = states[-1] if "," in place and states[0] not in states[1:] else states[0]
        for k, (first, _, hit) in enumerate(page.spans):
            if page.hit_at[first] != k or first in self.datelines or hit.names[0].careful:
                continue
            state = self.state(hit.names[0].party)
            if state:
                counts[state] += 1
        if dated:
            self.dated = True
            return dated, True
        if not counts:
            return None, False
        (best, n), *rest = counts.most_common(2)
        second = rest[0][1] if rest else 0
        return best, n >= 3 and n >= 2 * second and not headed

    def state(self, party: str | None) -> str | None:
        """The state at the end of a listed party's chain of principals."""
        return state_of(party)

    def get(self, party: str) -> Party | None:
        """A party of the article, or one that the lists know."""
        return self.seen[party].party if party in self.seen else lists().parties.get(party)

    def principal(self, party: str | None) -> str | None:
        """The end of the chain of principals."""
        steps = 0
        while party and steps < 8:
            p = self.get(party)
            if p is None or not p.of:
                return party
            party, steps = p.of, steps + 1
        return party

    def kind(self, party: str) -> str:
        """The kind of a party, "group" when it is not known."""
        p = self.get(party)
        return p.kind if p else "group"

    def meet(self, party: str, surface: str | None = None) -> str:
        """Note that a party of the lists is in the article, under this name; and whom it acts for."""
        if party not in self.seen:
            known = lists().parties.get(party)
            if known is None:
                owner, _, organ = party.rpartition("/")
                sector = lists().sectors.get(organ)
                known = Party(party, surface or party, "organisation" if owner else "group", owner or None, sector)
            self.seen[party] = _Seen(known)
            if known.of:
                self.meet(known.of)
        if surface:
            names = self.seen[party].names
            names[surface] = names.get(surface, 0) + 1
        return party

    def make(
        self,
        party: str,
        name: str,
        kind: PartyKind,
        of: str | None,
        sector: str | None,
        role: str | None = None,
        surface: bool = True,
    ) -> str:
        """Add a party that no list knows; what is known of it already stays."""
        if of == party:
            of = None
        if party not in self.seen and party not in lists().parties:
            self.seen[party] = _Seen(Party(party, name, kind, of, sector, role=role))
            if of:
                self.meet(of)
        else:
            self.meet(party)
        if surface:
            names = self.seen[party].names
            names[name] = names.get(name, 0) + 1
        return party

    def organ(
        self, owner: str | None, id_: str, surface: str, kind: PartyKind, sector: str | None, role: str | None = None
    ) -> str:
        """An organ or nominal party of an owner: "KEN/police"; without an owner its id is the bare word."""
        return self.make(f"{owner}/{id_}" if owner else id_, surface, kind, owner, sector, role)

    def change(self, party: str, **what: object) -> None:
        """Set attributes of a party of this article; nobody comes to act for himself by way of others."""
        above, steps = what.get("of"), 0
        while isinstance(above, str) and steps < 8:
            if above == party:
                what.pop("of")
                break
            p = self.get(above)
            above, steps = p.of if p else None, steps + 1
        self.seen[party].party = replace(self.seen[party].party, **what)  # type: ignore[arg-type]

    def parties(self, used: Iterable[str]) -> dict[str, Party]:
        """The parties that are used and their principals, with all surface forms."""
        wanted: dict[str, None] = {}
        for party in used:
            step: str | None = party
            while step and step not in wanted:
                wanted[step] = None
                self.meet(step)
                step = self.seen[step].party.of
        out = {}
        for party in wanted:
            seen = self.seen[party]
            names = tuple(dict.fromkeys([seen.party.name, *seen.names]))
            out[party] = replace(seen.party, names=names)
        return out
