"""Coding: events, statements, acts, conditions and issues of one reading. Pure functions of the reading."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from detente.coding.model import Entries
from detente.reading.model import Reading

if TYPE_CHECKING:
    from detente.coding.coder import Coder


@cache
def _coder() -> Coder:
    """The coder that comes with detente, loaded once per process."""
    from detente.coding.coder import Coder

    return Coder()


def code(reading: Reading, with_coder: bool = True, coder: Coder | None = None) -> Entries:
    """The entries of one article, before merging.

    Args:
        reading: the article.
        with_coder: with the trained coder beside the rules.
        coder: another coder than the one that comes with detente, for measuring.
    """
    # imported here: who only asks a record need not wait for spaCy
    from detente.coding import statements
    from detente.coding.events import events
    from detente.coding.scores import scored, scored_statements
    from detente.reading.names import lists

    said, speakers = statements.statements(reading)
    found = events(reading, said, coder=(coder or _coder()) if with_coder else None)
    named = {p for e in found for p in (*e.actor, *e.recipient)} - set(reading.parties)
    states = tuple(lists().parties[p] for p in sorted(named) if p in lists().parties)
    return Entries(scored(reading, found), scored_statements(said), (*speakers, *states))
