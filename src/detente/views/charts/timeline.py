"""A timeline: a dot per event by day and by how cooperative it is, what was said under it, and a strip to zoom by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from detente.record.tables import QUAD_OF_TYPE, QUADS
from detente.views.charts.palette import (
    HAPPENED,
    QUAD_COLOURS,
    STANCE_COLOURS,
    STANCES,
    calm,
    held,
    stance,
    styled,
)

# Dots of one day and value stand beside one another: this much apart on the Goldstein scale, at most this far away.
_APART, _FARTHEST = 0.55, 2.2


def timeline(
    events: Iterable[Mapping[str, Any]],
    statements: Iterable[Mapping[str, Any]] = (),
    width: int | str = "container",
    height: int = 260,
) -> alt.VConcatChart:
    """Events by day and Goldstein value, statements by day and stance below them; a click on a mark follows ``href``.

    Dragging over the strip at the bottom zooms to the days under it; a click on it shows all again.

    Args:
        events: rows with ``date`` (ISO day), ``type``, ``goldstein`` (-10 conflict to 10 cooperation), ``what``,
            ``sides`` ("RUS → NATO"), ``status`` and, optionally, ``href``. Rows without a date are left out.
        statements: rows with ``date``, ``act``, ``sides``, ``words`` and, optionally, ``href``.
        width: pixels, or "container" (a page's script then fits it to its place).
        height: pixels of the part that holds the events.
    """
    dots = _dots(events)
    said = [
        {
            "date": str(s["date"])[:10],
            "act": s["act"],
            "stance": _lane(s["act"]),
            "sides": s.get("sides") or "",
            "words": " ".join((s.get("words") or "").split())[:200],
            "href": s.get("href") or "",
        }
        for s in statements
        if s.get("date")
    ]
    every = [{"date": r["date"], "kind": r["kind"]} for r in dots] + [{"date": r["date"], "kind": "said"} for r in said]
    days = sorted(r["date"] for r in every)
    padded = {"first": days[0], "last": days[-1]} if days else {}
    zoom = alt.selection_interval(encodings=["x"], name="zoom")
    x = alt.X("date:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True, tickCount=10, labelFlush=True)).scale(
        domain=zoom, padding=14
    )
    parts: list[Any] = [_events(dots, x, width, height)]
    if said:
        parts.append(_statements(said, x, width))
    upper = alt.vconcat(*parts, spacing=14).resolve_scale(x="shared", color="independent")
    strip = (
        alt.Chart(held(every))
        .mark_bar(binSpacing=0, **styled("quiet"))
        .encode(
            x=alt.X(
                "date:T",
                bin=alt.Bin(maxbins=120),
                title="drag here to zoom, click to see all",
                axis=alt.Axis(grid=False, labels=False, ticks=False, titleAnchor="start"),
            ),
            y=alt.Y("count():Q", title=None, axis=None),
        )
        .add_params(zoom)
        .properties(width=width, height=34)
    )
    chart = alt.vconcat(upper, strip, spacing=10, usermeta={"period": padded})
    return calm(chart)


def _lane(act: str) -> str:
    return "says" if act == "inform" else stance([act])


def _dots(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the dots; those of one day and value are moved apart, up and down in turn."""
    there: Counter[tuple[str, float]] = Counter()
    rows = []
    for e in events:
        if not e.get("date"):
            continue
        day, value = str(e["date"])[:10], e.get("goldstein") or 0.0
        k = there[day, value]
        there[day, value] += 1
        step = (k + 1) // 2 * _APART * (1 if k % 2 else -1)
        if abs(step) > _FARTHEST:
            step %= _FARTHEST
        rows.append(
            {
                "date": day,
                "type": e["type"],
                "goldstein": value,
                "at": max(-10.8, min(10.8, value + step)),
                "kind": QUAD_OF_TYPE[e["type"]],
                "what": e.get("what") or "",
                "sides": e.get("sides") or "",
                "status": e.get("status") or "",
                "href": e.get("href") or "",
                "settled": e.get("status") in HAPPENED,
            }
        )
    return rows


def _events(rows: list[dict[str, Any]], x: Any, width: int | str, height: int) -> alt.Chart:
    colours = alt.Scale(domain=list(QUADS), range=[QUAD_COLOURS[q] for q in QUADS])
    legend = alt.Legend(orient="top", offset=2)
    return (
        alt.Chart(held(rows))
        .mark_point(size=70, strokeWidth=2, opacity=0.9, filled=False, clip=True)
        .encode(
            x=x,
            y=alt.Y(
                "at:Q",
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
    )


def _statements(rows: list[dict[str, Any]], x: Any, width: int | str) -> alt.Chart:
    lanes = ["says", *STANCES]
    colours = alt.Scale(domain=lanes, range=["#9aa3ab", *(STANCE_COLOURS[s] for s in STANCES)])
    return (
        alt.Chart(held(rows))
        .mark_square(size=60, opacity=0.85, clip=True)
        .encode(
            x=x,
            y=alt.Y("stance:N", title="what was said", scale=alt.Scale(domain=lanes), axis=alt.Axis(grid=True)),
            color=alt.Color("stance:N", scale=colours, legend=None),
            href="href:N",
            tooltip=[
                alt.Tooltip("date:T", format="%a %-d %b %Y"),
                alt.Tooltip("sides:N", title="who"),
                alt.Tooltip("act:N"),
                alt.Tooltip("words:N"),
            ],
        )
        .properties(width=width, height=96)
    )


def balance(months: Iterable[Mapping[str, Any]], width: int | str = "container", height: int = 190) -> alt.VConcatChart:
    """Events per month by type, cooperation above the line and conflict below it; under them the balance of each month.

    Args:
        months: rows with ``month`` (ISO day), ``kind`` (quadrant), ``type``, ``events``, and ``goldstein`` (the mean of
            these events).
        width: pixels, or "container" (a page's script then fits it to its place).
        height: pixels of the part that holds the counts.
    """
    rows = [{**m, "signed": m["events"] if m["kind"] in QUADS[:2] else -m["events"]} for m in months]
    means: dict[str, list[float]] = {}
    for m in rows:
        if m.get("goldstein") is not None:
            mean = means.setdefault(m["month"], [0, 0.0])
            mean[0] += m["events"]
            mean[1] += m["events"] * m["goldstein"]
    line = [{"month": k, "balance": round(g / n, 2), "events": n} for k, (n, g) in sorted(means.items())]
    # a year at least: one bar alone would fill the picture
    first, last = (
        min((m["month"] for m in rows), default="2000-01-01"),
        max((m["month"] for m in rows), default="2000-12-01"),
    )
    year = alt.Scale(domain=_a_year(first, last))
    colours = alt.Scale(domain=list(QUADS), range=[QUAD_COLOURS[q] for q in QUADS])
    whole = "datum.value % 1 ? '' : format(abs(datum.value), ',d')"
    bars = (
        alt.Chart(held(rows))
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("yearmonth(month):T", title=None, scale=year, axis=alt.Axis(grid=False, labels=False, ticks=False)),
            y=alt.Y("signed:Q", title="conflict  ←  events", axis=alt.Axis(labelExpr=whole)),
            color=alt.Color("kind:N", title=None, scale=colours, legend=alt.Legend(orient="top")),
            order=alt.Order("kind:N"),
            detail="type:N",
            tooltip=[alt.Tooltip("yearmonth(month):T", format="%B %Y", title="month"), "type:N", "kind:N", "events:Q"],
        )
        .properties(width=width, height=height)
    )
    x = alt.X("month:T", title=None, scale=year, axis=alt.Axis(grid=False, tickCount=12, labelOverlap=True))
    y = alt.Y("balance:Q", title="balance", scale=alt.Scale(domain=[-10, 10]), axis=alt.Axis(values=[-10, 0, 10]))
    base = alt.Chart(held(line)).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("month:T", format="%B %Y"),
            alt.Tooltip("balance:Q", title="mean Goldstein"),
            "events:Q",
        ],
    )
    zero = alt.Chart(held([{}])).mark_rule(opacity=0.4, **styled("line")).encode(y=alt.datum(0))
    mean_line = (
        zero + base.mark_line(strokeWidth=1.5, **styled("line")) + base.mark_circle(size=40, color="#565f69")
    ).properties(width=width, height=80)
    return calm(alt.vconcat(bars, mean_line, spacing=6))


def _a_year(first: str, last: str) -> list[dict[str, int]]:
    """The first and last month of an axis that holds both months and is at least a year long."""
    a, b = (12 * int(m[:4]) + int(m[5:7]) - 1 for m in (first, last))
    short = max(0, 12 - (b - a + 1))
    a, b = a - (short + 1) // 2, b + short // 2 + 1
    return [{"year": m // 12, "month": m % 12 + 1, "date": 1} for m in (a, b)]
