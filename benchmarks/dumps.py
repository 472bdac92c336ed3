"""Write the dump of every NAME/article.txt of a folder (published as NAME/expected.yaml says) to OUT/NAME.json.

Usage: python -m benchmarks.dumps FOLDER OUT
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import yaml

from detente.articles import Article
from detente.reading import read_all
from detente.record.dump import dump


def main(folder: Path, out: Path) -> None:
    """Read the articles in one go and write a dump for each."""
    out.mkdir(parents=True, exist_ok=True)
    articles = []
    for path in sorted(folder.glob("*/expected.yaml")):
        expected = yaml.safe_load(path.read_text(encoding="utf-8"))
        published = expected["published"]
        published = published if isinstance(published, date) else date.fromisoformat(published)
        text = (path.parent / expected["article"]).read_text(encoding="utf-8")
        articles.append(Article(path.parent.name, text, published=published))
    for reading in read_all(articles):
        document = json.dumps(dump([reading]), ensure_ascii=False, indent=1)
        (out / f"{reading.article.id}.json").write_text(document, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
