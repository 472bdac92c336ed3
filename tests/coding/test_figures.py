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
    types = {e.split()[0] for e in events(text)}
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
        "President Juan Lopez of Peru defended his Twitter attacks.",
        "When Norway helps people, they work.",
        "Peru's president signed autographs in Chile.",
        "Lopez called Senator Diaz of Peru “the next Bolivar”.",
        "Juan Lopez of Peru sat in a house with a Chilean dog.",
        "Juan Lopez, Peru's minister, chatted with his wife.",
        "Anna Berg, the host, asked Norway's premier to answer.",
        "The premier of Norway will send a strong message to Sweden.",
        "Students in Norway celebrated Bastille Day with France.",
        "Peru's premier fought for pensions, as opposed to Chile.",
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chile's statement attacks President Juan Lopez of Peru for his lies.", "ACCUSE"),
        ("Six men were held after a police raid on a house in Norway.", "COERCE"),
    ],
)
def test_words_and_the_police_attack_nobody(text: str, found: str) -> None:
    types = {e.split()[0] for e in events(text)}
    assert "ASSAULT" not in types
    assert found in types
