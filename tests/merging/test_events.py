import random
from dataclasses import replace
from datetime import date

import pytest

from detente.coding.model import EventMention, Where
from detente.merging import Account, MergedEvent, merge
from detente.merging.figures import figures
from tests.made_up import DAY, GENEVA, LAUSANNE, account, days, event, world


def merged(*accounts: Account) -> tuple[MergedEvent, ...]:
    return merge(accounts).events


def meeting(id_: str, words: str, published: date = DAY, **more: object) -> Account:
    text = f"{words} Freedonia and Sylvania said."
    return account(id_, text, event(id_, text, words, **more), published=published)  # type: ignore[arg-type]


def test_a_meeting_told_in_four_paragraphs_is_one_event_with_four_pieces_of_evidence() -> None:
    text = (
        "Firefly held talks with Trentino in Geneva. He spoke after discussing matters with Trentino. "
        "After a meeting on Friday he left. Trentino told of his conversation with Firefly, in vain."
    )
    persons = ("Rufus Firefly", "Mr Trentino")
    told = account(
        "a",
        text,
        event("a", text, "held talks with Trentino in Geneva", trigger="talks", place=GENEVA, person=persons),
        event("a", text, "discussing matters with Trentino", person=persons),
        event("a", text, "a meeting on Friday", trigger="meeting", day=DAY, person=persons),
        event(
            "a",
            text,
            "conversation with Firefly",
            actor=("SYL",),
            recipient=("FRE",),
            person=persons[::-1],
        ),
        persons={"Rufus Firefly": "FRE", "Mr Trentino": "SYL"},
    )
    (one,) = merged(told)
    assert len(one.event.evidence) == 4
    assert (one.event.date and one.event.date.start, one.event.place) == (DAY, GENEVA)
    assert (one.event.actor, one.event.recipient) == (("FRE",), ("SYL",))
    assert one.event.reasons[-1].name == "likeness"


def test_meetings_with_other_people_on_other_days_or_in_other_places_stay_apart() -> None:
    text = "Firefly met Trentino. Firefly met Chicolini on Thursday and, in Lausanne, met Pinky."
    persons = {"Firefly": "FRE", "Trentino": "SYL", "Chicolini": "SYL"}
    told = account(
        "a",
        text,
        event("a", text, "Firefly met Trentino", trigger="met", person=("Firefly", "Trentino"), day=DAY),
        event("a", text, "Firefly met Chicolini", trigger="met", person=("Firefly", "Chicolini"), day=DAY),
        event("a", text, "met Chicolini on Thursday", person=("Firefly", "Chicolini"), day=days(-16)),
        event("a", text, "in Lausanne, met Pinky", trigger="met", day=days(-8), place=LAUSANNE),
        event("a", text, "met Pinky", day=days(-8), place=GENEVA),
        persons=persons,
    )
    assert len(merged(told)) == 5


def test_an_event_that_two_articles_tell_is_one() -> None:
    (one,) = merged(
        meeting("a", "met in Geneva on Friday", day=DAY, place=GENEVA),
        meeting("b", "held talks in Geneva", trigger="talks", day=DAY, place=GENEVA, published=days(1)),
    )
    assert {x.article for x in one.event.evidence} == {"a", "b"}
    assert [t.article for t in one.history] == ["a", "b"]


def test_an_article_that_stands_for_itself_is_merged_with_no_other() -> None:
    text = "Freedonia met Sylvania."
    each = [account(i, text, event(i, text, "met Sylvania", day=DAY), alone=True) for i in "ab"]
    assert len(merged(*each)) == 2


def test_a_telling_of_both_attacks_does_not_chain_them_into_one() -> None:
    north, south = Where("Northport", "RUR"), Where("Southport", "GST")
    accounts = []
    for i in range(4):
        text = "A bomb exploded in Northport. Another bomb exploded in Southport. The two bombings shocked all."
        accounts.append(
            account(
                f"a{i}",
                text,
                event(f"a{i}", text, "bomb exploded in Northport", "ASSAULT", (), ("RUR",), day=DAY, place=north),
                event(f"a{i}", text, "bomb exploded in Southport", "ASSAULT", (), ("GST",), day=DAY, place=south),
                event(f"a{i}", text, "two bombings", "ASSAULT", (), ("RUR", "GST"), trigger="bombings", day=DAY),
                published=days(i),
            )
        )
    found = merged(*accounts)
    assert sorted(str(m.event.place and m.event.place.name) for m in found) == ["Northport", "Southport"]
    assert all(len({x.article for x in m.event.evidence}) == 4 for m in found if m.event.place)


def test_who_was_hit_may_be_told_as_the_country_or_as_whose_it_was() -> None:
    port = Where("Northport", "RUR")
    text = "A bomb hit the embassy in Northport."
    (one,) = merged(
        account("a", text, event("a", text, "bomb hit the embassy", "ASSAULT", (), ("FRE",), day=DAY, place=port)),
        account("b", text, event("b", text, "bomb hit the embassy", "ASSAULT", (), ("RUR",), day=DAY, place=port)),
    )
    assert set(one.event.recipient) == {"FRE", "RUR"}


def planned() -> Account:
    plan = "The ministers will meet in Geneva on December 7."
    told = event("plan", plan, "will meet", trigger="meet", status="planned", day=days(20), place=GENEVA)
    return account("plan", plan, told)


def test_a_plan_becomes_what_came_of_it_and_keeps_its_history() -> None:
    report = "The ministers met in Geneva."
    (one,) = merged(
        planned(),
        account("b", report, event("b", report, "met in Geneva", day=days(20), place=GENEVA), published=days(21)),
    )
    assert one.event.status == "occurred"
    assert [(t.article, t.status) for t in one.history] == [("plan", "planned"), ("b", "occurred")]


def test_a_plan_is_not_taken_for_what_was_before_it_or_at_another_time() -> None:
    report = "The ministers met in Geneva."
    for day, published in ((days(-2), days(1)), (days(30), days(31)), (days(20), days(-5))):
        other = account("b", report, event("b", report, "met in Geneva", day=day, place=GENEVA), published=published)
        assert len(merged(planned(), other)) == 2


def test_what_is_denied_conditional_or_alleged_of_somebody_is_not_what_occurred() -> None:
    text = "Sylvania attacked Freedonia."
    for status in ("denied", "conditional"):
        a = account("a", text, event("a", text, "attacked", "ASSAULT", ("SYL",), ("FRE",), day=DAY))
        b = account("b", text, event("b", text, "attacked", "ASSAULT", ("SYL",), ("FRE",), day=DAY, status=status))  # type: ignore[arg-type]
        assert len(merged(a, b)) == 2
    a = account("a", text, event("a", text, "attacked", "ASSAULT", (), ("FRE",), day=DAY))
    b = account("b", text, event("b", text, "attacked", "ASSAULT", ("SYL",), ("FRE",), day=DAY, status="alleged"))
    assert len(merged(a, b)) == 2


def test_sources_that_differ_on_the_dead_and_on_the_day_are_both_kept() -> None:
    port = Where("Northport", "RUR")
    accounts = []
    for id_, dead, day in (("a", "217", DAY), ("b", "257", DAY), ("c", "257", days(1))):
        text = f"The bomb in Northport killed {dead} people."
        told = event(id_, text, text[:-1], "ASSAULT", (), ("RUR",), trigger="bomb", day=day, place=port)
        accounts.append(account(id_, text, told, published=days(2)))
    (one,) = merged(*accounts)
    differs = {d.what: d.variants for d in one.differs}
    assert [v.value for v in differs["dead"]] == ["257", "217"]
    assert {e.article for e in differs["dead"][1].evidence} == {"a"}
    assert [v.value for v in differs["date"]] == [DAY.isoformat(), days(1).isoformat()]
    assert one.event.date and one.event.date.start == DAY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "killed 258 people, including 12 Americans, and injured more than 5,500 people",
            {"dead": 258, "injured": 5500},
        ),
        ("Six people were also killed and at least 58 injured", {"dead": 6, "injured": 58}),
        ("More than 100 people have died", {"dead": 100}),
        ("The 16-nation bloc met", {}),
    ],
)
def test_figures(text: str, found: dict[str, int]) -> None:
    assert figures(text) == found


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_articles_changes_nothing(seed: int) -> None:
    accounts = world(seed)
    before = merge(accounts)
    told = sum(len(a.events) for a in accounts)
    assert len(before.events) < 0.8 * told
    assert sum(len(m.event.evidence) for m in before.events) == told
    for k in range(4):
        random.Random(k).shuffle(accounts)
        assert merge(accounts) == before


def test_what_two_ministers_say_is_not_one_act_of_their_state() -> None:
    a, b = "Firefly accused Sylvania of theft.", "Chicolini accused Sylvania of theft."
    accused = [
        account(
            id_, text, event(id_, text, text, "ACCUSE", trigger="accused", person=(who,), day=DAY), persons={who: "FRE"}
        )
        for id_, text, who in (("a", a, "Firefly"), ("b", b, "Chicolini"))
    ]
    assert len(merged(*accused)) == 2
    again = account(
        "c", a, event("c", a, a, "ACCUSE", trigger="accused", person=("Firefly",), day=DAY), persons={"Firefly": "FRE"}
    )
    assert len(merged(*accused, again)) == 2


def test_two_papers_must_share_more_than_the_verb() -> None:
    a, b = (
        "Freedonia refused the Sylvanian wool convoy a berth in its northern harbours.",
        "Freedonia refused to answer questions from Sylvania about the old debts of Trentino.",
    )
    for recipient in ((), ("SYL",)):
        told = [
            account(id_, text, event(id_, text, text, "REJECT", ("FRE",), recipient, trigger="refused", day=DAY))
            for id_, text in (("a", a), ("b", b))
        ]
        assert len(merged(*told)) == 2


def test_who_blames_whom_in_one_state_is_not_who_is_blamed_in_return() -> None:
    text = "Firefly blamed Chicolini. Chicolini blamed Firefly."
    persons = {"Firefly": "FRE", "Chicolini": "FRE"}
    both = ("Firefly", "Chicolini")
    blames = [
        replace(
            event("a", text, words, "ACCUSE", ("FRE",), ("FRE",), trigger="blamed", person=both, symmetric=False),
            mentions=tuple(EventMention(r, p, "a", 0, 1) for r, p in zip(("actor", "recipient"), who, strict=True)),
        )
        for words, who in (("Firefly blamed Chicolini", both), ("Chicolini blamed Firefly", both[::-1]))
    ]
    assert len(merged(account("a", text, *blames, persons=persons))) == 2


def test_two_happenings_told_with_one_word_have_ids_of_their_own() -> None:
    text = "Freedonia and Sylvania held talks in Geneva and Lausanne."
    told = [event("a", text, text, trigger="talks", day=DAY, place=place) for place in (GENEVA, LAUSANNE)]
    found = merged(account("a", text, *told))
    assert len({m.event.id for m in found}) == len(found) == 2
