"""Plain text and Markdown of briefs and counts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from atlas287.answers.briefs.render import layout, narratives
from atlas287.answers.briefs.render.cited import sources
from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.model import Brief, Count, Gap, Sentence

MOST_CANDIDATES = 25
"""So many candidates are printed for a name that fits many; JSON holds them all."""
_MARKS = re.compile(r"([\\`*_\[\]!|~])")
PLACED = {"state": "The State", "county": "The county", "models": "Who runs the facility"}
"""What is said to be known of a part of the people in detention, by dimension."""
CLAIM_WIDTHS = (34, 20, 10, 16, 12)
"""Widths of the columns of claims in plain text; with two blanks between them they are the line."""


def brief_text(brief: Brief, *, markdown: bool = False) -> str:
    """A brief as text. Computed sentences carry the numbers of their sources."""
    bold, heading, bullet = ("**", "## ", "- ") if markdown else ("", "", "  - ")
    lines = [f"# {quoted(brief.question)}" if markdown else brief.question, ""]
    said = words(brief.lang)
    label = said["labels"]
    stamp = f"{label['as_of']} {brief.as_of}"
    lines += [f"{bold}{stamp}{bold} · {label['release']} {brief.release} · {label['brief']} {brief.id}", ""]
    lines += [brief.notice, ""] if brief.notice else []
    lines += [_line(s, "" if markdown else "  ", brief.lang) for s in brief.summary]
    for section in brief.sections:
        lines += ["", *layout.titled(section.heading, markdown)]
        lines += [_line(sentence, bullet, brief.lang) for sentence in section.sentences]
        if section.heading == narratives.heading(said):
            lines += _claims(brief, markdown)
        if section.note:
            lines += ["", section.note] if markdown else [layout.wrap(section.note, "  ")]
    if brief.narratives and all(section.heading != narratives.heading(said) for section in brief.sections):
        title = narratives.heading(said)
        lines += ["", f"{heading}{title}", *_claims(brief, markdown)]
    if brief.candidates:
        lines += [label["candidates"], *([""] if markdown else [])]
        lines += [f"{bullet}{candidate(each)}" for each in brief.candidates[:MOST_CANDIDATES]]
        lines += [f"{bullet}…"] if brief.candidates[MOST_CANDIDATES:] else []
    printable = [sentence.text for sentence in brief.safe_to_print]
    cited = [source.line(said) for source in sources(map(asdict, brief.sources), said)]
    for title, entries in (
        (label["safe_to_print"], printable),
        (label["do_not_infer"], brief.do_not_infer),
        (label["follow_ups"], brief.follow_ups),
        (label["sources"], cited),
    ):
        lines += layout.section(title, ([entry] for entry in entries), markdown)
    return layout.lines(lines)


def candidate(place: Mapping[str, Any]) -> str:
    """A place that an ambiguous name may mean: its name, the State of an agency, and the code or id that tells it."""
    state = f", {place['state']}" if place["kind"] == "agency" else ""
    return f"{place['name']}{state} ({place.get('code') or place.get('fips') or place['id']})"


def quoted(text: str) -> str:
    """A reader's own words in Markdown, so that they are shown as written: no HTML, link or picture of theirs."""
    return _MARKS.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))


def _line(sentence: Sentence, indent: str, lang: str) -> str:
    marks = "".join(f" [{n}]" for n in sentence.cites)
    gap = f" ({words(lang)['gap_kinds'][sentence.gap.kind.value]})" if sentence.gap is not None else ""
    return layout.wrap(f"{sentence.text}{marks}{gap}", indent)


def _claims(brief: Brief, markdown: bool) -> list[str]:
    """The claims of every side as a table."""
    if not brief.narratives:
        return []
    said = words(brief.lang)
    rows = [narratives.heads(said), *(narratives.cells(claim, said) for claim in brief.narratives)]
    if markdown:
        return ["", *layout.pipes(rows)]
    rows.insert(1, ["-" * width for width in CLAIM_WIDTHS])
    return ["", *(line for cells in rows for line in _folded(cells))]


def _folded(cells: Sequence[str]) -> Iterator[str]:
    """A row of cells, each folded within its column."""
    columns = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, CLAIM_WIDTHS, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        aligned = (part.ljust(width) for part, width in zip(parts, CLAIM_WIDTHS, strict=True))
        yield "  ".join(aligned).rstrip()


def wrapped(text: str, markdown: bool, depth: int = 0) -> list[str]:
    """A sentence as a folded line of a list, `depth` levels in."""
    return [layout.wrap(text, "  " * depth + ("- " if markdown else "  " if not depth else "  - "))]


def aligned_table(rows: list[dict[str, Any]], markdown: bool) -> list[str]:
    """Rows as a table in plain text or Markdown, with numbers to the right; an empty line follows."""
    return _table(rows, markdown)


def count_text(count: Count, *, markdown: bool = False) -> str:
    """A count as a small table with the list it rests on, its rule, and every gap."""
    where = ", ".join(f"{k} {v if isinstance(v, str) else ' or '.join(v)}" for k, v in count.where.items())
    period = count.period
    when = f"from {period['since']} to {period['until']}" if period else f"as of {count.as_of}"
    title = f"{count.unit.replace('_', ' ').capitalize()}{f' ({where})' if where else ''} {when}"
    lines = [f"# {title}" if markdown else title]
    if count.list and period:
        lines.append(f"Table up to {count.list['as_of']}: {count.list['file']}, sha256 {count.list['sha256'][:12]}…")
    elif count.list:
        lines.append(f"List of {count.list['as_of']}: {count.list['file']}, sha256 {count.list['sha256'][:12]}…")
    lines += [f"Rule: {count.rule}", ""]
    rows = [dict(row) for row in count.rows]
    if rows and (len(rows) > 1 or len(rows[0]) > 1):
        lines += _table(rows, markdown)
    if count.overlap:
        lines.append("Rows overlap: what is counted can stand in several, so they do not add up to the total.")
    if count.total is not None:
        lines.append(f"Total: {_shown(count.total)}")
    if period and period["person_days"] is not None:
        lines.append(f"Sum: {period['person_days']:,} person-days over {period['days']:,} days")
        lines += [
            f"{PLACED[each['dimension']]} is known of {each['value']:,.1f} of {each['of']:,.1f} people held on average"
            + (f" ({each['share']:.1%})." if each["share"] is not None else ".")
            + (f" Local agencies run those that hold {each['local']:,.1f}." if "local" in each else "")
            for each in period["known"]
        ]
    lines += [f"Gap ({gap.kind.value}): {gap.what}" for gap in count.gaps]
    if count.listings:
        lines += ["", *_table([_listing(dict(row)) for row in count.listings], markdown)]
    return layout.lines(lines)


def _listing(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("state", "agency_printed", "model", "signed", "cell")}


def _shown(value: Any) -> str:
    if isinstance(value, Gap):
        return f"not known ({value.kind.value})"
    if isinstance(value, dict):
        return f"not known ({value['gap']})"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)


def _table(rows: list[dict[str, Any]], markdown: bool) -> list[str]:
    names = registry.codes("states")["standard"]
    columns = list(rows[0])
    cells = [[_shown(row[column]) for column in columns] for row in rows]
    if not markdown and columns[0] == "state" and "agency_printed" not in columns:
        cells = [[f"{names.get(line[0], line[0])} ({line[0]})", *line[1:]] for line in cells]
    if markdown:
        return [*layout.pipes([columns, *cells]), ""]
    widths = [max(len(line[i]) for line in [columns, *cells]) for i in range(len(columns))]
    right = [all(isinstance(row[column], int | float) for row in rows) for column in columns]
    return [*_aligned([columns, *cells], widths, right), ""]


def _aligned(lines: list[list[str]], widths: list[int], right: list[bool]) -> Iterator[str]:
    for line in lines:
        cells = zip(line, widths, right, strict=True)
        yield "  ".join(text.rjust(w) if r else text.ljust(w) for text, w, r in cells).rstrip()
