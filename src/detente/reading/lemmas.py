"""Parts of speech and lemmas, as spaCy's rules give them, each combination of word, tag and dependency once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, LEMMA, POS, TAG
from spacy.tokens import Doc

_GIVEN = [TAG, DEP]
_RULED = [TAG, POS, LEMMA, DEP]
_KEPT = 100_000  # combinations that are remembered; more are forgotten together

_Key = tuple[str, int, int]  # word, tag, dependency


class Lemmas:
    """Applies the pipeline's attribute ruler and lemmatizer, whose answer for a token hangs on little."""

    def __init__(self, nlp: Any) -> None:
        self._vocab = nlp.vocab
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._plain: Any = self._lemmatizer.lookups.get_table("lemma_index")
        for pos, forms in list(self._plain.items()):
            self._plain[pos] = dict.fromkeys(forms)  # looked up in lists, they take most of the lemmatizer's time
        self._known: dict[tuple[Any, ...], list[int]] = {}
        self._openers: set[_Key] = set()  # of those known, which a rule may look beyond
        # what the first token of the rules that look at two tokens must be: "let's", "gonna", "there is"
        first = [pattern[0] for r in self._ruler.patterns for pattern in r["patterns"] if len(pattern) > 1]
        words = [t["LOWER"] for t in first if "LOWER" in t]
        patterns = [re.escape(w) if isinstance(w, str) else w["REGEX"] for w in words]
        self._opens = re.compile("|".join(f"(?:^{p}$)" for p in patterns)).search
        self._opening = {nlp.vocab.strings[t["DEP"]] for t in first if "DEP" in t}

    def is_plain(self, word: str) -> bool:
        """Whether a word in small letters is one of the language in its plain form, as dictionaries have it."""
        return any(word in self._plain[kind] for kind in ("noun", "verb", "adj", "adv"))

    def __call__(self, words: Sequence[str], tags: NDArray[np.uint64], deps: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Tag, part of speech, lemma and dependency (tokens, 4) of a document's tokens."""
        keys = list(zip(words, tags.tolist(), deps.tolist(), strict=True))
        known = self._known
        if len(known) > _KEPT:
            known.clear()
            self._openers.clear()
        new = [k for k in dict.fromkeys(keys) if k not in known]
        # alone, those that a rule would look beyond
        apart = [k for k in new if self._opens_pair(k)]
        self._openers.update(apart)
        together = [k for k in new if k not in self._openers]
        for part in (together, *([k] for k in apart)):
            known.update(zip(part, self._ruled(part), strict=True))
        out = np.array([known[k] for k in keys], np.uint64).reshape(-1, len(_RULED))
        openers = self._openers
        for i, pair in enumerate(itertools.pairwise(keys)):
            if pair[0] in openers:
                if pair not in known:
                    known[pair] = [x for row in self._ruled(pair) for x in row]
                both = np.array(known[pair], np.uint64).reshape(2, -1)
                for k, key in enumerate(pair):
                    changed = both[k] != np.array(known[key], np.uint64)
                    out[i + k][changed] = both[k][changed]
        return out

    def _opens_pair(self, key: _Key) -> bool:
        return key[2] in self._opening or self._opens(key[0].lower()) is not None

    def _ruled(self, keys: Sequence[_Key]) -> list[list[int]]:
        doc = Doc(self._vocab, words=[k[0] for k in keys])
        given: Any = np.array([k[1:] for k in keys], np.uint64)
        doc.from_array(_GIVEN, given)
        return self._lemmatizer(self._ruler(doc)).to_array(_RULED).tolist()
