"""The matrix of positions: parties by issues, each cell the current stance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from detente.views.charts.palette import STANCE_COLOURS, STANCES, stance


def positions_matrix(positions: Iterable[Mapping[str, Any]], width: int | str = "container") -> alt.LayerChart:
    """Parties by issues.

    Args:
        positions: rows with ``actor`` (or ``name``), ``issue``, ``acts`` (list), ``conditional`` (bool), ``moved``
            (bool, optional) and ``href`` (optional).
        width: pixels, or "container".
    """
    rows = [
        {
            "party": p.get("name") or p["actor"],
            "issue": p["issue"],
            "stance": stance(list(p["acts"])),
            "acts": ", ".join(p["acts"]),
            "mark": ("if " if p.get("conditional") else "") + ("→" if p.get("moved") else ""),
            "href": p.get("href") or "",
        }
        for p in positions
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("issue:N", title=None, axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=180, domain=False)),
        y=alt.Y("party:N", title=None, axis=alt.Axis(domain=False, labelLimit=220)),
        # on the mark in a cell too, which lies over it
        href="href:N",
        tooltip=["party:N", "issue:N", "stance:N", "acts:N"],
    )
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "stance:N",
            title=None,
            scale=alt.Scale(domain=list(STANCES), range=[STANCE_COLOURS[s] for s in STANCES]),
            legend=alt.Legend(orient="bottom"),
        ),
    )
    return (
        (cells + base.mark_text(fontSize=11).encode(text="mark:N"))
        .properties(width=width, height=alt.Step(26), autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure_view(stroke=None)
    )
