"""Statements: one entry of what several articles report of one speech act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.merging.model import Account, MergedStatement
from detente.reading.model import Party


def merge_statements(accounts: Sequence[Account], parties: Mapping[str, Party]) -> tuple[MergedStatement, ...]:
    """The speech acts that the accounts report."""
    return tuple(MergedStatement(s, s.date.start if s.date else None) for a in accounts for s in a.statements)
