from dataclasses import replace
from datetime import UTC, datetime

import pytest

from detente.merging import Account
from detente.record import RecordError
from detente.record.corrections import training
from detente.record.record import Record
from tests.made_up import DAY, account, days, event, statement

TEXT = "Freedonia met Sylvania in Geneva. Sylvania struck Freedonia. Freedonia said it would never disarm at all."
WHEN = datetime(2020, 1, 1, tzinfo=UTC)


def some(id_: str = "a", text: str = TEXT, type_: str = "ASSAULT") -> Account:
    return account(
        id_,
        text,
        event(id_, text, "Freedonia met Sylvania in Geneva", trigger="met", day=DAY),
        event(id_, text, "Sylvania struck Freedonia", type_, ("SYL",), ("FRE",), trigger="struck", day=DAY),  # type: ignore[arg-type]
        statement(id_, text, "it would never disarm at all", act="inform", addressee=("SYL",)),
    )


@pytest.fixture
def record() -> Record:
    out = Record.open()
    out.add([some()], coder="1")
    return out


def ids(record: Record) -> dict[str, str]:
    return {e["event_type"]: e["event_id"] for e in record.events(form="rows")}


def test_a_correction_wins_and_says_who_made_it(record: Record) -> None:
    strike = ids(record)["ASSAULT"]
    record.correct(strike, by="Rufus", note="labour", type="protest", recipient=["Ruritania", "FRE"], date="1933-11-16")
    e = record.entry(strike)
    assert (e["event_type"], e["recipient"], e["event_date"]) == ("PROTEST", ["RUR", "FRE"], days(-1))
    assert e["cameo"] == "140" and e["intensity"] == -6.5
    assert "Rufus: labour" in [r["words"] for r in e["reasons"]]
    (s,) = record.statements(form="rows")
    record.correct(s["statement_id"], act="refuse")
    assert record.statements(form="rows")[0]["act"] == "refuse"


def test_what_is_rejected_is_gone_and_an_undone_correction_brings_it_back(record: Record) -> None:
    before = record.dump()
    made = record.correct(ids(record)["ASSAULT"], reject=True, by="Rufus")
    assert list(ids(record)) == ["CONSULT"]
    assert [(c["id"], c["active"]) for c in record.corrections(form="rows")] == [(made, True)]
    record.undo(made)
    assert [(c["id"], c["active"]) for c in record.corrections(form="rows")] == [(made, False)]
    assert record.dump() == before
    with pytest.raises(RecordError, match="undone already"):
        record.undo(made)


def test_a_correction_survives_reading_again_with_another_coder_and_other_text(record: Record) -> None:
    record.correct(ids(record)["ASSAULT"], status="denied")
    record.correct(ids(record)["CONSULT"], reject=True)
    record.add([some(text="CORRECTED. " + TEXT, type_="COERCE")], coder="2")
    (e,) = record.events(form="rows")
    assert (e["event_type"], e["status"]) == ("COERCE", "denied")


def test_what_a_person_confirmed_stays_when_a_newer_coder_misses_it(record: Record) -> None:
    record.correct(ids(record)["ASSAULT"], type="PROTEST")
    record.correct(record.statements(form="rows")[0]["statement_id"], act="refuse")
    record.add([replace(some(text="MORE. " + TEXT), events=(), statements=())], coder="2")
    (e,) = record.events(form="rows")
    words = record.why(e["event_id"])["evidence"][0]["words"]
    assert (e["event_type"], words) == ("PROTEST", "Sylvania struck Freedonia")
    assert [s["act"] for s in record.statements(form="rows")] == ["refuse"]


def test_two_entries_are_made_one_and_one_is_made_two(record: Record) -> None:
    found = ids(record)
    made = record.correct(found["ASSAULT"], merge_with=found["CONSULT"])
    (e,) = record.events(form="rows")
    assert len(e["evidence"]) == 2
    record.undo(made)
    record.add([some("b")], coder="1")
    told_twice = ids(record)["CONSULT"]
    assert record.entry(told_twice)["articles"] == 2
    record.correct(told_twice, split=True)
    assert sum(e["event_type"] == "CONSULT" for e in record.events(form="rows")) == 2


def test_a_rebuild_keeps_corrections(record: Record) -> None:
    record.correct(ids(record)["ASSAULT"], type="PROTEST")
    before = record.dump()
    record.rebuild()
    assert record.dump() == before


def test_corrections_are_examples_to_train_on(record: Record) -> None:
    found = ids(record)
    record.correct(found["ASSAULT"], type="PROTEST", made=WHEN)
    record.correct(found["CONSULT"], reject=True, made=WHEN.replace(year=2021))
    one, two = training(record)
    assert one["text"] == "Sylvania struck Freedonia"
    assert (one["was"]["type"], one["right"]["type"]) == ("ASSAULT", "PROTEST")
    assert one["text"][slice(*one["trigger"])] == "struck"
    assert two["right"] is None


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({}, "one thing"),
        ({"reject": True, "type": "AID"}, "one thing"),
        ({"type": "WAR"}, "no type"),
        ({"act": "ask"}, "have no 'act'"),
        ({"actor": "Narnia"}, "no party 'Narnia'"),
        ({"date": "soon"}, "no date"),
        ({"split": True}, "one telling only"),
        ({"merge_with": "nothing"}, "no entry"),
    ],
)
def test_what_cannot_be_corrected_is_said(record: Record, what: dict[str, object], said: str) -> None:
    with pytest.raises(RecordError, match=said):
        record.correct(ids(record)["CONSULT"], **what)
