"""Whatever is given: an article or a reason, never an exception."""

import json
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from detente.sources import Article, SetAside, articles
from detente.sources.jsonl import SOURCE as JSONL
from detente.sources.model import Wishes, of_bytes
from detente.sources.text import SOURCE as TEXT
from tests.sources import TRIES

GOOD = "The minister met the envoy of the neighbouring state in the capital on Monday."


def why(path: Path) -> str:
    (found,) = articles(path)
    assert isinstance(found, SetAside), found
    assert found.where.startswith(str(path))
    assert "\n" not in found.why
    return found.why


CASES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b"\xef\xbb\xbf \n\r\n", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
    "latin.txt": ("Le président a parlé. ".encode("latin-1") * 9, "not UTF-8 (byte 0xe9 in line 1)"),
    "nul.txt": (b"The minister\x00 met the envoy.", "binary"),
    "german.txt": (
        "Der Außenminister sagte am Montag in der Hauptstadt, man werde den Vertrag nicht kündigen.".encode(),
        "in German",
    ),
    "russian.txt": ("Министр заявил, что договор не будет расторгнут.".encode(), "in Russian"),
    "broken.jsonl": (b'{"text": "abc\n', "no JSON"),
    "list.jsonl": (b'["a", "b"]\n', "no JSON object"),
    "number.jsonl": (b"12\n", "no JSON object"),
    "nothing.jsonl": (b"\n\n", "no article"),
    "fields.jsonl": (b'{"id": "x", "story": "abc"}\n', "no field 'text' (it has id, story)"),
    "kind.jsonl": (b'{"text": ["abc"]}\n', "no string"),
    "blank.jsonl": (b'{"text": "  "}\n', "empty"),
    "separators.jsonl": (b'{"text": "\\u0085\\u2029"}\n', "empty"),
    "date.jsonl": (json.dumps({"text": GOOD, "published": "last week"}).encode(), "no date"),
    "nul.jsonl": (json.dumps({"text": GOOD + "\x00"}).encode(), "NUL byte"),
    "surrogate.jsonl": (b'{"text": "The minister \\ud800 spoke."}', "surrogate"),
    "deep.jsonl": (b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
    "digits.jsonl": (b'{"text": ' + b"9" * 5000 + b"}", "no JSON that can be read"),
    "other.jsonl": (json.dumps({"text": GOOD, "language": "fr"}).encode(), "in French"),
    "blanks.txt": (GOOD.encode() + b" " * 5000 + GOOD.encode(), "no prose: 500 or more"),
    "quotes.txt": (GOOD.encode() + "“".encode() * 5000, "no prose: 500 or more of '“'"),
    "word.txt": (GOOD.encode() + b" " + b"aGk=" * 10_000, "no prose: a word of 40,000 characters"),
    "long.txt": (b"word " * 300_000, "longer than the 1,000,000"),
}


@pytest.mark.parametrize("name", CASES)
def test_set_aside_with_its_reason(tmp_path: Path, name: str) -> None:
    content, expected = CASES[name]
    (tmp_path / name).write_bytes(content)
    assert expected in why(tmp_path / name)


def test_a_missing_file_and_a_folder_without_articles(tmp_path: Path) -> None:
    assert why(tmp_path / "missing.txt") == "no such file or folder"
    assert "without articles" in why(tmp_path)


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"text": GOOD})
    (tmp_path / "a.jsonl").write_text(f'{good}\n{{oops\n{good[:-2]} again"}}\n')
    first, second, third = articles(tmp_path / "a.jsonl")
    assert isinstance(first, Article) and isinstance(third, Article)
    assert isinstance(second, SetAside)
    assert second.where.endswith("a.jsonl:2")


def test_a_line_of_50_megabytes_is_passed_over(tmp_path: Path) -> None:
    good = json.dumps({"text": GOOD}).encode()
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + good + b"\n")
    long, after = articles(tmp_path / "a.jsonl")
    assert isinstance(long, SetAside) and "a line of 50 MB" in long.why
    assert isinstance(after, Article) and after.source and after.source.endswith(":2")


@pytest.mark.parametrize(
    "text",
    [
        "Turkey strikes Kurdish targets",
        "Hollande, Merkel, Poroshenko: Minsk, Donetsk, Luhansk",
        "Santiago, Chile (Reuters) - Presidente Bachelet's Nueva Mayoria coalition won the Senate.",
    ],
)
def test_short_english_with_foreign_names_is_not_set_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    (found,) = articles(tmp_path / "a.txt")
    assert isinstance(found, Article), found


@settings(max_examples=TRIES, deadline=None)
@for_all(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda t: json.dumps({"text": t, "published": t}).encode())
)
def test_any_bytes_give_articles_or_reasons(data: bytes) -> None:
    for source in (TEXT, JSONL):
        for found in source.articles(of_bytes(data, "here", "here.txt", Wishes())):
            assert isinstance(found, (Article, SetAside))
