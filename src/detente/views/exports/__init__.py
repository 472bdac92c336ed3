"""Exports: the record in the formats that people already have tools for. Each takes the dump of a record."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

# name -> (module, function); a module is imported when its format is asked for
FORMATS = {
    "plover": ("plover", "write"),
    "polecat": ("polecat", "write"),
    "gdelt": ("gdelt", "write"),
    "icews": ("icews", "write"),
    "jsonld": ("jsonld", "write"),
    "graphml": ("graph", "write_graphml"),
    "gexf": ("graph", "write_gexf"),
    "atom": ("feed", "write"),
}


def write(form: str, dump: dict[str, Any], path: Path) -> int:
    """Write a dump in one of `FORMATS`; returns how many things were written."""
    module, function = FORMATS[form]
    written: int = getattr(import_module(f"{__name__}.{module}"), function)(dump, path)
    return written
