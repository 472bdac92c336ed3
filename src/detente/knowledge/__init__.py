"""Knowledge that people argue about, as data files beside this one; users lay files of their own over them."""

from __future__ import annotations

import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

_VARIABLE = "DETENTE_{}_FILE"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of ``knowledge/NAME.yaml``, parsed once per process."""
    return yaml.load((resources.files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Loader)


def lay_over(name: str, path: Path) -> None:
    """Lay a user's own file over ``knowledge/NAME.yaml``, in this process and in those that it starts from now on.

    Raises:
        ValueError: when the file is no YAML; whether it says what is wanted is seen where it is applied.
    """
    try:
        yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: no YAML: {str(error).splitlines()[0]}") from None
    # The environment is what processes hand down, however they are started.
    os.environ[_VARIABLE.format(name.upper())] = str(path.resolve())


def users_file(name: str) -> Path | None:
    """The file that a user laid over ``knowledge/NAME.yaml``, or None."""
    path = os.environ.get(_VARIABLE.format(name.upper()))
    return Path(path) if path else None
