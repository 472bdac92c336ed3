"""How the web application bears many readers at once.

Usage: python -m benchmarks.load FOLDER [--days 56] [--users 50] [--seconds 60] [--think 1] [--rare 0.02]

Makes a record of made-up events in FOLDER where there is none (56 days of them are a million), serves it with
``detente serve`` in a process of its own, and lets readers ask for pages and the API on loopback. Every reader asks,
reads for ``--think`` seconds (between half and one and a half of it), and asks again; busy parties are asked for more
often, as Zipf has it. Before that every address of the common ones is asked for once: what a page costs in a new state
of the record is told apart ("first"). ``--rare`` is the share of requests for addresses that nobody asked for before.

Prints milliseconds by kind of address. The exit status is 1 when the 95th percentile of all is above 300 ms, or
anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import httpx

from benchmarks.made_record import build

LIMIT = 300.0  # milliseconds within which 95 of 100 answers must be there
ISSUES = ("missile-defence", "arms-control", "piracy", "trade")
# kind of address -> how often it is asked for, and its form; {p}, {q}: parties, {i}: an issue
KINDS = {
    "start": (8, "/"),
    "events": (6, "/events?party={p}"),
    "events of an issue": (3, "/events?issue={i}"),
    "statements": (4, "/statements?party={p}"),
    "timeline": (6, "/timeline?party={p}"),
    "relations": (4, "/relations"),
    "positions": (4, "/positions?party={p}"),
    "position": (3, "/position?party={p}&issue={i}"),
    "map": (2, "/map"),
    "agenda": (4, "/agenda?party={p}"),
    "dyad": (6, "/dyad?dyad={p},{q}"),
    "search": (2, "/search?q=state+{n}"),
    "API: events": (6, "/api/events?dyad={p},{q}"),
    "API: counts": (4, "/api/counts?dyad={p},{q}"),
    "API: positions": (3, "/api/positions?party={p}"),
    "API: agenda": (3, "/api/agenda?party={p}"),
}
PARTIES = 12  # busiest parties that the common addresses are about


def address(kind: str, rng: random.Random, parties: int) -> str:
    """An address of a kind, about one of so many of the busiest parties."""

    def some() -> int:
        return min(parties - 1, int(parties ** rng.random()) - 1)

    p, q = some(), some()
    q = (p + 1) % parties if p == q else q
    p, q = min(p, q), max(p, q)
    return KINDS[kind][1].format(p=f"S{p:03}", q=f"S{q:03}", i=rng.choice(ISSUES), n=p)


def common(seed: int = 1) -> list[tuple[str, str]]:
    """The addresses that are asked for again and again: a few of every kind."""
    rng = random.Random(seed)
    found: dict[tuple[str, str], None] = {}
    for kind in KINDS:
        for _ in range(PARTIES):
            found[kind, address(kind, rng, PARTIES)] = None
    return list(found)


async def readers(
    base: str, users: int, seconds: float, think: float, rare: float
) -> tuple[dict[str, list[float]], int]:
    """Milliseconds of all answers by kind of address, and how many failed."""
    took: dict[str, list[float]] = defaultdict(list)
    often = defaultdict(list)
    for kind, where in common():
        often[kind].append(where)
    kinds, weights = zip(*((k, w) for k, (w, _) in KINDS.items()), strict=True)
    failed = 0
    until = time.monotonic() + seconds

    async def reader(number: int) -> None:
        nonlocal failed
        rng = random.Random(number)
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            await asyncio.sleep(rng.random() * think)
            while time.monotonic() < until:
                kind = rng.choices(kinds, weights)[0]
                name = kind
                if rng.random() < rare and "{p}" in KINDS[kind][1]:
                    where, name = address(kind, rng, 200) + f"&since=2015-01-{rng.randrange(1, 29):02}", "rare ones"
                else:
                    where = rng.choice(often[kind])
                begun = time.perf_counter()
                try:
                    answer = await client.get(where)
                    failed += answer.status_code != 200
                except httpx.HTTPError as why:
                    failed += 1
                    print(f"{where}: {why!r}", file=sys.stderr)
                took[name].append(1000 * (time.perf_counter() - begun))
                await asyncio.sleep(think * (0.5 + rng.random()))

    await asyncio.gather(*(reader(n) for n in range(users)))
    return took, failed


def first(base: str) -> dict[str, list[float]]:
    """Milliseconds of the first answer at every common address, asked for one after the other."""
    took: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=base, timeout=120) as client:
        for kind, where in common():
            begun = time.perf_counter()
            answer = client.get(where)
            took[kind].append(1000 * (time.perf_counter() - begun))
            answer.raise_for_status()
    return took


def at(values: list[float], share: float) -> float:
    """The value below which a share of values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name, value in (("days", 56), ("users", 50), ("seconds", 60.0), ("think", 1.0), ("rare", 0.02)):
        parser.add_argument(f"--{name}", type=type(value), default=value)
    given = parser.parse_args()
    if not given.folder.exists():
        build(given.folder, given.days)
    command = [sys.executable, "-m", "detente.views.cli", "serve", str(given.folder), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as server:
        try:
            assert server.stdout is not None
            base = server.stdout.readline().split(" is open at ")[1].split()[0]
            cold = first(base)
            begun = time.monotonic()
            took, failed = asyncio.run(readers(base, given.users, given.seconds, given.think, given.rare))
            lasted = time.monotonic() - begun
        finally:
            server.terminate()
    every = [t for some in took.values() for t in some]
    print(f"{'':20}{'asked':>8}{'middle':>9}{'95 %':>9}{'slowest':>9}{'first':>9}  (ms)")
    for kind in (*KINDS, "rare ones"):
        if some := took.get(kind):
            before = f"{at(cold[kind], 0.5):9.0f}" if kind in cold else ""
            print(f"{kind:20}{len(some):8}{at(some, 0.5):9.0f}{at(some, 0.95):9.0f}{max(some):9.0f}{before}")
    p95 = at(every, 0.95)
    print(f"{'all':20}{len(every):8}{at(every, 0.5):9.0f}{p95:9.0f}{max(every):9.0f}")
    print(f"{given.users} readers, {len(every) / lasted:.0f} answers a second, {failed} failed")
    return int(p95 > LIMIT or failed > 0)


if __name__ == "__main__":
    sys.exit(main())
