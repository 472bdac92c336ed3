"""The gazetteer: places of GeoNames by name, from an index that training/gazetteer.py builds; loaded at need."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

COUNTRY, REGION, COUNTY, CITY, AREA = range(5)
ALTERNATE = 1 << 31
_EXPANDED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word as the gazetteer's keys have it: lower case, without accents, dots and apostrophes; hyphens part words."""
    if not word.isascii():
        word = unicodedata.normalize(
            "NFKD", word.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d")
        )
        word = "".join(c for c in word if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['’ʼ.]", "", word.lower())).split())


def key(name: str) -> str:
    """The key of a name: its folded words, with Saint, Mount and Fort written out."""
    return " ".join(_EXPANDED.get(w, w) for w in folded(name).split())


@dataclass(frozen=True)
class Gazetteer:
    """Places as columns, and the rows that each name may mean.

    ``kind`` is one of COUNTRY, REGION (first-order), COUNTY (second-order), CITY and AREA; ``region`` and ``county``
    are the rows that a place lies in (its own row where there is none); ``country`` is the row of its country or -1.
    Countries come first.
    """

    text: bytes
    ids: npt.NDArray[np.uint32]
    lat: npt.NDArray[np.float32]
    lon: npt.NDArray[np.float32]
    population: npt.NDArray[np.uint32]
    kind: npt.NDArray[np.uint8]
    country: npt.NDArray[np.int32]
    region: npt.NDArray[np.int32]
    county: npt.NDArray[np.int32]
    iso3: list[str]
    keys: dict[str, int]
    offsets: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.uint32]
    capitals: frozenset[int]

    def find(self, name_key: str) -> list[tuple[int, bool]]:
        """The rows that a key may mean, each with whether the name is only an alternate one of the place."""
        k = self.keys.get(name_key)
        if k is None:
            return []
        found = self.rows[self.offsets[k] : self.offsets[k + 1]].tolist()
        return [(r & ~ALTERNATE, bool(r & ALTERNATE)) for r in found]

    @cached_property
    def names(self) -> list[str]:
        """The name of each place."""
        return self.text.decode("utf-8").split("\n")

    @cached_property
    def rows_of_iso3(self) -> dict[str, int]:
        """The row of a country by its ISO 3166-1 alpha-3 code."""
        return {code: row for row, code in enumerate(self.iso3)}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded once per process."""
    with (resources.files("detente.knowledge") / "gazetteer.npz").open("rb") as file, np.load(file) as data:
        columns = {name: data[name] for name in data.files}
    keys = columns.pop("keys").tobytes().decode("utf-8").split("\n")
    return Gazetteer(
        text=columns.pop("names").tobytes(),
        iso3=columns.pop("iso3").tobytes().decode("utf-8").split("\n"),
        keys=dict(zip(keys, range(len(keys)), strict=True)),
        capitals=frozenset(columns.pop("capitals").tolist()),
        **columns,
    )
