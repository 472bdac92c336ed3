"""What speaks for two tellings being of one happening, and what against it: each rule by itself."""

from dataclasses import replace

import numpy as np

from detente.coding.model import Event, When
from detente.merging import events
from detente.merging.tellings import Tale, tales
from detente.merging.traits import lot
from tests.made_up import account, days, event


def told(text: str, *entries: Event, id_: str = "a") -> list[Tale]:
    return tales(account(id_, text, *entries), {})


def ruled_out(a: Tale, b: Tale) -> bool:
    """Whether the comparison of many at once says that two tellings do not belong together."""
    every = lot(events.traits([a, b]), [events.blocks(t) for t in (a, b)])
    return not events.possible({n: every.traits[n] for n in events.TRAITS.names or ()}, np.array([0]), np.array([1]))[0]


def jailed(words: str, verb: str, mode: str, id_: str) -> Tale:
    text = f"Sylvania {verb} six sailors {words}."
    (tale,) = told(text, event(id_, text, text, "COERCE", ("SYL",), ("FRE",), trigger=verb, mode=mode), id_=id_)
    return tale


def test_other_words_for_one_mode_are_not_held_against_a_pair() -> None:
    a, b = jailed("at dawn", "jailed", "arrest", "a"), jailed("by night", "seized", "arrest", "b")
    c, d = jailed("at dawn", "jailed", "ban", "a"), jailed("by night", "seized", "ban", "b")
    assert events.margin(a, b) >= 0 > events.margin(c, d)


def test_people_without_a_name_are_the_same_in_one_article_when_they_are_called_the_same() -> None:
    text = (
        "Sylvania bombed wool sheds near Northport at dawn. "
        "Bombing went on, and Sylvania hit barns, mills, and old boats."
    )

    def pair(*called: str) -> list[Tale]:
        return told(
            text,
            event(
                "a",
                text,
                "Sylvania bombed wool sheds near Northport",
                "ASSAULT",
                ("SYL",),
                (called[0],),
                issues=("wool",),
            ),
            event(
                "a",
                text,
                "Bombing went on, and Sylvania hit barns, mills, and old boats",
                "ASSAULT",
                ("SYL",),
                (called[1],),
                issues=("mills",),
            ),
        )

    same, others = pair("families", "families"), pair("families", "herders")
    assert events.margin(*same) >= 0 > events.margin(*others)
    assert not ruled_out(*same)


def of_day(text: str, *words: str, assumed: bool) -> list[Tale]:
    given = [event("a", text, w, "ACCUSE", trigger=w.split()[1], day=days(-1)) for w in words]
    if assumed:
        given = [replace(e, date=When(days(-1), days(-1), None)) for e in given]
    return told(text, *given)


def test_a_day_that_no_words_give_says_little_within_an_article() -> None:
    text = "Freedonia accused Sylvania of theft. Freedonia blamed Sylvania for fires in the hills."
    words = ("Freedonia accused Sylvania of theft", "Freedonia blamed Sylvania for fires")
    assert events.margin(*of_day(text, *words, assumed=False)) >= 0 > events.margin(*of_day(text, *words, assumed=True))


def test_two_plans_of_one_article_in_one_week_are_two() -> None:
    text = "Freedonia will meet Sylvania this week. Talks of Freedonia with Sylvania follow on Friday."
    words = (("Freedonia will meet Sylvania this week", "meet"), ("Talks of Freedonia with Sylvania follow", "Talks"))

    def pair(status: str) -> list[Tale]:
        spans = ((days(3), days(8)), (days(6), days(6)))
        return told(
            text,
            *(
                event("a", text, w, trigger=verb, status=status, day=first, last=last)  # type: ignore[arg-type]
                for (w, verb), (first, last) in zip(words, spans, strict=True)
            ),
        )

    assert events.margin(*pair("ongoing")) >= 0 > events.margin(*pair("planned"))
