"""The page that sets our counts beside those that others announced, by definition."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date

from atlas287 import Atlas
from atlas287.core import registry

TRACKERS = (
    ("287g-watch", "departures since December 2024", 86),
    ("ice-287g, September 2026", "agreements ever", 2931),
    ("ice-287g, September 2026", "agreements active", 2510),
    ("ice-287g, September 2026", "agreements removed", 256),
    ("ice-287g, September 2026", "agreements superseded", 165),
)
"""Figures of two public trackers, as the project's domain notes record them on 2026-11-24."""


def page() -> str:
    """The page."""
    atlas = Atlas.open()
    newest = str(atlas.release.newest["participating"])
    lines = ["# Reconciliation", "", *INTRODUCTION.format(newest=newest).splitlines(), "", "## Announced figures", ""]
    head = ("date", "speaker", "announced", "our count", "list", "difference", "pending then", "what explains it")
    lines += _table(head, list(_announced(atlas)))
    lines += ["Sources, each an announcement as a publisher carried it:", ""]
    lines += [
        f"- {row['date']}, {row['speaker']}: {row['source']}, <{row['url']}> ({row['confidence']})"
        for row in registry.rows("announced.csv")
    ]
    lines += ["", "## Other trackers", "", *BY_DEFINITION.splitlines(), ""]
    lines += _table(("tracker", "its figure", "value"), [(who, what, f"{value:,}") for who, what, value in TRACKERS])
    lines += [f"Ours on {newest}, by definition:", "", *_table(("what is counted", "value"), list(_ours(atlas)))]
    lines += UNEXPLAINED.format(newest=newest).splitlines()
    return "\n".join(lines)


def _announced(atlas: Atlas) -> Iterator[tuple[str, ...]]:
    for row in registry.rows("announced.csv"):
        day, unit, said = _day(row["date"]), row["unit"], int(row["value"])
        counted = atlas.count(unit, as_of=day)
        if isinstance(counted["total"], dict):
            gap = counted["gaps"][0]
            sides = f"lists of {gap['before']} and {gap['after']} on either side"
            yield (
                row["date"],
                row["speaker"],
                f"{said:,} {unit}",
                "not known",
                "none",
                "",
                "",
                f"no list held; {sides}",
            )
            continue
        ours = counted["total"]
        agreements = atlas.count("agreements", as_of=day)["total"]
        pending = atlas.count("pending", as_of=day)["total"]
        waiting = pending if isinstance(pending, int) else None
        shown = f"{waiting:,}" if waiting is not None else "not known"
        why = _why(said, ours, agreements, waiting, unit) or _near(atlas, said, unit, day)
        listed = counted["list"]["as_of"]
        yield (row["date"], row["speaker"], f"{said:,} {unit}", f"{ours:,}", listed, f"{said - ours:+,}", shown, why)


def _why(said: int, ours: int, agreements: int, pending: int | None, unit: str) -> str:
    """What a difference fits by arithmetic on that list; empty where nothing adds up."""
    if said == ours:
        return "equal"
    if abs(said - ours) <= 1:
        return "within one of the list"
    if unit == "agencies" and abs(said - agreements) <= 1:
        return f"fits the {agreements:,} agreements of that list, not its agencies"
    if pending is not None and abs(said - ours - pending) <= 5:
        return f"fits listed and pending together ({ours + pending:,})"
    return ""


def _near(atlas: Atlas, said: int, unit: str, day: date) -> str:
    """A list within two weeks whose count is the figure, within one; else nothing explains it."""
    days = atlas.release.rows(
        "SELECT DISTINCT as_of FROM lists WHERE kind = 'participating' AND abs(as_of - $day) <= 14 ORDER BY as_of",
        {"day": day},
    )
    fitting = [row["as_of"] for row in days if abs(atlas.count(unit, as_of=row["as_of"])["total"] - said) <= 1]
    if not fitting:
        return "not explained by any unit of that list, nor by a list within two weeks"
    return f"within one of the list of {min(fitting, key=lambda each: abs(each - day))}"


def _day(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1]
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def _ours(atlas: Atlas) -> Iterator[tuple[str, str]]:
    for what, sql in OURS:
        yield what, f"{atlas.release.rows(f'SELECT count(*) AS n FROM ({sql})')[0]['n']:,}"


EXITS = "FROM events WHERE type = 'no_longer_listed' AND date >= DATE '2024-12-01'"
LATE = "FROM agreements WHERE last_listed >= DATE '2021-01-01'"
GONE = "agency_id IN (SELECT agency_id FROM agencies WHERE status = 'no_longer_listed')"
BY_NAME = (
    "FROM names WHERE last_listed >= DATE '2024-12-01' "
    "AND last_listed < (SELECT max(as_of) FROM lists WHERE kind = 'participating')"
)
DATES = "FROM signings JOIN lists ON list_no = last_list_no WHERE as_of >= DATE '2021-01-01'"
OURS = (
    ("exits since 2024-12-01: agency and model, by the absence rule", f"SELECT event_id {EXITS}"),
    ("the same by agency", f"SELECT DISTINCT agency_id {EXITS}"),
    ("of them those with no agreement listed now", f"SELECT DISTINCT agency_id {EXITS} AND {GONE}"),
    ("names that left since 2024-12-01, by printed name alone", f"SELECT state, agency_key {BY_NAME}"),
    ("absences held for judgement", "SELECT DISTINCT agency_id, model FROM held"),
    ("agreements ever listed since 2021", f"SELECT agreement_id {LATE}"),
    ("agreements listed", "SELECT agreement_id FROM agreements WHERE status = 'listed'"),
    ("agreements no longer listed", f"SELECT agreement_id {LATE} AND status = 'no_longer_listed'"),
    ("agreements superseded by a later signature", f"SELECT agreement_id {LATE} AND status = 'superseded'"),
    ("agreements held", f"SELECT agreement_id {LATE} AND status = 'held'"),
    ("signing dates ever printed since 2021, by agency and model", f"SELECT agency_id, model, signed_key {DATES}"),
)

INTRODUCTION = """Our counts beside figures that others announced. An announced figure is a claim: it stands beside the
row count, never instead of it. Everything here is computed from the embedded release (newest list {newest}); nothing is
averaged. A difference counts as explained only where a unit of that list adds up to it, or a list within two weeks
does."""

BY_DEFINITION = """Two public trackers publish totals over the same lists. Their figures are not ours to verify: their
cut-off dates, and for the second four more months of lists, differ from what is held here."""

UNEXPLAINED = """## What is not explained

- No list after {newest} is held, so a tracker's total of a later date cannot be split into what came after and what it
  defines otherwise. The part of 2,931 and 2,510 that is due to later lists is not known here.
- 287g-watch's 86 lies between our exits by agency and model and the names that left by printed name alone. Which of its
  departures are renames by our judgements is not known, since its rows are not held.
- Whether ice-287g takes each printed signing date for an agreement is not known here; ours are one agreement where a
  date was corrected. How many of its 165 superseded and 256 removed are such corrections, or renames, is not known.
"""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines] + [""]
