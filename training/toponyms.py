"""Train the model that tells toponyms from other names: `python -m training.toponyms CORPUS.xml [--held-out N]`.

CORPUS.xml is in the format of LGL, TR-News and GeoWebNews. Logistic regression with L2 over the features of
detente.reading.recognition.describe, by Adam, without randomness; writes knowledge/toponyms.yaml. Candidates that the
corpus marks as toponyms without coordinates are left out. With --held-out N every Nth article is kept aside and scored.
"""

from __future__ import annotations

import argparse
import math
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from detente.articles import Article, paragraphs
from detente.reading.parsing import parse
from detente.reading.recognition import recognise
from detente.reading.toponyms import toponyms

Floats = npt.NDArray[np.float64]
OUT = Path(__file__).parents[1] / "src/detente/knowledge/toponyms.yaml"


def examples(corpus: Path) -> tuple[list[list[str]], list[bool], list[int]]:
    """Features, label and article number of each candidate of a corpus."""
    articles = [*ET.parse(corpus).getroot().iter("article")]
    texts = [Article(str(k), a.findtext("text") or "") for k, a in enumerate(articles)]
    features: list[list[str]] = []
    labels: list[bool] = []
    numbers: list[int] = []
    docs = parse(((t, paragraphs(t.text)) for t in texts), lambda _, spans: [True] * len(spans))
    for k, (article, (doc, _)) in enumerate(zip(articles, docs, strict=True)):
        marked = []
        for t in article.iter("toponym"):
            placed = (t.findtext(".//lat") or t.findtext("latitude")) is not None
            marked.append((int(t.findtext("start") or 0), int(t.findtext("end") or 0), placed))
        found = toponyms(doc)
        for t, described in zip(found, recognise(doc, found)[1], strict=True):
            start, end = doc[t.first].idx, doc[t.last - 1].idx + len(doc[t.last - 1])
            hits = [placed for a, b, placed in marked if start < b and a < end]
            if hits and not any(hits):
                continue
            features.append(described)
            labels.append(bool(hits))
            numbers.append(k)
    return features, labels, numbers


def fit(x: Floats, y: Floats, l2: float = 3.0, steps: int = 400, rate: float = 0.05) -> Floats:
    """Weights, the last one the bias, which is not shrunk."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w, m, v = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    shrink = np.full(x.shape[1], l2)
    shrink[-1] = 0
    for step in range(1, steps + 1):
        gradient = x.T @ (1 / (1 + np.exp(-(x @ w))) - y) + shrink * w
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-6)
    return w


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus", type=Path)
    ap.add_argument("--held-out", type=int, default=0)
    args = ap.parse_args()
    features, labels, numbers = examples(args.corpus)
    names = sorted({f for fs in features for f in fs})
    column = {n: i for i, n in enumerate(names)}
    x, y = np.zeros((len(features), len(names))), np.array(labels, dtype=float)
    for row, fs in enumerate(features):
        x[row, [column[f] for f in fs]] = 1
    if args.held_out:
        aside = np.array(numbers) % args.held_out == 0
        w = fit(x[~aside], y[~aside])
        found = 1 / (1 + np.exp(-(x[aside] @ w[:-1] + w[-1]))) >= 0.45
        right = float((found & (y[aside] > 0)).sum())
        print(f"kept aside: precision {right / found.sum():.3f} recall of candidates {right / y[aside].sum():.3f}")
        return
    w = fit(x, y)
    weights = {"bias": round(float(w[-1]), 2)}
    weights |= {
        n: round(float(v), 2) for n, v in zip(names, w[:-1], strict=True) if not math.isclose(v, 0, abs_tol=0.05)
    }
    head = "# Weights of the model that tells toponyms from other names; made by training/toponyms.py, not by hand.\n"
    OUT.write_text(head + yaml.safe_dump(weights, sort_keys=False, allow_unicode=True, width=118), encoding="utf-8")


if __name__ == "__main__":
    main()
