"""A record: what articles told, asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from detente.merging import Account, merge
from detente.record.dump import document


class Record:
    """A record in memory or in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._accounts: dict[str, Account] = {}

    @classmethod
    def open(cls, folder: str | Path | None = None) -> Record:
        """The record of a folder, or a new one in memory."""
        return cls(Path(folder) if folder else None)

    def add(self, accounts: Iterable[Account]) -> None:
        """Take up the accounts of articles."""
        for a in accounts:
            self._accounts[a.article.id] = a

    def dump(self) -> dict[str, Any]:
        """The whole record as one JSON document."""
        accounts = list(self._accounts.values())
        return document(accounts, merge(accounts))
