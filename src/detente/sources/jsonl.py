"""JSON Lines: one article a line, with the fields id, text, title, published, publisher, url, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.articles import Article, SetAside
from detente.sources import fields
from detente.sources.model import LONGEST_LINE, Form, Given
from detente.sources.text import Undecodable, decoded


def lines(stream: BinaryIO, longest: int = LONGEST_LINE) -> Iterator[tuple[int, bytes | int]]:
    """Lines with their numbers from 1, without their ends; of a line that is too long only its length is given."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest or line.endswith(b"\n"):
            yield number, line.rstrip(b"\r\n")
            continue
        length = len(line)
        while (more := stream.readline(1 << 20)) and not more.endswith(b"\n"):
            length += len(more)
        yield number, length + len(more)


def parsed(data: bytes, encoding: str | None = None) -> object:
    """A JSON value.

    Raises:
        ValueError: with a reason a person can use, nesting that is too deep included.
    """
    try:
        return json.loads(decoded(data, encoding))
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON ({error.msg.lower()} at character {error.pos + 1})") from None
    except Undecodable:
        raise
    except RecursionError:
        raise ValueError("no JSON that can be read (nested too deeply)") from None
    except ValueError as error:  # e.g. an integer of more digits than Python converts
        raise ValueError(f"no JSON that can be read ({fields.shown(str(error), 60)})") from None


def read(given: Given) -> Iterator[Article | SetAside]:
    """The articles of a JSON Lines file."""
    for number, line in lines(given.stream):
        where = f"{given.where}:{number}"
        if isinstance(line, int):
            yield SetAside(
                where, f"a line of {line / 1e6:.0f} MB; the longest that is read is {LONGEST_LINE / 1e6:.0f} MB"
            )
            continue
        if not line.strip(b"\xef\xbb\xbf \t"):
            continue
        try:
            value = parsed(line, given.wishes.encoding)
        except ValueError as error:
            yield SetAside(where, str(error))
            continue
        if not isinstance(value, dict):
            yield SetAside(where, f"no JSON object: {fields.shown(json.dumps(value))}")
            continue
        yield fields.article(value, given, where)


def _sniff(head: bytes) -> bool:
    return bool(re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"', head)) and b'"' in head


SOURCE = Form("jsonl", "JSON Lines, one article a line", (".jsonl", ".ndjson"), read, _sniff)
