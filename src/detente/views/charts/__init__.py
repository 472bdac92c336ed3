"""Pictures: Altair charts made in one place. A notebook shows them, the web application embeds them, PNG and SVG come
from vl-convert. Each takes plain rows (dictionaries), as the questions of the record give them."""

from detente.views.charts import palette
from detente.views.charts.matrix import positions_matrix
from detente.views.charts.palette import QUAD_COLOURS, STANCE_COLOURS
from detente.views.charts.relations import relations
from detente.views.charts.timeline import balance, timeline
from detente.views.charts.world import world_map

__all__ = [
    "QUAD_COLOURS",
    "STANCE_COLOURS",
    "balance",
    "palette",
    "positions_matrix",
    "relations",
    "timeline",
    "world_map",
]
