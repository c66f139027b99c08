"""What a publisher gets: an empty template, an invented example, and the schemas of the standard."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from atlas287.answers.reports import standard
from atlas287.core.model import column_letter

Cells = Sequence[Sequence[str | int]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
"""Style 1 is text, so that a spreadsheet leaves codes and months as written."""
EXAMPLE = ("report-example.csv", "report-example.xlsx")


def files() -> dict[str, bytes]:
    """Every file by name; the same bytes every time."""
    heading: list[list[str | int]] = [list(standard.fields())]
    spanish: list[list[str | int]] = [[each.titles["es"] for each in standard.fields().values()]]
    invented = [*heading, *example()]
    made = {
        "report.csv": _csv(heading),
        "informe.csv": _csv(spanish),
        "report.xlsx": _workbook({"report": heading, "codes": _codes()}),
        EXAMPLE[0]: _csv(invented),
        EXAMPLE[1]: _workbook({"report": invented, "codes": _codes()}),
        "codes.csv": _csv(_codes()),
    }
    text = {"table-schema.json": table_schema(), "report.schema.json": json_schema(), "datapackage.json": package()}
    return made | {
        name: (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode() for name, content in text.items()
    }


def write(folder: Path) -> list[str]:
    """Write the files into a folder, which is made where it is missing; their names. Others in it stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
    return list(files())


def example() -> list[list[str | int]]:
    """Rows of an invented report: a county that does not exist reports two months of its jail, with small cells."""
    rows: list[list[str | int]] = []

    def add(month: str, stage: str, value: str | int, offence: str = "all", outcome: str = "all") -> None:
        touchpoint = "street" if stage in ("stop", "arrest") else "jail"
        told = ["1.0.0", "WY", "Example County Sheriff (invented)", month, stage, touchpoint, "JEM", offence, outcome]
        rows.append([*told, "events" if stage == "detainer" else "people", value, "1", "yes", "invented"])

    add("2026-01", "stop", "not_collected")
    add("2026-01", "booking", 412)
    add("2026-01", "match", 57)
    add("2026-01", "detainer", 41)
    for offence, value in (("none", "suppressed"), ("pending", 21), ("misdemeanor", "suppressed"), ("felony", 0)):
        add("2026-01", "detainer", value, offence)
    add("2026-01", "detainer", 0, "unknown")
    add("2026-01", "ice_arrest", 33)
    for outcome, value in (("onward", 26), ("ended", 4), ("open", 3)):
        add("2026-01", "ice_arrest", value, outcome=outcome)
    add("2026-02", "stop", "not_collected")
    add("2026-02", "booking", 398)
    add("2026-02", "match", 49)
    add("2026-02", "detainer", 9)
    for offence in ("none", "pending", "misdemeanor", "felony", "unknown"):
        add("2026-02", "detainer", "suppressed", offence)
    add("2026-02", "ice_arrest", 9)
    return rows


def table_schema() -> dict[str, Any]:
    """The standard as a Frictionless Table Schema."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": standard.content()["name"],
        "version": standard.content()["version"],
        "fields": [_table_field(each) for each in standard.fields().values()],
        "primaryKey": list(standard.KEY),
        "missingValues": [""],
    }


def _table_field(each: standard.Field) -> dict[str, Any]:
    told: dict[str, Any] = {"name": each.name, "title": each.titles["en"], "type": "string"}
    told["description"] = each.meaning
    constraints: dict[str, Any] = {} if each.optional else {"required": True}
    pattern = _pattern(each)
    if pattern:
        constraints["pattern"] = pattern
    elif each.codes:
        constraints["enum"] = list(each.codes)
    return told | ({"constraints": constraints} if constraints else {})


def _pattern(each: standard.Field) -> str | None:
    models = "|".join(code for code in standard.fields()["model"].codes if code.isupper())
    return {
        "standard": "|".join(version.replace(".", r"\.") for version in _versions()),
        "place": "US|[A-Z]{2}|[0-9]{5}",
        "month": "[0-9]{4}-(0[1-9]|1[0-2])",
        "model": rf"(({models})(\+({models}))*)|none|unknown|all",
        "value": "[0-9]{1,9}|" + "|".join(standard.fields()["value"].gaps),
        "covered": r"0(\.[0-9]+)?|1(\.0+)?",
    }.get(each.name)


def _versions() -> list[str]:
    found: list[str] = standard.content()["fields"]["standard"]["versions"]
    return found


def json_schema() -> dict[str, Any]:
    """The standard as a JSON Schema of an array of rows, each an object with texts as in the CSV."""
    properties: dict[str, Any] = {}
    for each in standard.fields().values():
        pattern = _pattern(each)
        rule: Mapping[str, Any] = {"enum": list(each.codes)} if each.codes else {}
        properties[each.name] = {"type": "string", "description": each.meaning} | (
            {"pattern": f"^({pattern})$"} if pattern else dict(rule)
        )
    counted = {"properties": {"value": {"pattern": "^[0-9]+$"}}}
    small = {"properties": {"offence": {"not": {"const": "all"}}, "value": {"pattern": "^0*([1-9]|10)$"}}}
    touchpoints = [
        {
            "if": {"properties": {"stage": {"const": stage}}},
            "then": {"properties": {"touchpoint": {"enum": [*allowed, "unknown", "all"]}}},
        }
        for stage, allowed in standard.content()["combinations"].items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{standard.content()['title']}, version {standard.content()['version']}",
        "description": "The small-cell rule is part of it; totals and subtraction are told by `atlas287 report check`.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": [each.name for each in standard.fields().values() if not each.optional],
            "properties": properties,
            "allOf": [
                {"not": {"allOf": [counted, small], "required": ["offence", "value"]}},
                *touchpoints,
            ],
        },
    }


def package() -> dict[str, Any]:
    """A data package that holds the invented example; a publisher changes its name, title and path."""
    about = standard.content()
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "referral-report-example",
        "title": f"Invented example of a {about['title'].lower()}",
        "version": about["version"],
        "licenses": [{"name": about["licence"]}],
        "resources": [
            {
                "name": about["name"],
                "type": "table",
                "path": EXAMPLE[0],
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(),
            }
        ],
    }


def _codes() -> list[list[str]]:
    rows = [["field", "code", "english", "español", "meaning"]]
    for each in standard.fields().values():
        rows.append([each.name, "", each.titles["en"], each.titles["es"], each.meaning])
        rows += [[each.name, code, word["en"], word["es"], word["meaning"]] for code, word in each.words.items()]
    return rows


def _csv(rows: Cells) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def _workbook(sheets: Mapping[str, Cells]) -> bytes:
    """A plain .xlsx: every text a cell of text, so that codes and months stay as written; whole numbers as numbers."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_KIND}.{kind}+xml"/>'
        for part, kind in [
            ("workbook.xml", "sheet.main"),
            ("styles.xml", "styles"),
            *((f"worksheets/sheet{n}.xml", "worksheet") for n in numbers),
        ]
    )
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets, strict=True)
    )
    links = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*links, (f"{_OFFICE}/styles", "styles.xml")]),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>',
        **{f"xl/worksheets/sheet{n}.xml": _sheet(rows) for n, rows in zip(numbers, sheets.values(), strict=True)},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)
    return file.getvalue()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _sheet(rows: Cells) -> str:
    width = max(map(len, rows))
    text = "".join(
        f'<row r="{n}">{"".join(_cell(f"{column_letter(at)}{n}", value) for at, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=1)
    )
    columns = f'<cols><col min="1" max="{width}" width="18" style="1" customWidth="1"/></cols>'
    return f'<worksheet xmlns="{_MAIN}">{columns}<sheetData>{text}</sheetData></worksheet>'


def _cell(address: str, value: str | int) -> str:
    if isinstance(value, int):
        return f'<c r="{address}"><v>{value}</v></c>'
    return f'<c r="{address}" s="1" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
