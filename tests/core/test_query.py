"""A table or a measure is one SELECT under a YAML header; anything else is refused with its file and reason."""

from pathlib import Path

import pytest

from atlas287.answers.measure import MEASURES
from atlas287.core import query
from atlas287.core.errors import QueryError
from atlas287.intake.build import TABLES

HEADER = """/*
title: Agencies of an example
grain: one agency
inputs: [listings]
columns:
  name: [VARCHAR, its name]
  rows: [BIGINT, how many rows it has]
*/
"""
SELECT = "SELECT agency_key AS name, count(*) AS rows FROM listings GROUP BY name"


def reading(*inputs):
    return query.parse(f"/*\ntitle: t\ngrain: g\ninputs: [{', '.join(inputs)}]\ncolumns: {{}}\n*/\nSELECT 1", "one")


def test_a_query_is_its_header_and_its_statement():
    parsed = query.parse(f"{HEADER}{SELECT}\n", "agencies")
    assert (parsed.name, parsed.title, parsed.inputs) == ("agencies", "Agencies of an example", ("listings",))
    assert parsed.columns == {"name": ("VARCHAR", "its name"), "rows": ("BIGINT", "how many rows it has")}
    assert parsed.sql == SELECT


@pytest.mark.parametrize(
    "statement",
    [
        SELECT,
        f"WITH one AS (SELECT 1)\n{SELECT}",
        f"-- why; not what\n{SELECT}",
        "SELECT ';' AS semicolon",
        "SELECT 'it''s; so' /* a note; with one */",
        "select 1",
    ],
)
def test_one_select_is_one_select_whatever_its_comments_and_literals_hold(statement):
    assert query.parse(HEADER + statement, "example").sql == statement


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SELECT, r"the file does not open with a /\* … \*/ header"),
        (f"/*\ntitle: [\n*/\n{SELECT}", "the header is no valid YAML"),
        (f"/*\n- title\n*/\n{SELECT}", "the header is no mapping"),
        (HEADER.replace("grain: one agency\n", "") + SELECT, "the header lacks 'grain'"),
        (HEADER.replace("[VARCHAR, its name]", "VARCHAR") + SELECT, r"column 'name' is not \[type, meaning\]"),
        (f"{HEADER}{SELECT};", "the file is not exactly one SELECT"),
        (f"{HEADER}SELECT 1; DROP TABLE listings", "the file is not exactly one SELECT"),
        (f"{HEADER}DELETE FROM listings", "the file is not exactly one SELECT"),
        (f"{HEADER}COPY listings TO 'x'", "the file is not exactly one SELECT"),
        (f"{HEADER}SELECTED 1", "the file is not exactly one SELECT"),
        (HEADER, "the file is not exactly one SELECT"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_by_name(text, why):
    with pytest.raises(QueryError, match=rf"broken\.sql: {why}"):
        query.parse(text, "broken")


def test_queries_run_after_those_they_read():
    queries = {"c": reading("a", "b"), "b": reading("a"), "a": reading("raw")}
    ordered = query.in_order({name: query.Query(name, each.header, each.sql) for name, each in queries.items()})
    assert ordered == ["a", "b", "c"]


def test_a_step_that_no_query_makes_stands_in_its_place():
    queries = {"c": reading("step"), "a": reading("raw")}
    assert query.in_order(queries, {"step": ("a",)}) == ["a", "step", "c"]


def test_what_a_query_needs_is_all_it_reads_directly_or_not():
    queries = {"c": reading("b"), "b": reading("a"), "a": reading("raw"), "d": reading("a")}
    assert query.needed(["c"], queries) == {"a", "b", "c"}


def test_queries_that_read_each_other_in_a_circle_are_refused():
    with pytest.raises(QueryError, match="read each other in a circle: "):
        query.in_order({"a": reading("b"), "b": reading("a")})


def test_a_folder_of_queries_is_loaded_by_file_name(tmp_path):
    (tmp_path / "agencies.sql").write_text(HEADER + SELECT)
    (tmp_path / "notes.txt").write_text("no query")
    assert list(query.load_all(tmp_path)) == ["agencies"]


@pytest.mark.parametrize("path", [*TABLES.glob("*.sql"), *MEASURES.glob("*.sql")], ids=lambda path: path.stem)
def test_every_query_of_the_house_keeps_the_rules(path: Path):
    parsed = query.load(path)
    assert set(parsed.header.get("key", ())) <= set(parsed.columns)
    assert parsed.title[0].isupper()
    assert all(kind and meaning for kind, meaning in parsed.columns.values())
