"""A dossier on paper: HTML that stands alone, a PDF that a reader opens."""

import io
from pathlib import Path

from pypdf import PdfReader
from typer.testing import CliRunner

from detente.views import paper
from detente.views.cli import app


def test_the_pdf_holds_the_dossier(made_record: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["dossier", "piracy", "--record", str(made_record), "--out", str(tmp_path / "d.pdf")]
    )
    assert done.exit_code == 0, done.exception
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO((tmp_path / "d.pdf").read_bytes())).pages)
    assert "Piracy" in text
    assert "demanded that it pay for the lost ships" in text
    assert "References" in text


def test_the_page_stands_alone_and_holds_no_markup_of_an_article() -> None:
    page = paper.html("# A\n\n- He said \\<script\\>x\\</script\\> \\[7\\]. [1]\n\n## References\n\n1. “x” y\n")
    assert "<script" not in page
    assert "[7]" in page
    assert '<a class="ref" href="#ref-1">1</a>' in page
    assert '<li id="ref-1">' in page
    assert "src=" not in page
