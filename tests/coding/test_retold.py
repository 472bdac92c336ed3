"""What an article tells again is evidence of the event it tells of."""

import detente
from detente.coding.events import events
from tests.coding.readings import reading


def test_a_headline_tells_what_its_report_tells() -> None:
    told = events(
        reading("Kari Lund condemns Russia\n\nNorwegian Premier Kari Lund condemned Russia for its raid on Georgia.")
    )
    (accusing,) = [e for e in told if e.type == "ACCUSE"]
    assert [x.start for x in accusing.evidence] == [27, 0]


def test_a_toll_belongs_to_the_attack() -> None:
    told = events(
        reading("The bombing of the Danish embassy in Kenya shocked many. Nine Kenyans were killed in Kenya.")
    )
    (attack,) = told
    assert len(attack.evidence) == 2


def test_another_attack_elsewhere_is_another_event() -> None:
    told = events(
        reading("The bombing of the Danish embassy in Kenya shocked many. Nine Peruvians were killed in Peru.")
    )
    assert len(told) == 2


def test_whom_only_the_headline_names_is_the_recipient() -> None:
    text = "Senators Rip President Juan Lopez Over Taxes\n\nOslo - The senators bristled at the ministry on Friday."
    found = [e for e in detente.read_text(text, published="2012-05-10").events if e.type == "ACCUSE"]
    assert [e.person for e in found] == [("Juan Lopez",)]
