import json
import random
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from deltalake import DeltaTable

import detente
from detente.articles import SetAside
from detente.merging import Account
from detente.record import RecordError, questions
from detente.record.record import Record
from detente.record.tables import FORMAT
from tests.made_up import DAY, account, days, event, statement, world

TEXT = "Freedonia met Sylvania in Geneva on arms control. Ruritania accused Freedonia of piracy."


def some(id_: str = "a") -> Account:
    return account(
        id_,
        TEXT,
        event(id_, TEXT, "met Sylvania in Geneva", day=DAY, issues=("arms-control",), person=("Rufus Firefly",)),
        event(id_, TEXT, "accused Freedonia", "ACCUSE", ("RUR",), ("FRE",), issues=("piracy",)),
        event(id_, TEXT, "arms control", "CONSULT", ("FRE",), ("RUR",), status="planned", day=days(20)),
        statement(id_, TEXT, "Ruritania accused", ("RUR",), "demand", addressee=("FRE",), issues=("piracy",)),
        persons={"Rufus Firefly": "FRE"},
    )


def test_a_record_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    written = Record.open(tmp_path / "r", create=True)
    assert written.add([some()], coder="1") == 1
    read = Record.open(tmp_path / "r")
    assert read.dump() == written.dump()
    assert read.account("a") == some()
    assert len(read.dump()["events"]) == 3


def test_the_same_article_twice_changes_nothing(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    record.add([some()], coder="1")
    before, version = record.dump(), record.folder.table("readings").version()
    assert record.add([some()], coder="1") == 0
    assert record.dump() == before
    assert record.folder.table("readings").version() == version


def test_another_text_or_another_coder_replaces_what_an_article_gave(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    record.add([some("it's"), some("b")], coder="1")
    other = "Sylvania sued Freedonia."
    assert (
        record.add([account("it's", other, event("it's", other, "sued", "COERCE", ("SYL",), ("FRE",)))], coder="1") == 1
    )
    doc = record.dump()
    assert [a["text"] for a in doc["articles"]] == [TEXT, other]
    assert sum(any(x["article"] == "it's" for x in e["evidence"]) for e in doc["events"]) == 1
    assert record.add([some("b")], coder="2") == 1
    assert len(record.dump()["articles"]) == 2


def test_a_record_built_in_any_order_and_in_batches_of_any_size_is_the_same() -> None:
    def built(accounts: list[Account], batch: int, goes: int = 1) -> str:
        record = Record.open()
        size = -(-len(accounts) // goes)
        for k in range(goes):
            record.add(accounts[k * size : (k + 1) * size], coder="1", batch=batch)
        return json.dumps(record.dump())

    accounts = world(7)[:30]
    in_one_go = built(accounts, 200)
    assert built(accounts[::-1], 7) == in_one_go
    assert built(random.Random(1).sample(accounts, 30), 200, goes=3) == in_one_go


def test_many_small_files_become_few_and_old_ones_go(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.record import folder

    record = Record.open()
    before = Record.open()
    before.add(world(7)[:12], coder="1")
    monkeypatch.setattr(folder, "MANY_FILES", 3)
    monkeypatch.setattr(folder, "TIDY_EVERY", 2)
    monkeypatch.setattr(folder, "WEEK", 0)
    monkeypatch.setattr(
        "deltalake.DeltaTable.vacuum", partialmethod(DeltaTable.vacuum, enforce_retention_duration=False)
    )
    for k in range(6):
        record.add(world(7)[2 * k : 2 * k + 2], coder="1")
    readings = record.folder.table("readings")
    assert readings is not None and len(readings.file_uris()) <= 4
    assert len(list((record.path / "events").rglob("*.parquet"))) <= 7
    assert record.dump() == before.dump()
    assert record.add(world(7)[:12], coder="1") == 0


def test_interrupted_a_record_keeps_and_merges_what_was_committed() -> None:
    def interrupted() -> Iterator[Account]:
        yield from world(7)[:4]
        raise KeyboardInterrupt

    record = Record.open()
    with pytest.raises(KeyboardInterrupt):
        record.add(interrupted(), coder="1", batch=2)
    assert len(record.dump()["articles"]) == 4 and record.info()["up_to_date"]


def test_what_is_set_aside_is_told_once(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    record.add([], set_aside=[SetAside("x.txt", "empty")])
    record.add([some()], set_aside=[SetAside("x.txt", "empty"), SetAside("y.txt", "binary")])
    assert [(r["where"], r["why"]) for r in record.set_aside(form="rows")] == [("x.txt", "empty"), ("y.txt", "binary")]
    assert record.info()["set_aside"] == 2


def test_what_is_no_record_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no record at"):
        Record.open(tmp_path / "none")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear")
    with pytest.raises(RecordError, match="is not a record"):
        Record.open(tmp_path / "letters", create=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecordError, match="is a file"):
        Record.open(tmp_path / "file", create=True)


def test_a_record_of_a_newer_detente_is_refused_and_a_damaged_manifest_named(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r", create=True)
    manifest = tmp_path / "r" / "detente.json"
    text = manifest.read_text()
    manifest.write_text(text.replace(f'"format": {FORMAT}', '"format": 99'))
    with pytest.raises(RecordError, match=r"newer detente.*99"):
        Record.open(tmp_path / "r")
    manifest.write_text(text[:10])
    with pytest.raises(RecordError, match="damaged"):
        Record.open(tmp_path / "r")
    assert record.path.exists()


def test_events_are_asked_by_party_dyad_issue_type_status_and_date() -> None:
    record = Record.open()
    record.add([some()], coder="1")

    def found(**filters: object) -> list[str]:
        return [e["what"] for e in record.events(form="rows", **filters)]

    assert len(found()) == 3
    assert found(party="Rufus Firefly") == ["met"]
    assert found(party="freedonia", type="accuse") == ["accused"]
    assert found(dyad=("SYL", "FRE")) == ["met"]
    assert found(actor="RUR") == ["accused"]
    assert found(recipient="RUR") == ["arms"]
    assert found(issue=["piracy", "energy"]) == ["accused"]
    assert found(status="planned") == ["arms"]
    assert found(until=DAY) == ["accused", "met"] or found(until=DAY) == ["met", "accused"]
    assert found(since=days(1)) == ["arms"]
    assert found(words="GENEVA") == ["met"]
    assert found(min_score=0.95) == []
    with pytest.raises(RecordError, match="no party 'Narnia'"):
        found(party="Narnia")
    with pytest.raises(RecordError, match="no date"):
        found(since="soon")


def test_answers_come_as_pandas_polars_arrow_and_rows() -> None:
    record = Record.open()
    record.add([some()], coder="1")
    assert list(record.events().event_type) == [e["event_type"] for e in record.events(form="rows")]
    assert record.events(form="polars").height == record.events(form="arrow").num_rows == 3


def test_statements_positions_agenda_counts_and_articles() -> None:
    record = Record.open()
    record.add([some()], coder="1")
    (s,) = record.statements(form="rows", party="FRE", act="demand")
    assert s["content"] == "Ruritania accused"
    positions = {(p["actor"], p["issue"]): p for p in record.positions(form="rows")}
    stance = positions["RUR", "piracy"]
    assert (stance["acts"], stance["toward"], stance["last_moved"]) == (["criticise", "demand"], ["FRE"], DAY)
    assert {x["words"] for x in stance["said"]} == {"Ruritania accused", "accused"}
    assert [p["actor"] for p in record.positions(form="rows", party="RUR")] == ["RUR"]
    assert record.positions(form="rows", issue="arms-control") == []
    (planned,) = record.agenda(form="rows")
    assert planned["event_date"] == days(20) and not planned["overdue"]
    record.add([account("z", "Later.", published=days(40))], coder="1")
    assert record.agenda(form="rows")[0]["overdue"]
    assert {(c["actor"], c["recipient"], c["events"]) for c in record.counts(form="rows")} >= {("RUR", "FRE", 1)}
    assert [(a["id"], a["events"]) for a in record.articles(form="rows")] == [("a", 3), ("z", 0)]


def test_no_word_around_evidence_is_cut() -> None:
    text = f"{'ratified ' * 40}Ruritania accused Freedonia of piracy{' ratified' * 40}"
    record = Record.open()
    record.add([account("a", text, event("a", text, "accused Freedonia", "ACCUSE", ("RUR",), ("FRE",)))], coder="1")
    (seen,) = record.why(record.events(form="rows")[0]["event_id"])["evidence"]
    assert set(seen["before"].split()) == {"ratified", "Ruritania"}
    assert set(seen["after"].split()) == {"of", "piracy", "ratified"}
    assert seen["before"].endswith("ratified Ruritania ")
    assert len(seen["before"]) > 140


def test_why_shows_the_evidence_in_context() -> None:
    record = Record.open()
    record.add([some()], coder="1")
    id_ = record.events(form="rows", type="ACCUSE")[0]["event_id"]
    (seen,) = record.why(id_)["evidence"]
    assert seen["words"] == "accused Freedonia"
    assert seen["before"].endswith("Ruritania ") and seen["after"].startswith(" of piracy")
    with pytest.raises(RecordError, match="no entry"):
        record.why("nothing")


@pytest.mark.parametrize("subject", ["piracy", "Ruritania", "RUR-FRE", ("FRE", "RUR")])
def test_a_dossier_numbers_its_evidence(subject: str | tuple[str, str]) -> None:
    record = Record.open()
    record.add([some()], coder="1")
    found = record.dossier(subject)
    numbers = [r["number"] for r in found["references"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "accused Freedonia" in {r["words"] for r in found["references"]}
    assert all(set(row["refs"]) <= set(numbers) for row in (*found["events"], *found["statements"], *found["agenda"]))
    assert found["events"] and found["kind"] in {"issue", "party", "dyad"}


def test_a_dossier_of_nothing_is_an_error() -> None:
    record = Record.open()
    record.add([some()], coder="1")
    with pytest.raises(RecordError, match="no issue, party or dyad"):
        record.dossier("cheese")


def test_the_python_api_reads_a_page_without_a_folder(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Foreign ministers met in Geneva on Monday.")
    record = detente.read(str(page), published="2013-02-18")
    assert list(record.articles().publication_date.astype(str)) == ["2013-02-18"]
    assert detente.read_text("Nothing happened.", published="2013-02-18").article.text == "Nothing happened."


def test_a_part_of_an_answer_is_that_part_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record.open()
    record.add(world(4), coder="1")
    for newest in (True, False):
        for filters in ({}, {"party": "FRE"}, {"type": "CONSULT"}):
            for kind in (record.events, record.statements):
                if kind == record.statements and "type" in filters:
                    continue
                whole = kind(form="rows", newest=newest, **filters)
                assert len(whole) > 3
                for limit, offset in ((1, 0), (3, 2), (5, len(whole) - 2), (10_000, 0), (3, 10_000)):
                    part = kind(form="rows", newest=newest, limit=limit, offset=offset, **filters)
                    assert part == whole[offset : offset + limit]
    # whether few entries are named one by one or many are joined, the answer is the same
    asked = [record.events(form="rows", party=p, since=days(3)) for p in ("FRE", "SYL")]
    monkeypatch.setattr(questions, "NAMED", 2)
    assert [record.events(form="rows", party=p, since=days(3)) for p in ("FRE", "SYL")] == asked
    assert all(len(a) > 2 for a in asked)
