"""The dump: a whole record as one JSON document.

``python -m detente.record.dump ARTICLE [--published DATE] [OUT.json]`` writes the dump of one file without a record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.articles import Article
from detente.coding.model import Condition, Evidence, Reason, Span, When, Where
from detente.merging import Account, MergedEvent, MergedStatement, merge
from detente.reading.model import Reading
from detente.record import entries, questions, readings
from detente.record.columns import encode

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def dump(items: Iterable[Account | Reading]) -> dict[str, Any]:
    """The dump of readings (which are coded first) or of accounts, merged, without a record."""
    from detente.coding import code

    accounts = [i if isinstance(i, Account) else Account.of(i, code(i)) for i in items]
    made = {"readings": readings.readings(accounts, ""), **entries.derived(merge(accounts))}
    return document(questions.connect_tables(made))


def document(con: DuckDBPyConnection) -> dict[str, Any]:
    """The dump of the record that a connection sees."""
    from detente.record.positions import positions

    accounts = [
        (row, readings.article(row)) for row in questions.ask(con, "SELECT * FROM readings ORDER BY id").to_pylist()
    ]
    planned = questions.agenda(con).to_pylist()
    return {
        "articles": [_article(a) for _, a in accounts],
        "parties": [
            encode(entries.party(row)) for row in questions.ask(con, "SELECT * FROM parties ORDER BY id").to_pylist()
        ],
        "events": [_event(entries.event(row)) for row in questions.events(con).to_pylist()],
        "statements": [_statement(entries.statement(row)) for row in questions.statements(con).to_pylist()],
        "positions": [_plain(row) for row in positions(con).to_pylist()],
        "agenda": [_agenda(row) for row in planned],
        "times": [
            {"article": a.id, "start": t["start"], "end": t["end"], "value": t["value"]}
            | {k: t[k].isoformat() for k in ("first", "last") if t[k]}
            for row, a in accounts
            for t in row["times"]
            if t["kind"] == "date"
        ],
        "places": [{"article": a.id} | p for row, a in accounts for p in row["places"]],
    }


def _agenda(row: dict[str, Any]) -> dict[str, Any]:
    e = entries.event(row).event
    return {"event": e.id, "date": _when(e.date), "place": _where(e.place), "what": e.what, "overdue": row["overdue"]}


def _plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO 8601."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _article(a: Article) -> dict[str, Any]:
    return {
        "id": a.id,
        "text": a.text,
        "title": a.title,
        "published": a.published.isoformat() if a.published else None,
        "publisher": a.publisher,
        "url": a.url,
        "language": a.language,
        "source": a.source,
    }


def _event(merged: MergedEvent) -> dict[str, Any]:
    e = merged.event
    return {
        "id": e.id,
        "type": e.type,
        "mode": e.mode,
        "cameo": e.cameo,
        "goldstein": e.goldstein,
        "status": e.status,
        "actor": list(e.actor),
        "recipient": list(e.recipient),
        "person": list(e.person),
        "symmetric": e.symmetric,
        "date": _when(e.date),
        "place": _where(e.place),
        "issues": list(e.issues),
        "condition": _condition(e.condition),
        "what": e.what,
        "score": e.score,
        "evidence": [_span(x, x.article) for x in e.evidence],
        "mentions": [
            {"role": m.role, "party": m.party, "article": m.article, "start": m.start, "end": m.end} for m in e.mentions
        ],
        "reasons": _reasons(e.reasons),
        "history": [
            {
                "article": t.article,
                "published": t.published.isoformat() if t.published else None,
                "status": t.status,
                "start": t.start,
                "end": t.end,
            }
            for t in merged.history
        ],
        "differs": {
            d.what: [
                {
                    "value": v.value,
                    "evidence": [{"article": x.article, "start": x.start, "end": x.end} for x in v.evidence],
                }
                for v in d.variants
            ]
            for d in merged.differs
        },
    }


def _statement(merged: MergedStatement) -> dict[str, Any]:
    s = merged.statement
    first = merged.reports[0]
    condition = _condition(s.condition)
    return {
        "id": s.id,
        "speaker": list(s.speaker),
        "for": list(s.for_),
        "addressee": list(s.addressee),
        "act": s.act,
        "quote": s.quote,
        "issues": list(s.issues),
        "condition": condition and {"article": first.article, "words": merged.condition_words} | condition,
        "date": _when(s.date),
        "content": merged.content,
        "spans": {
            role: [_span(x, r.article) for r in merged.reports for x in getattr(r, f"{role}s")]
            for role in ("speaker", "cue", "content")
        },
        "score": s.score,
        "evidence": [_span(x, x.article) for x in s.evidence],
        "reasons": _reasons(s.reasons),
    }


def _span(span: Span | Evidence, article: str) -> dict[str, Any]:
    return {"article": article, "start": span.start, "end": span.end}


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"what": r.what, "by": r.by, "name": r.name, "words": r.words, "score": r.score} for r in reasons]


def _condition(c: Condition | None) -> dict[str, Any] | None:
    return {"kind": c.kind, "start": c.start, "end": c.end, "of": list(c.of)} if c else None


def _when(w: When | None) -> dict[str, Any] | None:
    return _days(w.start, w.end) | {"value": w.value} if w else None


def _days(first: date | None, last: date | None) -> dict[str, str]:
    return {k: d.isoformat() for k, d in (("start", first), ("end", last)) if d}


def _where(w: Where | None) -> dict[str, Any] | None:
    if not w:
        return None
    return {"name": w.name, "country": w.country, "geonames": w.geonames, "lat": w.lat, "lon": w.lon}


def main(argv: list[str] | None = None) -> None:
    """Write the dump of a file or folder without a record."""
    import argparse
    import json
    import sys
    from pathlib import Path

    from detente.record.intake import accounts
    from detente.sources import Wishes, articles

    ap = argparse.ArgumentParser(description=main.__doc__)
    ap.add_argument("source", type=Path)
    ap.add_argument("out", type=Path, nargs="?")
    ap.add_argument("--published", type=date.fromisoformat)
    ap.add_argument("--alone", action="store_true", help="every article stands for itself")
    args = ap.parse_args(argv)
    given = articles(args.source, Wishes(published=args.published))
    doc = dump(accounts((a for a in given if isinstance(a, Article)), args.alone))
    out = json.dumps(doc, ensure_ascii=False, indent=1)
    if args.out:
        args.out.write_text(out, encoding="utf-8")
    else:
        sys.stdout.write(out)


if __name__ == "__main__":
    main()
