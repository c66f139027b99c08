"""Kills builds at random moments; after each the last good release must open with every hash right.

python bench/kill.py [KILLS] [WORKBOOKS] [SEED]
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from atlas287.core.release import Release
from common import ROOT, workbooks


def main(kills: int, files: int, seed: int) -> None:
    random.seed(seed)
    chosen = sorted(random.sample(sorted(workbooks().glob("*_participating*.xlsx")), files))
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "sheets").mkdir()
        for path in chosen:
            shutil.copy(path, scratch / "sheets")
        env = os.environ | {"ATLAS287_CACHE": str(scratch / "cache")}
        command = [
            sys.executable,
            "-m",
            "atlas287",
            "build",
            "--from",
            str(scratch / "sheets"),
            "--out",
            str(scratch / "out"),
        ]
        for _ in range(2):  # the second run finds its files parsed, as the killed ones do
            started = time.perf_counter()
            subprocess.run(command, env=env, check=True, capture_output=True, cwd=ROOT)
            length = time.perf_counter() - started
        ended = 0
        for _ in range(kills):
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
            time.sleep(random.uniform(0, length))
            ended += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
            release = Release.open(scratch / "out")
            if not release.rows("SELECT count(*) AS n FROM listings")[0]["n"]:
                sys.exit("an empty release")
        subprocess.run(command, env=env, check=True, capture_output=True, cwd=ROOT)
        left = [path.name for path in (scratch / "out").glob(".building-*")]
    print(
        f"{kills} kills, {ended} of them while the build ran: the last good release opened each time; left over: {left}"
    )


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] + [200, 20, 287][len(sys.argv) - 1 :]
    main(*arguments)
