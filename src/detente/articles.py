"""Articles, and what their layout says: paragraphs, headlines, and the reports that a page runs together."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """One news report, or a page of several, exactly as its source gave it.

    All offsets anywhere in detente are Unicode code points into ``text`` as it stands here.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    source: str | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything that a reading of this article depends on."""
        parts = (self.text, self.title or "", self.published.isoformat() if self.published else "")
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something a source could not make an article of, with where it was and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article: its span, which report of the page it belongs to, and whether it is a headline."""

    start: int
    end: int
    report: int
    headline: bool


_ENDS = re.compile(r"[.!?:;,…][\"'”’»)\]]*\s*$")
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_BREAK = re.compile(r"\r\n|[\r\n]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_HEADLINE_WORDS = 18


def _hard_wrapped(lines: list[re.Match[str]], text: str) -> bool:
    """Whether line ends are only typesetting: blank lines part the paragraphs and lines break in mid-sentence."""
    if len(lines) < 4:
        return False
    broken = 0
    for first, second in itertools.pairwise(lines):
        one_break = len(_BREAK.findall(text[first.end() : second.start()])) == 1
        broken += one_break and not _ENDS.search(first[0]) and second[0].lstrip()[:1].islower()
    return broken >= max(2, len(lines) // 10)


def _is_headline(line: str, first: bool) -> bool:
    """Whether a line that another line follows is a headline.

    It is short and has no closing punctuation; a dateline, a byline or the middle of a sentence is none. The first line
    of an article may close with a full stop or a question mark when its words are capitalised throughout.
    """
    if not 2 <= len(line.split()) <= _HEADLINE_WORDS or line[:1].islower():
        return False
    if line.rstrip().endswith(("_", "--", "–", "—", "-")):
        return False
    if not _ENDS.search(line):
        return True
    words = _WORD.findall(line)
    capital = sum(w[0].isupper() for w in words)
    return first and not line.endswith((":", ",", ";")) and len(words) >= 3 and capital >= 0.8 * len(words)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order, blank ones left out.

    A line is a paragraph, unless the text is hard-wrapped, when blank lines part them. A headline that follows prose
    opens a new report of the page.
    """
    lines = [m for m in _LINE.finditer(text) if m[0].strip()]
    wrapped = _hard_wrapped(lines, text)
    spans: list[tuple[int, int]] = []
    for m in lines:
        start = m.start() + len(m[0]) - len(m[0].lstrip())
        end = m.start() + len(m[0].rstrip())
        if wrapped and spans and len(_BREAK.findall(text[spans[-1][1] : start])) == 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    out: list[Paragraph] = []
    report, prose_seen = 0, False
    for k, (start, end) in enumerate(spans):
        headline = k + 1 < len(spans) and _is_headline(text[start:end], first=k == 0)
        if headline and prose_seen:
            report, prose_seen = report + 1, False
        out.append(Paragraph(start, end, report, headline))
        prose_seen = prose_seen or not headline
    return tuple(out)


# Same length in, same length out: offsets stay those of the article.
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": ".", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u00ad": "-", "\ufeff": " ", "\x00": " ",
        "\r": " ", "\n": " ", "\t": " ", "\x0b": " ", "\x0c": " ", "\u2028": " ", "\u2029": " ",
    }
)  # fmt: skip
_PLAIN.update(dict.fromkeys(range(0xD800, 0xE000), "?"))  # lone surrogates, which JSON may hold


def plain(text: str) -> str:
    """The text with typographic quotes, dashes and breaks replaced one for one; its length does not change."""
    return text.translate(_PLAIN)
