"""Acts: cue first, then the content's own words."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from detente.coding.acts import act_of_content, act_of_cue, lemma


@pytest.mark.parametrize(
    ("lemmas", "act"),
    [
        (["condemn"], "criticise"),
        (["call", "on"], "demand"),
        (["express", "concern"], "criticise"),
        (["offer"], "offer"),
        (["vow"], "promise"),
        (["his", "refusal"], "refuse"),
        (["say"], "inform"),
    ],
)
def test_the_cue_names_the_act(lemmas: list[str], act: str) -> None:
    found = act_of_cue(lemmas)
    assert found is not None
    assert found[0] == act


@pytest.mark.parametrize(
    ("text", "own", "act"),
    [
        ("Ruritania will not accept the border", ["Ruritania will not accept the border"], "refuse"),
        ("we are ready to talk", ["we are ready to talk"], "offer"),
        ("Ruritania must withdraw its troops", [], "demand"),
        ("the manoeuvres are pointless", [], "criticise"),
        ("it was a great day for the region", [], "praise"),
        ("he would like to know why", ["he would like to know why"], "ask"),
        ("we will stay in the valley", ["we will stay in the valley"], "promise"),
    ],
)
def test_a_neutral_cue_leaves_it_to_the_content(text: str, own: list[str], act: str) -> None:
    found = act_of_content(text, own)
    assert found is not None
    assert found.act == act


def test_measures_on_a_condition_are_a_threat() -> None:
    text = "we will respond with measures of our own"
    plain = act_of_content("our army will answer by sanctions", ["our army will answer by sanctions"])
    bound = act_of_content("our army will answer by sanctions", ["our army will answer by sanctions"], conditional=True)
    assert act_of_content(text, [text]) is not None
    assert plain is not None and plain.act == "promise"
    assert bound is not None and bound.act == "threaten"


def test_words_that_commit_nobody_decide_nothing() -> None:
    assert act_of_content("the delegation arrived on Monday", []) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("denies", "deny"),
        ("threatened", "threaten"),
        ("said", "say"),
        ("urging", "urge"),
        ("rebutted", "rebut"),
        ("tree", "tree"),
    ],
)
def test_without_a_parse_a_form_of_a_cue_is_still_known(word: str, expected: str) -> None:
    assert lemma(Doc(Vocab(), words=[word])[0]) == expected


def test_a_cue_in_a_headline_that_is_taken_for_a_name_is_still_a_cue() -> None:
    doc = Doc(Vocab(), ["Lima", "Spurns", "Offer"], pos=["PROPN"] * 3, lemmas=["Lima", "Spurns", "Offer"])
    assert lemma(doc[1]) == "spurn"
    assert lemma(doc[0]) == "lima"
