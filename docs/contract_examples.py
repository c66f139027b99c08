"""The page of JSON examples: every object is what the verb prints, with long lists cut to their first entries."""

from __future__ import annotations

import io
import json
import os
import shlex
import tempfile
from collections.abc import Collection, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import example

from atlas287.answers.reports import template
from atlas287.cli import main
from atlas287.intake.fetch import FetchReport

ENTRIES = 2
WHOLE = ("sections", "sources", "candidates", "summary", "do_not_infer", "tables")
"""Lists that keep all their entries, in the objects of `WHOLE_VERBS`."""
WHOLE_VERBS = ("nation", "build")

INTRODUCTION = """# JSON contract

`--format json` prints one object on standard output, in UTF-8, with keys in a stable order and dates in ISO form. The
Python API returns the same object. Keys may be added; none is renamed without a new major version. Every object carries
`release` (null where none is open) and `warnings`. With exit codes 3 to 6 the object is printed all the same. A value
that is not known is `{"gap": kind}`, never 0 or blank; the kinds are listed under [issues](issues.md#gaps).

The examples are real outputs over the embedded release, with lists cut to their first entries. Those of `read`,
`build`, `fetch` and the frozen brief are about invented workbooks (`docs/example.py`)."""


EXAMPLES = (
    ("count", "count agreements --by model", "a count on one list."),
    (
        "count",
        "count agreements --where state=WY --rows",
        "`listings` are the rows behind the number, with their cells.",
    ),
    (
        "count",
        "count agencies --by month --as-of 2021-02-28",
        "by month `total` and `list` are null; each row has its list.",
    ),
    ("count", "count agreements --as-of 2015-06-30", "no list is held within 45 days, so the answer is a gap."),
    ("nation", "nation", "the record and brief of the nation."),
    ("state", "state Wyoming", "the record and brief of a state."),
    ("state", "state virgin", "a name that fits several places."),
    ("county", "county 56021", "the record and brief of a county, with every agency known to police it."),
    ("county", "county Richmond --state VA", "a city and a county of one name."),
    ("town", "town 'Naples, FL'", "every agency known to police a town."),
    ("town", "town Naples --state FL --lang es", "the same in Spanish, with the same ids and numbers."),
    ("town", "town Xyzzyvale", "a town that no source tells."),
    ("agency", "agency 'Collier County Sheriff' --state FL", "the record and brief of an agency."),
    ("agency", "agency 'Washington County'", "a name that fits several agencies."),
    (
        "ask",
        "ask 'How many agencies in Wyoming hold an agreement?'",
        "the brief that answers; what was understood stands in `plan`.",
    ),
    (
        "ask",
        "ask 'How many people did Ohio police refer to ICE?'",
        "all of it is a gap, with what would fill it.",
    ),
    ("ask", "ask '¿Qué agencias hay en el condado de Washington?'", "a name that fits several places."),
    ("changes", "changes --since 2026-05-15", "events between lists, each with both."),
    (
        "gaps",
        "gaps --place Wyoming --stage training",
        "what is not known of a stage, with the request that would tell.",
    ),
    ("gaps", "gaps --held", "what waits for judgement."),
    ("count", "count detained --by models --where state=OH", "an average day of whole months, and how much is known."),
    ("pipeline", "pipeline --place 12021", "every stage of a county with its number or gap."),
    (
        "authority",
        "authority 'Collier County Sheriff' --state FL --touchpoint custody --act hold",
        "one act in one setting, with the reasons.",
    ),
    (
        "check",
        "check 'Half of agencies are in Florida' --as-of 2025-05-31",
        "a claim, how it was read, its verdict and the counts behind it.",
    ),
    ("check", "check --registered --side research", "claims of the registry, each by the same test."),
    ("authority", "authority 'Washington County'", "a name that fits several agencies."),
    (
        "money",
        "money 'Sullivan County Sheriff' --state TN --officers 6 --salary 85000",
        "what is offered for the agreements of an agency; nothing says that it was paid.",
    ),
    ("money", "money 'Washington County'", "a name that fits several agencies."),
    ("verify", "verify brief.json", "every number stands."),
    ("verify", "verify altered.json", "one number was altered."),
    (
        "verify",
        "verify frozen.json",
        "a brief of another release (here of the invented list): what it said, what is so now, and why.",
    ),
    ("trace", "trace brief.json scale.most", "from a sentence to SQL, rows and cells."),
    ("read", f"read example/{example.LIST}", "what one file says."),
    ("build", "build --from example --out releases", "one file is quarantined; `seconds` differ from run to run."),
    (
        "report",
        "report check report/wrong.csv --until 2026-05-18",
        "the invented example with one small count; messages tell file, sheet and cell.",
    ),
    ("export", "export panel --out panel", "`path` is within the folder; `rows` is null for what is no table."),
)
"""Verb, command and what it shows."""


def contract() -> str:
    """The page."""
    parts = [INTRODUCTION]
    done = ""
    with _folder():
        for verb, command, note in EXAMPLES:
            content, code = output(command)
            parts += [f"## {verb}"] if verb != done else []
            parts.append(f"`atlas287 {command}`: {note} Exit code {code}.")
            parts.append(_block(verb, content))
            done = verb
    parts += ["## fetch", "`atlas287 fetch`: one list is new, the other could not be had. Exit code 1."]
    parts.append(_block("fetch", _fetched()))
    return "\n\n".join(parts)


def output(command: str) -> tuple[dict[str, Any], int]:
    """The object that a command prints, and its exit code."""
    printed = io.StringIO()
    code = 0
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        try:
            main.main([*shlex.split(command), "--format", "json"], prog_name="atlas287")
        except SystemExit as end:
            code = int(end.code or 0)
    return json.loads(printed.getvalue()), code


def _fetched() -> dict[str, Any]:
    address = "https://www.ice.gov/doclib/287g"
    report = FetchReport(["ice_participating", "ice_pending"])
    report.fetched.append({"url": f"{address}/{example.LIST}", "sha256": "0" * 64, "bytes": 24_680, "new": True})
    report.failed.append({"url": f"{address}/{example.PENDING}", "why": "the server answered 404 (not found)"})
    return {"release": None, **report.to_json()}


@contextmanager
def _folder() -> Iterator[None]:
    """Work in a folder with the invented workbooks and two briefs; nothing of the user's is used or written."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("ATLAS287_")}
    with tempfile.TemporaryDirectory() as name, chdir(name):
        os.environ["ATLAS287_HOME"] = str(Path(name) / "home")
        try:
            example.write(Path("example"))
            Path("report").mkdir()
            invented = (
                template.files()[template.EXAMPLE[0]]
                .decode()
                .replace("none,all,events,suppressed", "none,all,events,7", 1)
            )
            Path("report/wrong.csv").write_text(invented, encoding="utf-8")
            brief, _ = output("nation")
            Path("brief.json").write_text(json.dumps(brief), encoding="utf-8")
            brief["brief"]["sections"][2]["sentences"][0]["value"] += 1
            Path("altered.json").write_text(json.dumps(brief), encoding="utf-8")
            output("build --from example --out invented")
            frozen, _ = output("nation --release invented")
            Path("frozen.json").write_text(json.dumps(frozen), encoding="utf-8")
            yield
        finally:
            del os.environ["ATLAS287_HOME"]
            os.environ.update(before)


def _block(verb: str, content: dict[str, Any]) -> str:
    if "seconds" in content:
        content["seconds"] = 0.5
    shown = _cut(content, WHOLE if verb in WHOLE_VERBS else ())
    return f"<!-- {verb} -->\n```json\n{json.dumps(shown, ensure_ascii=False, indent=1)}\n```"


def _cut(content: Any, whole: Collection[str], key: str = "") -> Any:
    if isinstance(content, dict):
        return {name: _cut(value, whole, name) for name, value in content.items()}
    if isinstance(content, list):
        return [_cut(entry, whole) for entry in (content if key in whole else content[:ENTRIES])]
    return content
