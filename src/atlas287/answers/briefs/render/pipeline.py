"""Text and Markdown of the pipeline. They add no facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.render.text import aligned_table, wrapped

Row = Mapping[str, Any]
NAMES = {
    "stop": "Stop",
    "arrest": "Arrest by a local officer",
    "booking": "Booking into a jail",
    "match": "Match or interview",
    "detainer": "Detainer",
    "ice_arrest": "Into ICE custody",
    "book_in": "Detention",
    "removal": "Removal",
}
SHOWN_MONTHS = 13
"""Months of the comparable table that text prints, newest last; JSON and CSV hold all."""


def pipeline_text(content: Row, *, markdown: bool = False) -> str:
    """The stages with number or gap, the table by models in force, and before and after."""
    over = content["period"]
    where = content["place"]["name"]
    title = f"From stop to removal: {where}, {over['since']} to {over['until']}"
    lines = [f"# {title}" if markdown else title, "", *_stages(content["stages"], markdown)]
    lines += _models(content["models"], markdown) + _before_after(content["before_after"], markdown)
    return "\n".join(lines).rstrip("\n") + "\n"


def _shown(rows: Sequence[Row]) -> list[Row]:
    """The sets of models with anybody held in the period or in the months that text prints."""
    return [row for row in rows if row["facilities"] or any(each["value"] for each in row["months"][-SHOWN_MONTHS:])]


def _stages(stages: Sequence[Row], markdown: bool) -> list[str]:
    lines: list[str] = []
    for stage in stages:
        name = NAMES[stage["stage"]]
        if "value" in stage:
            said = (
                f"{name}: {stage['value']:,.1f} people held on an average day ({stage['person_days']:,} person-days)."
            )
            lines += wrapped(said, markdown)
            if stage["covered"] is not None and stage["covered"] < 1:
                said = f"Where a facility stands is known for {stage['covered']:.1%} of all people held in the nation"
                lines += wrapped(f"{said}, so more may be held here.", markdown, 1)
            source = stage["source"]
            lines += wrapped(
                f"Table up to {source['as_of']}: {source['file']}, sha256 {source['sha256'][:12]}…", markdown, 1
            )
            for warning in stage["warnings"]:
                lines += wrapped(warning, markdown, 1)
        else:
            lines += _gap(name, stage["gap"], markdown)
        if "value" in stage or stage["rows"]:
            lines += _rows(stage["rows"], markdown)
    return [*lines, ""]


def _gap(name: str, gap: Row, markdown: bool) -> list[str]:
    lines = wrapped(f"{name}: not known ({gap['kind']}). {gap['what']}.", markdown)
    if gap["would_fill"]:
        lines += wrapped(f"Would tell: {gap['would_fill']}." + (f" Gap {gap['id']}." if gap["id"] else ""), markdown, 1)
    return lines


def _rows(rows: Sequence[Row], markdown: bool) -> list[str]:
    """The rows of one stage by each thing asked for."""
    lines: list[str] = []
    for key in ("model", "month", "criminality", "touchpoint"):
        found = [row for row in rows if key in row]
        if found:
            cells = [{key: row[key], "people": _people(row)} for row in found]
            if key == "criminality" and "share" in found[0]:
                cells = [cell | {"share": f"{row['share']:.1%}"} for cell, row in zip(cells, found, strict=True)]
            lines += ["", *aligned_table(cells, markdown)]
            if "of" in found[0]:
                lines += wrapped(f"Of {found[0]['of']}.", markdown)
    return lines


def _people(row: Row) -> Any:
    return row["gap"]["kind"] if "gap" in row else row["value"]


def _models(models: Row, markdown: bool) -> list[str]:
    head = "By models in force at the agency that runs the facility"
    lines = [*layout.titled(head, markdown), *([] if markdown else [""])]
    if not models["rows"]:
        return [*lines, "No facility with people in it is known to stand here in this period.", ""]
    shown = _shown(models["rows"])
    rows = [{"models": row["models"], "facilities": row["facilities"], "people": row["value"]} for row in shown]
    lines += aligned_table(rows, markdown)
    known = models["known"]
    if known and known["share"] is not None:
        lines += wrapped(
            f"Of {known['of']:,.1f} people held on average, {known['value']:,.1f} ({known['share']:.1%}) were in "
            f"facilities of which it is known who runs them, {known['local']:,.1f} in those of local agencies.",
            markdown,
        )
    for text, names in _notes(shown).items():
        lines += wrapped(f"{', '.join(names)}: not shown: {text}.", markdown)
    return [*lines, *_months(shown, markdown), ""]


def _notes(rows: Sequence[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["cannot_show"], []).append(row["models"])
    return found


def _months(rows: Sequence[Row], markdown: bool) -> list[str]:
    """People on an average day by month, the last months of the table."""
    months = sorted({each["month"] for row in rows for each in row["months"]})[-SHOWN_MONTHS:]
    table = []
    for month in months:
        values = {row["models"]: each["value"] for row in rows for each in row["months"] if each["month"] == month}
        table.append({"month": month} | {row["models"]: values.get(row["models"], "–") for row in rows})
    return ["", *aligned_table(table, markdown)] if table else []


def _before_after(sides: Row, markdown: bool) -> list[str]:
    months = sides["months"]
    head = f"People held in the {months} months before and after the running agency was first listed under a model"
    lines = [*layout.titled(head, markdown), *([] if markdown else [""])]
    if sides["rows"]:
        rows = [
            {key: row[key] for key in ("model", "facilities", "opened", "before", "after")} for row in sides["rows"]
        ]
        lines += aligned_table(rows, markdown)
    else:
        lines += ["No facility has both sides inside the table."]
    return [*lines, *wrapped(sides["note"], markdown), ""]
