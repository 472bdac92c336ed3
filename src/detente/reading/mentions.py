"""Mentions: every span of an article that names a party, resolved to it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from detente.articles import Article
from detente.reading.coreference import FIRST, PRONOUNS, RELATIVE, Discourse, Draft
from detente.reading.descriptions import describe
from detente.reading.entities import entities
from detente.reading.homonyms import settle
from detente.reading.identities import gather
from detente.reading.meanings import inner, listed
from detente.reading.model import Mention, Party, Sentence
from detente.reading.names import lists, renew
from detente.reading.nominals import Nominal, nominal
from detente.reading.parsing import written
from detente.reading.parties import Cast
from detente.reading.persons import Naming, namings
from detente.reading.roles import persons
from detente.reading.syntax import Page
from detente.reading.together import number

_COUNTS = frozenset({"two", "three", "four", "both"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})


def mentions_and_parties(
    doc: Doc, sentences: Sequence[Sentence], article: Article
) -> tuple[tuple[Mention, ...], dict[str, Party]]:
    """All mentions of an article in order, and the parties that they name, with the principals of those.

    Args:
        doc: the article's tokens, with syntax on the parsed sentences.
        sentences: its sentences.
        article: the article itself.
    """
    renew()
    page = Page(doc, sentences, written(doc))
    settle(page)
    found = namings(page)
    page.names_end.update((c.last - 1, c.first) for c in found)
    entities(page, found)
    d = Discourse(page, Cast(page, article))
    persons(d, gather(page, found))
    _through(d, {c.last - 1: c for c in found}, {i for c in found for i in range(c.first, c.last)})
    return _finished(d)


def _through(d: Discourse, naming_at: dict[int, Naming], named: set[int]) -> None:
    """Go through the text once, so that later mentions can be told from earlier ones."""
    page = d.page
    later: list[int] = []
    for s in page.sentences:
        if not s.parsed:
            continue
        waiting: list[Nominal] = []  # "an official of the alliance": what follows is to be resolved first
        for i in range(s.first, s.last):
            if i in d.cast.datelines:
                continue
            if i in naming_at:
                _person(d, naming_at[i])
                continue
            low = page.lower[i]
            if low in PRONOUNS and page.words[i] != "US" and page.pos[i] in {"PRON", "DET"}:
                if low in FIRST:
                    later.append(i)
                else:
                    _pronoun(d, i)
                continue
            k = page.hit_at[i]
            if k >= 0:
                if page.spans[k][1] == i + 1:
                    (inner if i in named else _listed)(d, k)
            elif i not in named:
                x = nominal(page, i)
                if x is not None and x.possessor > i:
                    waiting.append(x)
                elif x is not None:
                    describe(d, x)
                elif low in _COUNTS:
                    number(d, i)
        for x in waiting:
            describe(d, x)
        if waiting:
            d.drafts.sort(key=lambda e: e.head)
    for i in later:
        _first_person(d, i)


def _listed(d: Discourse, k: int) -> None:
    listed(d, k, d.page.spans[k][1] - 1)


def _person(d: Discourse, c: Naming) -> None:
    page = d.page
    id_ = d.person_id[c.last - 1]
    head = d.outer(c.first, c.last)
    if c.role_at >= 0 and c.head != "counterpart" and c.head not in lists().kin and not d.cast.seen[id_].party.of:
        # "his spokesman X": for whom the possessor acts
        for i in range(c.first, c.role_at):
            above = d.by_head.get(i) if page.tag[i] == "PRP$" else None
            if above is not None and above.parties and above.parties[0] != id_:
                d.cast.change(id_, of=above.parties[0])
    draft = Draft(c.first, c.last, head, "role" if c.first < c.name and c.role else "name", (id_,), person=True)
    d.add(draft)
    d.by_head[c.last - 1] = draft


def _pronoun(d: Discourse, i: int) -> None:
    page = d.page
    low = page.lower[i]
    if low in RELATIVE:
        if page.pos[i] == "DET" or (low == "that" and page.dep[i] not in {"nsubj", "nsubjpass", "dobj"}):
            return
        e = d.relative(i)
        if e is not None:
            d.add(Draft(i, i + 1, i, "pronoun", e.parties, person=e.person, plural=e.plural))
        return
    parties = d.pronoun(i)
    if parties:
        person = d.cast.kind(parties[0]) == "person"
        d.add(Draft(i, i + 1, i, "pronoun", parties, person=person, plural=low[0] == "t"))


def _first_person(d: Discourse, i: int) -> None:
    """ "I" and "we" in a quotation: who speaks it, and for whom."""
    low = d.page.lower[i]
    speaker = d.speaker(i) if d.quoted[i] else None
    if speaker is None or not speaker.parties:
        return
    parties = speaker.parties
    if low in _WE:
        parties = tuple(dict.fromkeys(p for p in (d.cast.principal(q) for q in parties) if p)) or parties
    d.drafts.append(Draft(i, i + 1, i, "pronoun", parties, person=low not in _WE))


def _finished(d: Discourse) -> tuple[tuple[Mention, ...], dict[str, Party]]:
    page = d.page
    out: list[Mention] = []
    seen: set[tuple[int, int]] = set()
    reach = -1
    for e in sorted([*d.drafts, *d.inner], key=lambda e: (e.first, -e.last, e.head)):
        if not e.parties or (e.first, e.last) in seen:
            continue
        seen.add((e.first, e.last))
        start, end = page.idx[e.first], page.ends[e.last - 1]
        out.append(Mention(start, end, e.head, page.sentence[e.head], e.parties, e.kind, e.last <= reach))
        reach = max(reach, e.last)
    return tuple(out), d.cast.parties(p for m in out for p in m.parties)
