"""The command line answers at once, says what goes wrong in one line, and shows no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "The minister met the envoy of the neighbouring state in the capital on Monday."


def detente(*words: object, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("DETENTE")} | {"COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "detente.views.cli", *map(str, words)],
        input=given, capture_output=True, text=True, env=env | {"PYTHONPATH": "src"}, timeout=120, check=False,
    )  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from detente.views.cli import app; print(sorted(sys.modules))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": "src"}, check=True
    )
    loaded = set(eval(out.stdout))
    assert not loaded & {"spacy", "pandas", "pyarrow", "duckdb", "deltalake", "onnxruntime", "numpy", "yaml"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("read", "missing.txt"), "0 read, 1 set aside: missing.txt: no such file or folder"),
        (("read", "-", "--published", "soon"), "--published is no date (like 2013-02-18): soon"),
        (("read", "-", "--map", "body"), "want NAME=COLUMN"),
        (("read", "-", "--encoding", "klingon"), "no encoding is called that"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], expected: str) -> None:
    done = detente(*words, "--record", tmp_path / "r")
    assert done.returncode == 1
    assert done.stdout == ""
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_read_ends_with_what_was_read_and_what_was_set_aside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOOD)
    (tmp_path / "in" / "b.txt").write_bytes(b"\x00\x01\x02" * 50)
    words = ("read", tmp_path / "in", "--record", tmp_path / "r")
    done = detente(*words)
    assert done.stderr.splitlines()[-1].startswith(f"1 read, 1 set aside: {tmp_path}/in/b.txt: binary")
    assert done.returncode == 0
    assert detente(*words, "--strict").returncode == 1


def test_standard_input_is_read(tmp_path: Path) -> None:
    done = detente("read", "-", "--record", tmp_path / "r", given=GOOD)
    assert done.stderr.splitlines()[-1] == "1 read"
