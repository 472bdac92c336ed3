"""HTML pages: the article in them, found by trafilatura, with its title, date, publisher and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detente.articles import Article, SetAside
from detente.sources import fields
from detente.sources.model import LONGEST_LINE, Form, Given
from detente.sources.text import Undecodable, decoded

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_PAGE = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_DEEPEST = 250  # elements within each other; pages stay under forty


def read(given: Given) -> Iterator[Article | SetAside]:
    """The article of a page. Offsets are into its text as it was taken out of the page."""
    data = given.all(LONGEST_LINE)
    if data is None:
        yield SetAside(given.where, f"a page of more than {LONGEST_LINE / 1e6:.0f} MB")
        return
    yield of_page(data, given)


def of_page(data: bytes, given: Given, encoding: str | None = None, url: str | None = None) -> Article | SetAside:
    """The article of an HTML page.

    Args:
        data: the page.
        given: what it came from.
        encoding: what was said with it (by HTTP), if anything.
        url: where it was, if known.
    """
    said = _CHARSET.search(data[:4096])
    name = given.wishes.encoding or encoding or (said[1].decode("ascii") if said else None)
    try:
        page = decoded(data, name)
    except (Undecodable, LookupError):
        # browsers read a page without a valid encoding as windows-1252, and so does who writes one
        page = data.decode("cp1252", errors="replace")
    if _depth(page) > _DEEPEST:
        return SetAside(given.where, "a page whose elements are nested too deeply")
    return _extracted(page, given, url)


def _extracted(page: str, given: Given, url: str | None) -> Article | SetAside:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            page, url=url, include_comments=False, include_tables=False, favor_precision=True, with_metadata=True
        )
    except Exception as error:  # whatever lxml and its friends make of broken markup
        return SetAside(given.where, f"no page that can be read ({type(error).__name__})")
    values: dict[str, Any] = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    if not (values.get("text") or "").strip():
        return SetAside(given.where, "no article found in the page")
    return fields.article(
        {
            "text": values["text"],
            "title": values.get("title"),
            "published": values.get("date"),
            "publisher": values.get("sitename") or values.get("hostname"),
            "url": values.get("url") or url,
            "language": _language(page),
        },
        given,
        given.where,
    )


def _language(page: str) -> str | None:
    found = re.search(r"<html[^>]*\blang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", page[:4096], re.IGNORECASE)
    return found[1] if found else None


def _depth(page: str) -> int:
    """About how deeply elements are nested: opening tags without a closing one so far."""
    depth = deepest = 0
    for closing, empty in re.findall(r"<(/?)[a-zA-Z][^<>]*?(/?)>", page):
        depth += -1 if closing else 0 if empty else 1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
    # void elements (<br>, <img>) open and never close
    return deepest - len(
        re.findall(r"<(?:br|img|hr|meta|link|input|source|area|col|embed|wbr|p|li)\b", page, re.IGNORECASE)
    )


SOURCE = Form("html", "HTML pages", (".html", ".htm", ".xhtml"), read, lambda head: bool(_PAGE.match(head)))
