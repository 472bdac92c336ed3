"""Grouping by mean margins, also where many of them are the same."""

import random
from dataclasses import dataclass

import pytest

from detente.merging.clusters import clusters


@dataclass(frozen=True)
class Item:
    key: int


def grouped(margins: dict[tuple[int, int], float], n: int) -> list[list[int]]:
    def margin(a: Item, b: Item) -> float:
        return margins[min(a.key, b.key), max(a.key, b.key)]

    return [[i.key for i in g] for g in clusters([Item(k) for k in range(n)], margin)]


@pytest.mark.parametrize("seed", range(60))
def test_many_pairs_that_are_just_as_alike_are_grouped_once_each(seed: int) -> None:
    # sums of tenths are not exact: groups of pairs that are all as alike seem more or less alike by a hair
    rng = random.Random(seed)
    values = [0.1, 0.2, 0.7, 0.7, 0.7, 1.1, -0.3][: rng.randint(3, 7)]
    margins = {(i, j): rng.choice(values) for i in range(40) for j in range(i + 1, 40)}
    found = grouped(margins, 40)
    assert sorted(k for g in found for k in g) == list(range(40))


def test_a_chain_of_neighbours_never_comes_back_to_itself() -> None:
    # one happening retold thirty times in the same words: means that are equal come out unequal by a hair
    vague = (2, 3, 4, 13)
    margins = {
        (i, j): (0.5999999999999996 if j in vague else -0.8999999999999999)
        if i == 0
        else 3.6000000000000005
        if i in vague or j in vague
        else 4.1000000000000005
        for i in range(30)
        for j in range(i + 1, 30)
    }
    assert sorted(k for g in grouped(margins, 30) for k in g) == list(range(30))


def test_a_bridge_does_not_make_one_of_two_groups() -> None:
    close = {(0, 1), (1, 2), (0, 2), (4, 5), (5, 6), (4, 6)}
    margins = {(i, j): 1.0 if (i, j) in close else -2.0 for i in range(7) for j in range(i + 1, 7)}
    margins |= {(2, 3): 0.5, (3, 4): 0.5}
    assert [g for g in grouped(margins, 7) if len(g) > 1] == [[0, 1, 2], [4, 5, 6]]


def test_the_mean_over_all_pairs_decides_not_their_sum() -> None:
    # six that are alike, one vaguely alike to each of them, and one that it is a little more alike to
    margins = {(i, j): 1.0 for i in range(6) for j in range(i + 1, 6)}
    margins |= {(i, 6): 0.2 for i in range(6)} | {(i, 7): -2.0 for i in range(6)} | {(6, 7): 0.5}
    assert grouped(margins, 8) == [[0, 1, 2, 3, 4, 5], [6, 7]]
