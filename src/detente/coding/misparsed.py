"""Misparsed: kinds of mistakes that the parser makes in news, put right before events are sought.

"After a night of talks in Geneva, negotiators for Lima agreed": the subject behind an opening phrase becomes an
apposition of a place in it, or is coordinated with it. "The opposition called on the president to go": the main verb
becomes a participle. "Oslo said it would send aid and offered talks": what it did besides becomes part of what it said.
"Teachers in Lima plan a strike": the verb becomes a noun, though it has a subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.coding.clauses import Syntax

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_OF_NOUNS = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
# verbs that are no participle of the noun before them where an infinitive or "on" follows: "the party called on"
_ACTIVE = frozenset(
    "agree refuse decide vow pledge promise plan decline offer threaten call appeal seek resolve undertake".split()
)
_ON = frozenset({"on", "upon", "to"})


def mend(s: Syntax) -> None:
    """Put known kinds of mistakes right, in place."""
    for v in range(len(s.text)):
        if s.pos[v] == "NOUN" and s.dep[v] == "ROOT":
            _named_by_a_noun(s, v)
        if not s.is_verb(v):
            continue
        if s.dep[v] in {"ROOT", "ccomp"} and _finite(s, v) and not any(s.dep[k] in _SUBJECTS for k in s.kids[v]):
            _lost_subject(s, v)
        elif s.dep[v] == "acl" and s.tag[v] in {"VBN", "VBD"}:
            _lost_verb(s, v)
        elif s.dep[v] == "conj" and s.tag[v] == "VBD":
            _too_low(s, v)


def _finite(s: Syntax, v: int) -> bool:
    return s.tag[v] in _FINITE or any(
        s.dep[k] in {"aux", "auxpass"} and s.tag[k] in {*_FINITE, "MD"} for k in s.kids[v]
    )


def _named_by_a_noun(s: Syntax, n: int) -> None:
    """A noun that is the whole sentence and has a subject, but nothing that a noun has before it, is its verb."""
    subjects = [k for k in s.kids[n] if s.dep[k] == "nsubj" and k < n]
    if not subjects or any(s.dep[k] in _OF_NOUNS or (s.dep[k] == "aux" and k < n) for k in s.kids[n]):
        return
    several = s.tag[subjects[-1]] in {"NNS", "NNPS"} or any(s.dep[k] == "conj" for k in s.kids[subjects[-1]])
    if s.tag[n] == ("NN" if several else "NNS"):
        s.pos[n], s.tag[n] = "VERB", "VBP" if several else "VBZ"


def _lost_subject(s: Syntax, v: int) -> None:
    """The first apposition behind a comma in the opening phrase is the subject of a verb that has none."""
    opening = [k for k in s.kids[v] if k < v and s.dep[k] in {"prep", "advcl", "npadvmod", "pcomp"}]
    for k in opening:
        first, last = s.subtree(k)
        between = range(last + 1, v)
        if any(s.pos[t] not in {"PUNCT", "ADV", "AUX", "PART"} for t in between):
            continue
        appositions = [t for t in range(first, last + 1) if s.pos[t] in {"NOUN", "PROPN"} and _apart(s, t)]
        for t in appositions:
            start = s.subtree(t)[0]
            head = s.head[t]
            if start <= first or s.text[start - 1] != "," or head > t:
                continue
            rest = [x for x in s.kids[head] if x > t and s.dep[x] in {"appos", "punct", "cc", "conj", "relcl", "acl"}]
            _move(s, t, v, "nsubjpass" if any(s.dep[x] == "auxpass" for x in s.kids[v]) else "nsubj")
            for x in rest:
                _move(s, x, t, s.dep[x])
            return


def _apart(s: Syntax, t: int) -> bool:
    """Whether a noun is an apposition, or coordinated by a comma alone: "Under a deal with Lima, Quito will"."""
    if s.dep[t] == "conj":
        return not any(s.dep[k] == "cc" for k in s.kids[s.head[t]])
    return s.dep[t] == "appos"


def _lost_verb(s: Syntax, v: int) -> None:
    """A participle of the noun that is the whole sentence is its verb, where what follows it is no participle's."""
    n = s.head[v]
    if s.head[n] != n or s.pos[n] not in {"NOUN", "PROPN"} or v < n:
        return
    if any(s.pos[k] in {"VERB", "AUX"} and k != v and s.dep[k] != "relcl" for k in s.kids[n]):
        return
    after = v + 1 < len(s.text) and s.text[v + 1] in _ON
    after = after or any(s.tag[k] == "VB" and s.dep[k] in {"advcl", "xcomp", "ccomp"} for k in s.kids[v])
    objects = [k for k in s.kids[v] if s.dep[k] == "dobj"]
    if not objects and not (s.lemma[v] in _ACTIVE and after):
        return
    if any(s.dep[k] in {"agent", "auxpass"} for k in s.kids[v]):
        return
    rest = [k for k in s.kids[n] if k > v]
    s.head[v], s.dep[v], s.tag[v] = v, "ROOT", "VBD"
    s.kids[n].remove(v)
    s.head[n], s.dep[n] = v, "nsubj"
    s.kids[v] = sorted([*s.kids[v], n])
    for k in rest:
        _move(s, k, v, s.dep[k])


def _too_low(s: Syntax, v: int) -> None:
    """A past tense beside an infinitive goes on from the verb above it: "said it would send aid and offered talks"."""
    h = s.head[v]
    while s.dep[h] == "conj" and s.is_verb(s.head[h]):
        h = s.head[h]
    bare = s.tag[h] == "VB" and any(s.tag[k] in {"MD", "TO"} for k in s.kids[h])
    own = any(s.dep[k] in _SUBJECTS or s.dep[k] in {"aux", "auxpass"} for k in s.kids[v])
    while s.dep[h] in {"xcomp", "ccomp", "conj"} and s.is_verb(s.head[h]) and s.tag[h] != "VBD":
        h = s.head[h]
    if bare and not own and s.tag[h] == "VBD" and h < v:
        _move(s, v, h, "conj")


def _move(s: Syntax, t: int, head: int, dep: str) -> None:
    s.kids[s.head[t]].remove(t)
    s.head[t], s.dep[t] = head, dep
    s.kids[head] = sorted([*s.kids[head], t])
