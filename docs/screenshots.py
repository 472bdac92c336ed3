"""Takes a picture of every page of the web application over a record, for the documentation.

python docs/screenshots.py RECORD [OUT]        (make screenshots)
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from detente.record.record import Record
from detente.views.paper import chromium
from detente.views.web import create_app

PAGES = {
    "start": "/",
    "events": "/events",
    "statements": "/statements",
    "timeline": "/timeline?since=2012-05-01&until=2012-12-31",
    "relations": "/relations",
    "positions": "/positions",
    "map": "/map",
    "agenda": "/agenda?month=2012-06",
    "dossier": "/dossier?subject=missile-defence",
    "dyad": "/dyad?dyad=KHM,THA",
    "watches": "/watches",
}


def main(record: Path, out: Path) -> None:
    """Serve the record on loopback and photograph its pages."""
    out.mkdir(parents=True, exist_ok=True)
    app = create_app(record)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    rows = Record.open(record)
    first = rows.articles(form="rows")[0]["id"]
    entry = rows.statements(form="rows", act="refuse")[0]["statement_id"]
    pages = {**PAGES, "article": f"/article/{first}", "entry": f"/entry/{entry}"}
    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=chromium(), args=flags)
        page = browser.new_page(viewport={"width": 1180, "height": 820})
        page.set_default_timeout(120_000)  # a busy machine takes its time
        for name, address in pages.items():
            answer = page.goto(base + address)
            if answer is None or not answer.ok:
                raise SystemExit(f"{address} is not served: {page.inner_text('main')}")
            if page.locator("[data-chart]").count():
                page.wait_for_selector("[data-drawn=yes]")
            page.screenshot(path=out / f"{name}.png")
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/pictures"))
