"""Drafts of statements: from single attributions to one draft for each speech act that a careful reader enters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from detente.coding.acts import STRONG, act_of_content, act_of_cue, lemma
from detente.coding.attribution import Attribution
from detente.coding.conditions import condition_at
from detente.coding.sayings import OPENS, is_deed, lemmas_of
from detente.coding.speakers import Tokens
from detente.coding.unclaimed import meet
from detente.knowledge import load
from detente.reading.model import Reading, Sentence

Spans = tuple[tuple[int, int], ...]

_NOTHING = frozenset({None, "inform"})
_APART = frozenset({"deny", "promise"})  # acts that are nothing together with another
# how a participle hangs on the verb whose subject it shares, and through how many words
_BELOW = frozenset({"advcl", "acl", "prep", "pcomp", "pobj", "dobj", "xcomp"})
_FAR = 4
_MEDIA = frozenset(
    "agency newspaper daily radio television tv media broadcaster station magazine weekly news paper".split()
)
_LATER = frozenset({"he", "she", "they", "it"})
_DASH_NAME = re.compile(r"[-–—]\s*[A-Z][\w.' ]+$")


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution on its way to a statement: who says it, and the part of its content that is one speech act.

    ``inner`` are attributions within the content that only say the same of the same party ("Mr X said France demands").
    """

    attribution: Attribution
    speaker: tuple[str, ...]
    content: Spans
    sentences: tuple[int, ...]
    inner: tuple[Attribution, ...] = ()
    rule: str = ""

    @property
    def start(self) -> int:
        """Its first character."""
        return min(a for a, _ in (*self.attribution.cue, *self.attribution.speaker, *self.content))


def drafts(reading: Reading, tokens: Tokens, found: Sequence[Draft]) -> list[Draft]:
    """The drafts of an article, one for each speech act, in the order of the text, from one for each attribution."""
    out = led(reading, running(reading, [d for d in found if not _together(reading, tokens, d)]))
    out = implied(reading, pointed(reading, out))
    out = coordinated(reading, tokens, nested(reading, tokens, out))
    out = repeated(
        reading, tokens, [d for d in out if d.inner or d.rule or not is_deed(reading, tokens, d.attribution)]
    )
    return sorted((part for d in out for part in parts(reading, tokens, d)), key=lambda d: d.start)


def _together(reading: Reading, tokens: Tokens, d: Draft) -> bool:
    """Whether it is what parties did together: "X and Y agreed to meet"."""
    cue = lemmas_of(reading, tokens, d.attribution.cue)
    return len(principals(reading, d.speaker)) > 1 and not {"agree", "decide"}.isdisjoint(cue)


def draft(reading: Reading, speaker: tuple[str, ...], a: Attribution, rule: str = "") -> Draft:
    """A draft of one attribution."""
    return Draft(a, speaker, a.content, sentences_of(reading, (*a.cue, *a.speaker, *a.content)), rule=rule)


def sentences_of(reading: Reading, spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Numbers of the sentences in which spans lie."""
    every = reading.sentences
    found: set[int] = set()
    for start, end in spans:
        k = bisect_left(every, end, key=lambda s: s.start) - 1  # the last that starts before the span ends
        while k >= 0 and every[k].end > start:
            found.add(every[k].index)
            k -= 1
    return tuple(sorted(found))


def principals(reading: Reading, parties: Sequence[str]) -> tuple[str, ...]:
    """Whom parties speak for, each once."""
    return tuple(dict.fromkeys(reading.principal(p) or p for p in parties))


def own_clauses(reading: Reading, tokens: Sequence[Token], own: frozenset[str], pronouns: bool = True) -> list[str]:
    """The clauses among some tokens whose subject is one of the parties, or (with ``pronouns``) "I" and "we"."""
    out = []
    inside = {x.i for x in tokens}
    for t in tokens:
        if t.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        mention = reading.mention_headed(t.i)
        mine = (pronouns and t.lower_ in {"i", "we"}) or (
            mention is not None
            and (pronouns or mention.kind != "pronoun")
            and any(p in own or reading.principal(p) in own for p in mention.parties)
        )
        if mine:
            rest = [x for x in t.head.subtree if x.i >= t.i and x.i in inside]
            out.append("".join(x.text_with_ws for x in rest))
    return out


def _covers(outer: Spans, inner: Spans) -> bool:
    for x, y in inner:
        for a, b in outer:
            if a <= x and y <= b:
                break
        else:
            return False
    return True


def running(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Quotations that leave their speaker out get the one who spoke last in the paragraphs before."""
    out: list[Draft] = []
    for d in found:
        text = reading.article.text
        quoted = d.content and text.startswith(OPENS, d.content[0][0])
        pronoun = len(d.attribution.speaker) == 1 and text[slice(*d.attribution.speaker[0])].lower() in _LATER
        if not d.speaker and (pronoun or (quoted and not d.attribution.speaker)):
            last = next((x for x in reversed(out) if x.speaker and x.sentences), None)
            near = last is not None and d.sentences and d.sentences[0] - last.sentences[-1] <= 2
            if last is not None and near:
                d = replace(d, speaker=last.speaker)
        out.append(d)
    return out


def led(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Quoted paragraphs that no attribution covers: led in by a colon ("This is what he had to say:"), or going on."""
    out = list(found)
    text = reading.article.text
    for p, q in zip(reading.paragraphs, reading.paragraphs[1:], strict=False):
        if not text.startswith(OPENS, q.start) or q.headline:
            continue
        covered = sum(max(0, min(b, q.end) - max(a, q.start)) for d in found for a, b in d.content)
        if covered > 0.3 * (q.end - q.start) or not text[p.start : p.end].rstrip().endswith(":"):
            continue
        lead = [s for s in reading.sentences if p.start <= s.start < p.end][-1:]
        said = [d for d in found if d.speaker and lead and lead[0].index in d.sentences]
        before = max(said, key=lambda d: sum(b - a for a, b in d.content), default=None)
        speaker, span = (before.speaker, before.attribution.speaker) if before else _subject(reading, lead)
        if speaker:
            colon = p.start + len(text[p.start : p.end].rstrip()) - 1
            cue = before.attribution.cue if before else ((colon, colon + 1),)
            a = Attribution(cue, span, ((q.start, q.end),), 0.5)
            quoted = sentences_of(reading, a.content)
            out.append(Draft(a, speaker, a.content, quoted, rule="a colon leads a quotation in"))
    return out


def _subject(reading: Reading, sentences: Sequence[Sentence]) -> tuple[tuple[str, ...], Spans]:
    """The last person or other party that is a subject in a sentence."""
    for s in sentences:
        for m in reversed(reading.mentions_in(s.index)):
            if reading.doc[m.head].dep_ in {"nsubj", "nsubjpass", "agent", "pobj"} and not m.inside:
                return m.parties, ((m.start, m.end),)
    return (), ()


@cache
def _pointers() -> re.Pattern[str]:
    return re.compile("|".join(load("cues")["pointers"]))


def pointed(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Sentences without a reporting verb whose speaker the next one names ("Mr X spoke about this in Paris").

    Only where the sentence is a speech act of whom that speaker acts for; what merely happened stays a happening.
    """
    out = list(found)
    text = reading.article.text
    for before, s in zip(reading.sentences, reading.sentences[1:], strict=False):
        m = _pointers().search(text[s.start : s.end])
        if m is None or before.report != s.report or before.headline:
            continue
        speaker, span = _subject_before(reading, s, s.start + m.start())
        if not speaker:
            continue
        own = frozenset((*speaker, *principals(reading, speaker)))
        words = list(reading.tokens(before))
        subjects = own_clauses(reading, words, own, pronouns=False)
        decision = act_of_content("", subjects)
        if decision is None:
            continue
        cue = ((s.start + m.start(), s.start + m.end()),)
        a = Attribution(cue, span, ((before.start, before.end),), 0.5)
        inside = [d for d in out if before.index in d.sentences and set(principals(reading, d.speaker)) <= own]
        out = [d for d in out if d not in inside and not meet(cue, d.attribution.cue)]
        inner = tuple(d.attribution for d in inside)
        out.append(Draft(a, speaker, a.content, (before.index, s.index), inner, "the next sentence says who spoke"))
    return out


def implied(reading: Reading, found: Sequence[Draft]) -> list[Draft]:
    """Sentences of a paragraph in which the side of the one who speaks in it commits itself are that speaker's.

    "If X happens, Ruritania will take measures. But it does not wish to, the Ruritanian minister said."
    """
    out = list(found)
    covered = {k for d in found for k in d.sentences}
    for d in found:
        if not d.sentences or not d.speaker:
            continue
        home = reading.sentences[d.sentences[0]]
        own = frozenset((*d.speaker, *principals(reading, d.speaker)))
        for s in reading.sentences[: home.index]:
            if s.paragraph != home.paragraph or s.index in covered or s.headline:
                continue
            words = list(reading.tokens(s))
            decision = act_of_content("", own_clauses(reading, words, own, pronouns=False))
            if decision is not None and decision.act in STRONG:
                a = replace(d.attribution, content=((s.start, s.end),), score=min(0.5, d.attribution.score))
                out.append(Draft(a, d.speaker, a.content, (s.index,), rule="its paragraph says who spoke"))
                covered.add(s.index)
    return out


def _subject_before(reading: Reading, s: Sentence, at: int) -> tuple[tuple[str, ...], Spans]:
    for m in reversed(reading.mentions_in(s.index)):
        if m.end <= at + 1 and not m.inside and reading.doc[m.head].dep_ in {"nsubj", "nsubjpass"}:
            return m.parties, ((m.start, m.end),)
    return (), ()


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
            if j != k and _covers(o.content, d.attribution.cue) and not _covers(d.content, o.attribution.cue)
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
            content = tuple(sorted((*main.content, *(s for s in other.content if not _covers(main.content, (s,))))))
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
    if not a.speaker or a.speaker != b.speaker or _covers(a.content, b.attribution.cue):
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


def _text(reading: Reading, sentence: int) -> str:
    s = reading.sentences[sentence]
    return reading.article.text[s.start : s.end]


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


def parts(reading: Reading, tokens: Tokens, d: Draft) -> list[Draft]:
    """A content of several sentences in which the party commits itself anew is a speech act for each commitment."""
    numbers = sentences_of(reading, d.content)
    if len(numbers) < 2 or len(d.speaker) > 1:
        return [d]
    own = frozenset((*d.speaker, *principals(reading, d.speaker)))
    groups: list[list[int]] = [[]]
    current: str | None = None
    for k in numbers:
        words = list(reading.tokens(reading.sentences[k]))
        bound = bool(words) and condition_at(reading, words[0].i, words[-1].i + 1) is not None
        decision = act_of_content("", own_clauses(reading, words, own, pronouns=False), bound)
        act = decision.act if decision and decision.by == "own" and decision.act in STRONG else None
        if act is None and groups[-1] and reading.sentences[groups[-1][-1]].paragraph != reading.sentences[k].paragraph:
            # in a new paragraph, another judgement is another speech act
            before, here = (act_of_content(_text(reading, x), ()) for x in (groups[-1][-1], k))
            if here and here.act in {"criticise", "praise"} and (before is None or before.act != here.act):
                groups.append([])
                current = here.act
        if act and act != current:
            # a remark or two before the first commitment belong to it
            if groups[-1] and (current is not None or len(groups[-1]) > 2):
                groups.append([])
            current = act
        groups[-1].append(k)
    if len(groups) < 2:
        return [d]
    out = []
    frame = set(d.sentences) - set(numbers)
    for group in groups:
        first, last = reading.sentences[group[0]], reading.sentences[group[-1]]
        content = tuple(
            (max(a, first.start), min(b, last.end)) for a, b in d.content if a < last.end and b > first.start
        )
        out.append(replace(d, content=content, sentences=tuple(sorted({*group, *frame}))))
    return out
