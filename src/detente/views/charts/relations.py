"""Relations: parties as a graph, an edge per dyad, its colour by the balance of what passed between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log1p
from typing import Any

import altair as alt
import numpy as np

from detente.views.charts.palette import calm, held, styled

_LETTER = 6.8  # pixels of a letter of a label, on average


def relations(
    dyads: Iterable[Mapping[str, Any]], width: int | str = 720, height: int = 480, most: int = 60, nominal: int = 1060
) -> alt.LayerChart:
    """The graph of parties.

    Args:
        dyads: rows with ``a``, ``b`` (party names), ``events`` (how many), ``goldstein`` (mean, -10 to 10) and,
            optionally, ``href``, and ``a_href``, ``b_href`` for the parties themselves.
        width: pixels, or "container".
        height: pixels.
        most: how many of the busiest dyads are drawn; more would be a hairball.
        nominal: pixels for which labels are kept apart where ``width`` is "container".
    """
    busiest = sorted(dyads, key=lambda d: (-d["events"], d["a"], d["b"]))[:most]
    wide = width if isinstance(width, int) else nominal
    at = places(busiest, wide, height)
    links = {d[k]: d.get(f"{k}_href") or "" for d in busiest for k in ("a", "b")}
    total: dict[str, int] = {}
    for d in busiest:
        for k in ("a", "b"):
            total[d[k]] = total.get(d[k], 0) + d["events"]
    edges = [
        {
            "x": at[d["a"]][0], "y": at[d["a"]][1], "x2": at[d["b"]][0], "y2": at[d["b"]][1],
            "pair": f"{d['a']} – {d['b']}", "events": d["events"], "goldstein": d.get("goldstein") or 0.0,
            "href": d.get("href") or "",
        }
        for d in busiest
    ]  # fmt: skip
    nodes = [{"name": n, "x": p[0], "y": p[1], "events": total[n], "href": links[n]} for n, p in sorted(at.items())]
    hidden = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    x = alt.X("x:Q", axis=hidden, scale=alt.Scale(domain=[0, wide], nice=False, zero=False))
    y = alt.Y("y:Q", axis=hidden, scale=alt.Scale(domain=[0, height], nice=False, zero=False))
    lines = (
        alt.Chart(held(edges))
        .mark_rule(opacity=0.85, strokeCap="round")
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            size=alt.Size("events:Q", scale=alt.Scale(type="sqrt", range=[1.5, 9]), legend=None),
            color=alt.Color(
                "goldstein:Q",
                title="confront – cooperate",
                scale=alt.Scale(domain=[-6, 0, 6], range=["#d55e00", "#b9b9b9", "#0072b2"], clamp=True),
                legend=alt.Legend(orient="bottom", gradientLength=180),
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("pair:N"),
                alt.Tooltip("events:Q"),
                alt.Tooltip("goldstein:Q", format=".1f", title="mean Goldstein"),
            ],
        )
    )
    points = alt.Chart(held(nodes)).encode(x=x, y=y, href="href:N", tooltip=["name:N", "events:Q"])
    text = points.mark_text(dy=17, fontSize=12, fontWeight="bold").encode(text="name:N")
    return calm(
        (
            lines
            + points.mark_circle(opacity=1, **styled("node")).encode(
                size=alt.Size("events:Q", scale=alt.Scale(type="sqrt", range=[60, 420]), legend=None)
            )
            + text.mark_text(**styled("halo"), dy=17, fontSize=12, fontWeight="bold", strokeWidth=3.5)
            + text.mark_text(**styled("label"), dy=17, fontSize=12, fontWeight="bold")
        )
        .resolve_scale(size="independent")
        .properties(width=width, height=height)
    )


def places(dyads: list[Mapping[str, Any]], width: int, height: int) -> dict[str, tuple[float, float]]:
    """Where each party stands, in pixels: those with much between them near, no name over another.

    A spring layout (Fruchterman and Reingold 1991), stretched over the picture; then boxes that hold a dot with its
    name are pushed apart.
    """
    import networkx as nx

    graph = nx.Graph()
    for d in dyads:
        graph.add_edge(d["a"], d["b"], weight=log1p(d["events"]))
    groups = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c))
    if not groups:
        return {}
    # the largest group has most of the picture; the others stand in a column beside it
    others = groups[1:]
    aside = min(0.4, 0.13 + 0.015 * sum(map(len, others))) * width if others else 0.0
    out = _spread(graph.subgraph(groups[0]), 0, 0, width - aside, height)
    top = 0.0
    for group in others:
        share = height * len(group) / sum(map(len, others))
        out |= _spread(graph.subgraph(group), width - aside, top, aside, share)
        top += share
    return {n: (round(x, 1), round(y, 1)) for n, (x, y) in _apart(out, width, height).items()}


def _spread(graph: Any, left: float, top: float, width: float, height: float) -> dict[str, tuple[float, float]]:
    """One group of parties over a part of the picture."""
    import networkx as nx

    names = sorted(graph)
    # in one order: a layout depends on it
    ordered = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_weighted_edges_from(sorted((*sorted((a, b)), w) for a, b, w in graph.edges(data="weight")))
    spring = nx.spring_layout(ordered, seed=7, k=2.6 / len(names) ** 0.5, weight="weight", iterations=120)
    at = np.array([spring[n] for n in names], dtype=float)
    # the longer way lies along the longer side
    if np.ptp(at[:, 1]) > np.ptp(at[:, 0]) and width > height:
        at = at[:, ::-1]
    low, high = at.min(axis=0), at.max(axis=0)
    edge = np.array([min(60.0, width / 4), min(28.0, height / 3)])
    at = (at - low) / np.maximum(high - low, 1e-9) * (np.array([width, height]) - 2 * edge) + edge
    return {n: (left + float(p[0]), top + float(p[1])) for n, p in zip(names, at, strict=True)}


def _apart(given: dict[str, tuple[float, float]], width: float, height: float) -> dict[str, tuple[float, float]]:
    """Boxes that hold a dot with its name, pushed apart until none lies over another."""
    names = sorted(given)
    at = np.array([given[n] for n in names])
    half = np.array([[max(20.0, len(n) * _LETTER / 2 + 6), 21.0] for n in names])
    size = np.array([width, height], dtype=float)
    for _ in range(300):
        away = at[:, None, :] - at[None, :, :]
        over = half[:, None, :] + half[None, :, :] - np.abs(away)
        touching = np.triu((over > 0).all(axis=2), 1)
        if not touching.any():
            break
        for i, j in zip(*np.nonzero(touching), strict=True):
            axis = int(over[i, j, 0] > over[i, j, 1])  # along the shorter way out
            push = (1.0 if away[i, j, axis] >= 0 else -1.0) * (over[i, j, axis] / 2 + 0.5)
            at[i, axis] += push
            at[j, axis] -= push
        at = np.clip(at, half, size - half)
    return {n: (float(p[0]), float(p[1])) for n, p in zip(names, at, strict=True)}
