"""Deciding: what the coder may change of what the rules say."""

from collections.abc import Sequence

from detente.coding.coder import Coded, Coder
from detente.coding.events import events
from detente.coding.marking import Marked
from tests.coding.readings import reading


class Sure(Coder):
    """A coder that is sure of one type."""

    version = "sure"  # type: ignore[assignment]

    def __init__(self, type_: str, happens: float = 0.99) -> None:
        self.answer, self.happens = type_, happens
        self.asked: list[Marked] = []

    def code(self, batch: Sequence[Marked]) -> list[Coded]:
        self.asked += batch
        probs = dict.fromkeys(("AGREE", "SUPPORT", "ACCUSE", "AID", "COERCE", "RETREAT", "CONSULT", "SANCTION"), 0.0)
        probs[self.answer] = self.happens
        probs["NONE"] = 1 - self.happens
        return [Coded(self.answer, None, self.happens, probs) for _ in batch]


def test_a_sure_coder_overrules_a_frame_and_is_named() -> None:
    (event,) = events(reading("Peru backed Chile."), coder=Sure("ACCUSE"))
    assert event.type == "ACCUSE"
    assert [r.by for r in event.reasons if r.what == "type"] == ["model", "rule"]


def test_a_frame_that_asks_for_an_object_is_surer() -> None:
    (event,) = events(reading("Peru approved the extradition treaty with Chile."), coder=Sure("ACCUSE"))
    assert event.type == "AGREE"


def test_meetings_stay_meetings() -> None:
    (event,) = events(reading("Peru met Chile in Rome."), coder=Sure("ACCUSE"))
    assert event.type == "CONSULT"


def test_unknown_verb_is_an_event_where_the_coder_is_sure() -> None:
    text = "Peru humiliated Chile."
    assert events(reading(text)) == ()
    (event,) = events(reading(text), coder=Sure("COERCE"))
    assert (event.type, event.actor, event.recipient) == ("COERCE", ("PER",), ("CHL",))
    assert events(reading(text), coder=Sure("COERCE", happens=0.5)) == ()


def test_unknown_verbs_to_come_are_no_events_whatever_the_coder_says() -> None:
    coder = Sure("COERCE")
    assert events(reading("Peru will humiliate Chile."), coder=coder) == ()
    assert coder.asked == []


def test_unknown_verbs_said_in_passing_are_not_asked_about() -> None:
    coder = Sure("COERCE")
    assert events(reading("Peru slept after humiliating Chile."), coder=coder) == ()
    assert coder.asked == []


def test_status_stays_with_the_rules() -> None:
    assert events(reading("If Peru humiliates Chile, all is lost."), coder=Sure("COERCE")) == ()


def test_sides_and_predicate_are_marked() -> None:
    coder = Sure("AID")
    events(reading("Peru humiliated Chile."), coder=coder)
    (marked,) = coder.asked
    assert marked.source is not None
    assert marked.target is not None
    assert marked.predicate is not None
    spans = (marked.source, marked.predicate, marked.target)
    assert [marked.text[a:b] for a, b in spans] == ["Peru", "humiliated", "Chile"]


def test_help_that_is_given_is_no_promise() -> None:
    (event,) = events(reading("Peru helped Chile."), coder=Sure("AGREE"))
    assert event.type == "AID"
    (event,) = events(reading("Peru helped Chile."), coder=Sure("ACCUSE"))
    assert event.type == "ACCUSE"
