"""A checked report as text or Markdown: whether it passes, what is wrong by cell, what contradicts other sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def report_text(content: Row, *, markdown: bool = False) -> str:
    """The object of `report check` for a reader."""
    counts = content["counts"]
    verdict = "passes" if content["passed"] else "does not pass"
    head = f"{content['file']} {verdict}: reporting standard {content['standard']}"
    lines = [f"# {head}" if markdown else head, ""]
    gaps = ", ".join(f"{number:,} {kind}" for kind, number in counts["gaps"].items())
    months = " to ".join(dict.fromkeys(content["months"])) if content["months"] else "no month"
    read = f"{counts['rows']:,} rows, {months}: {counts['values']:,} counts" + (f" and {gaps}" if gaps else "")
    lines += [f"{read}."]
    for severity in ("error", "warning"):
        told = [each for each in content["messages"] if each["severity"] == severity]
        number = sum(counts[f"{severity}s"].values())
        if number:
            lines += ["", f"## {number:,} {severity}s" if markdown else f"{severity.capitalize()}s: {number:,}", ""]
            lines += [f"{'-' if markdown else '  -'} {_message(each)}" for each in told]
    if content["conflicts"]:
        head = f"Conflicts with other sources: {len(content['conflicts']):,}"
        lines += ["", f"## {head}" if markdown else head, ""]
        lines += [f"{'-' if markdown else '  -'} {_conflict(each)}" for each in content["conflicts"]]
    return "\n".join(lines) + "\n"


def _message(each: Row) -> str:
    sheet = f"{each['sheet']}!" if each["sheet"] else ""
    return f"{sheet}{each['cell']}: {each['what']}; {each['do']}"


def _conflict(each: Row) -> str:
    return (
        f"{each['cell']}: the report has {each['reported']} in force at {each['agency_id']} in {each['month']}, "
        f"ICE's lists {each['held']}; unresolved"
    )
