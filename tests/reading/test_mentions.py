"""Who is named: mentions, the parties they name, and for whom those act."""

import pytest

from detente.articles import Article
from detente.reading import Reading, read


def found(text: str) -> tuple[Reading, dict[str, tuple[str, ...]]]:
    reading = read(Article("a", text))
    return reading, {text[m.start : m.end]: m.parties for m in reading.mentions}


def test_a_role_says_for_whom_a_person_acts_also_where_it_is_not_repeated() -> None:
    reading, names = found(
        "Danish Foreign Minister Karen Holm met NATO envoy Pieter de Graaf in Oslo.\n"
        "Ms Holm said the talks with De Graaf went well. She will return to Oslo in May."
    )
    assert names["Danish Foreign Minister Karen Holm"] == ("Karen Holm",)
    assert names["Ms Holm"] == names["She"] == ("Karen Holm",)
    holm = reading.parties["Karen Holm"]
    assert (holm.kind, holm.of, holm.sector, holm.role) == ("person", "DNK", "GOV", "Foreign Minister")
    assert reading.principal("Pieter de Graaf") == "NATO"


def test_a_counterpart_acts_for_the_state_before_it() -> None:
    reading, _ = found("Foreign Minister Ivan Orlov of Bulgaria called his Greek counterpart Nikos Pappas.")
    assert reading.principal("Nikos Pappas") == "GRC"
    assert reading.principal("Ivan Orlov") == "BGR"


def test_organs_and_the_governments_of_states() -> None:
    reading, names = found("The Kenyan authorities and the Kenyan police questioned the Ugandan Defence Ministry.")
    assert names["The Kenyan authorities"] == ("KEN",)
    assert names["the Kenyan police"] == ("KEN/police",)
    assert names["the Ugandan Defence Ministry"] == ("UGA/defence-ministry",)
    assert reading.parties["KEN/police"].sector == "COP"
    assert "Ugandan Defence Ministry" in reading.parties["UGA/defence-ministry"].names


def test_a_capital_is_a_party_where_it_acts_and_a_place_elsewhere() -> None:
    _, names = found("Moscow rejected the offer. The envoys met in Vienna.")
    assert names["Moscow"] == ("RUS",)
    assert "Vienna" not in names


def test_a_dateline_names_no_party() -> None:
    text = "LUSAKA, Zambia (AP) _ Police arrested two students on Friday."
    reading, names = found(text)
    assert names["Police"] == ("ZMB/police",)
    assert all(m.start >= text.index("Police") for m in reading.mentions)


def test_an_embassy_is_of_the_state_that_sends_it() -> None:
    reading, names = found("Rebels attacked the French embassy in Nairobi.")
    assert reading.principal(names["the French embassy"][0]) == "FRA"


def test_a_place_in_a_persons_name_is_no_party() -> None:
    reading, _ = found("Paris Miller, a singer, met Michael Jordan and George Washington Carver in Chad.")
    assert "FRA" not in reading.parties
    assert "JOR" not in reading.parties
    assert "USA" not in reading.parties


def test_several_who_were_named_together() -> None:
    _, names = found("Peru and Chile signed the treaty. Both countries will ratify it. They want peace.")
    assert set(names["Both countries"]) == set(names["They"]) == {"PER", "CHL"}


def test_an_organisation_by_what_it_is() -> None:
    _, names = found("NATO will stay in the region. The Alliance has no plans to leave.")
    assert names["The Alliance"] == ("NATO",)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Gunmen attacked a police convoy in northern Mali.", "MLI/police-convoy"),
        ("The Karen National Liberation Front spoke.", "Karen National Liberation Front"),
        ("The mayor of Lima criticised the national government.", "PER"),
        ("The Mugabe regime rejected the plan.", "ZWE"),
        ("European lawmakers urged Hungary to wait.", "European Parliament"),
    ],
)  # fmt: skip
def test_whose(text: str, party: str) -> None:
    reading = read(Article("a", text))
    assert any(m.parties == (party,) and m.kind != "demonym" for m in reading.mentions), reading.mentions


def test_the_movement_of_goods_is_no_group() -> None:
    reading = read(Article("a", "Peru limited the movement of workers and banned assembly of persons."))
    assert not {p for m in reading.mentions for p in m.parties if "movement" in p or "parliament" in p}
