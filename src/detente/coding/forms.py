"""Forms: what a verb's own tense, modals and negation say of whether what it tells has happened."""

from __future__ import annotations

from detente.coding.clauses import Syntax
from detente.coding.verdicts import PUNCTUAL, Verdict, cues

_REFUSING = frozenset({"will", "wo", "would", "'ll", "'d", "shall"})
_RESOLVES = frozenset("decide agree vow promise pledge choose opt refuse resolve swear undertake vote".split())
_NOBODY = frozenset({"nobody", "nothing", "none"})
_NEITHER = _NOBODY | {"neither"}
_TURNING = frozenset("would will could should can may might must had did does do has have is are was were".split())
_OPENING = frozenset({".", "?", "!", '"', "“", "``", "''", "”", ":", ";"})


def form(s: Syntax, v: int, type_: str, headline: bool, future: bool) -> Verdict:
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
        if s.dep[k] in {"nsubj", "nsubjpass"} and (
            s.text[k] in _NEITHER or any(s.text[j] == "no" or s.dep[j] == "neg" for j in s.kids[k])
        ):
            negated = True
        if s.dep[k] == "dobj" and (
            s.text[k] in _NOBODY or (k > v and any(s.dep[j] == "det" and s.text[j] == "no" for j in s.kids[k]))
        ):
            negated = not negated  # "blamed nobody", "made no threat"
    if not negated and (turned := _turned(s, v, aux)) is not None:
        return turned
    if not negated and s.dep[v] == "conj" and not s.kids_by(v, "nsubj", "nsubjpass"):  # "none of them will come and"
        negated = any(s.text[k] in _NEITHER for k in s.kids_by(s.head[v], "nsubj", "nsubjpass"))
    modal = next((s.text[k] for k in aux if s.tag[k] == "MD"), None)
    if modal == "'d" and s.tag[v] == "VBN" and len(aux) == 1:
        modal = None  # "who'd endorsed": had
    if s.dep[v] == "conj" and modal is None and s.negated(s.head[v]) and aux and not negated and s.tag[v] == "VB":
        negated = True
    words = " ".join(s.text[k] for k in aux)
    if modal is not None:
        effect = table.modal.get(modal, "none")
        own_word = s.dep[v] in {"ROOT", "conj", "parataxis"} or any(
            s.dep[k] == "nsubj" and s.pos[k] == "PRON" for k in s.kids[v]
        )  # what one says that another cannot do is no refusal of the other's
        refused = negated and (modal in _REFUSING or (modal in {"can", "ca"} and own_word))
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
            idle = s.dep[v] == "acl" and table.of.get(s.lemma[s.head[v]]) == "none"  # "under pressure to resign"
            return Verdict(None if idle else "planned", "to")
        if negated:
            h = s.head[v]
            while s.dep[h] == "conj" and not s.is_verb(h):
                h = s.head[h]
            aimless = s.dep[v] in {"conj", "advcl"} and s.lemma[h] not in _RESOLVES
            return Verdict(None if aimless else "denied", "not to")  # "are there to protect, not to fight"
        if any(s.text[k] in {"how", "whether"} for k in s.kids[v]):
            return Verdict(None, "how to")
        return Verdict("occurred", "", finite=False) if s.dep[v] != "ROOT" else Verdict(None, "imperative")
    if negated:
        return Verdict("denied", "not")
    tag = s.tag[v]
    finite = [k for k in aux if s.tag[k] in {"VBZ", "VBP", "VBD"}]
    if tag == "VBG":
        if finite and s.lemma[finite[0]] == "be" and s.tag[finite[0]] != "VBD":
            return Verdict("planned" if future else "ongoing", words + " -ing")
        if finite:
            return Verdict("ongoing" if s.tag[finite[0]] != "VBD" and type_ not in PUNCTUAL else "occurred", words)
        return Verdict("occurred", "-ing", finite=False)
    if tag in {"VBZ", "VBP"}:
        if headline or type_ in PUNCTUAL:
            return Verdict("planned" if future and type_ == "CONSULT" else "occurred", "present")
        return Verdict("ongoing", "present")
    if tag == "VBN" and finite and s.lemma[finite[0]] == "be" and s.tag[finite[0]] != "VBD" and type_ not in PUNCTUAL:
        perfect = any(s.text[k] == "been" for k in aux)
        return Verdict("occurred" if perfect else "ongoing", words)
    if future:
        return Verdict("planned", "date after publication")
    return Verdict("occurred", words or "past")


def _turned(s: Syntax, v: int, aux: list[int]) -> Verdict | None:
    """A clause that opens with its auxiliary asks or supposes: "Would Lima help?", "Had Quito joined, it would"."""
    subject = next((k for k in s.kids[v] if s.dep[k] in {"nsubj", "nsubjpass"}), None)
    first = aux[0] if aux else v
    if subject is None or first >= subject or s.text[first] not in _TURNING:
        return None
    opens = first == 0 or s.head[first - 1] == first - 1 or s.text[first - 1] in _OPENING
    return Verdict(None, s.text[first]) if opens else None


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
        and (s.dep[v] != "ROOT" or any(s.lemma[k] in cues().reported for k in s.kids_by(v, "ccomp", "parataxis")))
    )
