"""A process that takes made-up articles into a record: python -m tests.crash.writer RECORD FIRST LAST [SECONDS]."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from detente.merging import Account
from detente.record.record import Record
from tests.made_up import world


def slowly(accounts: list[Account], seconds: float) -> Iterator[Account]:
    """Accounts as a reader gives them, with time between."""
    for k, account in enumerate(accounts):
        if k % 4 == 0:
            time.sleep(seconds)
        yield account


def main(path: str, first: int, last: int, seconds: float) -> None:
    """Open (or make) the record and add the articles in batches of four."""
    record = Record.open(path, create=True)
    print("open", flush=True)
    record.add(slowly(world(3)[first:last], seconds), coder="1", batch=4)
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]) if len(sys.argv) > 4 else 0.0)
