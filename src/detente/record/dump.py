"""The dump: a whole record as one JSON document.

``python -m detente.record.dump ARTICLE [--published DATE] [OUT.json]`` writes the dump of one file without a record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from detente.coding import code
from detente.coding.model import Condition, Event, Reason, Span, Statement, When, Where
from detente.merging import Account, Merged, MergedEvent, MergedStatement, merge
from detente.merging.parties import principal
from detente.reading.model import Reading

# What an event says of where its actor stands; consultation and violence say nothing of an issue by themselves.
ACT_OF_TYPE = {
    "AGREE": "accept",
    "SUPPORT": "praise",
    "CONCEDE": "accept",
    "REQUEST": "ask",
    "ACCUSE": "criticise",
    "REJECT": "refuse",
    "THREATEN": "threaten",
    "PROTEST": "criticise",
}


def dump(items: Iterable[Account | Reading]) -> dict[str, Any]:
    """The dump of readings (which are coded first) or of accounts, merged."""
    accounts = [i if isinstance(i, Account) else Account.of(i, code(i)) for i in items]
    return document(accounts, merge(accounts))


def document(accounts: Iterable[Account], merged: Merged) -> dict[str, Any]:
    """The dump of accounts and of what merging made of them."""
    ordered = sorted(accounts, key=lambda a: a.article.id)
    return {
        "articles": [_article(a) for a in ordered],
        "parties": [
            {
                "id": p.id,
                "name": p.name,
                "kind": p.kind,
                "of": p.of,
                "sector": p.sector,
                "role": p.role,
                "names": list(p.names),
                "members": list(p.members),
            }
            for p in merged.parties.values()
        ],
        "events": [_event(e) for e in merged.events],
        "statements": [_statement(s) for s in merged.statements],
        "positions": positions(merged),
        "agenda": agenda(merged),
        "times": [
            {"article": a.article.id, "start": t.start, "end": t.end, "value": t.value} | _days(t.first, t.last)
            for a in ordered
            for t in a.times
            if t.kind == "date"
        ],
        "places": [
            {
                "article": a.article.id,
                "start": p.start,
                "end": p.end,
                "name": p.name,
                "geonames": p.geonames,
                "lat": p.lat,
                "lon": p.lon,
                "country": p.country,
                "feature": p.feature,
            }
            for a in ordered
            for p in a.places
        ],
    }


def positions(merged: Merged) -> list[dict[str, Any]]:
    """Where each party stands on each issue, from its statements and events."""
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def add(party: str, issue: str, act: str, conditional: bool, toward: Iterable[str], evidence: list[Any]) -> None:
        actor = principal(merged.parties, party)
        p = found.setdefault(
            (actor, issue),
            {"actor": actor, "issue": issue, "acts": set(), "conditional": False, "toward": set(), "evidence": []},
        )
        p["acts"].add(act)
        p["conditional"] |= conditional
        p["toward"] |= {principal(merged.parties, t) for t in toward}
        p["evidence"] += [e for e in evidence if e not in p["evidence"]]

    for s in (m.statement for m in merged.statements):
        for party in {principal(merged.parties, p) for p in s.for_ or s.speaker}:
            for issue in s.issues:
                if s.act != "inform":
                    add(party, issue, s.act, bool(s.condition), s.addressee, _spans(s))
    for e in (m.event for m in merged.events):
        act = ACT_OF_TYPE.get(e.type)
        if act and e.status in {"occurred", "ongoing"}:
            for party in {principal(merged.parties, p) for p in (*e.actor, *(e.recipient if e.symmetric else ()))}:
                for issue in e.issues:
                    add(party, issue, act, bool(e.condition), e.recipient, _spans(e))
    return [
        p | {"acts": sorted(p["acts"]), "toward": sorted(p["toward"] - {p["actor"]})}
        for _, p in sorted(found.items(), key=lambda kv: kv[0])
    ]


def agenda(merged: Merged) -> list[dict[str, Any]]:
    """Planned events by date, those without one last."""
    planned = [m.event for m in merged.events if m.event.status == "planned"]
    planned.sort(key=lambda e: (e.date is None, e.date.start if e.date else date.max, e.id))
    return [{"event": e.id, "date": _when(e.date), "place": _where(e.place), "what": e.what} for e in planned]


def _article(account: Account) -> dict[str, Any]:
    a = account.article
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
        "evidence": _spans(e),
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
    home = s.evidence[0].article if s.evidence else None
    return {
        "id": s.id,
        "speaker": list(s.speaker),
        "for": list(s.for_),
        "addressee": list(s.addressee),
        "act": s.act,
        "quote": s.quote,
        "issues": list(s.issues),
        "condition": _condition(s.condition),
        "date": _when(s.date),
        "spans": {
            role: [_span(x, home) for x in spans]
            for role, spans in (("speaker", s.speakers), ("cue", s.cues), ("content", s.contents))
        },
        "score": s.score,
        "evidence": _spans(s),
        "reasons": _reasons(s.reasons),
    }


def _span(span: Span, article: str | None) -> dict[str, Any]:
    return {"article": article, "start": span.start, "end": span.end}


def _spans(entry: Event | Statement) -> list[dict[str, Any]]:
    return [{"article": x.article, "start": x.start, "end": x.end} for x in entry.evidence]


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
    """Write the dump of one article, or of every article of a JSON Lines file, without a record."""
    import argparse
    import json
    import sys
    from pathlib import Path

    from detente.articles import Article
    from detente.reading import read_all

    ap = argparse.ArgumentParser(description=main.__doc__)
    ap.add_argument("article", type=Path)
    ap.add_argument("out", type=Path, nargs="?")
    ap.add_argument("--published", type=date.fromisoformat)
    ap.add_argument("--alone", action="store_true", help="every article stands for itself")
    args = ap.parse_args(argv)
    text = args.article.read_bytes().decode("utf-8-sig")
    if args.article.suffix == ".jsonl":
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        articles = [
            Article(
                r["id"],
                r["text"],
                r.get("title"),
                date.fromisoformat(r["published"]) if r.get("published") else args.published,
            )
            for r in rows
        ]
    else:
        articles = [Article(args.article.stem, text, published=args.published)]
    doc = dump(Account.of(r, code(r), args.alone) for r in read_all(articles))
    out = json.dumps(doc, ensure_ascii=False, indent=1)
    if args.out:
        args.out.write_text(out, encoding="utf-8")
    else:
        sys.stdout.write(out)


if __name__ == "__main__":
    main()
