"""Archives: zip, tar and gzip of anything that another source reads. Nothing is unpacked to the disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from detente.articles import Article, SetAside
from detente.sources.model import LONGEST_LINE, Form, Given

MOST_BYTES = 50 * LONGEST_LINE  # of one member, unpacked
MOST_MEMBERS = 1_000_000
DEEPEST = 3  # archives within archives
_BROKEN = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class _Limited(io.RawIOBase):
    """A stream that ends with an error when it gives more than it may: what a small archive can be made to do."""

    def __init__(self, inner: IO[bytes], most: int) -> None:
        self._inner, self._left = inner, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"unpacks to more than {MOST_BYTES / 1e6:.0f} MB")
        buffer[: len(data)] = data
        return len(data)


def _member(given: Given, name: str, stream: IO[bytes]) -> Iterator[Article | SetAside]:
    from detente.sources import of_stream

    where = f"{given.where}!{name}"
    if where.count("!") > DEEPEST:
        yield SetAside(where, f"an archive in an archive in an archive: deeper than {DEEPEST}")
        return
    limited = io.BufferedReader(_Limited(stream, MOST_BYTES))
    try:
        yield from of_stream(cast(BinaryIO, limited), where, name.rsplit("/", 1)[-1], given.wishes)
    except _BROKEN as error:
        yield SetAside(where, f"cannot be unpacked ({' '.join(str(error).split())[:80] or type(error).__name__})")


def _wanted(name: str) -> bool:
    from detente.sources import sources

    last = name.rsplit("/", 1)[-1]
    return (
        not last.startswith(".")
        and "__MACOSX" not in name
        and last.lower().endswith(tuple(e for s in sources() for e in s.endings))
    )


def read_zip(given: Given) -> Iterator[Article | SetAside]:
    """The articles of the members of a zip archive, sorted by name."""
    stream: IO[bytes] = given.stream
    if not stream.seekable():
        data = given.all(MOST_BYTES)
        if data is None:
            yield SetAside(given.where, "a zip archive of more than 500 MB can only be read from a file of its own")
            return
        stream = io.BytesIO(data)
    try:
        with zipfile.ZipFile(stream) as archive:
            for info in sorted(archive.infolist()[:MOST_MEMBERS], key=lambda i: i.filename):
                if info.is_dir() or not _wanted(info.filename):
                    continue
                if info.flag_bits & 1:
                    yield SetAside(f"{given.where}!{info.filename}", "locked with a password")
                    continue
                with archive.open(info) as member:
                    yield from _member(given, info.filename, member)
    except _BROKEN as error:
        yield SetAside(given.where, f"no zip archive that can be read ({str(error)[:80]})")


def read_tar(given: Given) -> Iterator[Article | SetAside]:
    """The articles of the members of a tar archive, in its order; links and devices are passed over."""
    try:
        with tarfile.open(fileobj=given.stream, mode="r|*") as archive:
            for info in archive:
                if info.isfile() and _wanted(info.name):
                    member = archive.extractfile(info)
                    if member is not None:
                        yield from _member(given, info.name, member)
    except _BROKEN as error:
        yield SetAside(given.where, f"no tar archive that can be read ({str(error)[:80]})")


def read_gzip(given: Given) -> Iterator[Article | SetAside]:
    """What a gzipped file holds."""
    name = given.name[:-3] if given.name.lower().endswith(".gz") else given.name
    with gzip.GzipFile(fileobj=given.stream) as stream:
        yield from _member(given, name or "content", cast(IO[bytes], stream))


ZIP = Form("zip", "zip archives of any of these", (".zip",), read_zip, lambda head: head.startswith(b"PK\x03\x04"))
TAR = Form("tar", "tar archives, also compressed", (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"), read_tar)
GZIP = Form("gzip", "gzipped files of any of these", (".gz",), read_gzip, lambda head: head.startswith(b"\x1f\x8b"))
