"""A small dump with what exports must cope with: a state, an organisation, a person, no recipient, two actors."""

from typing import Any

import pytest

TEXT = "Freedonia's Foreign Minister Ana <Ruiz> & Sylvania's envoy met in Vienna. Sylvania closed its airspace."


@pytest.fixture
def dump() -> dict[str, Any]:
    def span(words: str) -> dict[str, Any]:
        return {"article": "a1", "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    return {
        "version": "0.0",
        "articles": [
            {
                "id": "a1",
                "text": TEXT,
                "title": "A & B",
                "published": "2020-05-04",
                "publisher": "Wire",
                "url": "https://x.example/1?a=1&b=2",
            }
        ],
        "parties": [
            {"id": "AUT", "name": "Freedonia", "kind": "state", "of": None, "sector": "GOV", "names": ["Freedonia"]},
            {"id": "CHE", "name": "Sylvania", "kind": "state", "of": None, "sector": "GOV", "names": []},
            {"id": "NATO", "name": "NATO", "kind": "organisation", "of": None, "sector": "IGO", "names": []},
            {
                "id": "Ana Ruiz",
                "name": "Ana <Ruiz>",
                "kind": "person",
                "of": "AUT",
                "sector": "GOV",
                "names": [],
                "role": "Foreign Minister",
            },
        ],
        "events": [
            {
                "id": "e1",
                "type": "CONSULT",
                "mode": "meet",
                "cameo": "036",
                "goldstein": 4.0,
                "status": "occurred",
                "actor": ["AUT", "NATO"],
                "recipient": ["CHE"],
                "person": ["Ana Ruiz"],
                "what": "met",
                "date": {"start": "2020-05-02", "end": "2020-05-02"},
                "place": {"name": "Vienna", "country": "AUT", "geonames": 2761369, "lat": 48.2, "lon": 16.37},
                "issues": ["trade"],
                "evidence": [span("met in Vienna")],
                "mentions": [{"role": "actor", "party": "AUT", **span("Freedonia")}],
            },
            {
                "id": "e2",
                "type": "COERCE",
                "mode": "restrict",
                "cameo": "172",
                "goldstein": -5.0,
                "status": "occurred",
                "actor": ["CHE"],
                "recipient": [],
                "person": [],
                "what": "closed its airspace",
                "date": None,
                "place": None,
                "issues": [],
                "evidence": [span("closed its airspace")],
                "mentions": [],
            },
            {
                "id": "e3",
                "type": "AGREE",
                "mode": None,
                "cameo": "030",
                "goldstein": 4.0,
                "status": "planned",
                "actor": ["CHE"],
                "recipient": ["AUT"],
                "person": [],
                "what": "sign",
                "date": None,
                "place": None,
                "issues": [],
                "evidence": [span("met")],
                "mentions": [],
            },
        ],
        "statements": [
            {
                "id": "s1",
                "speaker": ["Ana Ruiz"],
                "for": ["AUT"],
                "addressee": ["CHE"],
                "act": "ask",
                "quote": "indirect",
                "issues": ["trade"],
                "condition": None,
                "spans": {"speaker": [], "cue": [], "content": [span("closed its airspace")]},
                "evidence": [span("Sylvania closed its airspace.")],
            }
        ],
        "positions": [],
        "agenda": [],
        "times": [],
        "places": [],
    }
