"""The reference pages that are read off click, the headers of the .sql files, the registry and the errors."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from atlas287 import cli
from atlas287.answers import measure
from atlas287.core import errors as error_tree
from atlas287.core import query, registry
from atlas287.core.model import GapKind
from atlas287.core.query import Query
from atlas287.intake import build

WIDTH = 100
EXITS = {
    0: "ok; a known no, such as a count of 0, is ok",
    1: "failed: one sentence on standard error says what, where and what to do",
    2: "usage: a word of the call is wrong",
    3: "the whole answer is a gap; the object is printed all the same",
    4: "ambiguous place; the candidates are listed",
    5: "suppressed; no verb of this version suppresses",
    6: "verification failed; the sentences of a brief, or cells of a report, that do not stand are listed",
}
VARIABLES = {
    "ATLAS287_HOME": "folder of snapshots, parsed files and releases; default: `atlas287` in the user's data folder"
    " (`$XDG_DATA_HOME`, else `~/.local/share`)",
    "ATLAS287_RELEASE": "release, or folder of releases, that is opened without `--release`; default: the embedded one",
    "ATLAS287_CACHE": "folder of parsed files; default: `cache` in `$ATLAS287_HOME`",
}
GAPS = {
    GapKind.NOT_COLLECTED: "nobody kept a list or document for that date or place, or none is held",
    GapKind.NOT_RELEASED: "the holder has it and does not publish it",
    GapKind.NOT_LOADED: "it is published, but this release does not hold it",
    GapKind.REDACTED: "the holder blacked it out",
    GapKind.SUPPRESSED: "withheld because the number of people is small",
    GapKind.CONFLICTING: "sources disagree and no rule decides",
    GapKind.UNREADABLE: "something is printed, and no rule can tell what it means",
    GapKind.UNKNOWN_DATE: "the place of a date is blank",
    GapKind.OUT_OF_SCOPE: "this project does not answer it",
}

OVER = {
    "to_date": "everything up to a date",
    "in_force": "what has certainly begun by the day and has not ended",
    "period": "whole months, by `--since` and `--until`; the last month of the table by default",
}
"""How a measure that reads no single list takes a day."""


def commands() -> str:
    """The help of every verb, the exit codes and the environment."""
    lines = ["# Commands", "", "Data goes to standard output, everything else to standard error.", ""]
    lines += table(("verb", "what it does"), [(f"[`{n}`](#{n})", _short_help(c)) for n, c in cli.commands().items()])
    lines += ["## Exit codes", "", *table(("code", "meaning"), [(str(code), text) for code, text in EXITS.items()])]
    lines += ["## Environment", "", *table(("variable", "meaning"), [(f"`{k}`", v) for k, v in VARIABLES.items()])]
    lines += ["## Formats", "", "`--format` is `text` (the default), `json` ([contract](contract.md)), `csv` or `md`."]
    lines += ["In CSV a gap stands in the column `gap`, never as a value or a zero.", ""]
    lines += ["## atlas287", "", *_help(cli.main, "atlas287")]
    for name, command in cli.commands().items():
        lines += [f"## {name}", "", *_help(command, f"atlas287 {name}")]
        for part, each in command.commands.items() if isinstance(command, click.Group) else ():
            lines += [f"### {name} {part}", "", *_help(each, f"atlas287 {name} {part}")]
    return "\n".join(lines)


def _short_help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").split("\n\n")[0].replace("\n", " ")


def _help(command: click.Command, name: str) -> list[str]:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=["-h", "--help"]
    )
    return ["```text", command.get_help(context), "```", ""]


def measures() -> str:
    """Every unit that can be counted."""
    lines = ["# Measures", "", "What `atlas287 count UNIT` counts. Each measure is one `.sql` file below"]
    lines += ["`src/atlas287/answers/measures`; its header makes this page.", ""]
    found = measure.measures()
    lines += table(("unit", "what is counted"), [(f"[`{unit}`](#{unit})", each.title) for unit, each in found.items()])
    lines += [
        "Every unit that is counted on one list can also be counted `--by month`: on the newest list up to the",
    ]
    lines += [
        f"last day of each month. Where that list is over {measure.STALE.days} days older, the month is a gap.",
        "",
    ]
    for unit, each in found.items():
        lines += [f"## {unit}", "", f"{each.title}.", "", *_facts(_measure_facts(each)), ""]
        lines += ["### Dimensions", ""] if each.header["dimensions"] else []
        lines += table(("`--by`, `--where`", "meaning", "values"), _dimensions(each.header["dimensions"]))
        lines += _columns(each) + _warnings(each)
    return "\n".join(lines)


def _measure_facts(each: Query) -> Iterator[tuple[str, str]]:
    yield "Unit", f"`{each.header['unit']}`"
    yield "Rule", str(each.header["rule"])
    if each.header.get("over") in OVER:
        without = "`--rows`" if each.header["over"] == "period" else "`--by month` and `--rows`"
        yield "Counted over", f"{OVER[each.header['over']]}; without {without}"
    else:
        yield "Counted on", f"one list of {each.header['kind']} agencies: the newest up to the date"
    yield "Grain", f"{each.header['grain']}; each `counted` once"
    if each.header.get("basis"):
        yield "Needs", "`--basis based_in` or `--basis covers`"
    if each.header.get("overlaps"):
        yield "Rows overlap by", ", ".join(f"`{name}`" for name in each.header["overlaps"])
    if each.header.get("fact"):
        told = "; a sentence with the number cites each" if each.header.get("cites") else ""
        yield "Traced to", f"the [facts](tables.md#facts) behind the number, each with its source{told}"
    yield "Reads", _links(each.inputs)
    yield "File", f"`answers/measures/{each.name}.sql`"


def _dimensions(dimensions: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for name, spec in dimensions.items():
        if "codes" in spec:
            known = registry.codes(spec["codes"])["standard"]
            values = f"[{len(known)} codes](sources.md#{spec['codes']}), `unknown`"
        elif name == "county":
            values = f"5-digit codes of counties, `unknown`{'; needs `--basis`' if 'link' in spec else ''}"
        elif "ids" in spec:
            values = f"ids of the table [`{spec['ids']}`](tables.md#{spec['ids']})"
        elif "months" in spec:
            values = "`YYYY-MM`"
        elif "dates" in spec:
            values = "`YYYY-MM-DD`, `undated`"
        else:
            values = ", ".join(f"`{value}`" for value in spec["values"])
        yield f"`{name}`", spec["meaning"], values


def tables() -> str:
    """Every table of a release."""
    lines = [
        "# Tables",
        "",
        "A release is one Parquet file a table and a `manifest.json`. Each table is one `.sql` file below",
    ]
    lines += [
        "`src/atlas287/intake/tables`; its header makes this page, and a build fails where the columns differ.",
        "Inputs `raw_…` and `code_…` exist during a build only: rows as read, and printed values with their codes;",
        "`registry_…`, `counties` and `police` are facts of the registry, as are the `raw_…` of the table `facts`",
        "and of those that point to it; `identities` is made by `intake/resolve.py`.",
        "",
    ]
    found = query.load_all(build.TABLES)
    lines += table(("table", "one row is"), [(f"[`{n}`](#{n})", each.header["grain"]) for n, each in found.items()])
    for name, each in found.items():
        lines += [
            f"## {name}",
            "",
            f"{each.title}.",
            "",
            *_facts(_table_facts(each)),
            "",
            *_columns(each),
            *_warnings(each),
        ]
    return "\n".join(lines)


def _table_facts(each: Query) -> Iterator[tuple[str, str]]:
    yield "Grain", str(each.header["grain"])
    yield "Key", ", ".join(f"`{column}`" for column in each.header["key"])
    if not each.header.get("release", True):
        yield "In the release", "no: it exists during a build only"
    yield "Reads", _links(each.inputs)
    yield "File", f"`intake/tables/{each.name}.sql`"


def _columns(each: Query) -> list[str]:
    rows = [(f"`{column}`", kind, meaning.replace("<", "\\<")) for column, (kind, meaning) in each.columns.items()]
    return ["### Columns", "", *table(("column", "type", "meaning"), rows)]


def _warnings(each: Query) -> list[str]:
    warnings = each.header.get("warnings", ())
    return ["### Warnings", "", *(f"- {warning}" for warning in warnings), ""] if warnings else []


def _links(inputs: Iterable[str]) -> str:
    known = query.load_all(build.TABLES)
    return ", ".join(f"[`{name}`](tables.md#{name})" if name in known else f"`{name}`" for name in inputs)


def sources() -> str:
    """Every published file that is fetched and read, and the encoders."""
    lines = [
        "# Sources",
        "",
        "Each source is one file below `src/atlas287/registry/sources`; its keys are explained in",
        "",
    ]
    lines[-2] += " `registry/schema/source.json`."
    for name, each in registry.sources().items():
        lines += [f"## {name}", "", f"{each.title}.", "", *_facts(_source_facts(each)), ""]
        rows = [(f"`{printed}`", f"`{ours}`") for printed, ours in each.columns.items()]
        rows += [(f"`{printed}`", "ignored by name") for printed in each.ignored_columns]
        lines += ["### Column map", "", *table(("heading", "our column"), rows)] if rows else []
        layouts = [
            (layout, ", ".join(headings), each.layout_titles.get(layout, each.title))
            for layout, headings in each.layouts.items()
        ]
        lines += ["### Layouts", "", *table(("layout", "headings in order", "cited as"), layouts)] if layouts else []
    lines += [
        "# Codes",
        "",
        "Printed values and what they mean, below `src/atlas287/registry/codes`. In a list, a value that is neither",
    ]
    lines += ["standard nor a listed misprint is an [issue](issues.md) and counts as `unknown`.", ""]
    for path, content in registry.documents("codes"):
        lines += [f"## {path.stem}", "", f"{content['title']}. Source: {content['source']}.", ""]
        spanish = content.get("spanish", {})
        names = [(f"`{code}`", name, *filter(None, [spanish.get(code)])) for code, name in content["standard"].items()]
        lines += table(("code", "printed", "in Spanish") if spanish else ("code", "printed"), names)
        if content.get("fixes"):
            lines += ["Misprints read:", ""]
            lines += table(
                ("printed", "taken for"), [(f"`{wrong}`", f"`{code}`") for wrong, code in content["fixes"].items()]
            )
    return "\n".join(lines)


def _source_facts(each: Any) -> Iterator[tuple[str, str]]:
    yield "Publisher", each.publisher
    yield "Licence", each.licence
    yield "Address", f"<{each.url}>"
    if each.found_on:
        yield "Linked on", f"[`{each.found_on}`](#{each.found_on}), where the path fits `{each.link_pattern}`"
    if each.files:
        yield "Files", f"{', '.join(f'`{name}`' for name in each.files)}, below <{each.folder}>"
    yield "Cadence", each.cadence
    yield "Reader", f"`{each.reader}`"
    yield "Kind", f"`{each.kind}`"
    if each.requires:
        yield "Told by the headings", ", ".join(each.requires)
    if each.excludes:
        yield "Not with", ", ".join(each.excludes)
    if each.layouts:
        yield "Plausible rows", f"{each.min_rows:,} to {each.max_rows:,}"
        bounds = (("at least", each.max_fall), ("at most", each.max_rise))
        text = ", ".join(f"{word} {factor:g} times its rows" for word, factor in bounds if factor is not None)
        yield "Beside the list before", text or "any number of rows"
        accepted = "; ".join(f"`{sha256[:12]}…`: {why}" for sha256, why in each.accepted.items())
        yield "Real files outside these bounds", accepted or "none"
    for limit in each.limits:
        yield "Limit", limit


def issues() -> str:
    """Every issue code and rule, and the gap kinds."""
    content = registry.load_yaml(registry.ROOT / "issues" / "issues.yaml")
    lines = ["# Issues", "", "An issue is one oddity in one cell of a published file: a row of the table"]
    lines += [
        "[`issues`](tables.md#issues) with the cell, what is printed, what it is taken for (null where it stays a gap)"
    ]
    lines += ["and the rule. Trouble in readable data is an issue, never an error.", "", "## Codes", ""]
    rows = [(f"`{code}`", each["meaning"], each["effect"]) for code, each in content["codes"].items()]
    lines += table(("code", "meaning", "effect on a count"), rows)
    lines += ["## Rules", "", "One issue can rest on several rules, separated by commas.", ""]
    lines += table(("rule", "meaning"), [(f"`{rule}`", text) for rule, text in content["rules"].items()])
    lines += ["A rule in plain words, such as “not read”, is a note of the reader.", "", "## Gaps", ""]
    lines += ["Unknown is not zero: what is not known is a gap of one of these kinds.", ""]
    lines += table(("gap", "meaning"), [(f"`{kind.value}`", GAPS[kind]) for kind in GapKind])
    return "\n".join(lines)


def errors() -> str:
    """The tree of errors."""
    drawing = re.search(r"(?: {4}\S.*\n)+", inspect.cleandoc(error_tree.__doc__ or "") + "\n")
    lines = [
        "# Errors",
        "",
        "Every error is one sentence on standard error: where, what is wrong, what to do. In Python it is",
        "",
    ]
    lines[-2] += " an exception with the attributes `what`, `where` and `do`."
    lines += ["```text", *(line[4:] for line in (drawing[0] if drawing else "").splitlines()), "```", ""]
    rows = [
        (f"`{name}`", str(kind.exit_code), inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " "))
        for name, kind in vars(error_tree).items()
        if isinstance(kind, type) and issubclass(kind, error_tree.AtlasError)
    ]
    lines += table(("error", "exit code", "meaning"), rows)
    lines += ["Exit codes 3 to 6 belong to answers, not to errors: see [commands](commands.md#exit-codes)."]
    return "\n".join(lines)


def _facts(facts: Iterable[tuple[str, str]]) -> list[str]:
    return [f"- {name}: {text}" for name, text in facts]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table and an empty line; nothing where there are no rows."""
    body = [_pipe(row) for row in rows]
    return [_pipe(head), _pipe(["---"] * len(head)), *body, ""] if body else []


def _pipe(cells: Sequence[str]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
