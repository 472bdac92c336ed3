"""Status: has it happened, does it go on, is it planned, conditional, alleged, denied, or no event at all?

The parse is walked from the event's predicate up to the main clause. Its own tense and modals give a first answer; each
governor on the way may change it: "plans to", "if", "accused of", "denied that", "threatened to". What each of these
words does stands in ``knowledge/status.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.coding.clauses import Syntax
from detente.coding.model import Status
from detente.knowledge import load

Effect = Literal["factual", "planned", "alleged", "denied", "conditional", "none"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of an event (None: no event), the words that say so, and whether it is refused ("will not send")."""

    status: Status | None
    words: str = ""
    refused: bool = False
    finite: bool = True


@dataclass(frozen=True)
class _Cues:
    complement: Mapping[str, Effect]
    object: Mapping[str, Effect]
    of: Mapping[str, Effect]
    modifier: Mapping[str, Effect]
    modal: Mapping[str, str]
    mark: Mapping[str, str]
    before: Mapping[str, Effect]
    adverb: Mapping[str, Effect]
    reported: frozenset[str]


@cache
def cues() -> _Cues:
    """The cue lists, by word."""
    raw = load("status")

    def by_word(section: str) -> dict[str, Effect]:
        return {str(word): effect for effect, words in raw[section].items() for word in words}

    return _Cues(
        by_word("complement"),
        by_word("object"),
        by_word("of"),
        by_word("modifier"),
        raw["modal"],
        raw["mark"],
        by_word("before"),
        by_word("adverb"),
        frozenset(raw["reported"]),
    )


# the weaker of two answers counts, later ones in this list are weaker
_ORDER: list[Status | None] = ["occurred", "ongoing", "planned", "alleged", "conditional", "denied", None]
_PUNCTUAL = frozenset(
    {"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "RETREAT", "ASSAULT", "CONSULT"}
)
_ORDINAL = frozenset({"first", "last", "latest", "only", "second", "third", "fourth", "fifth", "sixth", "seventh"})
_TRANSPARENT = frozenset(
    "round series wave spate string number set part kind sort day week month year hour start beginning end course "
    "middle aftermath wake result outcome sideline margin site scene venue conclusion resumption continuation "
    "opening outbreak face light response reaction campaign level launch total dozen hundred thousand "
    "connection".split()
)


def status_of(s: Syntax, token: int, type_: str, headline: bool = False, future_time: bool = False) -> Verdict:
    """The status of the event that a verb or an event noun names.

    Args:
        s: the article's syntax.
        token: the predicate: a verb, or a noun.
        type_: the event's PLOVER type: what is said in the present tense is done ("condemns"), what is done goes on
            ("trains").
        headline: whether the predicate stands in a headline, whose present tense tells the past and "to" the future.
        future_time: whether a date that it is given lies after publication.
    """
    if s.is_verb(token) and s.dep[token] != "amod":
        verdict = _verb(s, token, type_, headline, future_time)
    else:
        verdict = _noun(s, token, type_, headline, future_time)
    return verdict


def _weaker(a: Verdict, status: Status | None, words: str) -> Verdict:
    if _ORDER.index(status) > _ORDER.index(a.status):
        return Verdict(status, words, a.refused)
    return a


def _verb(s: Syntax, v: int, type_: str, headline: bool, future: bool, depth: int = 0) -> Verdict:
    """The status of a verb: its own form first, then its governors."""
    own = _form(s, v, type_, headline, future)
    for k in s.kids[v]:
        if s.dep[k] == "advmod" and s.text[k] in cues().adverb:
            own = _apply(own, cues().adverb[s.text[k]], s.text[k])
    if own.status is None or depth > 10:
        return own
    return _governed(s, v, own, type_, headline, future, depth)


def _form(s: Syntax, v: int, type_: str, headline: bool, future: bool) -> Verdict:
    """What a verb's own tense, modals and negation say."""
    table = cues()
    aux = [k for k in s.kids[v] if s.dep[k] in {"aux", "auxpass"}]
    if s.dep[v] == "conj" and not aux and s.is_verb(s.head[v]) and s.tag[v] in {"VB", "VBN", "VBG"}:
        # "did not meet or talk", "will meet and talk": the auxiliaries hang on the first verb
        h = s.head[v]
        if not s.kids_by(v, "nsubj", "nsubjpass"):
            aux = [k for k in s.kids[h] if s.dep[k] in {"aux", "auxpass"}]
    negated = s.negated(v) or any(s.text[k] in {"no"} and s.head[k] == v for k in range(max(0, v - 2), v))
    for k in s.kids[v]:
        if s.dep[k] in {"nsubj", "nsubjpass"} and any(s.text[j] == "no" or s.dep[j] == "neg" for j in s.kids[k]):
            negated = True
        if s.dep[k] in {"nsubj", "nsubjpass"} and s.text[k] in {"nobody", "none", "nothing", "neither"}:
            negated = True
    modal = next((s.text[k] for k in aux if s.tag[k] == "MD"), None)
    if s.dep[v] == "conj" and modal is None and s.negated(s.head[v]) and aux and not negated and s.tag[v] == "VB":
        negated = True
    words = " ".join(s.text[k] for k in aux)
    if modal is not None:
        effect = table.modal.get(modal, "none")
        refused = negated and modal in {"will", "wo", "would", "'ll", "'d", "shall", "can", "ca"}
        if negated:
            return Verdict("denied", f"{modal} not", refused)
        if effect == "none":
            return Verdict(None, modal)
        if effect == "conditional":
            # "said it would send" reports a plan; "would send if" does not
            reported = _reported(s, v)
            return Verdict("planned" if reported else "conditional", modal)
        return Verdict("planned", modal)
    if any(s.text[k] == "to" and s.tag[k] == "TO" for k in aux) or (s.tag[v] == "VB" and not aux):
        if headline and s.dep[v] in {"ROOT", "relcl", "acl"}:
            return Verdict("planned", "to")
        if negated:
            return Verdict("denied", "not to")
        return Verdict("occurred", "", finite=False) if s.dep[v] != "ROOT" else Verdict(None, "imperative")
    if negated:
        return Verdict("denied", "not")
    tag = s.tag[v]
    finite = [k for k in aux if s.tag[k] in {"VBZ", "VBP", "VBD"}]
    if tag == "VBG":
        if finite and s.lemma[finite[0]] == "be" and s.tag[finite[0]] != "VBD":
            return Verdict("planned" if future else "ongoing", words + " -ing")
        if finite:
            return Verdict("ongoing" if s.tag[finite[0]] != "VBD" and type_ not in _PUNCTUAL else "occurred", words)
        return Verdict("occurred", "-ing", finite=False)
    if tag in {"VBZ", "VBP"}:
        if headline or type_ in _PUNCTUAL:
            return Verdict("planned" if future and type_ == "CONSULT" else "occurred", "present")
        return Verdict("ongoing", "present")
    if tag == "VBN" and finite and s.lemma[finite[0]] == "be" and s.tag[finite[0]] != "VBD" and type_ not in _PUNCTUAL:
        perfect = any(s.text[k] == "been" for k in aux)
        return Verdict("occurred" if perfect else "ongoing", words)
    if future:
        return Verdict("planned", "date after publication")
    return Verdict("occurred", words or "past")


def _reported(s: Syntax, v: int) -> bool:
    """Whether a clause is what someone says or decides: its "would" stands for "will"."""
    seen = 0
    while s.dep[v] in {"conj", "xcomp"} and seen < 5:
        v, seen = s.head[v], seen + 1
    conditional = any(
        s.dep[k] == "advcl" and any(s.dep[m] == "mark" and s.text[m] in {"if", "unless"} for m in s.kids[k])
        for k in s.kids[v]
    )
    return (
        not conditional
        and s.dep[v] in {"ccomp", "ROOT", "acl"}
        and (s.dep[v] != "ROOT" or bool(s.kids_by(v, "ccomp", "parataxis")))
    )


def _apply(verdict: Verdict, effect: str, word: str, governor: Verdict | None = None) -> Verdict:
    """A verdict under a governor that has this effect."""
    if effect == "none":
        return Verdict(None, word, verdict.refused)
    if effect == "factual":
        return verdict
    if effect == "planned":
        return _weaker(verdict, "planned", word)
    return _weaker(verdict, effect, word)  # type: ignore[arg-type]


def _governed(s: Syntax, v: int, own: Verdict, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """A verb's status after what governs it has had its say."""
    table = cues()
    h, dep = s.head[v], s.dep[v]
    if h == v:
        return own
    nonfinite = not own.finite
    if dep == "conj":
        if s.is_verb(h):
            if nonfinite or s.tag[v] in {"VB", "VBG", "VBN"}:
                above = _governed(
                    s,
                    h,
                    Verdict("occurred", "", finite=False) if nonfinite else own,
                    type_,
                    headline,
                    future,
                    depth + 1,
                )
                form = _form(s, h, type_, headline, future)
                if nonfinite and form.status is None:
                    return form
                return _combine(own, above)
            return (
                _governed(s, h, own, type_, headline, future, depth + 1)
                if s.dep[h] in {"ccomp", "advcl", "conj"}
                else own
            )
        return own
    if (
        dep in {"xcomp", "ccomp", "oprd"}
        or (dep == "acl" and s.pos[h] == "ADJ")
        or (dep == "advcl" and s.pos[h] == "ADJ")
    ):
        governor = s.lemma[h]
        effect = table.complement.get(governor, table.complement.get(s.text[h]))
        if not s.is_verb(h):  # "ready to talk", "due to meet"
            effect = effect or "none"
            base = _governor(s, h, type_, headline, future, depth)
            if base.status in {None, "denied", "conditional"}:
                return base if nonfinite else own
            return _apply(own, effect, s.text[h])
        finite_clause = not nonfinite
        if dep == "ccomp" and finite_clause and effect is None:
            effect = "factual"
        if (
            finite_clause
            and effect == "none"
            and governor in {"propose", "suggest", "predict", "fear", "hope", "demand", "insist"}
        ):
            effect = "none"
        if finite_clause and effect == "planned":
            effect = "factual"  # "agreed that it had fired"
        if (
            finite_clause
            and governor in {"demand", "urge", "ask", "propose", "recommend", "insist", "request"}
            and s.tag[v] == "VB"
        ):
            return Verdict(None, governor)
        if governor in {"become", "be", "remain"} and any(
            s.text[j] in _ORDINAL for k in s.kids_by(h, "attr") for j in s.kids[k]
        ):
            effect = "factual"  # "became the last country to ratify"
        if effect is None:
            effect = "factual" if s.tag[v] == "VBG" else "none"
        base = _governor(s, h, type_, headline, future, depth)
        if nonfinite and effect == "factual":
            # the complement happens as its governor does: "was forced to leave", "will start to leave"
            if base.status in {None, "denied", "conditional", "planned", "alleged"}:
                return Verdict(base.status, base.words, base.refused)
            if governor in {"continue", "keep", "go"} and base.words == "present":
                return Verdict("ongoing", governor)
            return Verdict("ongoing" if base.status == "ongoing" and type_ not in {"AGREE"} else own.status, own.words)
        if nonfinite and base.status is None:
            return base
        if nonfinite and base.status in {"denied", "conditional"} and effect != "none":
            return Verdict(None if base.status == "denied" else "conditional", base.words, base.refused)
        if finite_clause and effect == "factual":
            if base.status == "denied" and governor not in table.reported:
                return Verdict("denied", f"not {governor}")  # "did not mean that"
            return (
                _weaker(own, "conditional", base.words)
                if base.status == "conditional" and governor not in table.reported
                else own
            )
        return _apply(own, effect, governor)
    if dep == "advcl":
        return _adverbial(s, v, own, type_, headline, future, depth)
    if dep == "pcomp":
        return _after_preposition(s, v, own, type_, headline, future, depth)
    if dep in {"acl", "relcl"}:
        ordinal = s.lemma[h] not in table.of and any(s.text[k] in _ORDINAL for k in s.kids[h])
        if nonfinite and s.tag[v] == "VB" and ordinal:
            return _carrier(s, h, type_, headline, future, depth)  # "the last country to ratify"
        if nonfinite and s.tag[v] == "VB":  # "the decision to expel", "a duty to refrain"
            effect = table.of.get(s.lemma[h], "none")
            base = _carrier(s, h, type_, headline, future, depth)
            if base.status in {None, "denied", "conditional"}:
                return base
            return _apply(own, effect, s.text[h])
        if dep == "acl" and own.finite and table.of.get(s.lemma[h]) in {"none", "alleged", "denied"}:
            return _apply(own, table.of[s.lemma[h]], s.text[h])  # "the possibility that", "in case"
        if (nonfinite or dep == "acl") and own.status == "occurred" and s.tag[v] == "VBG":
            return Verdict("ongoing" if type_ not in _PUNCTUAL else "occurred", own.words)
        return own
    if dep in {"csubj", "csubjpass"} and nonfinite:
        return Verdict(None, "subject clause")
    return own


def _combine(own: Verdict, above: Verdict) -> Verdict:
    if own.status is None:
        return own
    return _weaker(own, above.status, above.words) if above.status != own.status else own


def _governor(s: Syntax, h: int, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """The status of a governing verb or predicate adjective itself."""
    if s.is_verb(h):
        return _verb(s, h, "AID" if type_ not in _PUNCTUAL else type_, headline, False, depth + 1)
    if s.dep[h] in {"acomp", "attr", "oprd"} and s.is_verb(s.head[h]):
        return _verb(s, s.head[h], type_, headline, False, depth + 1)
    return _carrier(s, h, type_, headline, False, depth + 1)


def _adverbial(s: Syntax, v: int, own: Verdict, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """A verb in an adverbial clause: condition, purpose, time, cause."""
    table = cues()
    h = s.head[v]
    marks = [s.text[k] for k in s.kids[v] if s.dep[k] in {"mark", "advmod"} and s.tag[k] in {"IN", "WRB", "RB", "VBN"}]
    if any(s.text[k] == "in" and any(s.text[j] in {"case", "event"} for j in s.kids[k]) for k in s.kids[v]):
        return Verdict("conditional", "in case")
    for mark in marks:
        effect = table.mark.get(mark)
        if effect == "none":
            return Verdict(None, mark)
        if effect == "conditional" or (effect == "planned" and own.words == "present"):
            if mark in {"until", "till"} and own.words not in {"present"}:
                continue
            return Verdict("conditional", mark)
    if own.finite:
        # "before it attacks": a present that has not come
        if "before" in marks and own.words == "present":
            return Verdict("planned", "before")
        return own
    base = _governor(s, h, type_, headline, future, depth)
    purpose = any(s.tag[k] == "TO" for k in s.kids[v]) or s.tag[v] == "VB"
    if purpose:
        if type_ == "CONSULT" and base.status in {"occurred", "ongoing", "planned"}:
            return Verdict(
                "occurred"
                if s.lemma[h] in {"meet", "call", "gather", "visit"} and base.status == "occurred"
                else "planned",
                "to",
            )
        if (
            s.lemma[h] in {"call", "telephone", "phone", "write", "meet", "vote", "gather", "sit", "act"}
            and type_ in _PUNCTUAL
            and base.status == "occurred"
        ):
            return Verdict("occurred", "to")
        effect = table.complement.get(s.lemma[h], "none")
        if effect == "planned" and base.status in {"occurred", "ongoing"}:
            return Verdict("planned", s.lemma[h])
        return Verdict(None, "purpose")
    if base.status in {None, "denied"} and "after" not in marks and "while" not in marks:
        return Verdict(base.status, base.words)
    return _weaker(own, base.status, base.words) if base.status in {"planned", "conditional"} else own


def _after_preposition(
    s: Syntax, v: int, own: Verdict, type_: str, headline: bool, future: bool, depth: int
) -> Verdict:
    """A verb after a preposition: "accused of firing", "after meeting", "without informing", "plan for sending"."""
    table = cues()
    prep = s.head[v]
    governor = s.head[prep]
    word = s.text[prep]
    if word in {"without", "against", "instead", "despite", "than"}:
        return Verdict(None, word)
    if s.is_verb(governor):
        base = _governor(s, governor, type_, headline, future, depth)
        if base.status in {None, "denied", "conditional", "planned"} and word not in {"after", "since", "following"}:
            return Verdict(base.status if base.status != "denied" else None, base.words)
        if word == "from":
            return Verdict(None, f"{s.lemma[governor]} from")
        if word in {"before", "until"} and base.status != "occurred":
            return Verdict("planned", word)
        effect = table.complement.get(s.lemma[governor], "factual")
        if word == "to" and s.lemma[governor] == "look":  # "looks forward to visiting"
            effect = "planned"
        if word in {"after", "by", "while", "since", "in", "following", "upon", "when", "before", "through"}:
            effect = "factual"
        return _apply(own, effect, f"{s.lemma[governor]} {word}")
    effect = table.of.get(s.lemma[governor], "factual" if word in {"by", "after"} else "none")
    return _apply(own, effect, s.text[governor])


# ---- nouns


def _noun(s: Syntax, n: int, type_: str, headline: bool, future: bool) -> Verdict:
    """The status of an event noun: its modifiers, then what carries it."""
    table = cues()
    for k in s.kids[n]:
        word = s.text[k]
        if s.dep[k] in {"amod", "det", "compound", "nmod", "advmod", "poss", "neg"}:
            effect = table.modifier.get(word)
            if word in {
                "further",
                "more",
                "such",
                "foreign",
                "other",
                "early",
                "direct",
                "face-to-face",
                "any",
                "every",
                "subsequent",
                "anti",
            } and _dated(s, n):
                effect = None
            if word == "next" and not headline:
                effect = "planned"
            if effect and effect != "factual":
                verdict = Verdict("occurred", "")
                if effect == "planned":
                    above = _carrier(s, n, type_, headline, future, 0)
                    return Verdict(
                        None if above.status is None and above.words in {"if", "whether"} else "planned", word
                    )
                return _apply(verdict, effect, word)
    return _carrier(s, n, type_, headline, future, 0)


def _dated(s: Syntax, n: int) -> bool:
    return any(s.dep[k] in {"poss"} for k in s.kids[n])


def _carrier(s: Syntax, n: int, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """What carries a noun: a verb of which it is subject or object, or another noun."""
    table = cues()
    base = Verdict("planned", "date after publication") if future else Verdict("occurred", "")
    h, dep = s.head[n], s.dep[n]
    if h == n or depth > 10:
        return base
    if dep in {"conj", "appos", "nmod"}:
        return base if s.is_verb(h) else _carrier(s, h, type_, headline, future, depth + 1)
    if dep in {"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd"} and s.is_verb(h):
        verb = _verb(s, h, type_, headline, future, depth + 1)
        passive = dep == "nsubjpass"
        if dep == "dobj" or passive:
            particle = next((s.text[k] for k in s.kids[h] if s.dep[k] == "prt"), None)
            effect = table.object.get(f"{s.lemma[h]} {particle}" if particle else s.lemma[h])
            if effect == "denied":
                return Verdict("denied", s.lemma[h]) if verb.status in {"occurred", "ongoing"} else base
            if effect == "none":
                return Verdict(None, s.lemma[h])
            if effect == "planned" and verb.status in {"occurred", "ongoing"}:
                return Verdict("planned", s.lemma[h])
            if effect == "factual" and s.lemma[h] in _PRESUPPOSING:
                return base
        if dep == "nsubj" and s.lemma[h] == "be":
            for k in s.kids_by(h, "acomp", "attr", "prep", "xcomp"):
                if table.complement.get(s.text[k]) == "planned":
                    return Verdict("planned", s.text[k])
                if s.text[k] in {"possible", "likely", "unlikely", "inevitable", "impossible", "necessary"}:
                    return Verdict(None, s.text[k])
                if s.dep[k] == "prep":
                    for j in s.kids_by(k, "pobj"):
                        if table.of.get(s.lemma[j]) == "planned":  # "are on its plans"
                            return Verdict("planned", s.text[j])
        if dep == "nsubj":
            for k in s.kids_by(h, "xcomp"):
                if s.lemma[h] in {"be", "schedule", "expect", "due", "plan"} and s.tag[k] == "VB":
                    return Verdict("planned", "to")
        if (
            verb.status == "ongoing"
            and type_ in _PUNCTUAL
            and s.lemma[h] not in {"continue", "go", "hold", "take", "conduct", "wage", "carry"}
        ):
            return base
        if dep == "nsubj" and s.lemma[h] not in _HAPPENING:
            # "the raid was not linked with": told of as something known; "sanctions would hurt" is not
            modal = verb.status in {None, "conditional", "planned"} and verb.words in table.modal
            return Verdict(None, verb.words) if modal and not _definite(s, n) else base
        if verb.refused:
            return verb
        if verb.status == "denied":
            return Verdict("denied", verb.words)
        return verb if verb.status != "occurred" or not future else base
    if dep == "pobj":
        return _prepositional(s, n, base, type_, headline, future, depth)
    if dep in {"compound", "amod", "poss"}:
        effect = table.of.get(s.lemma[h])
        if effect in {"planned", "none", "alleged"}:
            return _apply(base, effect, s.text[h])
        return base
    if dep in {"npadvmod", "dep", "ROOT", "advcl"}:
        return base
    return base


def _definite(s: Syntax, n: int) -> bool:
    return any(s.text[k] in _DEFINITE or s.dep[k] in {"poss", "nummod"} for k in s.kids[n])


_DEFINITE = frozenset({"the", "these", "those", "this", "that"})
_HAPPENING = frozenset(
    "take be begin start resume open end continue occur happen go proceed follow fail collapse last cease stall come "
    "stop break conclude remain erupt loom".split()
)
_PRESUPPOSING = frozenset(
    "condemn denounce criticise criticize survive suffer witness claim follow describe praise mourn deplore welcome "
    "investigate mark see".split()
)


def _prepositional(s: Syntax, n: int, base: Verdict, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """An event noun after a preposition: "after talks", "plans for talks", "called for talks"."""
    table = cues()
    prep = s.head[n]
    word, governor = s.text[prep], s.head[prep]
    if s.dep[prep] == "prep" and s.tag[governor] == "IN":  # "out of", "ahead of"
        word, governor = f"{s.text[governor]} {word}", s.head[governor]
    if s.text[governor] == "ahead" or word == "ahead of":
        return Verdict("planned", "ahead of")
    definite = _definite(s, n)
    if s.is_verb(governor):
        verb = _verb(s, governor, type_, headline, False, depth + 1)
        lemma = s.lemma[governor]
        effect = table.object.get(f"{lemma} {word}") or table.complement.get(f"{lemma} {word}")
        if effect is None and word in {"for", "to", "of", "on", "against", "with", "from", "about", "in"}:
            effect = {"for": table.object.get(lemma), "to": table.object.get(lemma)}.get(word) or table.complement.get(
                lemma
            )
            if effect == "alleged" and not (word in {"of", "with", "for"} and not definite):
                effect = None
            if effect == "none" and (definite and word in {"against", "on", "in", "from", "to", "with", "about"}):
                effect = None
            if lemma in {"invite", "travel", "go", "fly", "agree", "head", "look", "return", "come"} and word in {
                "to",
                "for",
                "on",
            }:
                effect = "planned" if verb.status in {"occurred", "ongoing"} else effect
        if word in {"after", "following", "since", "during", "at", "amid", "because of", "over"} or (
            word in {"in", "on"} and effect is None
        ):
            if word in {"after", "following", "since", "amid", "over", "because of"}:
                return base
            return verb if verb.status in {"planned", "conditional", "denied"} and not definite else base
        if word == "without":
            return Verdict(None, word)
        if word in {"before", "until", "pending"}:
            return Verdict("planned", word) if verb.status != "occurred" else base
        if effect in {"none", "planned", "alleged", "denied"}:
            if effect == "denied":
                return Verdict("denied", lemma)
            return _apply(base, effect, lemma)
        if word in {"for"} and not definite:
            return (
                Verdict(None, f"{lemma} for")
                if effect is None and lemma not in {"meet", "gather", "be", "stay"}
                else base
            )
        if verb.status in {None, "conditional", "planned"} and not definite:
            return Verdict(verb.status, verb.words)
        return base
    lemma = s.lemma[governor]
    if lemma in _TRANSPARENT:
        return _carrier(s, governor, type_, headline, future, depth + 1)
    effect = table.of.get(lemma)
    if effect is None and word == "for":
        effect = "none" if not definite else None
    if effect in {"none", "planned", "alleged", "denied"} and not (
        definite and word in {"on", "about", "over", "in", "after", "following"}
    ):
        if (
            effect == "none"
            and definite
            and word in {"of", "against", "to"}
            and lemma
            in {
                "victim",
                "part",
                "role",
                "reason",
                "question",
                "issue",
                "condition",
                "support",
                "opposition",
                "campaign",
            }
        ):
            return base
        return _apply(base, effect, s.text[governor])
    if word == "against" and not definite:
        return Verdict(None, "against")
    if future:
        return base
    return base
