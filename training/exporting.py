"""The attribution network as it is run: ONNX in int8, its word vectors with a scale for each word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from detente.coding.attribution import LINK_SIZE, Window
from training import attention

# share of the differences in size that is moved from what goes into a product to its weights: less where a product
# sees what GELU made, whose weights would suffer
EASE = {"narrow": 0.5, "": 0.7}
APART = 4  # numbers of what GELU made that stay in float32, the largest


@dataclass(frozen=True)
class Ease:
    """How a product is made easy for int8: by how much to divide what goes in, and which numbers of it stay apart."""

    size: Tensor
    apart: Tensor | None

    def inverse(self) -> Tensor:
        """What goes in is multiplied by it; 0 for what stays apart."""
        out = 1 / self.size
        if self.apart is not None:
            out[self.apart] = 0
        return out

    def weights(self, layer: nn.Linear) -> tuple[Tensor, Tensor]:
        """A layer's weights for what is eased, and for what stays apart."""
        eased, few = (layer.weight.detach() * self.size).clone(), layer.weight.new_zeros(0)
        if self.apart is not None:
            few = layer.weight.detach()[:, self.apart].T.contiguous()
            eased[:, self.apart] = 0
        return eased, few


class Exported(nn.Module):
    """What is run, one window at a time and so without padding: cue scores, query, key, and the table of distances.

    BERT's layers written out, with attention as one operator of onnxruntime. What goes into a product is divided by its
    ease number for number, and the product's weights are multiplied by it: numbers of like size lose less in int8
    (Xiao et al., SmoothQuant, ICML 2023). A few that are huge in every window would set the scale for all others: their
    share of the product is computed in float32 (Dettmers et al., LLM.int8(), NeurIPS 2022).
    """

    def __init__(self, net: nn.Module, ease: dict[str, Ease] | None = None) -> None:
        super().__init__()
        self.net = net
        self.ease = ease or {}
        self.made: dict[str, tuple[Tensor, list[tuple[Tensor, Tensor]]]] = {}
        self.seen: dict[str, Tensor] = {}  # largest number that went into each product, by place and dimension

    def products(self, place: str, x: Tensor, *layers: nn.Linear) -> list[Tensor]:
        """What layers make of the same numbers."""
        if not torch.onnx.is_in_onnx_export():
            most = x.abs().flatten(0, -2).amax(0)
            self.seen[place] = torch.maximum(self.seen.get(place, most), most)
        ease = self.ease.get(place)
        if ease is None:
            return [layer(x) for layer in layers]
        if place not in self.made:
            self.made[place] = ease.inverse(), [ease.weights(layer) for layer in layers]
        inverse, weights = self.made[place]
        eased = x * inverse
        out = [nn.functional.linear(eased, w, layer.bias) for (w, _), layer in zip(weights, layers, strict=True)]
        if ease.apart is None:
            return out
        few = x[..., ease.apart]
        return [y + few @ w for y, (_, w) in zip(out, weights, strict=True)]

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As the reader calls it."""
        net = self.net
        words = net.encoder.embeddings
        where = words.position_embeddings(torch.arange(ids.shape[1])[None])
        kind = words.token_type_embeddings.weight[:1]
        hidden = words.LayerNorm(words.word_embeddings(ids) + net.shapes(shapes) + where + kind)
        for k, layer in enumerate(net.encoder.encoder.layer):
            mine = layer.attention.self
            asked = self.products(f"{k} attention", hidden, mine.query, mine.key, mine.value)
            after = layer.attention.output
            (seen,) = self.products(f"{k} seen", attention.Fused.apply(*asked, 12), after.dense)
            hidden = after.LayerNorm(seen + hidden)
            (wide,) = self.products(f"{k} wide", hidden, layer.intermediate.dense)
            (narrow,) = self.products(f"{k} narrow", nn.functional.gelu(wide), layer.output.dense)
            hidden = layer.output.LayerNorm(narrow + hidden)
        tags, query, key = self.products("heads", hidden, net.tags, net.query, net.key)
        return tags[0], query[0] / LINK_SIZE**0.5, key[0], net.bias * 1.0


def eased(net: nn.Module, windows: Iterable[Window]) -> dict[str, Ease]:
    """For each product of the network, how to make it easy, from what some windows put in."""
    whole = Exported(net)
    with torch.no_grad():
        for w in windows:
            whole(torch.from_numpy(w.pieces.ids)[None], torch.from_numpy(w.pieces.shapes)[None])
    out = {}
    for place, most in whole.seen.items():
        kind = place.split()[-1]
        ease = most.clamp(min=1e-3) ** EASE.get(kind, EASE[""])
        apart = most.topk(APART).indices.sort().values if kind == "narrow" else None
        out[place] = Ease(ease / ease.median(), apart)
    return out


def export(net: nn.Module, out: Path, windows: Iterable[Window]) -> None:
    """Write a trained network as ONNX in int8, and beside it in float32 (``.fp32.onnx``).

    ``windows`` show what sizes of numbers to expect.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    ease = eased(net, windows)
    whole = out.with_suffix(".fp32.onnx")
    example = torch.ones(1, 16, dtype=torch.int64)
    eased_net = Exported(net, ease)
    eased_net(example, example)  # makes the weights, which tracing would write out as sums
    torch.onnx.export(
        eased_net,
        (example, example),
        str(whole),
        input_names=["ids", "shapes"],
        output_names=["tags", "query", "key", "bias"],
        dynamic_axes={
            "ids": {1: "pieces"},
            "shapes": {1: "pieces"},
            **{k: {0: "pieces"} for k in ("tags", "query", "key")},
        },
        opset_version=17,
        dynamo=False,
        custom_opsets={"com.microsoft": 1},
    )
    model = onnx.load(str(whole))
    sizes = _weights_of_constants(model)
    onnx.save(model, str(whole))
    apart = [n.name for n in model.graph.node if n.op_type == "MatMul" and sizes.get(n.input[1], [0])[0] == APART]
    tables = [n.name for n in model.graph.node if n.op_type == "Gather"]
    quantize_dynamic(
        str(whole),
        str(out),
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=[*tables, *apart],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    model = onnx.load(str(out))
    _words_in_int8(model)
    onnx.save(model, str(out))
    onnx.checker.check_model(str(out))
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def _weights_of_constants(model: Any) -> dict[str, list[int]]:
    """Makes weights of a graph's constants, which onnxruntime would leave as they are; the shape of each weight."""
    graph = model.graph
    for node in [n for n in graph.node if n.op_type == "Constant"]:
        weight = node.attribute[0].t
        weight.name = node.output[0]
        graph.initializer.append(weight)
        graph.node.remove(node)
    return {t.name: list(t.dims) for t in graph.initializer}


WORDS = "word_embeddings.weight"


def _words_in_int8(model: object) -> None:
    """Word vectors in int8 with a scale for each word: one scale for all of them costs half of a point of cue F1."""
    from onnx import helper, numpy_helper

    graph = model.graph  # type: ignore[attr-defined]
    gather = next(n for n in graph.node if n.op_type == "Gather" and n.input[0].endswith(WORDS))
    table = next(t for t in graph.initializer if t.name == gather.input[0])
    vectors = numpy_helper.to_array(table)
    scale = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-6).astype(np.float32) / 127
    small = np.round(vectors / scale).astype(np.int8)
    name, ids, result = gather.input[0], gather.input[1], gather.output[0]
    graph.initializer.remove(table)
    graph.initializer.extend(
        [numpy_helper.from_array(small, f"{name}.int8"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    at = list(graph.node).index(gather)
    graph.node.remove(gather)
    for k, node in enumerate(
        [
            helper.make_node("Gather", [f"{name}.int8", ids], ["words.int8"], "words/int8"),
            helper.make_node("Gather", [f"{name}.scale", ids], ["words.scale"], "words/scale"),
            helper.make_node("Cast", ["words.int8"], ["words.float"], "words/float", to=1),
            helper.make_node("Mul", ["words.float", "words.scale"], [result], "words/scaled"),
        ]
    ):
        graph.node.insert(at + k, node)
