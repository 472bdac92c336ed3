"""What each part is worth: whole records read with one part taken away at a time.

    python -m benchmarks.ablation SHARED [--write]

The twelve articles of SHARED and our own gold and blind records (see `benchmarks.records`) are read as they are,
without the coder, without the attribution model (syntax and cues read statements), without coreference (pronouns and
later common nouns name nobody) and without status rules (every candidate occurred). ``--write`` puts the table into
docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import contextlib
import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks import records
from detente.coding import attribution, deciding
from detente.coding import code as coded
from detente.coding.model import Entries
from detente.coding.status import Verdict
from detente.reading.model import Reading

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
BEGIN, END = "<!-- ablation: written by benchmarks.ablation -->", "<!-- end of ablation -->"
SETS = ("twelve", "gold", "blind")


def _uncoreferred(reading: Reading) -> Entries:
    """The entries of a reading in which pronouns, and common nouns for parties that have a name, name nobody."""
    named = {p for m in reading.mentions if m.kind in ("name", "role", "demonym", "metonym") for p in m.parties}
    kept = [
        m
        for m in reading.mentions
        if m.kind != "pronoun" and not (m.kind == "nominal" and m.parties and set(m.parties) <= named)
    ]
    return coded(replace(reading, mentions=tuple(kept)))


def _occurred(*_: Any, **__: Any) -> Verdict:
    return Verdict("occurred")


def _read_by(function: Any) -> AbstractContextManager[Any]:
    return patch("detente.coding.code", function)


VARIANTS: dict[str, Sequence[AbstractContextManager[Any]]] = {
    "everything": (),
    "without the coder": (_read_by(partial(coded, with_coder=False)),),
    "without the attribution model": (patch.object(attribution, "available", lambda: False),),
    "without coreference": (_read_by(_uncoreferred),),
    "without status rules": (patch.object(deciding, "status_of", _occurred),),
}


def rows(shared: Path) -> Iterator[str]:
    """The lines of the table, one variant after the other."""
    for name, changes in VARIANTS.items():
        cells = []
        for kind in SETS:
            with contextlib.ExitStack() as stack:
                for change in changes:
                    stack.enter_context(change)
                stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
                found = records.figures(records.score(shared, kind))
            cells += [f"{found['events F1']:.3f}", f"{found['statements F1']:.3f}", f"{found['false alarms']:.0f}"]
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table, and write it where it is asked for."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared", type=Path)
    ap.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    args = ap.parse_args()
    head = "| | " + " | ".join(f"{k}: events F1 | statements F1 | false alarms" for k in SETS) + " |"
    lines = [head, "|---" + "|---:" * (3 * len(SETS)) + "|"]
    print("\n".join(lines))
    for line in rows(args.shared):
        print(line, flush=True)
        lines.append(line)
    if args.write:
        text = PAGE.read_text(encoding="utf-8")
        block = "\n".join([BEGIN, *lines, END])
        if BEGIN in text:
            before, _, rest = text.partition(BEGIN)
            text = before + block + rest.partition(END)[2]
        else:
            title = "## What each part is worth\n\n`python -m benchmarks.ablation SHARED --write`"
            text = f"{text.rstrip()}\n\n{title}\n\n{block}\n"
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
