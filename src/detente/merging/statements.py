"""Statements: one entry of what several paragraphs or articles report of one speech act."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.coding.model import Evidence, Span, Statement
from detente.merging.clusters import clusters
from detente.merging.corrections import Correction, changed_statement, regroup, restored_statement
from detente.merging.model import Account, MergedStatement, Report
from detente.merging.parties import principal
from detente.merging.words import likeness, stems
from detente.reading.model import Party

CONFLICT = -6.0
# How alike (Jaccard of stems) the words of two reports of one statement are, at least; and how many stems they share.
WITHIN, ACROSS, SHARED = 0.6, 0.45, 4
# Days between two reports of one statement.
DAYS = 4
# Acts that reporters of the same words choose between.
_NEAR = (
    frozenset({"demand", "ask", "warn", "threaten", "criticise"}),
    frozenset({"offer", "promise", "accept"}),
    frozenset({"refuse", "deny", "criticise"}),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One report of a statement with what is compared."""

    key: tuple[int, str, int, int]
    statement: Statement
    account: Account
    day: int | None
    speakers: frozenset[str]
    principals: frozenset[str]
    words: frozenset[str]
    content: str

    @property
    def article(self) -> str:
        """The article that reports it."""
        return self.account.article.id


def said(account: Account) -> list[Said]:
    """What an account reports, statement by statement."""
    text, published = account.article.text, account.article.published
    out = []
    for k, s in enumerate(account.statements):
        spans = s.contents or s.evidence
        start = spans[0].start if spans else 0
        content = " ".join(text[x.start : x.end] for x in spans)
        out.append(
            Said(
                ((published or date.max).toordinal(), account.article.id, start, k),
                s,
                account,
                published.toordinal() if published else None,
                frozenset(s.speaker),
                frozenset(principal(account.parties, p) for p in (s.for_ or s.speaker)),
                stems(content),
                content,
            )
        )
    return out


def margin(a: Said, b: Said) -> float:
    """How far two reports are above (or below) what one statement asks for."""
    same_article = a.article == b.article
    if not same_article and (a.account.alone or b.account.alone):
        return CONFLICT
    x, y = a.statement, b.statement
    if not (a.speakers & b.speakers or a.principals & b.principals):
        return CONFLICT
    persons = [{p for p in s.speakers if s.account.parties.get(p, _NOBODY).kind == "person"} for s in (a, b)]
    if persons[0] and persons[1] and not persons[0] & persons[1]:
        return CONFLICT
    if x.act != y.act and "inform" not in (x.act, y.act) and not any(x.act in n and y.act in n for n in _NEAR):
        return CONFLICT
    if (x.condition is None) != (y.condition is None) and same_article:
        return CONFLICT
    if not same_article and a.day is not None and b.day is not None and abs(a.day - b.day) > DAYS:
        return CONFLICT
    if len(a.words & b.words) < SHARED:
        return CONFLICT
    return likeness(a.words, b.words) - (WITHIN if same_article else ACROSS)


_NOBODY = Party("", "", "group")


def blocks(s: Said) -> Iterator[tuple[Hashable, bool]]:
    """The blocks of a report: a party that speaks, the days, and a stem of what it says (long ones first)."""
    days = (0,) if s.day is None else (s.day // DAYS, s.day // DAYS + 1)
    # two sets with Jaccard >= 0.45 share one of the first 60 percent of any fixed order of their elements
    order = sorted(s.words, key=lambda w: (-len(w), w))
    for word in order[: max(1, len(order) - int(ACROSS * len(order)) + 1)]:
        for party in sorted(s.principals or s.speakers):
            for day in days:
                yield (party, word, day), True


def merge_statements(
    accounts: Sequence[Account], corrections: Sequence[Correction] = ()
) -> tuple[MergedStatement, ...]:
    """The speech acts that the accounts report, in the order of their first report, as corrections have them."""
    every = sorted((s for a in accounts for s in said(a)), key=lambda s: s.key)
    texts = {a.article.id: a.article.text for a in accounts}
    mine = [c for c in corrections if c.about == "statement"]
    groups, subjects, lost = regroup(clusters(every, blocks, margin), mine, _spans, texts)
    made = []
    for k, group in enumerate(groups):
        of = subjects.get(k, [])
        if any(c.kind == "reject" for c in of):
            continue
        merged = one(group)
        for c in of:
            merged = replace(merged, statement=changed_statement(merged.statement, c))
        made.append(merged)
    by_id = {a.article.id: a for a in accounts}
    made += [m for c in lost if c.kind == "change" and (m := restored_statement(c, by_id))]
    out = []
    seen: set[str] = set()
    for merged in made:
        n = 2
        id_ = merged.statement.id
        while id_ in seen:
            id_ = f"{merged.statement.id}-{n}"
            n += 1
        seen.add(id_)
        out.append(replace(merged, statement=replace(merged.statement, id=id_)))
    return tuple(out)


def _spans(s: Said) -> tuple[Span, Sequence[Evidence], frozenset[str], str]:
    x = s.statement
    content = x.contents[0] if x.contents else Span(x.evidence[0].start, x.evidence[0].end)
    return content, x.evidence, frozenset(x.speaker), x.act


def one(group: Sequence[Said]) -> MergedStatement:
    """The entry of one speech act, of all its reports. A direct quotation is shown before an indirect one, then the
    report that is surest of itself."""
    first = group[0]
    best = max(
        reversed(group),
        key=lambda s: (s.statement.act != "inform", s.statement.quote == "direct", bool(s.speakers), s.statement.score),
    )
    ordered = [best, *(s for s in group if s is not best)]
    s = best.statement
    reports = tuple(
        Report(
            o.article,
            o.account.article.published,
            o.statement.quote,
            o.statement.speakers,
            o.statement.cues,
            o.statement.contents,
        )
        for o in ordered
    )
    text = best.account.article.text
    condition = s.condition
    return MergedStatement(
        replace(
            s,
            id=_id(first),
            addressee=s.addressee or next((o.statement.addressee for o in ordered if o.statement.addressee), ()),
            issues=tuple(sorted({i for o in group for i in o.statement.issues})),
            evidence=tuple(dict.fromkeys(x for o in group for x in o.statement.evidence)),
            score=max(o.statement.score for o in group),
            date=s.date or next((o.statement.date for o in ordered if o.statement.date), None),
        ),
        best.content,
        reports,
        text[condition.start : condition.end] if condition else None,
    )


def _id(first: Said) -> str:
    spans = first.statement.contents or first.statement.evidence
    at = (first.article, *((x.start, x.end) for x in spans), sorted(first.statement.speaker))
    return "s" + hashlib.blake2b(repr(at).encode("utf-8", "replace"), digest_size=7).hexdigest()
