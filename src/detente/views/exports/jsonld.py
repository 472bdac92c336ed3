"""JSON-LD: schema.org events, parties and quotations, with PROV-O saying which words each was derived from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from detente.views.exports.sides import Dump

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "plover": "urn:plover:",
    "detente": "urn:detente:",
}
_KINDS = {"state": "Country", "organisation": "Organization", "group": "Organization", "person": "Person"}


def _iri(kind: str, key: str) -> str:
    return f"urn:detente:{kind}:{quote(str(key), safe='')}"


def _evidence(v: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": ["prov:Entity", "oa:TextPositionSelector"],
        "prov:specializationOf": {"@id": _iri("article", v["article"])},
        "oa:start": v["start"],
        "oa:end": v["end"],
    }


def _event(e: dict[str, Any]) -> dict[str, Any]:
    when, place = e.get("date") or {}, e.get("place") or {}
    out: dict[str, Any] = {
        "@id": _iri("event", e["id"]),
        "@type": ["Event", "prov:Entity"],
        "name": e.get("what") or e["type"],
        "additionalType": f"urn:plover:{e['type']}",
        "detente:status": e.get("status"),
        "organizer": [{"@id": _iri("party", p)} for p in e.get("actor", [])],
        "attendee": [{"@id": _iri("party", p)} for p in e.get("recipient", [])],
        "about": list(e.get("issues", [])),
        "prov:wasDerivedFrom": [_evidence(v) for v in e.get("evidence", [])],
    }
    if when.get("start"):
        out["startDate"], out["endDate"] = str(when["start"]), str(when.get("end") or when["start"])
    if place.get("name"):
        out["location"] = {"@type": "Place", "name": place["name"], "addressCountry": place.get("country")}
        if place.get("lat") is not None:
            out["location"]["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": place["lat"],
                "longitude": place["lon"],
            }
    return out


def _statement(s: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    article = s["evidence"][0]["article"] if s.get("evidence") else ""
    words = " … ".join(texts.get(article, "")[c["start"] : c["end"]] for c in (s.get("spans") or {}).get("content", []))
    return {
        "@id": _iri("statement", s["id"]),
        "@type": ["Quotation", "prov:Entity"],
        "text": words,
        "spokenByCharacter": [{"@id": _iri("party", p)} for p in s.get("speaker", [])],
        "detente:for": [{"@id": _iri("party", p)} for p in s.get("for", [])],
        "detente:addressee": [{"@id": _iri("party", p)} for p in s.get("addressee", [])],
        "detente:act": s.get("act"),
        "about": list(s.get("issues", [])),
        "prov:wasDerivedFrom": [_evidence(v) for v in s.get("evidence", [])],
    }


def document(dump: Dump) -> dict[str, Any]:
    """The whole record as one JSON-LD document."""
    texts = {a["id"]: a.get("text") or "" for a in dump.get("articles", [])}
    graph: list[dict[str, Any]] = []
    for a in dump.get("articles", []):
        item = {
            "@id": _iri("article", a["id"]),
            "@type": ["NewsArticle", "prov:Entity"],
            "headline": a.get("title"),
            "datePublished": a.get("published"),
            "publisher": a.get("publisher"),
            "url": a.get("url"),
        }
        graph.append({k: v for k, v in item.items() if v is not None})
    for p in dump.get("parties", []):
        item = {
            "@id": _iri("party", p["id"]),
            "@type": [_KINDS.get(p.get("kind") or "", "Organization"), "prov:Agent"],
            "name": p.get("name") or p["id"],
            "alternateName": list(p.get("names") or []),
        }
        if p.get("of"):
            item["prov:actedOnBehalfOf"] = {"@id": _iri("party", p["of"])}
        graph.append(item)
    graph += [_event(e) for e in dump.get("events", [])]
    graph += [_statement(s, texts) for s in dump.get("statements", [])]
    return {"@context": CONTEXT, "@graph": graph}


def write(dump: Dump, path: Path) -> int:
    """Write JSON-LD; returns the number of nodes."""
    doc = document(dump)
    path.write_text(json.dumps(doc, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    return len(doc["@graph"])
