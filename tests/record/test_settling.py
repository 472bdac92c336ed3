"""Which article is the original, and what is read of its copies, does not depend on the order in which they came."""

import json
import random
import re
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from detente.articles import Article
from detente.merging import Account
from detente.record import intake
from detente.record.checks import check
from detente.record.intake import take_in
from detente.record.record import Record
from tests.made_up import account, days, event


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are read by one rule: whatever met is an event."""

    def accounts(articles: Iterable[Article], alone: bool = False) -> Iterator[Account]:
        for a in articles:
            met = [
                event(a.id, a.text, m[0], "AID", (m[1],), (m[2],)) for m in re.finditer(r"(...) aided (...).*", a.text)
            ]
            yield account(a.id, a.text, *met, published=a.published, alone=alone)

    monkeypatch.setattr(intake, "accounts", accounts)


def paragraphs(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        one, other = rng.sample(["FRE", "SYL", "RUR", "GST"], 2)
        goods = ["".join(rng.choices("aeioubdfgklmnprst", k=6)) for _ in range(24)]
        out.append(f"{one} aided {other} {' '.join(goods)}.")
    return out


def press(seed: int) -> list[Article]:
    """Stories with their copies: whole, cut, with more in them, and running on, so that the last has nothing of the
    first; on days so far apart that some are no copies of others."""
    rng = random.Random(seed)
    out = []
    for story in range(4):
        parts, more = paragraphs(100 * seed + story, 9), paragraphs(900 + 100 * seed + story, 3)
        texts = [parts[:5], parts[1:5], parts[2:7], parts[4:9], [*parts[:4], more[0]], [more[1], *parts[:5]], parts[5:]]
        for k, some in enumerate(rng.sample(texts, rng.randint(4, 7))):
            day = days(rng.choice([0, 0, 1, 3, 6, 9])) if rng.random() < 0.9 else None
            out.append(Article(f"{rng.randrange(1000):03}-{story}{k}", "\n".join(some), published=day))
    return out


def dumped(record: Record) -> str:
    return json.dumps(record.dump(), sort_keys=True) + json.dumps(record.duplicates(form="rows"), default=str)


def read(*goes: list[Article]) -> Record:
    record = Record.open()
    for some in goes:
        take_in(record, some)
    return record


@pytest.mark.parametrize("seed", range(2))
def test_shuffled_in_parts_or_day_by_day_it_is_the_same_record(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given = press(seed)
    whole = read(given)
    assert len(whole.duplicates(form="rows")) > 2 and any(a.copy_of and a.events for a in whole.accounts())
    expected = dumped(whole)
    rng = random.Random(seed)
    monkeypatch.setattr(intake, "AHEAD", 3)
    for _ in range(2):
        rng.shuffle(given)
        cuts = sorted(rng.sample(range(1, len(given)), rng.randint(1, 3)))
        parts = [given[a:b] for a, b in zip([0, *cuts], [*cuts, len(given)], strict=True)]
        record = read(*parts)
        assert dumped(record) == expected, [[a.id for a in p] for p in parts]
        assert check(record.path) == []
    by_day: dict[date | None, list[Article]] = {}
    for a in given:
        by_day.setdefault(a.published, []).append(a)
    assert dumped(read(*by_day.values())) == expected


def some(id_: str, parts: list[str], day: int) -> Article:
    return Article(id_, "\n".join(parts), published=days(day))


def test_a_chain_of_copies_has_one_original_whichever_link_comes_last() -> None:
    parts = paragraphs(7, 9)
    chain = [some("a", parts[:5], 0), some("b", parts[2:7], 1), some("c", parts[4:9], 2)]
    for last in range(3):
        record = read([a for k, a in enumerate(chain) if k != last], [chain[last]])
        (group,) = record.duplicates(form="rows")
        assert group["id"] == "a" and {c["id"] for c in group["copies"]} == {"b", "c"}
        told = {a.article.id: [e.what for e in a.events] for a in record.accounts()}
        assert [len(told[i]) for i in "abc"] == [5, 2, 2]


def test_an_original_whose_text_is_another_one_now_leaves_its_copies_an_original_of_their_own() -> None:
    parts = paragraphs(8, 9)
    record = read([some("a", parts[:5], 0), some("b", parts[:5], 1), some("c", parts[:4], 2)])
    assert record.account("b").copy_of == "a"
    take_in(record, [some("a", paragraphs(9, 5), 0)])
    assert [record.account(i).copy_of for i in "abc"] == [None, None, "b"]
    assert len(record.account("b").events) == 5


def test_a_run_broken_off_before_copies_were_settled_leaves_that_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    given = sorted(press(5), key=lambda a: a.id)
    late, early = given[1::2], given[::2]
    expected = dumped(read(given))
    record = Record.open()
    take_in(record, late)

    def broken(*_: object) -> Iterator[intake.Task]:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as off:
        off.setattr(intake.Settling, "unsettled", broken)
        with pytest.raises(KeyboardInterrupt):
            take_in(record, early)
    assert dumped(record) != expected
    done = take_in(record, given)
    assert not done.read and dumped(record) == expected


def test_two_runs_at_once_know_of_each_other_in_the_end() -> None:
    given = press(6)
    expected = dumped(read(given))
    record = Record.open()
    other = Record.open(record.path)

    def meanwhile() -> Iterator[Article]:
        yield from given[::2]
        take_in(other, given[1::2])

    take_in(record, meanwhile())
    record.refresh()
    assert dumped(record) == expected


def test_what_could_not_be_read_is_no_original(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = paragraphs(10, 5)
    whole = intake.accounts

    def accounts(articles: Iterable[Article], alone: bool = False) -> Iterator[Account]:
        for a in whole(articles, alone):
            if a.article.id == "a":
                raise ValueError("so it is")
            yield a

    monkeypatch.setattr(intake, "accounts", accounts)
    record = read([some("a", parts, 0), some("b", parts, 1)])
    assert [(a.article.id, a.copy_of, len(a.events)) for a in record.accounts()] == [("b", None, 5)]
