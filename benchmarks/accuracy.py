"""Every figure of accuracy, into docs/accuracy.md: `python -m benchmarks.accuracy SHARED [--only PART ...]`.

Each part reads its articles with the command line, as a user would, and calls the scorer of SHARED/score. The table
keeps for each figure its value, the command, the date and the commit. It ends with status 1 when a figure became worse
by more than 0.01 than the table said before, or can no longer be measured. A part whose data are not there is told.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import acts, candidates, records
from benchmarks import sentences as plv_sentences
from benchmarks.articles import Missing, data, rows

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
BEGIN, END = "<!-- figures: written by make accuracy -->", "<!-- end of figures -->"
TOLERANCE = 0.01
LOWER_IS_BETTER = ("false alarms", "extra", "calibration error")
HEADER = "| part | figure | value | asked | command | date | commit |\n|---|---|---:|---:|---|---|---|\n"


@dataclass(frozen=True)
class Figure:
    """A row of the table; ``value`` is None where it could not be measured, and ``why`` says why."""

    part: str
    name: str
    value: float | None
    command: str
    date: str
    commit: str
    why: str = ""

    @property
    def line(self) -> str:
        """The row in Markdown."""
        shown = f"missing: {self.why}" if self.value is None else f"{self.value:.3f}".removesuffix(".000")
        asked = ASKED.get(self.part, {}).get(self.name, "")
        return f"| {self.part} | {self.name} | {shown} | {asked} | `{self.command}` | {self.date} | {self.commit} |\n"


@dataclass(frozen=True)
class Setting:
    """What a part needs: where the shared data are, processes to read with, and predictions made out of fold."""

    shared: Path
    workers: int
    pairs: Path | None
    folds: Path | None = None


def scored(setting: Setting, script: str, *args: str | Path) -> str:
    """What a scorer prints."""
    path = setting.shared / "score" / script
    if not path.exists():
        raise Missing(f"{path} is not there")
    run = subprocess.run([sys.executable, str(path), *map(str, args)], capture_output=True, text=True)
    if run.returncode:
        raise Missing(f"{script} failed: {run.stderr.strip().splitlines()[-1]}")
    print(run.stdout, end="", flush=True)
    return run.stdout


def detente(*args: str | Path) -> None:
    """Run a command of detente. Raises Missing with its last words when it fails."""
    run = subprocess.run([sys.executable, "-m", "detente.views.cli", *map(str, args)], capture_output=True, text=True)
    if run.returncode:
        raise Missing(f"detente {args[0]} failed: {(run.stderr.strip() or '?').splitlines()[-1]}")


def dump_of(setting: Setting, articles: Path, folder: Path) -> Path:
    """The dump of a record of these articles, each for itself."""
    record, out = folder / "record", folder / "dump.json"
    detente("read", articles, "--record", record, "--no-duplicates", "--quiet", "--workers", str(setting.workers))
    detente("export", record, "--to", "json", out)
    return out


def numbers(text: str, **patterns: str) -> dict[str, float]:
    """The numbers that patterns find in a scorer's output; underscores in names stand for spaces."""
    found = {name.replace("_", " "): re.search(pattern, text) for name, pattern in patterns.items()}
    return {name: float(m[1]) for name, m in found.items() if m}


def whole(kind: str) -> Callable[[Setting], dict[str, float]]:
    """The part that scores one kind of whole records."""
    return lambda s: records.figures(records.score(s.shared, kind))


def of_set(name: str, script: str, **patterns: str) -> Callable[[Setting], dict[str, float]]:
    """The part that reads one set of articles and calls its scorer."""

    def part(setting: Setting) -> dict[str, float]:
        with tempfile.TemporaryDirectory() as tmp:
            articles = Path(tmp) / "articles.jsonl"
            lines = (json.dumps(r) + "\n" for r in rows(setting.shared, name).values())
            articles.write_text("".join(lines), encoding="utf-8")
            dump = dump_of(setting, articles, Path(tmp))
            return numbers(scored(setting, script, "score", data(setting.shared, name), dump), **patterns)

    return part


def sentences(setting: Setting) -> dict[str, float]:
    """From the sentences of the PLV corpus to events."""
    gold = setting.shared / "data" / "sentences_plv_train.jsonl"
    if not gold.exists():
        raise Missing(f"{gold} is not there")
    with tempfile.TemporaryDirectory() as tmp:
        dump = dump_of(setting, gold, Path(tmp))
        return numbers(
            scored(setting, "sentences.py", gold, dump),
            found=r"found ([\d.]+)",
            parties=r"parties ([\d.]+)",
            extra=r"extra ([\d.]+)",
        )


def sentences_aside(setting: Setting) -> dict[str, float]:
    """The same, each sentence read with weights that have not seen it."""
    if setting.folds is None:
        raise Missing("no weights of folds; give them with --folds")
    printed = plv_sentences.score(setting.shared, setting.folds)
    print(printed, end="", flush=True)
    return numbers(printed, found=r"found ([\d.]+)", parties=r"parties ([\d.]+)", extra=r"extra ([\d.]+)")


def pairs(setting: Setting) -> dict[str, float]:
    """The coder on marked pairs, each coded by a coder that was trained without it."""
    gold = setting.shared / "data" / "plv_train.tsv"
    if not gold.exists():
        raise Missing(f"{gold} is not there")
    if setting.pairs is None or not setting.pairs.exists():
        raise Missing("no predictions out of fold; give them with --pairs")
    return numbers(
        scored(setting, "pairs.py", gold, setting.pairs),
        macro_F1=r"pairs \d+  macro F1 ([\d.]+)",
        accuracy=r"accuracy ([\d.]+)",
        four_classes_macro_F1=r"four classes macro F1 ([\d.]+)",
        calibration_error=r"calibration error ([\d.]+)",
    )


def acts_part(setting: Setting) -> dict[str, float]:
    """Speech acts, spans given."""
    return acts.score(setting.shared)


def candidates_part(alone: bool) -> Callable[[Setting], dict[str, float]]:
    """Typed pairs in real sentences: the whole way, or the coder alone."""

    def part(setting: Setting) -> dict[str, float]:
        pairs = [candidates.with_text(setting.shared, r) for r in candidates.gold(candidates.MEASURED)]
        found = candidates.coder_alone(pairs) if alone else candidates.whole_way(pairs)
        return candidates.score(pairs, found)

    return part


PARTS: dict[str, tuple[str, Callable[[Setting], dict[str, float]]]] = {
    **{kind: (f"python -m benchmarks.records SHARED --only {kind}", whole(kind)) for kind in records.KINDS},
    "candidates": ("python -m benchmarks.candidates SHARED", candidates_part(False)),
    "candidates, coder": ("python -m benchmarks.candidates SHARED --coder", candidates_part(True)),
    "acts": ("python -m benchmarks.acts SHARED", acts_part),
    "pairs": ("python -m benchmarks.accuracy SHARED --only pairs --pairs TSV", pairs),
    "sentences": ("python -m benchmarks.accuracy SHARED --only sentences", sentences),
    "sentences, unseen": ("python -m benchmarks.sentences SHARED --folds FOLDER", sentences_aside),
    "attributions": (
        "python -m benchmarks.accuracy SHARED --only attributions",
        of_set(
            "polnear-dev",
            "attributions.py",
            content=r"content ([\d.]+)",
            speaker=r"speaker ([\d.]+)",
            cue=r"cue ([\d.]+)",
            content_exact=r"exact ([\d.]+)",
            linked=r"linked ([\d.]+)",
        ),
    ),
    "times": (
        "python -m benchmarks.accuracy SHARED --only times",
        of_set("aquaint", "times.py", span_F1=r"span F1 ([\d.]+)", value_F1=r"value F1 ([\d.]+)"),
    ),
    "places": (
        "python -m benchmarks.accuracy SHARED --only places",
        of_set(
            "lgl",
            "places.py",
            recall=r"recall ([\d.]+)",
            precision=r"precision ([\d.]+)",
            within_161_km=r"within 161 km ([\d.]+)",
        ),
    ),
}

# what the project wants of a figure
ASKED = {
    "seed": {
        "events recall": "≥ 0.85",
        "events precision": "≥ 0.75",
        "events strict recall": "≥ 0.6",
        "statements F1": "≥ 0.85",
        "false alarms": "0",
        "actors recall": "1",
        "positions recall": "≥ 0.857",
        "agenda recall": "≥ 0.8",
    },
    "twelve": {
        "events F1": "≥ 0.75",
        "events strict recall": "≥ 0.55",
        "statements F1": "≥ 0.88",
        "false alarms": "0",
    },
    "pairs": {
        "macro F1": "≥ 0.86",
        "accuracy": "≥ 0.87",
        "four classes macro F1": "≥ 0.92",
        "calibration error": "≤ 0.05",
    },
    "sentences": {"found": "≥ 0.65", "parties": "≥ 0.80", "extra": "≤ 0.6"},
    "sentences, unseen": {"found": "≥ 0.65", "parties": "≥ 0.80", "extra": "≤ 0.6"},
    "attributions": {
        "content": "≥ 0.92",
        "speaker": "≥ 0.85",
        "cue": "≥ 0.76",
        "content exact": "≥ 0.62",
        "linked": "≥ 0.78",
    },
    "times": {"value F1": "≥ 0.78"},
    "places": {"recall": "≥ 0.75", "precision": "≥ 0.75", "within 161 km": "≥ 0.80"},
}


def table(page: str) -> dict[tuple[str, str], Figure]:
    """The figures that a page holds."""
    out = {}
    body = page.partition(BEGIN)[2].partition(END)[0]
    for line in body.splitlines():
        cells = [c.strip() for c in line.strip("| ").split(" | ")]
        if len(cells) == 7 and cells[0] in PARTS:
            part, name, value, _, command, date, commit = cells
            known = None if value.startswith("missing") else float(value)
            why = value.removeprefix("missing: ") if known is None else ""
            out[part, name] = Figure(part, name, known, command.strip("`"), date, commit, why)
    return out


def worse(before: Figure | None, now: Figure) -> str | None:
    """How a figure became worse than it was, if by more than the tolerance."""
    if before is None or before.value is None:
        return None
    if now.value is None:
        return f"{now.part}, {now.name}: was {before.value:.3f}, is missing: {now.why}"
    fall = now.value - before.value if now.name in LOWER_IS_BETTER else before.value - now.value
    if fall > TOLERANCE:
        return f"{now.part}, {now.name}: was {before.value:.3f}, is {now.value:.3f}"
    return None


def measure(setting: Setting, only: list[str], before: dict[tuple[str, str], Figure]) -> dict[tuple[str, str], Figure]:
    """Measure the parts asked for; a part that cannot be measured gives its figures as missing."""
    date, commit = f"{datetime.now(UTC):%Y-%m-%d}", _commit()
    out: dict[tuple[str, str], Figure] = {}
    for part in only:
        command, run = PARTS[part]
        print(f"== {part}", flush=True)
        try:
            found = run(setting)
            new = [Figure(part, name, round(v, 3), command, date, commit) for name, v in found.items()]
        except (Missing, ImportError, FileNotFoundError) as error:
            why = " ".join(str(error).replace(str(setting.shared), "SHARED").replace("|", " ").split())
            print(f"missing: {why}", flush=True)
            names = [*(n for p, n in before if p == part), *ASKED.get(part, ())] or ["all"]
            new = [Figure(part, n, None, command, date, commit, why) for n in dict.fromkeys(names)]
        out |= {(f.part, f.name): f for f in new}
    return out


def _commit() -> str:
    here = Path(__file__).parent
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=here, capture_output=True, text=True)
    changed = subprocess.run(["git", "status", "--porcelain", "-uno"], cwd=here, capture_output=True, text=True)
    lines = [x for x in changed.stdout.splitlines() if not x.endswith("docs/accuracy.md")]
    return (head.stdout.strip() or "?") + ("+" if lines else "")


def written(page: str, figures: dict[tuple[str, str], Figure]) -> str:
    """The page with these figures in its table, in the order of the parts."""
    order = {part: k for k, part in enumerate(PARTS)}
    lines = [f.line for _, f in sorted(figures.items(), key=lambda kv: order[kv[0][0]])]
    block = f"{BEGIN}\n{HEADER}{''.join(lines)}{END}"
    if BEGIN not in page:
        page = f"# Accuracy\n\n{BEGIN}{END}\n" if not page else f"{page.rstrip()}\n\n{BEGIN}{END}\n"
    head, _, rest = page.partition(BEGIN)
    return head + block + rest.partition(END)[2]


def main() -> None:
    """Measure, rewrite the table, and say what became worse."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), metavar="PART")
    ap.add_argument("--page", type=Path, default=PAGE, help="the page whose table is rewritten")
    ap.add_argument("--workers", type=int, default=0, help="processes to read with; 0 for one per core")
    ap.add_argument("--pairs", type=Path, help="out-of-fold predictions for SHARED/data/plv_train.tsv")
    ap.add_argument("--folds", type=Path, help="weights of each fold, for sentences that the coder was not trained on")
    ap.add_argument("--dry-run", action="store_true", help="leave the page as it is")
    args = ap.parse_args()
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[1] / "src"))
    page = args.page.read_text(encoding="utf-8") if args.page.exists() else ""
    before = table(page)
    setting = Setting(args.shared.resolve(), args.workers, args.pairs, args.folds)
    now = measure(setting, args.only, before)
    kept = {k: f for k, f in before.items() if k[0] not in args.only}
    if not args.dry_run:
        args.page.parent.mkdir(exist_ok=True)
        args.page.write_text(written(page, kept | now), encoding="utf-8")
    losses = [w for key, f in now.items() if (w := worse(before.get(key), f))]
    for loss in losses:
        print(f"worse: {loss}")
    sys.exit(1 if losses else 0)


if __name__ == "__main__":
    main()
