"""The brief of every county, made and verified in one process; its numbers against pandas, which must be equal."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.verify import sentences, verify
from atlas287.core.release import Release
from common import asked, median, run


def numbers(brief: Mapping[str, Any]) -> list[Any]:
    """What pandas counts too: agreements, agencies, agencies by model, agreements a year before, first list."""
    said = {sentence["id"]: sentence for sentence in sentences(brief)}
    value = {
        name: s["value"]["value"] if isinstance(s["value"], dict) else s["value"]
        for name, s in said.items()
        if "value" in s
    }
    models = {name.split(":")[1]: n for name, n in value.items() if name.startswith("scale.model.county:")}
    first = said["scale.first.county"]["list"]
    return [
        value["scale.agreements.county"],
        value["print.agencies.county"],
        models,
        value["scale.year_before.county"],
        first["as_of"] if first else None,
    ]


def main(runs: int, python: str) -> None:
    """Print medians and ratios."""
    made_in, verified_in, theirs_in, warm, cold = [], [], [], [], []
    for _ in range(runs):
        release = Release.open()
        started = time.perf_counter()
        made = {fips: answer.brief(release, place).to_json() for fips, place in places.counties(release).items()}
        made_in.append(time.perf_counter() - started)
        started = time.perf_counter()
        failed = [fips for fips, brief in made.items() if verify(release, brief)["failed"]]
        verified_in.append(time.perf_counter() - started)
        if failed:
            sys.exit(f"these briefs do not verify: {failed}")
        again = time.perf_counter()
        answer.brief(release, places.counties(release)["12021"])
        warm.append(time.perf_counter() - again)
        printed = json.loads(run(["bench/baseline_counties.py", str(release.path)], python=python)[1])
        theirs_in.append(printed["seconds"])
        if printed["counties"] != {fips: numbers(brief) for fips, brief in made.items()}:
            sys.exit("the numbers differ")
        cold.append(run(["-m", "atlas287", "county", "12021"])[0])
    ratio = median([theirs / mine for theirs, mine in zip(theirs_in, made_in, strict=True)])
    print(
        f"{len(made):,} county briefs                {median(made_in):6.2f} s   {ratio:4.1f} times faster than pandas"
    )
    print(f"all of them verified                {median(verified_in):6.2f} s")
    print(f"their numbers by pandas             {median(theirs_in):6.2f} s   five of some thirty sentences, equal")
    print(f"one brief, warm                     {median(warm):6.3f} s")
    print(f"one brief, whole process            {median(cold):6.2f} s")


if __name__ == "__main__":
    main(*asked(__doc__))
