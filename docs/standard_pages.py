"""The reference page of the reporting standard, made from `registry/standard/report.yaml`."""

from __future__ import annotations

from reference_pages import table

from atlas287.answers.reports import standard, template

INTRODUCTION = """# Reporting standard {version}

A report is a table in CSV or .xlsx. One row is one monthly count, and no row is about a person. The command
`atlas287 report template` writes it empty in English and Spanish, with an invented example, all codes, a Frictionless
Table Schema, a data package and a JSON Schema; `atlas287 report check` says by cell what is wrong. There is a page on
[why and for whom](../explanation/reporting-standard.md) and one [step by step](../how-to/report.md). The standard is
free to use (CC0).

A row is told from every other by {key}. Columns may stand in any order, headings and codes in English or Spanish, and
in any letter case."""


def page() -> str:
    """The page."""
    key = ", ".join(f"`{name}`" for name in standard.KEY)
    lines = [INTRODUCTION.format(version=standard.content()["version"], key=key), "", "## Fields", ""]
    lines += table(
        ("field", "título", "needed", "meaning"),
        [
            (f"`{each.name}`", each.titles["es"], "no" if each.optional else "yes", each.meaning)
            for each in standard.fields().values()
        ],
    )
    lines += ["## Codes", ""]
    for each in standard.fields().values():
        if each.words:
            lines += [f"### {each.name}", ""]
            lines += ["In place of a count:", ""] if each.gaps else []
            rows = [(f"`{code}`", word["en"], word["es"], word["meaning"]) for code, word in each.words.items()]
            lines += table(("code", "English", "español", "meaning"), rows)
    lines += ["## Stages and touchpoints", "", "`unknown` and `all` go with every stage.", ""]
    combinations = standard.content()["combinations"].items()
    lines += table(
        ("stage", "touchpoints"), [(f"`{k}`", ", ".join(f"`{each}`" for each in v)) for k, v in combinations]
    )
    lines += ["## Invented example", "", "No such county sheriff exists, and no number is real.", "", "```text"]
    return "\n".join([*lines, template.files()[template.EXAMPLE[0]].decode().rstrip("\n"), "```"])
