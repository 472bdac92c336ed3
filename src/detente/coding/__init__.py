"""Coding: events, statements, acts, conditions and issues of one reading. Pure functions of the reading."""

from __future__ import annotations

from detente.coding.model import Entries
from detente.reading.model import Reading


def code(reading: Reading) -> Entries:
    """The entries of one article, before merging."""
    # imported here: who only asks a record need not wait for spaCy
    from detente.coding import statements
    from detente.coding.events import events

    said, speakers = statements.statements(reading)
    return Entries(events(reading, said), said, speakers)
