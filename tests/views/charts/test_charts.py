"""Charts are valid Vega-Lite that vl-convert draws, and show what they are given."""

from typing import Any

import pytest
import vl_convert as vlc

from detente.views.charts import positions_matrix, relations, timeline, world_map
from detente.views.charts.palette import stance

EVENTS: list[dict[str, Any]] = [
    {"date": "2020-05-02", "type": "CONSULT", "goldstein": 4.0, "what": "met", "sides": "A → B", "status": "occurred",
     "lat": 48.2, "lon": 16.4, "place": "Vienna"},
    {"date": "2020-05-03", "type": "CONSULT", "goldstein": 4.0, "what": "met", "sides": "A → B", "status": "planned",
     "lat": 48.2, "lon": 16.4, "place": "Vienna"},
    {"date": None, "type": "ASSAULT", "goldstein": -9.0, "what": "shot", "sides": "A → B", "status": "alleged",
     "lat": None, "lon": None, "place": None},
]  # fmt: skip
DYADS = [
    {"a": "Alba", "b": "Borea", "events": 3, "goldstein": 1.0},
    {"a": "Alba", "b": "Corsia", "events": 1, "goldstein": -5.0},
]
POSITIONS = [{"actor": "Alba", "issue": "trade", "acts": ["ask", "threaten"], "conditional": True}]


def values(chart: Any) -> list[list[dict[str, Any]]]:
    spec = chart.to_dict()
    return [
        layer["data"]["values"] for layer in spec.get("layer", [spec]) if isinstance(layer["data"].get("values"), list)
    ]


@pytest.mark.parametrize(
    "chart",
    [timeline(EVENTS), relations(DYADS), relations([]), world_map(EVENTS), positions_matrix(POSITIONS)],
    ids=["timeline", "relations", "no relations", "map", "positions"],
)
def test_every_chart_is_drawn(chart: Any) -> None:
    assert vlc.vegalite_to_svg(chart.to_json()).startswith("<svg")


def test_the_timeline_leaves_out_what_has_no_day_and_marks_what_has_not_happened() -> None:
    (rows,) = values(timeline(EVENTS))
    assert [(r["date"], r["settled"]) for r in rows] == [("2020-05-02", True), ("2020-05-03", False)]


def test_the_map_counts_events_at_one_place_once() -> None:
    (rows,) = values(world_map(EVENTS))
    assert [(r["place"], r["events"]) for r in rows] == [("Vienna", 2)]


def test_relations_draw_only_the_busiest() -> None:
    edges = values(relations(DYADS, most=1))[0]
    assert [e["pair"] for e in edges] == ["Alba – Borea"]


def test_the_same_graph_is_drawn_the_same_way_twice() -> None:
    assert relations(DYADS).to_json() == relations(list(reversed(DYADS))).to_json()


def test_a_stance_is_its_sharpest_act() -> None:
    cases = [["inform"], ["offer"], ["offer", "demand"], ["ask", "refuse"], ["praise", "threaten"]]
    assert [stance(acts) for acts in cases] == ["open", "open", "asks", "against", "threatens"]
