"""Decides whether the sentences of a brief are supported by what they cite; shares no code with what composes them.

A sentence is read as a reader reads it: its text must be one that `cited/readings.tsv` knows, whose gaps give a number,
dates, a place, names. Each of these is counted anew (`cited/recount.py`) or looked up in the table of facts, and every
cited source is held against the list or fact that it must be. What no reading fits is `unchecked`: not supported.

    python tests/eval/citations.py BRIEF.json [RELEASE]
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from eval.cited import derived, detained, facts, in_tables, of_claims, on_lists, verdicts
from eval.cited.claim import Claim, Found, Reading
from eval.cited.recount import Release

READINGS = Path(__file__).parent / "cited" / "readings.tsv"
EMBEDDED = Path(__file__).parents[2] / "src" / "atlas287" / "embedded"
Json = Mapping[str, Any]
GROUPS = {
    "n": r"0|[1-9][\d,]*",
    "people": r"(?:0|[1-9][\d,]*)\.\d",
    "hours": r"\d+",
    "none": r"[Nn]o|[Nn]one|[Nn]ingun[ao]|[Nn]ingún",
    "one": r"no longer|ya no|Its|Su",
    "all": r"Every|Todas|For every|De toda",
    "percent": r"-?[\d,]+\.\d+",
    "year": r"\d{4}",
    "begins": r"\d{4}(?:-\d\d){0,2}",
    "of": r".*",
    "whole": r"[1-9][\d,]*",
    "best": r"[1-9][\d,]*",
    "state": r"[^,(]+",
    "before": r"[1-9][\d,]*",
    "after": r"[\d,]+",
    **dict.fromkeys(("least", "nearer", "nearother", "rest"), r"0|[1-9][\d,]*"),
    "model": r'[^"]+',
} | dict.fromkeys(("date", "day", "since", "until", "earlier", "later", "oldest"), r"\d{4}-\d\d-\d\d")
"""What may stand in each gap of a reading; anything in those that are not here, which are names."""
RULES: Mapping[str, Callable[[Claim], None]] = {
    "listed": on_lists.listed,
    "extreme": on_lists.extreme,
    "signed": on_lists.signed,
    "lacking": on_lists.lacking,
    "most": on_lists.ranking,
    "ranking": on_lists.ranking,
    "change": on_lists.change,
    "neighbours": on_lists.neighbours,
    "share": derived.share,
    "grown": derived.grown,
    "detained": detained.detained,
    "over": derived.over,
    "several": derived.several,
    "together": derived.together,
    "reached": derived.reached,
    "passed": derived.passed,
    "told": derived.told,
    "lists": in_tables.lists,
    "events": in_tables.events,
    "changes": in_tables.changes,
    "policies": in_tables.policies,
    "begins": in_tables.begins,
    "duty": in_tables.policies,
    "studies": in_tables.studies,
    "gap": in_tables.gap,
    "claims": of_claims.claims,
    "found": of_claims.found,
    "tested": of_claims.tested,
    "rank": of_claims.rank,
    "every": of_claims.every,
    "verdict": verdicts.verdict,
}


@dataclass(frozen=True)
class Fault:
    """A sentence that is not supported, or a cite that does not support, and why; `at` is its number in the report."""

    at: int
    id: str
    kind: str
    why: str
    text: str


@dataclass
class Report:
    """What a brief's sentences and cites are worth.

    `supported` sentences have every fact supported by a cite or by a table of the release; `by_cites` those that need
    no table besides. `faults` are of all sentences, gaps included; `unchecked` are the ids that no reading fits.
    """

    sentences: int = 0
    stating: int = 0
    supported: int = 0
    by_cites: int = 0
    cites: int = 0
    supporting: int = 0
    gaps: int = 0
    faults: list[Fault] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.supported / self.stating if self.stating else 1.0

    @property
    def recall_by_cites(self) -> float:
        return self.by_cites / self.stating if self.stating else 1.0

    @property
    def precision(self) -> float:
        return self.supporting / self.cites if self.cites else 1.0

    def add(self, other: Report) -> None:
        """Take in the report of another brief."""
        before = self.sentences
        for name in ("sentences", "stating", "supported", "by_cites", "cites", "supporting", "gaps"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += [replace(fault, at=fault.at + before) for fault in other.faults]
        self.unchecked += other.unchecked


@cache
def readings(lang: str) -> tuple[Reading, ...]:
    """The sentences of a language that can be read, in the order in which they are tried."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Reading(row["rule"], row["scope"], row["unit"], row["when"], row["who"], re.compile(pattern(row[lang])))
        for row in rows
    )


def pattern(template: str) -> str:
    """A template as a regular expression: `{gap}`, and `[one|other]` for words that may stand for each other."""
    parts = re.split(r"(\{[a-z]+\d*\}|[\[\]|])", template)
    made = ""
    for part in parts:
        if part in ("[", "|", "]"):
            made += {"[": "(?:", "|": "|", "]": ")"}[part]
        elif part.startswith("{"):
            name = part[1:-1]
            made += f"(?P<{name}>{GROUPS.get(name.rstrip('0123456789'), '.+?')})"
        else:
            made += re.escape(part)
    return made


@lru_cache(4096)
def read(text: str, lang: str) -> tuple[tuple[Reading, dict[str, str]], ...]:
    """The readings that fit a text, each with what fills its gaps."""
    fitting = ((reading, reading.pattern.fullmatch(text)) for reading in readings(lang))
    return tuple(
        (reading, {k.rstrip("0123456789"): v for k, v in found.groupdict().items() if v is not None})
        for reading, found in fitting
        if found
    )


def sentences(brief: Json) -> list[Json]:
    """Every sentence of a brief, those of the summary and of what is safe to print counted again."""
    sections = [sentence for section in brief["sections"] for sentence in section["sentences"]]
    return [*brief["summary"], *sections, *brief.get("safe_to_print", [])]


class Checker:
    """Checks briefs of one release."""

    def __init__(self, folder: Path = EMBEDDED) -> None:
        self.release = Release(folder)

    def check(self, content: Json) -> Report:
        """The report of one brief, given as itself or within the JSON of a verb."""
        brief = content.get("brief") or content
        report = Report()
        for sentence in sentences(brief):
            self._sentence(brief, sentence, report)
        for why in self._whole(brief):
            report.faults.append(Fault(0, "brief", "brief", why, ""))
        return report

    def found(self, brief: Json, sentence: Json) -> Found:
        """What is wrong with one sentence of a brief, and which of its cites support it."""
        sources = {n: [each for each in brief["sources"] if each["n"] == n] for n in sentence["cites"]}
        if sentence["kind"] in ("legal", "attributed", "quoted") and "measure" not in sentence:
            return facts.check(self.release, brief, sentence, sources)
        if sentence["kind"] in ("computed", "gap", "legal", "attributed"):
            return self._read(brief, sentence, sources)
        return Found([f"no such kind of sentence: {sentence['kind']}"])

    def _sentence(self, brief: Json, sentence: Json, report: Report) -> None:
        found, cites = self.found(brief, sentence), sentence["cites"]
        report.sentences += 1
        report.cites += len(cites)
        report.supporting += sum(n in found.supporting for n in cites)
        if sentence["kind"] == "gap":
            report.gaps += 1
        else:
            report.stating += 1
            report.supported += not found.faults
            report.by_cites += not found.faults and bool(cites)
        report.faults += [
            Fault(report.sentences, sentence["id"], sentence["kind"], why, sentence["text"]) for why in found.faults
        ]
        report.unchecked += [sentence["id"]] if found.unchecked else []

    def _read(self, brief: Json, sentence: Json, sources: Mapping[int, list[Json]]) -> Found:
        """What the first reading finds whose place is one of the brief's; gaps are read like the rest."""
        wanted: dict[str, tuple[str, ...]] = {
            "gap": ("gap", "verdict"),
            "legal": ("verdict",),
            "attributed": ("verdict",),
        }
        lost: list[str] = []
        for reading, given in read(sentence["text"], brief["lang"]):
            rules = wanted.get(sentence["kind"], tuple(set(RULES) - {"gap"}))
            if reading.rule not in rules or (reading.unit == "gap") != (
                sentence["kind"] == "gap" and reading.rule == "verdict"
            ):
                continue
            claim = Claim(self.release, brief, sentence, sources, reading, given)
            if claim.key is None:
                lost.append(f"{given.get('place')!r} is no place that this brief speaks of")
            elif "model" in given and claim.model is None:
                lost.append(f"no model is called {given['model']!r}")
            else:
                RULES[reading.rule](claim)
                return claim.found
        return Found(lost or ["unchecked: no reading fits"], unchecked=not lost)

    def _whole(self, brief: Json) -> Iterator[str]:
        """What is wrong with the brief itself: its release, its sources, the days on which law was checked."""
        if brief["release"] != self.release.id:
            yield f"is of release {brief['release']}, not {self.release.id}"
        numbers = [source["n"] for source in brief["sources"]]
        if numbers != list(range(1, len(numbers) + 1)):
            yield "its sources are not numbered one by one"
        for unused in set(numbers) - {n for sentence in sentences(brief) for n in sentence["cites"]}:
            yield f"no sentence cites its source {unused}"
        for section in brief["sections"]:
            told = [
                s["fact"] for s in section["sentences"] if str(s.get("fact")).startswith(("policy", "statute", "term"))
            ]
            days = [self.release.facts[each]["checked"] for each in told if each in self.release.facts]
            printed = re.findall(r"\d{4}-\d\d-\d\d", section["note"] or "")
            if printed != ([str(max(days))] if days else []):
                yield f"the day on which its law was checked is not that of the facts: {section['heading']}"


def numbers(brief: Json) -> dict[str, list[list[str]]]:
    """The numbers and dates that each sentence prints, in order of size, by id; equal in every language.

    A quotation stands twice in Spanish, as it was said and translated: each of its numbers is taken once.
    """
    found: dict[str, list[list[str]]] = {}
    for sentence in sentences(brief):
        printed = sorted(re.findall(r"\d[\d,.]*\d|\d", sentence["text"]))
        found.setdefault(sentence["id"], []).append(sorted(set(printed)) if sentence["kind"] == "quoted" else printed)
    return found


def main(path: str, folder: str | None = None) -> int:
    """Print the report of a brief."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    report = Checker(Path(folder) if folder else EMBEDDED).check(content)
    shown = asdict(report) | {"recall": report.recall, "recall_by_cites": report.recall_by_cites}
    print(json.dumps(shown | {"precision": report.precision}, indent=1, ensure_ascii=False))  # noqa: T201
    return 6 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
