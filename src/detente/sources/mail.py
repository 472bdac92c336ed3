"""Mail of a wire service: single messages (.eml) and mailboxes (.mbox)."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from detente.articles import Article, SetAside
from detente.sources import fields
from detente.sources.feeds import untagged
from detente.sources.model import LONGEST_LINE, Form, Given

_TOO_LONG = "a message of more than 10 MB"


def _of_message(data: bytes, given: Given, where: str) -> Article | SetAside:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body is not None else ""
        if body is not None and body.get_content_type() == "text/html":
            text = untagged(text)
        return fields.article(
            {
                "id": (message["message-id"] or "").strip("<> \t") or None,
                "text": text.replace("\r\n", "\n"),
                "title": str(message["subject"] or "") or None,
                "published": str(message["date"] or "") or None,
                "publisher": _sender(message),
            },
            given,
            where,
        )
    except Exception as error:  # the standard library's parser raises what it likes on broken mail
        return SetAside(where, f"no mail that can be read ({type(error).__name__})")


def _sender(message: EmailMessage) -> str | None:
    senders = message["from"].addresses if message["from"] else ()
    return (senders[0].display_name or senders[0].domain) if senders else None


def read_message(given: Given) -> Iterator[Article | SetAside]:
    """The article of one message."""
    data = given.all(LONGEST_LINE)
    yield (
        SetAside(given.where, "a message of more than 10 MB") if data is None else _of_message(data, given, given.where)
    )


def read_mailbox(given: Given) -> Iterator[Article | SetAside]:
    """The articles of a mailbox (RFC 4155), one at a time."""
    number, size = 0, 0
    kept: list[bytes] = []
    blank = True
    for line in iter(lambda: given.stream.readline(LONGEST_LINE), b""):
        if blank and line.startswith(b"From "):
            if number:
                yield _whole(kept, size, given, number)
            number, size, kept = number + 1, 0, []
        elif number:
            size += len(line)
            if size <= LONGEST_LINE:
                kept.append(line[1:] if line.startswith((b">From ", b">>From ")) else line)
        blank = not line.strip()
    if number:
        yield _whole(kept, size, given, number)


def _whole(kept: list[bytes], size: int, given: Given, number: int) -> Article | SetAside:
    where = f"{given.where}:{number}"
    return (
        SetAside(where, "a message of more than 10 MB")
        if size > LONGEST_LINE
        else _of_message(b"".join(kept), given, where)
    )


MESSAGE = Form("eml", "single mail messages", (".eml",), read_message)
MAILBOX = Form("mbox", "mailboxes", (".mbox",), read_mailbox, lambda head: head.startswith(b"From "))
