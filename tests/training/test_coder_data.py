"""What the coder is trained on: made sentences, and what is no event."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from training.pairs import (
    MODES,
    TYPES,
    Pair,
    Pool,
    allowed,
    folds,
    joined,
    mode_groups,
    mode_index,
    turned,
    with_predicates,
)
from training.phrases import Phrases

from detente.coding.marking import Marked


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases()


def cut(m: Marked) -> tuple[str | None, str | None]:
    return (m.source and m.text[slice(*m.source)]), (m.target and m.text[slice(*m.target)])


def pair(text: str, source: str, target: str, type_: str) -> Pair:
    a, b = text.index(source), text.index(target)
    return Pair(Marked(text, (a, a + len(source)), (b, b + len(target))), type_)


def test_every_line_has_a_known_type_and_mode(phrases: Phrases) -> None:
    for type_, mode, line in phrases.lines:
        assert type_ in {*TYPES, "NONE"}, line
        assert mode is None or mode_index(type_, mode) >= 0, f"{type_}/{mode}: {line}"
    assert {type_ for type_, _, _ in phrases.lines} == {*TYPES, "NONE"}


def test_every_line_can_be_filled_and_its_sides_stand_where_they_are_marked(phrases: Phrases) -> None:
    for made in phrases.sample(2, seed=11):
        text = made.marked.text
        assert not set("{}|") & set(text), text
        sides = [s for s in (made.marked.source, made.marked.target) if s]
        assert sides, text
        for start, end in [*sides, *made.others]:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
        spans = sorted([*sides, *made.others])
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), text


def test_the_same_seed_makes_the_same_sentences(phrases: Phrases) -> None:
    assert list(phrases.sample(1, seed=4)) == list(phrases.sample(1, seed=4))
    assert list(phrases.sample(1, seed=4)) != list(phrases.sample(1, seed=5))


def test_a_directed_act_turned_round_is_none_and_a_shared_one_stays() -> None:
    accused = turned(pair("Chile accused Peru of theft.", "Chile", "Peru", "ACCUSE"))
    assert accused is not None
    assert (accused.type, accused.event) == (None, 0.0)
    assert cut(accused.marked) == ("Peru", "Chile")
    signed = turned(pair("Chile and Peru signed a treaty.", "Chile", "Peru", "SUPPORT"))
    assert signed is not None
    assert (signed.type, signed.event) == ("SUPPORT", 1.0)


def test_two_sentences_joined_keep_their_events_and_nothing_passes_between_them() -> None:
    a = pair("Chile accused Peru of theft.", "Chile", "Peru", "ACCUSE")
    b = pair("Ghana met Togo.", "Ghana", "Togo", "CONSULT")
    seen: set[tuple[str | None, str | None, str | None]] = set()
    for seed in range(20):
        for p in joined(a, b, random.Random(seed)):
            seen.add((*cut(p.marked), p.type if p.event else "NONE"))
    assert seen == {
        ("Chile", "Peru", "ACCUSE"), ("Ghana", "Togo", "CONSULT"), ("Chile", "Togo", "NONE"), ("Ghana", "Peru", "NONE"),
    }  # fmt: skip


def test_predicates_are_guessed_from_syntax_and_those_of_other_clauses_are_none() -> None:
    text = "Chile accused Peru of theft, and the markets fell sharply on Monday."
    [variants] = with_predicates([pair(text, "Chile", "Peru", "ACCUSE")])
    seen = {(v.marked.predicate and text[slice(*v.marked.predicate)], v.event) for v in variants}
    assert (None, 1.0) in seen
    assert ("accused", 1.0) in seen
    assert ("fell", 1.0) not in seen


def test_what_hangs_on_an_adjunct_is_no_target() -> None:
    made = Pair(Marked("Chile accused Peru in Geneva.", (0, 5), (14, 18)), "ACCUSE", others=((22, 28),))
    [variants] = with_predicates([made])
    aside = [v for v in variants if v.marked.target == (22, 28)]
    assert aside
    assert all(v.event == 0.0 and v.type is None for v in aside)


def test_yield_stands_for_either_of_two_types() -> None:
    assert [t for t, yes in zip(TYPES, allowed("YIELD"), strict=True) if yes] == ["CONCEDE", "RETREAT"]
    assert sum(allowed("AID")) == 1


def test_pairs_of_one_sentence_are_in_one_fold() -> None:
    pairs = [Pair(Marked("A met B", (0, 1)), "CONSULT", sentence=f"s{n // 2}") for n in range(40)]
    of = folds(pairs, 5)
    assert all(of[n] == of[n + 1] for n in range(0, 40, 2))
    assert set(of) == set(range(5))
    pool = Pool([[p] for p in pairs])
    assert len(pool.only([f != 0 for f in of]).variants) == 40 - of.count(0)


def test_modes_compete_within_their_type() -> None:
    groups = mode_groups()
    k = MODES.index("PROTEST/strike")
    assert {m for m, same in zip(MODES, groups[k], strict=True) if same} == {
        m for m in MODES if m.startswith("PROTEST/")
    }
