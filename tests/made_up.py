"""Accounts made by hand, for tests of what comes after coding."""

from __future__ import annotations

from datetime import date, timedelta

from detente.articles import Article
from detente.coding.model import Act, Event, EventMention, EventType, Evidence, Span, Statement, Status, When, Where
from detente.merging import Account
from detente.reading.model import Party

STATES = {"FRE": "Freedonia", "SYL": "Sylvania", "RUR": "Ruritania", "GST": "Grand Fenwick"}
DAY = date(1933, 11, 17)


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
        When(day, last or day) if day else None,
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
