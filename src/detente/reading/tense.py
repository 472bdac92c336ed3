"""The tense of the verb that governs a word, as far as it says whether something lies before or after publication."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

Tense = Literal["past", "present", "future", "unknown"]

_WILL = frozenset({"will", "'ll", "shall", "wo", "would", "'d", "may", "might", "could", "can", "should", "must"})
_PAST = frozenset({"was", "were", "had", "has", "have", "'ve", "did", "having", "been"})
_PRESENT = frozenset({"is", "are", "am", "'re", "'s", "'m"})
# the dates of these verbs lie ahead
_AHEAD = frozenset("plan schedule expect slate postpone delay reschedule adjourn".split())
_EXPECTING = frozenset(
    "expect schedule plan set due hope intend want agree promise vow prepare decide ask urge order call invite "
    "propose hop wait ready begin start arrange arrive plot mean try aim seek pledge".split()
)


def governor(token: Token) -> Token | None:
    """The nearest verb above a token; None where it stands under none."""
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound"):
            return token
        if token.head.i == token.i:
            break
        token = token.head
    return None


def tense_of(token: Token) -> Tense:
    """The tense of the nearest verb above a token."""
    if token.lower_ in ("since", "ago") or token.head.lower_ == "since":
        return "past"
    verb = governor(token)
    return "unknown" if verb is None else verb_tense(verb)


def verb_tense(verb: Token) -> Tense:
    """The tense of a verb, with its auxiliaries and, where it has none of its own, of the verb above it.

    What is planned, expected or put off is yet to come, in whatever tense the planning is told.
    """
    if verb.dep_ in ("aux", "auxpass") and verb.head.i != verb.i:
        return verb_tense(verb.head)
    lower = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if lower & _WILL:
        return "past" if "have" in lower and lower & {"would", "could", "may", "might", "should", "must"} else "future"
    tag = verb.tag_
    if verb.lemma_ in _AHEAD or (
        verb.lower_ == "set" and tag == "VBN" and any(c.lower_ == "for" for c in verb.children)
    ):
        return "future"
    if tag == "VB" and "to" in lower:
        if "have" in lower:
            return "past"
        above = verb.head
        if above.i == verb.i or above.pos_ not in ("VERB", "AUX"):
            return "future"
        return "future" if above.lemma_ in _EXPECTING or verb_tense(above) != "past" else "past"
    if lower & _PAST:
        return "future" if verb.lower_ == "going" else "past"
    if tag == "VBD":
        return "past"
    if lower & _PRESENT:  # "is held in May", "are leaving Sunday"
        return "future"
    if tag in ("VBG", "VBN", "VB") and verb.dep_ != "ROOT" and verb.head.i != verb.i:
        return "past" if tag == "VBN" else tense_of(verb.head)
    if tag in ("VBZ", "VBP"):
        return "present" if verb.lemma_ in ("say", "tell", "report", "show", "think", "believe", "know") else "future"
    return "past" if tag == "VBN" else "unknown"
