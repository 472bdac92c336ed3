"""PolNeAR as training reads it: its texts with their attributions, and how well others found them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from detente.articles import paragraphs
from detente.coding import attribution as reader
from detente.coding.attribution import ROLES, Pieces, Window

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Example:
    """A text with the gold attributions of one annotator: [{role: spans}] and every span of each role."""

    name: str
    text: str
    pieces: list[Pieces]
    attributions: list[dict[str, Spans]]


def examples(folder: Path) -> list[Example]:
    """Every annotation of the folder with its text cut into word pieces."""
    out = []
    for path in sorted((folder / "attributions").glob("*.ann")):
        text_path = folder / "text" / f"{path.stem}.txt"
        if not text_path.exists():
            text_path = folder / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        if not text_path.exists():
            continue
        text = text_path.read_text(encoding="utf-8")
        spans: dict[str, Spans] = {}
        found = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if m := re.match(r"(T\d+)\t\w+ ([\d ;]+)\t", line):
                spans[m[1]] = [(int(a), int(b)) for a, b in (x.split() for x in m[2].split(";"))]
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.match(r"E\d+\t", line):
                parts: dict[str, Spans] = defaultdict(list)
                for kind, ref in re.findall(r"(Source|Cue|Content)\d*:(T\d+)", line):
                    parts[{"Source": "speaker"}.get(kind, kind.lower())] += spans.get(ref, [])
                if parts["cue"] and parts["content"]:
                    found.append(dict(parts))
        rows = reader.pieces(text, [(p.start, p.end) for p in paragraphs(text)])
        out.append(Example(path.stem, text, rows, found))
    return out


def measured(found: dict[str, list[reader.Attribution]], gold: list[Example]) -> dict[str, float]:
    """F1 per role over characters, contents matched end to end, and linked pairs, as PolNeAR's scorer counts them."""
    count: dict[tuple[str, str], float] = defaultdict(float)

    def characters(spans: Spans, text: str) -> set[int]:
        return {i for a, b in spans for i in range(a, b) if not text[i].isspace()}

    def trimmed(spans: Spans, text: str) -> str:
        return text[min(a for a, _ in spans) : max(b for _, b in spans)].strip(" \n\t\"'“”‘’.,;:!?-–—")

    for e in gold:
        mine = found[e.name]
        for role in ROLES:
            g = characters([s for a in e.attributions for s in a.get(role, [])], e.text)
            f = characters([s for a in mine for s in getattr(a, role)], e.text)
            for what, n in (("both", len(g & f)), ("gold", len(g)), ("found", len(f))):
                count[role, what] += n
        g_exact = [trimmed(a["content"], e.text) for a in e.attributions]
        rest = [trimmed(list(a.content), e.text) for a in mine]
        count["exact", "gold"] += len(g_exact)
        count["exact", "found"] += len(rest)
        for x in g_exact:
            if x in rest:
                rest.remove(x)
                count["exact", "both"] += 1
        linked = [(characters(list(a.content), e.text), characters(list(a.speaker), e.text)) for a in mine if a.speaker]
        want = [
            (characters(a["content"], e.text), characters(a["speaker"], e.text))
            for a in e.attributions
            if a.get("speaker")
        ]
        count["linked", "gold"] += len(want)
        count["linked", "found"] += len(linked)
        for content, speaker in want:
            for k, (c, s) in enumerate(linked):
                if 2 * len(c & content) >= max(len(c), len(content)) and s & speaker:
                    del linked[k]
                    count["linked", "both"] += 1
                    break
    return {
        k: 2 * count[k, "both"] / max(1.0, count[k, "gold"] + count[k, "found"]) for k in (*ROLES, "exact", "linked")
    }


def some_windows(folder: Path) -> list[Window]:
    """The first windows of every fortieth text: they show the export what sizes of numbers to expect."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((folder / "text").glob("*.txt"))[::40]]
    return [w for t in texts for w in reader.windows(reader.pieces(t, [(p.start, p.end) for p in paragraphs(t)]))[:6]]
