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


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Peru's minister has not visited Chile.", set()),
        ("Norway did not condemn Sweden.", set()),
        ("Norway said it had not attacked Sweden.", {"denied"}),
        ("Peru denied that it had visited Chile.", {"denied"}),
    ],
)
def test_what_merely_did_not_happen_is_no_event(text: str, statuses: set[str]) -> None:
    events = detente.read_text(text, published="2012-05-10").events
    assert {e.status for e in events if e.status == "denied"} == statuses


def test_a_condition_is_no_event() -> None:
    events = detente.read_text("Norway will leave the pact if Sweden attacks Finland.", published="2012-05-10").events
    assert not [e for e in events if e.type == "ASSAULT"]
