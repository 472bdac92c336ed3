"""Web archives (WARC, also gzipped): the pages in them, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.articles import Article, SetAside
from detente.sources.html import of_page
from detente.sources.model import LONGEST_LINE, Form, Given


def read(given: Given) -> Iterator[Article | SetAside]:
    """The articles of the HTML pages in an archive. Other records (images, requests) are passed over."""
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(given.stream), 1):
            http = record.http_headers
            kind = (http.get_header("Content-Type") or "") if http else ""
            if record.rec_type != "response" or "html" not in kind.lower() or (http and http.get_statuscode() != "200"):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            where = f"{given.where}:{url or number}"
            page = record.content_stream().read(LONGEST_LINE + 1)
            if len(page) > LONGEST_LINE:
                yield SetAside(where, "a page of more than 10 MB")
                continue
            charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
            found = of_page(page, replace(given, where=where, name=url or given.name), charset, url)
            if isinstance(found, Article) and found.published is None:
                day = (record.rec_headers.get_header("WARC-Date") or "")[:10]
                found = _dated(found, day)
            yield found
    except Exception as error:  # a cut or broken archive: what was read before it stays
        yield SetAside(f"{given.where}:{number + 1}", f"no web archive from here on ({type(error).__name__})")


def _dated(article: Article, day: str) -> Article:
    from detente.sources.fields import BadField
    from detente.sources.fields import day as parsed

    try:
        return replace(article, published=parsed(day))
    except BadField:
        return article


SOURCE = Form("warc", "web archives", (".warc", ".warc.gz"), read, lambda head: head.startswith(b"WARC/"))
