"""A small record, and the application over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from detente.coding.model import Where
from detente.record.record import Record
from detente.views.web import create_app
from tests.made_up import DAY, account, days, event, statement

TEXT = "Freedonia met Sylvania in Geneva on arms control. Ruritania accused Freedonia of piracy. They meet again soon."
NASTY = 'Freedonia met Sylvania </script><script>alert(1)</script> "quoted" \u202eabc\u202c and left.'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = Record.open(tmp_path / "r", create=True)
    geneva = Where("Geneva", "CHE", 2660646, 46.2, 6.15)
    record.add(
        [
            account(
                "a",
                TEXT,
                event("a", TEXT, "met Sylvania in Geneva", day=DAY, issues=("arms-control",), place=geneva),
                event("a", TEXT, "accused Freedonia", "ACCUSE", ("RUR",), ("FRE",), issues=("piracy",)),
                event("a", TEXT, "meet again", "CONSULT", ("FRE",), ("SYL",), status="planned", day=days(20)),
                statement("a", TEXT, "Ruritania accused", ("RUR",), "demand", addressee=("FRE",), issues=("piracy",)),
            ),
            account(
                "n/<b>",
                NASTY,
                event("n/<b>", NASTY, "met Sylvania", "AID", ("GST",), ("RUR",), day=days(1), issues=("<i>x",)),
            ),
        ],
        coder="1",
    )
    return tmp_path / "r"


@pytest.fixture
def app(folder: Path) -> FastAPI:
    return create_app(folder)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1") as found:
        yield found


def more(folder: Path) -> None:
    """One more article is read."""
    text = "Freedonia attacked Sylvania."
    told = event("z", text, "attacked Sylvania", "ASSAULT", day=days(3))
    Record.open(folder).add([account("z", text, told, published=days(3))], coder="1")


def many(folder: Path, n: int) -> None:
    """An article with ``n`` warnings, no two alike, each a day after the other, so that none is merged."""
    made = []
    for k in range(n):
        text = f"Grand Fenwick gave warning {k} of {k * k}."
        told = statement(f"w{k:03}", text, f"warning {k} of {k * k}", ("GST",), "warn", addressee=("RUR",))
        made.append(account(f"w{k:03}", text, told, published=days(40 * k)))
    Record.open(folder).add(made, coder="1")
