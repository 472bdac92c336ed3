"""Copies are told from other reports of the same event, and what they tell in addition is read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.articles import Article
from detente.duplicates import Index, Known, Sketch, additional, excerpt, shared, sketch
from detente.record.intake import take_in
from detente.record.record import Record

DAY = date(2020, 5, 4)
LEAD = (
    "France and Norway signed an agreement on fishing rights in the North Atlantic on Monday, ending a dispute that "
    "had kept boats of both countries in port for most of the spring."
)
PARAGRAPHS = (
    LEAD,
    "French Foreign Minister Claire Dubois said in Oslo that the two governments had met each other half way.",
    "Under the agreement the catch of cod will be cut by a fifth next year, and inspectors of both countries may board "
    "any boat that sails under either flag.",
    "Fishermen in Brittany had blocked three harbours in April, and the Norwegian coast guard had seized four boats.",
    "“We asked for fairness and we have been given fairness,” Norwegian Prime Minister Lars Holm told reporters.",
    "The parliaments of both countries are to vote on the agreement before the end of June.",
)
TEXT = "\n".join(PARAGRAPHS)
OTHER = (
    "Oslo and Paris have buried the hatchet over cod. After months of wrangling, ministers put their names on Monday "
    "to a pact that shares out the waters, said officials who saw it.\nQuotas shrink by twenty per cent next year. "
    "Patrol vessels will be allowed aboard each other's trawlers.\nLars Holm, Norway's prime minister, called it fair; "
    "his French guest Claire Dubois spoke of a compromise. Lawmakers still have to give their blessing."
)
COPIES = {
    "another headline": "Fish war ends\n" + TEXT,
    "a byline": "By JANE MILLER, Staff Writer\n" + TEXT,
    "cut at the end": "\n".join(PARAGRAPHS[:3]),
    "cut at the start": "\n".join(PARAGRAPHS[2:]),
    "without two paragraphs": "\n".join(PARAGRAPHS[::2]),
    "corrected": TEXT.replace("four boats", "14 boats").replace("a fifth", "15 per cent"),
    "edited": TEXT.replace("had kept boats", "left the boats").replace("told reporters", "said afterwards"),
    "set in other type": TEXT.replace("“", '"').replace("”", '"').replace(" ", "\u00a0", 3).replace("\n", "\r\n\r\n"),
    "with a paragraph more": TEXT
    + "\nIceland protested against the agreement on Tuesday and recalled its ambassador from Oslo.",
}


def known(id_: str, text: str, day: date | None = DAY) -> Known:
    return Known(id_, day, None, sketch(text))


def index(*texts: str, day: date | None = DAY) -> Index:
    out = Index()
    for k, text in enumerate(texts):
        out.add(known(f"known-{k}", text, day))
    return out


def copy_of(where: Index, text: str, day: date | None = DAY) -> str | None:
    found = where.find(known("~copy", text, day))
    return found.original if found else None


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_found(how: str) -> None:
    assert copy_of(index(OTHER, TEXT), COPIES[how]) == "known-1"


def test_another_report_of_the_same_event_is_no_copy() -> None:
    assert copy_of(index(TEXT), OTHER) is None


@pytest.mark.parametrize(
    ("days", "copy", "original"),
    [(0, True, False), (7, True, False), (8, False, False), (-1, False, True), (-7, False, True), (-8, False, False)],
)
def test_copies_are_looked_for_within_a_week_and_come_after_their_originals(
    days: int, copy: bool, original: bool
) -> None:
    one = known("~copy", TEXT, DAY + timedelta(days))
    assert bool(index(TEXT).find(one)) is copy
    assert [o.id for o in index(TEXT).later(one)] == (["known-0"] if original else [])


def test_what_has_no_day_is_compared_with_what_has_none() -> None:
    assert copy_of(index(TEXT, day=None), TEXT, None) == "known-0"
    assert copy_of(index(TEXT), TEXT, None) is None and copy_of(index(TEXT, day=None), TEXT) is None


def test_of_articles_of_one_id_the_last_is_in_the_index() -> None:
    where = index(TEXT, OTHER)
    where.add(known("known-0", OTHER))
    assert copy_of(where, TEXT) is None and len(where) == 2
    where.remove("known-0")
    assert copy_of(where, OTHER) == "known-1"


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    short = "No agreement today, say ministers."
    assert copy_of(index(short), short.upper())
    assert copy_of(index(short), short + " Talks go on tomorrow.") is None


def test_a_sketch_is_kept_as_bytes() -> None:
    one = sketch(TEXT)
    again = Sketch.of_bytes(bytes(one))
    assert bytes(again) == bytes(one)
    assert shared(one, again) == 1.0
    assert shared(sketch(COPIES["cut at the end"]), one) > 0.8
    assert shared(sketch(OTHER), one) < 0.2


def test_many_texts_are_found_again_as_the_index_grows() -> None:
    texts = [f"{LEAD} {' '.join(f'w{k}x{i}' for i in range(200))}" for k in range(600)]
    full = index(*texts)
    for k in (0, 255, 256, 599):
        assert copy_of(full, texts[k] + " and more") == f"known-{k}"


@pytest.mark.parametrize(
    ("how", "paragraphs"),
    [
        ("another headline", 0),
        ("a byline", 0),
        ("cut at the end", 0),
        ("set in other type", 0),
        ("edited", 0),
        ("corrected", 2),
        ("with a paragraph more", 1),
    ],
)
def test_what_a_copy_tells_in_addition(how: str, paragraphs: int) -> None:
    told = frozenset(sketch(TEXT).told.tolist())
    spans = additional(COPIES[how], told)
    assert len(spans) == paragraphs
    shown = excerpt(COPIES[how], spans)
    for s in spans:
        assert COPIES[how][s.start : s.end] in shown.text.split("\n")
    for k, character in enumerate(shown.text):
        assert character == "\n" or COPIES[how][shown.origin(k)] == character


def read(folder: Path, *articles: Article, alone: bool = False) -> Record:
    record = Record.open(folder, create=True)
    take_in(record, articles, alone=alone)
    return record


def some(id_: str, text: str, publisher: str) -> Article:
    return Article(id_, text, published=DAY, publisher=publisher, url=f"https://{publisher}.example/{id_}")


def test_a_copy_adds_its_evidence_and_only_what_is_new_in_it(tmp_path: Path) -> None:
    original = some("first", TEXT, "wire")
    copy = some("second", COPIES["with a paragraph more"], "paper")
    alone = read(tmp_path / "alone", original).events(form="rows")
    record = read(tmp_path / "r", original, copy)
    events = record.events(form="rows")
    told_by = {e["event_id"]: {x["article"] for x in e["evidence"]} for e in events}
    assert len(alone) > 0
    for e in alone:
        assert told_by[e["event_id"]] == {"first", "second"}
    new = [e for e in events if {x["article"] for x in e["evidence"]} == {"second"}]
    assert new and all("ISL" in e["actor"] for e in new)
    texts = {"first": original.text, "second": copy.text}
    for e in events:
        for x in e["evidence"]:
            assert texts[x["article"]][x["start"] : x["end"]].strip()
    (account,) = (a for a in record.accounts() if a.article.id == "second")
    for mention in account.mentions:
        assert not copy.text[mention.start : mention.end].startswith((" ", "\n"))
    assert all("Iceland protested" in copy.text[e.evidence[0].start - 40 : e.evidence[0].end] for e in account.events)


def test_copies_are_listed_and_stay_copies_in_a_later_run(tmp_path: Path) -> None:
    record = read(tmp_path / "r", some("first", TEXT, "wire"))
    take_in(record, [some("second", COPIES["cut at the end"], "paper"), some("other", OTHER, "rival")])
    (group,) = record.duplicates(form="rows")
    assert group["id"] == "first"
    assert [(c["id"], c["publisher"], c["entries"]) for c in group["copies"]] == [("second", "paper", 0)]
    done = take_in(record, [some("second", COPIES["cut at the end"], "paper")])
    assert done.already == ("second",) and not done.read


def test_without_duplicates_every_article_stands_for_itself(tmp_path: Path) -> None:
    record = read(tmp_path / "r", some("first", TEXT, "wire"), some("second", TEXT, "paper"), alone=True)
    assert record.duplicates(form="rows") == []
    assert {a["events"] for a in record.articles(form="rows")} != {0}
    assert len({a["events"] for a in record.articles(form="rows")}) == 1
