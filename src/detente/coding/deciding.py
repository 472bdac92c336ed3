"""Deciding: the type and status of a candidate, by its frame and its syntax, weighed with what the coder says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from detente.coding.candidates import Candidate
from detente.coding.clauses import Syntax
from detente.coding.coder import Coded, Coder, Marked
from detente.coding.frames import cameo_of, frames
from detente.coding.model import EventType, Reason, Status
from detente.coding.scores import asked
from detente.coding.status import Verdict, is_reported, status_of
from detente.reading.model import Reading

# what an actor says it will do for another is an agreement (PLOVER codebook, 3.1)
_COOPERATIVE = frozenset({"AID", "COOPERATE", "SUPPORT", "CONCEDE", "RETREAT"})
# what an actor says it will do against another is a threat
_HOSTILE = frozenset({"SANCTION", "ASSAULT", "COERCE", "PROTEST"})
_WILL = frozenset({"will", "'ll", "shall", "would", "'d"})
_REFUSABLE = frozenset({"AGREE", "CONSULT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "SUPPORT", "MOBILIZE"})
# where rule and coder differ by convention the rule stays: a signed treaty is AGREE, a withdrawal to come a RETREAT
_PLANNING = frozenset({"plan", "schedule", "slate"})
_KEPT = frozenset({("AGREE", "SUPPORT"), ("SANCTION", "COERCE"), ("RETREAT", "AGREE")})
# what it is news to say that one has not done
_DENIABLE = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "AID", "THREATEN", "SANCTION"})
_IF = frozenset({"if", "unless", "until", "provided", "once", "lest", "whether"})
# "further talks" may not come to be, but those that were held did
_MORE_OF_IT = frozenset({"further", "more", "direct", "face-to-face"})
# types whose frames are surer than the coder is in the long sentences of news
_SURE_FRAMES = frozenset({"CONSULT", "REQUEST", "PROTEST"})
# The coder's probabilities, given that something happens, from which it overrules a frame that it finds unlikely; and
# those from which it makes an event of a verb that no frame knows: that something happens, and of the type. Chosen on
# sentences that it was not trained on, and on whole articles, where it may not cost what it gains.
_OTHER, _UNLIKELY = 0.6, 0.15
# a frame that demands an object, a particle or a complement is surer than the coder in newspapers' sentences
_BARE = 2
_HAPPENS, _SURE = 0.95, 0.7


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a candidate."""

    type: EventType
    mode: str | None
    cameo: str
    status: Status
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]


def decide(s: Syntax, c: Candidate, future: bool) -> Decision | None:
    """Type and status of a candidate by rule, None where it is no event. ``future``: its date is yet to come."""
    frame = c.frame
    finite = s.dep[c.governor] not in {"pcomp", "acl", "advcl", "xcomp"} or not s.is_verb(c.governor)
    if frame.mode == "investigate" and not finite:
        return None
    verdict = status_of(s, c.governor, frame.type, c.sentence.headline, future)
    answered = frame.noun and frame.type == "REQUEST"  # the demand that is refused was made
    undergone = "subject" in frame.recipient and not frame.noun  # "faces criticism": it was made
    if (
        c.governor != c.trigger
        and frame is not frames().required
        and not answered
        and not undergone
        and verdict.status is not None
    ):
        noun = status_of(s, c.trigger, frame.type, c.sentence.headline, future)
        held = noun.status is None and noun.words in _MORE_OF_IT and verdict.finite
        held = held or (not frame.noun and noun.words == s.lemma[c.governor])  # "faces criticism": the frame knows it
        if noun.status != "occurred" and noun.status != "ongoing" and not held:
            verdict = noun if verdict.status in {"occurred", "ongoing"} else verdict
    type_, mode, cameo, status = frame.type, frame.mode, frame.cameo, verdict.status
    own = type_ != "MOBILIZE" or s.negated(c.governor)  # "we cannot stop mobilising" refuses nothing
    if verdict.refused and own and type_ in _REFUSABLE and c.actors and (c.recipients or type_ != "RETREAT"):
        type_, mode, cameo, status = "REJECT", None, "120", "occurred"
    if frame.status and status in {"occurred", "ongoing"}:
        status = cast(Status, frame.status)  # "is due in Lima"
    if frame.negated and status == "denied":
        status = "occurred"
    if status is None or (status in {"denied", "conditional"} and not _worth_saying(s, c, verdict, status)):
        return None
    if status == "planned" and type_ == "SUPPORT" and verdict.words not in _WILL:
        return None  # what one may come to back
    if s.lemma[c.governor] in _PLANNING and status in {"occurred", "ongoing"} and not frame.complement:
        status = "planned"  # "plans mass rallies"
    if frame.type == "MOBILIZE" and frame.cameo == "150" and frame.mode == "troops" and len(c.actors) > 1:
        type_, mode, cameo = "COOPERATE", None, "062"  # exercises of several are done together
    if status == "planned" and verdict.words in _WILL and type_ in _COOPERATIVE and mode != "withdraw" and c.actors:
        type_, mode, cameo = "AGREE", None, "030"
    hostile = type_ in _HOSTILE and c.recipients and is_reported(s, c.governor)
    if status == "planned" and verdict.words in _WILL and hostile and c.actors:
        type_, mode, cameo, status = "THREATEN", None, "130", "occurred"
    score = 0.6 if frame.noun else 0.75
    reason = Reason("type", "rule", frame.name, s.text[c.trigger], score)
    return Decision(type_, mode, cameo, status, verdict, score, (reason,))


def _worth_saying(s: Syntax, c: Candidate, verdict: Verdict, status: str) -> bool:
    """Whether what did not happen, or would, is entered: between two sides, and not as the condition itself.

    What merely did not happen ("has not visited Lima") is no news; what somebody denies, or calls off, is.
    """
    kids = s.kids[c.governor]
    if any(s.dep[k] == "mark" and s.lemma[k] in _IF for k in kids) or not (c.actors and c.recipients):
        return False
    if status == "denied":
        merely = "not" in verdict.words.split()
        return not merely or (c.frame.type in _DENIABLE and _own_denial(s, c))
    # what would happen is told by its own verb; what another's conditional act would allow is not
    return not s.is_verb(c.governor) or any(s.tag[k] == "MD" for k in kids)


def _own_denial(s: Syntax, c: Candidate) -> bool:
    """Whether those who are said to do a thing say that they do not: "Lima said it had not shelled Quito"."""
    v = c.governor
    if not is_reported(s, v):
        return False
    return any(x.mention.kind == "pronoun" or x.token in s.subjects(s.head[v]) for x in c.actors)


def weigh(
    reading: Reading, s: Syntax, decided: Sequence[tuple[Candidate, Decision]], coder: Coder
) -> list[Decision | None]:
    """The decisions after the coder has been asked, in order; None where it makes no event of an unknown verb.

    It is asked about verbs that no frame knows, and about candidates that are the only ones of their sentence: among
    several it confounds what one predicate says with what another does. Where it could not change anything it is not
    asked: it costs more than all the rules.
    """
    told = Counter(c.sentence.index for c, _ in decided if c.frame.name)
    out: list[Decision | None] = [d if c.frame.name else None for c, d in decided]
    unsure = [
        k
        for k, (c, d) in enumerate(decided)
        if (not c.frame.name and d.status != "planned")
        or (
            c.frame.name
            and told[c.sentence.index] == 1
            and not _joined(s, c.governor)
            and c.actors
            and c.recipients
            and d.type not in _SURE_FRAMES
            and not c.frame.object_complement
        )
    ]
    for k, x in zip(unsure, coder.code([marked(reading, s, decided[k][0]) for k in unsure]), strict=True):
        out[k] = _weighed(s, *decided[k], x, coder.version)
    return out


def _joined(s: Syntax, v: int) -> bool:
    """Whether a verb is joined to another, whose act the coder would confound with its own."""
    return s.is_verb(v) and (
        (s.dep[v] == "conj" and s.is_verb(s.head[v])) or any(s.is_verb(k) for k in s.kids_by(v, "conj"))
    )


def marked(reading: Reading, s: Syntax, c: Candidate) -> Marked:
    """A candidate's sentence with its first actor, first recipient and predicate marked."""
    start, end = c.sentence.start, c.sentence.end

    def span(first: int, last: int) -> tuple[int, int]:
        return first - start, last - start

    actor = c.actors[0].mention if c.actors else None
    recipient = c.recipients[0].mention if c.recipients else None
    at = s.idx[c.trigger]
    return Marked(
        reading.article.text[start:end],
        span(actor.start, actor.end) if actor else None,
        span(recipient.start, recipient.end) if recipient else None,
        span(at, at + len(s.text[c.trigger])),
    )


def _weighed(s: Syntax, c: Candidate, d: Decision, x: Coded, version: str) -> Decision | None:
    nothing = x.probs["NONE"]
    given = {t: p / max(1e-6, 1 - nothing) for t, p in x.probs.items() if t != "NONE"}
    best = max(given, key=given.__getitem__)
    words = s.text[c.trigger]
    if c.frame.name == "":  # a verb that no frame knows
        if 1 - nothing < _HAPPENS or given[best] < _SURE:
            return None
        reason = Reason("type", "model", version, words, given[best])
        type_ = cast(EventType, best)
        return replace(
            d,
            type=type_,
            mode=x.mode,
            cameo=cameo_of(type_, x.mode),
            score=(1 - nothing) * given[best],
            reasons=(reason, asked(version, 1 - nothing, words)),
        )
    score = 0.5 * d.score + 0.5 * (1 - nothing) * given[d.type]
    if (
        best != d.type
        and given[best] > _OTHER
        and given[d.type] < _UNLIKELY
        and (d.type, best) not in _KEPT
        and not (best == "AGREE" and d.type in _COOPERATIVE and d.status != "planned")  # what is done is not promised
        and d.type not in _SURE_FRAMES
        and (c.frame.noun or c.frame.demands < _BARE)
    ):
        reason = Reason("type", "model", version, words, given[best])
        type_ = cast(EventType, best)
        mode = x.mode if x.type == best else None
        return replace(
            d,
            type=type_,
            mode=mode,
            cameo=cameo_of(type_, mode),
            score=0.5 * given[best],
            reasons=(reason, *d.reasons, asked(version, 1 - nothing, words)),
        )
    reason = Reason("type", "model", version, words, given[d.type])
    return replace(d, score=score, reasons=(*d.reasons, reason, asked(version, 1 - nothing, words)))
