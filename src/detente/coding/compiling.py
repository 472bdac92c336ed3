"""Compiles encoder.c, where there is a compiler: ``python -m detente.coding.compiling``; installing does it too.

Nothing but Python's own library is used: what builds the package has no more.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("encoder.c")
LIBRARY = Path(__file__).with_name("libencoder.so")


def build(to: Path = LIBRARY) -> str:
    """Compile; why it cannot be done here, or nothing when it is done."""
    if not sys.platform.startswith("linux") or platform.machine() not in ("x86_64", "AMD64"):
        return "the compiled encoder is for Linux on x86-64"
    compiler = os.environ.get("CC") or next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if compiler is None:
        return "there is no C compiler (Debian: apt-get install gcc libc6-dev)"
    made = to.with_suffix(f".{os.getpid()}")  # in place at once, also for who is loading it
    command = [*compiler.split(), "-O3", "-shared", "-fPIC", "-o", str(made), str(SOURCE)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
        made.replace(to)
    except (OSError, subprocess.CalledProcessError) as error:
        made.unlink(missing_ok=True)
        return f"{compiler} cannot compile it: {getattr(error, 'stderr', '') or error}".strip()
    return ""


if __name__ == "__main__":
    sys.exit(build() or None)
