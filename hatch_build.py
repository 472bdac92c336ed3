"""Compiles the encoder when the package is built or installed; where that cannot be, onnxruntime does its work."""

import importlib.util
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface[Any]):
    """A wheel with the compiled encoder is for one kind of machine."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile it in place."""
        path = Path(self.root) / "src" / "detente" / "coding" / "compiling.py"
        spec = importlib.util.spec_from_file_location("compiling", path)
        assert spec and spec.loader
        compiling = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(compiling)
        why = compiling.build()
        if why:
            compiling.LIBRARY.unlink(missing_ok=True)  # of an earlier state
            self.app.display_warning(f"detente runs its networks with onnxruntime, at less than half the speed: {why}")
            return
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")
