"""Intake: the same record however many processes read, and nothing lost when it is broken off."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.articles import Article, SetAside
from detente.merging import Account
from detente.record import commits, intake
from detente.record.folder import finished
from detente.record.intake import CHARACTERS, Task, _portions, take_in
from detente.record.record import Record

STATES = ("France", "Norway", "Brazil", "Kenya", "Japan", "Egypt", "Chile", "Poland", "India", "Peru")


def given(count: int) -> Iterator[Article]:
    for k in range(count):
        one, other = STATES[k % 10], STATES[(k // 10 + k + 1) % 10]
        yield Article(
            f"a{k:03}",
            f"The foreign minister of {one} met his counterpart from {other} in Geneva on Monday. Part {k} of a series "
            f"says that {one} will not sign the treaty on fish unless {other} opens its ports, as {k} officials said.",
            published=date(2020, 5, 4),
        )


def test_several_processes_make_the_same_record(tmp_path: Path) -> None:
    dumps = []
    for workers in (1, 2):
        record = Record.open(tmp_path / str(workers), create=True)
        done = take_in(record, given(30), workers=workers)
        assert len(done.read) == 30
        dumps.append(json.dumps(record.dump(), sort_keys=True))
    assert dumps[0] == dumps[1]


def test_an_article_that_cannot_be_read_is_set_aside_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import detente.coding

    whole = detente.coding.code

    def code(reading):  # type: ignore[no-untyped-def]
        if reading.article.id == "a001":
            raise ZeroDivisionError("so it is")
        return whole(reading)

    monkeypatch.setattr(detente.coding, "code", code)
    record = Record.open(tmp_path / "r", create=True)
    done = take_in(record, [*given(3), SetAside("there", "so")])
    assert set(done.read) == {"a000", "a002"}
    assert {(s.where, "ZeroDivisionError" in s.why) for s in done.set_aside} == {("a001", True), ("there", False)}
    assert len(record.set_aside(form="rows")) == 2


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_was_read_and_the_next_run_goes_on(tmp_path: Path, workers: str) -> None:
    lines = [json.dumps({"id": a.id, "text": a.text, "published": "2020-05-04"}) for a in given(240)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    words = [sys.executable, "-m", "detente.views.cli", "read", "in.jsonl", "--record", "r", "--no-duplicates"]
    words += ["--workers", workers]
    env = os.environ | {"PYTHONPATH": str(Path("src").resolve())}
    run = subprocess.Popen(words, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for _ in range(3000):
        if run.poll() is not None or list((tmp_path / "r").glob("readings/**/*.parquet")):
            break
        time.sleep(0.1)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of its processes
    _, said = run.communicate(timeout=120)
    assert "Traceback" not in said, said
    first = Record.open(tmp_path / "r").articles(form="rows")
    assert len(first) > 0
    assert (run.returncode == 130 and "goes on from there" in said) or len(first) == 240
    with pytest.raises(ProcessLookupError):  # nobody of them is left
        for _ in range(100):
            os.killpg(run.pid, 0)
            time.sleep(0.1)
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert f"{len(first)} there already" in done.stderr or len(first) == 240
    record = Record.open(tmp_path / "r")
    assert len(record.articles(form="rows")) == 240
    if workers == "2":
        unbroken = Record.open(tmp_path / "whole", create=True)
        take_in(unbroken, given(240), alone=True)
        assert len(record.events(form="rows")) == len(unbroken.events(form="rows"))


@pytest.fixture
def interruptible() -> Iterator[None]:
    """As in a terminal: who runs the tests in the background may have Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("step", ["commit", "derive"])
def test_ctrl_c_while_it_is_written_waits_until_it_is(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, record = getattr(commits, step), Record.open()

    def stopped(*args: Any, **how: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return whole(*args, **how)

    monkeypatch.setattr(commits, step, stopped)
    monkeypatch.setattr(intake, "accounts", lambda articles, alone: (Account(a) for a in articles))
    with pytest.raises(KeyboardInterrupt):
        take_in(record, given(3))
    assert len(record.articles(form="rows")) == 3
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_job_in_the_background_goes_on_ignoring_ctrl_c() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with finished():
            os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_long_articles_are_read_fewer_at_a_time() -> None:
    tasks = [Task(Article(str(k), "x" * size)) for k, size in enumerate([10] * 30 + [CHARACTERS - 1] * 3 + [10])]
    assert [len(some) for some in _portions(iter(tasks))] == [24, 7, 2, 1]
