"""Statements: the speech acts of an article, from its attributions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from detente.coding import attribution, reported
from detente.coding.acts import act_of_content, act_of_cue, lemma
from detente.coding.conditions import condition_at
from detente.coding.draft import Draft, draft, own_clauses, principals
from detente.coding.drafts import drafts
from detente.coding.issues import issues_of
from detente.coding.model import Act, Condition, Evidence, Reason, Span, Statement
from detente.coding.sayings import reliable, says_something, told
from detente.coding.speakers import NOBODY_NAMED, Speakers, Tokens, addressee_of_content, addressee_of_cue, head_of
from detente.reading.model import Party, Reading

_QUOTED = re.compile(r"(?:[\"“„«]|``|'')((?:(?!''|``)[^\"”“«»\n])+)")
_DIRECT = 0.18  # share of a content in quotation marks that makes it a direct quotation
# words that demand what shall be, and assert what is
_FIRM = frozenset({"insist"})
_TURNS_TO = frozenset({"demand", "ask", "offer", "refuse", "threaten", "warn", "criticise", "praise"})


def statements(reading: Reading) -> tuple[tuple[Statement, ...], tuple[Party, ...]]:
    """The statements of a reading in the order of the text, and parties made of speakers that nothing else names."""
    tokens = Tokens(reading)
    speakers = Speakers(reading, tokens)
    found = attribution.attributions(reading) if attribution.available() else reported.attributions(reading)
    found = [reported.passed_on(reading, tokens, a) for a in found]
    found = [a for a in found if reliable(reading, tokens, a)]
    words = {i for a in found for x, y in a.cue for i in tokens.within(x, y)}
    more = [*reported.acts_as_nouns(reading), *reported.states_and_organisations(reading)]
    more = [a for a in more if not words & set(tokens.within(*a.cue[0])) and told(reading, tokens, a)]
    found = sorted((a for a in (*found, *more) if says_something(reading, tokens, a)), key=lambda a: (a.cue, a.content))
    first = [draft(reading, speakers.of(a.speaker), a) for a in found]
    first = [d for d in first if d.speaker or not _nobody(reading, d.attribution.speaker)]
    reading = replace(reading, parties={**reading.parties, **speakers.made})
    page = Page(reading, tokens, tuple(drafts(reading, tokens, first)), tuple(_quotations(reading)))
    return tuple(_statement(page, d, k) for k, d in enumerate(page.drafts)), tuple(speakers.made.values())


def _nobody(reading: Reading, speaker: Sequence[tuple[int, int]]) -> bool:
    """Whether a speaker is a mere word for somebody whom nothing names: "those that say", "one of them"."""
    return len(speaker) == 1 and reading.article.text[slice(*speaker[0])].lower() in NOBODY_NAMED


@dataclass(frozen=True, slots=True)
class Page:
    """What a statement is made from: the reading, every draft of it, and what stands in quotation marks."""

    reading: Reading
    tokens: Tokens
    drafts: tuple[Draft, ...]
    quotations: tuple[tuple[int, int], ...]


def _inside(d: Draft, every: Sequence[Draft]) -> list[tuple[int, int]]:
    """The contents of other statements within the content of this one."""
    return [
        span
        for o in every
        if o is not d and set(o.speaker) != set(d.speaker)
        for span in o.content
        if any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in d.content)
    ]


def _quotations(reading: Reading) -> list[tuple[int, int]]:
    """What stands in quotation marks, single words left out; a quotation ends with its paragraph at the latest."""
    text = reading.article.text
    out = []
    for p in reading.paragraphs:
        at = p.start
        while m := _QUOTED.search(text, at, p.end):
            at = m.end() + (2 if reading.article.text.startswith("''", m.end()) else 1)
            if len(m[1].split()) > 1:
                out.append(m.span(1))
    return out


def _without(content: Sequence[Token], others: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens of a content that are not within what others say in it."""
    return [t for t in content if not any(a <= t.idx < b for a, b in others)]


def _condition(reading: Reading, content: Sequence[Token], own: frozenset[str]) -> Condition | None:
    """The condition on which the party's own act, or what it asks of others, depends; not one of what might happen."""
    if not content:
        return None
    found = condition_at(reading, content[0].i, content[-1].i + 1)
    if found is None:
        return None
    inside = [t for t in content if found.start <= t.idx < found.end]
    head = head_of(inside)
    main = head.head if head is not None and head.head != head else None
    if main is None:
        return found
    chain = [main]
    while chain[-1].dep_ == "conj" and len(chain) < 5:
        chain.append(chain[-1].head)
    words = {c.lower_ for verb in chain for c in verb.children if c.dep_ in {"aux", "neg"}}
    if words & {"might", "may", "could"}:
        return None
    if found.kind == "until" and not words & {"not", "n't", "never"}:
        return None
    return found


def _statement(page: Page, d: Draft, number: int) -> Statement:
    reading, tokens = page.reading, page.tokens
    text = reading.article.text
    doc = reading.doc
    a = d.attribution
    cues = [[doc[i] for x, y in c.cue for i in tokens.within(x, y)] for c in (a, *d.inner)]
    content = [doc[i] for x, y in d.content for i in tokens.within(x, y)]
    words = " ".join(text[x:y] for x, y in d.content)
    behalf = principals(reading, d.speaker)
    own = frozenset((*d.speaker, *behalf))
    condition = _condition(reading, content, own)
    act, reason = _act(reading, cues, _without(content, _inside(d, page.drafts)), own, condition)
    speaker = frozenset(i for x, y in a.speaker for i in tokens.within(x, y))
    addressee = next((x for cue in cues if (x := addressee_of_cue(reading, cue, speaker, d.speaker))), ())
    if not addressee and act in _TURNS_TO:
        addressee = next((z for x, y in d.content if (z := addressee_of_content(reading, x, y, own))), ())
    sentences = [reading.sentences[k] for k in d.sentences]
    # reported within another's words, quoted or not, it is indirect
    within = any(o is not d and x <= a.cue[0][0] < y for o in page.drafts for x, y in o.content)
    quoted = sum(max(0, min(b, y) - max(a, x)) for x, y in d.content for a, b in page.quotations)
    return Statement(
        id=f"{reading.article.id}/S{number + 1}",
        speaker=d.speaker,
        for_=behalf,
        addressee=addressee,
        act=act,
        quote="direct" if quoted >= _DIRECT * max(1, len(words)) and not within else "indirect",
        issues=issues_of(words, [text[s.start : s.end] for s in sentences]),
        condition=condition,
        speakers=tuple(Span(*s) for s in a.speaker),
        cues=tuple(Span(*s) for s in sorted({span for x in (a, *d.inner) for span in x.cue})),
        contents=tuple(Span(*s) for s in d.content),
        evidence=tuple(Evidence(reading.article.id, s.start, s.end) for s in sentences),
        score=a.score,
        reasons=(Reason("attribution", "rule" if d.rule else "model", d.rule or "attribution", score=a.score), reason),
    )


def _act(
    reading: Reading,
    cues: Sequence[Sequence[Token]],
    content: Sequence[Token],
    own: frozenset[str],
    condition: Condition | None,
) -> tuple[Act, Reason]:
    """The act: what the cue names; else what an inner cue of the same party names; else what the content shows."""
    first: Reason | None = None
    for k, cue in enumerate(cues):
        lemmas = [lemma(t) for t in cue if not t.is_punct]
        if k == 0 and lemmas and lemmas[-1] in {"express", "offer", "voice", "extend", "have", "show", "give"}:
            lemmas += [lemma(t) for t in content[:3] if not t.is_stop]
        named = act_of_cue(lemmas)
        if named and named[0] == "demand" and not _FIRM.isdisjoint(lemmas) and _indicative(content):
            named = ("deny" if _denied(content) else "inform", named[1])  # "insists that it is not so"
        if named and named[0] != "inform":
            return named[0], Reason("act", "rule", "cue", named[1])
        if named and first is None:
            first = Reason("act", "rule", "cue", named[1])
    words = "".join(t.text_with_ws for t in content)
    decision = act_of_content(words, own_clauses(reading, content, own), condition is not None)
    if decision:
        return decision.act, Reason("act", "rule", decision.by, decision.words)
    return "inform", first or Reason("act", "rule", "default")


def _indicative(content: Sequence[Token]) -> bool:
    """Whether a content is a clause that says what is, not what shall be ("that the child be returned")."""
    head = head_of(content)
    if head is None or head.pos_ not in {"VERB", "AUX"} or head.tag_ not in {"VBZ", "VBP", "VBD", "VBN", "VBG"}:
        return False
    helpers = [c for c in head.children if c.dep_ in {"aux", "auxpass"}]
    finite = [t for t in (head, *helpers) if t.tag_ in {"VBZ", "VBP", "VBD"}]
    return bool(finite) and any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in head.children)


def _denied(content: Sequence[Token]) -> bool:
    """Whether the main verb of a clause is negated, or its subject or object is none."""
    head = head_of(content)
    if head is None:
        return False
    return any(c.dep_ == "neg" or any(g.lower_ == "no" for g in c.children) for c in head.children)
