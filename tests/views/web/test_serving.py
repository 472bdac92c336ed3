"""Serving while articles are read: every answer fits one state, and the new ones are there within five seconds."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.txt"))
DETENTE = [sys.executable, "-m", "detente.views.cli"]


@pytest.fixture
def served(folder: Path) -> Iterator[httpx.Client]:
    """A client of `detente serve` in a process of its own."""
    command = [*DETENTE, "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split(" is open at ")[1].split()[0]
            with httpx.Client(base_url=address, timeout=60) as client:
                yield client
        finally:
            server.terminate()


def seen(client: httpx.Client) -> tuple[str, int]:
    """A state and how many articles it holds; whether the pages open and entries resolve meanwhile."""
    page = client.get("/")
    assert page.status_code == 200
    events = client.get("/api/events?limit=1000").json()
    assert len(events["items"]) == events["total"]
    # evidence is told with its article: both are of one state
    last = client.get(f"/api/entries/{events['items'][-1]['event_id']}")
    assert last.status_code == 200
    assert [v["words"] for v in last.json()["evidence"]] != []
    info = client.get("/api/info")
    return info.headers["etag"], info.json()["articles"]


def test_what_is_read_meanwhile_is_shown_within_five_seconds(served: httpx.Client, folder: Path) -> None:
    before, articles = seen(served)
    reading = subprocess.Popen(
        [*DETENTE, "read", *map(str, EXAMPLES[:2]), "--record", str(folder), "--quiet"], stdout=subprocess.DEVNULL
    )
    asked = 0
    while reading.poll() is None:
        _, now = seen(served)
        assert articles <= now <= articles + 2
        asked += 1
        time.sleep(0.1)
    assert reading.returncode == 0
    assert asked > 0, "it was served while it was read"
    until = time.monotonic() + 5
    state, now = seen(served)
    while now < articles + 2 and time.monotonic() < until:
        time.sleep(0.2)
        state, now = seen(served)
    assert now == articles + 2
    assert state != before
