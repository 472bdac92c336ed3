import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.record.record import Record
from tests.made_up import DAY, account, event

TEXT = "Freedonia met Sylvania in Geneva. Sylvania struck Freedonia."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told = account(
        "a",
        TEXT,
        event("a", TEXT, "Freedonia met Sylvania in Geneva", trigger="met", day=DAY),
        event("a", TEXT, "Sylvania struck Freedonia", "ASSAULT", ("SYL",), ("FRE",), trigger="struck", day=DAY),
    )
    Record.open(tmp_path / "r", create=True).add([told], coder="1")
    return tmp_path / "r"


def detente(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "detente.views.cli", *map(str, words)], capture_output=True, text=True)


def test_an_entry_is_corrected_listed_exported_and_taken_back(folder: Path, tmp_path: Path) -> None:
    strike = Record.open(folder).events(form="rows", type="ASSAULT")[0]["event_id"]
    made = detente("correct", strike, "--type", "PROTEST", "--by", "Rufus", "--note", "labour", "-r", folder)
    assert made.returncode == 0, made.stderr
    assert Record.open(folder).entry(strike)["event_type"] == "PROTEST"
    (listed,) = json.loads(detente("corrections", "-r", folder, "-f", "json").stdout)
    assert (listed["by"], listed["note"], listed["active"]) == ("Rufus", "labour", True)
    assert "type PROTEST" in detente("corrections", "-r", folder).stdout
    detente("corrections", "-r", folder, "--training", tmp_path / "t.jsonl")
    assert json.loads((tmp_path / "t.jsonl").read_text())["right"]["type"] == "PROTEST"
    assert detente("undo", listed["id"], "-r", folder).returncode == 0
    assert Record.open(folder).entry(strike)["event_type"] == "ASSAULT"
    wrong = detente("correct", strike, "--type", "WAR", "-r", folder)
    assert wrong.returncode == 1 and wrong.stderr.startswith("detente: 'WAR' is no type")


def test_a_record_is_checked_and_rebuilt(folder: Path) -> None:
    assert detente("check", folder).stdout.strip() == f"{folder}: whole"
    for file in (folder / "events").rglob("*.parquet"):
        file.write_bytes(b"PAR1")
    broken = detente("check", folder)
    assert broken.returncode == 1 and "mend: detente rebuild" in broken.stderr
    assert detente("rebuild", folder).returncode == 0
    assert detente("check", folder).returncode == 0
