"""Acts: what kind of speech act a statement is, by its cue and its content's words (``knowledge/acts.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from spacy.tokens import Token

from detente.coding.model import Act
from detente.knowledge import load

# where the content of a neutral cue decides: the speaker's own acts first, the most binding in front
_OWN = ("refuse", "threaten", "offer", "ask", "demand", "promise", "deny", "accept", "praise", "criticise", "warn")
_CONTENT = ("demand", "threaten", "refuse", "offer", "deny", "criticise", "praise", "warn", "ask")
STRONG = frozenset({"refuse", "threaten", "offer", "promise", "demand"})
_COMMON = 4  # words of a cue phrase at most


@dataclass(frozen=True, slots=True)
class _Acts:
    cues: dict[tuple[str, ...], Act]
    nouns: dict[str, Act]
    own: tuple[tuple[Act, re.Pattern[str]], ...]
    content: tuple[tuple[Act, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An act with what decided it: the cue, the speaker's own commitment, or the content's words."""

    act: Act
    by: str
    words: str


@cache
def _acts() -> _Acts:
    raw = load("acts")
    cues: dict[tuple[str, ...], Act] = {}
    nouns: dict[str, Act] = {}
    for act in get_args(Act):
        for cue in raw[act]["cues"]:
            cues.setdefault(tuple(str(cue).split()), cast(Act, act))
        for noun in raw[act].get("nouns") or ():
            nouns.setdefault(str(noun), cast(Act, act))

    def patterns(kind: str, order: Sequence[str]) -> tuple[tuple[Act, re.Pattern[str]], ...]:
        return tuple((cast(Act, a), re.compile("|".join(raw[a][kind]))) for a in order if raw[a].get(kind))

    return _Acts(cues, nouns, patterns("own", _OWN), patterns("content", _CONTENT))


# what a cue becomes when it is negated: "will not accept", "did not rule out"
_NEGATED: dict[Act, Act] = {
    "accept": "refuse",
    "promise": "refuse",
    "offer": "refuse",
    "praise": "refuse",
    "refuse": "inform",
    "deny": "inform",
    "demand": "inform",
    "ask": "inform",
    "criticise": "inform",
    "threaten": "deny",
}
_NEGATIONS = frozenset({"not", "n't", "never", "no", "hardly", "neither"})


_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "said:say told:tell wrote:write written:write spoke:speak spoken:speak sought:seek thought:think found:find "
        "gave:give given:give saw:see seen:see knew:know held:hold swore:swear sworn:swear has:have had:have was:be "
        "were:be are:be been:be did:do does:do made:make"
    ).split()
)


def lemma(token: Token) -> str:
    """A token's lemma in lower case; of a word that nobody parsed, or that is taken for a name ("Lima Spurns Offer"),
    the known cue that it is a form of, or itself.
    """
    word = token.text.lower()
    if token.lemma_ and (token.pos_ != "PROPN" or token.lemma_.lower() != word):
        return token.lemma_.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    known = _first_words()
    for ending in ("", "s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            options = (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem, f"{stem[:-1]}y")
            for option in options if ending else (stem,):
                if option in known:
                    return option
    return word


@cache
def _first_words() -> frozenset[str]:
    acts = _acts()
    return frozenset(words[0] for words in acts.cues) | frozenset(acts.nouns)


def act_of_cue(lemmas: Sequence[str]) -> tuple[Act, str] | None:
    """The act that a cue's lemmas name ("call", "on", ...), the longest phrase first; None where it is no known cue.

    Lemmas of the cue, in order, may be followed by the first ones of its content ("express" "concern").
    """
    acts = _acts()
    for size in range(min(_COMMON, len(lemmas)), 0, -1):
        places = [k for k in range(len(lemmas) - size + 1) if tuple(lemmas[k : k + size]) in acts.cues]
        # "published a letter disputing": what says more than that something is told
        telling = [k for k in places if acts.cues[tuple(lemmas[k : k + size])] != "inform"]
        for k in (*telling, *places):
            found = acts.cues[tuple(lemmas[k : k + size])]
            negated = bool(_NEGATIONS & set(lemmas[:k]))
            return _NEGATED.get(found, found) if negated else found, " ".join(lemmas[k : k + size])
    for word in lemmas:
        if word in acts.nouns:
            return acts.nouns[word], word
    return None


def act_of_content(text: str, own: Sequence[str], conditional: bool = False) -> Decision | None:
    """The act that a content's words show where its cue shows none.

    Args:
        text: the content.
        own: the clauses of it in which the speaker, or whom it speaks for, is the one who acts.
        conditional: whether it holds on a condition: measures that are announced "if" are a threat.
    """
    acts = _acts()
    for part in own:
        low = part.lower()
        for act, pattern in acts.own:
            m = pattern.search(low)
            if m:
                if (
                    act == "promise"
                    and conditional
                    and re.search(r"\b(measures?|retaliat|respond|sanction|strike)", low)
                ):
                    act = "threaten"
                return Decision(act, "own", m[0])
    low = text.lower()
    for act, pattern in acts.content:
        m = pattern.search(low)
        if m:
            return Decision(act, "content", m[0].strip())
    return None
