"""How long merging takes: made-up articles of realistic skew, merged as a whole.

Usage: python -m benchmarks.merging [ARTICLES ...]    (default 1000 4000 10000)

Parties follow Zipf's law (a few dyads have most of the events), a happening is told by one to hundreds of articles,
most of them soon, some undated, some as background later.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from detente.articles import Article
from detente.coding.model import Event, EventMention, Evidence, Span, Statement, When, Where
from detente.merging import Account, merge
from detente.reading.model import Party

START = date(2015, 1, 1)
# A day of the world's news.
A_DAY = 10_000
TYPES = ("CONSULT", "AGREE", "ACCUSE", "REQUEST", "ASSAULT", "COERCE", "AID", "REJECT", "SUPPORT", "THREATEN")
VERBS = (
    "met talked discussed agreed signed accused blamed urged asked attacked struck bombed arrested sent supplied "
    "rejected refused backed praised warned threatened sanctioned"
).split()
NOUNS = (
    "border harbour treaty tariff gas pipeline election convoy embassy missile drone refugee fishery loan vaccine "
    "summit ceasefire prisoner grain satellite airspace island minority protest tribunal visa currency reactor dam port"
).split()
PARTIES = [f"S{k:02}" for k in range(150)]
PLACES = [Where(f"City {k}", f"S{k:02}", k, 0.0, 0.0) for k in range(150)]


def zipf(rng: random.Random, n: int) -> int:
    """A number below ``n``, small ones far more often."""
    return min(n - 1, int(n ** rng.random()) - 1)


def articles(n: int, seed: int = 1) -> Iterator[Account]:
    """``n`` accounts with four events and two statements each."""
    rng = random.Random(seed)
    happenings: list[tuple[str, str, str, int, str, str, Where | None]] = []
    parties = {p: Party(p, p, "state", names=(p,)) for p in PARTIES}
    for k in range(n):
        day = k // A_DAY
        sentences, events, statements = [], [], []
        at = 0
        for j in range(4):
            if happenings and rng.random() < 0.55:
                # one of the newest happenings, the most recent most often
                told = happenings[max(0, len(happenings) - 1 - zipf(rng, min(len(happenings), 30_000)))]
            else:
                a, b = rng.sample(range(len(PARTIES)), 2) if rng.random() < 0.3 else (zipf(rng, 150), zipf(rng, 150))
                if a == b:
                    b = (a + 1) % 150
                place = PLACES[b] if rng.random() < 0.5 else None
                words = " ".join(rng.sample(NOUNS, 3))
                told = (PARTIES[a], PARTIES[b], rng.choice(TYPES), day, rng.choice(VERBS), words, place)
                happenings.append(told)
            a_, b_, type_, when, verb, nouns, where = told
            sentence = f"{a_} {verb} {b_} over the {nouns}."
            sentences.append(sentence)
            start = START + timedelta(days=when)
            evidence = Evidence(f"a{k}", at, at + len(sentence))
            trigger = Span(at + len(a_) + 1, at + len(a_) + 1 + len(verb))
            sides = (b_,) if rng.random() < 0.8 else ()
            events.append(
                Event(
                    f"a{k}-{j}", type_, None, None, None, "occurred", (a_,), sides, (),  # type: ignore[arg-type]
                    When(start, start) if rng.random() < 0.6 else None, where if rng.random() < 0.5 else None, (),
                    (evidence,), (EventMention("actor", a_, f"a{k}", at, at + 3),), trigger, sentence,
                    type_ == "CONSULT", 0.8,
                )
            )  # fmt: skip
            at += len(sentence) + 1
        for j in range(2):
            speaker = PARTIES[zipf(rng, 150)]
            content = f"the {' '.join(rng.sample(NOUNS, 6))} will be {rng.choice(VERBS)}"
            sentence = f"{speaker} said {content}."
            sentences.append(sentence)
            first = at + len(speaker) + 6
            span = Span(first, first + len(content))
            statements.append(
                Statement(
                    f"a{k}-s{j}", (speaker,), (), (), "inform", "indirect", (), None, (Span(at, at + 3),), (), (span,),
                    (Evidence(f"a{k}", at, at + len(sentence)),), 0.8,
                )
            )  # fmt: skip
            at += len(sentence) + 1
        published = START + timedelta(days=day)
        yield Account(
            Article(f"a{k}", " ".join(sentences), published=published),
            parties,
            events=tuple(events),
            statements=tuple(statements),
        )


def main(sizes: list[int]) -> None:
    """Merge records of these sizes and print what it took."""
    for n in sizes:
        accounts = list(articles(n))
        begun = time.process_time()
        merged = merge(accounts)
        took = time.process_time() - begun
        told = sum(len(a.events) for a in accounts)
        most = max(len(m.history) for m in merged.events)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n:>7,} articles  {told:>8,} told  {len(merged.events):>8,} events (largest of {most})  "
            f"{len(merged.statements):>7,} statements  {took:7.1f} s  "
            f"{1000 * took / n:6.2f} ms an article  {peak:,.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main([int(x) for x in sys.argv[1:]] or [1000, 4000, 10000])
