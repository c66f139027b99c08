"""Timing of whole processes: wall seconds."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def workbooks() -> Path:
    """The folder of real workbooks."""
    data = Path(os.environ.get("ATLAS287_DATA") or ROOT.parent / "shared" / "data")
    folder = data / "agreements" / "sheets"
    if not folder.is_dir():
        sys.exit(f"no workbooks in {folder}: set ATLAS287_DATA")
    return folder


def run(command: list[str], *, python: str = sys.executable, **env: str) -> tuple[float, str]:
    """Wall seconds and standard output of a command that must succeed."""
    started = time.perf_counter()
    done = subprocess.run(
        [python, *command], capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | env
    )
    return time.perf_counter() - started, done.stdout


def median(values: list[float]) -> float:
    return statistics.median(values)


def asked(about: str | None) -> tuple[int, str]:
    """How many runs the command line asks for, and the Python of the baseline."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--baseline", default=sys.executable, help="a Python with pandas")
    given = parser.parse_args()
    return given.runs, given.baseline
