"""What goes wrong, as the command line says it: one line, and an exit status."""

from __future__ import annotations


class Failure(Exception):
    """An error a user can understand: what was wrong, where, and what to do."""

    def __init__(self, words: str, status: int = 1) -> None:
        super().__init__(" ".join(words.split()))
        self.status = status
