"""Drafts of statements: from single attributions to one draft for each speech act that a careful reader enters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from detente.coding.acts import STRONG, act_of_content
from detente.coding.attribution import Attribution
from detente.coding.conditions import condition_at
from detente.coding.draft import Draft, Spans, own_clauses, principals, sentences_of
from detente.coding.joining import coordinated, nested, repeated
from detente.coding.sayings import OPENS, is_deed, lemmas_of
from detente.coding.speakers import Tokens
from detente.coding.unclaimed import meet
from detente.knowledge import load
from detente.reading.model import Reading, Sentence

_LATER = frozenset({"he", "she", "they", "it"})


def drafts(reading: Reading, tokens: Tokens, found: Sequence[Draft]) -> list[Draft]:
    """The drafts of an article, one for each speech act, in the order of the text, from one for each attribution."""
    out = led(reading, running(reading, [d for d in found if not _together(reading, tokens, d)]))
    out = implied(reading, pointed(reading, out))
    out = coordinated(reading, tokens, nested(reading, tokens, out))
    out = repeated(
        reading, tokens, [d for d in out if d.inner or d.rule or not is_deed(reading, tokens, d.attribution)]
    )
    return sorted((part for d in out for part in parts(reading, tokens, d)), key=lambda d: d.start)


def _together(reading: Reading, tokens: Tokens, d: Draft) -> bool:
    """Whether it is what parties did together: "X and Y agreed to meet"."""
    cue = lemmas_of(reading, tokens, d.attribution.cue)
    return len(principals(reading, d.speaker)) > 1 and not {"agree", "decide"}.isdisjoint(cue)


def running(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Quotations that leave their speaker out get the one who spoke last in the paragraphs before."""
    out: list[Draft] = []
    for d in found:
        text = reading.article.text
        quoted = d.content and text.startswith(OPENS, d.content[0][0])
        pronoun = len(d.attribution.speaker) == 1 and text[slice(*d.attribution.speaker[0])].lower() in _LATER
        if not d.speaker and (pronoun or (quoted and not d.attribution.speaker)):
            last = next((x for x in reversed(out) if x.speaker and x.sentences), None)
            near = last is not None and d.sentences and d.sentences[0] - last.sentences[-1] <= 2
            if last is not None and near:
                d = replace(d, speaker=last.speaker)
        out.append(d)
    return out


def led(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Quoted paragraphs that no attribution covers: led in by a colon ("This is what he had to say:"), or going on."""
    out = list(found)
    text = reading.article.text
    for p, q in zip(reading.paragraphs, reading.paragraphs[1:], strict=False):
        if not text.startswith(OPENS, q.start) or q.headline:
            continue
        covered = sum(max(0, min(b, q.end) - max(a, q.start)) for d in found for a, b in d.content)
        if covered > 0.3 * (q.end - q.start) or not text[p.start : p.end].rstrip().endswith(":"):
            continue
        lead = [s for s in reading.sentences if p.start <= s.start < p.end][-1:]
        said = [d for d in found if d.speaker and lead and lead[0].index in d.sentences]
        before = max(said, key=lambda d: sum(b - a for a, b in d.content), default=None)
        speaker, span = (before.speaker, before.attribution.speaker) if before else _subject(reading, lead)
        if speaker:
            colon = p.start + len(text[p.start : p.end].rstrip()) - 1
            cue = before.attribution.cue if before else ((colon, colon + 1),)
            a = Attribution(cue, span, ((q.start, q.end),), 0.5)
            quoted = sentences_of(reading, a.content)
            out.append(Draft(a, speaker, a.content, quoted, rule="a colon leads a quotation in"))
    return out


def _subject(reading: Reading, sentences: Sequence[Sentence]) -> tuple[tuple[str, ...], Spans]:
    """The last person or other party that is a subject in a sentence."""
    for s in sentences:
        for m in reversed(reading.mentions_in(s.index)):
            if reading.doc[m.head].dep_ in {"nsubj", "nsubjpass", "agent", "pobj"} and not m.inside:
                return m.parties, ((m.start, m.end),)
    return (), ()


@cache
def _pointers() -> re.Pattern[str]:
    return re.compile("|".join(load("cues")["pointers"]))


def pointed(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Sentences without a reporting verb whose speaker the next one names ("Mr X spoke about this in Paris").

    Only where the sentence is a speech act of whom that speaker acts for; what merely happened stays a happening.
    """
    out = list(found)
    text = reading.article.text
    for before, s in zip(reading.sentences, reading.sentences[1:], strict=False):
        m = _pointers().search(text[s.start : s.end])
        if m is None or before.report != s.report or before.headline:
            continue
        speaker, span = _subject_before(reading, s, s.start + m.start())
        if not speaker:
            continue
        own = frozenset((*speaker, *principals(reading, speaker)))
        words = list(reading.tokens(before))
        subjects = own_clauses(reading, words, own, pronouns=False)
        decision = act_of_content("", subjects)
        if decision is None:
            continue
        cue = ((s.start + m.start(), s.start + m.end()),)
        a = Attribution(cue, span, ((before.start, before.end),), 0.5)
        inside = [d for d in out if before.index in d.sentences and set(principals(reading, d.speaker)) <= own]
        out = [d for d in out if d not in inside and not meet(cue, d.attribution.cue)]
        inner = tuple(d.attribution for d in inside)
        out.append(Draft(a, speaker, a.content, (before.index, s.index), inner, "the next sentence says who spoke"))
    return out


def implied(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Sentences of a paragraph in which the side of the one who speaks in it commits itself are that speaker's.

    "If X happens, Ruritania will take measures. But it does not wish to, the Ruritanian minister said."
    """
    out = list(found)
    covered = {k for d in found for k in d.sentences}
    for d in found:
        if not d.sentences or not d.speaker:
            continue
        home = reading.sentences[d.sentences[0]]
        own = frozenset((*d.speaker, *principals(reading, d.speaker)))
        for s in reading.sentences[: home.index]:
            if s.paragraph != home.paragraph or s.index in covered or s.headline:
                continue
            words = list(reading.tokens(s))
            decision = act_of_content("", own_clauses(reading, words, own, pronouns=False))
            if decision is not None and decision.act in STRONG:
                a = replace(d.attribution, content=((s.start, s.end),), score=min(0.5, d.attribution.score))
                out.append(Draft(a, d.speaker, a.content, (s.index,), rule="its paragraph says who spoke"))
                covered.add(s.index)
    return out


def _subject_before(reading: Reading, s: Sentence, at: int) -> tuple[tuple[str, ...], Spans]:
    for m in reversed(reading.mentions_in(s.index)):
        if m.end <= at + 1 and not m.inside and reading.doc[m.head].dep_ in {"nsubj", "nsubjpass"}:
            return m.parties, ((m.start, m.end),)
    return (), ()


def _text(reading: Reading, sentence: int) -> str:
    s = reading.sentences[sentence]
    return reading.article.text[s.start : s.end]


def parts(reading: Reading, tokens: Tokens, d: Draft) -> list[Draft]:
    """A content of several sentences in which the party commits itself anew is a speech act for each commitment."""
    numbers = sentences_of(reading, d.content)
    if len(numbers) < 2 or len(d.speaker) > 1:
        return [d]
    own = frozenset((*d.speaker, *principals(reading, d.speaker)))
    groups: list[list[int]] = [[]]
    current: str | None = None
    for k in numbers:
        words = list(reading.tokens(reading.sentences[k]))
        bound = bool(words) and condition_at(reading, words[0].i, words[-1].i + 1) is not None
        decision = act_of_content("", own_clauses(reading, words, own, pronouns=False), bound)
        act = decision.act if decision and decision.by == "own" and decision.act in STRONG else None
        if act is None and groups[-1] and reading.sentences[groups[-1][-1]].paragraph != reading.sentences[k].paragraph:
            # in a new paragraph, another judgement is another speech act
            before, here = (act_of_content(_text(reading, x), ()) for x in (groups[-1][-1], k))
            if here and here.act in {"criticise", "praise"} and (before is None or before.act != here.act):
                groups.append([])
                current = here.act
        if act and act != current:
            # a remark or two before the first commitment belong to it
            if groups[-1] and (current is not None or len(groups[-1]) > 2):
                groups.append([])
            current = act
        groups[-1].append(k)
    if len(groups) < 2:
        return [d]
    out = []
    frame = set(d.sentences) - set(numbers)
    for group in groups:
        first, last = reading.sentences[group[0]], reading.sentences[group[-1]]
        content = tuple(
            (max(a, first.start), min(b, last.end)) for a, b in d.content if a < last.end and b > first.start
        )
        out.append(replace(d, content=content, sentences=tuple(sorted({*group, *frame}))))
    return out
