"""Every object of the contract, as printed and as the docs show it, satisfies its JSON Schema."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from atlas287.cli import main
from atlas287.core.registry import ROOT
from atlas287.intake.fetch import FetchReport
from support.lists import write_list

DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "schema" / "contract").glob("*.json")}
VERBS = {"nation": "place", "state": "place", "county": "place", "town": "place"}
EXAMPLE = re.compile(r"<!-- (\w+) -->\n+```json\n(.*?)\n```", re.DOTALL)


COUNT_KEYS = {"release", "warnings"}
"""What a count that stands inside another object leaves to it."""


def validate(content, schema):
    jsonschema.validate(content, schema, cls=jsonschema.Draft202012Validator)


def check(verb, content):
    validate(content, SCHEMAS[VERBS.get(verb, verb)])
    if verb in ("agency", "ask"):
        validate(content["brief"], SCHEMAS["brief"])
    if verb in VERBS:
        validate(content["brief"], SCHEMAS["brief"])
        inside = SCHEMAS["count"] | {"required": [key for key in SCHEMAS["count"]["required"] if key not in COUNT_KEYS]}
        for count in content["counts"]:
            validate(count, inside)


def printed(*words):
    return json.loads(CliRunner().invoke(main, [*map(str, words), "--format", "json"]).stdout)


@pytest.fixture
def sheets(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS287_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "sheets"
    folder.mkdir()
    write_list(folder, 60, date(2025, 10, 13))
    (folder / "broken.xlsx").write_bytes(b"no workbook")
    return folder


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["count", "agreements", "--by", "model", "--rows", "--where", "state=OH"], 0),
        (["count", "agencies", "--by", "month", "--as-of", "2026-11-24"], 0),
        (["count", "agreements", "--as-of", "2026-11-24"], 3),
        (["count", "counties", "--basis", "covers"], 0),
        (["count", "pending", "--by", "state", "--rows"], 0),
        (["count", "agreements", "--where", "state=VT", "--rows"], 0),
        (["count", "lists", "--by", "kind,basis"], 0),
        (["count", "intervals"], 0),
        (["count", "detained", "--by", "models", "--since", "2025-08-01", "--until", "2025-09-30"], 0),
        (
            [
                "count",
                "detained",
                "--by",
                "month",
                "--where",
                "state=FL",
                "--until",
                "2025-12-31",
                "--since",
                "2025-08-01",
            ],
            0,
        ),
        (["count", "detained", "--as-of", "2026-01-01"], 3),
        (["pipeline"], 0),
        (["pipeline", "--place", "Florida", "--by", "touchpoint,model,month,criminality"], 0),
        (["pipeline", "--by", "criminality"], 0),
        (["pipeline", "--place", "12021", "--as-of", "2026-05-01"], 3),
        (["pipeline", "--place", "carolina"], 4),
        (["nation"], 0),
        (["state", "Guam"], 0),
        (["state", "carolina"], 4),
        (["nation", "--as-of", "2015-01-01"], 3),
        (["county", "12021"], 0),
        (["county", "Collier", "--lang", "es"], 0),
        (["county", "Washington"], 4),
        (["county", "12021", "--as-of", "2015-01-01"], 3),
        (["town", "Naples, FL"], 0),
        (["town", "OH/perry township/39151"], 0),
        (["town", "Perry Township", "--state", "OH"], 4),
        (["town", "Xyzzyvale"], 3),
        (["agency", "Collier County Sheriff", "--state", "FL"], 0),
        (["agency", "fl-st-cloud-police-department"], 0),
        (["agency", "Maricopa County Sheriff"], 0),
        (["agency", "Washington County"], 4),
        (["agency", "Xyzzyvale Police"], 0),
        (["changes"], 0),
        (["changes", "--since", "2025-03-01", "--until", "2025-03-31", "--place", "Florida"], 0),
        (["gaps"], 0),
        (["gaps", "--held"], 0),
        (["gaps", "--place", "12021", "--lang", "es"], 0),
        (["gaps", "--place", "fl-collier-county-sheriffs-office"], 0),
        (["gaps", "--place", "Franklin, VA"], 4),
        (["check", "ICE lists 1,843 agreements in 40 states, 63% of them task force agreements"], 0),
        (["check", "Florida tiene más acuerdos 287(g) que cualquier otro estado", "--lang", "es"], 0),
        (["check", "287(g) makes streets safer"], 3),
        (["check", "My neighbor was detained"], 3),
        (["check", "Washington County has 3 agreements"], 4),
        (["check", "There were 35 agreements in 2015"], 3),
        (["check", "--registered", "--side", "law_enforcement,research"], 0),
        (["ask", "How many agreements are there in Ohio?"], 0),
        (["ask", "¿Qué estados prohíben los acuerdos 287(g)?"], 0),
        (["ask", "Can a task force officer arrest somebody without a warrant?"], 0),
        (["ask", "What do studies say about trust?"], 0),
        (["ask", "How many people were referred to ICE in Ohio?"], 3),
        (["ask", "Where is my neighbour?"], 3),
        (["ask", "How many agreements in Washington County?"], 4),
        (["authority", "JEM"], 0),
        (["authority", "none", "--state", "Texas"], 0),
        (["authority", "TFM", "WSO", "--act", "interview,hold"], 0),
        (["authority", "Collier County Sheriff", "--state", "FL", "--lang", "es"], 0),
        (["authority", "TTFM"], 3),
        (["authority", "Washington County"], 4),
        (["money", "TFM", "--state", "FL", "--officers", "4", "--salary", "85000.5", "--vehicles", "1"], 0),
        (["money", "wso", "--state", "Texas", "--lang", "es"], 0),
        (["money", "TFM", "--as-of", "2024-01-01"], 0),
        (["money", "tn-sullivan-county-sheriffs-office", "--officers", "6"], 0),
        (["money", "tn-sullivan-county-sheriffs-office", "--as-of", "2026-11-24"], 3),
        (["money", "Washington County"], 4),
    ],
)
def test_what_a_verb_prints_fits_its_schema(words, code):
    result = CliRunner().invoke(main, [*words, "--format", "json"])
    assert result.exit_code == code
    check(words[0], json.loads(result.stdout))


def test_what_verify_prints_fits_its_schema_whether_the_brief_stands_or_not(tmp_path):
    brief = printed("state", "Guam")["brief"]
    for text, failed in ((brief["summary"][0]["text"], 0), ("So it is.", 1)):
        brief["summary"][0]["text"] = text
        (tmp_path / "brief.json").write_text(json.dumps(brief))
        content = printed("verify", tmp_path / "brief.json")
        check("verify", content)
        assert content["sentences"] - content["passed"] == failed


@pytest.mark.parametrize(
    "sentence",
    [
        "scale.agreements.state",
        "scale.pending.state",
        "unknown.no_longer_listed.state",
        "unknown.lists",
        "fact.statute:g9",
        "impact.since",
        "gap.law",
    ],
)
def test_what_trace_prints_fits_its_schema(tmp_path, sentence):
    (tmp_path / "brief.json").write_text(json.dumps(printed("state", "Ohio")))
    content = printed("trace", tmp_path / "brief.json", sentence)
    check("trace", content)
    assert content["now"] == content["value"]


def test_what_read_and_build_print_fits_their_schemas(sheets, tmp_path):
    file = next(sheets.glob("participating*"))
    check("read", printed("read", file))
    several = printed("read", file, file)
    assert set(several) == {"release", "files", "warnings"}
    for each in several["files"]:
        check("read", each)
    built = printed("build", "--from", sheets, "--out", tmp_path / "out")
    check("build", built)
    assert built["quarantined"] == ["broken.xlsx"]


@pytest.mark.parametrize(("count", "code"), [("suppressed", 0), ("7", 6)])
def test_what_report_prints_fits_its_schema_whether_the_report_passes_or_not(count, code, tmp_path):
    folder = tmp_path / "report"
    CliRunner().invoke(main, ["report", "template", "--out", str(folder)])
    file = folder / "report-example.csv"
    file.write_text(file.read_text().replace("none,all,events,suppressed", f"none,all,events,{count}", 1))
    result = CliRunner().invoke(main, ["report", "check", str(file), "--until", "2026-05-18", "--format", "json"])
    assert result.exit_code == code
    check("report", json.loads(result.stdout))


@pytest.mark.parametrize("kind", ["parquet", "geojson", "panel"])
def test_what_export_prints_fits_its_schema(kind, tmp_path):
    content = printed("export", kind, "--out", tmp_path / "out")
    check("export", content)
    for file in content["files"]:
        found = (tmp_path / "out" / Path(file["path"]).name).read_bytes()
        assert hashlib.sha256(found).hexdigest() == file["sha256"]


def test_what_fetch_prints_fits_its_schema_also_where_it_fails():
    report = FetchReport(["ice_participating", "ice_pending"])
    report.fetched.append({"url": "https://example.org/a.xlsx", "sha256": "0" * 64, "bytes": 1, "new": True})
    report.failed.append({"url": "https://example.org/b.xlsx", "why": "the server answered 404"})
    content = {"release": None, **report.to_json()}
    check("fetch", content)
    with pytest.raises(jsonschema.ValidationError):
        check("fetch", content | {"failed": [{"url": "https://example.org/b.xlsx"}]})


@pytest.mark.parametrize("path", sorted((ROOT / "schema").rglob("*.json")), ids=lambda path: path.stem)
def test_every_schema_is_one(path):
    schema = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"]
    assert list(jsonschema.Draft202012Validator(schema).iter_errors("no object"))


def examples():
    return [
        pytest.param(verb, text, id=f"{path.stem}-{verb}-{number}")
        for path in sorted(DOCS.rglob("*.md"))
        for number, (verb, text) in enumerate(EXAMPLE.findall(path.read_text()))
    ]


def test_the_docs_have_an_example_of_every_verb_with_an_object():
    assert {example.values[0] for example in examples()} >= {
        "count",
        "read",
        "nation",
        "state",
        "verify",
        "build",
        "fetch",
    }


@pytest.mark.parametrize(("verb", "text"), examples())
def test_an_example_in_the_docs_fits_its_schema(verb, text):
    content = json.loads(text)
    check(verb, content)
    assert {"release", "warnings"} <= set(content)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"rows": [{"value": None}]},
        {"rows": [{"value": "1,843"}]},
        {"rows": [{"value": {"gap": "missing"}}]},
        {"rows": [{}]},
        {"as_of": "18 May 2026"},
        {"list": {"as_of": "2026-05-18"}},
        {"gaps": [{"kind": "not_collected"}]},
        {"release": "2026-05-18"},
    ],
)
def test_the_schema_of_a_count_refuses_what_the_contract_does_not_know(spoilt):
    content = printed("count", "agreements")
    check("count", content | {"note": "keys may be added"})
    with pytest.raises(jsonschema.ValidationError):
        check("count", content | spoilt)


def test_the_schema_of_a_place_refuses_law_without_its_parts_and_a_gap_of_another_kind():
    content = printed("county", "12021")
    measures = content["policy"]["measures"]
    check("county", content | {"policy": content["policy"] | {"note": "keys may be added"}})
    for spoilt in (
        {"gap": "not_loaded"},
        {"silent": "no"},
        {"measures": [{**measures[0], "certain": None}]},
        {"measures": [{"id": measures[0]["id"]}]},
        {"kinds": ["sheriff"]},
    ):
        policy = spoilt if "gap" in spoilt else content["policy"] | spoilt
        with pytest.raises(jsonschema.ValidationError):
            check("county", content | {"policy": policy})


def test_the_schema_of_a_brief_refuses_a_source_with_another_gap_than_its_date():
    content = printed("state", "Guam")
    for date_of, fits in (({"gap": "unknown_date"}, True), ({"gap": "missing"}, False), (None, False), ("", False)):
        content["brief"]["sources"][-1]["date"] = date_of
        if fits:
            check("state", content)
        else:
            with pytest.raises(jsonschema.ValidationError):
                check("state", content)


def test_the_schema_of_a_brief_refuses_a_sentence_of_another_kind_or_without_its_measure():
    content = printed("state", "Guam")
    said = content["brief"]["summary"][0]
    for spoilt in ({"kind": "opinion"}, {"measure": 5}, {"text": ""}, {"cites": ["one"]}):
        content["brief"]["summary"][0] = said | spoilt
        with pytest.raises(jsonschema.ValidationError):
            check("state", content)
