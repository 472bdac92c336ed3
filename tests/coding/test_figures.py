"""Figures of speech: attacks with words, contests, and what is struck only in a manner of speaking."""

import pytest

import detente


def events(text: str) -> set[str]:
    found = detente.read_text(text, published="2012-05-10").events
    return {f"{e.type} {'+'.join(e.actor)} > {'+'.join(e.recipient)}" for e in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("President Juan Lopez attacked Senator Ana Diaz over the deficit.", "ACCUSE"),
        ("Chile's minister attacked Peru for failing to arrest the smugglers.", "ACCUSE"),
        ("Chile attacked Peru with rockets.", "ASSAULT"),
        ("Norwegian soldiers attacked Senator Ana Diaz of Peru.", "ASSAULT"),
    ],
)
def test_politicians_attack_with_words(text: str, found: str) -> None:
    types = {e.type for e in detente.read_text(text, published="2012-05-10").events}
    assert found in types
    assert types & {"ASSAULT"} <= {found}


@pytest.mark.parametrize(
    "text",
    [
        "Peru's president said that his rival's mind was shot.",
        "The attack on the budget by Senator Ana Diaz of Chile failed.",
        "Senator Ana Diaz of Chile beat Senator Luis Gomez in the primary.",
        "Norway's minister told the Oslo Herald that spring was late.",
        "The Norwegian minister suspended his campaign.",
        "Norwegian police released a sketch of the man.",
        "Reporters asked Norway's minister a question.",
        "Most Danes voted for the minister.",
    ],
)
def test_nothing_is_done(text: str) -> None:
    assert events(text) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Danish police beat demonstrators in Aarhus.", "ASSAULT DNK/police > demonstrators+DNK"),
        ("Norway released three Chilean students.", "RETREAT NOR > CHL/students"),
        ("Norway suspended its bombing campaign in Chile.", "RETREAT NOR > CHL"),
        ("Norwegian lawmakers voted for the treaty with Chile.", "SUPPORT NOR/parliament > CHL"),
        ("Norway was not ready to support Chile.", "REJECT NOR > CHL"),
        ("Chile came under attack from Peru.", "ASSAULT PER > CHL"),
    ],
)
def test_what_is_done(text: str, found: str) -> None:
    assert found in events(text)
