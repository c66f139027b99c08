"""A report is told right or wrong by cell. Every row here is invented; what must be said is written by hand."""

import csv
import io
import json
import time
import zipfile
from datetime import date

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287 import Atlas
from atlas287.answers.reports import check, template
from atlas287.cli import main
from atlas287.core.errors import AtlasError, ReadError, UsageError
from atlas287.core.registry import ROOT
from atlas287.intake.readers import grid

GOOD = {
    "standard": "1.0.0",
    "place": "FL",
    "agency": "all",
    "month": "2026-01",
    "stage": "booking",
    "touchpoint": "jail",
    "model": "all",
    "offence": "all",
    "outcome": "all",
    "unit": "people",
    "value": "412",
    "covered": "1",
    "complete": "yes",
    "note": "",
}
FIELDS = list(GOOD)
DAY = date(2026, 5, 18)
SCHEMA = json.loads((ROOT / "schema" / "contract" / "report.json").read_text())


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def rows(*changes):
    return [GOOD | change for change in changes]


def text_of(content, fields=FIELDS, delimiter=","):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(fields)
    writer.writerows([[row[name] for name in FIELDS] for row in content])
    return file.getvalue()


@pytest.fixture
def told(atlas, tmp_path):
    def tell(content, name="report.csv"):
        path = tmp_path / name
        if isinstance(content, list):
            content = text_of(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = atlas.report(path, until=DAY)
        jsonschema.validate(dict(result), SCHEMA, cls=jsonschema.Draft202012Validator)
        return result

    return tell


def said(result, severity="error"):
    return [(each["code"], each["cell"]) for each in result["messages"] if each["severity"] == severity]


def test_a_right_row_passes_without_a_word(told):
    result = told(rows({}))
    assert result["passed"]
    assert result["messages"] == result["conflicts"] == result["warnings"] == []
    assert result["counts"] == {"rows": 1, "values": 1, "gaps": {}, "errors": {}, "warnings": {}}
    assert result["months"] == ["2026-01", "2026-01"]


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"standard": "2.0.0"}, "standard_unreadable", "A2"),
        ({"place": "ZZ"}, "place_unreadable", "B2"),
        ({"place": "99999"}, "place_unreadable", "B2"),
        ({"month": "Jan-26"}, "month_unreadable", "D2"),
        ({"month": "2026-13"}, "month_unreadable", "D2"),
        ({"month": "2026-06"}, "month_in_future", "D2"),
        ({"month": "0202-06"}, "month_too_early", "D2"),
        ({"stage": "referral"}, "stage_unreadable", "E2"),
        ({"touchpoint": "street"}, "combination", "F2"),
        ({"model": "JEM+none"}, "model_unreadable", "G2"),
        ({"model": "JEM+JEM"}, "model_unreadable", "G2"),
        ({"offence": "worst"}, "offence_unreadable", "H2"),
        ({"value": "1,234"}, "value_unreadable", "K2"),
        ({"value": "-3"}, "value_unreadable", "K2"),
        ({"value": "3.5"}, "value_unreadable", "K2"),
        ({"value": "n/a"}, "value_unreadable", "K2"),
        ({"value": ""}, "blank", "K2"),
        ({"covered": "140%"}, "covered_unreadable", "L2"),
        ({"covered": "0"}, "covered_by_none", "K2"),
        ({"complete": "perhaps"}, "complete_unreadable", "M2"),
        ({"month": "2026-05"}, "month_not_over", "M2"),
        ({"offence": "felony", "value": "10"}, "small_cell", "K2"),
        ({"offence": "felony", "value": "1"}, "small_cell", "K2"),
        ({"agency": "Collier County Sheriff"}, "model_of_an_agency", "G2"),
        ({"place": "US", "agency": "Washington County Sheriff", "model": "JEM"}, "agency_ambiguous", "C2"),
    ],
)
def test_what_is_wrong_in_a_cell_is_said_with_its_address(told, change, code, cell):
    result = told(rows(change))
    assert said(result) == [(code, cell)]
    assert not result["passed"]
    message = result["messages"][0]
    assert message["file"] == "report.csv"
    assert message["value"] == {**GOOD, **change}[FIELDS[ord(cell[0]) - ord("A")]]


@pytest.mark.parametrize(
    "change",
    [
        {"place": "Florida"},
        {"place": "12021"},
        {"place": "us"},
        {"month": "2026-01-01"},
        {"month": "2026-01-01 00:00:00"},
        {"value": "0"},
        {"value": "412.0"},
        {"value": "not_collected"},
        {"value": "Not released"},
        {"offence": "felony", "value": "suppressed"},
        {"offence": "felony", "value": "11"},
        {"offence": "felony", "value": "0"},
        {"covered": "85%"},
        {"covered": "0,85"},
        {"touchpoint": "all"},
        {"touchpoint": "unknown"},
        {"stage": "ICE arrest", "touchpoint": "at large"},
    ],
)
def test_what_can_be_understood_passes(told, change):
    assert told(rows(change))["passed"]


def test_a_name_of_several_agencies_lists_them_and_ends_with_4(told, tmp_path):
    result = told(rows({"place": "US", "agency": "Washington County Sheriff", "model": "JEM"}))
    assert {"AR", "FL", "UT"} <= {each["state"] for each in result["agencies"][0]["candidates"]}
    assert result["agencies"][0]["id"] is None
    path = tmp_path / "report.csv"
    assert CliRunner().invoke(main, ["report", "check", str(path), "--until", str(DAY)]).exit_code == 4


def test_a_name_that_is_only_like_that_of_an_agency_is_not_joined_to_it(told):
    result = told(rows({"agency": "Washington County", "model": "JEM"}))
    assert said(result, "warning") == [("agency_unsure", "C2")]
    assert "fl-washington-county-sheriffs-office" in result["messages"][0]["do"]
    assert result["agencies"][0]["id"] is None
    assert result["conflicts"] == []


def test_an_agency_that_ice_never_listed_is_a_warning(told):
    result = told(rows({"agency": "Xyzzyvale Police", "model": "none"}))
    assert said(result, "warning") == [("agency_unknown", "C2")]
    assert result["passed"]


def test_another_model_than_ices_lists_show_is_a_conflict_and_no_error(told):
    # The list of 2026-05-18 shows Collier County Sheriff with JEM (signed 2007) and TFM (signed 2025).
    right, wrong = {"agency": "Collier County Sheriff", "model": "TFM + JEM"}, {"agency": "Collier County Sheriff"}
    assert told(rows(right))["conflicts"] == []
    result = told(rows(wrong | {"model": "WSO"}))
    assert result["passed"]
    assert [(each["reported"], each["held"], each["cell"], each["rule"]) for each in result["conflicts"]] == [
        ("WSO", "JEM+TFM", "G2", "unresolved")
    ]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"none": "200", "pending": "200", "felony": "12"}, []),
        ({"none": "200", "pending": "200"}, [("total_and_parts", "K2")]),
        ({"none": "300", "pending": "200"}, [("total_and_parts", "K2")]),
        ({"none": "200", "pending": "190", "felony": "suppressed", "misdemeanor": "suppressed"}, []),
        ({"none": "300", "pending": "200", "felony": "suppressed"}, [("total_and_parts", "K2")]),
        ({"none": "200", "pending": "205", "felony": "suppressed"}, [("revealed", "K5")]),
        ({"none": "200", "pending": "210", "felony": "suppressed", "misdemeanor": "suppressed"}, [("narrow", "K5")]),
        ({"none": "200", "pending": "202", "felony": "suppressed", "misdemeanor": "suppressed"}, [("narrow", "K5")]),
        ({"none": "200", "pending": "201", "felony": "suppressed", "misdemeanor": "suppressed"}, []),
        ({"none": "200", "pending": "112", "felony": "suppressed"}, []),
    ],
)
def test_parts_are_held_against_their_total_and_must_not_give_a_suppressed_count_back(told, parts, expected):
    result = told(rows({}, *({"offence": code, "value": value} for code, value in parts.items())))
    assert [each for each in said(result) if each[0] != "small_cell"] == [
        each for each in expected if each not in said(result, "warning")
    ]


def test_subtraction_in_two_steps_is_found(told):
    # Jail alone is suppressed under the touchpoints, so it is 30 - 12; then felony in jail is what is left of it.
    stage = {"stage": "detainer", "unit": "events"}
    result = told(
        rows(
            stage | {"touchpoint": "all", "value": "30"},
            stage | {"touchpoint": "street", "value": "12"},
            stage | {"touchpoint": "jail", "value": "suppressed"},
            stage | {"touchpoint": "jail", "offence": "none", "value": "13"},
            stage | {"touchpoint": "jail", "offence": "felony", "value": "suppressed"},
        )
    )
    assert said(result) == [("revealed", "K6")]


def test_under_a_small_total_all_parts_must_be_suppressed_zeros_too(told):
    small = {"value": "4"}
    every = ("none", "pending", "misdemeanor", "felony", "unknown")
    hidden = [{"offence": code, "value": "suppressed"} for code in every]
    assert told(rows(small, *hidden))["passed"]
    result = told(rows(small, *hidden[:-1], {"offence": "unknown", "value": "0"}))
    assert said(result) == [("narrow", "K3")]


def test_a_count_that_stands_twice_is_named_with_its_first_row(told):
    result = told(rows({}, {"value": "413"}))
    assert said(result) == [("duplicate", "K3")]
    assert "row 2" in result["messages"][0]["what"]


def test_two_spellings_of_one_agency_are_one_count(told):
    names = ("Collier County Sheriff", "fl-collier-county-sheriffs-office")
    assert said(told(rows(*({"agency": name, "model": "JEM+TFM"} for name in names)))) == [("duplicate", "K3")]


def test_a_stage_above_the_one_before_it_and_a_month_that_is_missing_are_warnings(told):
    result = told(rows({"touchpoint": "all"}, {"touchpoint": "all", "stage": "match", "value": "500"}))
    assert said(result, "warning") == [("funnel", "K3")]
    result = told(rows({"month": "2025-10"}, {"month": "2026-01"}, {"month": "2025-11"}))
    assert said(result, "warning") == [("months_missing", "D3")]
    assert "2025-12" in result["messages"][0]["what"]
    assert said(told(rows({"complete": "no"})), "warning") == [("incomplete", "M2")]


def test_other_order_spanish_headings_and_codes_semicolons_and_a_byte_order_mark_are_read(told):
    spanish = (
        "estándar;LUGAR;Agencia;Mes;Etapa;Punto de contacto;Modelo vigente;Delito más grave;Resultado;Unidad;Valor;"
    )
    spanish += "Parte de unidades que informan;Mes completo;Nota"
    row = "1.0.0;FL;todos;2026-01;Ingreso en la cárcel;Cárcel;Todos;Todos;Todos;Personas;412;0,95;Sí;una nota, con coma"
    turned = "\n".join(";".join(reversed(line.split(";"))) for line in (spanish, row))
    for data in (turned.encode("utf-8-sig"), turned.encode("utf-16")):
        result = told(data)
        assert result["messages"] == []
        assert result["counts"]["values"] == 1
    result = told(turned.encode("cp1252"))
    assert result["passed"]
    assert "Windows-1252" in result["warnings"][0]


def test_a_column_too_many_is_a_warning_and_one_about_a_person_an_error(told):
    lines = text_of(rows({})).splitlines()
    assert said(told(f"{lines[0]},clerk\n{lines[1]},7\n"), "warning") == [("unknown_column", "O1")]
    for heading in ("A-Number", "date_of_birth", "Apellidos", "LAST NAME"):
        assert said(told(f"{lines[0]},{heading}\n{lines[1]},7\n")) == [("personal_column", "O1")]


def test_a_missing_or_doubled_column_is_said_at_the_heading(told):
    lines = [line.split(",") for line in text_of(rows({})).splitlines()]
    less = "\n".join(",".join(line[:-4] + line[-3:]) for line in lines)
    assert said(told(less)) == [("column_missing", "A1")]
    more = "\n".join(",".join([*line, line[0]]) for line in lines)
    assert said(told(more)) == [("column_twice", "O1")]


def book(content, change=lambda sheet: None):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Notes"
    sheet = workbook.create_sheet("Report")
    sheet.append(["Monthly report of an invented county"])
    sheet.append(FIELDS)
    for row in content:
        sheet.append([row[name] for name in FIELDS])
    change(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def test_a_workbook_is_read_with_dates_numbers_and_the_sheet_that_has_the_heading(told):
    row = GOOD | {"month": date(2026, 1, 1), "value": 412, "covered": 0.95}
    result = told(book([row]), "report.xlsx")
    assert result["passed"]
    assert result["sheet"] == "Report"
    assert said(result, "warning") == [("text_above_heading", "A1")]


def test_formulas_without_a_value_and_merged_cells_are_said_by_cell(told):
    def change(sheet):
        sheet["K3"] = "=400+12"
        sheet.merge_cells("B3:B4")

    result = told(book(rows({}, {"month": "2026-02"}), change), "report.xlsx")
    assert said(result) == [("formula_without_value", "K3"), ("merged_cell", "B4")]
    assert "B3:B4" in result["messages"][1]["what"]


def test_a_formula_counts_with_the_value_that_the_spreadsheet_stored(told):
    data = book(rows({}), lambda sheet: sheet.__setitem__("K3", "=400+12"))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"<f>400+12</f><v />", b"<f>400+12</f><v>412</v>"))
    result = told(file.getvalue(), "report.xlsx")
    assert result["passed"]
    assert result["counts"]["values"] == 1


def test_a_cell_that_a_spreadsheet_would_run_is_harmless_in_csv_output(told, tmp_path):
    told(rows({"value": "=HYPERLINK(1)"}))
    printed = CliRunner().invoke(main, ["report", "check", str(tmp_path / "report.csv"), "--format", "csv"]).stdout
    (row,) = csv.DictReader(io.StringIO(printed))
    assert row["value"] == "'=HYPERLINK(1)"
    assert row["cell"] == "K2"


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_a_report_that_does_not_pass_ends_with_6_and_is_printed_in_every_form(told, tmp_path, form):
    told(rows({"value": "many"}))
    result = CliRunner().invoke(main, ["report", "check", str(tmp_path / "report.csv"), "--format", form])
    assert result.exit_code == 6
    assert "K2" in result.stdout


def test_a_report_of_gaps_alone_ends_with_3(told, tmp_path):
    told(rows({"value": "not_collected"}))
    assert CliRunner().invoke(main, ["report", "check", str(tmp_path / "report.csv")]).exit_code == 3


def test_a_file_of_ten_megabytes_is_told_in_seconds_and_its_messages_are_cut(told):
    line = "1.0.0,{place},all,{month},booking,jail,all,{offence},all,people,{value},1,yes," + "x" * 30
    places = [f"{number:05}" for number in range(12001, 12134, 2) if number != 12025]
    lines = [
        line.format(place=place, month=f"{year}-{month:02}", offence=offence, value=7)
        for place in places
        for year in range(2003, 2026)
        for month in range(1, 13)
        for offence in ("none", "pending", "felony", "misdemeanor", "unknown")
    ]
    text = "\n".join([",".join(FIELDS), *lines, *lines[: max(0, 10_000_000 // len(lines[0]) - len(lines))]])
    started = time.monotonic()
    result = told(text)
    assert time.monotonic() - started < 60
    assert len(text) > 9_000_000
    assert result["counts"]["errors"]["small_cell"] > 80_000
    assert len(result["messages"]) == check.MOST
    assert "500 of" in result["warnings"][0]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "report.csv"),
        (b"a,b\n1,2\n", "report.csv"),
        (b"\x00\x01\x02", "report.csv"),
        (b"PK\x03\x04 no package", "report.csv"),
        (b"%PDF-1.7", "report.csv"),
        (b"no package", "report.xlsx"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(told, data, name):
    with pytest.raises(ReadError) as refused:
        told(data, name)
    assert name in str(refused.value)


def test_a_template_without_rows_is_no_report(told):
    with pytest.raises(UsageError, match="no row"):
        told(template.files()["report.csv"])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.text(max_size=12), max_size=14), max_size=4), st.binary(max_size=60))
def test_no_content_of_cells_makes_anything_but_a_message_or_a_sentence(atlas, tmp_path_factory, content, noise):
    path = tmp_path_factory.mktemp("any") / "report.csv"
    file = io.StringIO()
    csv.writer(file).writerows([FIELDS, *content])
    path.write_bytes(file.getvalue().encode("utf-8", "replace") + noise)
    try:
        atlas.report(path, until=DAY)
    except AtlasError as error:
        assert str(error)


def test_what_passed_becomes_rows_of_the_pipeline_with_their_source(atlas, told, tmp_path):
    told(rows({"agency": "Collier County Sheriff", "model": "JEM+TFM"}, {"value": "not_released", "place": "OH"}))
    found = check.check(atlas.release, grid.read(tmp_path / "report.csv"), DAY).rows()
    source = found[0]["source"]
    assert found[0]["agency_id"] == "fl-collier-county-sheriffs-office"
    assert (found[0]["value"], found[1]["gap"], found[1]["agency_id"]) == (412, "not_released", None)
    assert (source["file"], source["row"], source["standard"]) == ("report.csv", 2, "1.0.0")
    told(rows({"value": "many"}))
    with pytest.raises(UsageError, match="does not pass"):
        check.check(atlas.release, grid.read(tmp_path / "report.csv"), DAY).rows()


def test_totals_that_contradict_another_source_are_conflicts_and_never_averaged():
    ours = {
        "place": "FL",
        "agency_id": None,
        "month": "2026-01",
        "stage": "booking",
        "touchpoint": "jail",
        "unit": "people",
        "value": 412,
        "source": "report",
    }
    other = ours | {"value": 390, "source": "another"}
    (found,) = check.conflicts([ours], [other, other | {"month": "2026-02"}, ours | {"source": "third"}])
    assert (found["reported"], found["held"], found["rule"]) == (412, 390, "unresolved")
    assert check.conflicts([ours | {"offence": "felony"}], [other]) == []
