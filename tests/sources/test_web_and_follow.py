"""Addresses are fetched with care, and a folder can be followed. No test goes to the network."""

from datetime import date
from pathlib import Path

import httpx
import pytest

from detente.sources import Article, SetAside, followed
from detente.sources.model import NO_WISHES
from detente.sources.web import read
from tests.sources.test_forms import PAGE, RSS, TEXT


def site(request: httpx.Request) -> httpx.Response:
    answers = {
        "/robots.txt": httpx.Response(200, text="User-agent: *\nDisallow: /private/"),
        "/page": httpx.Response(200, html=PAGE),
        "/feed": httpx.Response(200, text=RSS, headers={"content-type": "application/rss+xml"}),
        "/private/page": httpx.Response(200, html=PAGE),
        "/large": httpx.Response(200, content=b"x" * 10_000_001),
        "/round": httpx.Response(302, headers={"location": "/round"}),
    }
    if request.url.path == "/slow":
        raise httpx.ReadTimeout("timed out")
    return answers.get(request.url.path, httpx.Response(404))


def found(path: str) -> Article | SetAside:
    (one,) = read(f"https://news.example{path}", NO_WISHES, httpx.MockTransport(site))
    return one


def test_a_page_and_a_feed_are_read() -> None:
    page = found("/page")
    assert isinstance(page, Article)
    assert (page.published, page.publisher, page.url) == (date(2021, 3, 4), "The Daily", "https://news.example/page")
    feed = found("/feed")
    assert isinstance(feed, Article)
    assert feed.id == "g1"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/private/page", "robots.txt"),
        ("/missing", "HTTP status 404"),
        ("/large", "more than 10 MB"),
        ("/round", "cannot be fetched"),
        ("/slow", "timed out"),
    ],
)
def test_what_cannot_be_had_is_set_aside(path: str, why: str) -> None:
    one = found(path)
    assert isinstance(one, SetAside)
    assert why in one.why


def test_what_comes_into_a_folder_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    coming = followed(str(tmp_path), seconds=0)
    assert isinstance(next(coming), Article)
    assert next(coming) is None
    (tmp_path / "b.txt").write_text(TEXT + " More is to come.")
    later = [x for x in (next(coming) for _ in range(3)) if x is not None]
    assert [x.source for x in later if isinstance(x, Article)] == [str(tmp_path / "b.txt")]
