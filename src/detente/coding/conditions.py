"""Conditions ("unless X", "if X", "until X", "provided X", "in exchange for X"), and on whom they depend."""

from __future__ import annotations

from spacy.tokens import Token

from detente.coding.model import Condition
from detente.reading.model import Reading

# words that open a condition -> its kind; those of several words stand first
MARKERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("in", "exchange", "for"), "in exchange for"),
    (("in", "return", "for"), "in exchange for"),
    (("on", "condition", "that"), "provided"),
    (("on", "the", "condition", "that"), "provided"),
    (("on", "the", "condition", "of"), ""),  # "on the condition of anonymity" binds nobody
    (("on", "condition", "of"), ""),
    (("on", "the", "understanding", "that"), "provided"),
    (("as", "long", "as"), "as long as"),
    (("so", "long", "as"), "as long as"),
    (("as", "if"), ""),
    (("even", "if"), ""),
    (("what", "if"), ""),
    (("if", "not"), ""),
    (("if", "only"), ""),
    (("only", "if"), "if"),
    (("only", "when"), "if"),
    (("only", "after"), "only after"),
    (("not", "until"), "until"),
    (("contingent", "on"), "provided"),
    (("contingent", "upon"), "provided"),
    (("conditional", "on"), "provided"),
    (("subject", "to"), "provided"),
    (("in", "case"), "if"),
    (("unless",), "unless"),
    (("until",), "until"),
    (("till",), "until"),
    (("provided",), "provided"),
    (("providing",), "provided"),
    (("once",), "once"),
    (("if",), "if"),
)
_BY_WORD: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _words, _kind in MARKERS:
    _BY_WORD.setdefault(_words[0], []).append((_words, _kind))
_CLAUSAL = {"advcl", "ccomp", "acl", "conj", "ROOT", "pcomp", "relcl", "prep", "xcomp"}


def condition_at(reading: Reading, first_token: int, last_token: int) -> Condition | None:
    """The first condition among tokens [first_token, last_token), with the parties on whom it depends.

    An "if" that means "whether", "even if", "as if", and an "until" or "once" with a mere date open no condition.
    """
    lower = reading.lower
    i = first_token
    while i < last_token:
        for words, kind in _BY_WORD.get(lower[i], ()):
            n = len(words)
            if i + n <= last_token and tuple(lower[i : i + n]) == words:
                if kind and (found := _clause(reading, i, n, kind, first_token, last_token)):
                    return found
                i += n - 1
                break
        i += 1
    return None


def _clause(reading: Reading, at: int, n: int, kind: str, first: int, last: int) -> Condition | None:
    doc = reading.doc
    marker = doc[at + n - 1]
    head = _head(marker, kind)
    if head is None:
        return None
    inside = [t.i for t in head.subtree if first <= t.i < last and t.i >= at]
    if len(inside) < 2:
        return None
    start, stop = doc[at], doc[max(inside)]
    while stop.i > at and (stop.is_punct or stop.is_space):
        stop = doc[stop.i - 1]
    if stop.i <= at + n - 1:
        return None
    return Condition(kind, start.idx, stop.idx + len(stop), _of(reading, head, at, stop.i + 1))


def _head(marker: Token, kind: str) -> Token | None:
    """The head of the clause (or phrase) that a marker opens, None where it opens no condition."""
    word = marker.lower_
    if word in {"for", "on", "upon", "to"}:
        return marker
    if word in {"provided", "providing"}:
        if (
            marker.nbor(-1).lower_ in {"be", "was", "were", "is", "are", "been", "being", "has", "have", "had"}
            if marker.i
            else False
        ):
            return None
        return marker if any(c.dep_ == "ccomp" for c in marker.children) else None
    head = marker.head
    if head == marker:
        return None
    if word in {"until", "till", "once", "after"}:
        # "until Friday", "once a week" are times
        if (
            marker.dep_ in {"mark", "advmod"}
            and head.pos_ in {"VERB", "AUX"}
            and head.dep_ in {"advcl", "ccomp", "conj"}
            and head.i > marker.i
        ):
            return head
        if marker.dep_ == "prep":
            clause = next((c for c in marker.children if c.dep_ == "pcomp" and c.pos_ in {"VERB", "AUX"}), None)
            if clause is not None or kind == "only after":
                return marker
        return None
    if word == "if" and head.dep_ in {"ccomp", "pcomp"} and head.i > marker.i and head.head.i < marker.i:
        return None  # "asked if": whether
    if kind == "as long as" and head.pos_ not in {"VERB", "AUX"}:
        return None  # "as long as a month"
    if word == "case" or word == "that" or word == "as":
        return head if head.i > marker.i else marker
    return head if head.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"} and head.i > marker.i else None


def _of(reading: Reading, head: Token, first: int, last: int) -> tuple[str, ...]:
    """The parties of the subjects in the clause; where those are none, every party that it names."""
    doc = reading.doc
    subjects: list[int] = []
    for t in doc[first:last]:
        if t.dep_ in {"nsubj", "agent"} and (t.head == head or t.head.dep_ in {"conj", "advcl", "relcl", "ccomp"}):
            subjects += [t.i, *(c.i for c in t.conjuncts)]
    out: dict[str, None] = {}
    for i in subjects:
        mention = reading.mention_headed(i)
        if mention:
            out.update(dict.fromkeys(reading.principal(p) or p for p in mention.parties))
    if not out:
        a, b = doc[first].idx, doc[last - 1].idx
        for m in reading.mentions:
            if a <= m.start <= b:
                out.update(dict.fromkeys(reading.principal(p) or p for p in m.parties))
    return tuple(out)
