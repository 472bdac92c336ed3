"""An Atom feed of the newest events and statements (RFC 4287)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.views.exports.sides import Dump

_NS = "http://www.w3.org/2005/Atom"


def _add(parent: ET.Element, tag: str, text: str = "", **attrs: str) -> ET.Element:
    out = ET.SubElement(parent, f"{{{_NS}}}{tag}", attrs)
    out.text = text or None
    return out


def atom(dump: Dump, title: str = "detente", link: str = "", limit: int = 100) -> str:
    """The Atom document: entries newest first by date of publication of their first evidence."""
    ET.register_namespace("", _NS)
    names = {p["id"]: p.get("name") or p["id"] for p in dump.get("parties", [])}
    articles = {a["id"]: a for a in dump.get("articles", [])}

    def published(entry: Mapping[str, Any]) -> str:
        days = [str(articles.get(v["article"], {}).get("published") or "") for v in entry.get("evidence", [])]
        return max(days, default="")[:10] or "1970-01-01"

    found = [("event", e) for e in dump.get("events", [])] + [("statement", s) for s in dump.get("statements", [])]
    found.sort(key=lambda x: (published(x[1]), x[1]["id"]), reverse=True)
    feed = ET.Element(f"{{{_NS}}}feed")
    _add(feed, "title", title)
    _add(feed, "id", link or "urn:detente:feed")
    _add(feed, "updated", (published(found[0][1]) if found else "1970-01-01") + "T00:00:00Z")
    _add(_add(feed, "author"), "name", "detente")
    if link:
        _add(feed, "link", href=link, rel="self")
    for kind, x in found[:limit]:
        entry = _add(feed, "entry")
        sides = [
            ", ".join(names.get(p, p) for p in x.get(k) or []) for k in ("actor", "recipient", "speaker", "addressee")
        ]
        who = " → ".join(s for s in (sides[0] or sides[2], sides[1] or sides[3]) if s)
        _add(entry, "title", f"{who}: {x.get('type') or x.get('act')}")
        _add(entry, "id", f"urn:detente:{kind}:{x['id']}")
        _add(entry, "updated", published(x) + "T00:00:00Z")
        for issue in x.get("issues", []):
            _add(entry, "category", term=issue)
        words = [
            (articles.get(v["article"], {}).get("text") or "")[v["start"] : v["end"]] for v in x.get("evidence", [])[:3]
        ]
        _add(entry, "summary", " … ".join(" ".join(w.split()) for w in words))
    return ET.tostring(feed, encoding="unicode", xml_declaration=True)


def write(dump: Dump, path: Path) -> int:
    """Write an Atom file; returns the number of entries."""
    text = atom(dump)
    path.write_text(text, encoding="utf-8")
    return text.count("<entry>")
