"""Words of evidence, made comparable: content words cut to their stems."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*", re.UNICODE)
_SUFFIXES = (
    "izations", "isations", "ization", "isation", "ations", "ation", "ements", "ement", "ments", "ment", "ings", "ing",
    "ions", "ion", "ies", "ied", "ers", "es", "ed", "er", "s", "e", "y",
)  # fmt: skip
_IRREGULAR = {
    "met": "meet", "held": "hold", "sent": "send", "spoke": "speak", "spoken": "speak", "struck": "strike",
    "fought": "fight", "sought": "seek", "gave": "give", "given": "give", "took": "take", "taken": "take",
    "broke": "break", "broken": "break", "began": "begin", "begun": "begin", "shot": "shoot", "flew": "fly",
    "left": "leave", "won": "win", "withdrew": "withdraw", "withdrawn": "withdraw", "withdrawal": "withdraw",
    "said": "say", "told": "tell", "paid": "pay", "brought": "bring", "talks": "talk", "slain": "slay", "slew": "slay",
    "died": "die", "dead": "die", "death": "die", "deaths": "die", "accession": "acced", "accede": "acced",
}  # fmt: skip
# Words that say nothing of which happening it is.
_EMPTY = frozenset(
    "a an the and or but nor so yet if of in on at to by for from with without into onto over under about after before "
    "during between among against through as than that which who whom whose this these those it its he his him she her "
    "they them their we our us you your i my me is are was were be been being am do does did done has have had having "
    "will would shall should can could may might must not no also too very just only even still now then there here "
    "when where while because since until up down out off again further more most other some such own same both each "
    "few all any one two three say says said told tell tells mr mrs ms dr sunday monday tuesday wednesday thursday "
    "friday saturday today yesterday tomorrow week month year january february march april may june july august "
    "september october november december".split()
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a word: "meetings", "met" and "meeting" are "meet"."""
    low = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            low = low[: -len(suffix)]
            break
    if len(low) > 4 and low[-1] == low[-2] and low[-1] not in "sl":
        low = low[:-1]
    return low


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The stems of the content words of a text."""
    return frozenset(stem(w) for w in _WORD.findall(text) if w.casefold() not in _EMPTY)


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Between 0 and 1: the shared part of both (Jaccard)."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)
