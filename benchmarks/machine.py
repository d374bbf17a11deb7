"""What a figure was measured on. Used by the benchmarks."""

from __future__ import annotations

import platform
import resource
import sys
from pathlib import Path


def machine() -> str:
    """Return processor, Python and system in one line."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cores = f"{len(names)} x {names[0]}" if names else platform.processor()
    return f"{cores}, Python {platform.python_version()}, {platform.system()}"


def peak_megabytes() -> float:
    """Return the most memory this process held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
