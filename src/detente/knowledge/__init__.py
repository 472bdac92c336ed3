"""Knowledge that people argue about, as data files beside this one; users lay files of their own over them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of ``knowledge/NAME.yaml``, parsed once per process."""
    return yaml.load((resources.files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Loader)
