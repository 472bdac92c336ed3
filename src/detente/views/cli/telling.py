"""One article told: who did and said what to whom, what is refused unless what, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from detente.views import wording
from detente.views.cli import tables
from detente.views.cli.printing import console

if TYPE_CHECKING:
    from detente.record.record import Record


def tell(record: Record, article: str, min_score: float | None = None) -> None:
    """Print what an article says."""
    asked: dict[str, Any] = {"article": article} | ({"min_score": min_score} if min_score else {})
    book = tables.Book(record)
    out = console()
    (about,) = (a for a in record.articles(form="rows") if a["id"] == article)
    head = Text(about["title"] or article, "bold")
    day = wording.when(about["publication_date"], about["publication_date"])
    head.append(f"  {', '.join(filter(None, (day, about['publisher'])))}", "dim")
    out.print(Rule(head, align="left", style="dim"))
    events = record.events(form="rows", **asked)
    statements = record.statements(form="rows", **asked)
    positions = [p for p in record.positions(form="rows", **asked) if p["conditional"]]
    for title, rows, table in (
        ("What happened", [e for e in events if e["status"] != "planned"], tables.events),
        ("What was said", statements, tables.statements),
        ("On which condition", positions, tables.positions),
        # what is overdue by later articles was still to come when this one was written
        ("What comes next", [r | {"overdue": False} for r in record.agenda(form="rows", **asked)], tables.agenda),
    ):
        if rows:
            out.print(Text(f"\n{title}", "bold underline"))
            out.print(table(rows, book))
    if not events and not statements:
        out.print(Text("Nothing was found that a party did or said.", "dim"))
    out.print()
