"""Figures: how many dead and how many hurt a text gives, so that differing counts of one happening are seen."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozens": 24, "a dozen": 12,
}  # fmt: skip
_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+|" + "|".join(_WORDS) + r")"
_WHO = r"(?:\s+(?:of\s+them\s+)?[\w'’-]+){0,3}?"
_BE = r"(?:\s+(?:were|was|are|have\s+been|had\s+been|have|had|also|be|being))*"
_DEAD, _HURT = r"(?:killed|dead|died|dying|slain)", r"(?:injured|wounded|hurt)"
_PATTERNS = {
    what: (
        re.compile(rf"\b{_NUMBER}{_WHO}{_BE}\s+{state}\b", re.I),
        re.compile(rf"\b{verb}\s+(?:(?:at\s+least|more\s+than|over|about|some|nearly|up\s+to)\s+)?{_NUMBER}\b", re.I),
    )
    for what, state, verb in (
        ("dead", _DEAD, r"(?:killed|killing|kills)"),
        ("injured", _HURT, r"(?:injured|injuring|wounded|wounding|injures|wounds)"),
    )
}


@lru_cache(maxsize=10_000)
def _figures(text: str) -> tuple[tuple[str, int], ...]:
    out = []
    for what, patterns in _PATTERNS.items():
        found = [_value(m["n"]) for p in patterns for m in p.finditer(text)]
        if found:
            out.append((what, max(found)))
    return tuple(out)


def figures(text: str) -> dict[str, int]:
    """The numbers of ``dead`` and ``injured`` that a text gives; where it gives several, the greatest."""
    return dict(_figures(text))


def _value(number: str) -> int:
    low = number.casefold()
    return _WORDS[low] if low in _WORDS else int(number.replace(",", ""))
