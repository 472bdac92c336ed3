"""Reported speech by syntax alone: verbs that report, their subjects, and the clauses and quotations they report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Token

from detente.coding.attribution import Attribution
from detente.coding.speakers import Tokens
from detente.knowledge import load
from detente.reading.model import Reading, Sentence

_KEPT = 100_000
_LOWER: dict[int, str] = {}  # lemmas in small letters by spaCy's number for them, which is the same in every process
SUBJECTS = {"nsubj", "nsubjpass"}
_MARKS: dict[str, bool | None] = {
    '"': None,
    "``": True,
    "“": True,
    "”": False,
    "''": False,
}  # whether a mark opens a quotation
AUXILIARIES = {"aux", "auxpass", "neg", "prt"}


@cache
def cue_lemmas(kind: str) -> frozenset[str]:
    """The words of one kind in ``knowledge/cues.yaml``: verbs that take a clause, a thing, an object ..."""
    return frozenset(load("cues")[kind])


def states_and_organisations(reading: Reading) -> list[Attribution]:
    """Clauses that a named state or organisation is said to say: "NATO argues that", "Paris says it will"."""
    out = []
    for a in attributions(reading):
        ((start, end),) = a.speaker
        named = [m for m in reading.mentions if start <= m.start and m.end <= end and not m.inside]
        if (
            named
            and all(m.kind in {"name", "metonym", "demonym"} for m in named)
            and all(
                reading.parties[p].kind in {"state", "organisation"}
                for m in named
                for p in m.parties
                if p in reading.parties
            )
            and sum(m.end - m.start for m in named) * 2 > end - start
        ):
            out.append(a)
    return out


def attributions(reading: Reading) -> list[Attribution]:
    """The attributions of a reading that syntax shows."""
    out = []
    telling = cue_lemmas("clause") | cue_lemmas("thing")
    for sentence, token in _tokens(reading, telling | {"accord"}):
        if token.pos_ == "VERB" and token.lemma_.lower() in telling:
            out += _of_verb(token, sentence)
        elif token.lemma_.lower() == "accord" and token.i + 2 < sentence.last and token.nbor().lower_ == "to":
            out += _according(token, sentence)
    return out


def _tokens(reading: Reading, lemmas: frozenset[str]) -> Iterator[tuple[Sentence, Token]]:
    """The tokens with some lemmas, headlines apart, each with its sentence."""
    keys = reading.doc.to_array(LEMMA).tolist()
    strings = reading.doc.vocab.strings
    if len(_LOWER) > _KEPT:
        _LOWER.clear()
    for k in set(keys).difference(_LOWER):
        _LOWER[k] = strings[k].lower() if k else ""
    wanted = {k for k in set(keys) if _LOWER[k] in lemmas}
    for sentence in reading.sentences:
        if sentence.parsed and not sentence.headline:
            for i in range(sentence.first, sentence.last):
                if keys[i] in wanted:
                    yield sentence, reading.doc[i]


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, through coordination and adverbial clauses ("..., saying")."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return child
        if verb.dep_ not in {"conj", "advcl", "xcomp", "parataxis"} or verb.head == verb:
            break
        verb = verb.head
    return None


def _of_verb(verb: Token, sentence: Sentence) -> list[Attribution]:
    subject = _subject(verb)
    if subject is None:
        return []
    content = None
    if verb.lemma_.lower() in cue_lemmas("clause"):
        content = next((c for c in verb.children if c.dep_ in {"ccomp", "parataxis"}), None)
    if content is None:
        content = next((c for c in verb.children if c.dep_ in {"dobj", "xcomp", "prep"}), None)
        if content is None or verb.lemma_.lower() not in cue_lemmas("thing"):
            return []
    own = {t.i for t in subject.subtree} | {t.i for t in verb.children if t.dep_ in AUXILIARIES} | {verb.i}
    content_tokens = [t.i for t in content.subtree if t.i not in own and sentence.first <= t.i < sentence.last]
    if subject.i in content_tokens or not content_tokens:
        return []
    cue = [t.i for t in (*(c for c in verb.children if c.dep_ in AUXILIARIES), verb)]
    speaker = [t.i for t in subject.subtree if t.dep_ != "relcl" and not any(a.dep_ == "relcl" for a in t.ancestors)]
    said_by, said = _span(verb.doc, speaker or [subject.i]), _span(verb.doc, content_tokens)
    return [Attribution((_span(verb.doc, cue),), (said_by,), (said,), 0.5)]


def passed_on(reading: Reading, tokens: Tokens, a: Attribution) -> Attribution:
    """What somebody is quoted as saying, though a document or the press passes it on: '"It is over," X said, according
    to a transcript' is said by X. Any other attribution stays as it is.
    """
    doc, text = reading.doc, reading.article.text
    if not text[a.cue[0][0] : a.cue[0][1]].lower().startswith("according"):
        return a
    outside, within = [], False
    for t in (doc[i] for x, y in a.content for i in tokens.within(x, y)):
        if t.text in _MARKS:
            opens = _MARKS[t.text]
            within = not within if opens is None else opens
        elif not within:
            outside.append(t.i)
    for verb in (
        doc[i] for i in outside[1:] if doc[i].pos_ == "VERB" and doc[i].lemma_.lower() in cue_lemmas("clause")
    ):
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.i in outside), None)
        who = [t.i for t in subject.subtree if t.i in outside] if subject is not None else []
        if not who:
            continue
        speaker, cue = _span(doc, who), _span(doc, [verb.i])
        start, end = min(speaker[0], cue[0]), max(speaker[1], cue[1])
        parts = [
            (max(x, u), min(y, v)) for x, y in a.content for u, v in ((x, start), (end, y)) if max(x, u) < min(y, v)
        ]
        parts = [(x, x + len(text[x:y].rstrip(" ,.\n"))) for x, y in parts]
        if any(c in text[x:y] for x, y in parts for c in _MARKS):
            return Attribution((cue,), (speaker,), tuple((x, y) for x, y in parts if y - x > 3), a.score)
    return a


def _span(doc: Doc, tokens: list[int]) -> tuple[int, int]:
    """The characters from the first to the last of some tokens."""
    a, b = doc[min(tokens)], doc[max(tokens)]
    return a.idx, b.idx + len(b)


def acts_as_nouns(reading: Reading) -> list[Attribution]:
    """Speech acts told as things of a state or an organisation: "Ruritania's refusal to sign"."""
    doc = reading.doc
    out = []
    for _, token in _tokens(reading, _nouns()):
        if token.pos_ != "NOUN":
            continue
        owner = next(
            (c for c in token.children if c.dep_ in {"poss", "amod", "compound", "nmod"} and c.i < token.i), None
        )
        what = next(
            (c for c in token.children if c.dep_ in {"acl", "prep"} and c.i > token.i and c.lower_ != "of"), None
        )
        mention = reading.mention_headed(owner.i) if owner is not None else None
        if owner is None or what is None or mention is None or mention.kind in {"pronoun", "nominal"}:
            continue
        if not any(
            reading.parties[p].kind in {"state", "organisation"} for p in mention.parties if p in reading.parties
        ):
            continue
        last = doc[max(t.i for t in what.subtree)]
        first = doc[min(t.i for t in what.subtree)]
        cue = ((token.idx, token.idx + len(token)),)
        out.append(Attribution(cue, ((mention.start, mention.end),), ((first.idx, last.idx + len(last)),), 0.5))
    return out


@cache
def _nouns() -> frozenset[str]:
    acts = load("acts")
    return frozenset(n for act in ("refuse", "promise", "offer", "threaten", "demand") for n in acts[act]["nouns"]) - {
        "call", "order", "guarantee", "proposal", "commitment"
    }  # fmt: skip


def _according(token: Token, sentence: Sentence) -> list[Attribution]:
    who = next((c for c in token.nbor().children if c.dep_ == "pobj"), None)
    if who is None:
        return []
    doc = token.doc
    last = max(t.i for t in who.subtree)
    cue = (token.idx, token.nbor().idx + 2)
    speaker = (token.nbor(2).idx, doc[last].idx + len(doc[last]))
    before, after = (sentence.start, token.idx), (speaker[1], sentence.end)
    content = max(before, after, key=lambda x: x[1] - x[0])
    return [Attribution((cue,), (speaker,), (content,), 0.5)] if content[1] - content[0] > 3 else []
