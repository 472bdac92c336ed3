"""Files that packages carry and pages load: Vega from vl-convert, the outlines of countries from the charts."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from fastapi.responses import Response

from detente.views.charts import world

router = APIRouter(include_in_schema=False)
_KEEP = {"Cache-Control": "max-age=86400"}


@cache
def _vega() -> str:
    import vl_convert

    return vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub wants a snippet, it does not


@router.get("/static/vega.js")
def vega() -> Response:
    """Vega, Vega-Lite and Vega-Embed in one file."""
    return Response(_vega(), media_type="text/javascript", headers=_KEEP)


@router.get("/static/world.json")
def outlines() -> Response:
    """The outlines of countries as TopoJSON."""
    return Response(world.outlines_file().read_bytes(), media_type="application/json", headers=_KEEP)
