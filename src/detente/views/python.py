"""The Python API: a record with its questions as DataFrames and its pictures as Altair charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.articles import Article, SetAside
from detente.record import intake, record

if TYPE_CHECKING:
    import altair as alt


class Record(record.Record):
    """A record, with pictures. Every picture takes the filters of the questions (``party``, ``dyad``, ``issue`` ...).

    Example:
        >>> import detente
        >>> record = detente.read("page.txt", published="2013-02-18")  # doctest: +SKIP
        >>> record.timeline(party="RUS")  # doctest: +SKIP
    """

    def timeline(self, width: int = 720, height: int = 260, **filters: Any) -> alt.VConcatChart:
        """Events by day and Goldstein value (-10 conflict to 10 cooperation), statements below; sizes in pixels."""
        from detente.views import charts
        from detente.views.charts import rows

        named = rows.names(self)
        said = rows.statements(self, named, **filters)
        return charts.timeline(rows.events(self, named, **filters), said, width, height)

    def relations(
        self, width: int = 720, height: int = 480, most: int = 60, groups: bool = False, **filters: Any
    ) -> alt.LayerChart:
        """The graph of parties, the ``most`` busiest dyads of it; sizes in pixels. With ``groups`` also parties without
        a name of their own ("protesters")."""
        from detente.views import charts
        from detente.views.charts import rows

        without = set() if groups else rows.generic(self)
        return charts.relations(rows.dyads(self, rows.names(self), without, **filters), width, height, most)

    def map(self, width: int = 860, height: int = 440, **filters: Any) -> alt.LayerChart:
        """Events where they took place; sizes in pixels."""
        from detente.views import charts
        from detente.views.charts import rows

        return charts.world_map(rows.events(self, rows.names(self), **filters), width, height)

    def positions_matrix(self, width: int = 720, groups: bool = False, **filters: Any) -> alt.LayerChart:
        """Parties by issues, each cell the sharpest act; width in pixels; ``groups`` as in `relations`."""
        from detente.views import charts
        from detente.views.charts import rows

        without = set() if groups else rows.generic(self)
        return charts.positions_matrix(rows.positions(self, rows.names(self), without, **filters), width)


def read(
    source: str | Path | Iterable[str | Path] | Iterable[Article],
    *,
    published: str | date | None = None,
    record: str | Path | None = None,
    alone: bool = False,
    workers: int = 1,
) -> Record:
    """Read articles into a record.

    Args:
        source: files or folders, or articles.
        published: the date of publication of articles that have none (ISO 8601).
        record: the folder of the record; without one the record is kept in memory.
        alone: every article stands for itself: nothing is merged across articles.
        workers: processes; 0 for one per core.

    What could not be read is in ``record.set_aside()``.

    Example:
        >>> import detente
        >>> record = detente.read("page.txt", published="2013-02-18")  # doctest: +SKIP
        >>> record.events(status="planned")  # doctest: +SKIP
    """
    from detente.sources import Wishes, articles

    wishes = Wishes(published=date.fromisoformat(published) if isinstance(published, str) else published)

    def found() -> Iterator[Article | SetAside]:
        for item in [source] if isinstance(source, str | Path) else source:
            if isinstance(item, str | Path):
                yield from articles(item, wishes)
            else:
                yield item

    out = Record.open(record, create=True)
    intake.take_in(out, found(), alone=alone, workers=workers)
    return out
