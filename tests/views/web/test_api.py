"""The HTTP API gives the same rows as Python, in pages or as streams, and says what is wrong."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
from fastapi.testclient import TestClient

from detente.record.record import Record
from detente.views.web import create_app
from tests.views.web.conftest import more


def test_rows_are_those_of_python(client: TestClient, folder: Path) -> None:
    body = client.get("/api/events?type=CONSULT").json()
    assert [e["event_id"] for e in body["items"]] == list(Record.open(folder).events(type="CONSULT").event_id)
    assert body["total"] == 2
    assert body["next"] is None


def test_cursors_page_through_everything_once(client: TestClient) -> None:
    seen, cursor = [], None
    while True:
        body = client.get("/api/events", params={"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        seen += [e["event_id"] for e in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == body["total"] == 4


def test_a_cursor_of_an_older_state_is_gone(client: TestClient, folder: Path) -> None:
    cursor = client.get("/api/events?limit=1").json()["next"]
    more(folder)
    client.app.state.shelf.looked_again()  # type: ignore[attr-defined]
    answer = client.get("/api/events", params={"limit": 1, "cursor": cursor})
    assert answer.status_code == 410
    assert "ask again" in answer.json()["detail"]


def test_what_people_corrected_is_listed(client: TestClient, folder: Path) -> None:
    record = Record.open(folder)
    entry = record.events(type="AID", form="rows")[0]["event_id"]
    record.correct(entry, reject=True, by="Ada", note="a misreading")
    client.app.state.shelf.looked_again()  # type: ignore[attr-defined]
    (told,) = client.get("/api/corrections").json()["items"]
    assert (told["by"], told["kind"]) == ("Ada", "reject")
    assert client.get("/api/duplicates").json()["items"] == []
    assert client.get("/api/set_aside?format=csv").status_code == 200


def test_streams(client: TestClient) -> None:
    lines = client.get("/api/events?format=ndjson").text.splitlines()
    assert len([json.loads(line) for line in lines]) == 4
    table = list(csv.DictReader(io.StringIO(client.get("/api/events?format=csv").text)))
    assert {r["event_type"] for r in table} == {"CONSULT", "ACCUSE", "AID"}
    arrow = pa.ipc.open_stream(client.get("/api/statements?format=arrow").content).read_all()
    assert arrow.num_rows == 1


def test_an_answer_is_not_sent_twice(client: TestClient) -> None:
    tag = client.get("/api/events").headers["etag"]
    assert client.get("/api/events", headers={"If-None-Match": tag}).status_code == 304


def test_problems_are_problem_json(client: TestClient) -> None:
    for address, status in (("/api/events?since=x", 400), ("/api/entries/none", 404), ("/api/events?limit=0", 422)):
        answer = client.get(address)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "detail"}


def test_it_is_described(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/events", "/api/statements", "/api/positions", "/api/read"} <= set(paths)
    names = {p["name"] for p in paths["/api/events"]["get"]["parameters"]}
    assert {"party", "dyad", "issue", "since", "cursor", "format"} <= names


def test_reading_over_http_only_where_allowed(client: TestClient, folder: Path) -> None:
    sent = [{"id": "new", "text": "Freedonia invaded Sylvania on Monday.", "published": "1933-11-20"}]
    assert client.post("/api/read", json=sent).status_code == 403
    open_ = TestClient(create_app(folder, allow_read=True), base_url="http://127.0.0.1")
    assert open_.post("/api/read", json=sent).json()["read"] == 1
    assert "new" in [a["id"] for a in open_.get("/api/articles").json()["items"]]
    assert open_.post("/api/read", json=[{**sent[0], "published": "soon"}]).status_code == 422


def test_cells_that_a_spreadsheet_would_run_are_quoted() -> None:
    from detente.views.web.api import _cell

    assert _cell("=1+1") == "'=1+1"
    assert _cell(["a", "b"]) == "a; b"
