"""Speakers and addressees: from the words that name them to parties."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from spacy.attrs import IDX, LENGTH
from spacy.tokens import Token

from detente.knowledge import load
from detente.reading.model import Mention, Party, Reading

_PRONOUNS = frozenset("he she they it we i who".split())
# words that stand for a speaker whom nothing names: "one of them", "those that say"
NOBODY_NAMED = frozenset("that which whose whom one ones others other some many most all their these those".split())
_ADDED = frozenset({"relcl", "acl", "appos", "advcl"})
_DATELINE = re.compile(
    r"^[A-Z][A-Z'.-]+[^()\n]{0,40}\([^()\n]{2,30}\)\s*(?:--?|_|–|—)\s*|^[A-Z]{3,}[A-Z .]*(?:, [\w. ]+)?\s(?:--|–|—)\s"
)
_DOCUMENTS = re.compile(
    r"(?i)\b(resolutions?|statements?|communiqu[eé]s?|letters?|telegrams?|declarations?|notes?|messages?|texts?|documents?|drafts?)$"
)
_PERSONS = re.compile(
    r"(?i)\b(officials?|spokes(man|woman|men|person|people)|officers?|diplomats?|sources?|ministers?|leaders?|aides?|experts?|"
    r"analysts?|lawyers?|attorneys?|professors?|activists?|researchers?|economists?|voters?|critics?|members?)\b"
)


class Tokens:
    """Tokens of a reading by their characters."""

    def __init__(self, reading: Reading) -> None:
        self.doc = reading.doc
        table = reading.doc.to_array([IDX, LENGTH]).reshape(-1, 2)
        self._starts: list[int] = table[:, 0].tolist()
        self._ends: list[int] = (table[:, 0] + table[:, 1]).tolist()

    def within(self, start: int, end: int) -> range:
        """Numbers of the tokens that have characters in [start, end)."""
        first = bisect_right(self._starts, start) - 1
        if first >= 0 and self._ends[first] <= start:
            first += 1
        return range(max(first, 0), bisect_left(self._starts, end))


def head_of(doc_tokens: Iterable[Token]) -> Token | None:
    """The syntactic head of some tokens: the first whose head stands outside them."""
    tokens = [t for t in doc_tokens if not t.is_space and not t.is_punct]
    inside = {t.i for t in tokens}
    for t in tokens:
        if t.head.i not in inside or t.head == t:
            return t
    return None


def mentions_between(reading: Reading, start: int, end: int) -> list[Mention]:
    """The mentions that lie within [start, end), in order."""
    return [m for m in reading.mentions if m.start >= start and m.end <= end]


class Speakers:
    """Who speaks: parties of speaker spans, and parties made for speakers that no mention names."""

    def __init__(self, reading: Reading, tokens: Tokens) -> None:
        self.reading = reading
        self.tokens = tokens
        self.made: dict[str, Party] = {}
        self.last: tuple[str, ...] = ()  # who spoke last, in the order of asking
        self._datelines = {
            p.start: p.start + m.end()
            for p in reading.paragraphs
            if (m := _DATELINE.match(reading.article.text, p.start, p.end))
        }

    def of(self, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """The parties that speaker spans name; () for a pronoun that nobody resolved."""
        out: dict[str, None] = {}
        for start, end in spans:
            out.update(dict.fromkeys(self._of_span(max(start, self._datelines.get(start, start)), end)))
        if out:
            self.last = tuple(out)
        return tuple(out)

    def _of_span(self, start: int, end: int) -> tuple[str, ...]:
        doc = self.reading.doc
        words = [doc[i] for i in self.tokens.within(start, end)]
        if not words:
            return ()
        head = head_of(words)
        found: dict[str, None] = {}
        if head is not None:
            last = words[-1].i
            for token in (head, *(c for c in head.conjuncts if words[0].i <= c.i <= last and not _in_other_words(c))):
                mention = self._named(token)
                if mention is not None:
                    found.update(dict.fromkeys(mention.parties))
        inside = mentions_between(self.reading, start, end)
        text = self.reading.article.text[start:end]
        if len(words) == 1 and words[0].lower_ == "it" and self.last and self._kind(self.last[0]) != "person":
            return self.last
        if found:
            return tuple(self._for_whom(p, inside, head) for p in found)
        if len(words) == 1 and words[0].lower_ in {"who", "which", "that"}:
            # "the minister, who said": the noun that the clause goes with
            clause = next((t for t in (words[0].head, *words[0].ancestors) if t.dep_ == "relcl"), None)
            of = self.reading.mention_headed(clause.head.i) if clause is not None else None
            if of is not None:
                return of.parties
        if len(words) == 1 and words[0].lower_ in NOBODY_NAMED:
            return ()
        if len(words) == 1 and words[0].lower_ in _PRONOUNS:
            covering = [m for m in self.reading.mentions if m.start <= start and m.end >= end]
            return covering[-1].parties if covering else ()
        # a person, or an organ: the name that a role or an apposition goes with
        names = [m for m in inside if not m.inside and m.kind in {"name", "role"}]
        persons = [m for m in names if any(self._kind(p) == "person" for p in m.parties)]
        persons = [m for m in persons if head is None or not _only_goes_with(doc[m.head], head)]
        if persons:
            return persons[-1].parties
        whole = [m for m in inside if m.end - m.start >= 0.7 * (end - start)]
        if whole:
            return whole[0].parties
        return (self._make(text, words, head, inside),)

    def _named(self, token: Token) -> Mention | None:
        """The mention of a speaker's head; where that has no name, that of the person in apposition to it."""
        mention = self.reading.mention_headed(token.i)
        if mention is None or not any(map(self.reading.named_person, mention.parties)):
            others = (self.reading.mention_headed(c.i) for c in token.children if c.dep_ == "appos")
            persons = [m for m in others if m is not None and any(self._kind(p) == "person" for p in m.parties)]
            named = (m for m in persons if any(map(self.reading.named_person, m.parties)))
            if (mention is None or mention.kind in {"nominal", "role"}) and persons:
                return next(named, persons[0])
        return mention

    def _for_whom(self, party: str, inside: Sequence[Mention], head: Token | None) -> str:
        """The party; one without a principal ("an official of the Council") acts for whom the same words name."""
        known = self.reading.parties.get(party)
        if known is None or known.of or known.kind in {"state", "organisation"} or known.id in self.made:
            return party
        mentioned = self.reading.mention_headed(head.i) if head is not None else None
        if mentioned is None or mentioned.kind in {"name", "pronoun"}:
            return party
        of = next((p for m in inside for p in m.parties if p != party and m.head > mentioned.head), None)
        if of:
            self.made[party] = replace(known, of=of)
        return party

    def _kind(self, party: str) -> str | None:
        known = self.made.get(party) or self.reading.parties.get(party)
        return known.kind if known else None

    def _make(self, text: str, words: Sequence[Token], head: Token | None, inside: Sequence[Mention]) -> str:
        """A party of the source's own words, acting for the party that they name."""
        kin = head is not None and head.lower_ in _kin()
        of = None if kin else next((p for m in inside for p in m.parties), None)
        if head is not None and _DOCUMENTS.search(head.text) and self.last:
            of = self.last[0]  # "a resolution": of the body that has just been told of
        name = _plain(text)
        core = _plain(_core(words, head)) if head is not None else name
        known = next((p.id for p in self.reading.parties.values() if {name, core} & {*p.names, p.name}), None)
        if known:
            return known
        person = kin or _PERSONS.search(core) is not None or (head is not None and head.ent_type_ == "PERSON")
        organisation = head is not None and head.ent_type_ in {"ORG", "NORP"}
        kind = "person" if person else "organisation" if organisation else "group"
        names = tuple(dict.fromkeys((core, *([head.lower_] if head is not None and head.pos_ == "NOUN" else []))))
        self.made[core] = Party(core, core, kind, of=of, names=names)  # type: ignore[arg-type]
        return core


def _plain(text: str) -> str:
    """A speaker's words as a name: in one line, without marks at its ends, articles and possessives."""
    name = re.sub(r"\s+", " ", text).strip(" ,;:\"'“”’‘-–—")
    return re.sub(r"(?i)^(the|a|an|another|one|some|that|this|these|those|his|her|its|their)\s+", "", name) or name


def _core(words: Sequence[Token], head: Token) -> str:
    """The words of a speaker up to what is added to it: "a mother of three", without "..., who fled"."""
    added = min(
        (t.i for c in head.children if c.dep_ in _ADDED and c.i > head.i for t in c.subtree), default=words[-1].i + 1
    )
    return "".join(t.text_with_ws for t in words if t.i < added)


def _only_goes_with(named: Token, head: Token) -> bool:
    """Whether a name within a speaker's words is not who speaks: "X's mother", "a friend of X", "a man who met X"."""
    chain = [named]
    while chain[-1] != head and chain[-1].head != chain[-1] and len(chain) < 8:
        chain.append(chain[-1].head)
    if named.dep_ == "poss" or any(t.dep_ in {"relcl", "acl"} for t in chain):
        return True
    return named.dep_ == "pobj" and named.head.head == head and head.lower_ in _kin()


def _in_other_words(token: Token) -> bool:
    """Whether a word is joined as another name for the same: "Uhuru, or Freedom"."""
    return any(c.dep_ == "cc" and c.lower_ == "or" for c in token.head.children)


@cache
def _kin() -> frozenset[str]:
    return frozenset(load("roles")["kin"])


@cache
def _nobody() -> frozenset[str]:
    return frozenset(load("cues")["nobody"])


@cache
def _frames() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    raw = load("cues")
    return frozenset(raw["object"]), {k: frozenset(v) for k, v in raw["prepositions"].items()}


def addressee_of_cue(
    reading: Reading, cue: Sequence[Token], speaker: frozenset[int], speaking: Sequence[str]
) -> tuple[str, ...]:
    """The parties that the cue's words turn to: "told X", "called on X", "demanded from X"."""
    objects, prepositions = _frames()
    for verb in cue:
        lemma = verb.lemma_.lower()
        targets: list[Token] = []
        if lemma in objects:
            targets += [c for c in verb.children if c.dep_ in {"dobj", "dative", "iobj", "nsubjpass"}]
            targets += (
                [
                    c
                    for v in verb.children
                    if v.dep_ in {"ccomp", "xcomp"}
                    for c in v.children
                    if c.dep_ == "nsubj" and c.i < v.i
                ]
                if lemma not in {"warn", "promise", "answer"} and not targets
                else []
            )
        for c in verb.children:
            if c.dep_ in {"prep", "dative"} and lemma in prepositions.get(c.lower_, ()):
                targets += [g for g in c.children if g.dep_ == "pobj"]
        for target in targets:
            if target.i in speaker or target.lemma_.lower() in _nobody():
                continue
            out: dict[str, None] = {}
            for token in (target, *target.conjuncts):
                mention = reading.mention_headed(token.i) or _led_by(reading, token)
                if mention is not None:
                    out.update(dict.fromkeys(p for p in mention.parties if p not in speaking))
            if out:
                return tuple(out)
    return ()


def _led_by(reading: Reading, token: Token) -> Mention | None:
    """The mention that a common noun goes with: "the bombings of the U.S. embassies", "NATO's plans"."""
    below = sorted(t.i for t in token.subtree)
    if not below:
        return None
    start, end = reading.doc[below[0]].idx, reading.doc[below[-1]].idx + len(reading.doc[below[-1]])
    found = mentions_between(reading, start, end)
    return found[0] if found else None


def addressee_of_content(reading: Reading, start: int, end: int, own: frozenset[str]) -> tuple[str, ...]:
    """The first other parties that a content names, those joined to it by "and" or a comma included."""
    text = reading.article.text
    out: dict[str, None] = {}
    at = -1
    for m in mentions_between(reading, start, end):
        if at >= 0 and not re.fullmatch(r"[\s,]*(and|or|&)?\s*(the\s+)?", text[at : m.start]):
            if m.start >= at:
                break
            continue
        others = [p for p in m.parties if (reading.principal(p) or p) not in own and p not in own]
        if others and m.kind != "pronoun":
            out.update(dict.fromkeys(reading.principal(p) or p for p in others))
            at = max(at, m.end)
    return tuple(out)
