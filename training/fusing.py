"""Make an exported encoder cheaper to run: attention as one operator of onnxruntime, without a mask.

    python -m training.fusing coder.onnx

For networks that read one row at a time, unpadded. The answers stay the same but for the last digits.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

_THROUGH = {"Transpose", "Reshape", "Cast"}


def fuse(path: Path, heads: int = 12) -> int:
    """Rewrite the file; how many layers were fused."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    made_by = {o: n for n in graph.node for o in n.output}
    used_by: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            used_by.setdefault(name, []).append(node)
    constants = {i.name for i in graph.initializer} | {n.output[0] for n in graph.node if n.op_type == "Constant"}
    values = {i.name: i for i in graph.initializer}

    def whole(name: str) -> str:
        """The product plus bias that a part of the attention comes from."""
        node = made_by[name]
        while True:
            data = [x for x in node.input if x not in constants]
            if (
                node.op_type == "Add"
                and len(data) == 1
                and any(x in values and numpy_helper.to_array(values[x]).ndim == 1 for x in node.input)
            ):
                return str(node.output[0])
            if node.op_type not in _THROUGH | {"Mul", "Div"}:
                raise ValueError(f"{node.op_type} in the way of attention")
            node = made_by[data[0] if node.op_type != "Reshape" else node.input[0]]

    fused = 0
    for softmax in [n for n in graph.node if n.op_type == "Softmax"]:
        scores = made_by[softmax.input[0]]
        while scores.op_type != "MatMul":
            data = [x for x in scores.input if x not in constants]
            scores = next(made_by[x] for x in data if made_by[x].op_type in {"MatMul", "Mul", "Div", "Add"})
        attended = used_by[softmax.output[0]][0]
        while attended.op_type != "MatMul":
            attended = used_by[attended.output[0]][0]
        out = used_by[attended.output[0]][0]
        while used_by[out.output[0]][0].op_type in _THROUGH:
            out = used_by[out.output[0]][0]
        parts = [whole(scores.input[0]), whole(scores.input[1]), whole(attended.input[1])]
        result = out.output[0]
        out.output[0] = result + "_unused"
        node = helper.make_node(
            "MultiHeadAttention", parts, [result], name=f"attention_{fused}", domain="com.microsoft", num_heads=heads
        )
        graph.node.insert(list(graph.node).index(out) + 1, node)
        fused += 1
    _prune(graph)
    if fused and not any(x.domain == "com.microsoft" for x in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, str(path))
    return fused


def _prune(graph: Any) -> None:
    """Take out what no output needs any more."""
    needed = {o.name for o in graph.output}
    kept = []
    for node in reversed(graph.node):
        if needed & set(node.output):
            kept.append(node)
            needed |= set(node.input)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    initializers = [i for i in graph.initializer if i.name in needed]
    del graph.initializer[:]
    graph.initializer.extend(initializers)


def main() -> None:
    """The command line."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("path", type=Path)
    args = ap.parse_args()
    print(f"{args.path}: {fuse(args.path)} layers")


if __name__ == "__main__":
    main()
