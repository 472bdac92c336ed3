"""Recognition: how likely a candidate names a place here, by a logistic model over readable features of its company.

The weights are in knowledge/toponyms.yaml, made by training/toponyms.py; the classes of words in knowledge/places.yaml.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Doc, Token

from detente.knowledge import load
from detente.reading.gazetteer import AREA, COUNTRY, gazetteer
from detente.reading.parsing import words
from detente.reading.resolution import resolve
from detente.reading.toponyms import Toponym

_LABELS = frozenset({"GPE", "LOC", "FAC", "ORG", "PERSON", "NORP"})
_TAGS = frozenset({"NNP", "NNPS", "JJ", "NN", "NNS", "IN", "VB", "VBG", "VBN", "RB"})
# features that count anew for each label of the entity that a candidate lies in
_PAIRED = ("before:", "after:")
_DIVISIONS = frozenset({"county", "parish", "borough", "province", "oblast", "city", "township", "island", "islands"})
_SIZES = ((1_000_000, "xl"), (100_000, "l"), (20_000, "m"), (3_000, "s"), (-1, "xs"))
_SUPPORTS = ((5.0, "4"), (2.5, "3"), (1.0, "2"), (0.3, "1"), (-math.inf, "0"))

Labelled = tuple[str, int, int]


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(members.split()) for name, members in load("places")["words"].items()}


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {k: float(v) for k, v in load("toponyms").items()}


def recognise(doc: Doc, found: Sequence[Toponym]) -> tuple[list[float], list[list[str]]]:
    """The probability that each candidate names a place, and the features that say so.

    A first guess without meaning tells how much each candidate counts when the meanings are chosen together.
    """
    features = describe(doc, found)
    rows, support = resolve(found, [score(f) for f in features])
    features = [f + meaning(f, row, near) for f, row, near in zip(features, rows, support, strict=True)]
    return [score(f) for f in features], features


def score(features: Sequence[str]) -> float:
    """The probability that a candidate with these features names a place."""
    weights = _weights()
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights.get(f, 0.0) for f in features)))


def describe(doc: Doc, found: Sequence[Toponym]) -> list[list[str]]:
    """The features of each candidate of an article, apart from what it would mean (``meaning``)."""
    labels = _labels(doc)
    lowered = {w for w in {*words(doc)} if len(w) > 3 and w.islower()}
    persons = {w for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for w in e.text.lower().split()}
    contained = {id(t.within) for t in found if t.within is not None}
    votes: dict[str, Counter[str]] = {}
    for t in found:
        votes.setdefault(t.key, Counter())[labels[t.first][0]] += 1
    out = []
    for t in found:
        f = _of_itself(doc, t, labels[t.first])
        first = doc[t.first]
        parts = t.key.split()
        if t.last - t.first == 1 and first.text.istitle() and first.lower_ in lowered:
            f.append("lower elsewhere")
        if first.lower_ in _classes()["common"] and t.last - t.first == 1:
            f.append("common word")
        f += [_before(doc, t.first), _after(doc, t.last)]
        if t.within is not None:
            f.append("inside" if t.inside() else "within")
        if len(parts) > 1 and parts[-1] in _DIVISIONS:
            f.append("says its kind")
        if id(t) in contained:
            f.append("contains")
        same = votes[t.key]
        if same.total() > 1:
            f.append("votes:" + same.most_common(1)[0][0])
            if (same["GPE"] + same["LOC"]) * 2 > same.total():
                f.append("mostly a place")
        label, start, end = labels[t.first]
        alone = label != "PERSON" or ((start, end) == (t.first, t.last) and len(parts) == 1)
        if alone and parts[-1] in persons:
            f.append("of a person")
        out.append(f + [f"{f[0]}&{g}" for g in f[1:] if g.startswith(_PAIRED)])
    return out


def meaning(features: Sequence[str], row: int, near: float) -> list[str]:
    """Further features of a candidate with these features: of the place it would mean, and how much is near that."""
    index = gazetteer()
    f = [f"kind:{index.kind[row]}"]
    if index.kind[row] not in (COUNTRY, AREA):  # which stand for themselves
        f.append("size:" + next(name for least, name in _SIZES if index.population[row] > least))
        f.append("support:" + next(name for least, name in _SUPPORTS if near >= least))
    return f + [f"{features[0]}&{g}" for g in f]


def _of_itself(doc: Doc, t: Toponym, labelled: Labelled) -> list[str]:
    """The features of a candidate by itself; the first one is of the entity that it lies in."""
    index = gazetteer()
    label, start, end = labelled
    if label == "none":
        position = "none"
    elif (start, end) == (t.first, t.last):
        position = "whole"
    else:
        position = "start" if start == t.first else "end" if end == t.last else "middle"
    f = [f"ent:{label}:{position}", f"use:{t.use}"]
    if t.alternate and not any(index.population[r] > 1_000_000 or r in index.capitals for r in t.rows):
        f.append("alternate")
    if t.last - t.first > 1:
        f.append("several words")
    tag = doc[t.last - 1].tag_
    f.append("tag:" + (tag if tag in _TAGS else "other"))
    first = doc[t.first]
    if first.text.isupper() and len(first.text) > 3:
        f.append("capitals")
    if t.first == 0 or first.is_sent_start or doc[t.first - 1].text in (".", '"'):
        f.append("opens")
    return f


def _before(doc: Doc, first: int) -> str:
    if first == 0:
        return "before:nothing"
    token = doc[first - 1]
    word = token.lower_.strip(".")
    for name in ("placing", "preposition", "direction", "title"):
        if word in _classes()[name]:
            return "before:" + name
    if word == "the":
        return "before:the"
    if _capitalised(token) and not (token.is_sent_start and (token.is_stop or token.like_num)):
        return "before:" + ("initial" if len(word) == 1 else "name" if token.ent_type_ == "PERSON" else "capital")
    return "before:" + ("comma" if word == "," else "number" if token.like_num else "other")


def _after(doc: Doc, last: int) -> str:
    if last >= len(doc):
        return "after:nothing"
    token = doc[last]
    word = token.lower_.strip(".")
    if _capitalised(token):
        for name in ("street", "institution"):
            if word in _classes()[name]:
                return "after:" + name
    if word in _classes()["people"]:
        return "after:people"
    if _capitalised(token):
        return "after:capital"
    if word in ("'s", "'"):
        return "after:possessive"
    return "after:" + (
        "comma" if word == "," else "stop" if token.is_punct else "number" if token.like_num else "lower"
    )


def _capitalised(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.strip(".").isalpha()


def _labels(doc: Doc) -> list[Labelled]:
    """The label of the entity that each token lies in and its tokens, without "the" and the possessive."""
    out: list[Labelled] = [("none", -1, -1)] * len(doc)
    for e in doc.ents:
        labelled = (
            e.label_ if e.label_ in _LABELS else "other",
            e.start + (e[0].lower_ == "the"),
            e.end - (e[-1].text in ("'s", "'")),
        )
        out[e.start : e.end] = [labelled] * (e.end - e.start)
    return out
