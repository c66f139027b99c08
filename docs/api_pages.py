"""The page of the Python API, read off signatures and docstrings; its examples are run when it is made."""

from __future__ import annotations

import inspect
import io
from code import InteractiveInterpreter
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import fields
from typing import Any

from reference_pages import table

import atlas287
from atlas287 import Atlas, Result
from atlas287.core.release import Release
from atlas287.intake.build import Built
from atlas287.intake.fetch import FetchReport

FUNCTIONS = ("read", "fetch", "build")
RENDERERS = ("brief", "asked", "record", "counted", "stamped")
"""Methods that give the parts of an answer; all the others are verbs."""
PARAMETERS = {
    "read.path": "a published workbook or CSV",
    "Atlas.open.path": "a release or a folder of releases; default: `$ATLAS287_RELEASE`, else the embedded release",
    "unit": "what is counted: one of the [measures](measures.md); there is no default",
    "by": "names of dimensions of the measure, and `month`",
    "where": "dimension -> the value to keep, or several",
    "as_of": "the day asked for, a date or `YYYY-MM-DD`; default: the date of the newest list",
    "basis": "of counties: `based_in` or `covers`",
    "totals": "month or year: the totals of a table by place and that period instead of its description",
    "rows": "whether the rows of the list behind the number are added as `listings`",
    "claim": "a sentence in English or Spanish",
    "said": "the day on which it was said, a date or `YYYY-MM-DD`, where it names none",
    "Atlas.check.place": "a place that the claim is about, by name or code, where it names none",
    "sides": "kinds of speaker to keep, codes of `registry/codes/claim_sides.yaml`; default: all",
    "subject": "an agency by id or name, a model's code, or `none` for officers without an agreement",
    "acts": "codes of acts to keep; default: all",
    "touchpoints": "codes of settings to keep; default: all",
    "agency_kind": "the kind of agency whose State law is told for a model or `none`; default: sheriff",
    "question": "a question in English or Spanish",
    "Atlas.ask.place": "a place that the question is about, where it names none",
    "Atlas.asked.place": "a place that the question is about, where it names none",
    "Atlas.ask.lang": "language of the answer, `en` or `es`; default: that of the question",
    "Atlas.asked.lang": "language of the answer, `en` or `es`; default: that of the question",
    "name": "what is asked for, by name, code or id",
    "state": "the state or territory in which to look, by name or two-letter code",
    "lang": "language of the brief: `en` or `es`",
    "since": "the first day, a date or `YYYY-MM-DD`; default: a week before `until`",
    "until": "the last day; default: the date of the newest list",
    "place": "a state or territory by name or two-letter code",
    "Atlas.gaps.place": "a place as in `places_called`; default: the nation",
    "Atlas.pipeline.place": "a state or county as in `places_called`; default: the nation",
    "Atlas.pipeline.by": "any of `touchpoint`, `model`, `month` and `criminality`",
    "Atlas.pipeline.as_of": "a day of the month to tell; default: the last month of the table",
    "Atlas.count.since": "for `detained`: the first day of a month",
    "Atlas.count.until": "for `detained`: the last day of a month",
    "Atlas.counted.since": "as in `count`",
    "Atlas.counted.until": "as in `count`",
    "types": "types of event to keep; default: all",
    "stages": "stages of referral to keep; default: all",
    "held": "whether to tell what waits for judgement instead",
    "officers": "trained officers, a whole number",
    "salary": "pay and benefits of one officer, dollars a year",
    "overtime": "overtime of one officer, dollars a year; it needs `salary` too",
    "vehicles": "vehicles wanted; sources count the money by agency or memorandum, none by vehicle",
    "brief": "the JSON object of a brief",
    "Atlas.report.path": "a CSV or .xlsx in the [reporting standard](reporting-standard.md)",
    "Atlas.report.until": "the last day that can be reported, a date or `YYYY-MM-DD`; default: today",
    "Atlas.plot.path": "the .png or .svg file to write",
    "Atlas.packet.path": "the .pdf file to write",
    "Atlas.packet.brief": "a `model.Brief`, as `brief` gives it",
    "Atlas.record.brief": "a `model.Brief`, as `brief` gives it",
    "sentence": "the id of a sentence of the brief",
    "kind": "one of `nation`, `state`, `county`, `town` or `agency`",
    "Atlas.export.kind": "one of the kinds under [exports](exports.md)",
    "Atlas.export.out": "the folder to write; an older export there is replaced",
    "content": "the object without `release` and `warnings`",
    "warnings": "sentences a reader must see",
    "names": "names of sources; default: all",
    "into": "the snapshot store; default: below `$ATLAS287_HOME`",
    "page_url": "another address of the programme page, such as an archived copy",
    "say": "called with each line that a person at a terminal should see",
    "folders": "folders of workbooks or snapshot stores; default: the store of `fetch`",
    "out": "the folder of releases; default: below `$ATLAS287_HOME`",
    "threads": "threads of the engine; the release does not depend on it",
    "cache": "the folder of parsed files; default: `$ATLAS287_CACHE`, else below `$ATLAS287_HOME`",
    "progress": "called with files done and files in all",
}
"""Parameter -> meaning: the same name means the same everywhere, but where `Class.method.name` says otherwise."""
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "Atlas.open": ("atlas = Atlas.open()", "atlas.release.built"),
    "Atlas.count": (
        'count = atlas.count("agreements", by=["model"], as_of="2025-12-31")',
        'count["total"], count["list"]["as_of"], count["rows"][0]',
    ),
    "Atlas.nation": ('atlas.nation()["brief"]["summary"][0]["text"]',),
    "Atlas.state": ('[(each["unit"], each["total"]) for each in atlas.state("Ohio")["counts"]]',),
    "Atlas.county": (
        'county = atlas.county("Collier", state="FL")',
        '[each["name"] for each in county["agencies"] if each["relation"] == "county"]',
    ),
    "Atlas.town": ('[(each["name"], each["status"]) for each in atlas.town("Naples, FL")["agencies"]][:2]',),
    "Atlas.agency": (
        'agency = atlas.agency("Collier County Sheriff", state="FL")',
        '[(each["model"], each["first_listed"]) for each in agency["agreements"] if each["status"] == "listed"]',
    ),
    "Atlas.ask": (
        'answer = atlas.ask("How many agencies in Texas hold an agreement?")["brief"]',
        'answer["status"], [each["value"] for each in answer["summary"]]',
        'atlas.ask("Is my neighbour in ICE custody?")["brief"]["status"]',
    ),
    "Atlas.pipeline": (
        'held = atlas.pipeline(place="Florida")["stages"][6]',
        'held["stage"], held["value"], held["person_days"]',
    ),
    "Atlas.changes": (
        'events = atlas.changes(since="2025-03-17", until="2025-03-17", types=["moved_state"])["events"]',
        '[(event["agency"], event["before"], event["after"]) for event in events][:1]',
    ),
    "Atlas.check": (
        'told = atlas.check("Half of agencies are in Florida", as_of="2025-05-31")',
        '(told["verdict"], [(each["value"], each["where"]) for each in told["values"]])',
    ),
    "Atlas.claims": (
        'table = atlas.claims(sides=["advocacy_tracker"])',
        '[(each["speaker"], each["tested"]) for each in table["claims"]]',
    ),
    "Atlas.authority": (
        'told = atlas.authority("WSO", acts=["serve_warrant"], touchpoints=["street", "custody"])',
        '[(row["touchpoint"], row["verdict"]) for row in told["rows"]]',
    ),
    "Atlas.gaps": ('sorted({gap["kind"] for gap in atlas.gaps(place="Ohio", stages=["detainer"])["gaps"]})',),
    "Atlas.money": (
        'money = atlas.money("TFM", officers=4, salary=85000)',
        'money["total"]["announced"]["low"], money["total"]["announced"]["high"]',
    ),
    "Atlas.verify": ('brief = atlas.nation()["brief"]', 'atlas.verify(brief)["failed"]'),
    "Atlas.trace": ('traced = atlas.trace(brief, "scale.agreements.nation")', 'traced["rows"][0]["cells"][0]["cell"]'),
    "Atlas.export": (
        "from pathlib import Path",
        "from tempfile import mkdtemp",
        "folder = Path(mkdtemp())",
        '[file["path"] for file in atlas.export("panel", folder / "panel")["files"]]',
    ),
    "Atlas.report": (
        "from atlas287.answers.reports import template",
        '_ = template.write(folder / "report")',
        'report = atlas.report(folder / "report" / "report-example.csv", until="2026-05-18")',
        'report["passed"], report["counts"]["gaps"]',
    ),
    "Atlas.plot": ('atlas.plot("agreements", by=["model"], path=folder / "models.svg").split(". ")[0]',),
    "Atlas.packet": (
        'atlas.packet(atlas.brief("county", "Collier, FL"), folder / "collier.pdf")',
        '(folder / "collier.pdf").read_bytes()[:4]',
    ),
    "Atlas.places_called": ('[place["name"] for place in atlas.places_called("carolina")]',),
    "Atlas.brief": ('atlas.brief("state", "Ohio").status',),
    "Atlas.asked": ('atlas.asked("Which states ban 287(g) agreements?").status',),
    "Atlas.record": ('atlas.record(atlas.brief("nation"))["place"]',),
    "Atlas.counted": ('atlas.counted("states").total',),
    "Atlas.stamped": ('sorted(atlas.stamped({"said": "words"}))',),
    "Result.to_arrow": ("count.to_arrow().column_names, count.to_arrow().num_rows",),
    "Result.to_polars": ("count.to_polars().schema",),
    "Result.to_pandas": ('count.to_pandas().set_index("model")["value"].to_dict()',),
    "read": (
        'rows = [f"2007-09-19,{n},OH,Example {n} Police Department,invented" for n in range(12)]',
        'text = "\\n".join(["as_of,archive_capture,state,agency,source", *rows])',
        '_ = (folder / "lists.csv").write_text(text)',
        'said = read(folder / "lists.csv")',
        'said["kind"], said["as_of"], said["rows"]',
    ),
    "build": (
        'built = build([folder], folder / "releases", cache=folder / "cache")',
        'Atlas(built.release).count("agencies", as_of="2007-09-19")["total"]',
    ),
}
"""What is run to show a method; one after the other, in the order of the page."""
NOT_RUN = {"fetch": ("it needs the network", '>>> fetch(["ice_participating"]).ok')}
"""What shows a method and is not run: why not, and the call."""
OBJECTS: Mapping[type, Mapping[str, str]] = {
    Built: {
        "release": "the `Release` that was published",
        "issues": "issue code -> how often",
        "held": "agencies and models that wait for judgement",
        "quarantined": "files that are in no table, each with `name` and `reason`",
        "seconds": "wall time",
        "to_json": "the object of the [contract](contract.md#build)",
    },
    FetchReport: {
        "source": "what was asked for",
        "fetched": "files that are new at their address, each with `url`, `sha256`, `bytes` and `new`",
        "unchanged": "addresses whose file is the same as last time",
        "failed": "addresses that could not be had, each with `url` and `why`",
        "warnings": "sentences a reader must see",
        "ok": "whether everything asked for was had",
        "to_json": "the object of the [contract](contract.md#fetch)",
    },
    Release: {
        "path": "its folder",
        "id": "the date of its data and a hash over the content of all tables",
        "built": "the date of its newest input",
        "newest": "kind of list -> date of the newest",
        "manifest": "everything its `manifest.json` says",
        "tables": "names of its [tables](tables.md)",
        "open": "the release in a folder",
        "rows": "the result of a SELECT over the tables as dicts; values enter as `$name` parameters only",
        "batches": "the same as tuples, some thousands at a time",
        "columns": "names and types of the columns of a SELECT",
        "write": "the result of a SELECT as a Parquet or CSV file",
        "row_hashes": "the content hash of each table, computed now",
    },
}
"""What functions and attributes give besides, with the meaning of each public attribute and method."""
INTRODUCTION = """# Python API

`from atlas287 import Atlas` is all that most uses need. Each verb of the command line is a method of the same name, or
for published files a function, and returns the [JSON object](contract.md) that the verb prints. Names are loaded on
first use. Signatures and meanings on this page are read off the code, and its examples are run. [Errors](errors.md) are
exceptions with the attributes `what`, `where` and `do`; the methods of `Atlas` raise `UsageError` for a word that names
nothing and `ReleaseError` for a release that cannot be trusted. A task at a time: [how-to](../how-to/python.md).
"""


def api() -> str:
    """The page."""
    names: dict[str, Any] = {}
    imports = "from atlas287 import Atlas, build, read"
    lines = [INTRODUCTION, *_example((imports,), names)]
    public = [
        (f"`{name}`", _first(getattr(atlas287, name)), _where(name)) for name in atlas287.__all__ if name[0] != "_"
    ]
    lines += table(("name", "meaning", "see"), public)
    lines += ["## Atlas", "", _paragraphs(Atlas), "", *_method("Atlas.open", Atlas.open, names)]
    verbs = {name: each for name, each in methods(Atlas).items() if name != "open"}
    for name, each in verbs.items():
        if name not in RENDERERS:
            lines += _method(f"Atlas.{name}", each, names)
    lines += ["## Parts of answers", "", "Methods of `Atlas` for those who render answers themselves.", ""]
    for name in RENDERERS:
        lines += _method(f"Atlas.{name}", verbs[name], names)
    lines += ["## Result", "", _paragraphs(Result), "", "A part of an object, such as its brief, has them too:"]
    lines += ['`Result(atlas.nation()["brief"])`. In a notebook a result shows as HTML.', ""]
    for name, each in methods(Result).items():
        lines += _method(f"Result.{name}", each, names)
    lines += ["## Published files", ""]
    for name in FUNCTIONS:
        lines += _method(name, getattr(atlas287, name), names)
    for kind, meanings in OBJECTS.items():
        lines += [f"## {kind.__name__}", "", _paragraphs(kind), ""]
        lines += table(("attribute", "meaning"), [(f"`{name}`", meanings.get(name, "")) for name in attributes(kind)])
    return "\n".join(lines)


def methods(kind: type) -> dict[str, Callable[..., Any]]:
    """The public methods of a class that it defines itself, by name, in order."""
    return {name: getattr(kind, name) for name, each in vars(kind).items() if name[0] != "_" and _calls(each)}


def attributes(kind: type) -> list[str]:
    """What the objects of a class have in public: fields, properties and methods."""
    made = [field.name for field in fields(kind)] if hasattr(kind, "__dataclass_fields__") else list(_assigned(kind))
    return [*made, *(name for name in vars(kind) if name[0] != "_" and name not in made)]


def _assigned(kind: type) -> Iterator[str]:
    """Attributes that `__init__` sets, in order."""
    for line in inspect.getsource(kind.__init__).splitlines():  # type: ignore[misc]
        if line.strip().startswith("self."):
            yield line.strip().removeprefix("self.").split(" ")[0].rstrip(":")


def _calls(each: Any) -> bool:
    return inspect.isfunction(each) or isinstance(each, classmethod | staticmethod)


def _method(name: str, each: Callable[..., Any], names: dict[str, Any]) -> list[str]:
    """The section of one method or function: signature, meaning, parameters, example."""
    signature = inspect.signature(each)
    parameters = [each for each in signature.parameters.values() if each.name != "self"]
    lines = [f"### {name}", "", "```text", _signature(name, signature), "```", "", _paragraphs(each), ""]
    rows = [
        (f"`{one.name}`", _default(one), PARAMETERS.get(f"{name}.{one.name}", PARAMETERS.get(one.name, "")))
        for one in parameters
    ]
    lines += table(("parameter", "default", "meaning"), rows)
    if name in NOT_RUN:
        why, call = NOT_RUN[name]
        lines += [f"<!-- not run: {why} -->", "```python", call, "```", ""]
    return lines + (_example(EXAMPLES[name], names) if name in EXAMPLES else [])


def _signature(name: str, signature: inspect.Signature) -> str:
    """A call with its types, one parameter a line where it is long."""
    taken, named = [], False
    for each in signature.parameters.values():
        if each.name == "self":
            continue
        if each.kind is each.KEYWORD_ONLY and not named:
            taken.append("*")
            named = True
        default = "" if each.default is each.empty else " = …" if callable(each.default) else f" = {each.default!r}"
        taken.append(f"{each.name}: {each.annotation}{default}")
    whole = f"{name}({', '.join(taken)}) -> {signature.return_annotation}"
    if len(whole) <= 100:
        return whole
    return "\n".join([f"{name}(", *(f"    {each}," for each in taken), f") -> {signature.return_annotation}"])


def _default(parameter: inspect.Parameter) -> str:
    if parameter.default is inspect.Parameter.empty:
        return "required"
    return "does nothing" if callable(parameter.default) else f"`{parameter.default!r}`"


def _paragraphs(each: Any) -> str:
    """A docstring without its examples."""
    return inspect.cleandoc(each.__doc__ or "").split(">>>")[0].rstrip()


def _first(each: Any) -> str:
    return _paragraphs(each).split("\n\n")[0].replace("\n", " ")


def _where(name: str) -> str:
    if name.endswith("Error"):
        return "[errors](errors.md)"
    return f"[{name}](#{name.lower()})"


class _Interpreter(InteractiveInterpreter):
    def showtraceback(self) -> None:
        raise

    showsyntaxerror = showtraceback  # type: ignore[assignment]


def _example(statements: tuple[str, ...], names: dict[str, Any]) -> list[str]:
    """Statements as in a session, with what they print."""
    lines, session = [], _Interpreter(names)
    for statement in statements:
        printed = io.StringIO()
        with redirect_stdout(printed):
            session.runsource(statement, symbol="single")
        first, *rest = statement.rstrip("\n").split("\n")
        lines += [f">>> {first}", *(f"... {line}" for line in rest), *printed.getvalue().splitlines()]
    return ["```python", *lines, "", "```", ""]
