"""The reference is fresh and complete: whatever can be asked, read or go wrong is documented."""

import ast
import inspect
import json
import re

import pytest

from atlas287 import Atlas, cli
from atlas287.answers import measure
from atlas287.cli import common
from atlas287.core import errors, facts, query, registry
from atlas287.core.model import GapKind
from atlas287.intake import build, codes
from atlas287.intake import facts as stated
from atlas287.intake.enforcement.parts import MORE
from docs.blocks import DOCS, ROOT, load

REFERENCE = DOCS / "reference"
PAGE_OF = {
    "policy": "policies",
    "statute": "law",
    "term": "law",
    "incentive": "incentives",
    "study": "studies",
    "milestone": "timeline",
}
"""Kind of fact -> the page that prints it."""
ISSUES = registry.load_yaml(registry.ROOT / "issues" / "issues.yaml")
WORD = re.compile(r"[a-z]+(_[a-z]+)+")


def page(name):
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generate():
    """The generator, which makes the pages once."""
    return load("generate")


def test_no_page_is_stale(generate):
    assert generate.stale() == [], "run `python docs/generate.py`"


def test_a_page_that_was_altered_or_is_missing_is_stale(generate, tmp_path):
    generate.write(tmp_path)
    assert generate.stale(tmp_path) == []
    (tmp_path / "errors.md").write_text("altered")
    (tmp_path / "tables.md").unlink()
    assert generate.stale(tmp_path) == ["errors.md", "tables.md"]


@pytest.mark.parametrize("name", cli.commands())
def test_every_verb_is_documented_with_its_options(name):
    section = page("commands").split(f"\n## {name}\n")[1].split("\n## ")[0]
    for parameter in cli.commands()[name].params:
        for option in parameter.opts:
            assert (option if option.startswith("-") else option.upper()) in section, option


def test_every_exit_code_is_documented():
    documented = set(re.findall(r"^\| (\d) \|", page("commands"), re.MULTILINE))
    assert documented == {"0", "1", "2", "3", "4", "5", "6"}
    assert {str(code) for code in (common.GAP, common.AMBIGUOUS, common.UNVERIFIED)} <= documented


def test_every_environment_variable_is_documented():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name in set(re.findall(r"ATLAS287_[A-Z]+", code)):
        assert f"`{name}`" in page("commands"), name


@pytest.mark.parametrize("unit", measure.measures())
def test_every_measure_is_documented_with_its_rule_dimensions_and_warnings(unit):
    section = page("measures").split(f"\n## {unit}\n")[1].split("\n## ")[0]
    header = measure.measures()[unit].header
    for text in (header["title"], header["rule"], *header.get("warnings", ())):
        assert text in section
    for name in (*header["dimensions"], *header["columns"]):
        assert f"| `{name}` |" in section


def test_every_key_of_a_header_is_told():
    told = {"title", "grain", "inputs", "columns", "warnings"}
    for each in query.load_all(build.TABLES).values():
        assert set(each.header) <= told | {"key", "release"}, each.name
    for each in measure.measures().values():
        assert set(each.header) <= told | {
            "unit",
            "rule",
            "kind",
            "over",
            "like",
            "dimensions",
            "overlaps",
            "basis",
            "fact",
            "cites",
        }, each.name


@pytest.mark.parametrize("name", query.load_all(build.TABLES))
def test_every_table_is_documented_with_its_grain_key_columns_and_warnings(name):
    section = page("tables").split(f"\n## {name}\n")[1].split("\n## ")[0]
    table = query.load(build.TABLES / f"{name}.sql")
    assert f"- Grain: {table.header['grain']}" in section
    assert f"- Key: {', '.join(f'`{column}`' for column in table.header['key'])}" in section
    for column, (kind, meaning) in table.columns.items():
        assert f"| `{column}` | {kind} | {meaning} |" in section.replace("\\<", "<")
    for warning in table.header.get("warnings", ()):
        assert f"- {warning}" in section


def test_every_table_of_the_release_is_documented():
    assert {f"\n## {name}\n" in page("tables") for name in Atlas.open().release.tables} == {True}


@pytest.mark.parametrize("name", registry.sources())
def test_every_source_is_documented_with_its_columns(name):
    section = page("sources").split(f"\n## {name}\n")[1].split("\n## ")[0]
    source = registry.source(name)
    for text in (source.title, source.publisher, source.licence, source.url, source.cadence):
        assert text in section
    for printed, ours in source.columns.items():
        assert f"| `{printed}` | `{ours}` |" in section


def test_every_code_is_documented():
    for _, content in registry.documents("codes"):
        for code in content["standard"]:
            assert f"| `{code}` |" in page("sources")


def told_of_tables(node):
    """Issue codes of tables of enforcement: first word of a `tally.add`, second of a `Value`."""
    called = getattr(node, "func", None)
    name = getattr(called, "id", getattr(called, "attr", ""))
    at = {"add": 0, "Value": 1}.get(name)
    if at is not None and len(node.args) > 1:
        for each in ast.walk(node.args[at]):
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and WORD.fullmatch(each.value):
                yield each.value


def emitted():
    """Issue codes that the readers and the tables can note, with their rules in one word."""
    found, rules = set(), set()
    for path in (ROOT / "src" / "atlas287" / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Issue" and len(node.args) > 1:
                found.add(ast.literal_eval(node.args[0]))
            found |= set(told_of_tables(node))
    for name in query.load_all(build.TABLES):
        sql = query.load(build.TABLES / f"{name}.sql").sql
        if name == "issues":
            words = set(re.findall(r"'([a-z_]+)'", sql))
            fields = set(re.findall(r"'([a-z]+)'(?: AS field)?, r\.row", sql))
            rules |= words & set(ISSUES["rules"])
            found |= {word for word in words - fields - rules if WORD.fullmatch(word)} - {
                kind.value for kind in GapKind
            }
    return found, rules


def test_every_issue_code_that_can_be_noted_is_explained_and_no_other():
    found, _ = emitted()
    assert len(found) > 15
    assert found | {MORE} == set(ISSUES["codes"])
    for code, each in ISSUES["codes"].items():
        assert f"| `{code}` | {each['meaning']} | {each['effect']} |" in page("issues")


def encoder_rules():
    """What the encoders give as a rule: named in their docstrings, appended, or the second word of an `Encoded`."""
    source = inspect.getsource(codes)
    given = set(re.findall(r"`([a-z]+_?[a-z_]*)`", source))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given |= {
                each.value
                for each in node.args[1:2] * (name == "Encoded") + node.args * (name == "append")
                for each in ast.walk(each)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    names = {each.arg for each in ast.walk(ast.parse(source)) if isinstance(each, ast.arg)} | {"value", "rule"}
    return {word for word in given - names if re.fullmatch(r"[a-z_]+", word)}


def test_every_rule_of_an_encoder_is_explained_and_no_other():
    given = encoder_rules()
    assert {"missing_slash", "safelink", "white_space", "no_address", "blank"} <= given
    assert given | emitted()[1] == set(ISSUES["rules"])
    for rule, meaning in ISSUES["rules"].items():
        assert f"| `{rule}` | {meaning} |" in page("issues")


def test_every_issue_of_the_embedded_release_is_explained():
    for row in Atlas.open().release.rows("SELECT DISTINCT code, rule FROM issues"):
        assert row["code"] in ISSUES["codes"]
        if " " not in row["rule"].replace(", ", ","):
            assert set(row["rule"].split(", ")) <= set(ISSUES["rules"]), row["rule"]


def test_every_kind_of_gap_is_explained():
    for kind in GapKind:
        assert f"| `{kind.value}` |" in page("issues")


@pytest.mark.parametrize("gap", facts.gaps(), ids=lambda gap: gap.id)
def test_every_gap_is_documented_and_one_that_is_recalled_on_the_page_of_the_unverified_alone(gap):
    recalled = gap.confidence == facts.RECALLED
    assert (f"\n### {gap.id}\n" in page("gaps")) == (not recalled)
    assert (f"| `{gap.id}` |" in page("unverified")) == recalled
    pages = [path for path in DOCS.rglob("*.md") if path.stem != "unverified"]
    for text in (text.format(place="any place") for text in gap.what.values() if recalled):
        assert not [path.name for path in pages if text in path.read_text(encoding="utf-8")]


def test_every_holder_and_every_term_is_documented_in_both_languages():
    for holder in facts.holders().values():
        assert f"| `{holder.id}` | {holder.title['en']} | {holder.title['es']} |" in page("gaps")
    for term in (term for terms in facts.glossary().values() for term in terms):
        cells = (term.term["en"], term.definition["en"], term.term["es"], term.definition["es"])
        assert f"| {' | '.join(cells)} |" in page("glossary")


@pytest.mark.parametrize("kind", PAGE_OF)
def test_every_fact_of_the_release_stands_on_its_page_in_both_languages_with_its_source(kind):
    text = page(PAGE_OF[kind]).replace("\\|", "|")
    told = Atlas.open().release.rows("SELECT * FROM facts WHERE kind = $kind", {"kind": kind})
    assert len(told) > 20
    for row in told:
        assert f"`{row['fact_id']}`" in text
        for said in (row["text_en"], row["text_es"]):
            assert said in text, row["fact_id"]
        if row["url"]:
            assert row["url"].split("(")[0] in text, row["fact_id"]


def test_what_is_recalled_stands_on_the_page_of_the_unverified_and_nowhere_else():
    told = {f"`{row['fact_id']}`" for row in Atlas.open().release.rows("SELECT fact_id FROM facts")}
    recalled = [fact for _, _, fact in stated.facts() if fact["confidence"] == facts.RECALLED]
    assert len(recalled) > 30
    others = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md") if path.stem != "unverified")
    for fact in recalled:
        assert f"| `{fact['id']}` | {fact['text']['en']} | {fact['text']['es']} |" in page("unverified")
        assert f"`{fact['id']}`" not in told
        assert fact["text"]["en"] not in others, fact["id"]
        assert fact["text"]["es"] not in others, fact["id"]


def test_a_date_that_nobody_read_is_printed_as_recalled_alone():
    """Read by hand in registry/policies/ca.yaml: neither date of SB 54 was read."""
    row = next(line for line in page("policies").splitlines() if "`policy:ca-sb-54-2017`" in line)
    assert "| [not read](unverified.md#dates-of-measures) |" in row
    assert "2018-01-01" not in row
    assert "| `policy:ca-sb-54-2017` | 2017-10-05 | 2018-01-01 |" in page("unverified")


def test_bills_and_stopped_measures_stand_apart():
    counting, apart = page("policies").split("\n## Bills and measures that do not count\n")
    for row in Atlas.open().release.rows("SELECT fact_id, standing FROM policies"):
        law = row["standing"] in ("in_force", "in_force_in_part", "opinion", "rescinded", "superseded")
        assert (f"`{row['fact_id']}`" in counting, f"`{row['fact_id']}`" in apart) == (law, not law), row["fact_id"]


def test_a_figure_of_the_timeline_stands_beside_our_count_of_that_day():
    """The list of 2025-09-17 has 1,000 rows; no list is held of 2017; ICE's page of 2026-04-08 counts one model."""
    rows = {line.split("`")[1]: line for line in page("timeline").splitlines() if "`milestone:" in line}
    assert "| 1,001 agreements | 1,000 agreements | 2025-09-17 |" in rows["milestone:2025-09-17-dhs-count-passes-1000"]
    assert (
        "| 35 agreements | not known | no list within 45 days: 2009-10-28 before, 2021-01-13 after |"
        in (rows["milestone:2017-01-start-of-first-trump"])
    )
    assert "agreements of JEM | 2026-04-01 |" in rows["milestone:2026-04-08-ice-page-count-2"]


def test_the_counts_of_studies_are_those_of_the_measure():
    counted = Atlas.open().count("studies", by=["topic", "direction"])
    table = page("studies").split("\n## Counts\n")[1].split("\n## ")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == len(counted["rows"])
    assert sum(int(row[2]) for row in rows) == counted["total"]
    assert "No study of 287(g) in the registry" in page("studies").split("\n## What none of them covers\n")[1]


def test_every_error_is_documented():
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.AtlasError):
            assert f"| `{name}` | {kind.exit_code} |" in page("errors")
            assert f"{name} " in page("errors").split("```")[1]


def test_the_contract_has_an_example_of_every_verb():
    found = re.findall(r"<!-- (\w+) -->\n```json\n(.*?)\n```", page("contract"), re.DOTALL)
    assert {verb for verb, _ in found} == set(cli.commands())
    for verb, text in found:
        content = json.loads(text)
        assert {"release", "warnings"} <= set(content), verb
