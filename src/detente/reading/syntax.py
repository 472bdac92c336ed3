"""An article's tokens as plain lists, with the names found in it: what mentions and coreference look things up in."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, ORTH, POS, TAG
from spacy.tokens import Doc

from detente.reading.model import Sentence
from detente.reading.names import Hit, Name, find

NOMINAL = frozenset({"NOUN", "PROPN"})


class Page:
    """Token attributes by number. Reading them from spaCy once is several times faster than token by token."""

    def __init__(self, doc: Doc, sentences: Sequence[Sentence], text: str) -> None:
        self.text = text
        self.sentences = sentences
        strings = doc.vocab.strings
        values = doc.to_array([ORTH, POS, DEP, ENT_TYPE, ENT_IOB, TAG, IDX])
        orth, pos, dep, ent, self.iob, tag, self.idx = values.T.tolist() if len(doc) else ([],) * 7
        known: dict[int, str] = {0: ""}

        def named(keys: list[int]) -> list[str]:
            for key in set(keys):
                if key not in known:
                    known[key] = strings[key]
            return [known[key] for key in keys]

        self.words, self.pos, self.dep, self.ent, self.tag = map(named, (orth, pos, dep, ent, tag))
        n = self.n = len(self.words)
        self.lower = [w.lower() for w in self.words]
        self.no_names = doc.user_data.get("small", frozenset())  # written large in a headline only
        self.small = frozenset(w for w in self.words if len(w) > 3 and w.islower())
        self.ends = [i + len(w) for i, w in zip(self.idx, self.words, strict=True)]
        heads = doc.to_array(HEAD).astype("int64").tolist() if n else []
        self.head = list(range(n))
        self.sentence = [-1] * n
        self.parsed = [False] * n
        self.children: list[list[int]] = [[] for _ in range(n)]
        self.left = list(range(n))
        for s in sentences:
            for i in range(s.first, s.last):
                self.sentence[i] = s.index
                self.parsed[i] = s.parsed
                if s.parsed:
                    h = i + heads[i]
                    if s.first <= h < s.last:
                        self.head[i] = h
                        if h != i:
                            self.children[h].append(i)
        for s in sentences:
            if s.parsed:
                self._left_edges(s)
        self.spans: list[tuple[int, int, Hit]] = []
        self.hit_at: list[int] = [-1] * n
        self._place(find(self.text))
        self.capitalised = self._capitalised()
        self.names_end: dict[int, int] = {}  # by the last token of a person's name, the first of the whole mention

    def _capitalised(self) -> frozenset[int]:
        """Sentences in which nearly every word is capitalised, so that capitals say nothing."""
        out = set()
        for s in self.sentences:
            words = [w for w in self.words[s.first : s.last] if len(w) > 3 and w.isalpha()]
            prose = not s.headline and self.words[s.last - 1] in {".", "!", "?", '"'}
            if len(words) > 3 and sum(w[0].isupper() for w in words) >= (0.9 if prose else 0.75) * len(words):
                out.add(s.index)
        return frozenset(out)

    def _left_edges(self, s: Sentence) -> None:
        """The leftmost token below each token, in one pass from the leaves (the parse is near projective)."""
        for i in range(s.first, s.last):
            h, e, steps = self.head[i], self.left[i], 0
            while e < self.left[h] and steps < 200:
                self.left[h] = e
                h, steps = self.head[h], steps + 1

    def _place(self, hits: Sequence[Hit]) -> None:
        at = 0
        for hit in hits:
            while at < self.n and self.ends[at] <= hit.start:
                at += 1
            if at >= self.n:
                return
            last = at
            while last + 1 < self.n and self.idx[last + 1] < hit.end:
                last += 1
            if self.sentence[at] < 0 or self.sentence[at] != self.sentence[last]:
                continue
            # inside a longer token only in front of a hyphen: "U.S.-led"
            if self.idx[at] != hit.start or (self.ends[last] != hit.end and self.text[hit.end] not in "-'/."):
                continue
            for i in range(at, last + 1):
                self.hit_at[i] = len(self.spans)
            self.spans.append((at, last + 1, hit))

    def drop(self, span: int) -> None:
        """Take back a hit: it turned out to be part of something else."""
        first, last, _ = self.spans[span]
        for i in range(first, last):
            self.hit_at[i] = -1

    def enter(self, first: int, last: int, hit: Hit) -> None:
        """Add a name for tokens [first, last), over shorter ones that are there."""
        for i in range(first, last):
            self.hit_at[i] = len(self.spans)
        self.spans.append((first, last, hit))

    def names_at(self, i: int) -> tuple[Name, ...]:
        """What the list says of the hit that covers token i."""
        k = self.hit_at[i]
        return self.spans[k][2].names if k >= 0 else ()

    def kinds_at(self, i: int) -> frozenset[str]:
        """The kinds of names that token i can be."""
        return frozenset(n.kind for n in self.names_at(i))

    def capital(self, i: int) -> bool:
        """Whether a token starts with a capital letter."""
        return self.words[i][:1].isupper()

    def phrase(self, first: int, last: int) -> str:
        """The text of tokens [first, last)."""
        return self.text[self.idx[first] : self.ends[last - 1]]
