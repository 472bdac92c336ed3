"""The tutorial runs from start to end and answers its question."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]


def test_the_tutorial_answers_its_question() -> None:
    notebook = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    shown = "\n".join(str(out) for cell in notebook.cells for out in cell.get("outputs", []))
    assert "unless" in shown
    assert "vega-lite" in shown
    assert "planned" in shown
