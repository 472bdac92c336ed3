"""The gate: which sentences can hold an entry and are worth parsing."""

from __future__ import annotations

from collections.abc import Sequence


def gate(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each sentence span of a text, whether it is to be parsed."""
    return [True for _ in spans]
