"""detente reads diplomatic and political news and keeps the record.

>>> import detente
>>> record = detente.read("page.txt", published="2013-02-18")  # doctest: +SKIP
>>> record.events()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.record.intake import read_text
    from detente.views.python import Record, read

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "read", "read_text"]

# What each name needs is heavy (spaCy, DuckDB), so it is imported when it is first asked for.
_HOMES = {
    "read": "detente.views.python",
    "read_text": "detente.record.intake",
    "Record": "detente.views.python",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")
