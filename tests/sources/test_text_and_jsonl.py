"""Plain text and JSON Lines become articles with their text exactly as given."""

import json
from datetime import date
from pathlib import Path

import pytest

from detente.sources import Article, SetAside, Wishes, articles
from detente.sources.fields import BadField, day, wish_columns
from detente.sources.model import NO_WISHES

TEXT = "The minister met the envoy of the neighbouring state in the capital on Monday.\n"


def lines(path: Path, *values: object) -> Path:
    path.write_text("".join((v if isinstance(v, str) else json.dumps(v)) + "\n" for v in values), encoding="utf-8")
    return path


def the_one(path: Path, wishes: Wishes = NO_WISHES) -> Article | SetAside:
    (found,) = articles(path, wishes)
    return found


def test_text_is_kept_as_given_with_crlf_and_typography(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n") + "“We – the two – agreed,” he said.\r\n"
    (tmp_path / "page.txt").write_bytes(text.encode())
    found = the_one(tmp_path / "page.txt")
    assert isinstance(found, Article)
    assert found.text == text


def test_a_headline_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"Ministers meet in the capital\n{TEXT}")
    found = the_one(tmp_path / "page.txt")
    assert isinstance(found, Article)
    assert found.title == "Ministers meet in the capital"
    assert found.text == f"Ministers meet in the capital\n{TEXT}"
    (tmp_path / "page.txt").write_text(TEXT)
    assert the_one(tmp_path / "page.txt").title is None  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding_and_is_no_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "page.txt").write_bytes(TEXT.encode(encoding))
    found = the_one(tmp_path / "page.txt")
    assert isinstance(found, Article)
    assert found.text == TEXT


def test_another_encoding_is_read_when_named(tmp_path: Path) -> None:
    text = "The Élysée said the president had spoken to the chancellor.\n"
    (tmp_path / "page.txt").write_bytes(text.encode("windows-1252"))
    assert the_one(tmp_path / "page.txt", Wishes(encoding="windows-1252")).text == text  # type: ignore[union-attr]


def test_a_text_has_the_same_id_wherever_it_lies_and_another_when_it_changes(tmp_path: Path) -> None:
    for folder, text in (("a", TEXT), ("b", TEXT), ("c", TEXT + "More.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(text)
    ids = [the_one(tmp_path / f / "page.txt").id for f in "abc"]  # type: ignore[union-attr]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("page-")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2012-05-10-vienna.txt", date(2012, 5, 10)),
        ("wire_20120510.txt", date(2012, 5, 10)),
        ("vienna.txt", date(2001, 1, 1)),
        ("order-2012-99-10.txt", date(2001, 1, 1)),
    ],
)
def test_a_date_in_the_name_is_the_date_of_publication(tmp_path: Path, name: str, expected: date) -> None:
    (tmp_path / name).write_text(TEXT)
    assert the_one(tmp_path / name, Wishes(published=date(2001, 1, 1))).published == expected  # type: ignore[union-attr]


def test_json_lines_give_every_field_and_the_exact_text(tmp_path: Path) -> None:
    text = "\ufeff" + TEXT + "\U0001f600 e\u0301\r\n"
    path = lines(
        tmp_path / "a.jsonl",
        {"id": 7, "text": text, "title": "T", "published": "2013-02-18T10:00:00Z", "publisher": "P", "url": "u"},
        "",
        {"text": TEXT, "language": "en-GB", "title": None},
    )
    first, second = articles(path, Wishes(published=date(2001, 1, 1)))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first == Article("7", text, "T", date(2013, 2, 18), "P", "u", "en", f"{path}:1")
    assert second.published == date(2001, 1, 1)
    assert second.id.startswith("a-")
    assert second.source == f"{path}:3"


def test_columns_are_mapped(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"story": TEXT, "on": "2020-05-01", "text": "other"})
    found = the_one(path, Wishes(columns=wish_columns(["text=story,published=on"])))
    assert isinstance(found, Article)
    assert (found.text, found.published) == (TEXT, date(2020, 5, 1))
    with pytest.raises(BadField, match="NAME=COLUMN"):
        wish_columns(["body"])


def test_a_folder_is_read_sorted_at_any_depth_without_records_and_hidden_files(tmp_path: Path) -> None:
    for name in ("b/z.txt", "a.txt", "b/a.txt", ".hidden/x.txt", "old.record/y.txt", "c.unknown"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"This is the text of {name} and of no other.")
    lines(tmp_path / "b" / "m.jsonl", {"text": TEXT})
    names = [a.source.removeprefix(f"{tmp_path}/") for a in articles(tmp_path)]  # type: ignore[union-attr]
    assert names == ["a.txt", "b/a.txt", "b/m.jsonl:1", "b/z.txt"]


def test_content_says_what_a_name_does_not(tmp_path: Path) -> None:
    lines(tmp_path / "given", {"id": "x", "text": TEXT})
    assert the_one(tmp_path / "given").id == "x"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2013-02-18", date(2013, 2, 18)),
        ("20130218", date(2013, 2, 18)),
        ("2013-02-18T23:59:59+02:00", date(2013, 2, 18)),
        ("Mon, 18 Feb 2013 10:00:00 GMT", date(2013, 2, 18)),
        ("", None),
        (None, None),
    ],
)
def test_dates(value: object, expected: date | None) -> None:
    assert day(value) == expected


@pytest.mark.parametrize("value", ["yesterday", "2013-02-30", "18.2.2013", 20130218, ["2013"], "2013"])
def test_what_is_no_date_is_said(value: object) -> None:
    with pytest.raises(BadField, match="no date"):
        day(value)
