"""Plain text: one file, one article (a page of several reports is one article too)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from detente.articles import Article, SetAside, paragraphs
from detente.sources import fields
from detente.sources.model import LONGEST_TEXT, Form, Given

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Undecodable(ValueError):
    """Bytes that are no text in the encoding they should be in."""


def binary(head: bytes) -> bool:
    """Whether content that begins like this is no text in any encoding."""
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return False
    if b"\x00" in head:
        return True
    control = sum(b < 32 and b not in b"\t\n\r\x0b\x0c\x1b" for b in head)
    return control > len(head) // 20


def decoded(data: bytes, encoding: str | None = None) -> str:
    """Bytes as text. A byte-order mark says the encoding and is no part of the text; else it is UTF-8, or as wished.

    Raises:
        Undecodable: with the place of the first wrong byte. detente never guesses: a wrong guess changes names.
    """
    name = encoding or "utf-8"
    for mark, of_mark in _MARKS:
        if data.startswith(mark):
            data, name = data[len(mark) :], of_mark
            break
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise Undecodable(
            f"not {name.upper()} (byte 0x{byte:02x} in line {line}); say what it is, e.g. --encoding windows-1252"
        ) from None


def read(given: Given) -> Iterator[Article | SetAside]:
    """The article that a text file is. A headline in its first line is its title, and stays part of the text."""
    if not given.wishes.encoding and binary(given.head):
        yield SetAside(given.where, "binary: no text, and no form that is known (see detente sources)")
        return
    data = given.all(4 * LONGEST_TEXT)
    if data is None:
        yield SetAside(given.where, f"longer than the {LONGEST_TEXT:,} characters that one article may have")
        return
    try:
        text = decoded(data, given.wishes.encoding)
    except Undecodable as error:
        yield SetAside(given.where, str(error))
        return
    first = next(iter(paragraphs(text)), None)
    title = text[first.start : first.end] if first and first.headline else None
    yield fields.article(
        {"text": text, "published": fields.day_in_name(given.name), "title": title}, given, given.where
    )


SOURCE = Form("text", "Plain text, one article a file", (".txt", ".text"), read)
