"""Issues of a text, by cues."""

from pathlib import Path

import pytest

from detente.coding.issues import issues_of, taxonomy


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("The two ministers spoke about the missile-defence sites.", "missile-defence"),
        ("A new round of strategic arms cuts is out of reach.", "arms-control"),
        ("Joint wargames are on the calendar of the alliance.", "military-exercises"),
        ("They will fight pirates off the Horn of Africa.", "piracy"),
        ("Embargoes hurt the poor first.", "sanctions"),
        ("Counter-terrorism officials met.", "terrorism"),
        ("A device for the remote detection of explosives", "explosives-detection"),
    ],
)
def test_cue_brings_up_issue(text: str, issue: str) -> None:
    assert issue in issues_of(text)


def test_words_are_matched_whole() -> None:
    assert "fisheries" not in issues_of("He decoded the codex.")
    assert "energy" not in issues_of("The gasp of the crowd")


def test_order_is_that_of_the_text() -> None:
    assert issues_of("piracy and sanctions") == ("piracy", "sanctions")
    assert issues_of("sanctions and piracy") == ("sanctions", "piracy")


def test_context_only_where_the_span_is_silent() -> None:
    assert issues_of("They met.", ["The fishing dispute"]) == ("fisheries",)
    assert issues_of("They spoke of whaling quotas in trawler ports.", ["Sanctions"])[0] == "fisheries"
    assert issues_of("They met.") == ()


def test_taxonomy_is_described() -> None:
    issues = taxonomy().issues
    assert len(issues) >= 40
    assert all(i.description and i.cues for i in issues.values())
    assert all(i == i.lower() and " " not in i for i in issues)


def test_user_file_adds_and_replaces(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "bridges: {description: Bridges, cues: [bridge]}\n"
        "piracy: {cues: [corsair]}\n"
        "climate: {replace: true, cues: [glacier]}\n"
    )
    assert issues_of("A bridge over the strait", overlay=own)[0] == "bridges"
    assert issues_of("Corsairs and pirates", overlay=own) == ("piracy",)
    assert "climate" in issues_of("The glaciers", overlay=own)
    assert "climate" not in issues_of("greenhouse gases", overlay=own)
    assert "climate" in issues_of("greenhouse gases")


def test_bad_user_file_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("bridges: [bridge]\n")
    with pytest.raises(ValueError, match=r"own\.yaml.*bridges"):
        taxonomy(own)


def test_a_cue_inside_a_longer_one_says_nothing_of_its_own() -> None:
    assert issues_of("missile defence plans") == ("missile-defence",)
    assert set(issues_of("trade sanctions on oil")) >= {"trade", "sanctions", "energy"}
