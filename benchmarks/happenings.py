"""Made-up happenings, and a day's articles that tell of them, of realistic skew.

Parties follow Zipf's law (a few dyads have most of the events); a day has some 18,000 happenings in 10,000 articles of
four events and a statement each; a happening is told once to dozens of times, on its day, the next, or up to two weeks
later, sometimes as background after months. Words are made up, of one length, so that rows are filled in by columns.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.articles import Article
from detente.coding.model import Event, EventMention, Evidence, Span, Statement, When
from detente.merging import Account
from detente.reading.model import Party

START = date(2015, 1, 1)
A_DAY, HAPPENINGS, PARTIES, PERSONS, WORDS = 10_000, 18_000, 200, 20_000, 4_000
# How many tell of a happening on top of the first: a few are told by dozens.
MORE = 1.2
TYPES = ("CONSULT", "AGREE", "ACCUSE", "REQUEST", "ASSAULT", "COERCE", "AID", "REJECT", "SUPPORT", "THREATEN")
ISSUES = ["missile-defence", "arms-control", "piracy", "trade", "climate", "sanctions", "energy", "migration"]
STATES = [f"S{k:03}" for k in range(PARTIES)]


def _words(n: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    letters = rng.choice(list("bdfgklmnprtvz"), (n, 4)), rng.choice(list("aiou"), (n, 3))
    made = [
        "".join(f"{c}{v}" for c, v in zip(row, vs, strict=False)) + row[3] + "o"
        for row, vs in zip(*letters, strict=True)
    ]
    return list(dict.fromkeys(made))


VERBS, NOUNS = _words(40, 1), _words(WORDS, 2)
PEOPLE = [
    f"{a.capitalize()} {b.capitalize()}" for a, b in zip(_words(PERSONS, 3), reversed(_words(PERSONS, 4)), strict=False)
]


def zipf(rng: np.random.Generator, n: int, size: int) -> np.ndarray:
    """Numbers below ``n``, small ones far more often."""
    return np.minimum(n - 1, (n ** rng.random(size)).astype(int) - 1)


@dataclass(frozen=True)
class Day:
    """The happenings of a day and who tells of them: arrays, one value for each happening or telling."""

    number: int
    actor: np.ndarray
    recipient: np.ndarray
    type: np.ndarray
    verb: np.ndarray
    nouns: np.ndarray
    happening: np.ndarray
    told: np.ndarray
    dated: np.ndarray
    two_sided: np.ndarray

    @classmethod
    def of(cls, number: int) -> Day:
        """Everything of a day, the same every time."""
        rng = np.random.default_rng(1000 + number)
        n = HAPPENINGS
        a, b = zipf(rng, PARTIES, n), zipf(rng, PARTIES, n)
        rare = rng.random(n) < 0.3
        a[rare], b[rare] = rng.integers(0, PARTIES, rare.sum()), rng.integers(0, PARTIES, rare.sum())
        b = np.where(a == b, (b + 1) % PARTIES, b)
        more = np.minimum(60, rng.pareto(1.6, n) * MORE * 0.6).astype(int)
        happening = np.concatenate([np.arange(n), np.repeat(np.arange(n), more)])
        m = len(happening)
        later = np.where(rng.random(m) < 0.72, 0, np.where(rng.random(m) < 0.6, 1, rng.integers(2, 15, m)))
        later = np.where(rng.random(m) < 0.01, rng.integers(15, 400, m), later)
        later[:n] = 0
        return cls(
            number, a, b, rng.integers(0, len(TYPES), n), rng.integers(0, len(VERBS), n),
            rng.integers(0, len(NOUNS), (n, 3)), happening, number + later, rng.random(m) < 0.6, rng.random(m) < 0.8,
        )  # fmt: skip


def sentence(day: Day, h: int) -> str:
    """What is told of a happening."""
    nouns = " ".join(NOUNS[w] for w in day.nouns[h])
    return f"{STATES[day.actor[h]]} {VERBS[day.verb[h]]} {STATES[day.recipient[h]]} over the {nouns}."


def articles(number: int) -> Iterator[Account]:
    """The accounts of the articles of a day, which tell what days before told too."""
    rng = np.random.default_rng(9000 + number)
    told = []
    for k in range(max(0, number - 400), number + 1):
        day = Day.of(k) if number - k < 15 or k % 7 == 0 else None
        if day is not None:
            told += [(day, int(t)) for t in np.flatnonzero(day.told == number)]
    order = rng.permutation(len(told))[: 4 * A_DAY]
    parties = {s: Party(s, s, "state", names=(s,)) for s in STATES}
    for k in range(0, len(order) - 3, 4):
        yield _article(rng, number, k // 4, [told[x] for x in order[k : k + 4]], parties)


def _article(
    rng: np.random.Generator, number: int, k: int, told: list[tuple[Day, int]], parties: dict[str, Party]
) -> Account:
    id_ = f"A{number:03}{k:05}"
    at, text, made, here = 0, [], [], {}
    for day, t in told:
        h = int(day.happening[t])
        a, b = STATES[day.actor[h]], STATES[day.recipient[h]]
        here |= {a: parties[a], b: parties[b]}
        words = sentence(day, h)
        when = START + timedelta(days=day.number)
        made.append(
            Event(
                f"{id_}-{at}", TYPES[day.type[h]], None, None, None, "occurred", (a,), (b,) if day.two_sided[t] else (),
                (), When(when, when, when.isoformat()) if day.dated[t] else None, None, (),
                (Evidence(id_, at, at + len(words)),), (EventMention("actor", a, id_, at, at + 4),),
                Span(at + 5, at + 13), words, TYPES[day.type[h]] == "CONSULT", 0.8,
            )  # type: ignore[arg-type]
        )  # fmt: skip
        text.append(words)
        at += len(words) + 1
    state = STATES[int(zipf(rng, PARTIES, 1)[0])]
    person = PEOPLE[int(zipf(rng, len(PEOPLE), 1)[0])]
    # a person mostly acts for one state
    state = STATES[zlib.crc32(person.encode()) % PARTIES] if rng.random() < 0.98 else state
    shown = person if rng.random() < 0.7 else person.split()[-1]
    here |= {state: parties[state], shown: Party(shown, shown, "person", state, "GOV", (shown,), "minister")}
    content = "the " + " ".join(NOUNS[int(w)] for w in rng.integers(0, len(NOUNS), 7))
    words = f"{shown} said {content}."
    first = at + len(shown) + 6
    said = Statement(
        f"{id_}-s", (shown,), (), (), "inform", "indirect", (), None, (Span(at, at + 3),), (),
        (Span(first, first + len(content)),), (Evidence(id_, at, at + len(words)),), 0.8,
    )  # fmt: skip
    article = Article(id_, " ".join([*text, words]), published=START + timedelta(days=number))
    return Account(article, here, events=tuple(made), statements=(said,))
