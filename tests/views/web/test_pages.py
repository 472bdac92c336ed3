"""Every page shows what the record holds, and leads to its evidence."""

import io
import re

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from tests.views.web.conftest import TEXT

PAGES = [
    "/", "/events", "/statements", "/timeline", "/relations", "/positions", "/map", "/agenda", "/watches", "/dossier",
    "/dossier?subject=piracy", "/dossier?subject=FRE", "/dyad?dyad=FRE,SYL", "/position?party=RUR&issue=piracy",
    "/article/a", "/search?q=freedonia", "/sql",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_served_and_its_links_lead_somewhere(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    links = {m.replace("&amp;", "&") for m in re.findall(r'href="(/[^"#]*)', answer.text)}
    assert "/agenda" in links
    for link in sorted(links - {"/static/vega.js"}):
        assert client.get(link).status_code == 200, link


def test_an_event_leads_to_its_words(client: TestClient) -> None:
    page = client.get("/events", params={"type": "ACCUSE"}).text
    (entry,) = set(re.findall(r'href="(/entry/[^"]+)"', page))
    found = client.get(entry).text
    assert "<mark>accused Freedonia</mark>" in found
    assert "/article/a#at-" in found


def test_an_article_shows_its_entries_in_place(client: TestClient) -> None:
    page = client.get("/article/a").text
    text = re.sub(r"<[^>]+>", "", re.search(r'<article class="text".*?</article>', page, re.S)[0])  # type: ignore[index]
    assert text == TEXT
    assert re.search(r'<mark class="event">met</mark>', page)


def test_filters_hold(client: TestClient) -> None:
    assert "accused" not in client.get("/events?issue=arms-control").text
    assert "Nothing in the record matches" in client.get("/events?since=2001-01-01").text
    assert client.get("/events?party=Nowhereland").status_code == 404
    assert client.get("/events?since=yesterday").status_code == 400
    assert "is no dyad" in client.get("/dyad?dyad=FRE").text


def test_the_agenda_is_a_calendar_too(client: TestClient) -> None:
    assert "December 1933" in client.get("/agenda").text
    found = Calendar.from_ical(client.get("/agenda.ics").content)
    assert [str(e["dtstart"].dt) for e in found.walk("VEVENT")] == ["1933-12-07"]


def test_the_dossier_can_be_taken_away(client: TestClient) -> None:
    from docx import Document

    text = client.get("/dossier.md?subject=piracy").text
    assert text.startswith("# Piracy")
    paragraphs = [p.text for p in Document(io.BytesIO(client.get("/dossier.docx?subject=piracy").content)).paragraphs]
    assert paragraphs[0] == "Piracy"
    assert any("accused Freedonia" in p for p in paragraphs)


@pytest.mark.parametrize("name", ["timeline", "relations", "map", "positions", "balance"])
def test_every_picture_as_png_and_svg(client: TestClient, name: str) -> None:
    query = "?dyad=FRE,SYL" if name == "balance" else ""
    assert client.get(f"/charts/{name}.png{query}").content.startswith(b"\x89PNG")
    assert client.get(f"/charts/{name}.svg{query}").text.startswith("<svg")
    assert "$schema" in client.get(f"/charts/{name}.json{query}").json()


def test_what_is_new_since_the_last_look(client: TestClient) -> None:
    assert "since you last looked" not in client.get("/").text
    assert "Nothing new since you last looked" in client.get("/").text
    client.cookies.clear()
    client.cookies.set("detente_looked", "2")
    assert "entries are new since you last looked" in client.get("/").text


def test_a_missing_article_is_said_to_be_missing(client: TestClient) -> None:
    answer = client.get("/article/none")
    assert answer.status_code == 404
    assert "has no article" in answer.text
