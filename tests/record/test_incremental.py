"""A record brought up to date a few articles at a time is the record made of all of them at once, whatever happens."""

import json
import random
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq
import pytest

from detente.articles import Article
from detente.merging import Account
from detente.reading.model import Party
from detente.record import store
from detente.record.checks import check
from detente.record.record import Record
from tests.made_up import account, days, event, statement, world
from tests.merging.test_prospects import tangle

NAMES = ("Ivanov", "Igor Ivanov", "Igor Petrovich Ivanov", "Sergei Ivanov", "Dupont", "Ann Dupont")


def peopled(seed: int) -> list[Account]:
    """Articles that name the same few people in many ways, and some copies of them."""
    rng = random.Random(seed)
    out: list[Account] = []
    for n in range(14):
        name, of = rng.choice(NAMES), rng.choice(["FRE", "SYL"])
        text = f"{name} met Sylvania {n % 3} times. The envoy said that the wool of the hills stays dear this year."
        role = rng.choice([None, "foreign minister", "defence minister"])
        told = event(f"p{n}", text, f"{name} met Sylvania", actor=(of,), person=(name,), day=days(n % 4))
        said = statement(f"p{n}", text, "the wool of the hills stays dear this year", (name,))
        a = account(
            f"p{n}", text, told, said, published=days(rng.choice([0, 1, 2, 900])), persons={name: of},
            roles={name: role} if role else None,
        )  # fmt: skip
        envoy = Party(f"{name}/envoys", f"the {n} envoys", "group", name)
        out.append(replace(a, parties={**a.parties, envoy.id: envoy}))
    for n in range(3):
        original = rng.choice(out[:14])
        text = f"By our correspondent.\n{original.article.text}"
        out.append(Account(Article(f"c{n}", text, published=days(1)), copy_of=original.article.id))
    return out


def dumped(record: Record) -> str:
    return json.dumps(record.dump(), sort_keys=True)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many parts, made fewer often."""
    monkeypatch.setattr(store, "SMALL", 0)
    monkeypatch.setattr(store, "MOST", 3)


@pytest.mark.parametrize("seed", [0, 1])
def test_bit_by_bit_it_is_the_record_made_in_one_go(seed: int, parts: None) -> None:
    rng = random.Random(seed)
    accounts = [*world(seed)[:16], *tangle(seed)[:16], *peopled(seed)]
    whole = Record.open()
    whole.add(accounts, coder="1")
    assert check(whole.path) == []
    rng.shuffle(accounts)
    record = Record.open()
    while accounts:
        size = rng.randint(4, 16)
        record.add(accounts[:size], coder="1")
        del accounts[:size]
    assert dumped(record) == dumped(whole)
    assert check(record.path) == []


@pytest.mark.parametrize("seed", [0, 1])
def test_articles_read_anew_and_corrections_in_between_leave_no_trace_of_their_order(seed: int, parts: None) -> None:
    rng = random.Random(seed)
    accounts = [*world(seed)[:9], *tangle(seed)[:9], *peopled(seed)[4:]]
    rng.shuffle(accounts)
    record = Record.open()
    said: list[str] = []
    for k in range(0, len(accounts), 12):
        some = accounts[k : k + 12]
        record.add([replace(a, events=a.events[1:], statements=()) for a in some], coder="0")
        events, statements = record.events(form="rows"), record.statements(form="rows")
        if len(events) > 2:
            one, other = rng.sample(events, 2)
            changes: list[dict[str, Any]] = [{"reject": True}, {"type": "AID"}, {"merge_with": other["event_id"]}]
            changes.append({"status": "denied", "actor": ["GST"]})
            said.append(record.correct(one["event_id"], **rng.choice(changes)))
        if statements:
            said.append(record.correct(rng.choice(statements)["statement_id"], act="deny", speaker="Brazil"))
        told_twice = [e for e in record.events(form="rows") if len(e["history"]) > 1]
        if told_twice:
            said.append(record.correct(rng.choice(told_twice)["event_id"], split=True))
        record.add(some, coder="1")
        if len(said) > 2:
            record.undo(said.pop(rng.randrange(len(said))))
        assert check(record.path) == []
        # what is counted by months as it comes is what one counts of the events
        assert record.counts(form="rows") == record.counts(form="rows", min_score=0.0)
    before = dumped(record)
    record.rebuild()
    assert dumped(record) == before


def test_little_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SMALL", 0)
    record = Record.open()
    record.add(world(1), coder="1")
    files = set((record.path / "events").rglob("*.parquet"))
    text = "Ruritania thanked Grand Fenwick."
    record.add([account("new", text, event("new", text, "thanked", "SUPPORT", ("RUR",), ("GST",)))], coder="1")
    assert files < set((record.path / "events").rglob("*.parquet"))
    fresh = record.folder.table("events")
    assert fresh is not None
    rows = [f for f in fresh.file_uris() if not any(f.endswith(x.name) for x in files)]
    assert sum(pq.read_metadata(f).num_rows for f in rows) < 5
