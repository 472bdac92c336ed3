"""Frames: which verbs and nouns name which kind of event, from ``knowledge/events.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from detente.coding.model import EventType
from detente.knowledge import load


@dataclass(frozen=True)
class Frame:
    """One way of naming an event; the fields are those of the data file."""

    name: str
    type: EventType
    mode: str | None
    cameo: str
    words: tuple[str, ...] = ()  # what must follow the lemma: a particle or preposition; for nouns, what stands before
    object: frozenset[str] = frozenset()
    modified: frozenset[str] = frozenset()
    complement: str | None = None
    of_verbs: frozenset[str] = frozenset()
    through: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless_through: Mapping[str, frozenset[str]] = field(default_factory=dict)
    adjective: frozenset[str] = frozenset()
    object_complement: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    person: bool = False
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    of: str | None = None
    strict: bool = False
    symmetric: bool = False
    needs: str = "both"
    covers: bool = False
    solo: bool = False
    unless_of: frozenset[str] = frozenset()
    unless_object: frozenset[str] = frozenset()
    unless_modified: frozenset[str] = frozenset()
    transitive: bool = False
    between: bool = False
    membership: bool = False
    also: str | None = None
    agent: bool = False
    head: bool = False
    noun: bool = False
    adverb: frozenset[str] = frozenset()
    person_object: bool = False
    bare: bool = False
    status: str | None = None
    at_law: bool = False
    clause_aux: frozenset[str] = frozenset()  # the complement's auxiliary is one of these
    clause_words: frozenset[str] = (
        frozenset()
    )  # the complement's verb, or a noun or adjective beside it, is one of these
    passive: bool = False
    negated: bool = False  # what is said with "not" is meant: "is not happy with"

    @property
    def guarded(self) -> bool:
        """Whether of an event noun in its places only those count who did it: "condemned the bombing of embassies"."""
        return self.type in {"ACCUSE", "SUPPORT"} and self.mode != "investigate"

    @property
    def demands(self) -> int:
        """How much a frame asks of its context: the more, the earlier it is tried."""
        asked = (self.words, self.object, self.complement, self.through, self.adjective, self.object_complement)
        more = (self.adverb, self.person_object, self.clause_aux, self.clause_words, self.passive, self.negated)
        return (
            sum(map(bool, (*asked, *more))) * 2
            + bool(self.modified)
            + bool(self.of_verbs)
            + bool(self.subject or self.person)
        )


@dataclass(frozen=True)
class Frames:
    """The frames by lemma, the light verbs, those of "must", of hostile pledges and of blame, and hyphened words."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    light: frozenset[str]
    required: Frame
    threat: Frame
    blamed: Frame
    unknown: Frame
    hyphened: frozenset[str]
    blame: frozenset[str]  # what only those are called who are blamed
    wrongs: frozenset[str]  # verbs that say no good of who does it
    commits: frozenset[str]  # verbs with which a wrong is done: "commit a crime"


def _word(value: Any) -> str:
    # YAML 1.1 reads a bare on and off as true and false
    return {True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _words(values: Iterable[Any], sets: Mapping[str, Iterable[Any]]) -> frozenset[str]:
    out: set[str] = set()
    for value in values:
        word = _word(value)
        out |= _words(sets[word[1:]], sets) if word.startswith("$") else {word}
    return frozenset(out)


@cache
def frames() -> Frames:
    """The frames, read once per process."""
    raw = load("events")
    sets = raw["sets"]
    verbs: dict[str, list[Frame]] = {}
    for entry in raw["verbs"]:
        for item in entry["verbs"]:
            lemma, *rest = _word(item).split()
            verbs.setdefault(lemma, []).append(frame_of(entry, _word(item), tuple(rest), sets, noun=False))
    nouns: dict[str, list[Frame]] = {}
    for entry in raw["nouns"]:
        for item in entry["nouns"]:
            *before, lemma = _word(item).split()
            nouns.setdefault(lemma, []).append(frame_of(entry, _word(item), tuple(before), sets, noun=True))
    every = {*verbs, *nouns, *(w for fs in verbs.values() for f in fs for w in (*f.object, *f.words))}
    return Frames(
        {k: tuple(sorted(v, key=lambda f: -f.demands)) for k, v in verbs.items()},
        {k: tuple(sorted(v, key=lambda f: -f.demands)) for k, v in nouns.items()},
        _words(raw["light"], sets),
        frame_of(raw["required"], "must", (), sets, noun=False),
        frame_of(raw["threat"], "pledge", (), sets, noun=False),
        frame_of(raw["blamed"], "responsible", (), sets, noun=False),
        Frame(
            "",
            "CONCEDE",
            None,
            "080",
            actor=("subject",),
            recipient=("object", "to", "with", "against", "on"),
            strict=True,
        ),
        frozenset(w for w in every if "-" in w),
        _words(sets["blame"], sets),
        _words(raw["wrongs"], sets),
        _words(raw["commits"], sets),
    )


def frame_of(
    entry: Mapping[str, Any], item: str, words: tuple[str, ...], sets: Mapping[str, Any], *, noun: bool
) -> Frame:
    """The frame of one of an entry's lemmas, with the words that must follow it (of a noun: stand before it)."""

    def some(key: str) -> frozenset[str]:
        return _words(entry.get(key, ()), sets)

    def phrases(key: str) -> dict[str, frozenset[str]]:
        return {_word(k): _words(v, sets) for k, v in entry.get(key, {}).items()}

    return Frame(
        name=f"{entry['type']}{'/' + entry['mode'] if entry.get('mode') else ''}: {item}",
        type=cast(EventType, entry["type"]),
        mode=entry.get("mode"),
        cameo=str(entry["cameo"]),
        words=words,
        object=some("with") if noun else some("object"),
        modified=some("modified"),
        complement=entry.get("complement"),
        of_verbs=frozenset() if noun or not isinstance(entry.get("of"), list) else some("of"),
        through=phrases("through"),
        unless_through=phrases("unless_through"),
        adjective=some("adjective"),
        object_complement=some("object_complement"),
        subject=some("subject"),
        person=bool(entry.get("person")),
        actor=tuple(map(_word, entry.get("actor", ["poss", "by", "modifier"] if noun else ["subject"]))),
        recipient=tuple(map(_word, entry.get("recipient", ["object"]))),
        of=entry["of"] if noun and isinstance(entry.get("of"), str) else None,
        strict=bool(entry.get("strict")),
        symmetric=bool(entry.get("symmetric")),
        needs=entry.get("needs", "both"),
        covers=bool(entry.get("covers")),
        solo=item in entry.get("solo", ()),
        unless_of=some("unless_of"),
        unless_object=some("unless_object"),
        unless_modified=some("unless_modified"),
        transitive=bool(entry.get("transitive")),
        between=bool(entry.get("between")),
        membership=bool(entry.get("membership")),
        also=entry.get("also"),
        agent=bool(entry.get("agent")),
        head=bool(entry.get("head")),
        noun=noun,
        adverb=some("adverb"),
        person_object=bool(entry.get("person_object")),
        bare=bool(entry.get("bare")),
        status=entry.get("status"),
        at_law=bool(entry.get("at_law")),
        clause_aux=some("clause_aux"),
        clause_words=some("clause_words"),
        passive=bool(entry.get("passive")),
        negated=bool(entry.get("negated")),
    )


@cache
def _codes() -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, float]]:
    raw = load("cameo")
    return raw["codes"], raw["goldstein"]


def cameo_of(type_: EventType, mode: str | None) -> str:
    """The plainest CAMEO code of a PLOVER type and mode."""
    of_type = _codes()[0][type_]
    return of_type.get(mode or "", of_type[""])


def goldstein_of(cameo: str) -> float | None:
    """The Goldstein value of a CAMEO code, -10 to 10 (Goldstein 1992, as extended to CAMEO)."""
    values = _codes()[1]
    for n in range(len(cameo), 1, -1):
        if cameo[:n] in values:
            return values[cameo[:n]]
    return None
