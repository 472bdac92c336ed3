"""POLECAT: tab-separated, the column names and order of the published POLECAT files (Halterman et al. 2023)."""

from __future__ import annotations

import csv
from pathlib import Path

from detente.record.tables import QUAD_OF_TYPE
from detente.views.exports.sides import Dump, Row, Side, rows

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip


def _side(prefix: str, side: Side) -> dict[str, object]:
    return {
        f"{prefix} Name": side.name,
        f"{prefix} Country": side.country,
        f"Primary {prefix} Sector": side.sector,
        f"{prefix} Sectors": side.sector,
        f"{prefix} Title": side.role,
        f"{prefix} Name Raw": "; ".join(side.raw),
    }


def _line(row: Row, version: str) -> dict[str, object]:
    event, place = row.event, row.place
    people = sorted(set(event.get("person", [])))
    return {
        "Event ID": f"{event['id']}-{row.actor.id or '-'}-{row.recipient.id or '-'}",
        "Event Date": row.first_day or row.published,
        "Event Type": event["type"],
        "Event Mode": event.get("mode") or "",
        "Intensity": event.get("goldstein"),
        "Quad Code": QUAD_OF_TYPE[event["type"]].upper(),
        "Contexts": "; ".join(event.get("issues", [])),
        **_side("Actor", row.actor),
        **_side("Recipient", row.recipient),
        "Placename": place.get("name"),
        "City": place.get("name") if place.get("feature", "city") == "city" else "",
        "Country": place.get("country"),
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
        "GeoNames ID": place.get("geonames"),
        "Raw Placename": place.get("name"),
        "Feature Type": place.get("feature"),
        "Source": "; ".join(row.publishers),
        "Publication Date": row.published,
        "Story People": "; ".join(people),
        "Language": "en",
        "Version": version,
    }


def write(dump: Dump, path: Path) -> int:
    """Write a POLECAT table; returns the number of lines. Only what occurred or goes on is written."""
    version = f"detente {dump.get('version', '')}".strip()
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for row in rows(dump, occurred_only=True):
            writer.writerow({k: "" if v is None else v for k, v in _line(row, version).items()})
            count += 1
    return count
