import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("asked", "left_alone"),
    [("detente", "pyarrow duckdb spacy pandas"), ("detente.record.record", "spacy thinc pandas polars duckdb")],
)
def test_who_only_asks_does_not_wait_for_what_reads(asked: str, left_alone: str) -> None:
    code = f"import sys, {asked}; print([m for m in '{left_alone}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
