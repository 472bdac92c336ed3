"""What did not happen, or would under a condition, is in the record under that status; the condition is not."""

import pytest

import detente


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Peru denied on Monday that it had financed the rebels.", {("AID", "denied")}),
        ("Norway would support Sweden if the ministers agreed.", {("SUPPORT", "conditional")}),
        ("Norway supported Sweden.", {("SUPPORT", "occurred")}),
    ],
)
def test_status_of_what_did_not_happen(text: str, found: set[tuple[str, str]]) -> None:
    events = detente.read_text(text, published="2012-05-10").events
    assert {(e.type, e.status) for e in events if e.status != "occurred" or "denied" not in text} == found


def test_a_condition_is_no_event() -> None:
    events = detente.read_text("Norway will leave the pact if Sweden attacks Finland.", published="2012-05-10").events
    assert not [e for e in events if e.type == "ASSAULT"]
