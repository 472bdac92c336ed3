"""Why an entry is in the record, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from detente.views import wording
from detente.views.cli.tables import Book, event_text, statement_text
from detente.views.passages import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

Row = Mapping[str, Any]


def page(found: Row, book: Book) -> Iterator[RenderableType]:
    """The entry, what decided it, its evidence in context, and where sources differ."""
    is_event = found["kind"] == "event"
    head = event_text(found, book, quoted=False) if is_event else statement_text(found, book)
    head.append(f"\n{_facts(found)}", "dim")
    yield head
    if found["reasons"]:
        yield Text(f"\nWhat decided: {_who(found['reasons'])}", "bold")
        for r in found["reasons"]:
            line = Text(f"{r['what']}", "cyan")
            line.append(f"  {r['by']} {r['name']}")
            if r["words"]:
                line.append(f"  on “{one_line(r['words'], 80)}”", "italic")
            if weighed := wording.weighed(r):
                line.append(f"  {weighed}", "dim")
            yield Padding(line, (0, 0, 0, 2))
    yield Text("\nEvidence", "bold")
    for e in found["evidence"]:
        passage = Text()
        passage.append(one_line(e["before"]) + (" " if e["before"][-1:].isspace() else ""), "dim")
        passage.append(one_line(e["words"]), "bold")
        passage.append((" " if e["after"][:1].isspace() else "") + one_line(e["after"]), "dim")
        yield Padding(passage, (0, 0, 0, 2))
        day = wording.when(e["published"], e["published"])
        source = ", ".join(filter(None, (e["title"] or e["article"], e["publisher"], day, e["url"])))
        yield Padding(Text(f"{source}, characters {e['start']}–{e['end']}\n", "dim cyan"), (0, 0, 0, 2))
    for d in found.get("differs") or ():
        line = Text(f"Sources differ on {d['what']}: ", "yellow")
        line.append(", ".join(f"{v['value']} ({len(v['evidence'])})" for v in d["variants"]))
        yield line
    history = found.get("history") or ()
    if len({h["status"] for h in history}) > 1:
        yield Text(
            "Told as "
            + ", then ".join(f"{h['status']} ({wording.when(h['published'], h['published'])})" for h in history)
        )


def _who(reasons: Iterable[Row]) -> str:
    """Whether rules, a model, or both decided."""
    by = {r["by"] for r in reasons if r["what"] != "status"}
    return " and ".join({"rule": "a rule", "model": "a model"}[b] for b in ("rule", "model") if b in by)


def _facts(found: Row) -> str:
    facts: tuple[str, ...]
    if found["kind"] == "event":
        facts = (
            found["event_type"] + (f"/{found['event_mode']}" if found["event_mode"] else ""),
            f"CAMEO {found['cameo']}" if found["cameo"] else "",
            f"Goldstein {found['intensity']:+.1f}" if found["intensity"] is not None else "",
            found["status"],
            wording.event_when(found),
            ", ".join(found["contexts"] or ()),
        )
    else:
        facts = (found["act"], found["quote"], ", ".join(found["contexts"] or ()))
    score = f"score {found['score']:.2f}" if found["score"] is not None else ""
    return " · ".join(filter(None, (*facts, score, found["id"])))


def as_markdown(found: Row, book: Book) -> str:
    """The same as Markdown."""
    title = (
        str(wording.event(found, book.names))
        if found["kind"] == "event"
        else wording.speaker(found, book.names) + " " + wording.says(found)
    )
    lines = [f"# {title}", "", _facts(found), ""]
    for r in found["reasons"] or ():
        score = f", {weighed}" if (weighed := wording.weighed(r)) else ""
        lines.append(
            f"- {r['what']}: {r['by']} `{r['name']}`"
            + (f" on “{one_line(r['words'], 80)}”" if r["words"] else "")
            + score
        )
    lines += ["", "## Evidence", ""]
    for k, e in enumerate(found["evidence"], 1):
        words = f"{one_line(e['before'])} **{one_line(e['words'])}** {one_line(e['after'])}"
        day = wording.when(e["published"], e["published"])
        lines.append(f"{k}. {words} ({', '.join(filter(None, (e['title'] or e['article'], e['publisher'], day)))})")
    return "\n".join(lines)
