"""Pairs of names in real news between which nothing political happens: what the coder learns "none" from."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from detente.coding.marking import Marked
from training.pairs import ADJUNCTS, Pair, nlp

_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_WITHIN = frozenset("compound poss appos conj nmod amod nummod".split())
_MUTUAL = frozenset("meet talk join agree fight cooperate work debate negotiate marry clash discuss speak".split())


def _noun_above(token: Any) -> Any:
    while token.dep_ in _WITHIN:
        token = token.head
    return token


def _apart(a: Any, b: Any) -> bool:
    """Whether syntax rules out that the party headed by ``a`` does something to the one headed by ``b``."""
    over_a, over_b = _noun_above(a), _noun_above(b)
    if over_a == over_b:
        return a.dep_ != "conj" and b.dep_ != "conj"
    adjuncts = [t.dep_ == "pobj" and t.head.lower_ in ADJUNCTS for t in (over_a, over_b)]
    if any(adjuncts):
        return True
    verbs = [next((t for t in x.ancestors if t.pos_ in ("VERB", "AUX")), None) for x in (over_a, over_b)]
    if None in verbs:
        return False
    va, vb = verbs
    if va == vb:
        backwards = over_a.dep_ == "dobj" and over_b.dep_ == "nsubj"
        return bool(backwards and va.lemma_ not in _MUTUAL)
    own_subject = any(k.dep_ in ("nsubj", "nsubjpass") and over_a not in k.subtree for k in vb.children)
    way = [vb, *vb.ancestors]
    between = way[: way.index(va)] if va in way else way
    return own_subject and any(t.dep_ in ("advcl", "relcl", "conj", "acl") for t in between)


# What two names do to each other with these verbs is business, sport or everyday life, not politics.
_EVERYDAY = frozenset(
    "hire buy acquire own beat defeat face play coach name marry describe follow succeed replace know like love need "
    "remember want resemble represent include contain identify interview quote cite mention portray edge outscore top "
    "trail sign score teach produce publish write film sing date purchase merge sponsor employ study graduate attend "
    "found".split()
)
_MEDIA = frozenset(
    "cnn reuters times post news fox nbc msnbc abc cbs bbc politico radio journal npr tribune herald bloomberg today "
    "magazine ap press buzzfeed guardian".split()
)


def _everyday(a: Any, b: Any) -> bool:
    """Whether the party headed by ``a`` does something unpolitical to the one headed by ``b``."""
    over_a, over_b = _noun_above(a), _noun_above(b)
    verb = over_a.head
    if over_a.dep_ not in ("nsubj", "nsubjpass") or verb.pos_ != "VERB":
        return False
    direct = over_b.dep_ == "dobj" and over_b.head == verb
    through = (
        over_b.dep_ == "pobj" and over_b.head.head == verb and over_b.head.lower_ in ("with", "by", "to", "from", "for")
    )
    if not direct and not through:
        return False
    return verb.lemma_ in _EVERYDAY or (verb.lemma_ in ("tell", "speak", "say", "talk") and b.lower_ in _MEDIA)


def _texts(data: Path) -> list[str]:
    """Real news to draw negatives from: PolNeAR train, and the local news of LGL."""
    out = [p.read_text(encoding="utf-8") for p in sorted((data / "polnear/train/text").glob("*.txt"))]
    root = ElementTree.parse(data / "geo/lgl.xml").getroot()
    return out + [a.findtext("text") or "" for a in root]


def apart_pairs(data: Path, n: int, seed: int) -> list[Pair]:
    """Two names of a sentence of real news between which nothing political happens: by syntax, or by its verb."""
    rng = random.Random(seed)
    texts = _texts(data)
    out: list[Pair] = []
    everyday: list[Pair] = []
    for doc in nlp().pipe((t[:6000] for t in rng.sample(texts, min(len(texts), n // 2))), batch_size=16):
        for sentence in doc.sents:
            if len(sentence) > 70 or "\n" in sentence.text.strip():
                continue
            names = [e for e in sentence.ents if e.label_ in _NAMES]
            by = sentence.start_char
            plain = [(x, y) for x in names for y in names if x != y and _everyday(x.root, y.root)]
            pairs = [(x, y) for x in names for y in names if x != y and _apart(x.root, y.root)]
            for kind, some in ((everyday, plain), (out, rng.sample(pairs, min(2, len(pairs))))):
                for x, y in some:
                    spans = [(e.start_char - by, e.end_char - by) for e in (x, y)]
                    kind.append(Pair(Marked(sentence.text.rstrip(), *spans), None, "?", 0.5, 0.0))
    return everyday + rng.sample(out, min(n, len(out)))
