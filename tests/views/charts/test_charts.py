"""Charts are valid Vega-Lite that vl-convert draws, and show what they are given."""

import json
from typing import Any

import pytest
import vl_convert as vlc

from detente.views.charts import balance, positions_matrix, relations, timeline, world_map
from detente.views.charts.palette import stance
from detente.views.charts.relations import places
from detente.views.charts.world import clusters

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
SAID = [{"date": "2020-05-02", "act": "refuse", "sides": "A → B", "words": "no", "href": "/entry/s1"}]
MONTHS = [
    {"month": "2020-05-01", "kind": "verbal cooperation", "type": "CONSULT", "events": 3, "goldstein": 1.0},
    {"month": "2020-05-01", "kind": "material conflict", "type": "ASSAULT", "events": 1, "goldstein": -9.0},
]
POSITIONS = [{"actor": "Alba", "issue": "trade", "acts": ["ask", "threaten"], "conditional": True}]


def values(chart: Any) -> list[list[dict[str, Any]]]:
    """The rows of every part of a chart that has rows of its own."""
    found: list[list[dict[str, Any]]] = []
    spec = chart.to_dict()

    def look(part: dict[str, Any]) -> None:
        data = part.get("data", {})
        if data.get("format", {}).get("type") == "json":
            found.append(json.loads(spec["datasets"][data["name"]] if "name" in data else data["values"]))
        for key in ("layer", "vconcat"):
            for inner in part.get(key, []):
                look(inner)

    look(spec)
    return found


@pytest.mark.parametrize(
    "chart",
    [
        timeline(EVENTS, SAID),
        timeline(EVENTS),
        relations(DYADS),
        relations([]),
        world_map(EVENTS),
        world_map(EVENTS, box=(0.0, 40.0, 30.0, 60.0)),
        positions_matrix(POSITIONS),
        balance(MONTHS),
        balance([]),
    ],
    ids=["timeline", "no statements", "relations", "no relations", "map", "part", "positions", "balance", "no months"],
)
def test_every_chart_is_drawn(chart: Any) -> None:
    assert vlc.vegalite_to_svg(chart.to_json()).startswith("<svg")


def test_the_timeline_leaves_out_what_has_no_day_and_marks_what_has_not_happened() -> None:
    rows = values(timeline(EVENTS))[0]
    assert [(r["date"], r["settled"]) for r in rows] == [("2020-05-02", True), ("2020-05-03", False)]


def test_the_timeline_shows_what_was_said_and_a_strip_to_zoom_by() -> None:
    chart = timeline(EVENTS, SAID)
    said = values(chart)[1]
    assert [(r["stance"], r["href"]) for r in said] == [("against", "/entry/s1")]
    (zoom,) = chart.to_dict()["params"]
    assert zoom["select"] == {"type": "interval", "encodings": ["x"]}
    upper = chart.to_dict()["vconcat"][0]["vconcat"]
    assert [p["encoding"]["x"]["scale"]["domain"] for p in upper] == [{"param": "zoom"}] * 2


def test_dots_of_one_day_and_value_do_not_hide_one_another() -> None:
    rows = values(timeline([EVENTS[0]] * 5))[0]
    assert len({r["at"] for r in rows}) == 5
    assert {r["goldstein"] for r in rows} == {4.0}
    assert all(abs(r["at"] - 4.0) <= 2.2 for r in rows)


def test_places_that_are_close_are_one_dot_until_the_map_comes_closer() -> None:
    bratislava = {**EVENTS[0], "type": "ASSAULT", "lat": 48.15, "lon": 17.1, "place": "Bratislava", "href": "/entry/e3"}
    (dot,) = clusters([*EVENTS, bratislava])
    assert (dot["place"], dot["events"], dot["kind"]) == ("Vienna and 1 more", 3, "verbal cooperation")
    assert dot["kinds"] == "2 verbal cooperation, 1 material conflict"
    west, south, east, north = dot["box"]
    assert west < 16.4 < 17.1 < east
    assert south < 48.15 < 48.2 < north
    closer = clusters([*EVENTS, bratislava], box=(16.0, 48.0, 17.5, 48.5))
    assert [(d["place"], d["events"], d["href"]) for d in closer] == [("Vienna", 2, ""), ("Bratislava", 1, "/entry/e3")]
    assert clusters([*EVENTS, bratislava], box=(17.0, 48.0, 17.5, 48.5))[0]["place"] == "Bratislava"


def test_a_click_on_several_events_leads_closer() -> None:
    rows = values(world_map(EVENTS, address=lambda box: f"/map?box={box[0]}"))[0]
    assert [r["href"].startswith("/map?box=") for r in rows] == [True]


def test_names_of_parties_do_not_lie_over_one_another() -> None:
    long = [{"a": f"A rather long name {i}", "b": f"Another long name {i % 7}", "events": 1} for i in range(20)]
    at = places(long, 1000, 520)
    names = sorted(at)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            beside = abs(at[a][0] - at[b][0]) >= (len(a) + len(b)) * 3.3
            assert beside or abs(at[a][1] - at[b][1]) >= 30, (a, b)


def test_a_cell_says_the_sharpest_act_its_condition_and_which_way_it_moved() -> None:
    cells = values(positions_matrix([{**POSITIONS[0], "moved": "harder"}]))[0]
    assert [c["mark"] for c in cells] == ["threaten if ↘"]


def test_a_single_month_does_not_fill_the_picture() -> None:
    chart = balance(MONTHS).to_dict()
    first, last = chart["vconcat"][0]["encoding"]["x"]["scale"]["domain"]
    assert (12 * last["year"] + last["month"]) - (12 * first["year"] + first["month"]) >= 12
    assert [r["signed"] for r in values(balance(MONTHS))[0]] == [3, -1]
    assert [r["balance"] for r in values(balance(MONTHS))[2]] == [-1.5]


def test_relations_draw_only_the_busiest() -> None:
    edges = values(relations(DYADS, most=1))[0]
    assert [e["pair"] for e in edges] == ["Alba – Borea"]


def test_the_same_graph_is_drawn_the_same_way_twice() -> None:
    assert relations(DYADS).to_json() == relations(list(reversed(DYADS))).to_json()


def test_a_stance_is_its_sharpest_act() -> None:
    cases = [["inform"], ["offer"], ["offer", "demand"], ["ask", "refuse"], ["praise", "threaten"]]
    assert [stance(acts) for acts in cases] == ["open", "open", "asks", "against", "threatens"]
