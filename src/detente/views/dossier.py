"""The dossier as a briefing page in Markdown: every sentence of it has a numbered reference to its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.views import wording
from detente.views.passages import one_line, quoted

Row = Mapping[str, Any]
_MOST = 400


def markdown(dossier: Row, names: Mapping[str, str]) -> str:
    """The page of a dossier.

    Args:
        dossier: what `Record.dossier` gives.
        names: names of parties by id.
    """
    return "\n".join(_lines(dossier, names)).rstrip() + "\n"


def _lines(d: Row, names: Mapping[str, str]) -> Iterator[str]:
    yield f"# {_safe(d['title'])}"
    yield ""
    days = sorted(r["published"] for r in d["references"] if r["published"])
    sources = {r["article"] for r in d["references"]}
    span = f", published {wording.when(days[0], days[-1])}" if days else ""
    yield f"From {len(sources)} article{'s' if len(sources) != 1 else ''}{span}."
    yield from _section("Where they stand", [_position(p, names) for p in d["positions"]])
    demands = [s for s in d["statements"] if s["act"] in {"demand", "refuse"} or s["condition_words"]]
    yield from _section("Demands, refusals and conditions", [_statement(s, names) for s in demands])
    yield from _section("What happened", [_event(e, names) for e in reversed(d["events"])])
    yield from _section("What comes next", [_event(e, names) for e in d["agenda"]])
    others = [s for s in d["statements"] if s not in demands]
    yield from _section("What else was said", [_statement(s, names) for s in others])
    yield from ("", "## References", "")
    for r in d["references"]:
        where = ", ".join(
            _safe(w)
            for w in (r["title"] or r["article"], r["publisher"], wording.when(r["published"], r["published"]))
            if w
        )
        link = f" <{r['url']}>" if (r["url"] or "").startswith(("http://", "https://")) else ""
        words = _safe(one_line(r["words"], _MOST))
        yield f"{r['number']}. “{words}” {where}{link}, characters {r['start']}–{r['end']}."


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"## {title}", "")
        yield from (f"- {line}" for line in lines)


def _refs(row: Row) -> str:
    return "".join(f" [{n}]" for n in row["refs"])


def _position(p: Row, names: Mapping[str, str]) -> str:
    acts = []
    for said in p["said"]:
        toward = wording.listed([names.get(t, t) for t in said["toward"] or () if t != p["actor"]])
        words = one_line(said["words"] or "", 160)
        act = f"{wording.says(said)}{f' ({_safe(toward)})' if toward else ''}"
        condition = one_line(said["condition"] or "", 160)
        if condition and condition not in words:
            words = f"{words} – {condition}" if words else condition
        acts.append(f"{act}{f': {_safe(words)}' if words else ''}{_refs(said)}")
    moved = f" Last moved {wording.when(p['last_moved'], p['last_moved'])}." if p["last_moved"] else ""
    return f"**{_safe(p['actor_name'])}** on {p['issue'].replace('-', ' ')}: {'; '.join(acts)}.{moved}"


def _event(e: Row, names: Mapping[str, str]) -> str:
    when = wording.event_when(e)
    line = str(wording.event(e, names))
    people = [names.get(p, p) for p in e["person"] or ()]
    people = [p for p in people if p not in line]
    told = f" ({_safe(', '.join(people))})" if people else ""
    status = f" *{e['status']}*" if e["status"] in {"alleged", "denied", "conditional"} else ""
    overdue = " *overdue*" if e.get("overdue") else ""
    differs = "".join(
        f" Sources differ on {d['what']}: {_safe(', '.join(v['value'] for v in d['variants']))}."
        for d in e["differs"] or ()
    )
    return f"{f'**{when}** ' if when else ''}{_safe(line)}{told}{status}{overdue}.{differs}{_refs(e)}"


def _statement(s: Row, names: Mapping[str, str]) -> str:
    when = wording.when(s["date"] or s["publication_date"], s["date"] or s["publication_date"])
    whom = wording.addressed(s, names)
    words = one_line(s["content"] or "", _MOST)
    if s["quote"] == "direct":
        words = quoted(re.sub(r",(?=[”\"’']*$)", "", words))
    condition = one_line(s["condition_words"] or "", 200)
    more = f" Condition: {_safe(condition)}." if condition and condition not in words else ""
    who = f"**{_safe(wording.speaker(s, names))}** {wording.says(s)}{f' {_safe(whom)}' if whom else ''}"
    end = "" if words.rstrip("”\"'").endswith((".", "!", "?", "…")) else "."
    return f"{f'{when}: ' if when else ''}{who}: {_safe(words)}{end}{more}{_refs(s)}"


def _safe(text: str) -> str:
    """Text that Markdown shows as it is: no markup, links or HTML of an article's making."""
    out = text.replace("\\", "\\\\")
    for mark in "`*_[]<>#|":
        out = out.replace(mark, "\\" + mark)
    return " ".join(out.split())
