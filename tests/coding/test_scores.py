"""Scores: how likely a careful reader would agree."""

from detente.coding import code
from detente.coding.scores import event_features, probability, statement_features
from detente.knowledge import load
from tests.coding.readings import reading


def test_every_entry_has_a_calibrated_score() -> None:
    entries = code(reading("Norway condemned Russia. Swedish Prime Minister Nils Berg said he would visit Oslo."))
    assert entries.events
    assert entries.statements
    for entry in (*entries.events, *entries.statements):
        assert 0 < entry.score < 1
    read = reading("Norway condemned Russia.")
    (event,) = code(read).events
    assert event.score == probability("events", event_features(read, event, 1))
    (statement,) = code(reading("Nils Berg said that it was late.")).statements
    assert statement.score == probability("statements", statement_features(statement))


def test_what_names_nobody_scores_less() -> None:
    read = reading("Norway condemned Russia.")
    (event,) = code(read).events
    named = event_features(read, event, 1)
    assert probability("events", {**named, "recipient a word": 1.0}) < probability("events", named)


def test_reasons_tell_what_rule_and_model_said() -> None:
    (event,) = code(reading("Norway condemned Russia.")).events
    assert [(r.what, r.by) for r in event.reasons] == [
        ("type", "rule"),
        ("type", "model"),
        ("event", "model"),
        ("status", "rule"),
    ]


def test_features_that_are_weighed_exist() -> None:
    assert {"always", "coder type", "coder event"} <= load("scores")["events"].keys()
    assert {"always", "attribution"} <= load("scores")["statements"].keys()
    assert set(load("scores")["threshold"]) == {"events", "statements"}
