"""Coding a table of marked pairs, as the scorer of the coder alone asks for: ``detente code-pairs``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from detente.coding.coder import Coder
from detente.coding.marking import Marked, from_tags

COLUMN = "marked_sentence"


class BadPairs(ValueError):
    """A table of pairs that cannot be read: says the file, the line, and what is wrong."""


def read_pairs(path: str | Path) -> list[Marked]:
    """The marked sentences of a tab-separated table with a column ``marked_sentence``.

    Raises:
        BadPairs: not a file, not UTF-8, no such column, or a line whose tags are wrong.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise BadPairs(f"{path}: {error.strerror or error}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadPairs(f"{path}, line {line}: not UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    if not rows.fieldnames or COLUMN not in rows.fieldnames:
        raise BadPairs(f"{path}, line 1: no column {COLUMN}")
    out: list[Marked] = []
    try:
        for row in rows:
            tagged = row[COLUMN]
            if not tagged:
                raise BadPairs(f"{path}, line {rows.line_num}: {COLUMN} is empty")
            try:
                out.append(from_tags(tagged))
            except ValueError as error:
                raise BadPairs(f"{path}, line {rows.line_num}: {error}") from error
    except csv.Error as error:
        raise BadPairs(f"{path}, line {rows.line_num}: {error}") from error
    return out


def code_pairs(path_in: str | Path, path_out: str | Path, coder: Coder | None = None) -> int:
    """Code the pairs of a table, each known to be an event, and write ``type`` and ``score`` in their order.

    Returns:
        How many pairs there were.

    Raises:
        BadPairs: see ``read_pairs``; or the table cannot be written.
    """
    pairs = read_pairs(path_in)
    coder = coder or Coder()
    probs = coder.types(pairs)
    # The corpora that are in this form do not part conceding from retreating: the two compete as one.
    a, b = (coder.labels.index(name) for name in ("CONCEDE", "RETREAT"))
    lines = ["type\tscore"]
    for row in probs:
        merged = row.copy()
        merged[a if row[a] >= row[b] else b] = row[a] + row[b]
        lines.append(f"{coder.labels[int(merged.argmax())]}\t{float(merged.max()):.4f}")
    try:
        Path(path_out).write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadPairs(f"{path_out}: {error.strerror or error}") from error
    return len(pairs)


def main() -> None:
    """``python -m detente.coding.pairs GOLD.tsv OUT.tsv [WEIGHTS_DIR]``."""
    import sys

    if len(sys.argv) not in (3, 4):
        raise SystemExit("usage: python -m detente.coding.pairs GOLD.tsv OUT.tsv [FOLDER_OF_WEIGHTS]")
    try:
        n = code_pairs(sys.argv[1], sys.argv[2], Coder(sys.argv[3] if len(sys.argv) == 4 else None))
    except BadPairs as error:
        raise SystemExit(str(error)) from error
    print(f"{n} pairs coded")


if __name__ == "__main__":
    main()
