"""An article's text with what was found in it marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.articles import paragraphs
from detente.views import wording
from detente.views.passages import one_line

if TYPE_CHECKING:
    from rich.text import Text

    from detente.merging import Account
    from detente.views.cli.tables import Book

# What is found in a text, in the order in which it is laid on, and its colour.
STYLES = {
    "content": "italic",
    "party": "bold cyan",
    "place": "green",
    "time": "magenta",
    "cue": "yellow",
    "condition": "underline yellow",
    "event": "bold underline red",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of the text, what they are, and which party, value or act they stand for."""

    start: int
    end: int
    what: str
    meaning: str


def marks(account: Account) -> list[Mark]:
    """Everything that was found in the text of an account, in order."""
    found = [Mark(m.start, m.end, "party", "; ".join(m.parties)) for m in account.mentions if m.parties]
    found += [Mark(t.start, t.end, "time", t.value) for t in account.times]
    found += [Mark(p.start, p.end, "place", p.name) for p in account.places]
    for e in account.events:
        found.append(Mark(e.trigger.start, e.trigger.end, "event", f"{e.type} {e.status}"))
        if e.condition:
            found.append(Mark(e.condition.start, e.condition.end, "condition", e.condition.kind))
    for s in account.statements:
        found += [Mark(x.start, x.end, "content", s.act) for x in s.contents]
        found += [Mark(x.start, x.end, "cue", s.act) for x in s.cues]
        if s.condition:
            found.append(Mark(s.condition.start, s.condition.end, "condition", s.condition.kind))
    return sorted(set(found), key=lambda m: (m.start, m.end, m.what, m.meaning))


def row(mark: Mark, text: str) -> dict[str, Any]:
    """A mark as a row."""
    return {
        "start": mark.start,
        "end": mark.end,
        "what": mark.what,
        "meaning": mark.meaning,
        "words": text[mark.start : mark.end],
    }


def page(account: Account, found: Sequence[Mark], events: Sequence[dict[str, Any]], book: Book) -> Iterator[Text]:
    """The article for a terminal: its paragraphs with their marks, entries under each, and what the colours mean."""
    from rich.text import Text

    from detente.views.cli.tables import event_text, short

    a = account.article
    head = Text(a.title or a.id, "bold")
    day = wording.when(a.published, a.published)
    head.append("  " + ", ".join(filter(None, (day, a.publisher, a.id if a.title else ""))), "dim")
    yield head
    for p in paragraphs(a.text):
        line = Text(a.text[p.start : p.end], "bold" if p.headline else "")
        for what in STYLES:
            for m in found:
                if m.what == what and m.start < p.end and m.end > p.start:
                    line.stylize(STYLES[what], max(0, m.start - p.start), m.end - p.start)
        yield Text("\n") + line
        for e in events:
            first = e["trigger"] if (e["trigger"] or {}).get("article") else (e["evidence"] or [{}])[0]
            if first.get("article") == a.id and p.start <= first["start"] < p.end:
                note = Text("  → ", "dim")
                note.append_text(event_text(e, book, quoted=False))
                when = wording.event_when(e)
                note.append(f", {', '.join(filter(None, (when, e['status'])))}  {short(e)}", "dim")
                yield note
        for s in account.statements:
            where = s.cues or s.contents
            if where and p.start <= where[0].start < p.end:
                note = Text("  “ ", "dim")
                who = [book.names.get(x, x) for x in s.speaker or s.for_]
                note.append(wording.listed(who) or "Somebody", "bold")
                note.append(f" {wording.says({'act': s.act})}")
                whom = wording.listed([book.names.get(x, x) for x in s.addressee])
                note.append(f" → {whom}" if whom else "")
                if s.condition:
                    note.append(f", {one_line(a.text[s.condition.start : s.condition.end], 90)}", "yellow")
                yield note
    legend = Text("\n")
    for what, style in STYLES.items():
        legend.append(what, style)
        legend.append("  ")
    yield legend


def as_markdown(account: Account, found: Sequence[Mark]) -> str:
    """The article as Markdown: parties in bold, the words that name events in bold italics."""
    a = account.article
    lines = [f"# {a.title or a.id}", ""]
    around = {"party": "**", "event": "***"}
    for p in paragraphs(a.text):
        text, at = "", p.start
        for m in found:
            if m.what in around and m.start >= at and m.end <= p.end:
                text += f"{a.text[at : m.start]}{around[m.what]}{a.text[m.start : m.end]}{around[m.what]}"
                at = m.end
        text += a.text[at : p.end]
        lines += [f"## {one_line(text)}" if p.headline else one_line(text), ""]
    return "\n".join(lines)
