"""Speech acts that only a statement tells are events too."""

import pytest

from detente.coding import code
from tests.coding.readings import reading


def told(text: str) -> list[str]:
    def names(ids: tuple[str, ...]) -> str:
        return "+".join(ids)

    return [f"{e.type} {names(e.actor)} > {names(e.recipient)}" for e in code(reading(text)).events]


def test_words_of_blame_accuse_of_whom_they_are_said() -> None:
    assert told("Ecuador has shown complete disregard for the treaty, Chile said.") == ["ACCUSE CHL > ECU"]


def test_within_one_state_a_person_accuses_another() -> None:
    text = "Danish Senator Ann Hill is a liar, Danish Prime Minister Jim Stone said on Monday."
    assert told(text) == ["ACCUSE DNK > DNK"]


@pytest.mark.parametrize(
    "text",
    [
        "Chile said it might argue that Ecuador is unfit.",
        "Chile may say that Ecuador is a disgrace.",
        "Chile said that Ecuador is large.",
        "Chile said it was not to blame, because Ecuador was unfair.",
    ],
)
def test_what_might_be_said_and_what_is_said_by_the_way_is_no_event(text: str) -> None:
    assert not [x for x in told(text) if x.startswith("ACCUSE")]


def test_what_a_frame_has_found_is_not_told_again() -> None:
    assert told("Chile condemned Ecuador as a disgrace.") == ["ACCUSE CHL > ECU"]


def test_whom_a_quotation_means_by_he() -> None:
    text = (
        "Danish Senator Ann Hill met Danish Mayor Olaf Stone on Monday. "
        '"He is a liar," Hill told reporters after the meeting.'
    )
    assert "ACCUSE DNK > DNK" in told(text)
