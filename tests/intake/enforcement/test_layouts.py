"""Tables are recognised by their headings, and what differs from the layout is said."""

import csv

import pytest

from atlas287.core import registry
from atlas287.core.model import Form, Role
from atlas287.intake.enforcement.layouts import key, recognise
from support import tables

LAYOUTS = registry.layouts()
ARRESTS = LAYOUTS["ddp_arrests_2026_03"]


def heads(layout, form=Form.PROCESSED):
    return list(tables.headings(layout, form).values())


def test_headings_compare_without_regard_to_case_space_and_underscores():
    assert {key(text) for text in ("Apprehension Date", " APPREHENSION\n DATE ", "apprehension_date")} == {
        "apprehension_date"
    }


def test_a_table_with_missing_added_and_reordered_columns_is_recognised_and_said():
    names = [each for each in heads(ARRESTS) if each not in ("operation", "county")]
    match = recognise([*reversed(names), "Notes of the office"])
    assert (match.layout, match.form) == (ARRESTS, Form.PROCESSED)
    assert set(match.missing) == {"operation", "county"}
    assert match.extra == ("Notes of the office",)
    assert match.sentence == (
        "ICE arrests, release of March 2026: 31 of 33 columns, without county, operation, "
        "besides them Notes of the office."
    )


def test_columns_of_another_release_are_named_with_it():
    match = recognise([*heads(ARRESTS), "event_landmark", "apprehension_method_simple"])
    assert match.layout == ARRESTS
    assert dict(match.elsewhere) == {"event_landmark": "2026-08", "apprehension_method_simple": "2026-08"}


def test_headings_of_no_known_table_are_recognised_as_none():
    assert recognise(["name", "colour", "apprehension_date"]) is None
    assert recognise([]) is None


def test_each_table_and_form_of_the_registry_is_told_from_all_others():
    for layout in LAYOUTS.values():
        for form in layout.forms:
            match = recognise(heads(layout, form))
            assert (match.form, match.likeness) == (form, 1)
            assert layout in (match.layout, *match.alike)
            # Tables with the same columns must be told apart by their values.
            assert not match.alike or all(each.holds for each in (match.layout, *match.alike))


def test_every_encoder_and_period_that_a_layout_names_is_there():
    codes = registry.enforcement_codes()
    for layout in LAYOUTS.values():
        assert layout.period is None or layout.period in layout.columns
        assert {column.codes for column in layout.columns.values()} - {None} <= set(codes)
        assert {fault.field for fault in layout.faulty} - {None} <= set(layout.columns)
    for content in codes.values():
        assert set(content.get("fixes", {}).values()) <= set(content["standard"])
        assert not set(content.get("ignored", ())) & set(content["standard"])


def test_no_table_about_people_ships_anything():
    assert {layout.ships for layout in LAYOUTS.values() if layout.person_rows} == {"nothing"}


@pytest.fixture(scope="module")
def published(data_dir):
    with (data_dir / "enforcement" / "ddp_schema.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.data
def test_the_layouts_hold_every_column_of_every_published_release(published):
    told = {}
    for row in published:
        told.setdefault((row["release"], row["table"]), []).append(row)
    known = {
        (each.release, each.kind): each
        for each in LAYOUTS.values()
        if each.name.startswith("ddp_") and each.person_rows
    }
    assert set(told) == set(known)
    for table, rows in told.items():
        layout = known[table]
        assert list(layout.columns) == [row["column"] for row in rows]
        dropped = [row["column"] for row in rows if row["role"].endswith("dropped")]
        assert [c.name for c in layout.columns.values() if c.role is Role.WITHHELD] == dropped
        assert [c.printed for c in layout.columns.values()] == [
            (row["raw_header"],) if row["raw_header"] else () for row in rows
        ]


@pytest.mark.data
def test_the_encoders_hold_every_published_value_but_redactions(data_dir):
    known = {value for content in registry.enforcement_codes().values() for value in content["standard"]}
    known |= {value for content in registry.enforcement_codes().values() for value in content.get("ignored", ())}
    with (data_dir / "enforcement" / "ddp_values.csv").open(encoding="utf-8", newline="") as file:
        values = {row["value"] for row in csv.DictReader(file)}
    assert values - known == {"(b)(6), (b)(7)(c)", "(others not documented)"}
