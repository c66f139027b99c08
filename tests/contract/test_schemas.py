"""Every object of the contract, as printed and as the docs show it, satisfies its JSON Schema."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from atlas287.cli import main
from atlas287.core.registry import ROOT

DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "schema" / "contract").glob("*.json")}
VERBS = {"nation": "place", "state": "place"}
EXAMPLE = re.compile(r"<!-- (\w+) -->\n+```json\n(.*?)\n```", re.DOTALL)


def check(verb, content):
    jsonschema.validate(content, SCHEMAS[VERBS.get(verb, verb)], cls=jsonschema.Draft202012Validator)
    if verb in VERBS:
        jsonschema.validate(content["brief"], SCHEMAS["brief"], cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["count", "agreements", "--by", "model", "--rows", "--where", "state=OH"], 0),
        (["count", "agencies", "--by", "month", "--as-of", "2026-11-24"], 0),
        (["count", "agreements", "--as-of", "2026-11-24"], 3),
        (["count", "counties", "--basis", "covers"], 3),
        (["nation"], 0),
        (["state", "Guam"], 0),
        (["state", "carolina"], 4),
        (["nation", "--as-of", "2015-01-01"], 3),
    ],
)
def test_what_a_verb_prints_fits_its_schema(words, code):
    result = CliRunner().invoke(main, [*words, "--format", "json"])
    assert result.exit_code == code
    check(words[0], json.loads(result.stdout))


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
    check(verb, json.loads(text))


def test_the_schemas_refuse_a_blank_in_place_of_a_gap():
    with pytest.raises(jsonschema.ValidationError):
        result = json.loads(CliRunner().invoke(main, ["count", "agreements", "--format", "json"]).stdout)
        check("count", result | {"rows": [{"value": None}]})
