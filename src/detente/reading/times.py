"""Times: date expressions with TimeML values, against the date of publication and the tense of their verb.

TIMEX3 of TimeML 1.2.1 (Saurí et al., 2006). What is dated is a ``date``; clock times are ``time``, lengths are
``duration``, what recurs is a ``set``: those are read too, but only a time of day has a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from spacy.tokens import Doc

from detente.reading import dates, deixis
from detente.reading.calendars import days_of, named_span
from detente.reading.model import Sentence, Time
from detente.reading.parsing import words as tokens
from detente.reading.timex import Context, Expression, Match, words

Reader = Callable[[Context, Match], list[Expression]]

# After the date of a report itself: "NICOSIA, August 8 (Xinhua) --"
_DATELINE = re.compile(r"\s*[,.]?\s*(?:\([A-Z][\w/ .-]+\)|/[A-Z][\w -]+/)\s*(?:-|_|:)|\s*(?:--|_)\s")


def _alternation(names: Iterable[str]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(n).replace(r"\ ", " ").replace("'", "['’]?") for n in ordered) + ")"


def _capitals(names: Iterable[str]) -> str:
    """An alternation of capitalised names; what is no full name needs its dot, or a number after it."""
    capital = [n.capitalize() for n in names]
    short = [
        n
        for n in capital
        if len(n) <= 5 and not n.endswith("day") and n not in ("March", "April", "May", "June", "July")
    ]
    full = [n for n in capital if n not in short]
    full, dotted = full + [n.upper() for n in full], short + [n.upper() for n in short]
    return rf"(?-i:(?:{'|'.join(full)})(?!s\b)|(?:{'|'.join(dotted)})(?:\.|(?=\s\d)))"


@lru_cache(maxsize=1)
def _grammar() -> tuple[re.Pattern[str], dict[str, Reader]]:
    """The grammar of times.yaml as one pattern whose outer groups name the rules, and the reader of each rule."""
    content = words()
    parts: dict[str, str] = {k: v if isinstance(v, str) else "".join(v) for k, v in content["parts"].items()}
    parts |= {"month": _capitals(content["months"]), "weekday": _capitals(content["weekdays"])}
    parts |= {k: _alternation(content[k]) for k in ("numbers", "ordinals", "vague", "days")}
    parts["references"] = _alternation(w for ws in content["references"].values() for w in ws)

    def expanded(rule: str) -> str:
        while (new := re.sub(r"<(\w+)>", lambda m: parts[m[1]], rule)) != rule:
            rule = new
        # a limit to white space keeps a page of blanks from taking for ever
        rule = rule.replace(" ", r"\s+")
        return re.sub(r"(\\s|\[,?\\s-\])([+*])", lambda m: m[1] + ("{1,12}" if m[2] == "+" else "{0,12}"), rule)

    rules = {k: expanded(v if isinstance(v, str) else "".join(v)) for k, v in content["rules"].items()}
    whole = "|".join(f"(?P<{name}>{rule})" for name, rule in rules.items())
    readers = {name: getattr(dates, name, None) or getattr(deixis, name) for name in rules}
    return re.compile(rf"(?<![\w$£€#.-])(?<!\w')(?i:{whole})"), readers


@lru_cache(maxsize=1)
def _triggers() -> frozenset[str]:
    """The words, in lower case, one of which every time expression without a figure has."""
    content = words()
    named = {w for n in content["days"] for w in re.findall(r"[a-z]{3,}", n.lower())} - {"the", "new"}
    referring = {w for ws in content["references"].values() for w in re.findall(r"[a-z]{3,}", " ".join(ws))}
    common = set(content["triggers"]) | named | (referring - {"the", "right", "this", "these", "near", "for"})
    return frozenset(common | content["months"].keys() | content["weekdays"].keys())


@lru_cache(maxsize=200_000)
def _triggers_time(word: str) -> bool:
    if not word.isalpha() and any(c.isdigit() for c in word):
        return True
    lower = word.lower()
    return lower in _triggers() or lower.strip(".'s") in _triggers()


def _windows(doc: Doc) -> Iterator[tuple[int, int]]:
    """The stretches of the text in which a time expression can be: around the words that trigger one."""
    reach = 9
    first = last = -1
    for i, word in enumerate(tokens(doc)):
        if _triggers_time(word):
            if first >= 0 and i - reach > last:
                yield doc[first].idx, doc[last].idx + len(doc[last])
                first = -1
            first = max(0, i - reach) if first < 0 else first
            last = min(len(doc) - 1, i + reach)
    if first >= 0:
        yield doc[first].idx, doc[last].idx + len(doc[last])


def times(doc: Doc, sentences: Sequence[Sentence], published: date | None) -> tuple[Time, ...]:
    """The time expressions of an article, in order.

    Args:
        doc: the article's document; its text has the article's length.
        sentences: its sentences.
        published: the date of publication; without it relative expressions have the value "" and no days.
    """
    pattern, readers = _grammar()
    context = Context(doc, published)
    starts = {s.start for s in sentences}
    text = context.text
    out: list[Time] = []
    for m in (m for first, last in _windows(doc) for m in pattern.finditer(text, first, last)):
        rule = m.lastgroup
        assert rule is not None
        if rule in ("mdy", "dmy") and _DATELINE.match(text, m.end()) and _opens(m.start(), starts):
            continue
        for e in readers[rule](context, m):
            first, last = (None, None) if e.kind in ("duration", "set") else days_of(e.value, e.part)
            if rule == "named" and first is not None and first == last:
                first, last = named_span(text[e.start : e.end], first)
            out.append(Time(e.start, e.end, e.value, first, last, e.kind))
    return tuple(out)


def _opens(at: int, starts: set[int]) -> bool:
    """Whether an offset lies in the first sixty characters of a sentence."""
    return any(k in starts for k in range(max(0, at - 60), at + 1))
