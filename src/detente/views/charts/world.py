"""A map of what took place where. Outlines: world.json, Natural Earth 1:110m (public domain) as TopoJSON by
world-atlas 2.0.2 (ISC licence)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import altair as alt

from detente.record.tables import QUAD_OF_TYPE, QUADS
from detente.views.charts.palette import QUAD_COLOURS, calm, held, styled

# west, south, east, north, in degrees
Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -58.0, 180.0, 84.0)
_CLOSE = 26.0  # pixels within which dots become one


def outlines_file() -> Traversable:
    """The file of outlines."""
    return resources.files(__name__.rpartition(".")[0]) / "world.json"


@cache
def _outlines() -> str:
    return outlines_file().read_text()


def inside(box: Box, lat: float | None, lon: float | None) -> bool:
    """Whether a place lies in a box."""
    return lat is not None and lon is not None and box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def clusters(
    events: Iterable[Mapping[str, Any]], box: Box = WORLD, width: int = 860, height: int = 440
) -> list[dict[str, Any]]:
    """Dots of a map: places so close that they would hide one another are one dot, at the busiest of them.

    Args:
        events: rows with ``type``, ``lat``, ``lon`` (degrees, WGS 84), ``place`` (name) and, optionally, ``href``.
        box: what the map shows; places outside are left out.
        width, height: pixels of the map.

    Returns:
        Rows with ``place`` (the busiest, "and 2 more"), ``lat``, ``lon``, ``events`` and ``places`` (how many),
        ``kind`` (the quadrant of most of them), ``kinds`` (in words), ``box`` (around its places) and ``href`` (where
        it is one event alone).
    """
    scale = min(width / (box[2] - box[0]), height / (box[3] - box[1]))
    there: dict[tuple[float, float], list[Mapping[str, Any]]] = {}
    for e in events:
        if inside(box, e.get("lat"), e.get("lon")):
            there.setdefault((e["lat"], e["lon"]), []).append(e)
    spots = sorted(there.items(), key=lambda s: (-len(s[1]), s[0]))
    made: list[tuple[tuple[float, float], list[tuple[tuple[float, float], list[Mapping[str, Any]]]]]] = []
    for at, its in spots:
        near = next(
            (c for c in made if math.dist(c[0], at) * scale < _CLOSE),
            None,
        )
        if near is None:
            made.append((at, [(at, its)]))
        else:
            near[1].append((at, its))
    return [_dot(at, members) for at, members in made]


def _dot(at: tuple[float, float], members: list[tuple[tuple[float, float], list[Mapping[str, Any]]]]) -> dict[str, Any]:
    its = [e for _, some in members for e in some]
    kinds = Counter(QUAD_OF_TYPE[e["type"]] for e in its)
    most = min(kinds, key=lambda k: (-kinds[k], QUADS.index(k)))
    named = min((e.get("place") or "" for e in members[0][1]), default="")
    lats, lons = zip(*(m[0] for m in members), strict=True)
    pad = max(1.5, (max(lons) - min(lons)) * 0.3, (max(lats) - min(lats)) * 0.3)
    return {
        "place": named + (f" and {len(members) - 1} more" if len(members) > 1 else ""),
        "lat": at[0],
        "lon": at[1],
        "events": len(its),
        "places": len(members),
        "kind": most,
        "kinds": ", ".join(f"{kinds[q]} {q}" for q in QUADS if kinds[q]),
        "box": (
            round(max(-180.0, min(lons) - 1.5 * pad), 2), round(max(-85.0, min(lats) - pad), 2),
            round(min(180.0, max(lons) + 1.5 * pad), 2), round(min(85.0, max(lats) + pad), 2),
        ),
        "href": its[0].get("href") or "" if len(its) == 1 else "",
    }  # fmt: skip


def world_map(
    events: Iterable[Mapping[str, Any]],
    width: int = 860,
    height: int = 440,
    outlines_url: str | None = None,
    box: Box | None = None,
    address: Callable[[Box], str] | None = None,
) -> alt.LayerChart:
    """Events where they took place; what lies close is one dot with the number of its events.

    Args:
        events: rows as `clusters` takes them.
        width, height: pixels.
        outlines_url: where a page finds the outlines; without it they are part of the chart (108 kB).
        box: west, south, east, north in degrees: only this part of the world, closer.
        address: where a click on a dot of several events leads, by the box around them.
    """
    dots = clusters(events, box or WORLD, width, height)
    for d in dots:
        around = d.pop("box")
        d["href"] = d["href"] or (address(around) if address else "")
    shapes = alt.TopoDataFormat(type="topojson", feature="countries")
    land = (
        alt.UrlData(url=outlines_url, format=shapes)
        if outlines_url
        else alt.InlineData(values=_outlines(), format=shapes)
    )
    background = alt.Chart(land).mark_geoshape(strokeWidth=0.7, clip=True, **styled("land"))
    base = alt.Chart(held(dots)).encode(
        longitude="lon:Q",
        latitude="lat:Q",
        href="href:N",
        tooltip=["place:N", "events:Q", alt.Tooltip("kinds:N", title="of these")],
    )
    circles = base.mark_circle(opacity=0.88, stroke="white", strokeWidth=1, clip=True).encode(
        size=alt.Size("events:Q", scale=alt.Scale(type="sqrt", range=[110, 1100]), legend=None),
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=list(QUADS), range=[QUAD_COLOURS[q] for q in QUADS]),
            legend=alt.Legend(orient="bottom"),
        ),
    )
    numbers = base.transform_filter("datum.events > 1").mark_text(
        fontSize=11, fontWeight="bold", color="#10151a", clip=True
    )
    chart = background + circles + numbers.encode(text="events:Q")
    return calm(_projected(chart, box, width, height).properties(width=width, height=height))


def _projected(chart: alt.LayerChart, box: Box | None, width: int, height: int) -> alt.LayerChart:
    if box is None:
        # without Antarctica; an equal-earth map of scale 1 is 5.41 wide, and 1.3 high above the equator
        scale = min(width / 5.45, height / 2.38)
        return chart.project("equalEarth", scale=scale, translate=[width / 2, 1.3 * scale])
    west, south, east, north = box
    high = [math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, x))) / 2)) for x in (south, north)]
    scale = min(width / math.radians(east - west), height / max(1e-6, high[1] - high[0]))
    middle = math.degrees(2 * math.atan(math.exp(sum(high) / 2)) - math.pi / 2)
    return chart.project("mercator", scale=scale, center=[(west + east) / 2, middle], translate=[width / 2, height / 2])
