"""Addresses on the web: a page or a feed, fetched only when somebody names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from detente.articles import Article, SetAside
from detente.sources.model import LONGEST_LINE, Wishes, of_bytes

if TYPE_CHECKING:
    import httpx

SECONDS = 20.0
_AGENT = "detente/0.1 (+reads news articles that its user names)"


def is_address(path: str) -> bool:
    """Whether what is given is an address and no file."""
    return path.lower().startswith(("http://", "https://"))


def read(url: str, wishes: Wishes, transport: httpx.BaseTransport | None = None) -> Iterator[Article | SetAside]:
    """The articles at an address: of the page, or of the feed it is.

    robots.txt is respected, at most 10 MB are taken, and nothing waits longer than 20 seconds.

    Args:
        url: the address.
        wishes: as for files.
        transport: how to fetch, for tests.
    """
    import httpx

    from detente.sources import source_of
    from detente.sources.html import of_page

    try:
        with httpx.Client(
            timeout=SECONDS, follow_redirects=True, max_redirects=5, headers={"User-Agent": _AGENT}, transport=transport
        ) as client:
            if not _allowed(client, url):
                yield SetAside(url, "its robots.txt asks not to be read by programs")
                return
            fetched = _fetched(client, url)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        yield SetAside(url, f"cannot be fetched ({' '.join(str(error).split())[:100] or type(error).__name__})")
        return
    if isinstance(fetched, str):
        yield SetAside(url, fetched)
        return
    body, kind, charset = fetched
    given = of_bytes(body, url, urlsplit(url).path.rsplit("/", 1)[-1] or urlsplit(url).netloc, wishes)
    source = source_of("" if "html" in kind else given.name, given.head)
    if source.name in {"html", "text"} and "html" in kind:
        yield of_page(body, given, charset, url)
    else:
        yield from source.articles(given)


def _fetched(client: httpx.Client, url: str) -> tuple[bytes, str, str | None] | str:
    with client.stream("GET", url) as response:
        if response.status_code != 200:
            return f"cannot be fetched (HTTP status {response.status_code})"
        body = b""
        for piece in response.iter_bytes():
            body += piece
            if len(body) > LONGEST_LINE:
                return f"more than {LONGEST_LINE / 1e6:.0f} MB"
        return body, response.headers.get("content-type", ""), response.charset_encoding


def _allowed(client: httpx.Client, url: str) -> bool:
    from urllib.robotparser import RobotFileParser

    parts = urlsplit(url)
    try:
        fetched = _fetched(client, f"{parts.scheme}://{parts.netloc}/robots.txt")
    except Exception:  # no robots.txt to be had: nothing is forbidden
        return True
    if isinstance(fetched, str):
        return True
    rules = RobotFileParser()
    rules.parse(fetched[0].decode("utf-8", "replace").splitlines())
    return rules.can_fetch(_AGENT, url)
