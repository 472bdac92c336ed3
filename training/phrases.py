"""Training sentences made from our own phrases: each line of phrases_*.txt filled with parties, topics and frames."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from detente.coding.marking import Marked

HERE = Path(__file__).parent
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(?:(s|t):)?(\w+)\}")
_KINDS = {
    "state": "states", "org": "organisations", "ngo": "ngos", "army": "armies", "police": "police", "court": "courts",
    "rebels": "rebels", "attackers": "attackers", "parl": "parliaments", "party": "parties", "crowd": "crowds",
    "workers": "workers", "company": "companies", "persons": "persons", "persons2": "persons2", "refugees": "refugees",
    "victims": "victims", "target": "targets", "diplomat": "diplomats", "media": "media", "place_election": "elections",
    "place_building": "buildings", "place_prison": "prisons", "decision": "decisions", "badact": "badacts",
    "dem": "demonyms", "capital": "capitals", "gov": "governments",
}  # fmt: skip


def _opened(text: str, fillers: dict[str, list[str]], rng: random.Random) -> str:
    """The text with those of its unmarked slots filled that hold slots themselves, one level deep."""

    def open_(m: re.Match[str]) -> str:
        return str(rng.choice(fillers[m[2]])) if not m[1] and m[2] in ("bad", "topic") else m[0]

    return _SLOT.sub(open_, text)


@dataclass(frozen=True)
class Made:
    """A made sentence with what it is an example of."""

    marked: Marked
    type: str
    mode: str | None
    others: tuple[tuple[int, int], ...] = ()  # parties and places that are named besides


class Phrases:
    """The lines of phrases_*.txt and what fills them."""

    def __init__(self) -> None:
        self.fillers: dict[str, list[str]] = yaml.safe_load((HERE / "fillers.yaml").read_text(encoding="utf-8"))
        self.lines: list[tuple[str, str | None, str]] = []
        for path in sorted(HERE.glob("phrases_*.txt")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line and not line.startswith("#"):
                    label, text = line.split(" ", 1)
                    kind, _, mode = label.partition("/")
                    self.lines.append((kind, mode or None, text))

    def _one(self, kind: str, rng: random.Random) -> str:
        f = self.fillers
        if kind == "any":
            kind = rng.choices(["state", "gov", "leader", "org", "capital", "ngo"], [35, 25, 22, 10, 6, 2])[0]
        if kind == "place":
            kind = rng.choice(["state", "capitals", "regions", "regions"])
        if kind == "name":
            return f"{rng.choice(f['firsts'])} {rng.choice(f['lasts'])}"
        if kind in ("leader", "person"):
            role = rng.choice(f["leader_roles"])
            name = rng.choice(f["lasts"]) if rng.random() < 0.3 else self._one("name", rng)
            shape = rng.random()
            text = (
                name
                if shape < 0.15
                else role + " " + name
                if shape < 0.8
                else "the " + role.lower()
                if "{" in role
                else role + " " + name
            )
            return self.fill(text, rng)
        if kind == "CAPITAL":
            return rng.choice(f["capitals"]).upper()
        return self.fill(str(rng.choice(f[_KINDS.get(kind, kind)])), rng)

    def fill(self, text: str, rng: random.Random) -> str:
        """The text with its choices made and its slots filled; sides keep no mark."""
        return _SLOT.sub(lambda m: self._one(m[2], rng), self._choose(text, rng))

    def _choose(self, text: str, rng: random.Random) -> str:
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), text)
        return re.sub(r"  +", " ", text).replace(" ,", ",").strip()

    def make(self, kind: str, mode: str | None, line: str, rng: random.Random) -> Made:
        """One sentence of a line, with a frame around it at random."""
        text = self._choose(line, rng)
        before = rng.choice(self.fillers["before"]) if rng.random() < 0.3 else ""
        after = rng.choice(self.fillers["after"]) if rng.random() < 0.35 else ""
        text = before + (" " if before and not before.endswith(" ") else "") + text
        text += (" " if after and not after.startswith((",", " ")) else "") + after + "."
        text = self._choose(text, rng)
        out = ""
        spans: dict[str, tuple[int, int]] = {}
        others: list[tuple[int, int]] = []
        at = 0
        for m in _SLOT.finditer(_opened(text, self.fillers, rng)):
            whole = m.string
            out += whole[at : m.start()]
            value = self._one(m[2], rng)
            if m[1] == "t" and "s" in spans:
                for _ in range(5):  # not the source once more
                    if value != out[slice(*spans["s"])]:
                        break
                    value = self._one(m[2], rng)
            if not out or out.endswith(("-- ", " - ")):
                value = value[:1].upper() + value[1:]
            if m[1]:
                spans[m[1]] = (len(out), len(out) + len(value))
            elif m[2] in ("place", "any", "state", "leader"):
                others.append((len(out), len(out) + len(value)))
            out += value
            at = m.end()
        out += whole[at:]
        return Made(Marked(out, spans.get("s"), spans.get("t")), kind, mode, tuple(others))

    def sample(self, per_line: int, seed: int) -> Iterator[Made]:
        """``per_line`` sentences of every line."""
        rng = random.Random(seed)
        for kind, mode, line in self.lines:
            for _ in range(per_line):
                yield self.make(kind, mode, line, rng)


def _main() -> None:
    rng: Any = random.Random(1)
    all_made = list(Phrases().sample(1, 1))
    for m in rng.sample(all_made, 60):
        t = m.marked.text
        print(
            m.type,
            m.mode,
            t,
            "| S:",
            t[slice(*m.marked.source)] if m.marked.source else None,
            "| T:",
            t[slice(*m.marked.target)] if m.marked.target else None,
        )


if __name__ == "__main__":
    _main()
