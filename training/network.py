"""The coder's network: an encoder, the states at the marks, and three heads; its training and its export."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import AutoModel

from detente.coding.marking import MARKS, PAD
from training.fusing import fuse

MASK, FIRST_WORD = 103, 200  # ids below FIRST_WORD are special or unused entries of the vocabulary


@dataclass(frozen=True)
class Example:
    """Token ids, the types it may be (None: only whether it is an event counts), whether anything happens between the
    two (None: not known), its mode (-1: not known), and its weight."""

    ids: list[int]
    types: tuple[bool, ...] | None
    event: float | None
    mode: int = -1
    weight: float = 1.0
    soft: np.ndarray | None = None


class Network(nn.Module):
    """[CLS], the marks before source, target and predicate, and the mean, joined; a missing mark counts as zeros."""

    def __init__(self, path: str, n_types: int, n_modes: int, drop: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            path, attn_implementation="eager", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.words = self.encoder.embeddings.word_embeddings
        self.words.weight.requires_grad_(False)  # a thousand pairs cannot teach it words
        h = self.encoder.config.hidden_size
        self.marks = nn.Embedding(7, h)
        self.drop = nn.Dropout(drop)
        self.to_type, self.to_event, self.to_mode = (
            nn.Linear(5 * h, n_types),
            nn.Linear(5 * h, 1),
            nn.Linear(5 * h, n_modes),
        )
        nn.init.normal_(self.marks.weight, std=0.02)
        for head in (self.to_type, self.to_event, self.to_mode):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (n, types), (n,), (n, modes) of ids (n, length)."""
        there = ids != PAD
        words = self.words(ids) + self.marks(torch.where(ids < 7, ids, 0))
        x = self.encoder(inputs_embeds=words, attention_mask=there.long()).last_hidden_state.float()
        weight = there.float().unsqueeze(-1)

        def at(mark: int) -> Tensor:
            return ((ids == mark).float().unsqueeze(-1) * x).sum(1)

        marked = [at(MARKS[side][0]) for side in ("source", "target", "predicate")]
        z = self.drop(torch.cat([x[:, 0], *marked, (x * weight).sum(1) / weight.sum(1)], -1))
        return self.to_type(z), self.to_event(z).squeeze(-1), self.to_mode(z)


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """The rows as one tensor."""
    out = torch.full((len(rows), max(map(len, rows))), PAD, dtype=torch.long)
    for k, row in enumerate(rows):
        out[k, : len(row)] = torch.tensor(row)
    return out


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[int]]:
    order = list(range(len(examples)))
    rng.shuffle(order)
    out: list[list[int]] = []
    for at in range(0, len(order), size * 16):
        near = sorted(order[at : at + size * 16], key=lambda k: len(examples[k].ids))
        out += [near[j : j + size] for j in range(0, len(near), size)]
    rng.shuffle(out)
    return out


def _loss(net: Network, batch: Sequence[Example], mode_groups: Tensor, smoothing: float, hide: float) -> Tensor:
    ids = padded([e.ids for e in batch])
    if hide:
        ids = torch.where((torch.rand(ids.shape) < hide) & (ids > FIRST_WORD), MASK, ids)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        types, event, modes = (x.float() for x in net(ids))
    weight = torch.tensor([e.weight for e in batch])
    loss = types.new_zeros(())
    typed = [k for k, e in enumerate(batch) if e.types is not None and e.soft is None]
    if typed:
        log = F.log_softmax(types[typed], -1)
        allowed = torch.tensor([batch[k].types for k in typed])
        # several types may be right (the corpus's YIELD): their probabilities add up
        right = torch.logsumexp(log.masked_fill(~allowed, -1e4), -1)
        loss = loss - (((1 - smoothing) * right + smoothing * log.mean(-1)) * weight[typed]).sum()
    taught = [k for k, e in enumerate(batch) if e.soft is not None]
    if taught:
        soft = torch.tensor(np.stack([batch[k].soft for k in taught]), dtype=torch.float32)  # type: ignore[misc]
        loss = loss - ((soft * F.log_softmax(types[taught], -1)).sum(-1) * weight[taught]).sum()
    known = [k for k, e in enumerate(batch) if e.event is not None]
    if known:
        truth = torch.tensor([batch[k].event for k in known], dtype=torch.float32) * 0.96 + 0.02
        loss = (
            loss
            + 0.5 * (F.binary_cross_entropy_with_logits(event[known], truth, reduction="none") * weight[known]).sum()
        )
    moded = [k for k, e in enumerate(batch) if e.mode >= 0]
    if moded:
        mode = torch.tensor([batch[k].mode for k in moded])
        rivals = mode_groups[mode]  # only modes of the same type compete
        masked = modes[moded].masked_fill(~rivals, -1e4)
        loss = loss + 0.3 * (F.cross_entropy(masked, mode, reduction="none") * weight[moded]).sum()
    return loss / len(batch)


def fit(
    net: Network,
    examples: Callable[[int], Sequence[Example]],
    mode_groups: Tensor,
    *,
    epochs: int,
    rate: float,
    size: int,
    seed: int,
    smoothing: float = 0.1,
    hide: float = 0.1,
    mean: float = 0.0,
    say: Callable[[str], None] = print,
) -> None:
    """Train in place with AdamW, warm-up over a tenth and linear decay, in bfloat16.

    Args:
        examples: gives the examples of an epoch.
        rate: greatest learning rate of the encoder; the heads learn ten times as fast.
        hide: share of word pieces hidden at random.
        mean: what is kept is the mean of the weights over this share of the steps, the last ones (0: the last weights).
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    inner = [p for n, p in net.named_parameters() if n.startswith("encoder") and p.requires_grad]
    outer = [p for n, p in net.named_parameters() if not n.startswith(("encoder", "words"))]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": rate}, {"params": outer, "lr": rate * 10}], weight_decay=0.01, fused=True
    )
    total = epochs * math.ceil(len(examples(0)) / size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.1 * total)) * max(0.02, 1 - s / total)
    )
    net.train()
    began = time.time()
    kept: list[Tensor] = []
    taken = done = 0
    learning = [p for p in net.parameters() if p.requires_grad]
    for epoch in range(epochs):
        now = examples(epoch)
        sum_ = 0.0
        for chunk in _batches(now, size, rng):
            loss = _loss(net, [now[k] for k in chunk], mode_groups, smoothing, hide)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            sum_ += loss.item() * len(chunk)
            done += 1
            if done > (1 - mean) * total and done % 4 == 0:
                taken += 1
                with torch.no_grad():
                    if not kept:
                        kept = [p.detach().clone() for p in learning]
                    for average, p in zip(kept, learning, strict=True):
                        average += (p - average) / taken
        say(f"  epoch {epoch}: {len(now)} examples, loss {sum_ / len(now):.3f}, {time.time() - began:.0f} s")
    with torch.no_grad():
        for average, p in zip(kept, learning, strict=False):
            p.copy_(average)


def predict(net: Network, rows: Sequence[Sequence[int]], size: int = 64) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits of type, event and mode of token ids."""
    net.eval()
    order = sorted(range(len(rows)), key=lambda k: len(rows[k]))
    out: list[list[np.ndarray]] = [[np.zeros(0)] * len(rows) for _ in range(3)]
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(order), size):
            part = order[at : at + size]
            for to, values in zip(out, net(padded([rows[k] for k in part])), strict=True):
                for k, v in zip(part, values.float().numpy(), strict=True):
                    to[k] = v
    return np.stack(out[0]), np.array([float(v) for v in out[1]]), np.stack(out[2])


def export(net: Network, folder: Path, *, quantise: bool = True) -> None:
    """Write ``coder.onnx`` (int8) and ``coder-fp32.onnx``: ids (n, length) in, logits of type, event and mode out."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    full = folder / "coder-fp32.onnx"
    torch.onnx.export(
        net, (torch.tensor([[101, 1, 5000, 2, 6000, 3, 7000, 4, 102], [101, 1, 5000, 2, 102, 0, 0, 0, 0]]),), str(full),
        input_names=["ids"], output_names=["types", "event", "modes"], opset_version=17, dynamo=False,
        dynamic_axes={"ids": {0: "n", 1: "length"}, "types": {0: "n"}, "event": {0: "n"}, "modes": {0: "n"}},
    )  # fmt: skip
    if quantise:
        quantize_dynamic(str(full), str(folder / "coder.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        fuse(folder / "coder.onnx")
