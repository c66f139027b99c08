"""Plain text and Markdown of what checks a brief: verification and trace. They add no facts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.render.rows import frame

SHOWN = 20
"""So many cells are printed of a trace; JSON and CSV hold them all."""
Row = Mapping[str, Any]


def verify_text(content: Row, *, markdown: bool) -> str:
    """How many sentences stand; of each that does not: what it said, what is so now, and why."""
    on = content["release"]["id"]
    lines = [f"{content['passed']} of {content['sentences']} sentences of {content['brief']} stand on {on}"]
    if content["made_on"] != on:
        lines.append(f"The brief was made on {content['made_on']}.")
    bullet = "- " if markdown else "  "
    for entry in content["failed"]:
        lines += [f"{bullet}{entry['id']}: {entry['why']}", f"    was: {_short(entry['was'])}"]
        lines.append(f"    now: {_short(entry['now'])}")
    return layout.lines(lines)


def trace_text(content: Row, *, markdown: bool) -> str:
    """The sentence, its measure and SQL, the files, and the cells counted; of a fact, the line behind it."""
    said, fence = content["sentence"], "```" if markdown else ""
    lines = [f"{'# ' if markdown else ''}{said['id']}", said["text"], ""]
    measure = content["measure"]
    if measure is None and not content["rows"]:
        return layout.lines(
            [*lines, f"A sentence of the kind {said['kind']} rests on no measure, so there is nothing to trace."]
        )
    if measure is None:
        lines += [f"Fact: {content['fact']}"]
    else:
        lines += [f"Measure: {measure['name']}, version {measure.get('version') or 'not recorded'}"]
        lines += [f"Value: {_value(content['value'])} in the brief, {_value(content['now'])} now", ""]
    if content["sql"] is not None:
        lines += ["SQL:", *([fence] if fence else [])]
        lines += textwrap.indent(content["sql"], "" if fence else "  ").split("\n")
        lines += [*([fence] if fence else []), *(f"  ${key} = {it}" for key, it in content["parameters"].items()), ""]
    elif measure is not None:
        lines += ["Parameters:", *(f"  {key} = {it}" for key, it in content["parameters"].items()), ""]
    lines += [f"Files: {len(content['files']):,}"]
    lines += [
        f"  {each['file']}, sha256 {each['sha256']}{', ' + each['origin'] if each['origin'] else ''}"
        for each in content["files"][:SHOWN]
    ]
    cells = frame(content).rows
    lines += ["", f"Rows: {len(content['rows']):,}; cells: {len(cells):,}"]
    lines += [_cell(cell) for cell in cells[:SHOWN]]
    if len(cells) > SHOWN:
        lines.append(f"  and {len(cells) - SHOWN:,} more cells; --format csv or json gives all")
    return layout.lines(lines)


def _value(value: Any) -> str:
    """A number, or what a derived value holds, in one line."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_value(each)}" for key, each in value.items())
    return str(value)


def sentences_text(said: Iterable[Row]) -> str:
    """The ids of a brief's sentences, each with its text."""
    return layout.lines(f"{entry['id']}\n    {entry['text']}" for entry in said)


def _cell(cell: Row) -> str:
    where = f"{cell['file']} {cell['cell'] or ''}".rstrip()
    if cell["table"] == "facts":  # worded from its line, which is not printed
        return f"  {cell['table']} {cell['key']}: {where}: {cell['value']}"
    printed = "blank" if cell["original"] is None else repr(cell["original"])
    taken = f" -> {cell['value']}" if cell["value"] is not None and cell["value"] != cell["original"] else ""
    return f"  {cell['table']} {cell['key']}: {where}: {printed}{taken}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 300 else f"{text[:299]}…"
