"""The sentence around a span ends where it ends."""

from detente.views.passages import sentence


def test_a_month_cut_short_ends_no_sentence() -> None:
    text = "Ten boats left Oslo on Aug. 7 and came back. Nobody spoke."
    assert sentence(text, 0, 9).text == "Ten boats left Oslo on Aug. 7 and came back."
