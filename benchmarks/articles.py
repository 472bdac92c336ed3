"""The articles of the shared sets, by the name of the set, exactly as the scorers of SHARED/score hand them out."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

# set: the scorer that hands it out, and where its data lie in SHARED/data
SETS = {
    "aquaint": ("times.py", "times/aquaint"),
    "polnear-dev": ("attributions.py", "polnear/dev"),
    "polnear-train": ("attributions.py", "polnear/train"),
    "lgl": ("places.py", "geo/lgl.xml"),
}


class Missing(Exception):
    """Data that a figure needs and that are not there; says which."""


def data(shared: Path, name: str) -> Path:
    """Where the data of a set lie. Raises Missing when they do not."""
    path = shared / "data" / SETS[name][1]
    if not path.exists():
        raise Missing(f"{path} is not there")
    return path


@cache
def rows(shared: Path, name: str) -> dict[str, dict[str, Any]]:
    """The articles of a set by id: ``id``, ``text`` and ``published`` (ISO 8601)."""
    path = data(shared, name)
    script = shared / "score" / SETS[name][0]
    if not script.exists():
        raise Missing(f"{script} is not there")
    out = subprocess.run(
        [sys.executable, str(script), "articles", str(path)], capture_output=True, text=True, check=True
    ).stdout
    return {row["id"]: row for row in map(json.loads, out.split("\n")[:-1])}


def article(shared: Path, key: str) -> dict[str, Any]:
    """The article that a gold file calls ``SET:ID``."""
    name, _, ident = key.partition(":")
    found = rows(shared, name)
    if ident not in found:
        raise Missing(f"{key} is not among the {len(found)} articles of {data(shared, name)}")
    return found[ident]
