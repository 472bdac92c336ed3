"""Tests of sources. ``FUZZ=20000 pytest tests/sources`` (make fuzz) tries that many inputs instead of a few."""

import os

TRIES = max(60, int(os.environ.get("FUZZ", "0")) // 3)
