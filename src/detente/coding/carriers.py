"""Carriers: what the words that carry an event noun say of its status: "the planned talks", "called off the visit"."""

from __future__ import annotations

from detente.coding.clauses import Syntax
from detente.coding.status import verb_status
from detente.coding.verdicts import PUNCTUAL, Verdict, applied, cues

_TRANSPARENT = frozenset(
    "round series wave spate string number set part kind sort day week month year hour start beginning end course "
    "middle aftermath wake result outcome sideline margin site scene venue conclusion resumption continuation "
    "opening outbreak face light response reaction campaign level launch total dozen hundred thousand "
    "connection".split()
)


def noun_status(s: Syntax, n: int, type_: str, headline: bool, future: bool) -> Verdict:
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
                    above = carrier_status(s, n, type_, headline, future, 0)
                    return Verdict(
                        None if above.status is None and above.words in {"if", "whether"} else "planned", word
                    )
                return applied(verdict, effect, word)
    verdict = carrier_status(s, n, type_, headline, future, 0)
    if verdict.status is None and type_ == "PROTEST" and future and verdict.words in _CALLS:
        return Verdict("planned", verdict.words)  # "called for a march on Sunday": whoever calls for it holds it
    return verdict


def _dated(s: Syntax, n: int) -> bool:
    return bool(s.kids_by(n, "poss"))


def carrier_status(s: Syntax, n: int, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """What carries a noun: a verb of which it is subject or object, or another noun."""
    table = cues()
    base = Verdict("planned", "date after publication") if future else Verdict("occurred", "")
    h, dep = s.head[n], s.dep[n]
    if h == n or depth > 10:
        return base
    if dep in {"conj", "appos", "nmod"}:
        return base if s.is_verb(h) else carrier_status(s, h, type_, headline, future, depth + 1)
    if dep in {"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd"} and s.is_verb(h):
        verb = verb_status(s, h, type_, headline, future, depth + 1)
        passive = dep == "nsubjpass"
        if dep == "dobj" or passive:
            particle = next((s.text[k] for k in s.kids[h] if s.dep[k] == "prt"), None)
            effect = table.object.get(f"{s.lemma[h]} {particle}" if particle else s.lemma[h])
            if effect == "denied" and s.lemma[h] not in _PUT_OFF:  # the day to come was that of what is cancelled
                verb = verb_status(s, h, type_, headline, False, depth + 1)
            if effect == "denied":
                if verb.status in {None, "conditional"}:
                    return verb  # "unless Lima drops plans to"
                return Verdict("denied", s.lemma[h]) if verb.status in {"occurred", "ongoing"} else base
            if effect == "none":
                return Verdict(None, s.lemma[h])
            if effect == "planned" and verb.status in {"occurred", "ongoing"}:
                return Verdict("planned", s.lemma[h])
            if effect == "factual" and s.lemma[h] in _PRESUPPOSING:
                return base
        if dep == "nsubj" and s.lemma[h] == "be" and verb.status == "denied" and s.kids_by(h, "acomp", "attr"):
            return base if _definite(s, n) else Verdict(None, "is not")  # "our support is not abstract"
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
            and type_ in PUNCTUAL
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
            return applied(base, effect, s.text[h])
        return base
    return base


def _definite(s: Syntax, n: int) -> bool:
    return any(s.text[k] in _DEFINITE or s.dep[k] in {"poss", "nummod"} for k in s.kids[n])


_PUT_OFF = frozenset({"postpone", "delay"})
_CALLS = frozenset({"call", "calls", "call for", "appeal", "appeals"})
_ENDS = frozenset({"halt", "end", "stop"})
_SUFFERERS = frozenset({"victim", "survivor"})
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
        verb = verb_status(s, governor, type_, headline, False, depth + 1)
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
                effect = "planned" if verb.status in {"occurred", "ongoing", "planned"} else effect
        if word == "to" and any(s.lemma[k] in _ENDS for k in s.kids_by(governor, "dobj")):
            return Verdict(None, "halt")  # "called a halt to its raids", "put an end to"
        if word in {"after", "following", "since", "during", "at", "amid", "because of", "over", "under"} or (
            word in {"in", "on"} and effect is None
        ):
            if word in {"after", "following", "since", "amid", "over", "because of", "under"}:
                return base
            return verb if verb.status in {"planned", "conditional", "denied"} and not definite else base
        if word == "without":
            return Verdict(None, word)
        if word in {"before", "until", "pending"}:
            return Verdict("planned", word) if verb.status != "occurred" else base
        if effect in {"none", "planned", "alleged", "denied"}:
            if effect == "denied":
                return Verdict("denied", lemma)
            return applied(base, effect, lemma)
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
        return carrier_status(s, governor, type_, headline, future, depth + 1)
    if lemma in _SUFFERERS and word == "of":
        return base  # who it hit is named, so it happened
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
        return applied(base, effect, s.text[governor])
    if word == "against" and not definite:
        return Verdict(None, "against")
    return base
