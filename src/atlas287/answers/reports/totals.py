"""What the counts of a report say together: keys, totals and parts, the order of stages, months, small cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from atlas287.answers.reports import standard
from atlas287.answers.reports.entries import ERROR, WARNING, Entry, Sheet, months_between
from atlas287.core.suppress import SMALL

TOTAL = "all"
Group = Mapping[str, Entry]
"""Code of one field -> the entry that has it, all else being the same."""


def check(sheet: Sheet, entries: Sequence[Entry]) -> list[Entry]:
    """Note what the entries say against each other; those that are left where a key stands once."""
    kept = _once(sheet, entries)
    for name in standard.PARTED:
        for group in _groups(kept, name):
            _sum(sheet, group, name)
    _small(sheet, kept)
    _revealed(sheet, kept)
    _funnel(sheet, kept)
    _months(sheet, kept)
    return kept


def _once(sheet: Sheet, entries: Iterable[Entry]) -> list[Entry]:
    first: dict[tuple[str, ...], Entry] = {}
    for each in entries:
        before = first.setdefault(each.of(*standard.KEY), each)
        if before is not each:
            what = f"the same count stands in row {before.row + 1}"
            sheet.say(ERROR, "duplicate", each.row, "value", what, "delete one of the two rows")
    return list(first.values())


def _groups(entries: Iterable[Entry], name: str) -> Iterator[Group]:
    """Entries that differ in one field alone, where there is more than one."""
    found: dict[tuple[str, ...], dict[str, Entry]] = defaultdict(dict)
    for each in entries:
        found[each.but(name)][each.key[name]] = each
    return (group for group in found.values() if len(group) > 1 and TOTAL in group)


def _parts(group: Group) -> list[Entry]:
    return [each for code, each in group.items() if code != TOTAL]


def _sum(sheet: Sheet, group: Group, name: str) -> None:
    total, parts = group[TOTAL], _parts(group)
    if total.value is None:
        return
    added = sum(each.value for each in parts if each.value is not None)
    whole = all(each.value is not None for each in parts)
    if added > total.value or (whole and added != total.value):
        what = f"the parts by {name} add up to {added:,}, and this total says {total.value:,}"
        do = "mend the total, or add the missing parts (unknown is one)"
        sheet.say(ERROR, "total_and_parts", total.row, "value", what, do)


def _small(sheet: Sheet, entries: Iterable[Entry]) -> None:
    for each in entries:
        if each.key["offence"] != TOTAL and each.value is not None and 1 <= each.value <= SMALL:
            what = f"a count from 1 to {SMALL} by offence tells of few people"
            do = "write suppressed, and suppress another part of the same total too"
            sheet.say(ERROR, "small_cell", each.row, "value", what, do)


def _revealed(sheet: Sheet, entries: Sequence[Entry]) -> None:
    """Suppressed counts by offence that totals give back: by subtraction, again and again, or within narrow bounds."""
    groups = [(name, group) for name in standard.PARTED for group in _groups(entries, name)]
    known = {id(each): each.value for each in entries if each.value is not None}
    told: set[int] = set()
    changed = True
    while changed:
        changed = False
        for _, group in groups:
            unknown = [each for each in group.values() if id(each) not in known]
            if len(unknown) == 1:
                each = unknown[0]
                rest = sum(known[id(part)] for part in _parts(group) if part is not each)
                value = rest if each is group[TOTAL] else known[id(group[TOTAL])] - rest
                known[id(each)] = value
                changed = True
                if each.gap == "suppressed" and each.key["offence"] != TOTAL and 1 <= value <= SMALL:
                    told.add(id(each))
                    do = "suppress a second part of the same total, larger than it"
                    sheet.say(ERROR, "revealed", each.row, "value", "totals give this suppressed count back", do)
    for name, group in groups:
        if name == "offence" and group[TOTAL].value is not None:
            _narrow(sheet, group, known, told)


def _narrow(sheet: Sheet, group: Group, known: Mapping[int, int], told: set[int]) -> None:
    """The protection level of `core.suppress`: a suppressed count must have ten possible values."""
    total, parts = group[TOTAL].value, _parts(group)
    hidden = [each for each in parts if each.gap == "suppressed"]
    if total is None or not hidden or any(id(each) in told for each in hidden) or len(hidden) == len(parts):
        return
    rest = total - sum(known.get(id(each), 0) for each in parts if each not in hidden)
    others_known = all(id(each) in known for each in parts if each not in hidden)
    if others_known and rest < len(hidden) + SMALL - 1 and all(id(each) not in known for each in hidden):
        what = f"the suppressed parts of this total are {rest} together, so each is known too well"
        do = "suppress a larger part too, or all parts, zeros among them, where the total is small"
        sheet.say(ERROR, "narrow", hidden[0].row, "value", what, do)


def _funnel(sheet: Sheet, entries: Iterable[Entry]) -> None:
    """A later stage above an earlier one can be right (other months, other sources), so it is a warning."""
    order = list(standard.fields()["stage"].codes)
    found: dict[tuple[str, ...], dict[str, Entry]] = defaultdict(dict)
    for each in entries:
        if each.value is not None and all(each.key[name] == TOTAL for name in standard.PARTED):
            found[each.of("place", "agency", "month", "model", "unit")][each.key["stage"]] = each
    for group in found.values():
        stages = [group[stage] for stage in order if stage in group]
        for before, after in pairwise(stages):
            if (after.value or 0) > (before.value or 0):
                what = (
                    f"{after.value:,} at {after.key['stage']} are more than {before.value:,} at {before.key['stage']}"
                )
                sheet.say(WARNING, "funnel", after.row, "value", what, "check both, or say why in the note")


def _months(sheet: Sheet, entries: Iterable[Entry]) -> None:
    found: dict[tuple[str, ...], dict[str, Entry]] = defaultdict(dict)
    for each in entries:
        found[each.of("place", "agency", "stage")].setdefault(each.key["month"], each)
        if not each.complete and each.value is not None and each.key["offence"] == TOTAL:
            what = "the month is not complete, so the count is a part of it"
            sheet.say(WARNING, "incomplete", each.row, "complete", what, "report it again when it is")
    for group in found.values():
        missing = [month for month in months_between(min(group), max(group)) if month not in group]
        if missing:
            after = group[min(month for month in group if month > missing[0])]
            what = (
                f"no count of {after.key['stage']} stands for {missing[0]} ({len(missing)} months are missing in all)"
            )
            sheet.say(WARNING, "months_missing", after.row, "month", what, "add them, with not_collected where unknown")
