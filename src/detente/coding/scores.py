"""Scores: how likely a careful reader would agree with an entry.

A logistic model over a few readable features, its weights in ``knowledge/scores.yaml``, fitted and measured by
``benchmarks.calibration`` on entries whose sentences took no part in training the networks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from detente.coding.model import Event, Reason, Statement
from detente.knowledge import load
from detente.reading.model import Reading

_SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONSULT"})

_SNIPPET = 2  # sentences: so short a text is cut from its article, and tells one of several things


@cache
def _weights(kind: str) -> Mapping[str, float]:
    return {str(k): float(v) for k, v in load("scores")[kind].items()}


def _logit(p: float) -> float:
    p = min(0.99, max(0.01, p))
    return math.log(p / (1 - p))


def event_features(reading: Reading, e: Event, together: int) -> dict[str, float]:
    """What an event's score hangs on; those that are not named are zero.

    Args:
        reading: the article.
        e: the event, with its reasons.
        together: how many events its sentence tells.
    """
    out = {"always": 1.0, f"type {e.type}": 1.0, f"status {e.status}": 1.0}
    decided = [r for r in e.reasons if r.what == "type"]
    model = next((r.score for r in decided if r.by == "model" and r.score is not None), None)
    happens = next((r.score for r in e.reasons if r.what == "event" and r.score is not None), None)
    rules = [r for r in decided if r.by == "rule"]
    if model is not None:
        out["asked"] = 1.0
        out["coder type"] = _logit(model)
    if happens is not None:
        out["coder event"] = _logit(happens)
    out["no rule"] = float(not rules)
    out["overruled"] = float(bool(rules) and decided[0].by == "model")
    out["noun"] = float(bool(rules) and rules[0].score is not None and rules[0].score < 0.7)
    for role, sides in (("actor", e.actor), ("recipient", e.recipient)):
        out[f"no {role}"] = float(not sides)
        out[f"{role} a word"] = float(bool(sides) and all(p == p.lower() and "/" not in p for p in sides))
        kinds = {m.kind for x in e.mentions if x.role == role for m in reading.mentions if m.start == x.start}
        out[f"{role} a pronoun"] = float(bool(kinds) and kinds <= {"pronoun"})
    principals = [{reading.principal(p) for p in side} for side in (e.actor, e.recipient)]
    out["at home"] = float(bool(principals[0] & principals[1]))
    out["together"] = min(together, 5) - 1.0
    out["snippet"] = float(len(reading.sentences) <= _SNIPPET)
    start, end = e.evidence[0].start, e.evidence[0].end
    out["long"] = min(400, end - start) / 100 - 1.5
    out["spoken"] = float(e.type in _SPOKEN)
    return {k: v for k, v in out.items() if v}


def statement_features(s: Statement) -> dict[str, float]:
    """What a statement's score hangs on."""
    out = {"always": 1.0, f"quote {s.quote}": 1.0, f"act {s.act}": 1.0}
    first = s.reasons[0] if s.reasons else None
    out["by rule"] = float(first is not None and first.by == "rule")
    out["attribution"] = _logit(first.score if first is not None and first.score is not None else 0.5)
    out["no cue"] = float(not s.cues)
    out["no speaker"] = float(not s.speakers)
    size = sum(c.end - c.start for c in s.contents)
    out["long"] = min(400, size) / 100 - 1.0
    out["short"] = float(size < 25)
    out["pieces"] = min(4, len(s.contents)) - 1.0
    out["word of speech"] = float(any(r.what == "act" and r.name == "cue" for r in s.reasons))
    return {k: v for k, v in out.items() if v}


def probability(kind: str, features: Mapping[str, float]) -> float:
    """The calibrated probability of an entry of a kind ("events" or "statements") with these features."""
    weights = _weights(kind)
    z = sum(weights.get(k, 0.0) * v for k, v in features.items())
    return round(1 / (1 + math.exp(-z)), 4)


def scored(reading: Reading, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events of an article with their calibrated scores."""
    sentences = [e.evidence[0].start for e in events]
    return tuple(
        replace(e, score=probability("events", event_features(reading, e, sentences.count(e.evidence[0].start))))
        for e in events
    )


def scored_statements(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements of an article with their calibrated scores."""
    return tuple(replace(s, score=probability("statements", statement_features(s))) for s in statements)


def asked(version: str, happens: float, words: str) -> Reason:
    """The reason that says how likely the coder finds it that anything happens between the two sides."""
    return Reason("event", "model", version, words, round(happens, 4))
