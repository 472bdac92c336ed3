"""Ownerless officials: a judge or a government that is named without its state acts for the state told of."""

import pytest

from detente.coding.events import events
from tests.coding.readings import reading

_ABOUT_PERU = "Peru is quiet. Lima is quiet too, and so are Cusco and Peru's mines."


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (f"A judge jailed the editor Maria Quispe. {_ABOUT_PERU}", ("PER",)),
        ("A Munich court jailed the editor Maria Quispe.", ("DEU",)),
        ("A judge in Seville jailed the editor Maria Quispe.", ("ESP",)),
        (f"A judge jailed the editor Maria Quispe. {_ABOUT_PERU} Chile, Chile, Chile and Santiago.", ("judge",)),
    ],
)
def test_an_official_without_a_state_acts_for_the_one_told_of(text: str, actor: tuple[str, ...]) -> None:
    assert [e.actor for e in events(reading(text)) if e.type == "COERCE"] == [actor]
