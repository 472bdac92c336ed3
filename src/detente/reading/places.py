"""Places: the toponyms of an article with their GeoNames id, coordinates and country.

Candidates come from the gazetteer (toponyms.py), what they mean from the article as a whole (resolution.py), whether
they name a place at all from their company (recognition.py). Demonyms count: "Russian" is Russia.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Doc

from detente.articles import Article
from detente.reading.gazetteer import AREA, CITY, COUNTRY, COUNTY, REGION, gazetteer
from detente.reading.model import Mention, Place, Sentence
from detente.reading.names import lists
from detente.reading.recognition import recognise
from detente.reading.resolution import resolve
from detente.reading.toponyms import Toponym, toponyms

# From this probability on a candidate is taken for a place
THRESHOLD = 0.45
# ... or from the first one on, where the article names it elsewhere with at least the second one
AGAIN, SURE = 0.25, 0.8

_FEATURES: dict[int, Literal["country", "region", "city", "other"]] = {
    COUNTRY: "country", REGION: "region", COUNTY: "region", CITY: "city", AREA: "other",
}  # fmt: skip


def _town(t: Toponym, row: int) -> int:
    """The town that a division has its name from and that is much of it, rather than the division: Zürich the city."""
    index = gazetteer()
    if index.kind[row] not in (REGION, COUNTY) or index.iso3[index.country[row]] == "USA":
        return row
    least = 0.1 * float(index.population[row])
    towns = [r for r in t.rows if index.kind[r] == CITY and row in (index.region[r], index.county[r])]
    return max((r for r in towns if index.population[r] >= least), key=lambda r: index.population[r], default=row)


def _capital(text: str) -> bool:
    """Whether a name is that of a capital that stands for its state."""
    return any(n.kind == "metonym" for n in lists().names.get(text, ()))


def places(doc: Doc, sentences: Sequence[Sentence], mentions: Sequence[Mention], article: Article) -> tuple[Place, ...]:
    """The places that an article names, in order.

    Args:
        doc: the article's document.
        sentences: its sentences.
        mentions: the mentions of parties in it.
        article: the article.
    """
    index = gazetteer()
    candidates = toponyms(doc)
    scores = recognise(doc, candidates)[0]
    best: dict[str, float] = {}
    for t, s in zip(candidates, scores, strict=True):
        best[t.key] = max(s, best.get(t.key, 0.0))
    capitals = {(m.start, m.end) for m in mentions if m.kind == "metonym"}  # known by name: "went to Accra"
    found = [
        (t, s)
        for t, s in zip(candidates, scores, strict=True)
        if s >= THRESHOLD
        or (s >= AGAIN and (best[t.key] >= SURE or _capital(doc[t.first : t.last].text)))
        or (doc[t.first].idx, doc[t.last - 1].idx + len(doc[t.last - 1])) in capitals
    ]
    rows = resolve([t for t, _ in found], [s for _, s in found])[0]  # once more, in the company of places only
    out = []
    for (t, _), row in zip(found, rows, strict=True):
        row = _town(t, row)
        start, end, country = doc[t.first].idx, doc[t.last - 1].idx + len(doc[t.last - 1]), int(index.country[row])
        out.append(
            Place(
                start,
                end,
                index.names[row],
                int(index.ids[row]) or None,
                round(float(index.lat[row]), 5),
                round(float(index.lon[row]), 5),
                index.iso3[country] if country >= 0 else None,
                _FEATURES[int(index.kind[row])],
            )
        )
    return tuple(out)
