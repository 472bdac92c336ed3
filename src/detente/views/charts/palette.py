"""Colours: blue for cooperation, orange and red for conflict; the material kinds are the darker ones.

Chosen from Okabe and Ito's set, so that readers with any common colour vision can tell them apart. What must differ
between a light and a dark page (land, labels, lines) is a named style: the page's script lays its own over it.
"""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from detente.record.tables import QUADS

QUAD_COLOURS = dict(zip(QUADS, ("#56b4e9", "#0072b2", "#e69f00", "#d55e00"), strict=True))
# What counts as having happened.
HAPPENED = ("occurred", "ongoing")
# The stance of a position, from its acts: from the softest to the sharpest.
STANCES = ("for", "open", "asks", "against", "threatens")
STANCE_COLOURS = dict(zip(STANCES, ("#0072b2", "#8cc8ec", "#f0d98c", "#e69f00", "#d55e00"), strict=True))
_STANCE_OF_ACT = {
    "accept": "for", "praise": "for", "promise": "for", "offer": "open", "ask": "asks", "demand": "asks",
    "refuse": "against", "criticise": "against", "deny": "against", "warn": "threatens", "threaten": "threatens",
}  # fmt: skip
_STYLES = {
    "land": {"fill": "#e4e4df", "stroke": "#ffffff"},
    "node": {"fill": "#333d47", "stroke": "#ffffff"},
    "halo": {"fill": "#ffffff", "stroke": "#ffffff"},
    "label": {"fill": "#1c2126"},
    "quiet": {"fill": "#b9c0c6"},
    "line": {"stroke": "#565f69"},
}


def styled(name: str) -> dict[str, Any]:
    """What a mark of a named style looks like on a light page."""
    return {"style": name, **_STYLES[name]}


def stance(acts: list[str]) -> str:
    """The stance that a position's acts come to: the sharpest of them, of which a reader should know first."""
    found = {_STANCE_OF_ACT[a] for a in acts if a in _STANCE_OF_ACT}
    return max(found, key=STANCES.index, default="open")


def sharpest(acts: list[str]) -> str:
    """The act that gives a position its stance; "" where none does."""
    wanted = stance(acts)
    return next((a for a in acts if _STANCE_OF_ACT.get(a) == wanted), "")


def held(rows: list[dict[str, Any]]) -> alt.InlineData:
    """The rows of a part of a chart. As one text: Altair copies and checks every value of a list, many times over."""
    return alt.InlineData(
        values=json.dumps(rows, ensure_ascii=False, separators=(",", ":")), format=alt.JsonDataFormat(type="json")
    )


def calm(chart: Any) -> Any:
    """A chart with the look that all have: no frame, quiet axes, small print that can be read."""
    axis = {
        "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelColor": "#444",
        "titleColor": "#444", "domainColor": "#aaa", "tickColor": "#aaa", "gridColor": "#e3e5e2",
    }  # fmt: skip
    legend = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"}
    return chart.configure(
        view={"stroke": None}, axis=axis, legend=legend, scale={"bandPaddingInner": 0.08, "bandPaddingOuter": 0.04}
    )
