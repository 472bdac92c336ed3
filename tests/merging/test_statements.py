from detente.merging import merge
from tests.made_up import account, days, statement

SAID = "Freedonia will not disarm before Sylvania withdraws its guns from the border"


def test_a_statement_reported_by_two_papers_is_one_with_both_reports() -> None:
    a, b = f"{SAID}, said Firefly.", f"Firefly said {SAID} in full."
    (one,) = merge(
        [
            account("a", a, statement("a", a, SAID, act="refuse")),
            account("b", b, statement("b", b, SAID, act="inform", addressee=("SYL",)), published=days(1)),
        ]
    ).statements
    assert [r.article for r in one.reports] == ["a", "b"]
    assert (one.statement.act, one.statement.addressee) == ("refuse", ("SYL",))
    assert one.content == SAID
    assert [text[s.start : s.end] for r, text in zip(one.reports, (a, b), strict=True) for s in r.contents] == [
        SAID,
        SAID,
    ]


def test_the_same_words_by_another_or_much_later_are_another_statement() -> None:
    text = f"{SAID}."
    first = account("a", text, statement("a", text, SAID))
    assert len(merge([first, account("b", text, statement("b", text, SAID, ("SYL",)))]).statements) == 2
    assert len(merge([first, account("b", text, statement("b", text, SAID), published=days(30))]).statements) == 2
    assert len(merge([first, account("b", text, statement("b", text, SAID, act="praise"))]).statements) == 1


def test_other_words_are_another_statement() -> None:
    text = f"{SAID}. Freedonia will buy wool."
    both = account("a", text, statement("a", text, SAID), statement("a", text, "Freedonia will buy wool"))
    assert len(merge([both]).statements) == 2


def test_two_acts_of_the_same_words_have_ids_of_their_own() -> None:
    text = "Freedonia promised to give back the wool that it denied having taken."
    told = [statement("a", text, text, act=act) for act in ("promise", "deny")]
    found = merge([account("a", text, *told)]).statements
    assert len({m.statement.id for m in found}) == len(found) == 2
