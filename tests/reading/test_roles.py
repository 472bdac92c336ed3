"""For whom persons act: what an article says of them before, behind and between names."""

import pytest

from detente.articles import Article
from detente.reading import Reading, read


def said(text: str) -> Reading:
    return read(Article("a", text))


def test_an_office_of_state_is_no_part_of_the_name() -> None:
    reading = said("U.S. Secretary of State Warren Hale met Minister for Communications Rita Okoye of Nigeria.")
    assert reading.parties["Warren Hale"].role == "Secretary of State"
    assert reading.parties["Warren Hale"].of == "USA"
    assert reading.parties["Rita Okoye"].of == "NGA"


def test_several_names_share_the_role_before_them_and_take_their_states_in_order() -> None:
    reading = said("The Polish and Greek foreign ministers, Jan Nowak and Nikos Pappas, met in Vienna.")
    assert (reading.parties["Jan Nowak"].of, reading.parties["Nikos Pappas"].of) == ("POL", "GRC")


def test_names_in_a_list_take_the_state_behind_each() -> None:
    reading = said("The foreign ministers of Jan Nowak of Poland and Nikos Pappas of Greece signed the treaty.")
    assert (reading.parties["Jan Nowak"].of, reading.parties["Nikos Pappas"].of) == ("POL", "GRC")
    assert "minister" in (reading.parties["Jan Nowak"].role or "")


def test_a_role_in_apposition() -> None:
    reading = said("Jan Nowak, the Polish foreign minister, thanked Carla Nunes, head of NATO, for the talks.")
    assert reading.parties["Jan Nowak"].of == "POL"
    assert reading.parties["Carla Nunes"].of == "NATO"


def test_a_spokeswoman_acts_for_her_person() -> None:
    text = "Danish Prime Minister Karen Holm was ill. Holm's spokeswoman, Rita Berg, said she would rest."
    reading = said(text)
    assert reading.parties["Rita Berg"].of == "Karen Holm"
    assert reading.principal("Rita Berg") == "DNK"


def test_the_state_of_the_dateline_is_meant_where_nothing_else_is_said() -> None:
    reading = said("LUSAKA, Zambia (AP) -- President Joseph Banda opened parliament on Friday.")
    assert reading.parties["Joseph Banda"].of == "ZMB"
    assert "ZMB/parliament" in reading.parties


def test_what_the_article_says_goes_before_what_is_well_known() -> None:
    assert said("Barack Obama spoke in Cairo.").parties["Barack Obama"].of == "USA"
    assert said("Kenyan Finance Minister Barack Obama spoke in Cairo.").parties["Barack Obama"].of == "KEN"


def test_a_report_filed_from_elsewhere_gives_an_office_to_the_state_it_speaks_of() -> None:
    reading = said(
        "OSLO, May 3 (AP) - Hungary said it would not sign the treaty. Foreign Minister Gyula Barta told reporters in "
        "Budapest that the text was weak.\n\nThe White House voiced regret, and Senator Earl Dobbs called for talks."
    )
    assert reading.parties["Gyula Barta"].of == "HUN"
    assert reading.parties["Earl Dobbs"].of == "USA"


def test_an_office_that_many_states_have_is_that_of_the_state_spoken_of_most() -> None:
    korean = said(
        "SEOUL, South Korea (AP) -- South Korea and Japan signed. South Korea's minister Chang Min said "
        "so.\n\nNational security adviser Kim Dae told South Korean radio that the Joint Chiefs of Staff agreed."
    )
    assert korean.parties["Kim Dae"].of == "KOR"
    assert "KOR/armed-forces" in korean.parties
    assert said("National security adviser Ray Dole said U.S. troops would stay.").parties["Ray Dole"].of == "USA"


@pytest.mark.parametrize(
    ("text", "person", "of"),
    [
        ("Ana Lund, executive director for trade policy at the liberal Harbour Institute, spoke.",
         "Ana Lund", "Harbour Institute"),
        ("John Ames, an economist at the London-based Harbour Institute, spoke.", "John Ames", "Harbour Institute"),
        ("FBI agent Daniel Holt spoke.", "Daniel Holt", "USA/fbi"),
        ("Former British ambassador to Moscow Tony Barton spoke.", "Tony Barton", "GBR"),
        ("President of Chad Moussa Haroun spoke.", "Moussa Haroun", "TCD"),
        ("Harbour Bank cut its rates. Spokesman Carl Weber said it had to.", "Carl Weber", "Harbour Bank"),
        ("Kenya's Interior Ministry held nine men. Ministry spokesman Peter Moi said they had guns.",
         "Peter Moi", "KEN"),
        ("In Bern, Switzerland, police spokesman Urs Frei said the FBI had called.", "Urs Frei", "CHE"),
        ("President Mihail Gorbachev spoke.", "Mikhail Gorbachev", "RUS"),
        ("The Brazil talks end. TBILISI, Georgia -- President Lasha Beridze spoke.", "Lasha Beridze", "GEO"),
        ("JOHANNESBURG, May 3 (AP) -- President Thabo Dube spoke.", "Thabo Dube", "ZAF"),
    ],
)  # fmt: skip
def test_for_whom(text: str, person: str, of: str) -> None:
    assert said(text).parties[person].of == of


def test_what_is_said_of_the_first_of_two_joined_officials_is_said_of_both() -> None:
    assert "IRQ/hospital-officials" in said("Iraqi police and hospital officials spoke.").parties


def test_a_ministry_is_an_organ_under_the_name_of_a_department_too() -> None:
    assert "ZAF/foreign-ministry" in said("South Africa waited. The Foreign Affairs Department spoke.").parties
