"""The tables that people read: what an entry says first, the sentence that says so under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from detente.record.codes import code
from detente.views import wording
from detente.views.passages import one_line, quoted, sentence

if TYPE_CHECKING:
    from detente.record.record import Record

Row = Mapping[str, Any]
STATUS = {
    "occurred": "green",
    "ongoing": "green",
    "planned": "cyan",
    "conditional": "yellow",
    "alleged": "magenta",
    "denied": "red",
}
QUAD = {
    "verbal cooperation": "blue",
    "material cooperation": "bold blue",
    "verbal conflict": "yellow",
    "material conflict": "bold red",
}
_LONGEST = 220


class Book:
    """What rows refer to: texts of articles and names of parties, looked up once."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._texts: dict[str, str] = {}
        self._names: dict[str, str] | None = None

    @property
    def names(self) -> Mapping[str, str]:
        """Names of parties by id."""
        if self._names is None:
            self._names = wording.names(self._record.parties(form="rows"))
        return self._names

    def text(self, article: str) -> str:
        """The text of an article."""
        if article not in self._texts:
            self._texts[article] = self._record.account(article).article.text
        return self._texts[article]

    def quoted(self, row: Row) -> Text:
        """The sentence that says so, with the words that name the event marked."""
        span = (row.get("trigger") or {}) if (row.get("trigger") or {}).get("article") else {}
        first = span or (row["evidence"] or [{}])[0]
        if not first.get("article"):
            return Text()
        text = self.text(first["article"])
        found = sentence(text, first["start"], first["end"])
        out = Text(quoted(one_line(found.text, _LONGEST)), style="dim italic")
        if span:
            words = one_line(text[span["start"] : span["end"]])
            if words and (at := out.plain.find(words)) >= 0:
                out.stylize("not dim bold", at, at + len(words))
        told = len({e["article"] for e in row["evidence"]})
        if told > 1:
            out.append(f"  (and {told - 1} more)", "dim")
        return out


def _table(*headings: tuple[str, dict[str, Any]], leading: int = 1) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, expand=True, pad_edge=False, show_edge=False, header_style="bold dim", leading=leading
    )
    for heading, options in headings:
        table.add_column(heading, **options)
    return table


_WHEN: tuple[str, dict[str, Any]] = ("When", {"width": 12})
_ENTRY: tuple[str, dict[str, Any]] = ("Entry", {"no_wrap": True, "style": "dim"})


def short(row: Row) -> str:
    """The code of an entry, by which one can ask for it."""
    return code(str(row.get("event_id") or row.get("statement_id")))


def _when(row: Row) -> Text:
    """The date of an event; where it has none, that it was before it was told."""
    if words := wording.event_when(row):
        return Text(words)
    told = wording.when(row["publication_date"], row["publication_date"])
    return Text(f"≤{told}" if told and row["status"] in {"occurred", "ongoing"} else "–", "dim")


def event_text(row: Row, book: Book, quoted: bool = True) -> Text:
    """An event in words, and its sentence on the next line."""
    line = wording.event(row, book.names)
    out = Text()
    out.append(line.who, "bold")
    out.append(f" {line.did}", QUAD.get(row["quad_code"] or "", ""))
    for piece in (line.whom, line.where):
        if piece:
            out.append(f" {piece}", "bold" if piece is line.whom else "")
    people = [book.names.get(p, p) for p in row["person"] or ()]
    people = [p for p in people if p not in str(line)]
    if people:
        out.append(f" ({', '.join(people)})", "dim")
    if quoted:
        out.append("\n")
        out.append_text(book.quoted(row))
    return out


def events(rows: Sequence[Row], book: Book) -> Table:
    """Events: when, who did what to whom, the sentence; its status."""
    table = _table(_WHEN, ("What happened", {"ratio": 1}), ("Status", {"width": 11}), _ENTRY)
    for row in rows:
        status = Text(row["status"], STATUS.get(row["status"], ""))
        table.add_row(_when(row), event_text(row, book), status, short(row))
    return table


def agenda(rows: Sequence[Row], book: Book) -> Table:
    """What comes next."""
    table = _table(_WHEN, ("What is planned", {"ratio": 1}), _ENTRY)
    for row in rows:
        when = Text(wording.event_when(row) or "no date")
        if row.get("overdue"):
            when.append("\noverdue", "red")
        table.add_row(when, event_text(row, book), short(row))
    return table


def statement_text(row: Row, book: Book) -> Text:
    """A statement in words: who says what to whom, on which condition."""
    out = Text()
    out.append(wording.speaker(row, book.names), "bold")
    act = {
        "refuse": "bold red",
        "threaten": "bold red",
        "demand": "bold yellow",
        "warn": "yellow",
        "criticise": "yellow",
    }
    out.append(f" {wording.says(row)}", act.get(row["act"], "blue"))
    if whom := wording.addressed(row, book.names):
        out.append(f" {whom}", "bold")
    words = one_line(row["content"] or "", _LONGEST)
    condition = one_line(row["condition_words"] or "", _LONGEST)
    if words:
        said = Text(quoted(words) if row["quote"] == "direct" else words, "italic dim")
        if condition and (at := said.plain.find(condition)) >= 0:
            said.stylize("not dim yellow", at, at + len(condition))
            condition = ""
        out.append("\n")
        out.append_text(said)
    if condition:
        out.append(f"\n{condition}", "italic yellow")
    return out


def statements(rows: Sequence[Row], book: Book) -> Table:
    """Statements: when, who says what to whom."""
    table = _table(_WHEN, ("What was said", {"ratio": 1}), ("On", {"max_width": 20, "overflow": "fold"}), _ENTRY)
    for row in rows:
        day = wording.when(row["date"] or row["publication_date"], row["date"] or row["publication_date"])
        table.add_row(day or "–", statement_text(row, book), Text("\n".join(row["contexts"] or ()), "dim"), short(row))
    return table


def positions(rows: Sequence[Row], book: Book) -> Table:
    """Where each party stands on each issue."""
    table = _table(
        ("Party", {"max_width": 18}),
        ("On", {"max_width": 20, "overflow": "fold"}),
        ("Stands", {"ratio": 1}),
        ("Moved", {"width": 11}),
    )
    for row, issues in _together(rows):
        stands = Text()
        for said in row["said"][:4]:
            if stands:
                stands.append("\n")
            toward = wording.listed([book.names.get(t, t) for t in said["toward"] or () if t != row["actor"]])
            stands.append(wording.says(said), "bold")
            stands.append(f" ({toward})" if toward else "")
            if said["words"]:
                stands.append(f": {one_line(said['words'], 140)}", "dim italic")
            if said["condition"] and said["condition"] not in (said["words"] or ""):
                stands.append(f" – {one_line(said['condition'], 120)}", "yellow")
        if len(row["said"]) > 4:
            stands.append(f"\nand {len(row['said']) - 4} more", "dim")
        moved = wording.when(row["last_moved"], row["last_moved"])
        party = Text(book.names.get(row["actor"], row["actor"]), "bold")
        table.add_row(party, Text("\n".join(issues)), stands, moved)
    return table


def _together(rows: Sequence[Row]) -> list[tuple[Row, list[str]]]:
    """Positions by party, with the issues that they are on: one position may be on several."""
    found: dict[tuple[str, ...], tuple[Row, list[str]]] = {}
    for row in sorted(rows, key=lambda r: (r["actor"], r["issue"])):
        key = (row["actor"], *(said["entry"] for said in row["said"]))
        found.setdefault(key, (row, []))[1].append(row["issue"])
    return list(found.values())


def parties(rows: Sequence[Row], book: Book) -> Table:
    """Who acts."""
    table = _table(
        ("Party", {"ratio": 1}),
        ("Kind", {"max_width": 12}),
        ("For", {"ratio": 1}),
        ("Sector", {"max_width": 6}),
        ("Events", {"justify": "right"}),
        ("Said", {"justify": "right"}),
        leading=0,
    )
    for row in rows:
        name = Text(row["name"] or row["id"], "bold")
        if row["id"] != row["name"]:
            name.append(f"  {row['id']}" if row["kind"] == "state" else "", "dim")
        if row["role"]:
            name.append(f"\n{row['role']}", "dim")
        for_ = book.names.get(row["of"], row["of"]) if row["of"] else ""
        table.add_row(name, row["kind"], for_ or "", row["sector"] or "", str(row["events"]), str(row["statements"]))
    return table


def articles(rows: Sequence[Row], book: Book) -> Table:
    """What was read."""
    table = _table(
        ("Published", {"width": 11}),
        ("Article", {"ratio": 1}),
        ("Publisher", {"max_width": 20}),
        ("Events", {"justify": "right"}),
        ("Said", {"justify": "right"}),
        leading=0,
    )
    for row in rows:
        name = Text(row["title"] or "", "bold")
        name.append(("\n" if name else "") + row["id"], "dim")
        day = wording.when(row["publication_date"], row["publication_date"]) or "–"
        table.add_row(day, name, row["publisher"] or "", str(row["events"]), str(row["statements"]))
    return table


def duplicates(rows: Sequence[Row], book: Book) -> Table:
    """Which articles are copies of which."""
    table = _table(
        ("Published", {"width": 11}), ("Article and its copies", {"ratio": 1}), ("New in it", {"justify": "right"})
    )
    for row in rows:
        days = [Text(wording.when(row["publication_date"], row["publication_date"]) or "–")]
        names = [Text(row["title"] or row["id"], "bold")]
        new = [Text("")]
        for copy in row["copies"]:
            days.append(Text(wording.when(copy["publication_date"], copy["publication_date"]) or "–", "dim"))
            names.append(Text(f"  {', '.join(filter(None, (copy['title'] or copy['id'], copy['publisher'])))}"))
            new.append(Text(str(copy["entries"] or ""), "dim"))
        for line in zip(days, names, new, strict=True):
            for cell in line:
                cell.no_wrap, cell.overflow = True, "ellipsis"
        table.add_row(*(Text("\n").join(cells) for cells in (days, names, new)))
    return table
