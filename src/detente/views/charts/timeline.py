"""A timeline: one dot per entry, by day and by how cooperative it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from detente.views.charts.palette import QUAD_COLOURS, QUAD_OF_TYPE, QUADS


def timeline(events: Iterable[Mapping[str, Any]], width: int | str = "container", height: int = 260) -> alt.Chart:
    """Events by day and Goldstein value; dragging zooms, a click follows ``href``.

    Args:
        events: rows with ``date`` (ISO day), ``type``, ``goldstein`` (-10 conflict to 10 cooperation), ``what``,
            ``sides`` ("RUS → NATO"), ``status`` and, optionally, ``href``. Rows without a date are left out.
        width: pixels, or "container".
        height: pixels.
    """
    rows = [
        {
            "date": str(e["date"])[:10],
            "type": e["type"],
            "goldstein": e.get("goldstein") or 0.0,
            "kind": QUAD_OF_TYPE[e["type"]],
            "what": e.get("what") or "",
            "sides": e.get("sides") or "",
            "status": e.get("status") or "",
            "href": e.get("href") or "",
            "settled": e.get("status") in ("occurred", "ongoing"),
        }
        for e in events
        if e.get("date")
    ]
    colours = alt.Scale(domain=list(QUADS), range=[QUAD_COLOURS[q] for q in QUADS])
    legend = alt.Legend(orient="top")
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_point(size=90, strokeWidth=2, opacity=0.9, filled=False)
        .encode(
            x=alt.X(
                "date:T",
                title=None,
                scale=alt.Scale(padding=16),
                axis=alt.Axis(format="%-d %b %Y", labelOverlap=True, grid=False, tickMinStep=86_400_000),
            ),
            y=alt.Y(
                "goldstein:Q",
                title="conflict  ←  Goldstein  →  cooperation",
                scale=alt.Scale(domain=[-11, 11], nice=False),
                axis=alt.Axis(values=[-10, -5, 0, 5, 10], gridDash=[2, 3]),
            ),
            stroke=alt.Stroke("kind:N", title=None, scale=colours, legend=legend),
            fill=alt.Fill("kind:N", title=None, scale=colours, legend=legend),
            # what has not happened (planned, conditional, alleged, denied) is an empty ring
            fillOpacity=alt.condition("datum.settled", alt.value(1), alt.value(0)),
            href="href:N",
            tooltip=[
                alt.Tooltip("date:T", format="%a %-d %b %Y"),
                alt.Tooltip("type:N"),
                alt.Tooltip("sides:N", title="who"),
                alt.Tooltip("what:N"),
                alt.Tooltip("status:N"),
                alt.Tooltip("goldstein:Q"),
            ],
        )
        .properties(width=width, height=height)
        .interactive(bind_y=False)
        .configure_view(stroke=None)
    )


def balance(months: Iterable[Mapping[str, Any]], width: int | str = "container", height: int = 200) -> alt.Chart:
    """Events per month: cooperation above the line, conflict below it.

    Args:
        months: rows with ``month`` (ISO day), ``kind`` (quadrant) and ``events``.
        width: pixels, or "container".
        height: pixels.
    """
    rows = [{**m, "signed": m["events"] if m["kind"] in QUADS[:2] else -m["events"]} for m in months]
    colours = alt.Scale(domain=list(QUADS), range=[QUAD_COLOURS[q] for q in QUADS])
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(width={"band": 0.8})
        .encode(
            x=alt.X("yearmonth(month):O", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, labelAngle=0)),
            y=alt.Y("signed:Q", title="conflict  ←  events  →  cooperation"),
            color=alt.Color("kind:N", title=None, scale=colours, legend=alt.Legend(orient="top")),
            tooltip=[alt.Tooltip("yearmonth(month):T", format="%B %Y"), "kind:N", "events:Q"],
        )
        .properties(width=width, height=height)
        .configure_view(stroke=None)
    )
