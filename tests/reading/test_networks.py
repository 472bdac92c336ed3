"""The networks run faster than in spaCy's pipeline, and answer as it does."""

import numpy as np
import pytest
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, TAG
from spacy.tokens import Doc

from detente.articles import Article
from detente.reading import parsing, read, read_all
from detente.reading.parsing import ANNOTATED, parser

TEXTS = [
    "The foreign minister of Norway, Ms. Espen Barth-Lie, said in Oslo on Friday that it won't sign the 1997 accord.",
    "\"Let's wait,\" said Anna Vries of the European Trade Council. There's gonna be trouble; there are no easy ways.",
    "Y'all ain't leaving  before Peru and the United Nations Commissioner for Refugees got ta talk .\nUNITED STATES",
    "Rates rose 4.5 percent to $12 million; C'm on , the kind of deal Lima wants hasn't been offered since last May.",
    "Go.",
    "The",
]
WANTED = [TAG, POS, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]


def by_spacy(doc: Doc) -> np.ndarray:
    for _, component in parser().nlp.pipeline:
        doc = component(doc)
    return doc.to_array(WANTED)


def by_ours(doc: Doc, starts: np.ndarray) -> np.ndarray:
    found = parser()([t.text for t in doc], [bool(t.whitespace_) for t in doc], starts)
    return found[:, [ANNOTATED.index(a) for a in WANTED]]


@pytest.mark.parametrize("text", TEXTS)
def test_they_answer_as_spacy_does(text: str) -> None:
    made = parser().nlp.make_doc(text)
    starts = np.array([i == 0 or made[i - 1].text in {".", "\n", '"'} for i in range(len(made))])
    doc = Doc(
        made.vocab,
        words=[t.text for t in made],
        spaces=[bool(t.whitespace_) for t in made],
        sent_starts=starts.tolist(),
    )
    ours = by_ours(made, starts)
    theirs = by_spacy(doc)
    differing = [(made[i].text, k) for i, k in zip(*np.nonzero(ours != theirs.astype(np.uint64)), strict=True)]
    assert not differing


def test_nothing_to_parse_is_parsed() -> None:
    assert parser()([], [], np.zeros(0, bool)).shape == (0, len(ANNOTATED))


def test_what_is_read_before_changes_nothing() -> None:
    articles = [Article(str(k), text) for k, text in enumerate(TEXTS)]
    alone = {a.id: read(a).doc.to_array(WANTED).tolist() for a in articles}
    together = {r.article.id: r.doc.to_array(WANTED).tolist() for r in read_all(articles[::-1])}
    assert together == alone


def test_it_is_loaded_anew_when_it_knows_too_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article("a", TEXTS[0])
    before, run = read(article).doc.to_array(WANTED).tolist(), parser()
    monkeypatch.setattr(parsing, "_STRINGS", len(run.nlp.vocab.strings))
    read(Article("b", "Words that Zzyxwvut never met."))
    assert read(article).doc.to_array(WANTED).tolist() == before
    assert parser() is not run


# how the last words of some of these are parsed depends on the sentence that follows
MANY = (
    "Ministers met in Lima Talks on fish to resume Envoy says no Peru , Chile agree on the border Who will go ? "
    "The envoy left . Nobody knows why . He will be back , she said . Oil up Markets down Trade talks off "
    "Vries to visit Oslo Barth warns of delay Rebels free nine Court jails four The army said so Troops near Quito ."
)
OPENERS = set("Ministers Talks Envoy Peru Who The Nobody He Oil Markets Trade Vries Barth Rebels Court Troops".split())


def test_stretches_read_in_step_are_read_as_if_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    made = parser().nlp.make_doc(MANY)
    starts = np.array([i == 0 or t.text in OPENERS for i, t in enumerate(made)])
    doc = Doc(made.vocab, words=[t.text for t in made], sent_starts=starts.tolist())
    theirs = by_spacy(doc).astype(np.uint64)
    for tokens in (3, 7, 20, 500):
        monkeypatch.setattr(parsing, "_LANE", tokens)
        found = parser()([t.text for t in made], [True] * len(made), starts)
        assert (found[:, [ANNOTATED.index(a) for a in WANTED]] == theirs).all()


def test_stretches_are_whole_sentences() -> None:
    starts = np.zeros(1000, bool)
    starts[[0, 3, 400, 410, 700]] = True
    assert parsing._stretches(starts)[0][0] == 0
    assert [b for _, b in parsing._stretches(starts)] == [3, 410, 700, 1000]
    assert parsing._stretches(starts[:40]) == [(0, 40)]
