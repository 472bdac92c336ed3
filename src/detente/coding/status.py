"""Status: has it happened, does it go on, is it planned, conditional, alleged, denied, or no event at all?

The parse is walked from the event's predicate up to the main clause. Its own tense and modals give a first answer; each
governor on the way may change it: "plans to", "if", "accused of", "denied that", "threatened to". What each of these
words does stands in ``knowledge/status.yaml``.
"""

from __future__ import annotations

from detente.coding.clauses import Syntax
from detente.coding.forms import form
from detente.coding.verdicts import PUNCTUAL, Verdict, applied, cues, weaker

__all__ = ["Verdict", "cues", "is_reported", "status_of", "verb_status"]

_THOUGHT = frozenset({"believe", "think", "say", "report", "understand", "suspect", "rumour", "rumor", "suppose"})
_PRESUPPOSING = frozenset(
    "apologise apologize criticise criticize condemn denounce praise thank punish fault rebuke commend applaud "
    "scold chide castigate reprimand reproach forgive congratulate fine jail sanction".split()
)
# what is decided is done, where to decide is to do it: "a decision to reject", "voted to approve"
_DECISIONS = frozenset({"decision", "vote", "ruling", "verdict"})
_DECIDES = frozenset({"decide", "vote", "resolve", "elect", "opt", "choose"})
_DECIDED = frozenset({"REJECT", "CONCEDE"})
_ANYONE = frozenset({"i", "we", "you", "people", "one", "they"})
_MADE_FOR = frozenset({"intend", "design", "mean", "aim", "gear", "use"})
# what is not believed has not been said to be so
_BELIEF = frozenset({"believe", "think", "expect", "imagine", "suspect", "doubt"})
_ORDINAL = frozenset({"first", "last", "latest", "only", "second", "third", "fourth", "fifth", "sixth", "seventh"})


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
        verdict = verb_status(s, token, type_, headline, future_time)
    else:
        from detente.coding.carriers import noun_status  # nouns and verbs carry each other

        verdict = noun_status(s, token, type_, headline, future_time)
    return verdict


def verb_status(s: Syntax, v: int, type_: str, headline: bool, future: bool, depth: int = 0) -> Verdict:
    """The status of a verb: its own form first, then its governors."""
    own = form(s, v, type_, headline, future)
    for k in s.kids[v]:
        if s.dep[k] == "advmod" and s.text[k] in cues().adverb:
            own = applied(own, cues().adverb[s.text[k]], s.text[k])
    if own.status is None or depth > 10:
        return own
    return _governed(s, v, own, type_, headline, future, depth)


_AFTER_DATELINE = frozenset({":", "-", "--", "–", "—", "_"})


def is_reported(s: Syntax, v: int) -> bool:
    """Whether a verb is the head of what a verb of speech says."""
    return s.dep[v] == "ccomp" and s.lemma[s.head[v]] in cues().reported


def _governed(s: Syntax, v: int, own: Verdict, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """A verb's status after what governs it has had its say."""
    table = cues()
    h, dep = s.head[v], s.dep[v]
    if h == v or (s.head[h] == h and s.pos[h] == "PROPN" and h + 1 < v and s.text[h + 1] in _AFTER_DATELINE):
        return own  # "OSLO: Norway will"
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
                first = form(s, h, type_, headline, future)
                if nonfinite and first.status is None:
                    return first
                return weaker(own, above.status, above.words)
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
        particle = next((s.text[k] for k in s.kids[h] if s.dep[k] == "prt"), "")
        effect = table.complement.get(governor, table.complement.get(s.text[h]))
        effect = table.complement.get(f"{governor} {particle}", effect)  # "ruled out sending"
        if nonfinite and governor in _THOUGHT and s.passive(h):
            return applied(own, "alleged", governor)  # "is believed to have sent"
        if nonfinite and governor == "be" and any(s.text[k] == "have" for k in s.kids[v] if s.dep[k] == "aux"):
            return Verdict(None, "was to have")
        if governor == "be" and dep == "xcomp" and s.tag[v] == "VB" and not s.kids_by(h, "acomp", "attr"):
            effect = "planned"  # "is to impose duties"
        if not s.is_verb(h):  # "ready to talk", "due to meet"
            effect = effect or "none"
            base = _governor(s, h, type_, headline, future, depth)
            if base.status in {None, "denied", "conditional"}:
                return base if nonfinite else own
            return applied(own, effect, s.text[h])
        finite_clause = not nonfinite
        if any(s.text[k] in {"whether", "if"} and s.dep[k] == "mark" for k in s.kids[v]):
            return Verdict(None, "whether")  # "would not say whether he had asked"
        if governor == "have" and nonfinite and s.tag[v] == "VB" and s.tag[h] != "VBD":
            return Verdict(None, "have to")
        if dep == "ccomp" and finite_clause and effect is None:
            effect = "factual"
        if governor == "suggest" and finite_clause and own.words in {"past", "had"}:
            effect = "alleged"  # "images suggest that soldiers burned villages"
        if effect == "planned" and governor in _DECIDES and type_ in _DECIDED:
            effect = "factual"
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
        if governor in _MADE_FOR and s.passive(h):
            effect = "none"  # "the shield is meant to down missiles"
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
        if governor == "vote" and base.status == "occurred" and type_ in PUNCTUAL:
            return own  # "voted to reject it": so it was rejected
        if nonfinite and base.status in {"denied", "conditional"} and effect != "none":
            return Verdict(None if base.status == "denied" else "conditional", base.words, base.refused)
        if finite_clause and effect == "factual":
            if base.status == "denied" and governor in _BELIEF:
                return Verdict(None, governor)
            if base.status == "denied" and governor not in table.reported:
                return Verdict("denied", f"not {governor}")  # "did not mean that"
            return (
                weaker(own, "conditional", base.words)
                if base.status == "conditional" and governor not in table.reported
                else own
            )
        return applied(own, effect, governor)
    if dep == "advcl":
        return _adverbial(s, v, own, type_, headline, future, depth)
    if dep == "pcomp":
        return _after_preposition(s, v, own, type_, headline, future, depth)
    if dep in {"acl", "relcl"}:
        ordinal = s.lemma[h] not in table.of and any(s.text[k] in _ORDINAL for k in s.kids[h])
        if nonfinite and s.tag[v] == "VB" and ordinal:
            return _carried(s, h, type_, headline, future, depth)  # "the last country to ratify"
        if nonfinite and s.tag[v] == "VB" and any(s.text[k] == "no" for k in s.kids[h]):
            return Verdict(None, "no")  # "has no plans to send"
        if nonfinite and s.tag[v] == "VB":  # "the decision to expel", "a duty to refrain"
            effect = table.of.get(s.lemma[h], "none")
            base = _carried(s, h, type_, headline, future, depth)
            if base.status in {None, "denied", "conditional"}:
                return Verdict(base.status, base.words)  # "will not back Lima's bid to join": Lima refuses nothing
            if s.lemma[h] in _DECISIONS and type_ in _DECIDED:
                return base
            return applied(own, effect, s.text[h])
        if dep == "acl" and own.finite and table.of.get(s.lemma[h]) in {"none", "alleged", "denied"}:
            return applied(own, table.of[s.lemma[h]], s.text[h])  # "the possibility that", "in case"
        if (nonfinite or dep == "acl") and own.status == "occurred" and s.tag[v] == "VBG":
            past = type_ in PUNCTUAL or _told_as_past(s, h)
            return Verdict("occurred" if past else "ongoing", own.words)
        return own
    if dep in {"csubj", "csubjpass"} and nonfinite:
        return Verdict(None, "subject clause")
    return own


def _told_as_past(s: Syntax, t: int) -> bool:
    """Whether the clause in which a noun stands tells the past: "showed exiles protesting"."""
    for _ in range(10):
        if s.is_verb(t):
            tags = {s.tag[t], *(s.tag[k] for k in s.kids[t] if s.dep[k] in {"aux", "auxpass"})}
            if tags & {"VBD", "VBZ", "VBP", "MD"}:
                return "VBD" in tags
        if s.head[t] == t:
            return False
        t = s.head[t]
    return False


def _governor(s: Syntax, h: int, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    """The status of a governing verb or predicate adjective itself."""
    if s.is_verb(h):
        return verb_status(s, h, "AID" if type_ not in PUNCTUAL else type_, headline, False, depth + 1)
    if s.dep[h] in {"acomp", "attr", "oprd"} and s.is_verb(s.head[h]):
        return verb_status(s, s.head[h], type_, headline, False, depth + 1)
    return _carried(s, h, type_, headline, False, depth + 1)


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
        generic = type_ != "CONSULT" or any(s.text[k] in _ANYONE for k in s.kids_by(v, "nsubj"))
        if own.words == "present" and generic and not headline and {"when", "whenever"} & set(marks):
            return Verdict(None, "when")  # "when we help people, they"
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
            and s.is_verb(h)
            and type_ in PUNCTUAL
            and base.status == "occurred"
            and not s.kids_by(v, "nsubj", "nsubjpass")  # "called for Lima to back Quito"
        ):
            return Verdict("occurred", "to")
        effect = table.complement.get(s.lemma[h], "none")
        if effect == "planned" and base.status in {"occurred", "ongoing"}:
            return Verdict("planned", s.lemma[h])
        return Verdict(None, "purpose")
    if base.status in {None, "denied"} and "after" not in marks and "while" not in marks:
        return Verdict(base.status, base.words)
    return weaker(own, base.status, base.words) if base.status in {"planned", "conditional"} else own


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
    if word in {"for", "of", "over"} and s.tag[v] == "VBG" and s.lemma[governor] in _PRESUPPOSING:
        return own  # "urged to apologise for accusing": whatever comes of the apology, it was said
    if s.is_verb(governor):
        base = _governor(s, governor, type_, headline, future, depth)
        if base.status in {None, "denied", "conditional", "planned"} and word not in {"after", "since", "following"}:
            return Verdict(base.status if base.status != "denied" else None, base.words)
        if word == "from":
            return Verdict(None, f"{s.lemma[governor]} from")
        effects = {table.object.get(s.lemma[governor]), table.complement.get(s.lemma[governor])}
        if word == "in" and "none" in effects:  # "requested help in rebuilding"
            return Verdict(None, f"{s.lemma[governor]} in")
        if word in {"before", "until"} and base.status != "occurred":
            return Verdict("planned", word)
        effect = table.complement.get(s.lemma[governor], "factual")
        if word == "to" and s.lemma[governor] == "look":  # "looks forward to visiting"
            effect = "planned"
        if word in {"after", "by", "while", "since", "in", "following", "upon", "when", "before", "through"}:
            effect = "factual"
        return applied(own, effect, f"{s.lemma[governor]} {word}")
    effect = table.of.get(s.lemma[governor], "factual" if word in {"by", "after"} else "none")
    return applied(own, effect, s.text[governor])


def _carried(s: Syntax, n: int, type_: str, headline: bool, future: bool, depth: int) -> Verdict:
    from detente.coding.carriers import carrier_status  # nouns and verbs carry each other

    return carrier_status(s, n, type_, headline, future, depth)
