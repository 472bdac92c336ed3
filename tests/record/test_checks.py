import json
from pathlib import Path

import pyarrow as pa
import pytest

from detente.record import RecordError
from detente.record.checks import check, rebuild
from detente.record.record import Record
from detente.record.tables import FORMAT
from tests.made_up import world


@pytest.fixture
def record(tmp_path: Path) -> Record:
    out = Record.open(tmp_path / "r", create=True)
    out.add(world(1)[:12], coder="1", batch=5)
    return out


def files(record: Record, table: str) -> list[Path]:
    found = record.folder.table(table, record.folder.snapshot().tables[table])
    assert found is not None
    return [Path(f) for f in found.file_uris()]


def test_a_whole_record_has_no_problem(record: Record) -> None:
    assert check(record.path) == []


@pytest.mark.parametrize("table", ["events", "evidence", "statements", "parties"])
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_damaged_derived_table_is_named_and_mended(record: Record, table: str, harm: str) -> None:
    before = record.dump()
    (file,) = files(record, table)
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    (problem,) = check(record.path)
    assert problem.where == f"{table}/{file.name}" and "rebuild" in problem.mend
    with pytest.raises(RecordError, match="damaged"):
        Record.open(record.path).dump()
    rebuild(record.path)
    assert check(record.path) == []
    assert Record.open(record.path).dump() == before


def test_a_broken_log_of_a_derived_table_is_mended(record: Record) -> None:
    before = record.dump()
    for log in (record.path / "events" / "_delta_log").iterdir():
        log.write_text("no json")
    assert [p.where for p in check(record.path)] == ["events"]
    rebuild(record.path)
    assert Record.open(record.path).dump() == before


def test_a_damaged_manifest_is_mended(record: Record) -> None:
    before = record.dump()
    (record.path / "detente.json").write_text("{")
    (problem,) = check(record.path)
    assert problem.where == "detente.json"
    rebuild(record.path)
    assert Record.open(record.path).dump() == before


def test_damaged_readings_are_named_and_nothing_is_written_over(record: Record) -> None:
    file = files(record, "readings")[0]
    file.write_bytes(file.read_bytes()[:100])
    assert check(record.path)[0].where == f"readings/{file.name}"
    with pytest.raises(RecordError, match="readings is damaged"):
        rebuild(record.path)
    assert file.stat().st_size == 100


def test_entries_that_the_readings_do_not_say_are_found(record: Record) -> None:
    folder = record.folder
    events = folder.table("events")
    assert events is not None
    rows = events.to_pyarrow_table().to_pylist()
    rows[0]["status"] = "denied"
    version = folder.replace("events", pa.Table.from_pylist(rows, events.to_pyarrow_table().schema), parts=True)
    folder.publish({"events": version})
    (problem,) = check(record.path)
    assert "not what the readings say" in problem.what and rows[0]["event_id"] in problem.what
    rebuild(record.path)
    assert check(record.path) == []


def test_articles_that_were_read_and_not_merged_are_found_and_merged_by_the_next_run(record: Record) -> None:
    from detente.record import commits

    with record.folder.writing():
        commits.commit(record.folder, world(1)[12:14], "1", commits.Known(record.folder))
    assert "not merged yet" in check(record.path)[0].what
    assert not Record.open(record.path).info()["up_to_date"]
    record.add([], coder="1")
    assert check(record.path) == []
    assert len(record.dump()["articles"]) == 14


def test_a_record_of_an_older_format_is_brought_to_this_one(record: Record) -> None:
    before = record.dump()
    readings = record.folder.table("readings")
    assert readings is not None
    record.folder.replace("readings", readings.to_pyarrow_table().drop_columns(["alone", "mentions"]))
    manifest = record.path / "detente.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))
    assert Record.open(record.path).dump() == before
    assert json.loads(manifest.read_text())["format"] == FORMAT
    assert check(record.path) == []
