"""The small networks of spaCy's pipeline, run as it runs them but faster, with the same answers.

spaCy's English pipeline spends its time on three things that need not take it: vectors of words that it has computed
before, products that do not use the widest units of the processor, and in naming entities a check of every move at
every token. Here a word's vector is computed once, the convolutions go through numpy, and where no entity is open,
which is nearly everywhere, the best move of all tokens is found at once. The weights are the pipeline's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, NORM, PREFIX, SHAPE, SPACY, SUFFIX

Floats = NDArray[np.float32]

_ATTRIBUTES = [NORM, PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE]
_KEPT = 40_000  # words whose vectors are kept; more are forgotten together, so that memory stays bounded
_EDGE = 4  # rows of zeros that spaCy puts around a document


def features(doc: Any) -> list[tuple[int, ...]]:
    """What the networks see of each token: equal ones get equal vectors."""
    return list(map(tuple, doc.to_array(_ATTRIBUTES).tolist())) if len(doc) else []


def _layers(model: Any, name: str) -> Iterator[Any]:
    for node in model.walk():
        if node.name == name:
            yield node


class Encoder:
    """A spaCy Tok2Vec (MultiHashEmbed.v2, MaxoutWindowEncoder.v2) for prediction: a vector for each token."""

    def __init__(self, model: Any) -> None:
        embedding, convolutions = model.layers
        self._hashed = embedding.layers[2].layers[0]
        self._mixed = embedding.layers[3].layers[0]
        self._columns = len(embedding.layers[0].attrs["columns"])
        self._places: dict[tuple[int, ...], int] = {}
        self._known: Floats = np.zeros((1024, 96), np.float32)
        # the pieces of a maxout layer one after the other, so that the greatest is found along contiguous rows
        self._convolutions = [
            (
                np.ascontiguousarray(m.get_param("W").transpose(2, 1, 0).reshape(288, 288)),
                np.ascontiguousarray(m.get_param("b").T.reshape(288)),
                n.get_param("G").copy(),
                n.get_param("b").copy(),
            )
            for m, n in zip(_layers(convolutions, "maxout"), _layers(convolutions, "layernorm"), strict=True)
        ]

    def __call__(self, tokens: list[tuple[int, ...]]) -> Floats:
        """Vectors (tokens, 96) of a document's tokens, given their `features`."""
        n = len(tokens) + 2 * _EDGE
        rows = np.zeros((n + 2, 96), np.float32)  # a row of zeros more at both ends, for the windows of the outermost
        rows[_EDGE + 1 : -_EDGE - 1] = self._embedded(tokens)
        inner = rows[1:-1]
        windows = np.empty((n, 288), np.float32)
        sums = np.empty((n, 288), np.float32)
        x = np.empty((n, 96), np.float32)
        for weights, bias, gain, shift in self._convolutions:
            np.copyto(windows, as_strided(rows, (n, 288), (96 * 4, 4)))
            np.matmul(windows, weights, out=sums)
            sums += bias
            np.maximum(sums[:, :96], sums[:, 96:192], out=x)
            np.maximum(x, sums[:, 192:], out=x)
            x -= x.mean(1, keepdims=True)
            x *= (np.einsum("ij,ij->i", x, x) / np.float32(96) + np.float32(1e-8))[:, None] ** np.float32(-0.5)
            x *= gain
            x += shift
            inner += x
        return np.ascontiguousarray(inner[_EDGE:-_EDGE])

    def _embedded(self, tokens: list[tuple[int, ...]]) -> Floats:
        """The vectors of the words by themselves, each computed when it is first seen."""
        places = self._places
        new = [t for t in dict.fromkeys(tokens) if t not in places]
        if new:
            if len(places) + len(new) > _KEPT:
                places.clear()
                new = list(dict.fromkeys(tokens))
            self._learn(new)
        return self._known[[places[t] for t in tokens]]

    def _learn(self, new: list[tuple[int, ...]]) -> None:
        first = len(self._places)
        if first + len(new) > len(self._known):
            self._known = np.resize(self._known, (max(2 * len(self._known), first + len(new)), 96))
        ids = np.array([t[: self._columns] for t in new], np.uint64)
        self._known[first : first + len(new)] = self._mixed.predict(self._hashed.predict(ids))
        self._places.update(zip(new, range(first, first + len(new)), strict=True))


class Tagger:
    """The tag of each token, from the encoder's vectors."""

    def __init__(self, tagger: Any) -> None:
        (softmax,) = _layers(tagger.model, "softmax")
        self._weights = np.ascontiguousarray(softmax.get_param("W").T)
        self._bias = softmax.get_param("b").copy()
        self._tags = np.array([tagger.vocab.strings[label] for label in tagger.labels], np.uint64)

    def __call__(self, vectors: Floats) -> NDArray[np.uint64]:
        """Ids of the tags."""
        return self._tags[(vectors @ self._weights + self._bias).argmax(1)]


class Entities:
    """spaCy's named entities, greedily: begin, in, last, unit or out, with the best valid move at each token."""

    def __init__(self, ner: Any) -> None:
        model = ner.model
        self.encoder = Encoder(model.layers[0].layers[0])
        linear, lower, upper = model.layers[0].layers[-1], model.layers[1], model.layers[2]
        # moves look at the token, and where an entity is open at its first and at the token before
        weights = lower.get_param("W").transpose(0, 2, 1, 3).reshape(3 * 128, 64)  # feature, piece, hidden
        self._weights = np.ascontiguousarray((weights @ linear.get_param("W")).T)
        self._shift = weights @ linear.get_param("b")
        self._bias = lower.get_param("b").T.reshape(128).copy()
        self._none = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(3, 128)
        self._upper = upper.get_param("W").copy()
        self._upper_bias = upper.get_param("b").copy()
        moves = [ner.moves.get_class_name(k) for k in range(ner.moves.n_moves)]
        unseen = model.attrs["unseen_classes"]
        if unseen or ner.cfg["beam_width"] != 1:
            raise ValueError("an entity recogniser of another kind than en_core_web_sm's")
        self._begins = np.array([m.startswith("B-") for m in moves])
        self._units = np.array([m.startswith("U-") and m != "U-" for m in moves])
        self._out = moves.index("O")
        place = {m: k for k, m in enumerate(moves)}
        self._in = np.array([place.get(f"I-{m[2:]}", -1) for m in moves])
        self._last = np.array([place.get(f"L-{m[2:]}", -1) for m in moves])
        self._label = np.array([ner.vocab.strings[m[2:]] if m[2:] else 0 for m in moves], np.uint64)
        never = ~(self._begins | self._units)
        never[self._out] = False
        self._never = np.where(never, np.float32(-np.inf), np.float32(0))

    def __call__(
        self, tokens: list[tuple[int, ...]], starts: NDArray[np.bool_]
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The entity's place (3 first, 1 inside, 2 none) and type of each token.

        Args:
            tokens: their `features`.
            starts: whether a token opens a sentence; no entity crosses into one.
        """
        n = len(tokens)
        place, kind = np.full(n, 2, np.uint64), np.zeros(n, np.uint64)
        if not n:
            return place, kind
        seen = (self.encoder(tokens) @ self._weights + self._shift).reshape(n, 3, 128)
        scores = self._hidden(seen[:, 0] + (self._none[1] + self._none[2])) @ self._upper.T + self._upper_bias
        scores += self._never
        goes_on = np.append(~starts[1:], False)
        blank = np.array([t[5] for t in tokens], bool)
        scores[np.ix_(~goes_on | blank, self._begins)] = -np.inf
        scores[np.ix_(blank, self._units)] = -np.inf
        moves = scores.argmax(1)
        ends = self._ends(seen, moves, goes_on)
        free = 0
        for i in np.flatnonzero(moves != self._out).tolist():
            if i >= free:
                free = ends.get(i, i + 1)
                place[i : i + 1], place[i + 1 : free] = 3, 1
                kind[i:free] = self._label[moves[i]]
        return place, kind

    def _hidden(self, sums: Floats) -> Floats:
        sums += self._bias
        return np.maximum(sums[:, :64], sums[:, 64:])

    def _ends(self, seen: Floats, moves: NDArray[np.intp], goes_on: NDArray[np.bool_]) -> dict[int, int]:
        """For each token that would begin an entity, the token after its last."""
        out: dict[int, int] = {}
        first = np.flatnonzero(self._begins[moves])
        at = first + 1
        while len(first):
            hidden = self._hidden(seen[at, 0] + seen[first, 1] + seen[at - 1, 2])
            inside, last = self._in[moves[first]], self._last[moves[first]]
            further = np.einsum("ij,ij->i", hidden, self._upper[inside]) + self._upper_bias[inside]
            ending = np.einsum("ij,ij->i", hidden, self._upper[last]) + self._upper_bias[last]
            open_ = goes_on[at] & ((further > ending) | ((further == ending) & (inside < last)))
            out.update(zip(first[~open_].tolist(), (at[~open_] + 1).tolist(), strict=True))
            first, at = first[open_], at[open_] + 1
        return out
