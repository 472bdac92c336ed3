"""ICEWS-like: tab-separated, the 20 columns of the ICEWS coded event data (Boschee et al. 2015)."""

from __future__ import annotations

import csv
from pathlib import Path

from detente.views.exports.sides import Dump, Row, rows

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip


def _line(row: Row) -> dict[str, object]:
    event, place = row.event, row.place
    return {
        "Event ID": row.number,
        "Event Date": row.first_day or row.published,
        "Source Name": row.actor.name,
        "Source Sectors": row.actor.sector,
        "Source Country": row.actor.country,
        "Event Text": event.get("what") or event["type"],
        "CAMEO Code": event.get("cameo"),
        "Intensity": event.get("goldstein"),
        "Target Name": row.recipient.name,
        "Target Sectors": row.recipient.sector,
        "Target Country": row.recipient.country,
        "Story ID": row.articles[0] if row.articles else "",
        "Publisher": "; ".join(row.publishers),
        "City": place.get("name") if place.get("feature", "city") == "city" else "",
        "Country": place.get("country"),
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
    }


def write(dump: Dump, path: Path) -> int:
    """Write an ICEWS-like table; returns the number of lines. Only what occurred or goes on is written."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for row in rows(dump, occurred_only=True):
            writer.writerow({k: "" if v is None else v for k, v in _line(row).items()})
            count += 1
    return count
