"""The gold files are well-formed. Whether their offsets fit the articles, `benchmarks.records` checks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from benchmarks.records import check, lines_of

from detente.coding.model import Act, EventType, Quote, Status

GOLD = Path(__file__).parents[2] / "benchmarks" / "gold"
RECORDS = sorted(
    path
    for kind in ("records", "blind", "lots", "fresh", "more", "unseen", "later")
    for path in (GOLD / kind).glob("*.yaml")
)
TYPES, STATUSES, ACTS, QUOTES = (set(get_args(x)) for x in (EventType, Status, Act, Quote))
SETS = {"aquaint", "polnear-dev", "polnear-train"}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def ordered(spans: list[list[int]]) -> bool:
    return all(len(s) == 2 and 0 <= s[0] < s[1] for s in spans)


@pytest.mark.parametrize("path", RECORDS, ids=lambda p: p.stem)
def test_a_record_is_well_formed(path: Path) -> None:
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert record["article"].partition(":")[0] in SETS | {"lgl"}
    assert isinstance(record["published"], date)
    for kind in ("events", "statements"):
        ids = [e["id"] for e in record[kind]]
        assert len(ids) == len(set(ids))
    for entry in (*record["events"], *record["not_events"], *record["statements"]):
        assert entry["lines"] == sorted(set(entry["lines"]))
        assert ordered(entry["spans"]) and entry["spans"] == sorted(entry["spans"])
        assert set(listed(entry.get("status"))) <= STATUSES
    for event in (*record["events"], *record["not_events"]):
        assert listed(event["type"]) and set(listed(event["type"])) <= TYPES
        if "date" in event:
            first, _, last = str(event["date"]).partition("/")
            assert date.fromisoformat(first) <= date.fromisoformat(last or first)
    for trap in record["not_events"]:
        assert trap["why"]
    for statement in record["statements"]:
        assert statement["speaker"]
        assert set(listed(statement.get("act"))) <= ACTS
        assert set(listed(statement.get("quote"))) <= QUOTES
        if "condition" in statement:
            assert set(statement["condition"]["lines"]) <= set(statement["lines"])
    events = {e["id"] for e in record["events"]}
    assert {a["event"] for a in record.get("agenda", [])} <= events


def test_there_are_enough_records_of_both_sets() -> None:
    sets = [yaml.safe_load(p.read_text(encoding="utf-8"))["article"].partition(":")[0] for p in RECORDS]
    assert sets.count("aquaint") >= 8 and sets.count("polnear-dev") >= 6


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def test_no_gold_file_holds_text_of_an_article() -> None:
    """Descriptions are in our own words and short: nothing in quotation marks, nothing of sentence length."""
    for path in RECORDS:
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in (*record["events"], *record["not_events"], *record["statements"]):
            for key in ("what", "says", "why"):
                words = entry.get(key, "")
                assert len(words.split()) <= 14 and not set('"“”') & set(words), (path.stem, words)


def test_lines_are_counted_as_the_scorer_counts_them() -> None:
    text = "One.\n\nTwo is\nlonger.\n"
    assert lines_of(text, 0, 4) == {1}
    assert lines_of(text, 6, 20) == {3, 4}


def test_spans_that_leave_their_lines_are_told() -> None:
    entry = {"id": "E1", "lines": [1], "spans": [[0, 4]]}
    text = "One.\n\nTwo.\n"
    assert check({"events": [entry]}, text) == []
    assert check({"events": [entry | {"lines": [3]}]}, text) == ["E1: spans lie in lines [1], not [3]"]
    assert check({"events": [entry | {"spans": [[0, 5]]}]}, text) == ["E1: [0, 5] is no sentence"]


def test_acts_are_well_formed() -> None:
    for row in rows("acts.jsonl"):
        assert row["set"] in SETS, row
        for role in ("cue", "content", "source"):
            assert row[role] and ordered(row[role]), row
        assert {row["act"], *row.get("also", [])} <= ACTS, row
        assert row["act"] not in row.get("also", []), row


def test_every_act_is_represented() -> None:
    acts = [r["act"] for r in rows("acts.jsonl")]
    assert len(acts) >= 300
    assert all(acts.count(a) >= 10 for a in ACTS)


def test_candidates_are_well_formed() -> None:
    for row in rows("candidates.jsonl"):
        assert row["set"] in SETS, row
        start, end = row["sentence"]
        spans = [row[k] for k in ("source", "target", "predicate") if row[k] is not None]
        assert row["source"] and ordered([row["sentence"], *spans]), row
        assert all(start <= a and b <= end for a, b in spans), row
        if row["type"] == "NONE":
            assert row["status"] is None and row["predicate"] is None and "also" not in row, row
        else:
            assert {row["type"], *row.get("also", [])} <= TYPES and row["type"] not in row.get("also", []), row
            assert row["status"] in STATUSES and row["predicate"], row


def test_most_candidates_are_no_event() -> None:
    types = [r["type"] for r in rows("candidates.jsonl")]
    assert len(types) >= 400 and types.count("NONE") >= 0.6 * len(types)


def test_no_article_of_a_whole_record_is_among_the_candidates() -> None:
    """What is trained on the candidates must not have seen the articles that the whole way is measured on.

    Of the lots and the sets that tell totals only, sentences may be candidates that measure, never ones that train.
    """
    late = ("lots", "fresh", "unseen", "later")
    whole, only_measured = (
        {yaml.safe_load(p.read_text(encoding="utf-8"))["article"] for p in RECORDS if (p.parent.name in late) is yes}
        for yes in (False, True)
    )
    candidates = rows("candidates.jsonl")
    assert not whole & {f"{r['set']}:{r['article']}" for r in candidates}
    assert not only_measured & {f"{r['set']}:{r['article']}" for r in candidates if r["set"] == "polnear-train"}


def test_offered_candidates_are_well_formed_and_of_other_articles() -> None:
    offered = rows("offered.jsonl")
    for row in offered:
        start, end = row["sentence"]
        spans = [row[k] for k in ("source", "target", "predicate") if row[k] is not None]
        assert row["set"] in {"polnear-train", "lgl"} and row["predicate"] and row["type"] in TYPES | {"NONE"}, row
        assert ordered([row["sentence"], *spans]) and all(start <= a and b <= end for a, b in spans), row
    records = {yaml.safe_load(p.read_text(encoding="utf-8"))["article"] for p in RECORDS}
    assert not records & {f"{r['set']}:{r['article']}" for r in offered}
