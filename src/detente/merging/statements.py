"""Statements: one entry of what several articles report of one speech act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.coding.model import Statement
from detente.merging.model import Account, MergedStatement, Report
from detente.reading.model import Party


def merge_statements(accounts: Sequence[Account], parties: Mapping[str, Party]) -> tuple[MergedStatement, ...]:
    """The speech acts that the accounts report."""
    return tuple(_alone(a, s) for a in accounts for s in a.statements)


def _alone(account: Account, s: Statement) -> MergedStatement:
    report = Report(account.article.id, account.article.published, s.quote, s.speakers, s.cues, s.contents)
    content = " ".join(account.article.text[x.start : x.end] for x in s.contents)
    condition = account.article.text[s.condition.start : s.condition.end] if s.condition else None
    return MergedStatement(s, content, (report,), condition)
