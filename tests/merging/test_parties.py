import random

from detente.merging import Account, merge
from tests.made_up import account, days, event

TEXT = "Ivanov met Sylvania."


def told(id_: str, name: str, of: str, role: str | None = None, day: int = 0) -> Account:
    e = event(id_, TEXT, TEXT, actor=(of,), person=(name,))
    return account(id_, TEXT, e, published=days(day), persons={name: of}, roles={name: role} if role else None)


def persons(*accounts: Account) -> dict[str, str]:
    """Which person each article's event has, by article."""
    shuffled = list(accounts)
    random.Random(0).shuffle(shuffled)
    one, other = merge(accounts), merge(shuffled)
    assert one == other
    return {m.event.evidence[0].article: m.event.person[0] for m in one.events if len(m.event.person) == 1} | {
        x.article: m.event.person[0] for m in one.events for x in m.event.evidence
    }


def test_a_family_name_is_the_full_name_of_the_same_state() -> None:
    found = persons(
        told("a", "Igor Ivanov", "FRE"), told("b", "Ivanov", "FRE", day=9), told("c", "Ivanov", "RUR", day=9)
    )
    assert found == {"a": "Igor Ivanov", "b": "Igor Ivanov", "c": "Ivanov (RUR)"}


def test_of_two_ivanovs_of_one_state_the_role_decides_and_without_it_none_is_guessed() -> None:
    found = persons(
        told("a", "Igor Ivanov", "FRE", "foreign minister"),
        told("b", "Sergei Ivanov", "FRE", "defence minister"),
        told("c", "Ivanov", "FRE", "Foreign Minister", day=40),
        told("d", "Ivanov", "FRE", "Defense Minister", day=80),
        told("e", "Ivanov", "FRE", day=120),
    )
    assert (found["c"], found["d"], found["e"]) == ("Igor Ivanov", "Sergei Ivanov", "Ivanov")


def test_a_name_long_before_is_somebody_else() -> None:
    found = persons(told("a", "Igor Ivanov", "FRE"), told("b", "Ivanov", "FRE", day=4000))
    assert found["b"] == "Ivanov"


def test_the_same_full_name_of_two_states_is_two_persons() -> None:
    merged = merge([told("a", "Igor Ivanov", "FRE"), told("b", "Igor Ivanov", "RUR", day=9)])
    people = {p.id: p.of for p in merged.parties.values() if p.kind == "person"}
    assert people == {"Igor Ivanov (FRE)": "FRE", "Igor Ivanov (RUR)": "RUR"}
    assert {m.event.person for m in merged.events} == {("Igor Ivanov (FRE)",), ("Igor Ivanov (RUR)",)}


def test_one_misreading_among_many_makes_no_other_person() -> None:
    merged = merge([*(told(f"a{k}", "Igor Ivanov", "FRE") for k in range(30)), told("b", "Igor Ivanov", "RUR", day=9)])
    assert {m.event.person for m in merged.events} == {("Igor Ivanov",)}


def test_a_middle_name_makes_no_other_person() -> None:
    found = persons(told("a", "Anders Fogh Ivanov", "FRE"), told("b", "Anders Ivanov", "FRE", day=9))
    assert set(found.values()) == {"Anders Fogh Ivanov"}


def test_a_common_noun_of_several_articles_has_no_number() -> None:
    from detente.merging.parties import joined, votes_of
    from detente.reading.model import Party

    many = [Party("people", "140 people", "group"), Party("people", "some 20,000 people", "group")]
    assert joined("people", votes_of(many)).name == "people"
    assert joined("people", votes_of(many[:1])).name == "140 people"


def test_a_family_name_fits_a_person_who_is_named_with_and_without_a_middle_name() -> None:
    found = persons(
        told("a", "Anders Fogh Ivanov", "FRE"), told("b", "Anders Ivanov", "FRE", day=9), told("c", "Ivanov", "FRE")
    )
    assert set(found.values()) == {"Anders Fogh Ivanov"}


def test_no_party_acts_for_itself() -> None:
    from detente.merging.parties import joined, votes_of
    from detente.reading.model import Party

    read = [Party("Trentino", "Trentino", "person", of) for of in ("Trentino", "Trentino", "SYL")]
    assert joined("Trentino", votes_of(read)).of == "SYL"
    assert joined("Trentino", votes_of(read[:2])).of is None
