import json
from datetime import date

from detente.articles import Article
from detente.coding.model import Condition, Event, EventMention, Evidence, Span, Statement, When, Where
from detente.merging import Account
from detente.reading.model import Party, Place, Time
from detente.record.dump import dump

TEXT = (
    "Freedonia's foreign minister Rufus Firefly met Sylvania in Geneva. Freedonia will not disarm unless Sylvania does."
)


def account() -> Account:
    event = Event(
        "e1", "CONSULT", "meet", "036", 4.0, "planned", ("FRE",), ("SYL",), ("Rufus Firefly",),
        When(date(1933, 11, 17), date(1933, 11, 17)), Where("Geneva", "CHE"), ("arms-control",),
        (Evidence("a", 0, 65),), (EventMention("actor", "FRE", "a", 0, 9),), Span(43, 46), "met", True, 0.9,
    )  # fmt: skip
    statement = Statement(
        "s1", ("FRE",), (), ("SYL",), "refuse", "indirect", ("arms-control",), Condition("unless", 93, 113, ("SYL",)),
        (Span(66, 75),), (Span(76, 84),), (Span(76, 113),), (Evidence("a", 66, 113),), 0.8,
    )  # fmt: skip
    parties = {
        "FRE": Party("FRE", "Freedonia", "state", names=("Freedonia",)),
        "SYL": Party("SYL", "Sylvania", "state"),
        "Rufus Firefly": Party("Rufus Firefly", "Rufus Firefly", "person", "FRE", "GOV"),
    }
    return Account(
        Article("a", TEXT, published=date(1933, 11, 17)),
        parties,
        times=(Time(0, 4, "1933-11", date(1933, 11, 1), date(1933, 11, 30)),),
        places=(Place(58, 64, "Geneva", 2660646, 46.2, 6.1, "CHE"),),
        events=(event,),
        statements=(statement,),
    )


def test_the_dump_has_every_key_and_is_json() -> None:
    doc = json.loads(json.dumps(dump([account()])))
    assert set(doc) >= {"articles", "parties", "events", "statements", "positions", "agenda", "times", "places"}
    assert doc["events"][0]["mentions"] == [{"role": "actor", "party": "FRE", "article": "a", "start": 0, "end": 9}]
    assert doc["events"][0]["date"]["start"] == "1933-11-17"
    assert doc["agenda"][0]["event"] == doc["events"][0]["id"]
    assert doc["statements"][0]["condition"]["of"] == ["SYL"]
    assert doc["statements"][0]["spans"]["content"][0]["start"] == 76
    assert [(p["actor"], p["issue"], p["acts"], p["conditional"]) for p in doc["positions"]] == [
        ("FRE", "arms-control", ["refuse"], True)
    ]
    assert next(p for p in doc["parties"] if p["id"] == "Rufus Firefly")["of"] == "FRE"
    assert doc["places"][0]["country"] == "CHE"
    assert doc["times"] == [
        {"article": "a", "start": 0, "end": 4, "value": "1933-11", "first": "1933-11-01", "last": "1933-11-30"}
    ]
