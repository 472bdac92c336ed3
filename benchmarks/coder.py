"""How many candidates a second the coder codes: ``python -m benchmarks.coder [--threads 2] [--n 2000]``.

The sentences are made up, of the lengths that news sentences have (median 24 words, one in ten over 42).
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.marking import Marked

_WORDS = (
    "the of to in and a that for on with by from as at after over under against between talks treaty border minister "
    "government troops officials agreement sanctions parliament president region week month spokesman said announced "
    "proposed signed rejected demanded oil trade council peace election northern southern new former senior joint "
    "economic military foreign national international security crisis"
).split()
_PARTIES = (
    "Norway",
    "the Chilean government",
    "Prime Minister Okafor",
    "NATO",
    "Kenyan police",
    "rebels",
    "the United Nations",
)
_VERBS = ("accused", "praised", "met", "attacked", "promised to help", "refused to meet", "sent food to", "warned")


def sentences(n: int, seed: int = 0) -> list[Marked]:
    """``n`` made-up marked sentences."""
    rng = random.Random(seed)
    out: list[Marked] = []
    for _ in range(n):
        length = int(min(70, max(6, rng.lognormvariate(3.15, 0.42))))
        before, after = (" ".join(rng.choices(_WORDS, k=k)) for k in (rng.randrange(0, length // 2), length // 2))
        source, verb, target = rng.choice(_PARTIES), rng.choice(_VERBS), rng.choice(_PARTIES)
        text = (before + " " if before else "") + f"{source} {verb} {target} {after}."
        s = len(before) + bool(before)
        v = s + len(source) + 1
        t = v + len(verb) + 1
        out.append(Marked(text, (s, s + len(source)), (t, t + len(target)), (v, v + len(verb))))
    return out


def main() -> None:
    """Print the rate."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--n", type=int, default=2000)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--weights", type=Path, default=None)
    args = ap.parse_args()
    coder = Coder(args.weights, threads=args.threads)
    made = sentences(args.n)
    coder.code(made[:64])
    began, worked = time.perf_counter(), time.process_time()
    coder.code(made)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{args.n} candidates, {args.threads} threads: {args.n / took:.0f} a second, "
        f"{args.n / worked:.0f} a second of one core's work"
    )


if __name__ == "__main__":
    main()
