"""What reading gives: sentences, mentions, parties, times and places of one article. It knows no politics.

All ``start`` and ``end`` are code point offsets into ``article.text``; token numbers are into ``Reading.doc``, whose
text has the length of the article's, so that ``token.idx`` is an offset into the article too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from detente.articles import Article, Paragraph

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PartyKind = Literal["state", "organisation", "group", "person"]
TimeKind = Literal["date", "time", "duration", "set"]
MentionKind = Literal["name", "role", "demonym", "metonym", "pronoun", "nominal"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: characters [start, end), tokens [first, last), and where it stands on the page."""

    index: int
    start: int
    end: int
    first: int
    last: int
    paragraph: int
    report: int
    headline: bool
    parsed: bool


@dataclass(frozen=True, slots=True)
class Party:
    """A state, organisation, armed group or person that acts.

    ``id`` is ISO 3166-1 alpha-3 for a state, the short name for an organisation, "RUS/defence-ministry" for an organ,
    the fullest name for a person. ``of`` is the id of the principal it acts for; ``sector`` is PLOVER's.
    """

    id: str
    name: str
    kind: PartyKind
    of: str | None = None
    sector: str | None = None
    names: tuple[str, ...] = ()
    role: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names one party ("Mr Lavrov", "Moscow", "he") or several ("both sides", "they").

    ``head`` is the number of its syntactic head token. A mention may lie inside a longer one (``inside``): "Russian" in
    "Russian Defence Ministry" is a demonym mention of RUS inside the organ's mention.
    """

    start: int
    end: int
    head: int
    sentence: int
    parties: tuple[str, ...]
    kind: MentionKind
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A date or time expression with its TimeML value and, where that is definite, its first and last day.

    Only ``kind`` "date" is a date in the sense of TimeML; a clock time still has its day, the others have none.
    ``value`` is empty where a relative expression has no date of publication to count from.
    """

    start: int
    end: int
    value: str
    first: date | None = None
    last: date | None = None
    kind: TimeKind = "date"


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym: GeoNames id, WGS 84 degrees, and ISO 3166-1 alpha-3 country."""

    start: int
    end: int
    name: str
    geonames: int | None
    lat: float
    lon: float
    country: str | None
    feature: Literal["country", "region", "city", "other"] = "city"


@dataclass(frozen=True)
class Reading:
    """One article read."""

    article: Article
    doc: Doc
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    parties: Mapping[str, Party] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()

    @cached_property
    def _by_sentence(self) -> dict[int, tuple[Mention, ...]]:
        out: dict[int, list[Mention]] = {}
        for m in self.mentions:
            out.setdefault(m.sentence, []).append(m)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def _by_head(self) -> dict[int, Mention]:
        out: dict[int, Mention] = {}
        for m in self.mentions:  # the longest mention with this head
            if m.head not in out or m.end - m.start > out[m.head].end - out[m.head].start:
                out[m.head] = m
        return out

    @cached_property
    def _sentence_of_token(self) -> list[int]:
        out = [-1] * len(self.doc)
        for s in self.sentences:
            for i in range(s.first, s.last):
                out[i] = s.index
        return out

    @cached_property
    def lower(self) -> list[str]:
        """The tokens' texts in small letters."""
        from detente.reading.parsing import words

        return [w.lower() for w in words(self.doc)]

    def mentions_in(self, sentence: int) -> tuple[Mention, ...]:
        """The mentions of the sentence with this index, in order."""
        return self._by_sentence.get(sentence, ())

    def mention_headed(self, token: int) -> Mention | None:
        """The longest mention whose head is this token."""
        return self._by_head.get(token)

    def sentence_of(self, token: int) -> Sentence | None:
        """The sentence a token stands in (None for white space between sentences)."""
        k = self._sentence_of_token[token]
        return self.sentences[k] if k >= 0 else None

    def tokens(self, sentence: Sentence) -> Iterator[Token]:
        """The tokens of a sentence."""
        return iter(self.doc[sentence.first : sentence.last])

    def named_person(self, party: str) -> bool:
        """Whether a party is a person with a name, not only a role ("chairman", "panel/chairman")."""
        known = self.parties.get(party)
        return known is not None and known.kind == "person" and party != party.lower() and "/" not in party

    def principal(self, party: str | None) -> str | None:
        """The party at the end of the chain of principals: the state or organisation that it acts for, else itself."""
        seen: set[str] = set()
        while party and party not in seen:
            seen.add(party)
            above = self.parties[party].of if party in self.parties else None
            if not above:
                return party
            party = above
        return party
