"""Fields of an article as sources give them: checked here, at the edge, and nowhere behind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any

from detente.articles import Article, SetAside
from detente.sources.model import LONGEST_TEXT, Given, Wishes

# Names under which formats and people keep what we call text, title, ...; the first that is there counts.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uri", "uid"),
    "text": ("text", "body", "content", "body_text", "article"),
    "title": ("title", "headline"),
    "published": ("published", "date", "versioncreated", "publish_date", "pubdate", "published_at", "datetime"),
    "publisher": ("publisher", "outlet", "provider"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}
_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


# What no prose has, and what some of the tools that read it take minutes over.
_RUN = re.compile(r"([^\w\s])\1{499}|[^\S\r\n]{500}")
LONGEST_WORD = 20_000


class BadField(ValueError):
    """A field that is not what it should be; the message says which and why."""


def day(value: Any, name: str = "published") -> date | None:
    """A date of publication: ISO 8601 with or without time, or RFC 2822; None for nothing.

    Raises:
        BadField: when there is something that is no date.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        if m := _ISO.match(value):
            try:
                return date(int(m[1]), int(m[2]), int(m[3]))
            except ValueError:
                pass
        else:
            try:
                return parsedate_to_datetime(value).date()
            except (ValueError, TypeError, IndexError, OverflowError):
                pass
    raise BadField(f"{name} is no date (like 2013-02-18): {shown(value)}")


def day_in_name(name: str) -> date | None:
    """The date that a file name holds ("2013-02-18-brussels.txt"), or None: how many people file their articles."""
    if m := re.search(r"(?<!\d)((?:19|20)\d\d)[-_]?([01]\d)[-_]?([0-3]\d)(?!\d)", name):
        try:
            return date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            return None
    return None


def shown(value: Any, most: int = 40) -> str:
    """A value as an error message shows it: one line, short, printable."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return f"{text[:most]}…" if len(text) > most else text


def made_id(name: str, text: str) -> str:
    """An id for an article whose source gives none: the name it came under, and its content.

    It is the same wherever the file lies and whenever it is read; other content is another article.
    """
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = re.sub(r"(\.[A-Za-z0-9]{1,8}){1,2}$", "", stem) or stem
    stem = re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "article"
    return f"{stem[:60]}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def fault(text: str) -> str | None:
    """Why a text cannot be read, or None."""
    if not text.replace("\ufeff", "").replace("\x00", "").strip():
        return "empty: no text"
    if len(text) > LONGEST_TEXT:
        return f"{len(text):,} characters: longer than the {LONGEST_TEXT:,} that one article may have"
    if "\x00" in text:
        return f"holds a NUL byte (character {text.index(chr(0))}): no text"
    if m := re.search("[\ud800-\udfff]", text):
        return f"holds half a surrogate pair (character {m.start()}): not valid Unicode"
    if m := _RUN.search(text):
        return f"no prose: {len(m[0]):,} or more of {shown(m[0][:1]) or 'blank'!r} in a row (character {m.start()})"
    longest = max(map(len, text.split()))
    if longest > LONGEST_WORD:
        return f"no prose: a word of {longest:,} characters"
    return None


def _string(value: Any, name: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise BadField(f"{name} is no string: {shown(value)}")
    return str(value).encode("utf-8", "replace").decode("utf-8")


def article(fields: Mapping[str, Any], given: Given, where: str) -> Article | SetAside:
    """An article from fields by name, or why it is none.

    Args:
        fields: what the source has, by its own names; ``--map text=body`` in the wishes says which is which.
        given: what it came from.
        where: file and line, page or member, for the user to find it.
    """
    lower = {str(k).lower(): v for k, v in fields.items()}

    def field(name: str) -> Any:
        if wished := given.wishes.columns.get(name):
            return fields.get(wished, lower.get(wished.lower()))
        return next((lower[n] for n in NAMES[name] if lower.get(n) is not None), None)

    text = field("text")
    if text is None:
        wished = given.wishes.columns.get("text", "text")
        has = ", ".join(shown(k, 20) for k in list(fields)[:6]) or "nothing"
        return SetAside(where, f"no field {wished!r} (it has {has}); --map text=NAME says where the text is")
    if not isinstance(text, str):
        return SetAside(where, f"its text is no string: {shown(text)}")
    if why := fault(text):
        return SetAside(where, why)
    try:
        published = day(field("published")) or given.wishes.published
        id_ = _string(field("id"), "id") or made_id(given.name, text)
        rest = {n: _string(field(n), n) for n in ("title", "publisher", "url", "language")}
    except BadField as error:
        return SetAside(where, str(error))
    return Article(id_, text, published=published, source=where, **rest)


def wish_columns(words: list[str]) -> dict[str, str]:
    """``["text=body,published=date"]`` as a mapping.

    Raises:
        BadField: for what is not NAME=COLUMN, or a NAME that articles do not have.
    """
    out: dict[str, str] = {}
    for word in ",".join(words).split(","):
        if not word.strip():
            continue
        name, equals, column = (part.strip() for part in word.partition("="))
        if not equals or not column or name not in NAMES:
            raise BadField(f"want NAME=COLUMN with NAME one of {', '.join(NAMES)}; not {shown(word)!r}")
        out[name] = column
    return out


__all__ = ["NAMES", "BadField", "Wishes", "article", "day", "fault", "made_id", "shown", "wish_columns"]
