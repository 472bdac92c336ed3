"""Attacks, each tried."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from detente.record import RecordError
from detente.views.web import create_app
from detente.views.web.calling import check_address
from tests.views.web.conftest import NASTY


def test_no_page_runs_inline_script_or_loads_from_elsewhere(client: TestClient) -> None:
    for address in ("/", "/timeline", "/article/a", "/api/info"):
        policy = client.get(address).headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
    page = client.get("/timeline").text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize(
    "address", ["/", "/events", "/timeline", "/article/n%2F%3Cb%3E", "/search?q=<script>alert(2)</script>"]
)
def test_words_of_articles_and_askers_stay_words(client: TestClient, address: str) -> None:
    page = client.get(address).text
    assert "<script>alert" not in page
    assert "<i>x" not in page
    assert "<b>" not in page.replace("&lt;b&gt;", "")


def test_a_long_title_and_right_to_left_text_are_shown(client: TestClient, folder: Path) -> None:
    page = client.get("/article/n%2F%3Cb%3E").text
    assert 'dir="auto"' in page
    assert NASTY.split("<")[0].split(" met")[0] in page
    assert client.get("/search", params={"q": "x" * 10_000}).status_code == 200
    assert client.get("/events", params={"party": "x" * 10_000}).status_code == 400


def test_a_name_that_is_not_ours_is_not_served(client: TestClient, folder: Path) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    allowed = TestClient(create_app(folder, hosts=("desk.example",)), base_url="http://desk.example")
    assert allowed.get("/").status_code == 200


def test_the_token_is_asked_for(folder: Path) -> None:
    client = TestClient(create_app(folder, token="s3cret"), base_url="http://127.0.0.1")
    assert client.get("/").status_code == 401
    assert client.get("/api/events", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/api/events", headers={"Authorization": "Bearer s3cret"}).status_code == 200
    assert client.get("/?token=s3cret").status_code == 200  # sets the cookie and goes on
    assert client.get("/events").status_code == 200


def test_a_form_of_another_site_changes_nothing(client: TestClient, app: FastAPI) -> None:
    data = {"name": "w", "party": "FRE"}
    assert client.post("/watches", data=data).status_code == 403
    assert client.post("/watches", data={**data, "form_key": "guess"}).status_code == 403
    right = {**data, "form_key": app.state.guard.form_key}
    assert client.post("/watches", data=right, headers={"Origin": "http://evil.example"}).status_code == 403
    assert "No watch yet" in client.get("/watches").text
    assert client.post("/watches", data=right, headers={"Origin": "http://127.0.0.1"}).status_code == 200


def test_too_much_is_refused(client: TestClient) -> None:
    assert client.post("/api/read", content=b"x" * 8_000_001).status_code == 413


@pytest.mark.parametrize(
    "question",
    [
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from readings",
        "attach '/tmp/x.db'",
        "copy events to '/tmp/x'",
        "select 1; drop table events",
        "select * from duckdb_settings()",
        "select getenv('HOME')",
        "select * from glob('*')",
        "install httpfs",
        "show tables",
        "select * from information_schema.tables",
    ],
)
def test_sql_reads_the_views_and_nothing_else(client: TestClient, question: str) -> None:
    page = client.get("/sql", params={"q": question})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert 'aria-label="Answer"' not in page.text


def test_sql_answers_what_it_may(client: TestClient) -> None:
    assert "<td>ACCUSE</td>" in client.get("/sql", params={"q": "select event_type from events order by 1"}).text


def test_sql_that_never_ends_is_given_up(folder: Path) -> None:
    from detente.record.record import Record
    from detente.record.sql import select

    with pytest.raises(RecordError, match="longer than"):
        select(Record.open(folder), "select count(*) from range(1000000000) a, range(1000000) b", most_seconds=0.2)
    answer = select(Record.open(folder), "select * from range(20)", most_rows=5)
    assert (len(answer.rows), answer.cut) == (5, True)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "ftp://x.example/",
        "http://localhost:1/",
        "file:///etc/passwd",
        "http://user@127.0.0.1/",
    ],
)
def test_webhooks_never_call_into_private_networks(url: str) -> None:
    with pytest.raises(RecordError):
        check_address(url, private=False)
