"""What goes wrong, as the command line says it: in one line."""

from __future__ import annotations


class Failure(Exception):
    """An error a user can understand: what was wrong, where, and what to do."""
