"""A map of what took place where. Outlines: world.json, Natural Earth 1:110m (public domain) as TopoJSON by
world-atlas 2.0.2 (ISC licence)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import altair as alt

from detente.views.charts.palette import QUAD_COLOURS, QUAD_OF_TYPE, QUADS


def outlines_file() -> Traversable:
    """The file of outlines."""
    return resources.files(__name__.rpartition(".")[0]) / "world.json"


@cache
def _outlines() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outlines_file().read_text())
    return found


def world_map(
    events: Iterable[Mapping[str, Any]], width: int | str = 860, height: int = 440, outlines_url: str | None = None
) -> alt.LayerChart:
    """Events where they took place; those at one place with one kind are one dot, its size their number.

    Args:
        events: rows with ``type``, ``lat``, ``lon`` (degrees, WGS 84), ``place`` (name) and, optionally, ``href``.
        width: pixels, or "container".
        height: pixels.
        outlines_url: where a page finds the outlines; without it they are part of the chart (108 kB).
    """
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for e in events:
        if e.get("lat") is None or e.get("lon") is None:
            continue
        kind = QUAD_OF_TYPE[e["type"]]
        g = groups.setdefault(
            (e.get("place") or "", kind),
            {"place": e.get("place") or "", "kind": kind, "lat": e["lat"], "lon": e["lon"], "events": 0, "href": ""},
        )
        g["events"] += 1
        g["href"] = g["href"] or e.get("href") or ""
    shapes = alt.TopoDataFormat(type="topojson", feature="countries")
    land = (
        alt.UrlData(url=outlines_url, format=shapes)
        if outlines_url
        else alt.InlineData(values=_outlines(), format=shapes)
    )
    background = alt.Chart(land).mark_geoshape(fill="#e4e4df", stroke="#ffffff", strokeWidth=0.6)
    dots = (
        alt.Chart(alt.Data(values=sorted(groups.values(), key=lambda g: -g["events"])))
        .mark_circle(opacity=0.8, stroke="white", strokeWidth=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size("events:Q", scale=alt.Scale(range=[70, 900]), legend=None),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(QUADS), range=[QUAD_COLOURS[q] for q in QUADS]),
                legend=alt.Legend(orient="bottom"),
            ),
            href="href:N",
            tooltip=["place:N", "kind:N", "events:Q"],
        )
    )
    return (background + dots).project("equalEarth").properties(width=width, height=height).configure_view(stroke=None)
