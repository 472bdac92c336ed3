"""What a request asks for: the filters in its address, as the questions of the record take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from detente.record import RecordError

# In the order in which forms and addresses show them; the same words as the options of the command line.
LISTS = ("party", "actor", "recipient", "issue", "type", "status", "act", "article")
SINGLE = ("dyad", "since", "until", "min_score", "words")
NAMES = (*LISTS, *SINGLE)
_LONGEST = 300


def filters(query: Mapping[str, str]) -> dict[str, Any]:
    """The filters of an address as keywords of `detente.record.questions.Filters`; several values part at commas.

    Raises:
        RecordError: a value is no date, number or dyad, or absurdly long.
    """
    out: dict[str, Any] = {}
    for name in NAMES:
        value = (query.get(name) or "").strip()
        if not value:
            continue
        if len(value) > _LONGEST:
            raise RecordError(f"{name} is longer than {_LONGEST} characters")
        if name in LISTS:
            out[name] = [v.strip() for v in value.split(",") if v.strip()]
        elif name == "dyad":
            out[name] = dyad(value)
        elif name == "min_score":
            try:
                out[name] = float(value)
            except ValueError:
                raise RecordError(f"min_score {value!r} is no number; write it as 0.5") from None
        else:
            out[name] = value
    return out


def dyad(value: str) -> tuple[str, str]:
    """Two parties of "RUS-USA" or, where a name holds a hyphen, of "RUS,NATO-Russia Council".

    Raises:
        RecordError: it does not name two parties.
    """
    for mark in (",", "/", "-"):
        a, found, b = value.partition(mark)
        if found and a.strip() and b.strip():
            return a.strip(), b.strip()
    raise RecordError(f"{value!r} is no dyad; write it as RUS-USA, or with a comma where a name has a hyphen")


def address(path: str, query: Mapping[str, str], **changes: str | None) -> str:
    """An address with the filters of this one and some changes (None takes a filter out)."""
    kept = {k: v for k, v in query.items() if v}
    for k, v in changes.items():
        if v is None:
            kept.pop(k, None)
        else:
            kept[k] = v
    return path + ("?" + urlencode(kept) if kept else "")


def canonical(query: Mapping[str, str]) -> str:
    """The filters of an address, and nothing else of it, in one order: the same question has the same name."""
    return urlencode([(k, query[k]) for k in NAMES if query.get(k)])
