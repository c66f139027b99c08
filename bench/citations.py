"""Whether briefs are supported by what they cite, over a large sample: recall, precision, faults, alterations."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from atlas287.answers import ledger, places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.ask import ask
from atlas287.core.release import Release
from common import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from eval.citations import Checker, Report, numbers, sentences
from eval.cited import alter

STATES = ["FL", "TX", "CA", "NY", "GA", "TN", "IL", "OH", "MD", "PR", "AZ", "NH"]
COUNTIES = ["04021", "41051", "18063", "12021", "48201", "36061", "06037", "13121", "12086", "51510"]
"""Counties of many kinds, besides those drawn."""
DAYS = ("2025-03-01", "2021-06-30", "2015-01-01", "2008-03-20")
QUESTIONS = ROOT / "tests" / "eval" / "cited" / "questions.txt"
Pair = tuple[dict[str, Any], dict[str, Any]]


def sample(release: Release) -> list[dict[str, Any]]:
    """The nation, 12 States, 40 counties, 20 towns and 20 agencies, drawn with a fixed seed."""
    drawn = random.Random(287)
    known, towns = places.counties(release), places.towns(release)
    named = [row["town_id"] for row in release.rows("SELECT DISTINCT town_id FROM agency_towns ORDER BY town_id")]
    agencies = [row["agency_id"] for row in release.rows("SELECT agency_id FROM agencies ORDER BY agency_id")]
    return [
        places.NATION,
        *(places.state_place(code) for code in STATES),
        *(known[fips] for fips in [*COUNTIES, *drawn.sample(sorted(set(known) - set(COUNTIES)), 30)]),
        *(towns[town] for town in [*drawn.sample(named, 12), *drawn.sample(sorted(towns), 8)]),
        *(places.agency_place(ledger.find(release, each)[0]) for each in drawn.sample(agencies, 20)),
    ]


def of_places(release: Release, chosen: list[dict[str, Any]], day: str | None = None) -> Iterator[Pair]:
    """Briefs of places in English and Spanish."""
    as_of = date.fromisoformat(day) if day else None
    for place in chosen:
        english, spanish = (answer.brief(release, place, as_of=as_of, lang=lang) for lang in ("en", "es"))
        yield english.to_json(), spanish.to_json()


def of_questions(release: Release) -> Iterator[Pair]:
    """Answers in English and Spanish; a question that fails is named."""
    for question in QUESTIONS.read_text(encoding="utf-8").splitlines():
        try:
            english, spanish = (ask(release, question, lang=lang) for lang in ("en", "es"))
        except Exception as error:  # an answer that cannot be made is a finding too
            print(f"fails: {question} ({type(error).__name__}: {error})")
            continue
        yield english.to_json(), spanish.to_json()


def shown(name: str, report: Report) -> str:
    return (
        f"{name:<28}{report.stating:>7,} sentences  recall {report.recall:.4f}  by cites alone "
        f"{report.recall_by_cites:.4f}  {report.cites:>6,} cites  precision {report.precision:.4f}  "
        f"{report.gaps:>5,} gaps  {len(report.unchecked)} unchecked"
    )


def altered(checker: Checker, briefs: list[dict[str, Any]]) -> tuple[Counter[str], list[tuple[str, str]]]:
    """Alterations of one sentence of each wording in each brief, with a negation at every place; those not caught."""
    tried: Counter[str] = Counter()
    missed = []
    for brief in briefs:
        said = sentences(brief)
        first = {sentence["id"].partition(":")[0]: at for at, sentence in reversed(list(enumerate(said)))}
        for at in first.values():
            if checker.found(brief, said[at]).faults:
                continue
            for kind, other, sentence in alter.alterations(checker.release, brief, said, at, every=True):
                tried[kind] += 1
                if not checker.found(other, sentence).faults:
                    missed.append((kind, sentence["text"]))
    return tried, missed


def main(alterations: int) -> None:
    """Print the figures."""
    started, release, checker = time.perf_counter(), Release.open(), Checker()
    chosen = sample(release)
    old = [chosen[at] for at in (0, 1, 13, 16, 53, 60, 73, 80)]
    parts = {
        "places, newest list": list(of_places(release, chosen)),
        "places, older days": [pair for day in DAYS for pair in of_places(release, old, day)],
        "questions": list(of_questions(release)),
    }
    total, unlike = Report(), 0
    for name, pairs in parts.items():
        part = Report()
        for brief in (each for pair in pairs for each in pair):
            part.add(checker.check(brief))
        unlike += sum(numbers(english) != numbers(spanish) for english, spanish in pairs)
        print(shown(name, part))
        total.add(part)
    print(shown("all", total))
    print(f"pairs whose English and Spanish numbers differ: {unlike}")
    kinds: dict[tuple[str, str], list[str]] = {}
    for fault in total.faults:
        name = fault.id if fault.id.startswith("fact.") else fault.id.partition(":")[0]
        kinds.setdefault((name, fault.why.partition(":")[0].partition(",")[0]), []).append(fault.text)
    for (name, why), texts in sorted(kinds.items(), key=lambda each: -len(each[1])):
        print(f"{len(texts):>5}  {name}: {why} | {texts[0][:160]}")
    step = max(1, sum(map(len, parts.values())) // alterations)
    every = [brief for pairs in parts.values() for brief in (each for pair in pairs for each in pair)]
    tried, missed = altered(checker, every[:: 2 * step] + every[1 :: 2 * step])
    print(f"alterations: {sum(tried.values()):,} of {len(tried)} kinds, {len(missed)} not caught; {dict(tried)}")
    for kind, text in missed[:20]:
        print(f"   not caught: {kind} | {text[:200]}")
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alterations", type=int, default=20, help="pairs of briefs that are altered")
    main(parser.parse_args().alterations)
