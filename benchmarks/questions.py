"""How long questions take on a record of millions of made-up events.

Usage: python -m benchmarks.questions FOLDER [DAYS]    (made where it is not there; 560 days are ten million events)

The record is that of `made_record.py`: 200 states and 20,000 persons after Zipf's law, a tenth of the events has an
issue, two in a hundred are planned. Prints the middle and the slowest of fifteen warm answers, in milliseconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.made_record import build
from detente.record.record import Record

TIMES = 15


def main(folder: Path, days: int) -> None:
    """Build the record where it is not there, and ask."""
    if not folder.exists():
        build(folder, days)
    record = Record.open(folder)
    begun = time.perf_counter()
    newest = record.info()["last"]
    print(f"opened in {1000 * (time.perf_counter() - begun):.0f} ms", flush=True)
    month = {"since": newest - timedelta(days=30), "until": newest}
    questions: dict[str, Callable[[], object]] = {
        "dyad-month counts of the busiest dyad": lambda: record.counts(form="arrow", dyad=("S000", "S001")),
        "dyad-month counts of a quiet dyad": lambda: record.counts(form="arrow", dyad=("S120", "S150")),
        "dyad-month counts of all": lambda: record.counts(form="arrow"),
        "positions of a busy party": lambda: record.positions(form="arrow", party="S000"),
        "positions of a middling party": lambda: record.positions(form="arrow", party="S020"),
        "positions of a quiet party": lambda: record.positions(form="arrow", party="S150"),
        "agenda of a busy party, next 30 days": lambda: record.agenda(form="arrow", party="S000", since=newest),
        "agenda of a middling party": lambda: record.agenda(form="arrow", party="S020", since=newest),
        "events of a dyad in a month": lambda: record.events(form="arrow", dyad=("S000", "S001"), **month),
        "dossier of a quiet dyad": lambda: record.dossier(("S120", "S150")),
        "newest 50 events": lambda: record.events(form="arrow", limit=50, newest=True),
    }
    for name, ask in questions.items():
        times = []
        for _ in range(TIMES + 1):
            begun = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - begun))
        times = sorted(times[1:])
        print(f"{name:40} middle {times[len(times) // 2]:8.0f} ms   slowest {times[-1]:8.0f} ms", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 560)
