"""The Python API gives pictures of what its questions give, under the same filters."""

from dataclasses import replace
from pathlib import Path

import detente
from detente.coding.model import Where
from detente.reading.model import Party
from tests.made_up import DAY, account, event
from tests.views.charts.test_charts import values

TEXT = "Freedonia met Sylvania in Geneva on arms control. Ruritania accused Freedonia of piracy."


def a_record(folder: Path) -> detente.Record:
    record = detente.Record.open(folder / "r", create=True)
    geneva = Where("Geneva", "CHE", 2660646, 46.2, 6.15)
    meeting = event("a", TEXT, "met Sylvania in Geneva", day=DAY, issues=("arms-control",), place=geneva)
    record.add(
        [
            account(
                "a",
                TEXT,
                meeting,
                event("a", TEXT, "accused Freedonia", "ACCUSE", ("RUR",), ("FRE",), issues=("piracy",)),
            )
        ],
        coder="1",
    )
    return record


def test_pictures_show_what_the_filters_ask_for(tmp_path: Path) -> None:
    record = a_record(tmp_path)
    assert {v["type"] for v in values(record.timeline())[0]} == {"ACCUSE", "CONSULT"}
    assert [v["type"] for v in values(record.timeline(issue="piracy"))[0]] == ["ACCUSE"]
    pairs = {v["pair"] for v in values(record.relations())[0]}
    assert pairs == {"Freedonia – Sylvania", "Freedonia – Ruritania"}
    assert [v["place"] for v in values(record.map())[0]] == ["Geneva"]
    cells = values(record.positions_matrix())[0]
    assert [(c["party"], c["issue"], c["stance"]) for c in cells] == [("Ruritania", "piracy", "against")]


def test_a_position_that_turned_is_marked_as_moved(tmp_path: Path) -> None:
    record = a_record(tmp_path)
    later = "Ruritania praised Freedonia on piracy."
    turned = event(
        "b", later, "praised Freedonia", "SUPPORT", ("RUR",), ("FRE",), issues=("piracy",), day=DAY.replace(day=30)
    )
    record.add([account("b", later, turned, published=DAY.replace(day=30))], coder="1")
    (cell,) = values(record.positions_matrix(party="RUR"))[0]
    assert (cell["mark"], cell["moved"]) == ("criticise ↗", "softer")


def test_parties_without_a_name_stand_in_pictures_only_where_asked_for(tmp_path: Path) -> None:
    record = detente.Record.open(tmp_path / "r", create=True)
    text = "Sylvania arrested protesters. Sylvania attacked the Red Shirts."
    crowd = Party("protesters", "protesters", "group", names=("Some 200 protesters", "protesters"))
    named = Party("Red Shirts", "Red Shirts", "group", names=("Red Shirts",))
    arrested = event(
        "a", text, "arrested protesters", "COERCE", ("SYL",), ("protesters",), issues=("protests",), day=DAY
    )
    attacked = event("a", text, "attacked the Red Shirts", "ASSAULT", ("SYL",), ("Red Shirts",), day=DAY)
    blamed = event("a", text, "protesters", "ACCUSE", ("protesters",), ("SYL",), issues=("protests",), day=DAY)
    made = account("a", text, arrested, attacked, blamed)
    parties = {**made.parties, crowd.id: crowd, named.id: named}
    record.add([replace(made, parties=parties)], coder="1")
    assert {v["pair"] for v in values(record.relations())[0]} == {"Red Shirts – Sylvania"}
    assert len(values(record.relations(groups=True))[0]) == 2
    assert [c["party"] for c in values(record.positions_matrix(groups=True))[0]] == ["protesters"]
    assert values(record.positions_matrix())[0] == []
