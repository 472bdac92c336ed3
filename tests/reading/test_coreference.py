"""Who later words mean: pronouns, definite nouns, quotations, sets."""

from detente.articles import Article
from detente.reading import read


def resolved(text: str) -> dict[str, tuple[str, ...]]:
    return {text[m.start : m.end]: m.parties for m in read(Article("a", text)).mentions}


def test_the_definite_role_means_the_person_who_holds_it() -> None:
    names = resolved(
        "Danish Foreign Minister Karen Holm met German President Otto Braun. "
        "The minister praised the talks. The president left early."
    )
    assert names["The minister"] == ("Karen Holm",)
    assert names["The president"] == ("Otto Braun",)


def test_who_is_told_is_not_who_tells() -> None:
    names = resolved(
        "Polish Foreign Minister Jan Nowak met French Foreign Minister Luc Petit. "
        "Nowak told the minister that he would wait."
    )
    assert names["the minister"] == ("Luc Petit",)


def test_gender_of_given_names_and_titles() -> None:
    names = resolved("Senator Mary Stone debated Governor Peter Hill. She won the vote. He lost it.")
    assert names["She"] == ("Mary Stone",)
    assert names["He"] == ("Peter Hill",)


def test_we_in_a_quotation_is_for_whom_the_speaker_acts_and_i_the_speaker() -> None:
    names = resolved("“We will not sign, and I will say so,” Finnish Prime Minister Eero Salo told reporters.")
    assert names["We"] == ("FIN",)
    assert names["I"] == ("Eero Salo",)


def test_it_may_mean_something_that_is_no_party() -> None:
    names = resolved("Kenya signed the treaty. The treaty bans mines. It was written in Oslo.")
    assert "It" not in names


def test_a_resolution_speaks_for_who_passed_it() -> None:
    names = resolved("The Security Council met on Monday. A resolution was adopted. It condemned the raid.")
    assert names["It"] == ("UN Security Council",)


def test_the_government_of_the_state_that_the_sentence_names_as_the_place() -> None:
    names = resolved("In Yemen, the government rejected the plan.")
    assert names["the government"] == ("YEM",)


def test_initials_in_brackets_name_the_same_party() -> None:
    names = resolved("The Front for Civic Renewal (FCR) called for a strike. Police stopped the FCR.")
    assert names["the FCR"] == names["The Front for Civic Renewal"] == ("Front for Civic Renewal",)


def test_a_name_behind_a_noun_and_a_noun_behind_a_name() -> None:
    names = resolved("China, Pakistan's closest ally, praised the regional bloc ECOWAS.")
    assert names["Pakistan's closest ally"] == ("CHN",)
    assert names["the regional bloc"] == ("ECOWAS",)


def test_the_bombed_embassy_is_the_one_named_before() -> None:
    names = resolved("NAIROBI, Kenya (AP) -- Guards left the French embassy on Friday. The embassy had been bombed.")
    assert names["The embassy"] == ("FRA/embassy",)


def test_sides_that_are_urged_are_not_who_urges() -> None:
    names = resolved("Kosovo and Serbia traded blame. China urged both sides to return to talks.")
    assert set(names["both sides"]) == {"XKX", "SRB"}
    assert "all sides" not in resolved("Kosovo and Serbia traded blame. China urged restraint on all sides.")


def test_each_side_is_both() -> None:
    assert set(resolved("Kosovo and Serbia met, with each side accusing the other of delay.")["each side"]) == {
        "XKX",
        "SRB",
    }


def test_an_ally_of_a_state_does_not_act_for_it() -> None:
    reading = read(Article("a", "Russia signed a treaty in May. Japan reaffirmed a commitment to its ally's defence."))
    assert all(reading.principal(p) not in {"JPN", "RUS"} for p in reading.parties if p.endswith("ally"))


def test_it_within_what_someone_is_told_to_do_is_who_is_told() -> None:
    names = resolved("Norway said Sweden was late. Norway urged Finland to resume the talks it left in May.")
    assert names["it"] == ("FIN",)


def test_the_house_without_a_state_is_of_the_parliament_spoken_of() -> None:
    names = resolved("Poland waited. The Dutch Senate voted for the treaty. The parliament had agreed in May.")
    assert names["The parliament"][0].startswith("NLD/")


def test_relatives_act_for_themselves() -> None:
    found = read(Article("a", "Pedro Salas's father Juan Salas flew to Lima. Salas said his wife would follow."))
    assert found.parties["Juan Salas"].of is None
    assert found.parties["Juan Salas/wife"].of is None


def test_the_three_countries_are_the_last_list_of_three() -> None:
    names = resolved(
        "Peru, Chile and Bolivia signed on Monday. France praised Spain. Italy praised the three countries."
    )
    assert names["the three countries"] == ("PER", "CHL", "BOL")


def test_initials_without_brackets_name_what_was_written_out_before() -> None:
    rapid = resolved("Clashes between the army and the Rapid Support Forces went on. The RSF shelled Khartoum.")
    assert rapid["The RSF"] == rapid["the Rapid Support Forces"]
    relief = resolved("Fighters of the Sylvan Relief Front shelled Khartoum. The SRF denied it.")
    assert relief["The SRF"] == ("Sylvan Relief Front",)
    press = resolved("Reporters Without Borders spoke of the Rapid Support Forces. RSF condemned them.")
    assert press["RSF"] == ("Reporters Without Borders",)


def test_who_says_a_quotation_is_not_named_in_it() -> None:
    names = resolved(
        "President Luis Vega met Senator Paul Stone. “A senator must listen to the farmer who lost his land,” he said."
    )
    assert names["he"] == ("Luis Vega",)


def test_the_judge_is_who_bears_the_title() -> None:
    names = resolved("Judge Maria Santos rejected the motion. The judge said the files were private.")
    assert names["The judge"] == ("Maria Santos",)


def test_a_bare_number_of_people_that_acts_is_a_party_and_a_number_of_things_is_none() -> None:
    assert resolved("Thousands marched through Tbilisi on Sunday.")["Thousands"] == ("people",)
    assert "people" in {p for m in resolved("Tens of thousands rallied in Belgrade.").values() for p in m}
    assert "people" not in {p for m in resolved("Thousands of dollars were paid to Chile.").values() for p in m}


def test_who_has_been_speaking_goes_on_speaking() -> None:
    text = (
        'Carla Nunes said the vote was fair. "Rita Okoye was wrong," she told reporters. '
        'In May, Rita Okoye left the party for a rival. "Nobody saw it coming," she said.'
    )
    reading = read(Article("a", text))
    said = [m.parties for m in reading.mentions if text[m.start : m.end] == "she"]
    assert said == [("Carla Nunes",)] * 2


def test_the_former_head_of_a_firm_is_who_was_named_and_does_not_act_for_it() -> None:
    text = "Talks are hard, Carla Nunes said Monday. But, the former chief of Harbour Foods added, they help."
    reading = read(Article("a", text))
    assert reading.parties["Carla Nunes"].of is None
    assert {m.parties for m in reading.mentions if text[m.start : m.end].startswith("the former")} == {("Carla Nunes",)}
