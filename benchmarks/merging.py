"""What it costs to bring a day's articles into records of different size.

Usage: python -m benchmarks.merging FOLDER [DAYS ...] [--articles N]    (default 6 40 560 days: some 100,000, 700,000
and ten million events)

The records are made in FOLDER where they are not there (``FOLDER/6`` ...); all end on the same day. Each run brings the
day after it into a copy of each, in which only the files that are written are new. Times are processor seconds of this
process, all threads, and seconds on the clock; the ratio is of the former. The day tells of what happened in the three
weeks before, which six days do not fill.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.happenings import A_DAY, articles
from benchmarks.made_record import LAST, build
from detente.record.record import Record


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds and seconds on the clock."""
    begun, clock = time.process_time(), time.perf_counter()
    what()
    return time.process_time() - begun, time.perf_counter() - clock


def main() -> None:
    """Build, and bring a day into each."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("days", type=int, nargs="*", default=[6, 40, 560])
    ap.add_argument("--articles", type=int, default=A_DAY)
    args = ap.parse_args()
    folder, sizes, count = args.folder, args.days, args.articles
    first = None
    for days in sizes:
        made = folder / str(days)
        if not made.exists():
            spent, clock = timed(lambda made=made, days=days: build(made, days))  # type: ignore[misc]
            print(f"{days:>4} days written in {spent:,.0f} s of processor time ({clock:,.0f} s)", flush=True)
        work = folder / f"{days}-copy"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(made, work, copy_function=os.link)
        # the manifest is written again: it must be a file of its own
        (work / "detente.json").unlink()
        shutil.copy(made / "detente.json", work / "detente.json")
        record = Record.open(work)
        there = record.info()
        fresh = list(articles(LAST))[:count]
        spent, clock = timed(lambda record=record, fresh=fresh: record.add(fresh, coder="1"))  # type: ignore[misc]
        each = 1000 * spent / len(fresh)
        first = first or each
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{there['events']:>11,} events in {there['articles']:>9,} articles: {len(fresh):,} more in {spent:6.1f} s "
            f"({clock:,.0f} s on the clock), {each:.2f} ms an article, {each / first:.2f} times the first; "
            f"peak {peak:,.0f} MB",
            flush=True,
        )
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
