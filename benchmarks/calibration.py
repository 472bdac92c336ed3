"""How far a score is the share of entries with which a careful reader agrees.

    python -m benchmarks.calibration SHARED --folds FOLDER [--write]

Events: those of the PLV sentences, each read by a coder that was not trained on it (see benchmarks.sentences), and
those of the whole records that may be looked at. An event agrees when the scorers pair it; one of the sentences that is
of another pair than the expected one is left out: the corpus lists one pair of several. Statements: PolNeAR dev,
agreeing when somebody annotated that content, by half of its characters, to that speaker.

The weights of `knowledge/scores.yaml` are fitted on all of it (``--write``); what is printed is measured in five folds
of articles, each scored with weights that were fitted on the others: bins, the expected calibration error, and the F1
of keeping what reaches a threshold.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks import records
from benchmarks.articles import data, rows
from benchmarks.sentences import coded
from detente.articles import Article
from detente.coding import code
from detente.coding.scores import event_features, statement_features
from detente.merging import Account
from detente.reading import Reading, read_all
from detente.record.dump import dump

WEIGHTS = Path(__file__).parents[1] / "src" / "detente" / "knowledge" / "scores.yaml"
HEAD = """# Weights of the scores: the logit of an entry's score is the sum of its features' weights.
# Written by `python -m benchmarks.calibration SHARED --folds FOLDER --write`; figures in docs/accuracy.md.
# threshold: the score from which keeping entries gives the highest F1 on set-aside data (0: keep everything).
"""
RIDGE = 2.0


@dataclass(frozen=True)
class Case:
    """An entry: of which set and article, its features, and whether a careful reader agrees."""

    source: str
    article: str
    features: Mapping[str, float]
    right: bool


def _scorer(shared: Path, name: str) -> Any:
    sys.path.insert(0, str(shared / "score"))
    return __import__(name)


def of_sentences(shared: Path, folder: Path) -> tuple[list[Case], int]:
    """Events of the PLV sentences, and how many are expected."""
    on_side = _scorer(shared, "sentences").on_side
    lines = (shared / "data" / "sentences_plv_train.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {r["id"]: r for r in map(json.loads, lines)}
    out = []
    for reading, entries in coded(shared, folder):
        found = entries.events
        used: set[int] = set()
        partly: set[int] = set()
        for want in wanted[reading.article.id]["events"]:
            for k, e in enumerate(found):
                symmetric = want.get("symmetric") or e.symmetric
                sides = (("actor", "recipient"),) * 2 if symmetric else (("actor",), ("recipient",))
                mine = {"mentions": [{"role": m.role, "start": m.start, "end": m.end} for m in e.mentions]}
                named = [
                    on_side(mine, roles, want.get(side, []), None, {})
                    for roles, side in zip(sides, ("source", "target"), strict=True)
                ]
                if all(named) and e.type in want["type"] and k not in used:
                    used.add(k)
                    break
                if all(named) or (any(named) and e.type in want["type"]):
                    partly.add(k)
        out += [
            Case("sentences", reading.article.id, _of_event(reading, found, k), k in used)
            for k in sorted(used | partly)
        ]
    return out, sum(len(r["events"]) for r in wanted.values())


def _of_event(reading: Reading, found: Sequence[Any], k: int) -> dict[str, float]:
    together = sum(e.evidence[0].start == found[k].evidence[0].start for e in found)
    return event_features(reading, found[k], together)


def of_records(shared: Path, kinds: Sequence[str]) -> tuple[list[Case], int]:
    """Events of whole records, merged within each article, and how many are expected, optional ones too."""
    scorer = _scorer(shared, "record")
    out: list[Case] = []
    expected = 0
    for kind in kinds:
        with tempfile.TemporaryDirectory() as tmp:
            records.lay_out(shared, kind, Path(tmp), [])
            for path in sorted(Path(tmp).glob("*/expected.yaml")):
                want = yaml.safe_load(path.read_text(encoding="utf-8"))
                text = (path.parent / want["article"]).read_text(encoding="utf-8")
                published = date.fromisoformat(str(want["published"]))
                reading = next(read_all([Article(path.parent.name, text, published=published)]))
                entries = code(reading)
                document = json.loads(json.dumps(dump([Account.of(reading, entries)]), ensure_ascii=False))
                found, pairs = scorer.score_events(scorer.Dump(document, text, want.get("aliases")), want["events"])
                expected += len(want["events"])
                right = {i for i, _, _ in pairs}
                at = {(e.type, e.what): k for k, e in enumerate(entries.events)}
                for i, f in enumerate(found):
                    k = at.get((f["type"], f["what"]))
                    if k is not None:
                        features = _of_event(reading, entries.events, k)
                        out.append(Case(kind, path.parent.name, features, i in right))
    return out, expected


def of_statements(shared: Path) -> tuple[list[Case], int]:
    """Statements of PolNeAR dev, and how many attributions are annotated."""
    scorer = _scorer(shared, "attributions")
    folder = data(shared, "polnear-dev")
    texts = rows(shared, "polnear-dev")
    wanted: dict[str, list[Any]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem if path.stem in texts else path.stem.rsplit("_", 1)[0]
        wanted.setdefault(name, scorer.attributions(path))
    articles = [
        Article(i, r["text"], published=date.fromisoformat(r["published"])) for i, r in texts.items() if i in wanted
    ]
    out: list[Case] = []
    for reading in read_all(articles):
        text, used = reading.article.text, set()
        gold = [
            (scorer.characters([w["content"]], text), scorer.characters([w["speaker"]], text))
            for w in wanted[reading.article.id]
        ]
        for s in code(reading).statements:
            content = scorer.characters([[(c.start, c.end) for c in s.contents]], text)
            speaker = scorer.characters([[(c.start, c.end) for c in s.speakers]], text)
            hit = next(
                (
                    k
                    for k, (c, who) in enumerate(gold)
                    if k not in used
                    and 2 * len(c & content) >= max(len(c), len(content))
                    and (who & speaker or not who)
                ),
                None,
            )
            if hit is not None:
                used.add(hit)
            out.append(Case("polnear-dev", reading.article.id, statement_features(s), hit is not None))
    return out, sum(map(len, wanted.values()))


def fit(cases: Sequence[Case], steps: int = 30) -> dict[str, float]:
    """Weights of a logistic model with a ridge, by Newton's method; the constant is not drawn to zero."""
    counts = Counter(k for c in cases for k in c.features)
    names = sorted(k for k, n in counts.items() if n >= 5)
    x = np.array([[c.features.get(k, 0.0) for k in names] for c in cases])
    y = np.array([c.right for c in cases], float)
    ridge = np.diag([0.01 if k == "always" else RIDGE for k in names])
    w = np.zeros(len(names))
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + ridge @ w
        w = w - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, gradient)
    return dict(zip(names, w.tolist(), strict=True))


def predicted(weights: Mapping[str, float], cases: Sequence[Case]) -> NDArray[np.float64]:
    """The scores of entries under weights."""
    z = [sum(weights.get(k, 0.0) * v for k, v in c.features.items()) for c in cases]
    return np.asarray(1 / (1 + np.exp(-np.array(z))))


def set_aside(cases: Sequence[Case], k: int = 5) -> NDArray[np.float64]:
    """Scores of entries, each with weights fitted on the articles of the other folds."""
    names = sorted({c.article for c in cases})
    random.Random(0).shuffle(names)
    fold = {a: n % k for n, a in enumerate(names)}
    out = np.zeros(len(cases))
    for f in range(k):
        weights = fit([c for c in cases if fold[c.article] != f])
        mine = [n for n, c in enumerate(cases) if fold[c.article] == f]
        out[mine] = predicted(weights, [cases[n] for n in mine])
    return out


def calibration_error(score: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini et al., AAAI 2015)."""
    of = np.minimum(bins - 1, (score * bins).astype(int))
    return float(sum(abs(right[of == b].sum() - score[of == b].sum()) for b in range(bins)) / max(1, len(score)))


def best_threshold(score: NDArray[np.float64], right: NDArray[np.bool_], expected: int) -> tuple[float, float, float]:
    """The threshold with the highest F1 (the lowest of equals), that F1, and the F1 of keeping everything."""

    def f1(t: float) -> float:
        kept = score >= t
        return float(2 * (right & kept).sum() / max(1, kept.sum() + expected))

    grid = [round(0.02 * k, 2) for k in range(40)]
    best = max(grid, key=lambda t: (round(f1(t), 4), -t))
    return best, f1(best), f1(0.0)


def report(name: str, cases: Sequence[Case], score: NDArray[np.float64]) -> float:
    """Print the bins; the calibration error."""
    right = np.array([c.right for c in cases])
    error = calibration_error(score, right)
    print(f"{name}: {len(cases)} entries, {right.mean():.3f} right, calibration error {error:.3f}")
    print("| score | entries | mean score | right |\n|---|---:|---:|---:|")
    for b in range(10):
        inside = np.minimum(9, (score * 10).astype(int)) == b
        if inside.any():
            row = f"{b / 10:.1f} to {b / 10 + 0.1:.1f} | {inside.sum()}"
            print(f"| {row} | {score[inside].mean():.3f} | {right[inside].mean():.3f} |")
    return error


def main() -> None:
    """Print the report."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("--folds", type=Path, required=True, help="folder with the weights of each fold")
    ap.add_argument(
        "--write", action="store_true", help="fit the weights on everything and write knowledge/scores.yaml"
    )
    args = ap.parse_args()
    sentences, _ = of_sentences(args.shared, args.folds)
    whole, expected = of_records(args.shared, ("seed", "twelve", "gold", "blind", "lots"))
    events = [*sentences, *whole]
    said, annotated = of_statements(args.shared)
    fitted: dict[str, dict[str, float]] = {}
    thresholds = {}
    for kind, cases, count in (("events", events, expected), ("statements", said, annotated)):
        score = set_aside(cases)
        report(kind, cases, score)
        for source in sorted({c.source for c in cases}):
            some = [n for n, c in enumerate(cases) if c.source == source]
            right = np.array([cases[n].right for n in some])
            print(f"  {source}: {len(some)} entries, calibration error {calibration_error(score[some], right):.3f}")
        measured = [n for n, c in enumerate(cases) if kind == "statements" or c.source != "sentences"]
        t, f1, all_ = best_threshold(score[measured], np.array([cases[n].right for n in measured]), count)
        print(f"threshold {t}: F1 {f1:.3f}, of everything {all_:.3f}\n")
        fitted[kind] = {k: round(v, 4) for k, v in fit(cases).items()}
        thresholds[kind] = t
    if args.write:
        body = yaml.safe_dump({"threshold": thresholds, **fitted}, sort_keys=False)
        WEIGHTS.write_text(HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    main()
