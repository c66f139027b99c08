"""Checks a report against the standard and the release, and gives its counts to the pipeline where it passes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from atlas287.answers import ledger
from atlas287.answers.reports import standard, totals
from atlas287.answers.reports.entries import ERROR, WARNING, Entry, Message, Sheet, sheet_of, state_of
from atlas287.core import aliases
from atlas287.core.errors import UsageError
from atlas287.core.model import Grid
from atlas287.core.names import fold_space
from atlas287.core.release import Release

MOST = 500
"""So many messages are listed; `counts` tells of all."""
Row = Mapping[str, Any]
Agencies = Mapping[tuple[str, ...], list[Row]]
"""(place, agency as printed) -> the agencies of the register that it may mean."""


@dataclass(frozen=True)
class Checked:
    """A report that was checked: the object of the contract, and the counts behind it."""

    content: dict[str, Any]
    entries: Sequence[Entry]
    ids: frozenset[str]
    """The agencies of the entries that the register holds."""

    def rows(self) -> list[dict[str, Any]]:
        """The counts as rows of the pipeline, each with its source. Raises UsageError where the report did not pass.

        Each has place, agency_id (null for every agency of the place, or one the register does not hold, then with
        `agency` as printed), month, stage, touchpoint, model, offence, outcome, unit, `value` or `gap`, covered,
        complete, and the source {file, sha256, sheet, row, standard}.
        """
        if not self.content["passed"]:
            raise UsageError("the report does not pass", where=self.content["file"], do="see `atlas287 report check`")
        about = {key: self.content[key] for key in ("file", "sha256", "sheet", "standard")}
        return [
            {
                **entry.key,
                "agency_id": entry.key["agency"] if entry.key["agency"] in self.ids else None,
                **({"value": entry.value} if entry.gap is None else {"gap": entry.gap}),
                "covered": entry.covered,
                "complete": entry.complete,
                "source": {**about, "row": entry.row + 1},
            }
            for entry in self.entries
        ]


def check(release: Release, grids: list[Grid], until: date) -> Checked:
    """A report, from its file as sheets of texts, told against the standard and the release.

    Months after `until` are refused. Raises ReadError where no sheet has the headings of the standard.
    """
    sheet = sheet_of(grids)
    read = sheet.read(until)
    agencies = _agencies(release, sheet, read)
    entries = totals.check(sheet, [_with_id(entry, agencies) for entry in read])
    sheet.messages.sort(key=Message.order)
    errors = Counter(each.code for each in sheet.messages if each.severity == ERROR)
    warned = Counter(each.code for each in sheet.messages if each.severity == WARNING)
    months = sorted({entry.key["month"] for entry in entries})
    if not entries and not errors:
        raise UsageError("the report has no row", where=sheet.grid.file, do="fill in at least one count")
    content = {
        "file": sheet.grid.file,
        "sha256": sheet.grid.sha256,
        "sheet": sheet.grid.sheet,
        "standard": standard.content()["version"],
        "passed": not errors,
        "counts": {
            "rows": len(entries),
            "values": sum(entry.value is not None for entry in entries),
            "gaps": dict(Counter(entry.gap for entry in entries if entry.gap is not None)),
            "errors": dict(errors),
            "warnings": dict(warned),
        },
        "months": [months[0], months[-1]] if months else None,
        "agencies": _named(agencies),
        "messages": [each.to_json(sheet.grid) for each in sheet.messages[:MOST]],
        "conflicts": models_in_force(release, sheet, entries),
    }
    ids = frozenset(filter(None, (_id(entry, agencies) for entry in read)))
    return Checked(content, entries, ids)


def warnings(grids: Sequence[Grid], content: Row) -> list[str]:
    """What a reader must know besides the messages."""
    found = [text for grid in grids if grid.file == content["file"] for text in grid.warnings]
    listed = len(content["messages"])
    said = sum(content["counts"]["errors"].values()) + sum(content["counts"]["warnings"].values())
    if said > listed:
        found.append(f"Only the first {listed} of {said:,} messages are listed; the counts tell of all.")
    return found


def conflicts(rows: Iterable[Row], others: Iterable[Row]) -> list[dict[str, Any]]:
    """Where rows of two sources, both in the shape of `Checked.rows`, count the same and differ; never averaged."""
    same = ("place", "agency_id", "month", "stage", "touchpoint", "unit")
    plain = [row for row in others if row.get("offence", "all") == "all" and row.get("outcome", "all") == "all"]
    held: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in plain:
        held[tuple(row.get(name) for name in same)].append(row)
    return [
        {name: row.get(name) for name in same}
        | {"what": "value", "reported": row["value"], "held": other["value"]}
        | {"sources": [row["source"], other["source"]], "rule": "unresolved"}
        for row in rows
        if row.get("offence", "all") == "all" and row.get("outcome", "all") == "all" and "value" in row
        for other in held.get(tuple(row.get(name) for name in same), ())
        if "value" in other and other["value"] != row["value"]
    ]


def models_in_force(release: Release, sheet: Sheet, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Where a report names other models in force than ICE's lists show for the agency in the month."""
    newest = str(release.newest["participating"])[:7]
    order = list(standard.fields()["model"].codes)
    listed: dict[str, list[Row]] = defaultdict(list)
    for row in release.rows("SELECT agency_id, model, first_listed, last_listed FROM agreements ORDER BY ALL"):
        listed[row["agency_id"]].append(row)
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for entry in entries:
        agency, month, model = entry.of("agency", "month", "model")
        if agency not in listed or month > newest or model in ("unknown", "all") or (agency, month, model) in found:
            continue
        shown = {
            row["model"]
            for row in listed[agency]
            if str(row["first_listed"])[:7] <= month <= str(row["last_listed"])[:7]
        }
        held = "+".join(sorted(shown, key=order.index)) or "none"
        if held != model:
            found[agency, month, model] = {
                "what": "model",
                "agency_id": agency,
                "month": month,
                "reported": model,
                "held": held,
                "cell": sheet.at(entry.row, "model"),
                "rule": "unresolved",
            }
    return list(found.values())


def _agencies(release: Release, sheet: Sheet, entries: Iterable[Entry]) -> Agencies:
    known: dict[tuple[str, ...], list[Row]] = {}
    for entry in entries:
        place, printed = key = entry.of("place", "agency")
        if key in known or printed == totals.TOTAL:
            continue
        found: list[Row] = []
        if aliases.alias(printed):
            found += ledger.find(release, printed, state_of(place))
        sure = [each for each in found if _is_called(release, str(each["id"]), printed)]
        known[key] = sure or found
        ids = ", ".join(str(each["id"]) for each in known[key][:5])
        if len(sure) > 1:
            what = f"{printed[:60]!r} is the name of {len(sure)} agencies"
            sheet.say(ERROR, "agency_ambiguous", entry.row, "agency", what, f"write the id of one: {ids}")
        elif found and not sure:
            what = f"the register has no {printed[:60]!r}, and names like it"
            sheet.say(WARNING, "agency_unsure", entry.row, "agency", what, f"write the id if it is one of {ids}")
        elif not found:
            what = "the register, which holds agencies that ICE has listed, has none of this name"
            sheet.say(WARNING, "agency_unknown", entry.row, "agency", what, "check the name, or keep it")
        if len(sure) != 1:
            known[key] = [{**each, "sure": False} for each in known[key]]
    return known


def _is_called(release: Release, agency_id: str, printed: str) -> bool:
    """Whether a name is the id of an agency, or in full words one by which ICE has listed it: likeness joins none."""
    (row,) = release.rows("SELECT names, merged_ids FROM agencies WHERE agency_id = $id", {"id": agency_id})
    ids = {agency_id, *(row["merged_ids"] or "").split()}
    return fold_space(printed).lower() in ids or aliases.alias(printed) in map(aliases.alias, row["names"].split(" | "))


def _id(entry: Entry, agencies: Agencies) -> str | None:
    found = agencies.get(entry.of("place", "agency"), [])
    return str(found[0]["id"]) if len(found) == 1 and found[0].get("sure", True) else None


def _with_id(entry: Entry, agencies: Agencies) -> Entry:
    """The entry with its agency as an id, so that two spellings of one agency are one."""
    printed = entry.key["agency"]
    told = totals.TOTAL if printed == totals.TOTAL else _id(entry, agencies) or printed
    return replace(entry, key={**entry.key, "agency": told})


def _named(agencies: Agencies) -> list[dict[str, Any]]:
    told = ("id", "name", "state", "kind")
    return [
        {
            "printed": printed,
            "place": place,
            "id": next((each["id"] for each in found if each.get("sure", True)), None),
            "candidates": [{key: each[key] for key in told} for each in found if not each.get("sure", True)],
        }
        for (place, printed), found in agencies.items()
    ]
