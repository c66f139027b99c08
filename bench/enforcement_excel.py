"""Reads one invented workbook of 200,000 detainers with atlas287 and with openpyxl: same rows, seconds side by side.

    python bench/enforcement_excel.py [ROWS]

The workbook is written as ICE's are (six rows above the headings, two sheets) and marked invented. openpyxl is run in
its fastest mode, read-only, and only turns cells into values; atlas287 checks the bounds, reads, types and encodes.
The values are compared cell by cell. The aim is a factor of 5.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from atlas287.core import registry
from atlas287.core.model import ColumnType, Form, Layout, column_letter
from atlas287.intake.enforcement.reading import read_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
EPOCH = datetime(1899, 12, 30)
TITLES = 6
FACTOR = 5


def value(layout: Layout, name: str, number: int) -> object:
    """An invented value; every third cell of a column that may be blank is."""
    column = layout.columns[name]
    if name not in (layout.period, "unique_identifier") and (number + len(name)) % 3 == 0:
        return None
    if column.codes is not None:
        standard = list(registry.enforcement_codes()[column.codes]["standard"])
        return standard[number % len(standard)]
    if column.type is ColumnType.TIME:
        return datetime(2024, 1, 1) + timedelta(days=number % 700)
    if column.type is ColumnType.NUMBER:
        return number % 97
    return f"{number:040x}" if name == "unique_identifier" else f"INVENTED {name.upper()} {number % 400}"


def write(path: Path, layout: Layout, rows: int) -> list[str]:
    """The workbook by hand, since openpyxl would take minutes; the columns that it has, in order."""
    names = [name for name in layout.expected(Form.RAW) if layout.columns[name].role.value != "withheld"]
    strings: dict[str, int] = {}
    sheets = {f"FY{2024 + at}": range(at * rows // 2, (at + 1) * rows // 2) for at in range(2)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, (_, numbers) in enumerate(sheets.items(), start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for line in _lines(layout, names, numbers, strings):
                    part.write(line.encode())
                part.write(b"</sheetData></worksheet>")
        texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
        _write_package(archive, list(sheets))
    return names


def _lines(layout: Layout, names: list[str], numbers: range, strings: dict[str, int]) -> Iterator[str]:
    letters = [column_letter(position) for position in range(len(names))]
    yield f'<row r="1"><c r="A1" t="s"><v>{strings.setdefault("Invented for a benchmark", len(strings))}</v></c></row>'
    heads = [layout.columns[name].printed[0] for name in names]
    rows = enumerate([heads, *([value(layout, name, n) for name in names] for n in numbers)], start=TITLES + 1)
    for row, cells in rows:
        made = []
        for letter, cell in zip(letters, cells, strict=True):
            if isinstance(cell, datetime):
                made.append(f'<c r="{letter}{row}" s="1"><v>{(cell - EPOCH).days}</v></c>')
            elif isinstance(cell, str):
                made.append(f'<c r="{letter}{row}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>')
            elif cell is not None:
                made.append(f'<c r="{letter}{row}"><v>{cell}</v></c>')
        yield f'<row r="{row}">{"".join(made)}</row>'


def _write_package(archive: zipfile.ZipFile, sheets: list[str]) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, start=1))
    links = "".join(
        f'<Relationship Id="s{n}" Type="{RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets, start=1)
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n, _ in enumerate(sheets, start=1)
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{RELS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}'
        f'<Relationship Id="b" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="c" Type="{RELS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/>"
        '</borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>",
    }
    for name, content in parts.items():
        archive.writestr(name, content)


def ours(path: Path, names: list[str]) -> Iterator[list[object]]:
    """Typed values by atlas287."""
    for batch in read_table(path).batches():
        yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)


def theirs(path: Path) -> Iterator[tuple[object, ...]]:
    """Values by openpyxl."""
    for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
        yield from sheet.iter_rows(min_row=TITLES + 2, values_only=True)


def main(rows: int) -> int:
    """Print both times and the factor; 0 where the outputs are equal and the factor is met."""
    layout = registry.layouts()["ddp_arrests_2026_03"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "invented.xlsx"
        names = write(path, layout, rows)
        print(f"{rows:,} invented rows, {len(names)} columns, {path.stat().st_size >> 20} MiB")
        started = time.perf_counter()
        counted = sum(batch.num_rows for batch in read_table(path).batches())
        own = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"atlas287: {counted:,} rows, bounds checked, typed and encoded, in {own:.1f} s, peak {peak:,} MiB")
        started = time.perf_counter()
        counted = sum(1 for _ in theirs(path))
        other = time.perf_counter() - started
        print(f"openpyxl: {counted:,} rows as cells in {other:.1f} s")
        pairs = zip(ours(path, names), theirs(path), strict=True)
        equal = all(tuple(one) == tuple(two) for one, two in pairs)
    print(f"outputs equal: {equal}; factor {other / own:.1f} (aim {FACTOR})")
    return 0 if equal and other / own >= FACTOR else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
