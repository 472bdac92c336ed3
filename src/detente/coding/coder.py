"""The coder: which PLOVER type and mode it is that one party does to another, if it is any.

A small encoder (MiniLM, int8 ONNX) sees the sentence with source, target and, where it is known, the predicate marked.
It gives the probability that anything happens between the two, the type if so, and the mode of each type.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from detente.coding.inference import session
from detente.coding.marking import Marked, encode

__all__ = ["Coded", "Coder", "Marked"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coder says of a marked sentence.

    ``type`` is a PLOVER type, or NONE where it is likelier that nothing happens between the two; ``score`` is its
    calibrated probability (of a type: that something happens, and that it is this);
    ``probs`` those of all types and of NONE, which sum to 1; ``mode`` is PLOVER's, None where
    the type has none or none is likely.
    """

    type: str
    mode: str | None
    score: float
    probs: dict[str, float]


class Coder:
    """The trained coder, loaded when it is first asked.

    Args:
        path: a folder with ``coder.onnx``, ``coder.json`` and ``tokenizer.json``; the one that comes with detente when
            None. Another is for measuring, for instance one trained without the sentences it is measured on.
        threads: how many sentences are read at once.
    """

    def __init__(self, path: str | Path | None = None, threads: int = 1) -> None:
        self._path = Path(path) if path is not None else Path(str(resources.files("detente") / "weights"))
        self._threads = threads

    @cached_property
    def _about(self) -> dict[str, Any]:
        return dict(json.loads((self._path / "coder.json").read_text(encoding="utf-8")))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._path / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _network(self) -> Any:
        return session(self._path / "coder.onnx")

    @property
    def version(self) -> str:
        """Which training these weights are of."""
        return str(self._about["version"])

    @property
    def labels(self) -> tuple[str, ...]:
        """The sixteen PLOVER types, in the order of the network's outputs."""
        return tuple(self._about["types"])

    def _outputs(self, batch: Sequence[Marked]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Logits of type (n, 16), of anything happening (n,), of mode (n, modes).

        The network reads one sentence at a time: its int8 arithmetic takes its scale from all that it is given, so that
        in a batch the answer for one sentence would hang on the others. (On a processor that is no slower: nothing is
        padded.)
        """
        network = self._network

        def one(ids: list[int]) -> list[np.ndarray]:
            return list(network.run(None, {"ids": np.array([ids], np.int64)}))

        rows = encode(self._tokenizer, batch, int(self._about["limit"]))
        if self._threads > 1 and len(rows) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                found = list(pool.map(one, rows))
        else:
            found = [one(row) for row in rows]
        types, happens, modes = (np.concatenate([f[k] for f in found]) for k in range(3))
        return types, happens, modes

    def types(self, batch: Sequence[Marked]) -> np.ndarray:
        """Calibrated probabilities (n, 16) of the types in the order of ``labels``, given that something happens."""
        if not batch:
            return np.zeros((0, len(self.labels)), np.float32)
        return _softmax(self._outputs(batch)[0] / float(self._about["temperature"]))

    def code(self, batch: Sequence[Marked]) -> list[Coded]:
        """The type, mode and score of each marked sentence, in order; what else is in the batch changes nothing."""
        if not batch:
            return []
        types, happens, modes = self._outputs(batch)
        given = _softmax(types / float(self._about["temperature"]))
        event = 1 / (1 + np.exp(-(happens * float(self._about["event_scale"]) + float(self._about["event_shift"]))))
        out: list[Coded] = []
        for k in range(len(batch)):
            probs = {label: float(event[k] * p) for label, p in zip(self.labels, given[k], strict=True)}
            probs["NONE"] = float(1 - event[k])
            best = self.labels[int(given[k].argmax())] if event[k] > 0.5 else "NONE"
            out.append(Coded(best, self._mode(best, modes[k]), probs[best], probs))
        return out

    def _mode(self, type_: str, logits: np.ndarray) -> str | None:
        of_type = [
            (k, name.split("/")[1]) for k, name in enumerate(self._about["modes"]) if name.startswith(type_ + "/")
        ]
        if not of_type:
            return None
        return max(of_type, key=lambda x: float(logits[x[0]]))[1] or None


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
