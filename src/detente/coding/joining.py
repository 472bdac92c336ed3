"""Joining: attributions that are one speech act: one within another, one beside another, one told twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.coding.acts import act_of_cue, lemma
from detente.coding.attribution import Attribution
from detente.coding.draft import Draft, covers, principals
from detente.coding.sayings import lemmas_of
from detente.coding.speakers import Tokens
from detente.reading.model import Reading

_NOTHING = frozenset({None, "inform"})
_APART = frozenset({"deny", "promise"})  # acts that are nothing together with another
# how a participle hangs on the verb whose subject it shares, and through how many words
_BELOW = frozenset({"advcl", "acl", "prep", "pcomp", "pobj", "dobj", "xcomp"})
_FAR = 4
_MEDIA = frozenset(
    "agency newspaper daily radio television tv media broadcaster station magazine weekly news paper".split()
)
_DASH_NAME = re.compile(r"[-–—]\s*[A-Z][\w.' ]+$")


def _medium(reading: Reading, tokens: Tokens, d: Draft) -> bool:
    """Whether it is the press that speaks, which passes on what others say."""
    return not _MEDIA.isdisjoint(lemmas_of(reading, tokens, d.attribution.speaker))


def nested(reading: Reading, tokens: Tokens, found: Sequence[Draft]) -> list[Draft]:
    """Attributions within another's content that say the same of the same party become part of the outer one.

    "Mr X said that France demands guarantees" is one demand, by X for France; "NATO argues" within X's words is NATO's.
    """
    inner: dict[int, list[Attribution]] = {}
    gone = set()
    for k, d in enumerate(found):
        behalf = set(principals(reading, d.speaker))
        outer = [
            (sum(b - a for a, b in o.content), j)
            for j, o in enumerate(found)
            if j != k and covers(o.content, d.attribution.cue) and not covers(d.content, o.attribution.cue)
        ]
        if not outer:
            continue
        j = min(outer)[1]
        # without a party, "I" and "we" within a quotation are the one who is quoted
        mine = behalf <= set(principals(reading, found[j].speaker))
        if _medium(reading, tokens, found[j]) and len(outer) == 1:
            gone.add(j)  # "the minister said, the agency reported": the minister said it
            continue
        if mine:
            inner.setdefault(j, []).append(d.attribution)
            gone.add(k)
    return [
        replace(d, inner=(*d.inner, *inner.get(k, ()))) if k in inner else d
        for k, d in enumerate(found)
        if k not in gone
    ]


def coordinated(reading: Reading, tokens: Tokens, found: Sequence[Draft]) -> list[Draft]:
    """Performatives of one subject in one sentence are one speech act: "condemned the attack and offered help".

    So is what a participle hangs on another cue: "called it a turning point, citing", "in a statement announcing the
    strike, accused". What was merely said twice ("said X and added Y") stays apart, and so do a denial or a promise
    and another act.
    """
    out: list[Draft] = []
    for d in found:
        twin = next((k for k, o in enumerate(out) if _joined(reading, tokens, o, d)), None)
        if twin is None:
            out.append(d)
        else:
            o = out[twin]
            main, other = (d, o) if _hangs(reading, tokens, o.attribution, d.attribution) else (o, d)
            content = tuple(sorted((*main.content, *(s for s in other.content if not covers(main.content, (s,))))))
            inner = (*main.inner, other.attribution, *other.inner)
            sentences = tuple(sorted({*main.sentences, *other.sentences}))
            out[twin] = replace(main, content=content, sentences=sentences, inner=inner)
    return out


def _hangs(reading: Reading, tokens: Tokens, one: Attribution, other: Attribution) -> bool:
    """Whether the cue of one is a participle without a subject of its own, somewhere below the verb of the other."""
    doc = reading.doc
    cue = (doc[i] for x, y in one.cue for i in tokens.within(x, y))
    verb = next((t for t in cue if t.tag_ == "VBG"), None)
    if verb is None:
        return False
    above = {i for x, y in other.cue for i in tokens.within(x, y)}
    above |= {doc[i].head.i for i in above if doc[i].dep_ == "dobj"}  # "filed a motion, arguing"
    if verb.i in above or any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in verb.children):
        return False
    for _ in range(_FAR):
        if verb.dep_ not in _BELOW or verb.head == verb:
            return False
        verb = verb.head
        if verb.i in above:
            return True
    return False


def _joined(reading: Reading, tokens: Tokens, a: Draft, b: Draft) -> bool:
    if not a.speaker or a.speaker != b.speaker or covers(a.content, b.attribution.cue):
        return False
    hanging = any(_hangs(reading, tokens, *x) for x in ((a.attribution, b.attribution), (b.attribution, a.attribution)))
    if hanging:
        return {_named(reading, tokens, x.attribution) for x in (a, b)}.isdisjoint(_APART)
    if a.sentences != b.sentences or len(a.sentences) != 1:
        return False
    if not any(reading.parties[p].kind != "person" or reading.parties[p].of for p in a.speaker if p in reading.parties):
        return False
    one, other = (_named(reading, tokens, x.attribution) for x in (a, b))
    if one in _NOTHING or (other in _NOTHING and a.attribution.speaker != b.attribution.speaker):
        return False
    return one == other or not {one, other} & _APART


def _named(reading: Reading, tokens: Tokens, a: Attribution) -> str | None:
    """The act that an attribution's cue names."""
    named = act_of_cue(lemmas_of(reading, tokens, a.cue))
    return named[0] if named else None


def repeated(reading: Reading, tokens: Tokens, found: Sequence[Draft]) -> list[Draft]:
    """A page that tells one speech act twice, in a headline and below it or in two reports, has it once."""
    out: list[Draft] = []
    for d in sorted(found, key=lambda d: d.start):
        twin = next((k for k, o in enumerate(out) if _same(reading, tokens, o, d)), None)
        if twin is None:
            out.append(d)
            continue
        o = out[twin]
        keep, other = (d, o) if _headline(reading, o) else (o, d)
        sentences = tuple(sorted({*keep.sentences, *other.sentences}))
        out[twin] = replace(keep, sentences=sentences, inner=(*keep.inner, other.attribution))
    return out


def _headline(reading: Reading, d: Draft) -> bool:
    return bool(d.sentences) and all(reading.sentences[k].headline for k in d.sentences)


def _same(reading: Reading, tokens: Tokens, a: Draft, b: Draft) -> bool:
    if not a.sentences or not b.sentences:
        return False
    one, other = reading.sentences[a.sentences[0]], reading.sentences[b.sentences[0]]
    if one.report == other.report and not one.headline:
        return False
    if not set(principals(reading, a.speaker)) & set(principals(reading, b.speaker)):
        return False
    if _headline(reading, a) and not _headline(reading, b):
        text = reading.article.text[one.start : one.end]
        if not (_DASH_NAME.search(text) and one.report == other.report):
            return False
        share = 0.3
    elif one.report != other.report:
        share = 0.6
    else:
        return False
    x, y = _words(reading, tokens, a), _words(reading, tokens, b)
    return len(x & y) >= share * min(len(x), len(y)) and len(x & y) >= 2


def _words(reading: Reading, tokens: Tokens, d: Draft) -> set[str]:
    doc = reading.doc
    return {lemma(doc[i]) for a, b in d.content for i in tokens.within(a, b) if doc[i].is_alpha and not doc[i].is_stop}
