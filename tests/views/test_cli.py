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


def test_a_users_own_issues_and_parties(tmp_path: Path) -> None:
    (tmp_path / "issues.yaml").write_text("beekeeping: {description: Bees, cues: [beehive]}")
    (tmp_path / "parties.yaml").write_text("organisations: {Hive Front: {name: Hive Front, sector: NGO}}")
    (tmp_path / "a.txt").write_text("The Hive Front said on Monday that France had to protect every beehive.")
    own = ("--issues", tmp_path / "issues.yaml", "--parties", tmp_path / "parties.yaml")
    words = ("read", tmp_path / "a.txt", "--record", tmp_path / "r")
    assert "beekeeping" not in detente(*words).stdout
    # read again, for what reads it has changed
    done = detente(*words, *own)
    assert done.stderr.splitlines()[-1] == "1 read"
    assert "beekeeping" in done.stdout and "Hive Front" in done.stdout


@pytest.mark.parametrize(
    ("option", "content", "expected"),
    [
        ("--issues", "beekeeping: {description: Bees}", "needs a list of cues"),
        ("--issues", "{", "no YAML"),
        ("--parties", "kingdoms: {A: {name: A}}", "unknown list 'kingdoms'"),
        ("--parties", None, "no such file"),
    ],
)
def test_a_users_file_that_is_wrong_is_said_before_anything_is_read(
    tmp_path: Path, option: str, content: str | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / "own.yaml").write_text(content)
    done = detente("read", "-", "--record", tmp_path / "r", option, tmp_path / "own.yaml", given=GOOD)
    assert done.returncode == 1
    assert expected in done.stderr and done.stderr.count("\n") == 1


def test_an_article_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "2013-02-18-a.txt").write_text(GOOD)
    words = ("read", tmp_path / "2013-02-18-a.txt", "--record", tmp_path / "r")
    assert detente(*words).stderr == "1 read\n"
    assert detente(*words).stderr == "0 read, 1 there already\n"


def test_an_article_without_a_date_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text(GOOD + " They talked.")
    done = detente("read", tmp_path / "a.txt", tmp_path / "b.txt", "--record", tmp_path / "r")
    assert done.stderr.splitlines()[0].startswith("2 without a date of publication")
    assert (
        detente("read", tmp_path / "a.txt", "--record", tmp_path / "s", "--published", "2013-02-18").stderr
        == "1 read\n"
    )


def test_many_articles_are_not_shown_but_what_to_do_next_is_said(tmp_path: Path) -> None:
    for k, state in enumerate(("France", "Norway", "Brazil", "Kenya")):
        (tmp_path / f"2013-02-18-{k}.txt").write_text(
            f"The president of {state} met the king of Jordan in Amman on Monday."
        )
    done = detente("read", tmp_path, "--record", tmp_path / "r.record")
    assert done.stdout == ""
    assert "statements; see: detente events --record" in done.stderr
    assert done.stderr.splitlines()[-1] == "4 read"
