"""Statements: the speech acts of an article, from its attributions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from detente.coding import attribution, reported
from detente.coding.acts import act_of_content, act_of_cue
from detente.coding.conditions import condition_at
from detente.coding.drafts import Draft, drafts, own_clauses, principals
from detente.coding.issues import issues_of
from detente.coding.model import Act, Condition, Evidence, Reason, Span, Statement
from detente.coding.speakers import Speakers, Tokens, addressee_of_content, addressee_of_cue
from detente.reading.model import Party, Reading

_QUOTED = re.compile(r"[\"“„«]([^\"”“«»]+)(?:[\"”»]|$)")
_DIRECT = 0.18  # share of a content in quotation marks that makes it a direct quotation
_TURNS_TO = frozenset({"demand", "ask", "offer", "refuse", "threaten", "warn", "criticise", "praise"})


def statements(reading: Reading) -> tuple[tuple[Statement, ...], tuple[Party, ...]]:
    """The statements of a reading in the order of the text, and parties made of speakers that nothing else names."""
    tokens = Tokens(reading)
    speakers = Speakers(reading, tokens)
    found = attribution.attributions(reading) if attribution.available() else reported.attributions(reading)
    out = [_statement(reading, tokens, d, k) for k, d in enumerate(drafts(reading, tokens, speakers, found))]
    return tuple(out), tuple(speakers.made.values())


def _statement(reading: Reading, tokens: Tokens, d: Draft, number: int) -> Statement:
    text = reading.article.text
    doc = reading.doc
    a = d.attribution
    cues = [[doc[i] for x, y in c.cue for i in tokens.within(x, y)] for c in (a, *d.inner)]
    content = [doc[i] for x, y in d.content for i in tokens.within(x, y)]
    words = " ".join(text[x:y] for x, y in d.content)
    behalf = principals(reading, d.speaker)
    own = frozenset((*d.speaker, *behalf))
    condition = condition_at(reading, content[0].i, content[-1].i + 1) if content else None
    act, reason = _act(reading, cues, content, words, own, condition)
    speaker = frozenset(i for x, y in a.speaker for i in tokens.within(x, y))
    addressee = next((x for cue in cues if (x := addressee_of_cue(reading, cue, speaker, d.speaker))), ())
    if not addressee and act in _TURNS_TO:
        addressee = next((z for x, y in d.content if (z := addressee_of_content(reading, x, y, own))), ())
    sentences = [reading.sentences[k] for k in d.sentences]
    quoted = sum(len(m[1]) for m in _QUOTED.finditer(words) if len(m[1].split()) > 1)
    return Statement(
        id=f"{reading.article.id}/S{number + 1}",
        speaker=d.speaker,
        for_=behalf,
        addressee=addressee,
        act=act,
        quote="direct" if quoted >= _DIRECT * max(1, len(words)) else "indirect",
        issues=issues_of(words, [text[s.start : s.end] for s in sentences]),
        condition=condition,
        speakers=tuple(Span(*s) for s in a.speaker),
        cues=tuple(Span(*s) for s in a.cue),
        contents=tuple(Span(*s) for s in d.content),
        evidence=tuple(Evidence(reading.article.id, s.start, s.end) for s in sentences),
        score=a.score,
        reasons=(Reason("attribution", "rule" if d.rule else "model", d.rule or "attribution", score=a.score), reason),
    )


def _act(
    reading: Reading,
    cues: Sequence[Sequence[Token]],
    content: Sequence[Token],
    words: str,
    own: frozenset[str],
    condition: Condition | None,
) -> tuple[Act, Reason]:
    """The act: what the cue names; else what an inner cue of the same party names; else what the content shows."""
    first: Reason | None = None
    for k, cue in enumerate(cues):
        lemmas = [t.lemma_.lower() for t in cue if not t.is_punct]
        if k == 0 and lemmas and lemmas[-1] in {"express", "offer", "voice", "extend", "have", "show", "give"}:
            lemmas += [t.lemma_.lower() for t in content[:3] if not t.is_stop]
        named = act_of_cue(lemmas)
        if named and named[0] != "inform":
            return named[0], Reason("act", "rule", "cue", named[1])
        if named and first is None:
            first = Reason("act", "rule", "cue", named[1])
    decision = act_of_content(words, own_clauses(reading, content, own), condition is not None)
    if decision:
        return decision.act, Reason("act", "rule", decision.by, decision.words)
    return "inform", first or Reason("act", "rule", "default")
