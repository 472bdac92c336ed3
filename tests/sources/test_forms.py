"""Every form in which articles come: read with all its fields, and never an exception when it is broken."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from detente.sources import Article, Consumed, SetAside, Wishes, articles, of_stream, sources
from detente.sources.fields import wish_columns
from detente.sources.model import NO_WISHES, of_bytes
from tests.sources import TRIES

TEXT = (
    "The foreign ministers of both countries met in the capital on Monday to talk about the border.\n"
    "They agreed to meet again in the spring, and to open two more crossings for the people of the valley before then."
)
FLAT = " ".join(TEXT.split())
PAGE = f"""<!doctype html><html lang="en"><head><title>Border talks | The Daily</title>
<meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2021-03-04T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Border talks</h1>
{"".join(f"<p>{line}</p>" for line in TEXT.splitlines())}</article><footer>Imprint</footer></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily</title><language>en</language>
<item><title>Border &amp; talks</title><link>https://d.example/1</link><guid>g1</guid>
<pubDate>Thu, 04 Mar 2021 08:00:00 GMT</pubDate><description>
{"".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in TEXT.splitlines())}</description></item></channel></rss>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1"><itemMeta>
<provider><name>Wire</name></provider>
<versionCreated>2021-03-04T08:00:00Z</versionCreated></itemMeta>
<contentMeta><language tag="en"/><headline>Border talks</headline>
</contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>
{"".join(f"<p>{line}</p>" for line in TEXT.splitlines())}</body></html></inlineXML></contentSet></newsItem>"""
MAIL = f"""From: The Daily <desk@d.example>
Subject: Border talks
Date: Thu, 04 Mar 2021 08:00:00 +0000
Message-ID: <m1@d.example>
Content-Type: text/plain; charset=utf-8

{TEXT}
"""
NINJS = {
    "uri": "urn:1",
    "versioncreated": "2021-03-04T08:00:00Z",
    "headline": "Border talks",
    "body_xhtml": "".join(f"<p>{line}</p>" for line in TEXT.splitlines()),
    "provider": {"name": "Wire"},
    "language": "en",
}
ROW = {"story": TEXT, "on": "2021-03-04", "title": "Border talks", "outlet": "The Daily"}
COLUMNS = Wishes(columns=wish_columns(["text=story,published=on,publisher=outlet"]))


def table(mark: str) -> bytes:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerows([ROW.keys(), ROW.values()])
    return out.getvalue().encode()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([ROW]), out)
    return out.getvalue()


def warc() -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for kind, body in (("image/png", b"\x89PNG"), ("text/html; charset=utf-8", PAGE.encode())):
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
        record = writer.create_warc_record(
            "https://d.example/1", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def tarred(mode: str, **members: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{mode}") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.replace("__", "/").replace("_", "."))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


FORMS: dict[str, tuple[bytes, Wishes]] = {
    "a.html": (PAGE.encode(), NO_WISHES),
    "a.rss": (RSS.encode(), NO_WISHES),
    "a.xml": (NEWSML.encode(), NO_WISHES),
    "a.json": (json.dumps(NINJS).encode(), NO_WISHES),
    "a.eml": (MAIL.encode(), NO_WISHES),
    "a.mbox": (f"From desk Thu Mar  4 08:00:00 2021\n{MAIL}".encode(), NO_WISHES),
    "a.csv": (table(","), COLUMNS),
    "b.csv": (table(";"), COLUMNS),
    "a.tsv": (table("\t"), COLUMNS),
    "a.parquet": (parquet(), COLUMNS),
    "a.warc.gz": (warc(), NO_WISHES),
    "a.zip": (zipped(in__a_html=PAGE.encode(), picture_png=b"\x89PNG"), NO_WISHES),
    "a.tar.gz": (tarred("gz", in__a_html=PAGE.encode(), picture_png=b"\x89PNG"), NO_WISHES),
    "a.html.gz": (gzip.compress(PAGE.encode()), NO_WISHES),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_read_with_its_fields(tmp_path: Path, name: str) -> None:
    data, wishes = FORMS[name]
    (tmp_path / name).write_bytes(data)
    (found,) = articles(tmp_path / name, wishes)
    assert isinstance(found, Article), found
    assert " ".join(found.text.split()).endswith(FLAT)
    assert found.published == date(2021, 3, 4)
    assert found.title and found.title.startswith("Border")
    assert found.publisher in {"The Daily", "Wire"}


@pytest.mark.parametrize("name", [n for n in FORMS if n not in {"a.tsv", "a.csv", "b.csv", "a.tar.gz", "a.eml"}])
def test_content_says_what_a_name_does_not(tmp_path: Path, name: str) -> None:
    data, wishes = FORMS[name]
    (tmp_path / "given").write_bytes(data)
    (found,) = articles(tmp_path / "given", wishes)
    assert isinstance(found, Article), found


def bomb() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as file:
        for _ in range(520):
            file.write(b"word " * 200_000)
    return out.getvalue()


def broken_entity() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a "aaaa">]><newsItem>&a;</newsItem>'


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.zip": (lambda: b"PK\x03\x04 no", "no zip archive"),
    "b.zip": (lambda: zipped(picture_png=b"x"), "no article"),
    "c.zip": (lambda: zipped(a_zip=zipped(a_zip=zipped(a_zip=zipped(a_zip=zipped(a_txt=b"x"))))), "deeper than"),
    "a.tar.gz": (lambda: gzip.compress(b"no tar"), "no tar archive"),
    "a.txt.gz": (lambda: gzip.compress(TEXT.encode())[:-12], "cannot be unpacked"),
    "b.txt.gz": (bomb, "longer than"),
    "b.jsonl.gz": (bomb, "unpacks to more than 500 MB"),
    "a.parquet": (lambda: b"PAR1 no", "no Parquet"),
    "a.xml": (broken_entity, "entities"),
    "b.xml": (lambda: b"<newsItem><a>", "no XML"),
    "a.json": (lambda: b'["a"]', "no JSON object"),
    "a.html": (lambda: b"<html><body></body></html>", "no article found"),
    "b.html": (lambda: b"<html>" + b"<div>" * 100_000 + b"x", "nested too deeply"),
    "a.rss": (lambda: b"<rss><channel><item>", "no"),
    "a.csv": (lambda: b"one,two\n1,2\n", "no field 'text'"),
    "a.warc": (lambda: b"WARC/1.0\r\nno", "no"),
    "a.eml": (lambda: b"Subject: no body\n\n", "empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_broken_is_set_aside_with_its_reason(tmp_path: Path, name: str) -> None:
    make, why = BAD[name]
    (tmp_path / name).write_bytes(make())
    found = list(articles(tmp_path / name))
    assert found
    assert all(isinstance(f, SetAside) for f in found), found
    assert any(why in f.why for f in found), found
    assert all("\n" not in f.why for f in found)


def test_nothing_is_written_where_an_archive_points(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zipped(**{"..__..__evil_txt": TEXT.encode()}))
    (found,) = articles(tmp_path / "in" / "a.zip")
    assert isinstance(found, Article)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["a.zip"]


@settings(max_examples=TRIES, deadline=None)
@for_all(st.sampled_from(sorted(FORMS)), st.integers(0, 400), st.binary(min_size=1, max_size=30))
def test_a_damaged_file_is_read_or_set_aside(name: str, at: int, damage: bytes) -> None:
    data, wishes = FORMS[name]
    at = at * len(data) // 400
    hurt = data[:at] + damage + data[at + len(damage) :]
    for found in of_stream(io.BytesIO(hurt), "here", name, wishes):
        assert isinstance(found, (Article, SetAside))


@settings(max_examples=TRIES, deadline=None)
@for_all(st.sampled_from(sources()), st.binary(max_size=200))
def test_any_bytes_in_any_form(source: object, data: bytes) -> None:
    for found in source.articles(of_bytes(data, "here", "here", NO_WISHES)):  # type: ignore[attr-defined]
        assert isinstance(found, (Article, SetAside))


def test_how_far_it_is_goes_by_the_bytes_of_all_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.jsonl").write_text('{"text": "The minister came home."}\n')
    (tmp_path / "two.txt").write_text("The minister left again.")
    paths = [str(tmp_path / "a"), str(tmp_path / "two.txt")]
    consumed = Consumed(paths)
    shares = [consumed.share for _ in articles(paths, consumed=consumed)]
    assert consumed.known and 0 < shares[0] < 1 and shares[-1] == consumed.share == 1
    assert not Consumed(["-"]).known
