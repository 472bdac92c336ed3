"""Games, stories and polls have the words of events, and nobody acts in them."""

import pytest

import detente


def events(text: str) -> set[str]:
    return {e.type for e in detente.read_text(text, published="2012-05-10").events}


@pytest.mark.parametrize(
    "text",
    [
        "Norway's goalkeeper blocked Sweden's attack before the visitors struck Denmark from a corner.",
        "The Falcons shot down the Rangers 5-3 in Oslo on Friday.",
        "The film tells how a Peruvian spy kills the Chilean ambassador.",
        "In the novel, Norway invades Sweden.",
        "The poll found that 54 percent of Danes support Norway.",
    ],
)
def test_nobody_acts(text: str) -> None:
    assert events(text) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lawmakers in Oslo shot down the Swedish bill by 51-49 votes.", "REJECT"),
        ("Norway condemned a Swedish film about its king.", "ACCUSE"),
        ("Peru's president said after the poll that he supports Chile.", "SUPPORT"),
    ],
)
def test_a_vote_a_real_film_and_a_state_are_real(text: str, found: str) -> None:
    assert found in events(text)
