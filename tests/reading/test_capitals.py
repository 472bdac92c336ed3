"""Headlines that write every word large are read as they would stand in running text."""

import pytest

import detente
from detente.reading.capitals import is_capitalised


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Danish Envoy Condemns Lima Attack That Killed Two Officers", "ACCUSE DNK > PER"),
        ("Peruvian President Visits Chile After Quake", "CONSULT PER > CHL"),
        ("Chile Rejects Peru's Claim to Islands", "REJECT CHL > PER"),
        ("Norway Imposes Sanctions on Chile Over Whaling", "SANCTION NOR > CHL"),
    ],
)
def test_verbs_of_headlines_are_no_names(text: str, found: str) -> None:
    record = detente.read_text(text, published="2012-05-10")
    sides = {f"{e.type} {'+'.join(e.actor)} > {'+'.join(e.recipient)}" for e in record.events}
    assert found in sides


def test_a_sentence_with_a_small_verb_is_no_such_headline() -> None:
    assert is_capitalised("Envoy Condemns Lima Attack That Killed Two".split())
    assert not is_capitalised("Foreign Minister Karen Holm met President Otto Braun".split())
    assert not is_capitalised("Karen Holm".split())


def test_the_text_stays_as_it_is() -> None:
    text = "Peruvian President Visits Chile After Quake"
    record = detente.read_text(text, published="2012-05-10")
    assert [text[m.start : m.end] for e in record.events for m in e.mentions if m.role == "recipient"] == ["Chile"]
