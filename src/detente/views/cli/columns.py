"""The columns of Markdown tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.views import wording
from detente.views.cli.printing import Columns
from detente.views.passages import one_line

if TYPE_CHECKING:
    from detente.views.cli.tables import Book


def events(book: Book) -> Columns:
    """Columns of events."""
    return (
        ("When", lambda r: wording.event_when(r)),
        ("What happened", lambda r: str(wording.event(r, book.names))),
        ("Type", lambda r: r["event_type"]),
        ("Status", lambda r: r["status"]),
        ("Sentence", lambda r: book.quoted(r).plain),
        ("Entry", lambda r: r["event_id"]),
    )


def agenda(book: Book) -> Columns:
    """Columns of planned events."""
    return tuple(c for c in events(book) if c[0] not in {"Type", "Status"})


def statements(book: Book) -> Columns:
    """Columns of statements."""
    return (
        ("When", lambda r: wording.when(r["date"] or r["publication_date"], r["date"] or r["publication_date"])),
        ("Who", lambda r: wording.speaker(r, book.names)),
        ("Does", lambda r: f"{wording.says(r)} {wording.addressed(r, book.names)}".strip()),
        ("What", lambda r: one_line(r["content"] or "")),
        ("Condition", lambda r: one_line(r["condition_words"] or "")),
        ("Issues", lambda r: ", ".join(r["contexts"] or ())),
        ("Entry", lambda r: r["statement_id"]),
    )


def positions(book: Book) -> Columns:
    """Columns of positions."""
    return (
        ("Issue", lambda r: r["issue"]),
        ("Party", lambda r: book.names.get(r["actor"], r["actor"])),
        ("Acts", lambda r: ", ".join(r["acts"])),
        ("Toward", lambda r: wording.listed([book.names.get(t, t) for t in r["toward"] or ()])),
        ("In its words", lambda r: "; ".join(one_line(s["words"], 160) for s in r["said"][:3] if s["words"])),
        ("Conditional", lambda r: "yes" if r["conditional"] else ""),
        ("Moved", lambda r: wording.when(r["last_moved"], r["last_moved"])),
    )


def parties(book: Book) -> Columns:
    """Columns of parties."""
    return (
        ("Party", lambda r: r["name"] or r["id"]),
        ("Id", lambda r: r["id"]),
        ("Kind", lambda r: r["kind"]),
        ("For", lambda r: book.names.get(r["of"], r["of"]) if r["of"] else ""),
        ("Sector", lambda r: r["sector"] or ""),
        ("Role", lambda r: r["role"] or ""),
        ("Events", lambda r: str(r["events"])),
        ("Statements", lambda r: str(r["statements"])),
    )


def articles(book: Book) -> Columns:
    """Columns of articles."""
    return (
        ("Article", lambda r: r["id"]),
        ("Title", lambda r: r["title"] or ""),
        ("Published", lambda r: wording.when(r["publication_date"], r["publication_date"])),
        ("Publisher", lambda r: r["publisher"] or ""),
        ("Events", lambda r: str(r["events"])),
        ("Statements", lambda r: str(r["statements"])),
    )


def duplicates(book: Book) -> Columns:
    """Columns of articles and their copies."""
    return (
        ("Article", lambda r: r["title"] or r["id"]),
        ("Published", lambda r: wording.when(r["publication_date"], r["publication_date"])),
        ("Copies", lambda r: "; ".join(c["publisher"] or c["id"] for c in r["copies"])),
    )
