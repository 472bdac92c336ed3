"""Statements of small texts: attributions are given, so that the tests do not hang on the weights."""

from unittest import mock

from detente.articles import Article
from detente.coding import statements as module
from detente.coding.attribution import Attribution
from detente.coding.model import Span, Statement
from detente.reading import read


def at(text: str, part: str | None) -> tuple[tuple[int, int], ...]:
    """The spans of parts ("a | b") of a text."""
    out = []
    for p in part.split(" | ") if part else ():
        start = text.index(p)
        out.append((start, start + len(p)))
    return tuple(out)


def said(text: str, *attributions: tuple[str | None, str, str], score: float = 1.0) -> tuple[Statement, ...]:
    """The statements that come of (speaker, cue, content) in a text, of which the reader is so sure."""
    found = [Attribution(at(text, cue), at(text, who), at(text, what), score) for who, cue, what in attributions]
    with (
        mock.patch.object(module.attribution, "available", lambda: True),
        mock.patch.object(module.attribution, "attributions", lambda reading: found),
    ):
        return module.statements(read(Article("a", text)))[0]


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " ... ".join(text[s.start : s.end] for s in spans)


def test_a_statement_has_speaker_principal_cue_content_and_evidence() -> None:
    text = "French President Anne Duval said that France would not send troops to Chad."
    (found,) = said(text, ("French President Anne Duval", "said", "that France would not send troops to Chad"))
    assert found.speaker == ("Anne Duval",)
    assert found.for_ == ("FRA",)
    assert words(text, found.contents) == "that France would not send troops to Chad"
    assert found.quote == "indirect"
    assert (found.evidence[0].start, found.evidence[0].end) == (0, len(text))


def test_a_cue_in_the_middle_leaves_one_direct_quotation_of_two_parts() -> None:
    text = '"The border is closed," Spain said, "and it will remain closed until we know more."'
    (found,) = said(
        text, ("Spain", "said", '"The border is closed," | "and it will remain closed until we know more."')
    )
    assert found.speaker == ("ESP",)
    assert found.quote == "direct"
    assert len(found.contents) == 2


def test_what_another_party_says_within_a_quotation_is_its_own_and_indirect() -> None:
    text = 'Italy\'s foreign minister said: "Spain argues that the treaty is dead. We see it otherwise."'
    outer, inner = said(
        text,
        ("Italy's foreign minister", "said:", '"Spain argues that the treaty is dead. We see it otherwise."'),
        ("Spain", "argues", "that the treaty is dead"),
    )
    assert inner.speaker == ("ESP",)
    assert inner.quote == "indirect"
    assert outer.quote == "direct"
    assert outer.for_ == ("ITA",)


def test_a_demand_told_by_the_state_s_own_minister_is_one_demand() -> None:
    text = "France continues to insist on German guarantees, French Foreign Minister Paul Lenoir said."
    (found,) = said(
        text,
        ("French Foreign Minister Paul Lenoir", "said", "France continues to insist on German guarantees"),
        ("France", "continues to insist on", "German guarantees"),
    )
    assert found.speaker == ("Paul Lenoir",)
    assert found.act == "demand"
    assert found.addressee == ("DEU",)


def test_whom_the_cue_turns_to_is_the_addressee_and_the_press_is_nobody() -> None:
    text = "Brazil warned Argentina that trade would suffer. Its minister told reporters that talks go on."
    warned, told = said(
        text,
        ("Brazil", "warned", "that trade would suffer"),
        ("Its minister", "told", "that talks go on"),
    )
    assert warned.act == "warn"
    assert warned.addressee == ("ARG",)
    assert told.addressee == ()


def test_a_refusal_unless_has_its_condition_and_on_whom_it_depends() -> None:
    text = "Turkey said it will not sign the accord unless Greece opens its ports."
    (found,) = said(text, ("Turkey", "said", "it will not sign the accord unless Greece opens its ports"))
    assert found.act == "refuse"
    assert found.condition is not None
    assert text[found.condition.start : found.condition.end] == "unless Greece opens its ports"
    assert found.condition.of == ("GRC",)


def test_a_condition_of_what_might_happen_is_no_condition_of_the_statement() -> None:
    text = "Turkey said the rebels might attack the harbour if they lose the town."
    (found,) = said(text, ("Turkey", "said", "the rebels might attack the harbour if they lose the town"))
    assert found.condition is None


def test_a_speaker_named_in_the_next_sentence() -> None:
    text = (
        "Norway will not accept a lower quota for its fishermen. "
        "Norwegian Foreign Minister Kari Berg spoke about this in Oslo on Monday."
    )
    (found,) = said(text)
    assert found.speaker == ("Kari Berg",)
    assert found.act == "refuse"
    assert len(found.evidence) == 2


def test_what_merely_happened_before_somebody_spoke_about_it_is_no_statement() -> None:
    text = "Norway and Sweden opened a bridge on Sunday. Norwegian Foreign Minister Kari Berg spoke about this in Oslo."
    assert said(text) == ()


def test_a_quoted_paragraph_led_in_by_a_colon() -> None:
    text = (
        "Danish Prime Minister Lars Holm met the press on Friday.\nThis is what he had to say:\n"
        '"The straits are open to all. They have been open for two hundred years."\nShips passed as usual.'
    )
    (found,) = said(text)
    assert found.speaker == ("Lars Holm",)
    assert found.quote == "direct"
    assert words(text, found.contents).startswith('"The straits')


def test_a_commitment_at_the_end_of_a_long_quotation_is_a_speech_act_of_its_own() -> None:
    text = (
        'Danish Prime Minister Lars Holm said: "The ice is thin this year. The seals have left. Nobody fishes. '
        'Denmark is prepared to start talks with Canada."'
    )
    report, offer = said(
        text,
        (
            "Danish Prime Minister Lars Holm",
            "said:",
            text[text.index('"') :],
        ),
    )
    assert report.act == "inform"
    assert offer.act == "offer"
    assert offer.quote == "direct"


def test_a_denial_and_what_is_said_beside_it_are_two_statements() -> None:
    text = "Kenya denied any part in the raid and said its soldiers were at home."
    found = said(text, ("Kenya", "denied", "any part in the raid"), ("Kenya", "said", "its soldiers were at home"))
    assert [(s.act, words(text, s.contents)) for s in found] == [
        ("deny", "any part in the raid"),
        ("inform", "its soldiers were at home"),
    ]


def test_performatives_of_one_subject_in_one_sentence_are_one_speech_act_that_names_both_cues() -> None:
    text = "Kenya condemned the raid and called on Uganda to help the wounded."
    (found,) = said(text, ("Kenya", "condemned", "the raid"), ("Kenya", "called on", "Uganda to help the wounded"))
    assert found.act == "criticise"
    assert found.speaker == ("KEN",)
    assert words(text, found.cues) == "condemned ... called on"


def test_a_refusal_told_as_a_noun() -> None:
    text = "The plan failed over German reluctance to pay for the bridge."
    (found,) = said(text)
    assert found.speaker == ("DEU",)
    assert found.act == "refuse"


def test_a_source_that_is_no_known_party_becomes_one_acting_for_whom_it_names() -> None:
    text = "A senior official of the European Union said the talks had failed."
    (found,) = said(text, ("A senior official of the European Union", "said", "the talks had failed"))
    assert found.speaker
    assert found.for_ == ("EU",)


def test_a_page_that_tells_a_refusal_in_headline_and_report_has_it_once() -> None:
    text = (
        "A first report tells of the weather in the north of the country and of its roads.\n"
        "‘No lower quotas for fishermen’ – Berg\n"
        "Norway will not accept lower quotas for its fishermen unless Iceland does.\n"
        "Norwegian Foreign Minister Kari Berg spoke about this in Oslo on Monday."
    )
    found = said(text, ("Berg", "–", "‘No lower quotas for fishermen’"))
    assert len(found) == 1
    assert found[0].act == "refuse"


def test_whom_one_calls_on_is_the_addressee() -> None:
    text = "Chile called on Bolivia to open its archives."
    (found,) = said(text, ("Chile", "called on", "Bolivia to open its archives"))
    assert found.act == "demand"
    assert found.addressee == ("BOL",)


def test_quotation_marks_of_the_wires_are_quotation_marks() -> None:
    text = "Chile said ``the archives stay closed for now'' and sent a note."
    (found,) = said(text, ("Chile", "said", "``the archives stay closed for now''"))
    assert found.quote == "direct"


def test_nobody_says_nothing() -> None:
    text = "No one has claimed responsibility for the raid in Chile."
    assert said(text, ("No one", "has claimed", "responsibility for the raid")) == ()


def test_an_agency_that_passes_on_what_a_minister_said_says_nothing_itself() -> None:
    text = "Chilean Foreign Minister Ana Rojas said that Chile condemns the raid, the news agency Andina reported."
    (found,) = said(
        text,
        ("the news agency Andina", "reported", "Chilean Foreign Minister Ana Rojas said that Chile condemns the raid"),
        ("Chilean Foreign Minister Ana Rojas", "said", "that Chile condemns the raid"),
        ("Chile", "condemns", "the raid"),
    )
    assert found.speaker == ("Ana Rojas",)
    assert found.act == "criticise"


def test_a_participle_that_hangs_on_another_cue_is_part_of_that_statement() -> None:
    text = "Prime Minister Ana Brandt of Latvia called the accord a turning point, citing the withdrawal of troops."
    (found,) = said(
        text,
        ("Prime Minister Ana Brandt of Latvia", "called", "the accord a turning point"),
        ("Prime Minister Ana Brandt of Latvia", "citing", "the withdrawal of troops"),
    )
    assert words(text, found.contents) == "the accord a turning point ... the withdrawal of troops"
    assert words(text, found.cues) == "called ... citing"


def test_the_participle_may_stand_first_and_the_main_verb_speaks() -> None:
    text = "In a statement announcing the strike, Chile accused Peru of bad faith."
    (found,) = said(text, ("Chile", "announcing", "the strike"), ("Chile", "accused", "Peru of bad faith"))
    assert found.act == "criticise"
    assert found.addressee == ("PER",)


def test_what_is_said_twice_with_finite_verbs_is_two_statements() -> None:
    text = "Chile said the border was quiet but warned that its troops would answer any attack."
    found = said(
        text,
        ("Chile", "said", "the border was quiet"),
        ("Chile", "warned", "that its troops would answer any attack"),
    )
    assert [x.act for x in found] == ["inform", "warn"]


def test_a_speaker_with_a_name_is_not_the_role_that_stands_beside_it() -> None:
    text = '"It is a shameful law," said Rep. Abel Moss (D-Texas), head of the rural caucus.'
    (found,) = said(text, ("Rep. Abel Moss (D-Texas), head of the rural caucus", "said", '"It is a shameful law,"'))
    assert found.speaker == ("Abel Moss",)


def test_a_speaker_without_a_name_is_the_person_that_stands_beside_it() -> None:
    text = "A spokesman for the rebels, Abdul Karim, said the pass was closed."
    (found,) = said(text, ("A spokesman for the rebels, Abdul Karim,", "said", "the pass was closed"))
    assert found.speaker == ("Abdul Karim",)


def test_a_deed_towards_a_thing_is_no_statement_and_an_attitude_is_one() -> None:
    text = "Chile devoted much attention to Peru. Chile approved six visas. Chile is wary of the accord."
    (found,) = said(
        text,
        ("Chile", "devoted much attention to", "Peru"),
        ("Chile", "approved", "six visas"),
        ("Chile", "is wary of", "the accord"),
        score=0.9,
    )
    assert words(text, found.contents) == "the accord"
    assert len(said(text, ("Chile", "approved", "six visas"), score=0.95)) == 1  # where the reader is sure


def test_the_same_words_with_a_quotation_or_a_clause_are_statements() -> None:
    text = 'Chile approved the "historic" accord. Chile planned that its envoy should leave.'
    found = said(
        text,
        ("Chile", "approved", 'the "historic" accord'),
        ("Chile", "planned", "that its envoy should leave"),
        score=0.9,
    )
    assert len(found) == 2


def test_what_is_planned_is_no_statement() -> None:
    text = "The Chilean team planned to leave Quito on Friday."
    assert said(text, ("The Chilean team", "planned", "to leave Quito on Friday"), score=0.9) == ()


def test_a_figure_of_speech_is_one_where_its_noun_is_what_the_verb_is_about() -> None:
    text = "Chile declared a cease-fire. Chile called on Peru to keep to the terms of the cease-fire and the election."
    (found,) = said(
        text,
        ("Chile", "declared", "a cease-fire"),
        ("Chile", "called on", "Peru to keep to the terms of the cease-fire and the election"),
    )
    assert found.act == "demand"


def test_to_insist_that_something_is_so_is_no_demand() -> None:
    text = "Chile insists that its troops are not near Peru. Chile insisted that the child be returned to Peru."
    first, second = said(
        text,
        ("Chile", "insists", "that its troops are not near Peru"),
        ("Chile", "insisted", "that the child be returned to Peru"),
    )
    assert (first.act, second.act) == ("deny", "demand")


def test_to_recall_an_ambassador_is_no_saying_and_to_recall_words_is_one() -> None:
    text = "Chile recalled its ambassador. Chile recalled the promise of Peru."
    (found,) = said(text, ("Chile", "recalled", "its ambassador"), ("Chile", "recalled", "the promise of Peru"))
    assert words(text, found.contents) == "the promise of Peru"


def test_a_mere_thing_needs_a_surer_attribution_than_a_clause() -> None:
    thing, clause = "Norway announced a reward.", "Norway announced that a reward waits."
    assert said(thing, ("Norway", "announced", "a reward"), score=0.6) == ()
    assert len(said(thing, ("Norway", "announced", "a reward"), score=0.9)) == 1
    assert len(said(clause, ("Norway", "announced", "that a reward waits"), score=0.6)) == 1


def test_who_is_accused_says_nothing() -> None:
    passive, active = "Norway was accused of breaking the pact.", "Norway accused Sweden of breaking the pact."
    assert said(passive, ("Norway", "was accused", "of breaking the pact")) == ()
    assert len(said(active, ("Norway", "accused", "Sweden of breaking the pact"))) == 1


def test_what_may_be_said_some_day_is_no_statement_but_a_silence_is() -> None:
    possible, silence = "Norway would demand that the base be closed.", "Norway would not comment on the base."
    assert said(possible, ("Norway", "would demand", "that the base be closed")) == ()
    assert len(said(silence, ("Norway", "would not comment on", "the base"))) == 1


def test_the_kin_of_somebody_speaks_for_itself() -> None:
    for text, who in (
        ("The grandmother of Pedro Alvarez said she would go.", "The grandmother of Pedro Alvarez"),
        ("Alvarez's stepmother, who married in 1970, said she would go.", "Alvarez's stepmother, who married in 1970,"),
    ):
        (found,) = said(text, (who, "said", "she would go"))
        assert not {"Pedro Alvarez", "Alvarez"} & {*found.speaker, *found.for_}, who


def test_a_described_speaker_is_named_by_its_core_and_by_its_noun() -> None:
    text = "A petition signed in May says it was over."
    attribution = Attribution(at(text, "says"), at(text, "A petition signed in May"), at(text, "it was over"), 1.0)
    with (
        mock.patch.object(module.attribution, "available", lambda: True),
        mock.patch.object(module.attribution, "attributions", lambda reading: [attribution]),
    ):
        _, made = module.statements(read(Article("a", text)))
    assert [p.names for p in made] == [("petition",)]


def test_another_name_for_the_same_is_no_second_speaker() -> None:
    text = "Leyenda, or Legend, a newspaper of the ruling party, said five men were deported."
    (found,) = said(text, ("Leyenda, or Legend, a newspaper of the ruling party,", "said", "five men were deported"))
    assert found.speaker == ("Leyenda",)


def test_a_mere_word_for_somebody_unnamed_speaks_for_nobody() -> None:
    text = "There are also ones saying that the war is over."
    assert said(text, ("ones", "saying", "that the war is over")) == ()


def test_what_a_report_passes_on_is_said_by_whom_it_quotes() -> None:
    text = '"The talks are over. We leave," Anne Duval said, according to a transcript of the show.'
    (found,) = said(
        text,
        ("a transcript of the show", "according to", '"The talks are over. We leave," Anne Duval said'),
    )
    assert found.speaker == ("Anne Duval",)
    assert words(text, found.contents) == '"The talks are over. We leave,"'
