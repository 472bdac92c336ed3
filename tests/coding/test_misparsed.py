"""Misparsed: kinds of mistakes of the parser that are put right."""

import pytest

from detente.coding.clauses import Syntax
from tests.coding.readings import reading

CASES = [
    # the subject behind an opening phrase, taken for an apposition of a place
    (
        "Hours after landing in the resort of Sharm el-Sheikh, the Peruvian team led by Ana Soto began indirect "
        "negotiations with Chile.",
        "began",
        "team",
    ),
    # the verb taken for a participle
    ("The main opposition party called on President Lopez to step down at once or face trial.", "called", "party"),
]


@pytest.mark.parametrize(("text", "verb", "subject"), CASES)
def test_a_verb_gets_its_subject(text: str, verb: str, subject: str) -> None:
    s = Syntax(reading(text).doc)
    v = s.text.index(verb)
    assert s.dep[v] == "ROOT"
    assert [s.text[t] for t in s.subjects(v)] == [subject]


def test_the_parse_was_wrong() -> None:
    """Without mending both sentences are misread: where a parser learns better these cases say nothing."""
    for text, verb, subject in CASES:
        doc = reading(text).doc
        token = next(t for t in doc if t.text == verb)
        assert not any(k.dep_ == "nsubj" and k.text == subject for k in token.children)


def test_a_past_tense_goes_on_from_the_verb_above_an_infinitive() -> None:
    s = Syntax(reading("The African Union said it would send an envoy to Chad and offered to host new talks.").doc)
    assert s.head[s.text.index("offered")] == s.text.index("said")
    s = Syntax(reading("The African Union said it would send an envoy and offer to host new talks.").doc)
    assert s.head[s.text.index("offer")] == s.text.index("send")


def test_a_noun_with_a_subject_is_the_verb() -> None:
    s = Syntax(reading("Lawmakers in Poland vote next Thursday on the abortion bill.").doc)
    (v,) = (t for t in range(len(s.text)) if s.text[t] == "vote")
    assert s.is_verb(v)
    assert [s.text[t] for t in s.subjects(v)] == ["lawmakers"]
