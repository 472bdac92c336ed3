"""What is compared of many pairs at once never misses a pair that belongs together."""

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from detente.coding.model import EventType, Status
from detente.merging import Account, events, statements
from detente.merging.keys import Blocks
from detente.merging.tellings import tales
from detente.merging.traits import Classes, candidates, distinct, lot
from detente.reading.model import Party
from tests.made_up import GENEVA, LAUSANNE, account, days, event, statement, world

TYPES: list[EventType] = ["CONSULT", "AGREE", "ACCUSE", "ASSAULT", "COERCE", "REJECT"]
STATUSES: list[Status] = ["occurred", "ongoing", "planned", "alleged", "denied", "conditional"]
STATES = ("FRE", "SYL", "RUR", "GST")


def tangle(seed: int) -> list[Account]:
    """Articles whose tellings agree and differ in every detail at random."""
    rng = random.Random(seed)
    out = []
    for n in range(24):
        verbs = rng.choices(["met", "talked", "struck", "jailed"], k=3)
        text = " ".join(f"They {v} over {rng.choice(['wool', 'gold'])} number {k}." for k, v in enumerate(verbs))
        told = []
        for k in range(3):
            day = days(rng.randrange(-3, 4)) if rng.random() < 0.7 else None
            sentence = text.split(". ")[k].rstrip(".")
            told.append(
                event(
                    f"t{n}", text, sentence, rng.choice(TYPES),
                    tuple(rng.sample(STATES, rng.randint(0, 2))),
                    ("people",) if rng.random() < 0.2 else tuple(rng.sample(STATES, rng.randint(0, 2))),
                    trigger=verbs[k], status=rng.choices(STATUSES, [6, 2, 3, 1, 1, 1])[0],
                    mode=rng.choice([None, "meet", "arrest"]), day=day,
                    last=days(rng.choice([5, 20, 900])) if day and rng.random() < 0.2 else day,
                    place=rng.choice([None, None, GENEVA, LAUSANNE]), symmetric=rng.random() < 0.4,
                    person=rng.choice([(), ("Rufus Firefly",), ("Chicolini",)]),
                    issues=rng.choice([(), ("a",), ("b",)]),
                )
            )  # fmt: skip
        said = rng.choice(["the wool of the hills stays dear this whole year", "the wool of these hills is dear now"])
        text += f" And {said}."
        told_so = statement(f"t{n}", text, said, (rng.choice(STATES),), rng.choice(["inform", "deny", "ask"]))
        published = days(rng.randrange(-5, 9)) if rng.random() < 0.9 else None
        persons = {"Rufus Firefly": "FRE", "Chicolini": "SYL"}
        a = account(f"t{n}", text, *told, told_so, published=published, persons=persons, alone=rng.random() < 0.1)
        people = Party("people", "people", "group")
        out.append(replace(a, article=replace(a.article, text=text), parties={**a.parties, "people": people}))
    return out


def meet(a: Blocks, b: Blocks) -> bool:
    """Whether two items share a block."""
    shared = {*a.every} & {*b.every, *b.some} | {*a.some} & {*b.every}
    return bool(shared) and a.first <= b.last and b.first <= a.last


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("of", [events, statements])
def test_every_pair_that_belongs_together_is_found(seed: int, of: object) -> None:
    accounts = [*tangle(seed), *world(seed)[:20]]
    told = sorted((t for a in accounts for t in of.told(a, {})), key=lambda t: t.key)  # type: ignore[attr-defined]
    found = {(i, j) for i, j, _ in of.links(told)}  # type: ignore[attr-defined]
    linked = {
        (i, j)
        for (i, a), (j, b) in combinations(enumerate(told), 2)
        if of.margin(a, b) >= 0 and meet(of.blocks(a), of.blocks(b))  # type: ignore[attr-defined]
    }
    assert linked
    assert found == linked


@pytest.mark.parametrize("seed", range(8))
def test_no_pair_of_one_article_that_belongs_together_is_ruled_out(seed: int) -> None:
    accounts = [*tangle(seed), *tangle(seed + 100), *world(seed)[:20]]
    told = [sorted(tales(a, {}), key=lambda t: t.key) for a in accounts]
    pairs = [(a, b) for some in told for a, b in combinations(some, 2) if events.margin(a, b) >= 0]
    assert pairs
    every = lot(events.traits([t for p in pairs for t in p]), [events.blocks(t) for p in pairs for t in p])
    at = np.arange(0, 2 * len(pairs), 2)
    assert events.possible({n: every.traits[n] for n in events.TRAITS.names or ()}, at, at + 1).all()


def test_few_pairs_are_compared_in_full() -> None:
    told = sorted((t for a in tangle(1) for t in events.told(a, {})), key=lambda t: t.key)
    every = lot(events.traits(told), [events.blocks(t) for t in told])
    compared = len(distinct(candidates(every, len(every), events.possible, events.CLASSES)))
    any_type = Classes("type", np.ones_like(events.CLASSES.near))
    meeting = len(distinct(candidates(every, len(every), lambda _, i, j: np.ones(len(i), bool), any_type)))
    assert compared < 0.2 * len(told) ** 2 / 2
    assert compared < 0.25 * meeting


def test_no_pair_is_left_out_for_its_classes_that_may_be_linked() -> None:
    told = sorted((t for a in tangle(3) for t in events.told(a, {})), key=lambda t: t.key)
    every = lot(events.traits(told), [events.blocks(t) for t in told])
    any_type = Classes("type", np.ones_like(events.CLASSES.near))
    found = distinct(candidates(every, len(every), events.possible, events.CLASSES))
    assert found == distinct(candidates(every, len(every), events.possible, any_type))
    assert {told[i].event.type == told[j].event.type for i, j in found} == {True, False}


def test_only_pairs_of_the_new_are_looked_for() -> None:
    told = sorted((t for a in tangle(2) for t in events.told(a, {})), key=lambda t: t.key)
    every = lot(events.traits(told), [events.blocks(t) for t in told])
    all_ = distinct(candidates(every, len(every), events.possible, events.CLASSES))
    some = distinct(candidates(every, 20, events.possible, events.CLASSES))
    assert some == [(i, j) for i, j in all_ if i < 20]
    assert np.all(np.diff(every.owners) >= 0)


def test_other_words_for_the_same_mode_speak_for_a_pair_here_too() -> None:
    told = []
    for id_, text, verb, day in (
        ("a", "Sylvania jailed six sailors of a Freedonian trawler at dawn.", "jailed", days(0)),
        ("b", "Sylvania arrested six sailors near Freedonia.", "arrested", days(1)),
    ):
        taken = event(id_, text, text, "COERCE", ("SYL",), ("FRE",), trigger=verb, mode="arrest", day=day)
        told += events.told(account(id_, text, taken), {})
    assert 0 <= events.margin(*told) < 0.4
    assert len(list(events.links(told))) == 1
