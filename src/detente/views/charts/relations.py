"""Relations: parties as a graph, an edge per dyad, its colour by the balance of what passed between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt


def relations(
    dyads: Iterable[Mapping[str, Any]], width: int = 720, height: int = 480, most: int = 60
) -> alt.LayerChart:
    """The graph of parties.

    Args:
        dyads: rows with ``a``, ``b`` (party names), ``events`` (how many), ``goldstein`` (mean, -10 to 10) and,
            optionally, ``href``.
        width: pixels.
        height: pixels.
        most: how many of the busiest dyads are drawn; more would be a hairball.
    """
    import networkx as nx

    busiest = sorted(dyads, key=lambda d: (-d["events"], d["a"], d["b"]))[:most]
    graph = nx.Graph()
    for d in busiest:
        graph.add_edge(d["a"], d["b"], weight=d["events"])
    at = nx.spring_layout(graph, seed=7, k=2.4 / max(1, len(graph)) ** 0.5, weight=None) if len(graph) else {}
    edges = [
        {
            "x": float(at[d["a"]][0]), "y": float(at[d["a"]][1]), 
            "x2": float(at[d["b"]][0]), "y2": float(at[d["b"]][1]),
            "pair": f"{d['a']} – {d['b']}", "events": d["events"], "goldstein": d.get("goldstein") or 0.0,
            "href": d.get("href") or "",
        }
        for d in busiest
    ]  # fmt: skip
    nodes = [
        {"name": n, "x": float(p[0]), "y": float(p[1]), "events": int(graph.degree(n, weight="weight"))}
        for n, p in sorted(at.items())
    ]
    hidden = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    roomy = alt.Scale(nice=False, zero=False, padding=45)
    x, y = alt.X("x:Q", axis=hidden, scale=roomy), alt.Y("y:Q", axis=hidden, scale=roomy)
    lines = (
        alt.Chart(alt.Data(values=edges))
        .mark_rule(opacity=0.8)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            size=alt.Size("events:Q", scale=alt.Scale(range=[1.5, 9]), legend=None),
            color=alt.Color(
                "goldstein:Q",
                title="conflict – cooperation",
                scale=alt.Scale(domain=[-6, 0, 6], range=["#d55e00", "#bbbbbb", "#0072b2"], clamp=True),
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
    points = alt.Chart(alt.Data(values=nodes)).encode(x=x, y=y, tooltip=["name:N", "events:Q"])
    return (
        (
            (lines + points.mark_circle(size=160, color="#333", stroke="#fff", opacity=1))
            + points.mark_text(dy=-15, fontSize=12, fontWeight="bold", color="#111", stroke="#fff", strokeWidth=3)
            + points.mark_text(dy=-15, fontSize=12, fontWeight="bold", color="#111").encode(text="name:N")
        )
        .properties(width=width, height=height)
        .configure_view(stroke=None)
    )
