"""Plans: what is on the calendar, and what was but came to nothing or lies in the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.coding.appointments import appointments
from detente.coding.candidates import Candidate
from detente.coding.clauses import Syntax
from detente.coding.dating import Circumstances, is_future
from detente.coding.deciding import Decision, decide
from detente.coding.model import When
from detente.coding.status import status_of
from detente.reading.model import Reading


def to_come(
    reading: Reading, s: Syntax, around: Circumstances, found: Sequence[Candidate]
) -> list[tuple[Candidate, Decision, When | None]]:
    """What is on the calendar and no other candidate tells: planned, or no event."""
    out = []
    for c in appointments(reading, s, around, found):
        when = around.when(c.sentence, c.governor, c.governor) or around.when_ahead(c.sentence, c.trigger)
        if c.governor != c.trigger and status_of(s, c.trigger, c.frame.type).status == "denied":
            continue  # "the talks, scheduled for Monday, were cancelled"
        future = is_future(when, reading.article.published)
        decision = decide(s, c, future)
        if decision is not None and future and decision.verdict.words == "present":  # "takes effect on January 1"
            decision = replace(decision, status="planned")
        if decision is not None and decision.status == "planned":
            out.append((c, decision, when))
    return out


def is_done(s: Syntax, v: int) -> bool:
    """Whether a verb tells what is past, so that a day to come is not its own: "has ordered him out by Friday"."""
    aux = s.kids_by(v, "aux")
    if any(s.dep[k] == "auxpass" for k in s.kids[v]):
        return False  # "were postponed until Friday"
    return (s.tag[v] == "VBD" and not aux) or (s.tag[v] == "VBN" and any(s.lemma[k] == "have" for k in aux))


def is_past(when: When, published: date | None) -> bool:
    """Whether a date lies wholly before publication."""
    return published is not None and when.end < published


def came_to_nothing(s: Syntax, v: int) -> bool:
    """Whether a plan of the past is told with what came instead: "was to meet the king but stayed at home"."""
    for _ in range(6):
        finite = [k for k in (v, *s.kids_by(v, "aux", "auxpass")) if s.tag[k] == "VBD"]
        if finite and any(s.text[k] == "but" and s.dep[k] == "cc" for k in s.kids[v]):
            return any(s.tag[x] == "VBD" for k in s.kids_by(v, "conj") for x in (k, *s.kids_by(k, "aux", "auxpass")))
        if s.head[v] == v:
            return False
        v = s.head[v]
    return False
