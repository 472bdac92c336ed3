"""A dossier to take away: its Markdown as a page of HTML that stands alone, as PDF, and as a Word document."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from html import escape
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_SECONDS = 90
_PRINTING = threading.Lock()
# `_safe` of the dossier escapes every bracket of an article's making: one that is not escaped is a reference.
_REFERENCE = re.compile(r"(?<!\\) \[(\d+)\]")
_STYLE = """
@page { size: A4; margin: 20mm 18mm; @bottom-center { content: counter(page); font: 9pt sans-serif; color: #555; } }
html { font: 11pt/1.45 Georgia, "DejaVu Serif", serif; color: #1c2126; background: #fff; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7em; margin: 0 0 .2em; }
h2 { font-size: 1.15em; margin: 1.6em 0 .4em; border-bottom: 1px solid #bbb; }
h1 + p { color: #555; margin-top: 0; } ul, ol { padding-left: 1.4em; } li { margin: .35em 0; }
a { color: #0b5c93; text-decoration: none; } a.ref { font-size: .72em; vertical-align: super; line-height: 0; }
ol { font-size: .9em; color: #333; }
@media print { body { margin: 0; max-width: none; padding: 0; } li { break-inside: avoid; } h2 { break-after: avoid; } }
"""


# forms a dossier is taken away in, by the ending of a file's name
MEDIA = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class NoPrinter(Exception):
    """Nothing on this machine makes a PDF."""


def written(markdown: str, form: str) -> bytes:
    """A dossier's Markdown in one of the forms of `MEDIA`.

    Raises:
        NoPrinter: a PDF is asked for, and nothing on this machine makes one.
    """
    if form == "html":
        return html(markdown).encode()
    if form == "pdf":
        return pdf(html(markdown))
    if form == "docx":
        return word(markdown)
    return markdown.encode()


def html(markdown: str) -> str:
    """A dossier's Markdown as one page of HTML: no script, nothing loaded, references that lead to their words."""
    from markdown_it import MarkdownIt

    title = next((line[2:] for line in markdown.splitlines() if line.startswith("# ")), "Dossier")
    body = MarkdownIt("commonmark", {"html": False}).render(_REFERENCE.sub(r" [\1](#ref-\1)", markdown))
    body = re.sub(r' <a href="#ref-', '<a class="ref" href="#ref-', body)
    head, mark, references = body.rpartition("<ol>")
    if mark:
        number = iter(range(1, 1_000_000))
        body = head + mark + re.sub("<li>", lambda _: f'<li id="ref-{next(number)}">', references)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(_plain(title))}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body>\n{body}</body></html>\n"
    )


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def pdf(page: str) -> bytes:
    """A page of HTML as PDF, by WeasyPrint where it is installed, else by Chromium.

    Raises:
        NoPrinter: neither is there, or the one that is there fails.
    """
    try:
        import weasyprint
    except (ImportError, OSError):  # installed without the libraries that it needs
        return _by_chromium(page)
    made: bytes = weasyprint.HTML(string=page).write_pdf()
    return made


def chromium() -> str | None:
    """The program that prints pages, where it is installed."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def _by_chromium(page: str) -> bytes:
    found = chromium()
    if found is None:
        raise NoPrinter(
            "a PDF needs Chromium or WeasyPrint on this machine (apt-get install chromium, or pip install weasyprint); "
            "without them take the HTML and print it from a browser"
        )
    with _PRINTING, tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        flags = [
            "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--no-first-run",
            "--no-pdf-header-footer", f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to start for root otherwise; the page holds no script
        try:
            done = subprocess.run([found, *flags, source.as_uri()], capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise NoPrinter(f"{found} did not print within {_SECONDS} s; take the HTML instead") from None
        if not made.exists():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NoPrinter(f"{found} did not print ({said[-1] if said else 'no reason given'}); take the HTML instead")
        return made.read_bytes()


def word(markdown: str) -> bytes:
    """A dossier's Markdown as a Word document: headings, bullets, numbered references, bold and italics."""
    from docx import Document

    out = Document()
    for line in markdown.splitlines():
        if not line.strip():
            continue
        level = len(line) - len(line.lstrip("#"))
        if 0 < level < 4 and line[level : level + 1] == " ":
            out.add_heading(_unescaped(line[level + 1 :]), level - 1)
            continue
        style = "List Bullet" if line.startswith("- ") else None
        paragraph = out.add_paragraph(style=style)
        for text, bold, italic in _runs(line.removeprefix("- ")):
            run = paragraph.add_run(_unescaped(text))
            run.bold, run.italic = bold, italic
    sink = io.BytesIO()
    out.save(sink)
    return sink.getvalue()


_MARKED = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*|(?<![\\*])\*(?!\*)(.+?)(?<!\\)\*")


def _runs(line: str) -> Iterator[tuple[str, bool, bool]]:
    at = 0
    for m in _MARKED.finditer(line):
        if m.start() > at:
            yield line[at : m.start()], False, False
        yield (m[1], True, False) if m[1] is not None else (m[2], False, True)
        at = m.end()
    if at < len(line):
        yield line[at:], False, False


def _unescaped(text: str) -> str:
    # Word refuses control characters
    return "".join(c for c in _plain(text) if c.isprintable() or c == " ")
