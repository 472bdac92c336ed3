"""What an exported network consists of, read from its ONNX file without the library that wrote it.

The file is a protocol buffer; of its messages (onnx.proto, version 1.17) only those fields are read that tell weights
and which operator takes which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KINDS: dict[int, Any] = {k: np.dtype(t) for k, t in ((1, "<f4"), (2, "u1"), (3, "i1"), (6, "<i4"), (7, "<i8"))}
_BEFORE = {1: 4, 6: 5, 7: 7}  # the field that holds a tensor's numbers, by its type, where they are not raw bytes
# of products in int8, what stands between the sums and the bias
_THROUGH = ("Cast", "Mul")


@dataclass(frozen=True, slots=True)
class Node:
    """An operator with the names of what goes in and comes out."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """A network's operators in their order, and its weights by name."""

    nodes: tuple[Node, ...]
    weights: dict[str, NDArray[Any]] = field(repr=False)

    def of(self, operator: str) -> list[Node]:
        """The nodes with an operator, in order."""
        return [n for n in self.nodes if n.operator == operator]

    @cached_property
    def maker(self) -> dict[str, Node]:
        """The node that each value comes out of."""
        return {name: node for node in self.nodes for name in node.outputs}

    @cached_property
    def takers(self) -> dict[str, list[Node]]:
        """The nodes that each value goes into."""
        out: dict[str, list[Node]] = {}
        for node in self.nodes:
            for name in node.inputs:
                out.setdefault(name, []).append(node)
        return out

    def constant(self, node: Node) -> NDArray[Any] | None:
        """The weights that go into a node, the first of them."""
        return next((self.weights[x] for x in node.inputs if x in self.weights), None)


@dataclass(frozen=True, slots=True)
class Product:
    """A product in int8: x W + b, with W (in, out) in whole numbers times the scale of each column.

    What goes in is multiplied by ``ease``, number for number; the numbers ``which`` also count as they are, by ``few``.
    """

    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    ease: NDArray[np.float32]
    which: NDArray[np.int64]
    few: NDArray[np.float32]

    def padded(self, many: int) -> Product:
        """The same with so many numbers apart, those that are added weighing nothing."""
        more = many - len(self.which)
        if more < 0:
            raise ValueError(f"{len(self.which)} numbers apart, where {many} can be")
        which, few = np.pad(self.which, (0, more)), np.pad(self.few, ((0, more), (0, 0)))
        return replace(self, which=which, few=few)


def read(path: Path) -> Graph:
    """The graph of an ONNX file.

    Raises:
        ValueError: a weight is of a type that detente's networks do not have.
    """
    graph = next(v for n, v in _fields(memoryview(path.read_bytes())) if n == 7)
    nodes: list[Node] = []
    weights: dict[str, NDArray[Any]] = {}
    for number, value in _fields(graph):
        if number == 5:
            name, tensor = _tensor(value)
            weights[name] = tensor
        elif number == 1:
            found = list(_fields(value))
            inputs, outputs = (tuple(str(v, "utf-8") for n, v in found if n == k) for k in (1, 2))
            operator = next(str(v, "utf-8") for n, v in found if n == 4)
            if operator == "Constant":
                held = next(v for n, v in found if n == 5)
                weights[outputs[0]] = _tensor(next(v for n, v in _fields(held) if n == 5))[1]
            else:
                nodes.append(Node(operator, inputs, outputs))
    return Graph(tuple(nodes), weights)


def products(graph: Graph) -> list[Product]:
    """The products in int8 of a network, in order."""
    return [_product(graph, node) for node in graph.of("MatMulInteger")]


def _product(graph: Graph, node: Node) -> Product:
    weights = graph.weights[node.inputs[1]]
    size, width = weights.shape
    (quantised,) = (graph.maker[node.inputs[0]],)
    before = graph.maker[quantised.inputs[0]]
    ease = graph.constant(before) if before.operator == "Mul" else None
    eased = ease is not None and ease.shape == (size,)
    scale = np.ones(width, np.float32)
    at = node
    while at.operator != "Add":
        (at,) = graph.takers[at.outputs[0]]
        if at.operator == "Mul":
            scales = graph.maker[next(x for x in at.inputs if graph.maker[x].operator == "Mul")]
            scale = np.asarray(graph.constant(scales), np.float32)
        elif at.operator not in (*_THROUGH, "Add"):
            raise ValueError(f"{at.operator} after a product")
    bias = graph.constant(at)
    which, few = np.zeros(0, np.int64), np.zeros((0, width), np.float32)
    for beside in graph.takers[before.inputs[0]] if eased else ():
        if beside.operator == "Gather":  # some numbers apart, in float32
            which = np.asarray(graph.constant(beside), np.int64)
            few = np.asarray(graph.constant(graph.takers[beside.outputs[0]][0]), np.float32)
    return Product(
        weights,
        scale,
        np.asarray(bias, np.float32),
        np.asarray(ease, np.float32) if eased else np.ones(size, np.float32),
        which,
        few,
    )


def _tensor(message: memoryview) -> tuple[str, NDArray[Any]]:
    """A tensor's name and numbers."""
    name, kind, dims = "", 0, list[int]()
    parts: dict[int, list[Any]] = {}
    for number, value in _fields(message):
        if number == 1:
            dims += [value] if isinstance(value, int) else _numbers(value)
        elif number == 2:
            kind = value
        elif number == 8:
            name = str(value, "utf-8")
        else:
            parts.setdefault(number, []).append(value)
    if kind not in _KINDS:
        return name, np.zeros(0)  # of what no product needs
    if 9 in parts:
        return name, np.frombuffer(parts[9][0], _KINDS[kind]).reshape(dims)
    held = parts.get(_BEFORE.get(kind, 5), [])
    if kind == 1:
        return name, np.frombuffer(b"".join(map(bytes, held)), _KINDS[kind]).reshape(dims)
    whole = [x for v in held for x in ([v] if isinstance(v, int) else _numbers(v))]
    return name, np.array([x - (1 << 64) if x >> 63 else x for x in whole]).astype(_KINDS[kind]).reshape(dims)


def _fields(message: memoryview) -> Iterator[tuple[int, Any]]:
    """The fields of a message: number, and a whole number or bytes."""
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        kind = key & 7
        if kind == 0:
            value, at = _number(message, at)
            yield key >> 3, value
            continue
        size, at = (8, at) if kind == 1 else (4, at) if kind == 5 else _number(message, at)
        yield key >> 3, message[at : at + size]
        at += size


def _number(message: memoryview, at: int) -> tuple[int, int]:
    """The whole number that starts at a byte, and where it ends."""
    out = shift = 0
    while True:
        byte = message[at]
        out |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return out, at


def _numbers(packed: memoryview) -> list[int]:
    out, at = [], 0
    while at < len(packed):
        number, at = _number(packed, at)
        out.append(number)
    return out
