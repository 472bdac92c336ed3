"""Statements: the speech acts of an article, from its attributions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding import attribution, reported
from detente.coding.acts import act_of_content, act_of_cue
from detente.coding.attribution import Attribution
from detente.coding.conditions import condition_at
from detente.coding.issues import issues_of
from detente.coding.model import Act, Condition, Evidence, Reason, Span, Statement
from detente.coding.speakers import Speakers, Tokens, addressee_of_content, addressee_of_cue
from detente.reading.model import Party, Reading

_QUOTED = re.compile(r"[\"“„«]([^\"”“«»]+)(?:[\"”»]|$)")
_DIRECT = 0.18  # share of a content in quotation marks that makes it a direct quotation
_OPENS = '"“„«'


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution on its way to a statement: who says it, and the part of its content that is one speech act."""

    attribution: Attribution
    speaker: tuple[str, ...]
    content: tuple[tuple[int, int], ...]
    sentences: tuple[int, ...]
    act: Act | None = None


def statements(reading: Reading) -> tuple[tuple[Statement, ...], tuple[Party, ...]]:
    """The statements of a reading in the order of the text, and parties made of speakers that nothing else names."""
    tokens = Tokens(reading)
    speakers = Speakers(reading, tokens)
    found = attribution.attributions(reading) if attribution.available() else reported.attributions(reading)
    drafts = [d for a in found for d in _drafts(reading, speakers, a)]
    out = [_statement(reading, tokens, d, k) for k, d in enumerate(drafts)]
    return tuple(out), tuple(speakers.made.values())


def _drafts(reading: Reading, speakers: Speakers, a: Attribution) -> Iterator[Draft]:
    speaker = speakers.of(a.speaker)
    sentences = _sentences(reading, (*a.cue, *a.speaker, *a.content))
    yield Draft(a, speaker, a.content, sentences)


def _sentences(reading: Reading, spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    out = {s.index for a, b in spans for s in reading.sentences if s.start < b and s.end > a}
    return tuple(sorted(out))


def principals(reading: Reading, made: Sequence[str]) -> tuple[str, ...]:
    """Whom parties speak for, each once."""
    return tuple(dict.fromkeys(reading.principal(p) or p for p in made))


def _clauses_of(reading: Reading, tokens: Sequence[Token], own: frozenset[str]) -> list[str]:
    """The clauses among some tokens whose subject is one of the parties, or "I" and "we"."""
    out = []
    for t in tokens:
        if t.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        mention = reading.mention_headed(t.i)
        mine = t.lower_ in {"i", "we"} or (
            mention is not None and any(p in own or reading.principal(p) in own for p in mention.parties)
        )
        if mine:
            inside = {x.i for x in tokens}
            rest = [x for x in t.head.subtree if x.i >= t.i and x.i in inside]
            out.append("".join(x.text_with_ws for x in rest))
    return out


def _statement(reading: Reading, tokens: Tokens, d: Draft, number: int) -> Statement:
    text = reading.article.text
    doc = reading.doc
    a = d.attribution
    cue = [doc[i] for x, y in a.cue for i in tokens.within(x, y)]
    content = [doc[i] for x, y in d.content for i in tokens.within(x, y)]
    words = " ".join(text[x:y] for x, y in d.content)
    behalf = principals(reading, d.speaker)
    own = frozenset((*d.speaker, *behalf))
    condition = _condition(reading, content)
    act, reason = _act(reading, cue, content, words, own, condition)
    act = d.act or act
    addressee = addressee_of_cue(
        reading, cue, frozenset(i for x, y in a.speaker for i in tokens.within(x, y)), d.speaker
    )
    if not addressee and act not in {"inform", "promise", "accept", "deny"}:
        for x, y in d.content:
            addressee = addressee or addressee_of_content(reading, x, y, own)
    around = [text[reading.sentences[k].start : reading.sentences[k].end] for k in d.sentences]
    quoted = sum(len(m[1]) for m in _QUOTED.finditer(words) if len(m[1].split()) > 1)
    evidence = tuple(
        Evidence(reading.article.id, reading.sentences[k].start, reading.sentences[k].end) for k in d.sentences
    )
    return Statement(
        id=f"{reading.article.id}/S{number + 1}",
        speaker=d.speaker,
        for_=behalf,
        addressee=addressee,
        act=act,
        quote="direct" if quoted >= _DIRECT * max(1, len(words)) else "indirect",
        issues=issues_of(words, around),
        condition=condition,
        speakers=tuple(Span(*s) for s in a.speaker),
        cues=tuple(Span(*s) for s in a.cue),
        contents=tuple(Span(*s) for s in d.content),
        evidence=evidence,
        score=a.score,
        reasons=reason,
    )


def _condition(reading: Reading, content: Sequence[Token]) -> Condition | None:
    if not content:
        return None
    return condition_at(reading, content[0].i, content[-1].i + 1)


def _act(
    reading: Reading,
    cue: Sequence[Token],
    content: Sequence[Token],
    words: str,
    own: frozenset[str],
    condition: Condition | None,
) -> tuple[Act, tuple[Reason, ...]]:
    lemmas = [t.lemma_.lower() for t in cue if not t.is_punct]
    named = act_of_cue(
        [
            *lemmas,
            *(
                t.lemma_.lower()
                for t in content[:2]
                if lemmas and lemmas[-1] in {"express", "offer", "voice", "extend"}
            ),
        ]
    )
    if named and named[0] != "inform":
        return named[0], (Reason("act", "rule", "cue", named[1]),)
    decision = act_of_content(words, _clauses_of(reading, content, own), condition is not None)
    if decision:
        return decision.act, (Reason("act", "rule", decision.by, decision.words),)
    return "inform", (Reason("act", "rule", "cue", named[1] if named else ""),)
