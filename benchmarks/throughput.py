"""How fast articles are read, against the bare spaCy pipeline.

``python -m benchmarks.throughput DIR [--processes N]``: the articles of a folder or file go through detente (reading
and coding, no record) and through ``nlp.pipe`` with all components, the same texts in the same number of processes.
Prints both in articles and words a second, and the ratio. Both are warmed up; nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Barrier

from detente.articles import Article
from detente.sources import Wishes, articles

CHUNK = 24


def spacy_alone(texts: Sequence[str]) -> int:
    """Texts through the bare pipeline; how many tokens came out."""
    from detente.reading.parsing import pipeline

    return sum(len(doc) for doc in pipeline().pipe(texts, batch_size=32))


def whole_way(given: Sequence[Article]) -> int:
    """Articles through reading and coding; how many entries came out."""
    from detente.record.intake import accounts

    return sum(len(a.events) + len(a.statements) for a in accounts(given))


def seconds(work: Callable[[Sequence[object]], int], given: Sequence[object], processes: int) -> float:
    """How long it takes to do all of it, without starting processes and loading models."""
    size = max(1, min(CHUNK, len(given) // (4 * processes)))
    chunks = [given[k : k + size] for k in range(0, len(given), size)]
    if processes == 1:
        work(given[:2])
        begun = time.perf_counter()
        for chunk in chunks:
            work(chunk)
        return time.perf_counter() - begun
    context = get_context("forkserver")
    ready = context.Barrier(processes + 1)
    with ProcessPoolExecutor(processes, context, initializer=_ready, initargs=(work, given[:2], ready)) as pool:
        waiting = [pool.submit(int) for _ in range(processes)]  # starts them
        ready.wait()
        begun = time.perf_counter()
        list(pool.map(work, chunks))
        took = time.perf_counter() - begun
        assert all(w.done() for w in waiting)
        return took


def _ready(work: Callable[[Sequence[object]], int], few: Sequence[object], ready: Barrier) -> None:
    """Load what the work needs, and wait until all have."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    work(few)
    ready.wait()


def main() -> None:
    """Print both speeds and the ratio."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path")
    ap.add_argument("--processes", type=int, default=1)
    ap.add_argument("--repeat", type=int, default=1, help="times over; the best of them counts")
    args = ap.parse_args()
    given = [a for a in articles(args.path, Wishes(any_language=True)) if isinstance(a, Article)]
    texts = [a.text for a in given]
    words = sum(len(t.split()) for t in texts)
    print(f"{len(given)} articles, {words:,} words, {args.processes} process{'es' if args.processes > 1 else ''}")
    best: dict[str, float] = {}
    for _ in range(args.repeat):
        for name, work, some in (("spaCy", spacy_alone, texts), ("detente", whole_way, given)):
            took = seconds(work, some, args.processes)  # type: ignore[arg-type]
            best[name] = min(took, best.get(name, took))
    for name, took in best.items():
        print(f"{name:8} {took:7.1f} s  {len(given) / took:7.1f} articles/s  {words / took:9,.0f} words/s")
    print(f"ratio    {best['spaCy'] / best['detente']:.2f} (detente's speed over spaCy's)")


if __name__ == "__main__":
    main()
