"""Contents that no cue asked for: which attribution they are given to, by layout and quotation marks."""

import numpy as np

from detente.articles import paragraphs
from detente.coding.model import Attribution
from detente.coding.unclaimed import whole

Words = tuple[str, str, str]


def at(text: str, part: str) -> tuple[tuple[int, int], ...]:
    start = text.index(part)
    return ((start, start + len(part)),)


def joined(text: str, *windows: list[Words], likely: tuple[str, ...] = ()) -> list[Words]:
    """(speaker, cue, content) of the article's attributions, given those of windows and further words like content."""
    found = [[Attribution(at(text, c), at(text, s), at(text, w), 0.9) for s, c, w in window] for window in windows]
    content = np.full(len(text), 0.01)
    for words in (*likely, *(w for window in windows for _, _, w in window)):
        ((a, b),) = at(text, words)
        content[a:b] = 0.95
    out = whole(text, [(p.start, p.end) for p in paragraphs(text)], found, content)
    return [
        (text[slice(*a.speaker[0])], text[slice(*a.cue[0])], " ... ".join(text[x:y] for x, y in a.content)) for a in out
    ]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = '"The harbour stays open," Ms Oduya said. "We need it.\n"And the town pays for the repairs this year."\n'
    first, second = '"We need it.', '"And the town pays for the repairs this year."'
    ((_, _, content),) = joined(text, [("Ms Oduya", "said", first)], likely=(second,))
    assert content == f"{first}\n{second}"


def test_a_paragraph_that_opens_no_quotation_is_the_reporter_s() -> None:
    text = 'Ms Oduya said: "We need the harbour."\nThe town pays for the repairs this year.\n'
    ((_, _, content),) = joined(
        text, [("Ms Oduya", "said", '"We need the harbour."')], likely=("The town pays for the repairs this year.",)
    )
    assert content == '"We need the harbour."'


def test_a_sentence_within_one_quotation_belongs_to_it() -> None:
    text = 'Ms Oduya said: "We need the harbour. It feeds half of the town and its schools."\n'
    rest = 'It feeds half of the town and its schools."'
    ((_, _, content),) = joined(text, [("Ms Oduya", "said", '"We need the harbour.')], likely=(rest,))
    assert content == '"We need the harbour. It feeds half of the town and its schools."'


def test_a_transcript_names_its_speakers_before_a_colon() -> None:
    text = "HOST: What does the harbour cost the town?\nODUYA: Less than the old bridge did, and it lasts longer.\n"
    answer = "Less than the old bridge did, and it lasts longer."
    assert ("ODUYA", ":", answer) in joined(text, [], likely=(answer,))


def test_a_signed_quotation_is_the_signer_s() -> None:
    text = "“The harbour is the best thing that this town has.” ― Lena Oduya\n“I would sell it at once.” ― Tom Adler\n"
    found = joined(text, [], likely=("The harbour is the best thing that this town has.", "I would sell it at once."))
    assert [(speaker, cue) for speaker, cue, _ in found] == [("Lena Oduya", "―"), ("Tom Adler", "―")]


def test_what_is_hardly_content_is_nobody_s() -> None:
    text = "Ms Oduya said the harbour stays, which most of the fishermen of the town had hoped.\n"
    ((_, _, content),) = joined(text, [("Ms Oduya", "said", "the harbour stays")])
    assert content == "the harbour stays"


def test_a_cue_at_the_end_of_a_window_has_its_content_in_the_next() -> None:
    text = "The harbour was full on Monday.\nMs Oduya said:\n“It has never been so full.”\n"
    before = [("Ms Oduya", "said:", "The harbour was full on Monday.")]
    after = [("Ms Oduya", "said:", "“It has never been so full.”")]
    assert joined(text, before, after) == after


def test_a_colon_that_leads_a_quotation_in_after_a_content_says_twice() -> None:
    text = 'Ms Oduya said that the harbour stays:\n"It feeds half of the town and its schools."\n'
    quoted = '"It feeds half of the town and its schools."'
    found = joined(text, [("Ms Oduya", "said", "that the harbour stays")], likely=(quoted,))
    assert [content for _, _, content in found] == ["that the harbour stays", quoted]
