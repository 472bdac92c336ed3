"""Watches: what is new is told once, signed, and tried again when the receiver is away."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import feedparser
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from detente.views.web import create_app
from detente.views.web.calling import SIGNATURE, call_for_new, signature
from detente.views.web.shelf import Shelf
from tests.views.web.conftest import more


class Receiver(BaseHTTPRequestHandler):
    """Answers 503 as often as it is told to, then 204; keeps what it gets."""

    got: list[tuple[str, bytes]] = []  # noqa: RUF012
    failures = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if Receiver.failures:
            Receiver.failures -= 1
            self.send_response(503)
        else:
            Receiver.got.append((self.headers[SIGNATURE], body))
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Receiver.got, Receiver.failures = [], 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()


def saved(client: TestClient, app: FastAPI, **fields: str) -> str:
    answer = client.post("/watches", data={"form_key": app.state.guard.form_key, "name": "Duck Soup", **fields})
    assert answer.status_code == 200, answer.text
    return answer.url.path


def test_a_watch_has_a_page_a_feed_and_a_calendar(client: TestClient, app: FastAPI) -> None:
    address = saved(client, app, dyad="FRE,SYL")
    assert address == "/watches/duck-soup"
    assert "Freedonia" in client.get(address).text
    found = feedparser.parse(client.get(f"{address}/feed.atom").content)
    assert not found.bozo
    assert len(found.entries) == 2
    assert b"BEGIN:VEVENT" in client.get(f"{address}/calendar.ics").content
    client.post(f"{address}/remove", data={"form_key": app.state.guard.form_key})
    assert client.get(address).status_code == 404


def test_only_what_is_new_is_told_once_signed_and_again_when_the_receiver_was_away(folder: Path, receiver: str) -> None:
    app = create_app(folder, allow_private_webhooks=True)
    client = TestClient(app, base_url="http://127.0.0.1")
    page = client.get(saved(client, app, party="FRE", webhook=receiver)).text
    shelf = Shelf(folder, look_every=0)
    assert call_for_new(shelf, private=True, sleep=lambda _: None) == 0
    more(folder)
    Receiver.failures = 2
    assert call_for_new(shelf, private=True, sleep=lambda _: None) == 1
    assert call_for_new(shelf, private=True, sleep=lambda _: None) == 0
    ((signed, body),) = Receiver.got
    told = json.loads(body)
    assert [e["event_type"] for e in told["entries"]] == ["ASSAULT"]
    secret = page.split("with <code>")[1].split("<")[0]
    assert signed == signature(secret, body)


def test_a_receiver_that_stays_away_is_told_later(folder: Path, receiver: str) -> None:
    app = create_app(folder, allow_private_webhooks=True)
    saved(TestClient(app, base_url="http://127.0.0.1"), app, party="FRE", webhook=receiver)
    more(folder)
    shelf = Shelf(folder, look_every=0)
    Receiver.failures = 3
    assert call_for_new(shelf, private=True, sleep=lambda _: None) == 0
    assert call_for_new(shelf, private=True, sleep=lambda _: None) == 1


def test_a_watch_that_would_call_this_machine_is_refused(client: TestClient, app: FastAPI, receiver: str) -> None:
    answer = client.post(
        "/watches", data={"form_key": app.state.guard.form_key, "name": "x", "party": "FRE", "webhook": receiver}
    )
    assert answer.status_code == 400
    assert "private network" in answer.text
    assert "No watch yet" in client.get("/watches").text


def test_pages_show_what_is_read_meanwhile(client: TestClient, folder: Path, app: FastAPI) -> None:
    app.state.shelf._look_every = 0
    assert "attacked" not in client.get("/events").text
    more(folder)
    assert "attacked" in client.get("/events").text
