"""Text and Markdown of what is not known and of what waits for judgement. They add no facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from atlas287.answers import gaps
from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.wording import words

Row = Mapping[str, Any]


def gaps_text(content: Row, lang: str, *, requests: bool, markdown: bool) -> str:
    """The gaps of a place by stage, each with the office to ask, or with `requests` all of it and the letter.

    Those of the brief itself, which have no stage, come last.
    """
    texts = gaps.words(lang)
    labels = texts["labels"] | {"kinds": words(lang)["gap_kinds"]}
    title = texts["labels"]["title"].format(place=gaps.place_name(content["place"], lang))
    lines = [f"# {title}" if markdown else title, *(["", *content["warnings"]] if content["warnings"] else [])]
    for stage, found in groupby(content["gaps"], lambda gap: gap.get("stage")):
        heading = texts["stages"][stage] if stage else texts["labels"]["own"]
        lines += ["", *layout.titled(heading, markdown)]
        for gap in found:
            lines += _entry(gap, labels, requests=requests, markdown=markdown)
    if not content["gaps"]:
        lines += ["", texts["labels"]["none"]]
    return layout.lines(lines)


def held_text(content: Row, *, markdown: bool) -> str:
    """Absences that wait for judgement, each with what would tell."""
    lines = ["# Held for judgement" if markdown else "Held for judgement"]
    for gap in content["gaps"]:
        lines += [f"- {gap['what']} ({gap['kind']})", f"  Would tell: {gap['would_fill']}"]
    return layout.lines([*lines, *([] if content["gaps"] else ["Nothing."])])


def candidates_text(content: Row) -> str:
    """The places that a name may mean, each with what tells it."""
    lines = (
        f"- {each['name']} ({each.get('code') or each.get('fips') or each['id']})\n" for each in content["candidates"]
    )
    return "Which of these is meant?\n" + "".join(lines)


def _entry(gap: Row, labels: Row, *, requests: bool, markdown: bool) -> Iterator[str]:
    """One gap: what is not known and whom to ask; with `requests` also why, what stands in, the basis, the letter."""
    bullet, indent = ("- ", "  ") if markdown else ("  - ", "    ")
    yield layout.wrap(f"{gap['what']} ({labels['kinds'][gap['kind']]})", bullet)
    for label, text in _facts(gap, labels) if requests else _short(gap, labels):
        yield layout.wrap(f"{label}: {text}", f"{indent}- " if markdown else indent)
    if requests and gap["request"]:
        yield ""
        yield from ("  ```text",) if markdown else ()
        yield from (layout.wrap(line, indent) for line in gap["request"].split("\n"))
        yield "  ```" if markdown else ""


def _short(gap: Row, labels: Row) -> Iterator[tuple[str, str]]:
    """Whom to ask; for a gap of the brief itself, what would tell."""
    if "id" in gap:
        yield labels["ask"], gap["holder"] or labels["nobody"]
    elif gap["would_fill"]:
        yield labels["fills"], gap["would_fill"]


def _facts(gap: Row, labels: Row) -> Iterator[tuple[str, str]]:
    """Everything that is told of a gap but its letter."""
    if "id" not in gap:
        yield from _short(gap, labels)
        return
    yield labels["matters"], gap["why_it_matters"]
    yield labels["fills"], gap["would_fill"]
    if gap["proxy"]:
        yield labels["proxy"], f"{gap['proxy']['what']}; {labels['limit']} {gap['proxy']['limit']}"
    yield labels["rests"], f"{gap['basis']} ({gap['confidence']})"
    yield labels["ask"], "; ".join(holder["title"] for holder in gap["holders"]) or labels["nobody"]
    for key in ("address", "records_law") if gap["holders"] else ():
        yield labels[key], f"{labels['unknown']} ({labels['kinds'][gap['holders'][0][key]['gap']]})"
