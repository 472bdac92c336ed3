"""Draft: an attribution on its way to a statement, and what is asked of one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding.attribution import Attribution
from detente.reading.model import Reading

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution on its way to a statement: who says it, and the part of its content that is one speech act.

    ``inner`` are attributions within the content that only say the same of the same party ("Mr X said France demands").
    """

    attribution: Attribution
    speaker: tuple[str, ...]
    content: Spans
    sentences: tuple[int, ...]
    inner: tuple[Attribution, ...] = ()
    rule: str = ""

    @property
    def start(self) -> int:
        """Its first character."""
        return min(a for a, _ in (*self.attribution.cue, *self.attribution.speaker, *self.content))


def draft(reading: Reading, speaker: tuple[str, ...], a: Attribution, rule: str = "") -> Draft:
    """A draft of one attribution."""
    return Draft(a, speaker, a.content, sentences_of(reading, (*a.cue, *a.speaker, *a.content)), rule=rule)


def sentences_of(reading: Reading, spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Numbers of the sentences in which spans lie."""
    every = reading.sentences
    found: set[int] = set()
    for start, end in spans:
        k = bisect_left(every, end, key=lambda s: s.start) - 1  # the last that starts before the span ends
        while k >= 0 and every[k].end > start:
            found.add(every[k].index)
            k -= 1
    return tuple(sorted(found))


def principals(reading: Reading, parties: Sequence[str]) -> tuple[str, ...]:
    """Whom parties speak for, each once."""
    return tuple(dict.fromkeys(reading.principal(p) or p for p in parties))


def own_clauses(reading: Reading, tokens: Sequence[Token], own: frozenset[str], pronouns: bool = True) -> list[str]:
    """The clauses among some tokens whose subject is one of the parties, or (with ``pronouns``) "I" and "we"."""
    out = []
    inside = {x.i for x in tokens}
    for t in tokens:
        if t.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        mention = reading.mention_headed(t.i)
        mine = (pronouns and t.lower_ in {"i", "we"}) or (
            mention is not None
            and (pronouns or mention.kind != "pronoun")
            and any(p in own or reading.principal(p) in own for p in mention.parties)
        )
        if mine:
            rest = [x for x in t.head.subtree if x.i >= t.i and x.i in inside]
            out.append("".join(x.text_with_ws for x in rest))
    return out


def covers(outer: Spans, inner: Spans) -> bool:
    """Whether every span lies within one of the others."""
    for x, y in inner:
        for a, b in outer:
            if a <= x and y <= b:
                break
        else:
            return False
    return True
