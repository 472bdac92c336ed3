"""Where the time goes: processor time by stage, against the bare spaCy pipeline's.

``python -m benchmarks.profile PATH [--articles N] [--rounds N]`` prints a table for ``benchmarks/profile.md``: the
share of each stage of reading and coding in the processor time, and the whole in multiples of what spaCy alone takes
for the same texts in the same process, run in turn. ``--functions N`` adds the functions that take most, by cProfile.
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import importlib
import inspect
import os
import pstats
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.throughput import bare, spacy_alone, whole_way
from detente.articles import Article
from detente.sources import Wishes, articles

# stage: the functions that are it, where they are called from; time in an inner one is not counted in the outer
STAGES: dict[str, tuple[str, ...]] = {
    "words and sentences": (
        "spacy.language:Language.make_doc",
        "detente.reading.parsing:sentences",
        "detente.reading.parsing:parse",
    ),
    "gate": ("detente.reading.gate:gate",),
    "syntax: vectors and tags": (
        "detente.reading.networks:Encoder.__call__",
        "detente.reading.networks:Tagger.__call__",
        "detente.reading.parsing:features",
    ),
    "syntax: dependencies": ("detente.reading.parsing:Parser.__call__",),
    "syntax: lemmas": ("detente.reading.lemmas:Lemmas.__call__",),
    "names: spaCy's entities": ("detente.reading.networks:Entities.__call__",),
    "mentions and parties": ("detente.reading.mentions:mentions_and_parties",),
    "times": ("detente.reading.times:times",),
    "places": ("detente.reading.places:places",),
    "attribution: network": ("detente.coding.attribution:_run",),
    "attribution: windows and spans": ("detente.coding.attribution:attributions",),
    "statements": ("detente.coding.statements:statements",),
    "coder: network": ("detente.coding.coder:Coder._outputs",),
    "events": ("detente.coding.events:events",),
    "accounts": ("detente.merging.model:Account.of",),
}


class Stages:
    """Counts the processor time of functions, each without what the others take within it."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self._open: list[float] = []

    def __enter__(self) -> Stages:
        self._undo: list[tuple[Any, str, Any]] = []
        for stage, places in STAGES.items():
            for place in places:
                module, _, name = place.partition(":")
                owner: Any = importlib.import_module(module)
                *above, last = name.split(".")
                for part in above:
                    owner = getattr(owner, part)
                before = owner.__dict__[last]
                self._undo.append((owner, last, before))
                inner = before.__func__ if isinstance(before, classmethod) else before
                counted = self._counted(stage, inner)
                setattr(owner, last, classmethod(counted) if isinstance(before, classmethod) else counted)
        return self

    def __exit__(self, *_: object) -> None:
        for owner, name, before in self._undo:
            setattr(owner, name, before)

    def _counted(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.isgeneratorfunction(function):
            return self._counted_steps(stage, function)

        @functools.wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            self._open.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                self._close(stage, begun)

        return counted

    def _counted_steps(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            steps = iter(function(*args, **kwargs))
            while True:
                begun = time.process_time()
                self._open.append(0.0)
                try:
                    step = next(steps)
                except StopIteration:
                    return
                finally:
                    self._close(stage, begun)
                yield step

        return counted

    def _close(self, stage: str, begun: float) -> None:
        took = time.process_time() - begun
        self.used[stage] += took - self._open.pop()
        if self._open:
            self._open[-1] += took


def main() -> None:
    """Print the table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path")
    ap.add_argument("--articles", type=int, help="only the first so many")
    ap.add_argument("--rounds", type=int, default=1, help="the round with the least time for detente is told")
    ap.add_argument("--functions", type=int, default=0, metavar="N", help="also the N functions that take most")
    args = ap.parse_args()
    given = [a for a in articles(args.path, Wishes(any_language=True)) if isinstance(a, Article)][: args.articles]
    bare()
    whole_way(given[:2])
    theirs, best, parts = 1e9, 1e9, Counter[str]()
    for _ in range(args.rounds):
        begun = time.process_time()
        spacy_alone(given)
        theirs = min(theirs, time.process_time() - begun)
        with Stages() as stages:
            begun = time.process_time()
            whole_way(given)
            took = time.process_time() - begun
        if took < best:
            best, parts = took, stages.used
    parts["what lies between"] = best - parts.total()
    print(f"{len(given)} articles; spaCy alone {theirs:.2f} s, detente {best:.2f} s, ratio {theirs / best:.2f}\n")
    print("| stage | seconds | share | of spaCy's whole |\n|---|---:|---:|---:|")
    for stage in [*STAGES, "what lies between"]:
        print(f"| {stage} | {parts[stage]:.2f} | {parts[stage] / best:.1%} | {parts[stage] / theirs:.2f} |")
    print(f"| all | {best:.2f} | 100% | {best / theirs:.2f} |")
    if args.functions:
        profile = cProfile.Profile(time.process_time)
        profile.runcall(whole_way, given)
        pstats.Stats(profile).sort_stats("tottime").print_stats(args.functions)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
