"""Every question on the command line: what people see, and what programs get."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import icalendar
import pytest
from typer.testing import CliRunner

from detente.views.cli import app
from tests.views.conftest import REFUSAL, TEXT


def ask(record: Path, *words: str, width: int = 100) -> str:
    done = CliRunner().invoke(app, [*words, "--record", str(record)], env={"COLUMNS": str(width), "NO_COLOR": "1"})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def rows(record: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ask(record, *words, "--format", "json"))
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def test_events_say_who_did_what_to_whom_and_which_sentence_says_so(made_record: Path) -> None:
    out = ask(made_record, "events")
    assert "17 Nov 1933" in out
    assert "Freedonia and Sylvania met (Rufus Firefly)" in out
    assert "Sylvania is said to have mobilised" in out
    assert "Freedonia and Sylvania are to meet" in out
    assert "Ruritania blamed Freedonia" in out
    assert re.search(r"“Ruritania accused Freedonia of piracy .*lost\s+ships\.”", out, re.S)


@pytest.mark.parametrize(
    ("words", "types"),
    [
        ((), ["CONSULT", "ACCUSE", "MOBILIZE", "CONSULT"]),
        (("--party", "RUR"), ["ACCUSE"]),
        (("--party", "Rufus Firefly"), ["CONSULT"]),
        (("--dyad", "FRE-SYL"), ["CONSULT", "CONSULT"]),
        (("--dyad", "Sylvania-Freedonia", "--status", "planned"), ["CONSULT"]),
        (("--issue", "piracy"), ["ACCUSE"]),
        (("--type", "mobilize", "--type", "ACCUSE"), ["ACCUSE", "MOBILIZE"]),
        (("--status", "alleged"), ["MOBILIZE"]),
        (("--since", "1933-12-01"), ["CONSULT"]),
        (("--until", "1933-11-17", "--type", "CONSULT"), ["CONSULT"]),
        (("--min-score", "0.5", "--issue", "piracy"), []),
        (("--words", "vienna"), ["CONSULT"]),
        (("--article", "geneva"), ["CONSULT", "ACCUSE", "MOBILIZE", "CONSULT"]),
    ],
)
def test_events_are_filtered(made_record: Path, words: tuple[str, ...], types: list[str]) -> None:
    assert sorted(r["event_type"] for r in rows(made_record, "events", *words)) == sorted(types)


def test_an_answer_is_cut_off(made_record: Path) -> None:
    assert len(rows(made_record, "events", "--limit", "2")) == 2


def test_statements_say_who_says_what_on_which_condition(made_record: Path) -> None:
    out = flat(ask(made_record, "statements", "--act", "refuse"))
    assert "Rufus Firefly (Freedonia) refuses Sylvania" in out
    assert f"{REFUSAL}" in out
    assert "piracy" not in out


def test_positions_show_each_party_on_each_issue(made_record: Path) -> None:
    out = flat(ask(made_record, "positions", width=120))
    assert "Freedonia arms-control refuses (Sylvania): Freedonia will not disarm unless" in out
    assert [(r["actor"], r["issue"], r["conditional"]) for r in rows(made_record, "positions")] == [
        ("FRE", "arms-control", True),
        ("RUR", "piracy", False),
    ]


def test_the_agenda_is_a_calendar_too(made_record: Path, tmp_path: Path) -> None:
    assert "7–27 Dec" in ask(made_record, "agenda")
    assert "1 dates written" in ask(made_record, "agenda", "--ical", str(tmp_path / "a.ics"))
    (entry,) = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    assert str(entry["summary"]) == "Freedonia and Sylvania are to meet"
    assert entry.decoded("dtstart").isoformat() == "1933-12-07"
    assert entry.decoded("dtend").isoformat() == "1933-12-28"


def test_parties_and_articles(made_record: Path) -> None:
    assert "Rufus Firefly" in ask(made_record, "parties")
    assert [r["id"] for r in rows(made_record, "articles")] == ["geneva-1"]


def test_why_shows_the_evidence_in_its_context_and_what_decided(made_record: Path) -> None:
    id_ = rows(made_record, "events", "--words", "met the")[0]["event_id"]
    out = flat(ask(made_record, "why", id_))
    assert "minister Rufus Firefly met the Sylvanian envoy in Geneva on Monday" in out
    assert "type rule verbs/meet on “met” score 0.93" in out
    found = json.loads(ask(made_record, "why", id_, "--format", "json"))
    assert found["evidence"][0]["words"] == "met the Sylvanian envoy in Geneva"


def test_show_gives_the_text_and_the_entries_under_it(made_record: Path) -> None:
    out = ask(made_record, "show", "geneva")
    lines = [flat(part) for part in out.split("\n\n")]
    assert flat(TEXT.split("\n")[1]) in lines[2]
    assert "→ Ruritania blamed Freedonia" in lines[2]
    coloured = CliRunner().invoke(
        app, ["show", "geneva", "--record", str(made_record)], env={"FORCE_COLOR": "1", "COLUMNS": "100"}
    )
    assert "\x1b[" in coloured.stdout


def test_a_dossier_refers_every_line_to_its_evidence(made_record: Path) -> None:
    page = ask(made_record, "dossier", "FRE")
    said = [line for line in page.splitlines() if line.startswith("- ")]
    references = re.findall(r"^(\d+)\. “", page, re.M)
    assert len(said) >= 5
    for line in said:
        numbers = re.findall(r"\[(\d+)\]", line)
        assert numbers and set(numbers) <= set(references)
    assert "# Freedonia" in page
    assert "Freedonia will not disarm unless Sylvania opens its arsenals, Mr Firefly" in page
    assert ask(made_record, "dossier", "FRE-SYL").startswith("# Freedonia and Sylvania")
    assert ask(made_record, "dossier", "piracy").startswith("# Piracy")


@pytest.mark.parametrize("question", ["events", "statements", "positions", "agenda", "parties", "articles"])
def test_every_question_has_every_form(made_record: Path, question: str) -> None:
    expected = rows(made_record, question)
    assert expected
    table = list(csv.DictReader(io.StringIO(ask(made_record, question, "--format", "csv"))))
    assert len(table) == len(expected)
    assert list(table[0]) == list(expected[0])
    markdown = ask(made_record, question, "--format", "markdown").splitlines()
    assert len(markdown) == len(expected) + 2
    assert len({line.count("|") for line in markdown}) == 1
    for width in (60, 80, 120):
        lines = ask(made_record, question, width=width).splitlines()
        assert max(map(len, lines)) <= width


def test_info_counts(made_record: Path) -> None:
    out = ask(made_record, "info")
    assert re.search(r"events +4, of which planned 1", out)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("events", "--party", "Nobody"), "no party 'Nobody'"),
        (("events", "--dyad", "FRE"), "want two parties"),
        (("events", "--since", "soon"), "--since is no date"),
        (("show", "elsewhere"), "no article 'elsewhere'"),
        (("why", "zzz"), "no entry 'zzz'"),
        (("dossier", "gardening"), "no issue, party or dyad"),
    ],
)
def test_what_cannot_be_answered_is_said(made_record: Path, words: tuple[str, ...], expected: str) -> None:
    done = CliRunner().invoke(app, [*words, "--record", str(made_record)])
    assert done.exit_code == 1
    assert expected in str(done.exception)


def test_no_record_and_another_folder(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("x")
    for folder in ("nowhere", "photos"):
        done = CliRunner().invoke(app, ["events", "--record", str(tmp_path / folder)])
        assert done.exit_code == 1
        assert folder in str(done.exception)
