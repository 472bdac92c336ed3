"""Codes of entries: short enough to type."""

from __future__ import annotations

import hashlib

LENGTH = 7


def code(id_: str) -> str:
    """The code of an entry: the beginning of the MD5 of its id (not for secrecy; DuckDB can compute it too)."""
    return hashlib.md5(id_.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:LENGTH]
