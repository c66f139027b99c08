"""Plain text and Markdown of a checked claim and of the table of registered claims. They add no facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.wording import words
from atlas287.core import registry

Row = Mapping[str, Any]


def check_text(content: Row, *, markdown: bool) -> str:
    """The claim, the verdict, and the sentences that explain it with the numbers of their sources."""
    texts = words(content["lang"])
    label, names = texts["labels"], texts["check"]
    bullet = "- " if markdown else "  - "
    title = f"{names['labels']['claim']}: {_shown(content['claim'])}"
    lines = [f"# {title}" if markdown else layout.wrap(title)]
    verdict = f"{names['labels']['verdict']}: {names['verdicts'][content['verdict']]}"
    stamp = (
        f"{label['as_of'].lower()} {content['as_of']} · {label['release']} {content['release']['id']} · {content['id']}"
    )
    lines += ["", f"**{verdict}** · {stamp}" if markdown else f"{verdict} · {stamp}", ""]
    lines += [*content["warnings"], ""] if content["warnings"] else []
    for sentence in content["explanation"]:
        marks = "".join(f" [{n}]" for n in sentence["cites"])
        gap = f" ({texts['gap_kinds'][sentence['gap']['kind']]})" if "gap" in sentence else ""
        lines.append(layout.wrap(f"{sentence['text']}{marks}{gap}", bullet))
    lines += layout.section(label["candidates"], ([each["name"]] for each in content["candidates"]), markdown)
    fills = ([gap["would_fill"]] for gap in content["gaps"] if gap["would_fill"])
    lines += layout.section(label["would_tell"], fills, markdown)
    cited = []
    for source in content["sources"]:
        day = source["date"] if isinstance(source["date"], str) else texts["gap_kinds"][source["date"]["gap"]]
        entry = f"[{source['n']}] {source['publisher']}, {source['title']}, {day}"
        cited.append([f"{entry}: {source['file']}, sha256 {source['sha256']}"])
    lines += layout.section(label["sources"], cited, markdown)
    return layout.lines(lines)


def claims_text(content: Row, lang: str, *, markdown: bool) -> str:
    """Claims of every side in their fixed order, each with speaker, role, day, verdict and what the lists show."""
    names = words(lang)["check"]
    label = names["labels"]
    codes = registry.codes("claim_sides")
    sides = codes["spanish"] if lang == "es" else codes["standard"]
    lines = [f"# {label['registered']}" if markdown else label["registered"]]
    lines += ["", *content["warnings"]] if content["warnings"] else []
    rows, side = [[label[key] for key in ("claim", "speaker", "role", "date", "verdict", "values")]], None
    for entry in content["claims"]:
        told = [entry["speaker"], entry["role"], entry["date"]]
        verdict, values = names["verdicts"][entry["tested"]], values_text(entry["values"], lang)
        rows.append([entry["claim"], *told, verdict, values])
        if markdown:
            continue
        if entry["side"] != side:
            side = entry["side"]
            lines += ["", str(sides[side])]
        lines.append(layout.wrap(entry["claim"], "  - "))
        lines.append(layout.wrap(", ".join(told), "    "))
        lines.append(layout.wrap(f"{verdict}: {values}", "    "))
    lines += ["", *layout.pipes(rows)] if markdown else []
    if not content["claims"]:
        lines += ["", label["none"]]
    return layout.lines(lines)


def values_text(values: list[Row], lang: str) -> str:
    """What lists show, in one line."""
    names = words(lang)["check"]
    told = []
    for each in values:
        where = ", ".join(" + ".join(v) if isinstance(v, list) else v for v in each["where"].values())
        told.append(
            f"{each['value']:,} {names['units'][each['unit']]}{f' ({where})' if where else ''}, {each['as_of']}"
        )
    return "; ".join(dict.fromkeys(told)) or str(names["labels"]["no_values"])


def _shown(claim: str) -> str:
    """A claim on one line, cut where it is endless."""
    text = "".join(each if each.isprintable() else " " for each in claim)
    return text if len(text) <= 600 else f"{text[:600]}…"
