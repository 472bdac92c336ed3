"""``detente export``: every form is written, and what cannot be written is said."""

import csv
import io
import json
from pathlib import Path

import duckdb
import icalendar
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from detente.record.record import Record
from detente.views.cli import app
from detente.views.cli.exporting import Form

FOLDERS = (Form.parquet, Form.csv)


@pytest.mark.parametrize("form", [f for f in Form if f not in FOLDERS])
def test_every_form_is_written(made_record: Path, tmp_path: Path, form: Form) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["export", str(made_record), "--to", form, str(out)])
    assert done.exit_code == 0, done.output
    assert b"Freedonia" in out.read_bytes() or b"FRE" in out.read_bytes()
    assert list(tmp_path.iterdir()) == [out]


def test_the_dump_on_standard_output(made_record: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(made_record), "--to", "json", "-"])
    assert {"articles", "parties", "events", "statements", "positions", "agenda", "times", "places"} <= set(
        json.loads(done.stdout)
    )


def test_a_folder_that_is_not_there(made_record: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(made_record), str(tmp_path / "no" / "out.json")])
    assert done.exit_code == 1
    assert "No such file" in str(done.exception)


TABLES = {"articles", "parties", "events", "statements", "evidence", "positions", "counts"}


def exported(record: Path, *words: str | Path) -> bytes:
    done = CliRunner().invoke(app, ["export", str(record), *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def test_pyarrow_reads_the_parquet_files(made_record: Path, tmp_path: Path) -> None:
    exported(made_record, tmp_path / "p", "--to", "parquet")
    found = {f.stem: pq.read_table(f) for f in (tmp_path / "p").iterdir()}
    assert set(found) == TABLES
    asked = Record.open(made_record)
    assert found["events"]["event_id"].to_pylist() == [e["event_id"] for e in asked.events(form="rows")]
    assert found["events"]["evidence"].to_pylist() == [e["evidence"] for e in asked.events(form="rows")]
    assert found["articles"]["text"][0].as_py() == asked.account("geneva-1").article.text
    assert found["positions"].num_rows == len(asked.positions(form="rows")) > 0


def test_the_csv_module_reads_the_csv_files(made_record: Path, tmp_path: Path) -> None:
    exported(made_record, tmp_path / "c", "--to", "csv")
    assert {f.stem for f in (tmp_path / "c").iterdir()} == TABLES
    with (tmp_path / "c" / "events.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    asked = Record.open(made_record).events(form="rows")
    assert [r["event_id"] for r in rows] == [e["event_id"] for e in asked]
    assert [r["actor"] for r in rows] == ["; ".join(e["actor"]) for e in asked]
    assert [json.loads(r["evidence"]) for r in rows] == [e["evidence"] for e in asked]


def test_duckdb_opens_the_duckdb_file(made_record: Path, tmp_path: Path) -> None:
    exported(made_record, tmp_path / "r.duckdb", "--to", "duckdb")
    with duckdb.connect(str(tmp_path / "r.duckdb"), read_only=True) as con:
        assert {t for (t,) in con.sql("SHOW TABLES").fetchall()} == TABLES
        joined = "SELECT words FROM events JOIN evidence ON entry = event_id WHERE event_type = 'ACCUSE'"
        assert con.sql(joined).fetchall() == [("accused Freedonia",)]


def test_one_table_may_go_to_standard_output(made_record: Path) -> None:
    lines = exported(made_record, "-", "--to", "csv", "--table", "parties").decode()
    assert "FRE" in {r["id"] for r in csv.DictReader(io.StringIO(lines))}


def test_a_cell_that_a_spreadsheet_would_run_is_a_text(tmp_path: Path) -> None:
    from tests.made_up import account, event

    text = "=HYPERLINK(1) met Sylvania."
    record = Record.open(tmp_path / "r", create=True)
    record.add([account("=a", text, event("=a", text, "=HYPERLINK(1) met"))], coder="1")
    lines = exported(tmp_path / "r", "-", "--to", "csv", "--table", "evidence").decode()
    (row,) = csv.DictReader(io.StringIO(lines))
    assert (row["article"], row["words"]) == ("'=a", "'=HYPERLINK(1) met")


def test_what_cannot_be_written_is_said(made_record: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for words, said in (
        (("-", "--to", "parquet"), "is a folder of tables"),
        ((tmp_path / "full", "--to", "csv"), "holds other files"),
        ((tmp_path / "x", "--to", "csv", "--table", "wishes"), "there is no table"),
        ((tmp_path / "x", "--to", "json", "--table", "events"), "goes with"),
    ):
        done = CliRunner().invoke(app, ["export", str(made_record), *map(str, words)])
        assert done.exit_code == 1
        assert said in str(done.exception)
    assert not (tmp_path / "x").exists()


def test_icalendar_reads_the_calendar(made_record: Path, tmp_path: Path) -> None:
    exported(made_record, tmp_path / "a.ics", "--to", "ical")
    found = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes())
    agenda = Record.open(made_record).agenda(form="rows")
    assert [e["dtstart"].dt for e in found.walk("VEVENT")] == [a["event_date"] for a in agenda if a["event_date"]]
    assert [str(e["summary"]) for e in found.walk("VEVENT")] == ["Freedonia and Sylvania are to meet"]
