"""Every page shows what the record holds, and leads to its evidence."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar

from detente.record.record import Record
from tests.made_up import account, days, event
from tests.views.web.conftest import TEXT, many, more

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


def test_what_is_planned_for_a_season_stands_over_the_month_once(
    client: TestClient, folder: Path, app: FastAPI
) -> None:
    app.state.shelf._look_every = 0
    text = "Ruritania meets Grand Fenwick in winter."
    met = event("s", text, "meets", "CONSULT", ("RUR",), ("GST",), status="planned", day=days(14), last=days(100))
    Record.open(folder).add([account("s", text, met)], coder="1")
    page = client.get("/agenda?month=1934-01").text
    month = page[page.index("January 1934") : page.index('class="downloads')]
    assert month.count("are to meet") == 1
    assert "Dec 1933" in month


def test_the_dossier_can_be_taken_away(client: TestClient) -> None:
    from docx import Document

    text = client.get("/dossier.md?subject=piracy").text
    assert text.startswith("# Piracy")
    page = client.get("/dossier.html?subject=piracy").text
    assert '<a class="ref" href="#ref-1">1</a>' in page
    assert re.search(r'<li id="ref-1">“[^<]*Ruritania accused', page)
    assert "<script" not in page
    paragraphs = [p.text for p in Document(io.BytesIO(client.get("/dossier.docx?subject=piracy").content)).paragraphs]
    assert paragraphs[0] == "Piracy"
    assert any("accused Freedonia" in p for p in paragraphs)


@pytest.mark.parametrize("name", ["timeline", "relations", "map", "positions", "balance"])
def test_every_picture_as_png_and_svg(client: TestClient, name: str) -> None:
    query = "?dyad=FRE,SYL" if name == "balance" else ""
    assert client.get(f"/charts/{name}.png{query}").content.startswith(b"\x89PNG")
    assert client.get(f"/charts/{name}.svg{query}").text.startswith("<svg")
    assert "$schema" in client.get(f"/charts/{name}.vl{query}").json()
    rows = client.get(f"/charts/{name}.json{query}").json()
    lines = list(csv.DictReader(io.StringIO(client.get(f"/charts/{name}.csv{query}").text)))
    assert rows
    assert [set(x) for x in lines] == [set(x) for x in rows]


def test_what_is_new_since_the_last_look(client: TestClient, folder: Path, app: FastAPI) -> None:
    app.state.shelf._look_every = 0
    assert "At your next visit" in client.get("/").text
    before = client.cookies["detente_looked"].split("~")[1]
    # within the hour it is the same visit; a day later it is another one
    client.cookies.set("detente_looked", f"{before}~{before}~1000000000")
    assert "Nothing is new since you last looked" in client.get("/").text
    client.cookies.set("detente_looked", f"{before}~{before}~1000000000")
    more(folder)
    page = client.get("/").text
    new = page[page.index("New since you last looked") : page.index("What is next")]
    assert "attacked Sylvania" in new
    assert "accused" not in new
    for _ in range(2):  # a reload is no new visit
        assert "attacked Sylvania" in client.get("/").text
    (link,) = re.findall(r'href="(/new\?since=[^"]+)"', page)
    listed = client.get(link).text
    assert "attacked Sylvania" in listed
    assert "accused" not in listed


def test_a_state_that_nobody_knows_is_no_trouble(client: TestClient) -> None:
    for cookie in ("x", "99.99~99.99~1000000000", "1.1~~~"):
        client.cookies.set("detente_looked", cookie)
        assert client.get("/").status_code == 200
        client.cookies.clear()
    assert client.get("/new?since=99.99").status_code == 404
    assert client.get("/new?since=x").status_code == 400


def test_the_newest_come_first_and_pages_hold_each_once(client: TestClient, folder: Path, app: FastAPI) -> None:
    app.state.shelf._look_every = 0
    many(folder, 70)
    seen: list[str] = []
    for first in (0, 50, 100):
        page = client.get(f"/statements?from={first}&act=warn").text
        seen += re.findall(r'<a href="(/entry/[^"]+)"><strong>', page)
    assert len(seen) == len(set(seen)) == 70
    assert "of 70" in client.get("/statements?act=warn").text
    newest, oldest = (client.get(f"/statements?act=warn{o}").text for o in ("", "&order=oldest"))
    assert "warning 69 " in newest
    assert "warning 69 " not in oldest
    assert "warning 0 " in oldest


def test_the_map_shows_a_part_of_the_world(client: TestClient) -> None:
    assert "Geneva" in client.get("/map?box=5,45,8,47").text
    away = client.get("/map?box=100,10,110,20").text
    assert "Geneva" not in away
    assert "Nothing in the record matches" in away
    for wrong in ("1,2,3", "9,9,1,1", "a,b,c,d", "-999,0,1,1"):
        assert client.get(f"/map?box={wrong}").status_code == 400


def test_a_page_is_told_again_only_when_it_changed(client: TestClient, folder: Path, app: FastAPI) -> None:
    app.state.shelf._look_every = 0
    tag = client.get("/events").headers["etag"]
    assert client.get("/events", headers={"If-None-Match": tag}).status_code == 304
    more(folder)
    assert client.get("/events", headers={"If-None-Match": tag}).status_code == 200


def test_no_pdf_without_a_printer_but_words(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    from detente.views import paper

    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(paper, "CHROMIUM", ("no-such-browser",))
    answer = client.get("/dossier.pdf?subject=piracy")
    assert answer.status_code == 501
    assert "install chromium" in answer.text


def test_a_missing_article_is_said_to_be_missing(client: TestClient) -> None:
    answer = client.get("/article/none")
    assert answer.status_code == 404
    assert "has no article" in answer.text


def test_no_word_around_evidence_is_cut(client: TestClient, folder: Path, app: FastAPI) -> None:
    app.state.shelf._look_every = 0
    words = " ".join(["circumlocution"] * 20)
    text = f"{words} Freedonia thanked Sylvania warmly {words}"
    Record.open(folder).add([account("l", text, event("l", text, "thanked Sylvania", "SUPPORT"))], coder="1")
    (entry,) = set(re.findall(r'href="(/entry/[^"]+)"', client.get("/events?type=SUPPORT").text))
    page = client.get(entry).text
    around = re.findall(r"<blockquote>(.*?)<mark>thanked Sylvania</mark>(.*?)<cite>", page)
    assert len(around) == 1
    assert {w for w in " ".join(around[0]).split() if w != "…"} == {"circumlocution", "Freedonia", "warmly"}
