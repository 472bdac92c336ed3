"""RSS and Atom: one article an entry, its text as far as the feed holds it."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from detente.articles import Article, SetAside
from detente.sources import fields
from detente.sources.model import LONGEST_LINE, Form, Given

_BREAKS = re.compile(r"\s*(?:<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote)>)\s*", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_FEED = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.I | re.S
)


def untagged(markup: str) -> str:
    """Text of a piece of HTML: a line a paragraph."""
    return "\n".join(
        " ".join(html.unescape(_TAGS.sub("", part)).split()) for part in _BREAKS.split(markup) if part.strip()
    ).strip()


def read(given: Given) -> Iterator[Article | SetAside]:
    """The articles of a feed."""
    import feedparser

    data = given.all(5 * LONGEST_LINE)
    if data is None:
        yield SetAside(given.where, "a feed of more than 50 MB")
        return
    try:
        feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever the XML parser makes of it
        yield SetAside(given.where, f"no feed that can be read ({type(error).__name__})")
        return
    if not feed.entries and feed.get("bozo"):
        yield SetAside(given.where, f"no feed that can be read ({fields.shown(str(feed.get('bozo_exception')), 80)})")
    for number, entry in enumerate(feed.entries, 1):
        yield fields.article(_fields(entry, feed.feed), given, f"{given.where}:{number}")


def _fields(entry: Any, feed: Any) -> dict[str, Any]:
    bodies = [c.get("value", "") for c in entry.get("content", [])] or [entry.get("summary", "")]
    text = untagged(max(bodies, key=len))
    return {
        "id": entry.get("id") or entry.get("link"),
        "text": text or untagged(entry.get("title", "")),
        "title": untagged(entry.get("title", "")) or None,
        "published": _day(next((entry[k] for k in ("published_parsed", "updated_parsed") if k in entry), None)),
        "publisher": untagged(feed.get("title", "")) or None,
        "url": entry.get("link"),
        "language": feed.get("language") or None,
    }


def _day(moment: time.struct_time | None) -> date | None:
    try:
        return date(*moment[:3]) if moment else None
    except ValueError:
        return None


SOURCE = Form("feed", "RSS and Atom feeds", (".rss", ".atom"), read, lambda head: bool(_FEED.match(head)))
