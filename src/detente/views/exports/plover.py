"""PLOVER JSON: one object per event, in the fields of the PLOVER specification (draft 0.8), with its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.views.exports.sides import Dump, side


def _party(parties: dict[str, dict[str, Any]], party: str) -> dict[str, Any]:
    s = side(parties, party)
    return {
        "code": s.principal,
        "country": s.country or None,
        "sector": s.sector or None,
        "actorText": s.name,
        "id": s.id,
        "title": s.role or None,
    }


def events(dump: Dump) -> list[dict[str, Any]]:
    """The events of a dump as PLOVER objects, in its order."""
    parties = {p["id"]: p for p in dump.get("parties", [])}
    texts = {a["id"]: a.get("text") or "" for a in dump.get("articles", [])}
    return [
        {
            "id": e["id"],
            "date": (e.get("date") or {}).get("start"),
            "dateEnd": (e.get("date") or {}).get("end"),
            "source": [_party(parties, p) for p in e.get("actor", [])],
            "target": [_party(parties, p) for p in e.get("recipient", [])],
            "event": e["type"],
            "mode": e.get("mode"),
            "context": e.get("issues", []),
            "status": e.get("status"),
            "cameo": e.get("cameo"),
            "goldstein": e.get("goldstein"),
            "location": e.get("place"),
            "textInfo": [
                {**v, "text": texts.get(v["article"], "")[v["start"] : v["end"]]} for v in e.get("evidence", [])
            ],
            "language": "en",
        }
        for e in dump.get("events", [])
    ]


def write(dump: Dump, path: Path) -> int:
    """Write PLOVER JSON; returns the number of events."""
    found = events(dump)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return len(found)
