"""Questions of tests/eval/questions.yaml answered by `ask`: how many rightly, how many refused rightly, and how fast.

    python bench/ask.py [tune|held|all] [--show]

--show names the entries that fail; of the half that is held back it does so only where that half is asked for by name.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from atlas287.atlas import Atlas
from eval import judge


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="all", choices=["tune", "held", "all"])
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    atlas = Atlas.open()
    right = {True: [0, 0], False: [0, 0]}
    lacking, times = 0, []
    for entry in judge.entries(given.split):
        started = time.monotonic()
        brief = atlas.ask(entry["question"], place=entry.get("place"), as_of=entry.get("as_of"))["brief"]
        times.append(time.monotonic() - started)
        found = judge.faults(entry, brief)
        right[judge.refuses(entry)][0] += not found
        right[judge.refuses(entry)][1] += 1
        lacking += judge.lacks_number(entry, brief)
        if (
            found
            and given.show
            and given.split in ("all", entry["split"])
            and (given.split != "all" or entry["split"] == "tune")
        ):
            print(f"{entry['id']} [{entry['lang']}] {entry['question'][:150]}", *found, sep="\n    ")
            print(
                "    plan:", (brief["plan"] or {}).get("topics"), [said["text"][:90] for said in brief["summary"][:2]]
            )
    for refused, (good, of) in right.items():
        print(f"{'refused or asked back' if refused else 'answered'} rightly: {good} of {of} ({100 * good / of:.1f} %)")
    median = sorted(times)[len(times) // 2]
    print(f"answers without the right number: {lacking}; median {median:.3f} s, slowest {max(times):.2f} s")


if __name__ == "__main__":
    main()
