"""Nothing that was committed is lost, whatever happens to the process or the disk. These tests do it for real."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from detente.record import RecordError
from detente.record.checks import check
from detente.record.record import Record
from tests.made_up import world

# `make crash` raises it.
KILLS = int(os.environ.get("DETENTE_KILLS", "2"))
ROOT = Path(__file__).parents[2]


def start(record: Path, first: int, last: int, seconds: float = 0.0) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.crash.writer", str(record), str(first), str(last), str(seconds)]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, text=True)


def python(code: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)


def unbroken() -> dict[str, object]:
    record = Record.open()
    record.add(world(3)[:40], coder="1")
    return record.dump()


def test_killed_at_random_moments_and_taken_up_again_the_record_is_that_of_an_unbroken_run(tmp_path: Path) -> None:
    rng = random.Random(os.environ.get("DETENTE_SEED", "1"))
    path = tmp_path / "r"
    killed = 0
    for _ in range(KILLS):
        process = start(path, 0, 40, 0.03)
        assert process.stdout is not None
        process.stdout.readline()  # it is writing now
        time.sleep(rng.random() * 0.8)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        # what is there is one consistent state, whenever it is looked at
        if path.exists() and (path / "detente.json").exists():
            Record.open(path).dump()
            assert [p for p in check(path) if "not merged yet" not in p.what] == []
    assert killed
    assert start(path, 0, 40).wait() == 0
    assert check(path) == []
    assert Record.open(path).dump() == unbroken()


def test_two_writers_at_once_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "r"
    Record.open(path, create=True)
    both = [start(path, 0, 25, 0.01), start(path, 15, 40, 0.01)]
    assert [p.wait() for p in both] == [0, 0]
    assert Record.open(path).dump() == unbroken()


def test_a_writer_that_waits_is_told_and_gives_up_in_words(tmp_path: Path) -> None:
    one, two = Record.open(tmp_path / "r", create=True).folder, Record.open(tmp_path / "r").folder
    told: list[str] = []
    with one.writing(), pytest.raises(RecordError, match="still writing"), two.writing(wait=0.1, told=told.append):
        pass
    assert len(told) == 1 and "waiting" in told[0]


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "r"
    Record.open(path, create=True).add(world(3)[:10], coder="1")
    reader = Record.open(path)
    events = reader.events(form="rows")
    Record.open(path).add(world(3)[10:40], coder="1")
    assert reader.events(form="rows") == events
    assert len(reader.dump()["articles"]) == 10
    reader.refresh()
    assert len(reader.dump()["articles"]) == 40


@pytest.mark.parametrize("bytes_left", [2_000, 60_000])
def test_a_full_disk_is_said_and_harms_nothing(tmp_path: Path, bytes_left: int) -> None:
    path = tmp_path / "r"
    Record.open(path, create=True).add(world(3)[:10], coder="1")
    before = Record.open(path).dump()
    # no file may grow beyond this: the operating system refuses the write, as it does on a full disk
    code = f"""
import resource, signal
from detente.record.record import Record
from detente.record import RecordError
from tests.made_up import account
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
record = Record.open({str(path)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_left}, {bytes_left}))
import random
noise = random.Random(0)
try:
    for k in range(20):
        record.add([account(f"big{{k}}", "".join(chr(noise.randrange(33, 9000)) for _ in range(30000)))], coder="1")
except RecordError as why:
    print(why)
"""
    done = python(code)
    assert "no space left" in done.stdout, done.stderr
    after = Record.open(path).dump()
    assert [a for a in after["articles"] if not a["id"].startswith("big")] == before["articles"]
    assert after["events"] == before["events"]
    Record.open(path).add(world(3)[10:12], coder="1")
    assert check(path) == []


def test_a_read_only_folder_can_be_asked_and_refuses_writing_in_words() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(folder) / "r"
        Record.open(path, create=True).add(world(3)[:4], coder="1")
        for inner in (path, *path.rglob("*")):
            inner.chmod(0o555 if inner.is_dir() else 0o444)
        # the superuser may write anywhere, so the process becomes nobody
        code = f"""
import os
from detente.record.record import Record
from detente.record import RecordError
from tests.made_up import account
record = Record.open({str(path)!r})
record.add([], coder="1")
record.dump()
if os.geteuid() == 0:
    os.setuid(65534)
print(len(record.events(form="rows")))
try:
    record.add([account("new", "Nothing.")], coder="1")
except RecordError as why:
    print(why)
"""
        done = python(code)
        for inner in (path, *path.rglob("*")):
            inner.chmod(0o755 if inner.is_dir() else 0o644)
        assert done.returncode == 0, done.stderr
        asked, said = done.stdout.strip().splitlines()
        assert int(asked) > 0
        assert "cannot be written: permission denied" in said
