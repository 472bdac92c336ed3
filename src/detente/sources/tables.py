"""Tables: CSV, TSV and Parquet, one article a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from detente.articles import Article, SetAside
from detente.sources import fields
from detente.sources.jsonl import lines
from detente.sources.model import LONGEST_LINE, Form, Given
from detente.sources.text import Undecodable, decoded

_ROWS_AT_A_TIME = 64


def _read_separated(given: Given, separator: str | None) -> Iterator[Article | SetAside]:
    csv.field_size_limit(LONGEST_LINE)
    failed: list[SetAside] = []

    def decoded_lines() -> Iterator[str]:
        for number, line in lines(given.stream):
            if isinstance(line, int):
                failed.append(SetAside(f"{given.where}:{number}", f"a line of {line / 1e6:.0f} MB; no table has one"))
                return
            try:
                yield decoded(line, given.wishes.encoding) + "\n"
            except Undecodable as error:
                failed.append(SetAside(f"{given.where}:{number}", str(error)))
                return

    text = decoded_lines()
    first = next(text, "")
    mark = separator or max(",;\t|", key=first.count)
    rows = csv.reader(_after(first, text), delimiter=mark)
    try:
        names = [n.strip().lstrip("\ufeff") for n in next(rows, [])]
        for values in rows:
            if any(v.strip() for v in values):
                yield fields.article(dict(zip(names, values, strict=False)), given, f"{given.where}:{rows.line_num}")
    except csv.Error as error:
        failed.append(SetAside(f"{given.where}:{rows.line_num}", f"no table that can be read ({error})"))
    yield from failed


def _after(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _read_parquet(given: Given) -> Iterator[Article | SetAside]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream: Any = given.stream
    if not stream.seekable():
        data = given.all(50 * LONGEST_LINE)
        if data is None:
            yield SetAside(given.where, "a Parquet table of more than 500 MB can only be read from a file of its own")
            return
        stream = io.BytesIO(data)
    row = 0
    try:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=_ROWS_AT_A_TIME):
            for values in batch.to_pylist():
                row += 1
                yield fields.article(values, given, f"{given.where}:{row}")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield SetAside(given.where, f"no Parquet table that can be read ({fields.shown(str(error), 80)})")


CSV = Form(
    "csv",
    "CSV and other separated tables, one article a row; --map says which column is which",
    (".csv",),
    lambda given: _read_separated(given, None),
)
TSV = Form("tsv", "tab-separated tables, likewise", (".tsv", ".tab"), lambda given: _read_separated(given, "\t"))
PARQUET = Form(
    "parquet", "Parquet tables, likewise", (".parquet", ".pq"), _read_parquet, lambda head: head.startswith(b"PAR1")
)
