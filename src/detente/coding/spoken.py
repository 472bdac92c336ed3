"""Spoken acts: events that are told as statements ("It is a disgrace, he said"), where no predicate names them.

A statement's act says what kind of event it is, its speaker who acts, its addressee to whom. What a frame has found in
the same sentences, of the same speaker and of a kind that tells the same, stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from detente.coding.clauses import Syntax
from detente.coding.frames import cameo_of, goldstein_of
from detente.coding.model import Act, Event, EventMention, EventType, Reason, Role, Span, Statement, When
from detente.coding.status import status_of
from detente.reading.model import Reading, Sentence


class _Kind(NamedTuple):
    type: EventType
    mode: str | None
    same: frozenset[str]  # types of events that tell the same


_KINDS: dict[Act, _Kind] = {
    "criticise": _Kind("ACCUSE", "disapprove", frozenset({"ACCUSE", "REJECT", "THREATEN"})),
    "refuse": _Kind("REJECT", None, frozenset({"REJECT", "ACCUSE", "AGREE", "CONSULT"})),
    "threaten": _Kind("THREATEN", None, frozenset({"THREATEN", "SANCTION", "COERCE", "ASSAULT", "REJECT", "AGREE"})),
    "praise": _Kind("SUPPORT", None, frozenset({"SUPPORT", "AGREE", "COOPERATE", "CONSULT"})),
}
# acts that the content's words may show, whoever says them neutrally: then of the party that they are said of
_SHOWN = frozenset({"criticise", "praise"})
_POSSIBLE = frozenset({"might", "may", "could", "would", "should"})
_SILENT = frozenset(
    "comment provide say disclose discuss name identify confirm answer elaborate reveal speculate specify respond "
    "explain describe detail give talk speak".split()
)


def spoken(
    reading: Reading,
    s: Syntax,
    statements: Sequence[Statement],
    events: Sequence[Event],
    day: Callable[[Sentence], When | None],
) -> list[Event]:
    """The events that statements alone tell. ``day``: when what is said in a sentence was said."""
    at = {x.start: x for x in reading.sentences}
    out: list[Event] = []
    for said in statements:
        kind = _KINDS.get(said.act)
        sentence = at.get(said.evidence[0].start) if said.evidence else None
        if kind is None or sentence is None or not said.cues or not _official(reading, said.speaker):
            continue
        by = said.reasons[-1].name
        verbs = _verbs(s, sentence, said)
        if verbs and status_of(s, verbs[0], kind.type, sentence.headline).status not in {"occurred", "ongoing"}:
            continue  # "they might argue"
        if by == "cue" and verbs and not _silent(s, verbs):
            towards = tuple(x for x in said.addressee if _official(reading, (x,)))
            if said.act == "praise" and not towards:
                continue
        elif by == "content" and said.act in _SHOWN:
            towards = _said_of(reading, s, said)
            if not towards:
                continue
        else:
            continue
        if not _told(reading, said, kind, [*events, *out]):
            out.append(_event(reading, said, kind, towards, day(sentence)))
    return out


def _official(reading: Reading, parties: Sequence[str]) -> bool:
    """Whether there is among some a party with a name that is, or acts for, a state or an organisation."""
    found = [reading.parties.get(p) for p in parties]
    return any(p is not None and p.id != p.id.lower() and (p.kind != "person" or bool(p.of or p.role)) for p in found)


def _verbs(s: Syntax, sentence: Sentence, said: Statement) -> list[int]:
    """The verbs of a cue."""
    tokens = (t for t in range(sentence.first, sentence.last) if any(x.start <= s.idx[t] < x.end for x in said.cues))
    return [t for t in tokens if s.is_verb(t) and s.dep[t] not in {"aux", "auxpass", "amod"}]


def _silent(s: Syntax, verbs: Sequence[int]) -> bool:
    """Whether who speaks only says nothing: "declined to comment"."""
    below = [k for v in verbs for k in s.kids_by(v, "xcomp", "ccomp")]
    return any(s.lemma[k] in _SILENT for k in (*verbs[1:], *below))


def _said_of(reading: Reading, s: Syntax, said: Statement) -> tuple[str, ...]:
    """The others of whom a content says something: the subjects of its clauses."""
    own = {reading.principal(p) for p in said.speaker}
    for m in reading.mentions:
        if m.kind == "pronoun" and not (said.act == "criticise" and s.text[m.head] in {"he", "she", "they"}):
            continue
        if m.inside or s.dep[m.head] not in {"nsubj", "nsubjpass"}:
            continue
        if s.dep[s.head[m.head]] in {"advcl", "relcl", "acl"}:
            continue  # what is said by the way
        if _only_possible(s, s.head[m.head]):
            continue  # "said they might argue that Lima was unfit"
        if not any(x.start <= m.start < x.end for x in said.contents) or not _official(reading, m.parties):
            continue
        others = tuple(p for p in m.parties if _another(reading, p, said.speaker, own))
        if others:
            return others
    return ()


def _only_possible(s: Syntax, v: int) -> bool:
    """Whether a clause, or one above it, tells what might or would be."""
    for _ in range(8):
        if any(s.dep[k] == "aux" and s.text[k] in _POSSIBLE for k in s.kids[v]):
            return True
        if s.head[v] == v or s.dep[v] not in {"ccomp", "xcomp", "conj", "pcomp", "prep"}:
            return False
        v = s.head[v]
    return False


def _another(reading: Reading, p: str, speaker: Sequence[str], own: set[str | None]) -> bool:
    """Whether a party is another than the speaker and whom the speaker acts for; of one's own state another person."""
    if p in speaker:
        return False
    found = reading.parties.get(p)
    return reading.principal(p) not in own or (found is not None and found.kind == "person" and p not in own)


def _told(reading: Reading, said: Statement, kind: _Kind, events: Sequence[Event]) -> bool:
    """Whether an event tells already what a statement does."""
    where = {x.start for x in said.evidence}
    who = {reading.principal(p) for p in said.speaker}
    return any(
        e.type in kind.same
        and any(x.start in where for x in e.evidence)
        and bool(who & {reading.principal(p) for p in e.actor})
        for e in events
    )


def _event(reading: Reading, said: Statement, kind: _Kind, towards: Sequence[str], when: When | None) -> Event:
    article, text = reading.article.id, reading.article.text
    actor, persons = acting(reading, said.speaker)
    recipient, others = acting(reading, towards)
    cue = said.cues[0]
    mentions: list[EventMention] = []
    roles: tuple[tuple[Role, Sequence[str], Sequence[Span]], ...] = (
        ("actor", said.speaker, said.speakers),
        ("recipient", towards, said.contents),
    )
    for role, parties, spans in roles:
        for m in reading.mentions:
            mine = set(parties) & {*m.parties, *(reading.principal(p) for p in m.parties)}
            if mine and any(x.start <= m.start < x.end for x in spans):
                mentions.append(EventMention(role, m.parties[0], article, m.start, m.end))
    words = " ".join(" ".join(text[x.start : x.end].split()) for x in said.contents)
    code = cameo_of(kind.type, kind.mode)
    return Event(
        id=f"{article}#{cue.start}-{cue.end}",
        type=kind.type,
        mode=kind.mode,
        cameo=code,
        goldstein=goldstein_of(code),
        status="occurred",
        actor=actor,
        recipient=tuple(p for p in recipient if p not in actor or (persons and others)),
        person=(*persons, *(p for p in others if p not in persons)),
        date=when,
        place=None,
        issues=said.issues,
        evidence=said.evidence,
        mentions=tuple(mentions),
        trigger=cue,
        what=" ".join(words.split()[:14]),
        symmetric=False,
        score=0.6 * said.score,
        condition=said.condition,
        reasons=(Reason("type", "rule", f"act: {said.act}", text[cue.start : cue.end], said.score), *said.reasons[-1:]),
    )


def acting(reading: Reading, parties: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of those who act (for a person: whom the person acts for), and of the persons that have a name."""
    out: dict[str, None] = {}
    persons: dict[str, None] = {}
    for p in parties:
        party = reading.parties.get(p)
        if party is not None and party.kind == "person":
            out[(reading.principal(party.of) if party.of else None) or p] = None
            if p != p.lower() and "/" not in p:
                persons[p] = None
        else:
            out[p] = None
    return tuple(out), tuple(persons)
