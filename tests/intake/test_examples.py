"""Each CSV source has an example: an invented file beside every row that the reader must find in it, with its cell.

The example of the programme page is read in test_html.py, those of tables of enforcement in
enforcement/test_totals.py; workbooks are invented by support/workbooks.py.
"""

import csv
from pathlib import Path

import pytest

from atlas287.core import registry
from atlas287.intake.readers import table

EXAMPLES = Path(__file__).parent / "examples"
TABLES = [name for name, source in registry.sources().items() if source.reader == "csv"]


def found_rows(name):
    """What the reader finds, as text, in the columns of expected.csv."""
    return [
        {"kind": parsed.kind, "as_of": str(parsed.as_of or ""), "cell": parsed.cell("agency", row["row"])}
        | {column: row.get(column) or "" for column in ("state", "agency", "model", "signed", "moa")}
        | {column: row.get(column) or "" for column in ("first_seen", "last_seen")}
        for parsed in table.parse((EXAMPLES / name / "input.csv").read_bytes(), name="input.csv")
        for row in parsed.rows.to_pylist()
    ]


@pytest.mark.parametrize("name", TABLES)
def test_the_example_of_a_table_yields_exactly_the_expected_rows(name):
    with (EXAMPLES / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        assert found_rows(name) == list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_the_example_of_a_table_is_read_as_its_source_without_an_issue(name):
    found = table.parse((EXAMPLES / name / "input.csv").read_bytes(), name="input.csv")
    assert {parsed.source for parsed in found} == {name}
    assert [parsed.issues for parsed in found] == [()] * len(found)


@pytest.mark.parametrize("name", TABLES)
def test_the_example_of_a_table_prints_the_headings_of_its_layout(name):
    with (EXAMPLES / name / "input.csv").open(encoding="utf-8-sig", newline="") as file:
        headings = tuple(text.upper() for text in next(csv.reader(file)))
    assert list(registry.source(name).layouts.values()) == [headings]


def test_every_example_is_of_a_source_or_of_a_table_with_totals():
    told = {name for name, layout in registry.layouts().items() if layout.series}
    assert {path.name for path in EXAMPLES.iterdir()} == {*TABLES, "ice_programme_page", *told}
