"""A real browser on a real server: Debian's Chromium, found and named, never skipped."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from detente.coding.model import Where
from detente.record.record import Record
from detente.views.web import create_app
from tests.made_up import DAY, LAUSANNE, account, days, event, statement

TEXT = (
    "Freedonia met Sylvania in Geneva on arms control. Ruritania accused Freedonia of piracy. "
    "They meet again soon. Sylvania blocked the port of Freedonia."
)
LATER = "Ruritania praised Freedonia on piracy in Geneva."
expect.set_options(timeout=30_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def chromium() -> str:
    """The path of Chromium.

    Raises:
        RuntimeError: there is none; `make test` installs it where it may.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("no Chromium on this machine: apt-get install chromium (the browser tests are not skipped)")


def a_record(path: Path) -> Path:
    """A record with something on every page."""
    record = Record.open(path, create=True)
    geneva = Where("Geneva", "CHE", 2660646, 46.2, 6.15)
    month = days(13)
    record.add(
        [
            account(
                "a",
                TEXT,
                event("a", TEXT, "met Sylvania in Geneva", day=DAY, issues=("arms-control",), place=geneva),
                event("a", TEXT, "accused Freedonia", "ACCUSE", ("RUR",), ("FRE",), issues=("piracy",), day=DAY),
                event("a", TEXT, "meet again", "CONSULT", ("FRE",), ("SYL",), status="planned", day=days(20)),
                event("a", TEXT, "blocked the port", "COERCE", ("SYL",), ("FRE",), issues=("piracy",), day=DAY),
                statement("a", TEXT, "Ruritania accused", ("RUR",), "demand", addressee=("FRE",), issues=("piracy",)),
            ),
            account(
                "b",
                LATER,
                event(
                    "b",
                    LATER,
                    "praised Freedonia",
                    "SUPPORT",
                    ("RUR",),
                    ("FRE",),
                    issues=("piracy",),
                    day=month,
                    place=LAUSANNE,
                ),
                published=month,
            ),
        ],
        coder="1",
    )
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server on loopback, and the folder of its record."""
    folder = a_record(tmp_path / "r")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(folder), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", folder
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser, served: tuple[str, Path]) -> Iterator[Page]:
    """A page that fails its test when a script fails or the policy blocks something."""
    context = browser.new_context(base_url=served[0], viewport={"width": 1200, "height": 900})
    context.set_default_timeout(90_000)  # a busy machine takes its time
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda e: wrong.append(str(e)))
    found.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    found.on("request", lambda r: wrong.append(f"asked elsewhere: {r.url}") if not _ours(r.url, served[0]) else None)
    yield found
    context.close()
    assert wrong == []


def _ours(url: str, base: str) -> bool:
    return url.startswith((base, "data:", "blob:", "about:"))
