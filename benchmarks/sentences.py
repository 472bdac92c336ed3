"""From sentences to events: every line of SHARED/data/sentences_plv_train.jsonl, read as an article of its own.

    python -m benchmarks.sentences SHARED [--folds FOLDER] [--keep DUMP.json] [-v]

The coder that comes with detente was trained on these sentences. With ``--folds`` each is read by a coder that was not:
FOLDER holds ``fold-0`` to ``fold-4``, as ``python -m training.coder DATA --out FOLDER --cross-validate`` leaves them.
SHARED/score/sentences.py scores the dump.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from training.pairs import folds, plv_pairs

from benchmarks.articles import Missing
from detente.articles import Article
from detente.coding import code
from detente.coding.coder import Coder
from detente.coding.model import Entries
from detente.merging import Account
from detente.reading import Reading, read_all
from detente.record.dump import dump


def fold_of_sentences(table: Path, k: int) -> dict[str, int]:
    """The fold of each sentence of a PLV table, as training divides them."""
    with table.open(encoding="utf-8") as file:
        sentences = [r["sentence"] for r in csv.DictReader(file, delimiter="\t")]
    return dict(zip(sentences, folds(plv_pairs(table), k), strict=True))


def coded(shared: Path, folder: Path | None) -> Iterator[tuple[Reading, Entries]]:
    """The sentences, read and coded; with a folder of folds each by weights that have not seen it."""
    path = shared / "data" / "sentences_plv_train.jsonl"
    if not path.exists():
        raise Missing(f"{path} is not there")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = [Article(r["id"], r["text"], published=date.fromisoformat(r["published"])) for r in rows]
    coders = [Coder(p) for p in sorted(folder.glob("fold-*/"))] if folder else []
    if folder and not coders:
        raise Missing(f"{folder} has no fold-0, fold-1 and so on")
    fold = fold_of_sentences(shared / "data" / "plv_train.tsv", len(coders)) if coders else {}
    for r in read_all(articles):
        yield r, code(r, coder=coders[fold[r.article.text]] if coders else None)


def score(shared: Path, folder: Path | None, keep: Path | None = None, verbose: bool = False) -> str:
    """What SHARED/score/sentences.py prints."""
    accounts = [Account.of(reading, entries, alone=True) for reading, entries in coded(shared, folder)]
    document = json.dumps(dump(accounts), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as tmp:
        out = keep or Path(tmp) / "dump.json"
        out.write_text(document, encoding="utf-8")
        command = [sys.executable, str(shared / "score" / "sentences.py")]
        command += [str(shared / "data" / "sentences_plv_train.jsonl"), str(out), *(["-v"] if verbose else [])]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Print the report of the scorer."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("--folds", type=Path, help="folder with the weights of each fold")
    ap.add_argument("--keep", type=Path, help="keep the dump")
    ap.add_argument("-v", "--verbose", action="store_true", help="list what was not found")
    args = ap.parse_args()
    print(score(args.shared, args.folds, args.keep, args.verbose), end="")


if __name__ == "__main__":
    main()
