"""Compares the dump of one article with what a careful reader expects (`examples/README.md` tells the form)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Entry = Mapping[str, Any]


@dataclass
class Comparison:
    """What was found of what was expected; ``missed``, ``spurious`` and ``alarms`` in words."""

    expected: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what is expected that was found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that is expected."""
        return self.right / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.expected + self.found
        return 2 * self.right / total if total else 1.0


class Page:
    """An article and its dump: lines of spans, names of parties."""

    def __init__(self, text: str, dump: Mapping[str, Any]) -> None:
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.parties = {p["id"]: p for p in dump["parties"]}

    def lines(self, spans: Iterable[Entry]) -> set[int]:
        """The numbers, from 1, of the lines in which spans lie."""
        out: set[int] = set()
        for s in spans:
            out |= set(
                range(
                    bisect_right(self.starts, s["start"]), bisect_right(self.starts, max(s["start"], s["end"] - 1)) + 1
                )
            )
        return out

    def called(self, party: str | None) -> set[str]:
        """Everything a found party may be expected as: its names and those of whom it acts for."""
        out: set[str] = set()
        seen: set[str] = set()
        while party and party not in seen:
            seen.add(party)
            p = self.parties.get(party, {"id": party, "name": party, "names": [], "of": None})
            out |= {_norm(n) for n in (p["id"], p["name"], *p["names"]) if n}
            party = p["of"]
        return out | {n.split()[-1] for n in out if " " in n}

    def side(self, found: Iterable[str], wanted: Any) -> bool:
        """Whether the parties wanted are among those found."""
        if wanted is None:
            return True
        sets = [self.called(f) for f in found]
        if isinstance(wanted, Mapping):
            return any(self.is_one(s, w) for w in wanted["any_of"] for s in sets)
        return all(any(self.is_one(s, w) for s in sets) for w in _many(wanted))

    @staticmethod
    def is_one(names: set[str], wanted: str) -> bool:
        """Whether one of the names is that of the party wanted (the family name of a person is enough)."""
        full = _norm(wanted)
        return full in names or (" " in full and full.split()[-1] in names and not full.isupper())


def _norm(name: str) -> str:
    return str(name).casefold().replace(".", "").removeprefix("the ").strip()


def _many(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def _pairs(
    wanted: list[Entry], found: list[Entry], fits: Callable[[Entry, Entry], float]
) -> tuple[list[tuple[Entry, Entry]], list[Entry], list[Entry]]:
    """One to one, best first: pairs, what is left of the wanted, what is left of the found."""
    scored = sorted(
        ((fits(w, f), -bool(w.get("optional")), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)),
        reverse=True,
    )
    pairs, left, right = [], set(range(len(wanted))), set(range(len(found)))
    for score, _, i, j in scored:
        if score > 0 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((wanted[i], found[j]))
    return pairs, [wanted[i] for i in sorted(left)], [found[j] for j in sorted(right)]


def _within(found: Entry | None, wanted: Any) -> bool:
    if wanted is None:
        return True
    if not found or "start" not in found or "end" not in found:
        return False
    first, _, last = str(wanted).partition("/")
    return first <= found["start"] and found["end"] <= (last or first)


def _shared(page: Page, wanted: Entry, found: Entry) -> int:
    lines = page.lines(found["evidence"]) & set(wanted["lines"])
    return len(lines) if len(lines) >= wanted.get("min_lines", 1) else 0


def compare_events(
    page: Page, expected: Mapping[str, Any], dump: Mapping[str, Any], strict: bool = False
) -> Comparison:
    """Events: evidence in the lines, a right type, the parties on their sides; strictly also status and date."""

    def fits(w: Entry, f: Entry) -> float:
        if not _shared(page, w, f) or f["type"] not in _many(w["type"]):
            return 0
        ways = [(f["actor"], f["recipient"])]
        if w.get("symmetric"):
            ways += [(f["recipient"], f["actor"]), ([*f["actor"], *f["recipient"]],) * 2]
        if not any(page.side([*a, *f["person"]], w.get("actor")) and page.side(r, w.get("recipient")) for a, r in ways):
            return 0
        exact = (f["status"] in _many(w.get("status"))) + _within(f["date"], w.get("date"))
        return 0 if strict and exact < 2 else 1 + exact

    wanted = list(expected.get("events") or ())
    pairs, missed, spurious = _pairs(wanted, list(dump["events"]), fits)
    out = _comparison(
        pairs, missed, spurious, lambda f: f"{f['type']} {f['actor']} {f['recipient']} {f['status']} {f['what']}"
    )
    for never in expected.get("not_events") or ():
        for f in spurious:
            if (
                f["status"] in _many(never.get("status", ["occurred", "ongoing"]))
                and f["type"] in _many(never["type"])
                and page.lines(f["evidence"]) & set(never["lines"])
                and (not never.get("issues") or set(never["issues"]) & set(f["issues"]))
            ):
                out.alarms.append(f"{never['lines']} {f['type']} {f['what']}: {never['why']}")
    return out


def compare_statements(page: Page, expected: Mapping[str, Any], dump: Mapping[str, Any]) -> Comparison:
    """Statements: evidence in the lines and the speaker; those whose act is right too are paired first."""

    def fits(w: Entry, f: Entry) -> float:
        who = [*f["speaker"], *f["for"]]
        if not _shared(page, w, f) or not any(page.side(who, s) for s in _many(w.get("speaker"))):
            return 0
        return 1 + (f["act"] in _many(w.get("act", f["act"]))) + (f["quote"] == w.get("quote", f["quote"]))

    pairs, missed, spurious = _pairs(list(expected.get("statements") or ()), list(dump["statements"]), fits)
    return _comparison(pairs, missed, spurious, lambda f: f"{f['speaker']} {f['act']} {f['evidence'][0]}")


def _comparison(
    pairs: list[tuple[Entry, Entry]], missed: list[Entry], spurious: list[Entry], words: Callable[[Entry], str]
) -> Comparison:
    firm = [(w, f) for w, f in pairs if not w.get("optional")]
    lost = [w for w in missed if not w.get("optional")]
    return Comparison(
        expected=len(firm) + len(lost),
        found=len(firm) + len(spurious),
        right=len(firm),
        missed=[
            f"{w['id']} line {w['lines']} {w.get('type', w.get('act'))} {w.get('what') or w.get('says') or ''}"
            for w in lost
        ],
        spurious=[words(f) for f in spurious],
    )


def day(value: Any) -> date:
    """A date of an expected record."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
