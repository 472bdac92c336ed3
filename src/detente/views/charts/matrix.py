"""The matrix of positions: parties by issues, each cell the current stance with its sharpest act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from detente.views.charts.palette import STANCE_COLOURS, STANCES, calm, held, sharpest, stance

ARROWS = {"harder": "↘", "softer": "↗"}


def positions_matrix(
    positions: Iterable[Mapping[str, Any]], width: int | str = "container", parties: int = 30, issues: int = 18
) -> alt.LayerChart:
    """Parties by issues, those with most positions first.

    Args:
        positions: rows with ``actor`` (or ``name``), ``issue``, ``acts`` (list), ``conditional`` (bool), ``moved``
            ("harder", "softer" or nothing, optional) and ``href`` (optional).
        width: pixels, or "container".
        parties, issues: how many are drawn at most.
    """
    found = list(positions)
    by_party, by_issue = (Counter(k) for k in ([_name(p) for p in found], [p["issue"] for p in found]))
    rows_ = [n for n, _ in sorted(by_party.items(), key=lambda x: (-x[1], x[0]))[:parties]]
    columns = [i for i, _ in sorted(by_issue.items(), key=lambda x: (-x[1], x[0]))[:issues]]
    rows = [
        {
            "party": _name(p),
            "issue": p["issue"].replace("-", " "),
            "stance": stance(list(p["acts"])),
            "acts": ", ".join(p["acts"]),
            "condition": "on a condition" if p.get("conditional") else "",
            "moved": p.get("moved") or "",
            "mark": " ".join(
                filter(
                    None,
                    (sharpest(list(p["acts"])), "if" * bool(p.get("conditional")), ARROWS.get(p.get("moved") or "")),
                )
            ),
            "href": p.get("href") or "",
        }
        for p in found
        if _name(p) in rows_ and p["issue"] in columns
    ]
    base = alt.Chart(held(rows)).encode(
        x=alt.X(
            "issue:N",
            title=None,
            sort=[c.replace("-", " ") for c in columns],
            axis=alt.Axis(orient="top", labelAngle=-32, labelLimit=170, domain=False, ticks=False, labelPadding=6),
        ),
        y=alt.Y(
            "party:N", title=None, sort=rows_, axis=alt.Axis(domain=False, ticks=False, labelLimit=200, labelPadding=8)
        ),
        # on the mark in a cell too, which lies over it
        href="href:N",
        tooltip=["party:N", "issue:N", "stance:N", "acts:N", "condition:N", "moved:N"],
    )
    cells = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color(
            "stance:N",
            title=None,
            scale=alt.Scale(domain=list(STANCES), range=[STANCE_COLOURS[s] for s in STANCES]),
            legend=alt.Legend(orient="bottom", symbolType="square"),
        ),
    )
    # an act may be longer than a narrow cell: it is cut, the tooltip and the table have it whole
    text = base.mark_text(fontSize=10, limit=max(34, 860 // max(1, len(columns)))).encode(
        text="mark:N",
        color=alt.condition(
            "datum.stance == 'for' || datum.stance == 'threatens'", alt.value("white"), alt.value("#1c2126")
        ),
    )
    chart = (cells + text).properties(
        width=width, height=alt.Step(28), autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    return calm(chart)


def _name(p: Mapping[str, Any]) -> str:
    return str(p.get("name") or p["actor"])
