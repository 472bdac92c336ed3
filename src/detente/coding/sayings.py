"""Sayings: which attributions somebody says, thinks or demands in so many words, and a careful reader enters.

The attribution reader marks attitudes and deeds too ("counts on", "approved six visas"): as statements they would be
inventions, and as events they are told elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from functools import cache

from spacy.tokens import Token

from detente.coding.acts import act_of_cue, lemma
from detente.coding.model import Attribution
from detente.coding.reported import cue_lemmas
from detente.coding.speakers import Tokens, head_of
from detente.knowledge import load
from detente.reading.model import Reading

Spans = tuple[tuple[int, int], ...]

OPENS = ('"', "“", "„", "«", "``", "''")
_QUOTES = frozenset({'"', "“", "”", "„", "«", "»", "``", "''", "‘", "’"})
_UNKNOWN = 0.7
# the same for a mere thing or an infinitive, by what act the cue names; weighed on PolNeAR dev and our records
_THING: Mapping[str | None, float] = {None: 0.85, "promise": 0.85, "offer": 0.85, "accept": 0.8, "inform": 0.65}
_SURE = 0.92  # from which an attribution is entered though it looks like a deed; chosen on PolNeAR dev and our records
_NOBODY = re.compile(r"(?i)(no one|nobody|none|neither|no \w+s?)\b")
_EMPTY = frozenset("this that these those it so what which them".split())
_POSSIBLE = frozenset("would could might must should may will 'll".split())
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_FINITE = frozenset({"VERB", "AUX"})


def reliable(reading: Reading, tokens: Tokens, found: Attribution) -> bool:
    """Whether an attribution is sure enough to be entered: one by words that are no known cue of speech ("shed light
    on") must be surer than the rest. Its threshold was chosen for F1 on PolNeAR dev.
    """
    if not found.speaker and not reading.article.text.startswith(OPENS, found.content[0][0]):
        return False  # "is expected": nobody says it; a quotation may still go on from the one before
    named = act_of_cue(lemmas_of(reading, tokens, found.cue))
    if found.score < _THING.get(named[0] if named else None, 0.0) and _mere_thing(reading, tokens, found):
        return False
    return told(reading, tokens, found) and (found.score >= _UNKNOWN or named is not None)


def told(reading: Reading, tokens: Tokens, found: Attribution) -> bool:
    """Whether the speaker is told to have said it: not one who is accused of it, nor one who might demand it."""
    cue = [reading.doc[i] for a, b in found.cue for i in tokens.within(a, b)]
    if _suffers(cue, {i for a, b in found.speaker for i in tokens.within(a, b)}):
        return False
    return not _only_possible(cue) or _quotes(reading, tokens, found)


def _quotes(reading: Reading, tokens: Tokens, found: Attribution) -> bool:
    """Whether some of a content stands in quotation marks, or it is what stands in them."""
    text = reading.article.text
    content = [reading.doc[i] for a, b in found.content for i in tokens.within(a, b)]
    return any(t.text in _QUOTES for t in content) or text[found.content[0][0] - 1 : found.content[0][0]] in _QUOTES


def _mere_thing(reading: Reading, tokens: Tokens, found: Attribution) -> bool:
    """Whether what is said is neither a clause with a subject of its own nor quoted."""
    head = head_of(reading.doc[i] for a, b in found.content for i in tokens.within(a, b))
    clause = head is not None and head.pos_ in _FINITE and any(c.dep_ in _SUBJECTS for c in head.children)
    return not clause and not _quotes(reading, tokens, found)


def _suffers(cue: Sequence[Token], speaker: Container[int]) -> bool:
    """Whether the speaker is whom the cue's verb is said of or to: "X is accused of", "it is assumed that"."""
    passive = {t.i for t in cue for c in t.children if c.dep_ == "nsubjpass" and c.i in speaker}
    verbs = [t for t in cue if t.pos_ == "VERB"]
    return bool(passive) and all(
        t.i in passive and lemma(t) in cue_lemmas("object") | cue_lemmas("clause") for t in verbs
    )


def _only_possible(cue: Sequence[Token]) -> bool:
    """Whether the cue tells what may be or is to be said, not what was: "they would demand", "others will deny"."""
    verb = next((t for t in cue if t.pos_ == "VERB"), None)
    if verb is None or lemma(verb) in cue_lemmas("silent"):
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"} | {t.lower_ for t in cue if t.pos_ == "AUX"}
    return not _POSSIBLE.isdisjoint(helpers)


def says_something(reading: Reading, tokens: Tokens, found: Attribution) -> bool:
    """Whether somebody says something: not "nobody claimed", not a meeting told as talk, not a mere "this"."""
    doc = reading.doc
    text = reading.article.text
    if any(_NOBODY.match(text, a, b) for a, b in found.speaker):
        return False
    within = (doc[i] for a, b in found.content for i in tokens.within(a, b))
    content = [t for t in within if not t.is_punct and not t.is_space]
    if all(t.lower_ in _EMPTY for t in content):
        return False
    cue = set(lemmas_of(reading, tokens, found.cue))
    head = head_of(content)
    about = {lemma(t) for t in (head, *head.conjuncts)} if head is not None else set()
    figures = load("cues")["figures"].items()
    return not cue & _happenings() and not any(verb in cue and about & set(what) for verb, what in figures)


def is_deed(reading: Reading, tokens: Tokens, found: Attribution) -> bool:
    """Whether what is told is rather done than said: the reader is not sure, nothing is quoted, and

    - the cue is no word of speech or attitude, and what it is about a mere thing ("devoted attention to Burma"),
    - or a word that is speech only with a clause ("approved six visas", "planned to leave").
    """
    if found.score >= _SURE:
        return False
    doc = reading.doc
    if _quotes(reading, tokens, found):
        return False
    content = [doc[i] for a, b in found.content for i in tokens.within(a, b) if not doc[i].is_space]
    cue = [doc[i] for a, b in found.cue for i in tokens.within(a, b)]
    lemmas = [lemma(t) for t in cue if not t.is_punct]
    head = head_of(content)
    if head is None:
        return False
    if act_of_cue(lemmas) is None:
        return head.pos_ not in _FINITE and _attitudes().isdisjoint(lemmas)
    deeds = _deeds()
    if content[0].lower_ == "to" and head.pos_ in _FINITE:
        return not deeds["to do"].isdisjoint(lemmas)
    return head.pos_ not in _FINITE and not deeds["things"].isdisjoint(lemmas)


@cache
def _deeds() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in load("cues")["deeds"].items()}


@cache
def _attitudes() -> frozenset[str]:
    return frozenset(load("cues")["attitudes"])


def lemmas_of(reading: Reading, tokens: Tokens, spans: Spans) -> list[str]:
    """The lemmas of the words in spans."""
    return [lemma(reading.doc[i]) for a, b in spans for i in tokens.within(a, b)]


@cache
def _happenings() -> frozenset[str]:
    return frozenset(load("cues")["happenings"])
