"""The gate: which sentences can hold an entry and are worth parsing.

One Aho-Corasick pass over the text finds names, roles, organs and pronouns; a sentence with any of them, with a
quotation mark, a reporting verb or a capitalised word inside is let through. What is left over names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import ahocorasick
from spacy.lang.en.stop_words import STOP_WORDS

from detente.articles import plain
from detente.reading.names import lists, renew

_PRONOUNS = (
    "he him his she her hers they them their theirs it its we us our ours i me my mine who whom whose both "
    "themselves himself herself"
).split()
_TITLES = "mr mrs ms miss dr prof sir lord gen sen rep gov lt col maj capt sgt adm pope king queen prince".split()
_REPORTING = (
    "said says say saying told tell tells according reported reports announced warned claimed denied called "
    "asked urged vowed pledged agreed refused rejected accused demanded added wrote stated insisted argued "
    "admitted noted explained suggested found showed shows thinks believes"
).split()
# A capital letter within the sentence, an abbreviation, a quotation mark: a name or someone's words.
_LOUD = re.compile(r"[\w,;:()'-] +[A-Z]|[A-Z]{2}|[A-Z]\.[A-Z]|[\"“”«»„‘]|''|``|@")
_QUOTES = re.compile(r"[\"“”«»„]|''|``")
_WORD = re.compile(r"\w[\w'’-]*")


@cache
def _words(compiled: int) -> Any:
    """The automaton of all words; ``compiled`` counts how often the lists changed."""
    automaton = ahocorasick.Automaton()
    for word in {*lists().words, *_TITLES, *_PRONOUNS, *_REPORTING, *(form.lower() for form in lists().names)}:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


def gate(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each sentence span of a text, in order, whether it is to be parsed."""
    words = _words(renew())
    open_ = [_LOUD.search(text, start, end) is not None or _within_quotes(text, start) for start, end in spans]
    low = plain(text).lower()
    if all(open_) or len(low) != len(text):
        return [True for _ in spans]
    for k, (start, end) in enumerate(spans):
        if not open_[k]:
            open_[k] = _opens_with_name(text, start, end) or _named(words, low, start, end)
    return open_


def _within_quotes(text: str, start: int) -> bool:
    """Whether a quotation of this paragraph is still open at a character."""
    paragraph = text.rfind("\n", 0, start) + 1
    return sum(1 for _ in _QUOTES.finditer(text, paragraph, start)) % 2 == 1


def _opens_with_name(text: str, start: int, end: int) -> bool:
    """Whether the first word may be a name: it is no function word, and the text nowhere writes it small."""
    m = _WORD.search(text, start, end)
    if m is None or not m[0][0].isupper():
        return False
    word = m[0].lower()
    return word not in STOP_WORDS and re.search(rf"\b{re.escape(word)}\b", text) is None


def _named(words: Any, low: str, start: int, end: int) -> bool:
    """Whether a listed word stands in characters [start, end) of a text in small letters, plural forms included."""
    for last, length in words.iter(low, start, end):
        first, after = last - length + 1, last + 1
        if first > start and low[first - 1].isalnum():
            continue
        if after < end and low[after].isalnum() and not low.startswith(("s", "es"), after):
            continue
        return True
    return False
