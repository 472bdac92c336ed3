"""detente's encoders on processors with a matrix unit: encoder.c, from the weights that onnxruntime would run.

It takes a third of the time. Where it is not compiled, or the processor lacks the unit, onnxruntime does the work: the
same numbers but for rounding.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.coding import graphs
from detente.coding.compiling import LIBRARY

PANEL, STEP = 32, 64  # columns that are computed at a time, and numbers that go in at a time
APART = 4  # numbers of a product that count as they are, where any do
HEAD = 32  # numbers of a head of attention
SEVERAL = 1024  # word pieces that are encoded at a time: more would leave the cache

Floats = NDArray[np.float32]


class _Product(ctypes.Structure):
    _fields_ = [
        ("inside", ctypes.c_int32),
        ("outside", ctypes.c_int32),
        ("weights", ctypes.c_void_p),
        ("scale", ctypes.c_void_p),
        ("bias", ctypes.c_void_p),
        ("ease", ctypes.c_void_p),
        ("sums", ctypes.c_void_p),
        ("apart", ctypes.c_int32),
        ("which", ctypes.c_void_p),
        ("few", ctypes.c_void_p),
    ]


class _Layer(ctypes.Structure):
    _fields_ = [(k, _Product) for k in ("seen_by", "seen", "wide", "narrow")] + [
        (k, ctypes.c_void_p) for k in ("gain1", "shift1", "gain2", "shift2")
    ]


class _Network(ctypes.Structure):
    _fields_ = [
        *((k, ctypes.c_int32) for k in ("size", "heads", "layers", "broad")),
        *((k, ctypes.c_void_p) for k in ("words", "word_scale", "kinds", "places", "gain", "shift")),
        ("layer", ctypes.POINTER(_Layer)),
    ]


@cache
def library(path: Path = LIBRARY) -> Any:
    """The compiled functions; None where there are none, or where this machine cannot run them."""
    if not path.exists() or os.environ.get("DETENTE_NO_MATRIX_UNIT"):
        return None
    try:
        # holds Python's lock while it works: it keeps its memory from call to call
        found = ctypes.PyDLL(str(path))
    except OSError:  # compiled for another machine
        return None
    return found if found.detente_ready() else None


class Product:
    """A product in int8 that is ready to run."""

    def __init__(self, *parts: graphs.Product, kept: list[Any] | None = None) -> None:
        """Several products of the same numbers make one, their columns side by side."""
        width = sum(p.weights.shape[1] for p in parts)
        size, padded = len(parts[0].weights), -(-width // PANEL) * PANEL

        def beside(rows: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
            out = np.zeros((*rows[0].shape[:-1], padded), kind)
            out[..., :width] = np.concatenate(rows, -1)
            return out

        whole = beside([p.weights for p in parts], np.int8)
        self.width, self.padded = width, padded
        self._kept: list[Any] = kept if kept is not None else []
        apart = [p if len(p.which) in (0, APART) else p.padded(APART) for p in parts]
        which = apart[0].which.astype(np.int32)
        self.fields = _Product(
            size,
            padded,
            self._at(packed(whole)),
            self._at(beside([p.scale for p in parts], np.float32)),
            self._at(beside([p.bias for p in parts], np.float32)),
            self._at(np.ascontiguousarray(parts[0].ease)),
            self._at(whole.sum(0, dtype=np.int32).astype(np.float32)),
            len(which),
            self._at(which),
            self._at(beside([p.few for p in apart], np.float32)),
        )

    def __call__(self, x: Floats) -> Floats:
        """(rows, in) to (rows, out)."""
        x = np.ascontiguousarray(x, np.float32)
        out = np.empty((len(x), self.padded), np.float32)
        if len(x) and not library().detente_multiply(ctypes.byref(self.fields), len(x), _start(x), _start(out)):
            raise MemoryError
        return out[:, : self.width]

    def _at(self, array: NDArray[Any]) -> int:
        self._kept.append(array)
        return int(array.ctypes.data)


def _start(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def packed(weights: NDArray[np.int8]) -> NDArray[np.int8]:
    """Weights (in, out) in the order in which the matrix unit takes them: of 64 rows and 16 columns a tile each."""
    size, width = weights.shape
    tiles = weights.reshape(size // STEP, 16, 4, width // PANEL, 2, 16)
    return np.ascontiguousarray(tiles.transpose(3, 0, 4, 1, 5, 2))


class Encoder:
    """BERT's layers over windows of word pieces."""

    def __init__(self, graph: graphs.Graph) -> None:
        """The encoder of a network, whose further products are ``heads``.

        Raises:
            ValueError: the network is built in another way than detente's.
        """
        self._kept: list[Any] = []
        words, word_scale, kinds, places = _tables(graph)
        norms = [
            tuple(np.array(graph.weights[x], np.float32) for x in n.inputs[1:3]) for n in graph.of("LayerNormalization")
        ]
        found = graphs.products(graph)
        layers = len(norms) // 2
        if len(norms) % 2 == 0 or len(found) < 6 * layers:
            raise ValueError("not a network of BERT's layers")
        self.size = words.shape[1]
        self._longest = len(places)
        self.heads = found[6 * layers :]
        self._layers = (_Layer * layers)(
            *(self._layer(found[6 * k : 6 * k + 6], norms[2 * k + 1], norms[2 * k + 2]) for k in range(layers))
        )
        self._network = _Network(
            self.size,
            self.size // HEAD,
            layers,
            self._layers[0].wide.outside,
            *(self._at(np.ascontiguousarray(x)) for x in (words, word_scale, kinds, places, *norms[0])),
            self._layers,
        )

    def __call__(self, ids: Sequence[NDArray[np.int64]], kinds: Sequence[NDArray[np.int64]]) -> list[Floats]:
        """The vectors (pieces, size) of each window, from the ids and kinds of its pieces."""
        lengths = [len(x) for x in ids]
        if max(lengths, default=0) > self._longest:
            raise ValueError(f"a window of more than {self._longest} word pieces")
        out: list[Floats] = []
        first = 0
        while first < len(lengths):
            last, rows = first + 1, lengths[first]
            while last < len(lengths) and rows + lengths[last] <= SEVERAL:
                rows += lengths[last]
                last += 1
            hidden = np.empty((rows, self.size), np.float32)
            what = [np.concatenate(x[first:last]).astype(np.int32) for x in (ids, kinds)]
            sizes = np.array(lengths[first:last], np.int32)
            arguments = [_start(x) for x in (sizes, *what, hidden)]
            if rows and not library().detente_encode(ctypes.byref(self._network), last - first, *arguments):
                raise MemoryError
            out += np.split(hidden, np.cumsum(lengths[first : last - 1]))
            first = last
        return out

    def _layer(self, six: Sequence[graphs.Product], first: Sequence[Floats], second: Sequence[Floats]) -> _Layer:
        query, key, value, seen, wide, narrow = six
        less = np.float32(HEAD**-0.5)
        query = graphs.Product(query.weights, query.scale * less, query.bias * less, query.ease, query.which, query.few)
        parts = [(query, key, value), (seen,), (wide,), (narrow,)]
        return _Layer(*(Product(*x, kept=self._kept).fields for x in parts), *(self._at(x) for x in (*first, *second)))

    def _at(self, array: NDArray[Any]) -> int:
        self._kept.append(array)
        return int(array.ctypes.data)


def _tables(graph: graphs.Graph) -> tuple[NDArray[np.int8], Floats, Floats, Floats]:
    """Vectors of words, in whole numbers with a scale for each, of kinds of pieces, and of places in a window."""

    def table(kind: str) -> Floats:
        name = next(n for n in graph.weights if n.endswith((f"{kind}.weight", f"{kind}.weight_quantized")))
        if not name.endswith("_quantized"):
            return np.array(graph.weights[name], np.float32)
        scale, zero = (graph.weights[name.replace("_quantized", x)] for x in ("_scale", "_zero_point"))
        return (graph.weights[name].astype(np.float32) - np.float32(zero)) * np.float32(scale)

    places = table("position_embeddings")
    if any(n.endswith("token_type_embeddings.weight_quantized") for n in graph.weights):
        places = places + table("token_type_embeddings")[:1]
    else:  # added up with nothing else
        alone = [graph.constant(n) for n in graph.of("Add")]
        places = places + next(x for x in alone if x is not None and x.shape == (1, places.shape[1]))
    small = next((n for n in graph.weights if n.endswith("word_embeddings.weight.int8")), None)
    if small is not None:
        scale = graph.weights[small.replace(".int8", ".scale")].reshape(-1)
        return np.array(graph.weights[small]), np.array(scale, np.float32), table("shapes"), places
    name = next(n for n in graph.weights if n.endswith("word_embeddings.weight_quantized"))
    one, zero = (graph.weights[name.replace("_quantized", x)] for x in ("_scale", "_zero_point"))
    words = (graph.weights[name].astype(np.int16) - 128).astype(np.int8)
    places = places + (128 - np.float32(zero)) * np.float32(one)
    return words, np.full(len(words), np.float32(one)), table("marks"), places.astype(np.float32)
