"""detente's own networks, as onnxruntime runs them fastest on one core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# One operator for "add, then normalise" is slower here than the two it stands for.
_UNWANTED = ["SkipLayerNormFusion"]


def session(weights: Path) -> Any:
    """An onnxruntime session of one thread: processes share the cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=_UNWANTED
    )
