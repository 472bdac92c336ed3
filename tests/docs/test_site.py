"""The documentation is built as a site, with warnings as errors."""

import subprocess
import sys
from pathlib import Path

import detente

ROOT = Path(__file__).parents[2]


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = {p.name for p in (tmp_path / "site").glob("*.html")}
    assert {"index.html", "exports.html", "commands.html", "accuracy.html"} <= pages


def test_pictures_of_all_pages_are_taken(tmp_path: Path) -> None:
    detente.read(ROOT / "examples", record=tmp_path / "r")
    command = [sys.executable, str(ROOT / "docs" / "screenshots.py"), str(tmp_path / "r"), str(tmp_path / "pictures")]
    subprocess.run(command, check=True)  # apart: the browser tests keep a loop of their own
    found = {p.name for p in (tmp_path / "pictures").iterdir()}
    assert found == {p.name for p in (ROOT / "docs" / "pictures").iterdir()}
