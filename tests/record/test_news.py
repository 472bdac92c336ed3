"""What is new since a state, and parts of long answers."""

from pathlib import Path

import pytest

from detente.record import RecordError
from detente.record.folder import Folder
from detente.record.record import Record
from tests.made_up import account, days, event, statement

FIRST = "Freedonia met Sylvania. Ruritania warned Sylvania."
SECOND = "Ruritania attacked Freedonia."


def grown(path: Path) -> tuple[Record, str]:
    record = Record.open(path, create=True)
    told = statement("a", FIRST, "Ruritania warned", ("RUR",), "warn", addressee=("SYL",), issues=("piracy",))
    record.add([account("a", FIRST, event("a", FIRST, "met Sylvania", day=days(0)), told)], coder="1")
    state = record.state
    attack = event("b", SECOND, "attacked Freedonia", "ASSAULT", ("RUR",), ("FRE",), day=days(5), issues=("piracy",))
    record.add([account("b", SECOND, attack, published=days(5))], coder="1")
    return record, state


def test_only_what_came_since_is_new(tmp_path: Path) -> None:
    record, state = grown(tmp_path / "r")
    new = record.new_since(state, form="rows")
    assert [e["event_type"] for e in new["events"]] == ["ASSAULT"]
    assert new["statements"] == []
    assert record.new_since(record.state, form="rows") == {"events": [], "statements": []}
    assert len(record.new_since(".", form="rows")["statements"]) == 1
    assert len(record.new_since(".", form="rows", limit=1)["events"]) == 1


def test_a_reader_at_an_older_state_sees_nothing_of_it(tmp_path: Path) -> None:
    record, state = grown(tmp_path / "r")
    older = Record.open(tmp_path / "r")
    text = "Sylvania accused Ruritania."
    accused = event("c", text, "accused", "ACCUSE", ("SYL",), ("RUR",), day=days(6))
    record.add([account("c", text, accused, published=days(6))], coder="1")
    assert len(older.new_since(state, form="rows")["events"]) == 1
    assert len(record.new_since(state, form="rows")["events"]) == 2
    with pytest.raises(RecordError, match="has no state"):
        older.new_since(record.state)
    with pytest.raises(RecordError, match="name of no state"):
        record.new_since("yesterday")


def test_parts_of_an_answer_hold_everything_once(tmp_path: Path) -> None:
    record, _ = grown(tmp_path / "r")
    whole = [e["event_id"] for e in record.events(form="rows", newest=True)]
    assert [e["event_type"] for e in record.events(form="rows", newest=True)] == ["ASSAULT", "CONSULT"]
    parts = [record.events(form="rows", newest=True, limit=1, offset=k)[0]["event_id"] for k in range(2)]
    assert parts == whole
    assert record.how_many("events") == 2
    assert (record.how_many("events", party="FRE", type="CONSULT"), record.how_many("statements")) == (1, 1)


def test_a_pair_is_counted_once_either_way(tmp_path: Path) -> None:
    record, _ = grown(tmp_path / "r")
    pairs = [(d["a"], d["b"], d["events"]) for d in record.dyads(form="rows")]
    assert pairs == [("FRE", "RUR", 1), ("FRE", "SYL", 1)]
    assert [d["b"] for d in record.dyads(form="rows", type="ASSAULT")] == ["RUR"]


def test_issues_count_events_and_statements(tmp_path: Path) -> None:
    record, _ = grown(tmp_path / "r")
    assert record.issues(form="rows") == [{"issue": "piracy", "events": 1, "statements": 1}]
    assert record.issues(form="rows", party="FRE") == [{"issue": "piracy", "events": 1, "statements": 0}]


def test_a_record_is_asked_as_it_was_while_its_files_are_there(tmp_path: Path) -> None:
    record, state = grown(tmp_path / "r")
    then = Record.open(tmp_path / "r", version=state)
    assert [e["event_type"] for e in then.events(form="rows")] == ["CONSULT"]
    assert len(then.dump()["articles"]) == 1
    assert Record.open(tmp_path / "r", version=record.state).dump() == record.dump()
    with pytest.raises(RecordError, match="no state '99"):
        Record.open(tmp_path / "r", version="99.99")
    table = record.folder.table("events", then.snapshot.tables["events"])
    assert table is not None
    for file in table.file_uris():
        Path(file).unlink()
    with pytest.raises(RecordError, match="no longer has the files"):
        Record.open(tmp_path / "r", version=state)


def test_earlier_states_of_a_table_that_was_made_anew_are_forgotten(tmp_path: Path) -> None:
    folder = Folder.open(tmp_path / "r", create=True)
    for tables in ({"events": 3}, {"events": 4}, {"events": 0, "statements": 1}):
        folder.publish(tables)
    assert [s.tables for s in folder.snapshots()] == [{"events": 0, "statements": 1}]
    folder.publish({"events": 1})
    assert [s.tables["events"] for s in folder.snapshots()] == [1, 0]
