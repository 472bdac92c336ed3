"""How much memory reading takes over many articles, and whether it grows.

``python -m benchmarks.memory PATH... [--articles N] [--workers N]``: N articles are made of those of the paths, in
turn, each time with a tenth of their capitalised words changed into new ones, so that what is kept for every
word grows as it does in life. They are read into a record by ``detente read``; the resident memory of each process is
sampled. Prints, by worker, the peak in MB, and the slope in MB per thousand articles over the last two thirds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import psutil

from detente.articles import Article
from detente.sources import Wishes, articles

_CAPITALISED = re.compile(r"\b[A-Z][a-z]{3,}\b")
_LONG = 20  # every so many articles one is given whole, however long


def made(given: Sequence[Article], count: int, characters: int) -> Iterator[dict[str, str]]:
    """Articles as they are given in JSON Lines: cut to so many characters, a tenth of the names in them changed."""
    for k in range(count):
        article, chance = given[k % len(given)], random.Random(k)

        def changed(m: re.Match[str], chance: random.Random = chance) -> str:
            if chance.random() > 0.1:
                return m[0]
            return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(4)).capitalize()

        text = article.text if k % _LONG == 0 else article.text[:characters]
        day = (article.published or None) and article.published.isoformat()
        yield {"id": f"made-{k}", "text": _CAPITALISED.sub(changed, text), **({"published": day} if day else {})}


def sampled(command: Sequence[str], every: float) -> tuple[dict[int, list[tuple[float, float]]], float]:
    """Seconds since the start and resident MB of each process below a command, by its number; and how long it took."""
    begun = time.monotonic()
    process = psutil.Popen(list(command))
    out: dict[int, list[tuple[float, float]]] = {}
    while process.poll() is None:
        for one in [process, *process.children(recursive=True)]:
            try:
                used = one.memory_info().rss / 1e6
            except psutil.NoSuchProcess:
                continue
            out.setdefault(one.pid, []).append((time.monotonic() - begun, used))
        time.sleep(every)
    if process.returncode:
        raise SystemExit(f"detente read failed with {process.returncode}")
    return out, time.monotonic() - begun


def main() -> None:
    """Print peak and slope of each process."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("paths", nargs="+")
    ap.add_argument("--articles", type=int, default=20_000)
    ap.add_argument("--workers", type=int, default=2)
    ap.add_argument("--characters", type=int, default=1500, help="of an article; every twentieth is given whole")
    ap.add_argument("--every", type=float, default=5.0, metavar="SECONDS")
    args = ap.parse_args()
    given = [a for a in articles(args.paths, Wishes(any_language=True)) if isinstance(a, Article)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for row in made(given, args.articles, args.characters):
                file.write(json.dumps(row) + "\n")
        command = [sys.executable, "-m", "detente.views.cli", "read", str(path), "--record", f"{folder}/record"]
        found, took = sampled([*command, "--no-duplicates", "--quiet", "--workers", str(args.workers)], args.every)
    print(f"{args.articles:,} articles, {args.workers} workers, {took:,.0f} s")
    for number, samples in found.items():
        at, used = np.array(samples).T
        late = at > took / 3
        if at[-1] - at[0] < took / 2 or late.sum() < 3:
            continue  # no worker
        slope = np.polyfit(at[late] * args.articles / took / 1000, used[late], 1)[0]
        third = ", ".join(f"{used[(at > took * k / 3) & (at <= took * (k + 1) / 3)].mean():,.0f}" for k in range(3))
        print(f"process {number}: peak {used.max():,.0f} MB, {slope:+.2f} MB per 1,000 articles; by thirds {third} MB")


if __name__ == "__main__":
    main()
