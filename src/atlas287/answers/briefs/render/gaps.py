"""Text, Markdown and rows of what is not known and of what waits for judgement. They add no facts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from atlas287.answers import gaps
from atlas287.answers.briefs.render.text import WIDTH

COLUMNS = ("stage", "id", "kind", "what", "why_it_matters", "would_fill", "holder", "holders", "address_gap")
COLUMNS += ("records_law_gap", "proxy", "proxy_limit", "basis", "confidence", "request")
"""Columns of a gap where it is written as CSV."""
Row = Mapping[str, Any]


def rows(content: Row) -> list[dict[str, Any]]:
    """Gaps flat, for CSV: the offices by title, and what is not known of the first of them as a kind of gap."""
    found = []
    for gap in content["gaps"]:
        line = {column: gap.get(column) for column in COLUMNS}
        holders, proxy = gap.get("holders", ()), gap.get("proxy")
        line["holders"] = "; ".join(holder["title"] for holder in holders) or None
        for key in ("address", "records_law"):
            line[f"{key}_gap"] = holders[0][key]["gap"] if holders else None
        if proxy:
            line |= {"proxy": proxy["what"], "proxy_limit": proxy["limit"]}
        found.append(line)
    return found


def gaps_text(content: Row, lang: str, *, requests: bool, markdown: bool) -> str:
    """The gaps of a place by stage, each with the office to ask, or with `requests` all of it and the letter.

    Those of the brief itself, which have no stage, come last.
    """
    texts = gaps.words(lang)
    title = texts["labels"]["title"].format(place=gaps.place_name(content["place"], lang))
    lines = [f"# {title}" if markdown else title, *(["", *content["warnings"]] if content["warnings"] else [])]
    for stage, found in groupby(content["gaps"], lambda gap: gap.get("stage")):
        heading = texts["stages"][stage] if stage else texts["labels"]["own"]
        lines += ["", f"## {heading}", ""] if markdown else ["", heading]
        for gap in found:
            lines += _entry(gap, texts["labels"], requests=requests, markdown=markdown)
    if not content["gaps"]:
        lines += ["", texts["labels"]["none"]]
    return "".join(f"{line}\n" for line in lines)


def held_text(content: Row, *, markdown: bool) -> str:
    """Absences that wait for judgement, each with what would tell."""
    lines = ["# Held for judgement" if markdown else "Held for judgement"]
    for gap in content["gaps"]:
        lines += [f"- {gap['what']} ({gap['kind']})", f"  Would tell: {gap['would_fill']}"]
    return "".join(f"{line}\n" for line in [*lines, *([] if content["gaps"] else ["Nothing."])])


def candidates_text(content: Row) -> str:
    """The places that a name may mean, each with what tells it."""
    lines = (
        f"- {each['name']} ({each.get('code') or each.get('fips') or each['id']})\n" for each in content["candidates"]
    )
    return "Which of these is meant?\n" + "".join(lines)


def _entry(gap: Row, labels: Row, *, requests: bool, markdown: bool) -> Iterator[str]:
    """One gap: what is not known and whom to ask; with `requests` also why, what stands in, the basis, the letter."""
    yield _wrap(f"{gap['what']} ({gap['kind']})", "- " if markdown else "  - ")
    indent = "  " if markdown else "    "
    if "id" not in gap:
        yield from _labelled(indent, (labels["fills"], gap["would_fill"]))
        return
    if requests:
        stand_in = f"{gap['proxy']['what']}; {labels['limit']} {gap['proxy']['limit']}" if gap["proxy"] else None
        facts = [(labels["matters"], gap["why_it_matters"]), (labels["fills"], gap["would_fill"])]
        facts += [(labels["proxy"], stand_in), (labels["rests"], f"{gap['basis']} ({gap['confidence']})")]
        yield from _labelled(indent, *facts)
    asked = "; ".join(holder["title"] for holder in gap["holders"]) if requests else gap["holder"]
    yield from _labelled(indent, (labels["ask"], asked or labels["nobody"]))
    if requests and gap["request"]:
        for key in ("address", "records_law"):
            yield from _labelled(indent, (labels[key], f"{labels['unknown']} ({gap['holders'][0][key]['gap']})"))
        yield ""
        yield from ("  ```text",) if markdown else ()
        yield from (_wrap(line, indent) for line in gap["request"].split("\n"))
        yield "  ```" if markdown else ""


def _labelled(indent: str, *facts: tuple[str, str | None]) -> Iterator[str]:
    yield from (_wrap(f"{label}: {text}", indent) for label, text in facts if text)


def _wrap(text: str, indent: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
