"""Accounts made by hand, for tests of what comes after coding."""

from __future__ import annotations

import random
from datetime import date, timedelta

from detente.articles import Article
from detente.coding.model import Act, Event, EventMention, EventType, Evidence, Span, Statement, Status, When, Where
from detente.merging import Account
from detente.reading.model import Party

STATES = {"FRE": "Freedonia", "SYL": "Sylvania", "RUR": "Ruritania", "GST": "Grand Fenwick"}
DAY = date(1933, 11, 17)
GENEVA = Where("Geneva", "CHE", 2660646, 46.2, 6.1)
LAUSANNE = Where("Lausanne", "CHE", 2659994, 46.5, 6.6)
SAYINGS = (
    "The guns stay at the border until the wool is paid",
    "The guns will stay at the border until all wool is paid for",
    "No minister travels to Geneva before spring comes to the mountains",
    "Freedonia offers a ship of salted herring for the harbour",
)


def party(id_: str, of: str | None = None) -> Party:
    """A state of `STATES`, or a person who acts for ``of``."""
    if id_ in STATES:
        return Party(id_, STATES[id_], "state", names=(STATES[id_],))
    return Party(id_, id_, "person", of, "GOV")


def event(
    article: str,
    text: str,
    words: str,
    type_: EventType = "CONSULT",
    actor: tuple[str, ...] = ("FRE",),
    recipient: tuple[str, ...] = ("SYL",),
    *,
    trigger: str | None = None,
    mode: str | None = None,
    status: Status = "occurred",
    day: date | None = None,
    last: date | None = None,
    place: Where | None = None,
    person: tuple[str, ...] = (),
    issues: tuple[str, ...] = (),
    symmetric: bool | None = None,
    score: float = 0.9,
) -> Event:
    """An event whose evidence is ``words`` of ``text``."""
    start = text.index(words)
    trigger = trigger or words.split()[0]
    at = text.index(trigger, start)
    return Event(
        f"{article}-{start}-{at}",
        type_,
        mode or ("meet" if type_ == "CONSULT" else None),
        None,
        None,
        status,
        actor,
        recipient,
        person,
        When(day, last or day, day.isoformat()) if day else None,
        place,
        issues,
        (Evidence(article, start, start + len(words)),),
        tuple(
            EventMention(role, p, article, start, start + len(words))
            for role, side in (("actor", actor), ("recipient", recipient))
            for p in side
        ),
        Span(at, at + len(trigger)),
        trigger,
        symmetric if symmetric is not None else type_ in {"CONSULT", "AGREE", "COOPERATE"},
        score,
    )


def statement(
    article: str,
    text: str,
    words: str,
    speaker: tuple[str, ...] = ("FRE",),
    act: Act = "inform",
    *,
    addressee: tuple[str, ...] = (),
    issues: tuple[str, ...] = (),
) -> Statement:
    """A statement whose evidence and content are ``words`` of ``text``."""
    start = text.index(words)
    span = Span(start, start + len(words))
    return Statement(
        f"{article}-s{start}", speaker, (), addressee, act, "indirect", issues, None,
        (Span(start, start + 1),), (), (span,), (Evidence(article, start, start + len(words)),), 0.8,
    )  # fmt: skip


def account(
    id_: str,
    text: str,
    *entries: Event | Statement,
    published: date | None = DAY,
    persons: dict[str, str] | None = None,
    roles: dict[str, str] | None = None,
    alone: bool = False,
) -> Account:
    """The account of an article; ``persons``: whom each person acts for."""
    parties = {s: party(s) for s in STATES} | {p: party(p, of) for p, of in (persons or {}).items()}
    for p, role in (roles or {}).items():
        parties[p] = Party(p, p, "person", parties[p].of, "GOV", role=role)
    return Account(
        Article(id_, text, published=published),
        parties,
        events=tuple(e for e in entries if isinstance(e, Event)),
        statements=tuple(s for s in entries if isinstance(s, Statement)),
        alone=alone,
    )


def days(n: int) -> date:
    """``n`` days after `DAY`."""
    return DAY + timedelta(days=n)


def world(seed: int) -> list[Account]:
    """Sixty articles on a handful of happenings, told in many ways."""
    rng = random.Random(seed)
    happenings = []
    for _ in range(12):
        a, b = rng.sample(["FRE", "SYL", "RUR", "GST"], 2)
        kind = rng.choice(["CONSULT", "AGREE", "ACCUSE", "ASSAULT", "COOPERATE"])
        happenings.append((a, b, kind, rng.randrange(25), rng.choice([GENEVA, LAUSANNE, None])))
    out = []
    for n in range(60):
        some = rng.sample(happenings, rng.randint(1, 3))
        text = " ".join(
            f"They {rng.choice(['met', 'talked', 'struck', 'agreed', 'spoke'])} number {k} again." for k in range(3)
        )
        entries = []
        published = max(h[3] for h in some) + rng.randint(-4, 6)
        for k, (a, b, kind, day, place) in enumerate(some):
            start = text.index(f"number {k}")
            words = text[max(0, start - 6) : start + 8]
            told = day + rng.choice([0, 0, 0, 1])
            entries.append(
                event(
                    f"n{n}", text, words.strip(), kind, (a,), (b,) if rng.random() < 0.8 else (),  # type: ignore[arg-type]
                    status="planned" if day > published else "occurred",
                    day=days(told) if rng.random() < 0.7 else None,
                    last=days(told + rng.choice([0, 0, 9])),
                    place=place if rng.random() < 0.5 else None,
                    score=rng.choice([0.5, 0.7, 0.9]),
                )
            )  # fmt: skip
        said = rng.choice(SAYINGS)
        text = f"{text} {said}."
        told = statement(f"n{n}", text, said, (rng.choice(["FRE", "SYL"]),), rng.choice(["inform", "refuse"]))
        out.append(account(f"n{n}", text, *entries, told, published=days(published) if rng.random() < 0.95 else None))
    return out
