"""What news agencies send: ninjs (IPTC, JSON) and NewsML-G2 (IPTC, XML)."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Any

from detente.articles import Article, SetAside
from detente.sources import fields
from detente.sources.feeds import untagged
from detente.sources.jsonl import parsed
from detente.sources.model import LONGEST_LINE, Form, Given

_NINJS = re.compile(rb'"(?:versioncreated|body_text|body_xhtml|representationtype)"')
_NEWSML = re.compile(rb"<(?:\w+:)?(?:newsItem|newsMessage|packageItem)\b")


def read_json(given: Given) -> Iterator[Article | SetAside]:
    """The article of a ninjs document, or those of a JSON list of articles."""
    data = given.all(5 * LONGEST_LINE)
    if data is None:
        yield SetAside(given.where, "a JSON document of more than 50 MB; JSON Lines can be longer")
        return
    try:
        value = parsed(data, given.wishes.encoding)
    except ValueError as error:
        yield SetAside(given.where, str(error))
        return
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, 1):
        where = f"{given.where}:{number}" if isinstance(value, list) else given.where
        if isinstance(item, dict):
            yield fields.article(_of_ninjs(item), given, where)
        else:
            yield SetAside(where, f"no JSON object: {fields.shown(json.dumps(item))}")


def _of_ninjs(item: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(item)
    if "text" not in item and not item.get("body_text"):
        # ninjs 2 and 3: bodies and headlines are lists; ninjs 1: body_xhtml
        bodies = [b for b in item.get("bodies") or [] if isinstance(b, dict) and isinstance(b.get("value"), str)]
        markup = next((b["value"] for b in bodies), None) or item.get("body_xhtml") or item.get("body_html")
        if isinstance(markup, str):
            out["text"] = untagged(markup)
    heads = [h.get("value") for h in item.get("headlines") or [] if isinstance(h, dict)]
    if "headline" not in item and heads:
        out["headline"] = heads[0]
    if isinstance(item.get("provider"), dict):
        out["provider"] = item["provider"].get("name")
    return out


def read_newsml(given: Given) -> Iterator[Article | SetAside]:
    """The articles of a NewsML-G2 document."""
    data = given.all(5 * LONGEST_LINE)
    if data is None:
        yield SetAside(given.where, "an XML document of more than 50 MB")
        return
    if b"<!ENTITY" in data:
        yield SetAside(given.where, "XML with entities of its own: not read, for they can be made to grow without end")
        return
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        yield SetAside(given.where, f"no XML that can be read ({fields.shown(str(error), 80)})")
        return
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    items = [root] if root.tag == "newsItem" else list(root.iter("newsItem"))
    for number, item in enumerate(items, 1):
        yield fields.article(_of_newsml(item), given, f"{given.where}:{number}" if len(items) > 1 else given.where)
    if not items:
        yield SetAside(given.where, "no NewsML-G2: no newsItem in it")


def _of_newsml(item: ET.Element) -> dict[str, Any]:
    content = item.find("contentSet")
    inline = list(content) if content is not None else []
    body = inline[0].find(".//body") if inline else None
    text = ""
    if body is not None:
        kept = [e for e in body.iter() if e.tag in {"p", "h1", "h2", "h3", "li"}]
        text = "\n".join(filter(None, (" ".join("".join(e.itertext()).split()) for e in kept)))
    if not text and inline:
        text = "".join(inline[0].itertext()).strip()

    def found(path: str) -> str | None:
        element = item.find(path)
        return " ".join("".join(element.itertext()).split()) or None if element is not None else None

    language = item.find("contentMeta/language")
    provider = item.find("itemMeta/provider")
    return {
        "id": item.get("guid"),
        "text": text,
        "title": found("contentMeta/headline"),
        "published": found("contentMeta/contentCreated") or found("itemMeta/versionCreated"),
        "publisher": (found("itemMeta/provider/name") or provider.get("qcode") or provider.get("literal"))
        if provider is not None
        else None,
        "language": language.get("tag") if language is not None else None,
    }


NINJS = Form(
    "ninjs",
    "ninjs (IPTC), and JSON lists of articles",
    (".json",),
    read_json,
    lambda head: head.lstrip().startswith(b"{") and bool(_NINJS.search(head)),
)
NEWSML = Form("newsml", "NewsML-G2 (IPTC)", (".xml",), read_newsml, lambda head: bool(_NEWSML.search(head)))
