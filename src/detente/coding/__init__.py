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


def code(reading: Reading, with_coder: bool = True) -> Entries:
    """The entries of one article, before merging; ``with_coder``: with the trained coder beside the rules."""
    # imported here: who only asks a record need not wait for spaCy
    from detente.coding import statements
    from detente.coding.events import events

    said, speakers = statements.statements(reading)
    return Entries(events(reading, said, coder=_coder() if with_coder else None), said, speakers)
