"""Writes the invented workbooks of the documentation: `python docs/example.py` fills the folder `example`.

No agency in them exists. They have the oddities of real lists, and the same bytes on every machine, so that the
pages can print what atlas287 says of them.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

LIST = "participatingAgencies01152026am.xlsx"
PENDING = "pendingAgencies01152026am.xlsx"
CUT_SHORT = "participatingAgencies01162026am.xlsx"
"""Three rows where the list before had sixty: implausible, so a build quarantines it."""

HEADING = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
PENDING_HEADING = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "MOA")
STATES = ("ALABAMA", "FLORIDA", "OHIO", "TEXAS", "WYOMING")
MODELS = ("Task Force Model", "Warrant Service Officer", "Jail Enforcement Model")
LINK = "https://www.ice.gov/doclib/287gMOA/invented_{number:02}.pdf"
WRAPPED = "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fdoclib%2F287gMOA%2Finvented_05.pdf&data=x"
EPOCH = date(1899, 12, 30)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Cell = str | date | None


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet. `links` lead from a cell's address to where it points; `hidden` are row numbers; rows are 1-based."""

    rows: Sequence[Sequence[Cell]]
    saved: str
    links: Mapping[str, str]
    hidden: frozenset[int] = frozenset()

    def write(self, path: Path) -> None:
        """Write it as .xlsx, with the same bytes every time."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
            for name, text in self._parts().items():
                package.writestr(zipfile.ZipInfo(name, (2026, 1, 15, 0, 0, 0)), text)

    def _parts(self) -> dict[str, str]:
        types = "".join(
            f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
            for part, kind in (
                ("xl/workbook.xml", "officedocument.spreadsheetml.sheet.main"),
                ("xl/worksheets/sheet1.xml", "officedocument.spreadsheetml.worksheet"),
                ("xl/styles.xml", "officedocument.spreadsheetml.styles"),
                ("docProps/core.xml", "package.core-properties"),
            )
        )
        plain = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        properties = f"{PACKAGE}/relationships/metadata/core-properties"
        times = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{self.saved}</dcterms:{name}>'
            for name in ("created", "modified")
        )
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{plain}{types}</Types>',
            "_rels/.rels": _relations(
                [(f"{OFFICE}/officeDocument", "xl/workbook.xml"), (properties, "docProps/core.xml")]
            ),
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
            ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"{times}</cp:coreProperties>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                [(f"{OFFICE}/worksheet", "worksheets/sheet1.xml"), (f"{OFFICE}/styles", "styles.xml")]
            ),
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
            '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": self._sheet(),
            "xl/worksheets/_rels/sheet1.xml.rels": _relations(
                ((f"{OFFICE}/hyperlink", target) for target in self.links.values()), mode=' TargetMode="External"'
            ),
        }
        return {name: f"{DECLARATION}\n{text}" for name, text in parts.items()}

    def _sheet(self) -> str:
        rows = "".join(_row(number, row, hidden=number in self.hidden) for number, row in enumerate(self.rows, start=1))
        links = "".join(f'<hyperlink ref="{cell}" r:id="rId{n}"/>' for n, cell in enumerate(self.links, start=1))
        links = f"<hyperlinks>{links}</hyperlinks>" if links else ""
        return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{links}</worksheet>'


def _relations(targets: Iterable[tuple[str, str]], *, mode: str = "") -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target={quoteattr(target)}{mode}/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _row(number: int, cells: Sequence[Cell], *, hidden: bool) -> str:
    content = "".join(_cell(f"{letter}{number}", cell) for letter, cell in zip("ABCDEFGH", cells, strict=False))
    return f'<row r="{number}" hidden="{int(hidden)}">{content}</row>'


def _cell(address: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{address}" s="1"><v>{(value - EPOCH).days}</v></c>'
    if value == "#N/A":
        return f'<c r="{address}" t="e"><v>#N/A</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def workbooks() -> dict[str, Workbook]:
    """The invented workbooks by file name."""
    rows: list[list[Cell]] = [
        [STATES[n % 5], f"Example Agency {n:02}", "County", f"County {n:02}", MODELS[n % 3], _day(n), "link", None]
        for n in range(1, 61)
    ]
    links = {f"G{n + 1}": LINK.format(number=n) for n in range(1, 61)} | {"G6": WRAPPED}
    rows[1][0] = "PENNSLYVANIA"
    rows[2][4] = "Jail Enforcement Model "
    rows[3][5] = "05/082025"
    rows[6][3] = "#N/A"
    rows[7][5] = None
    rows[8][6] = "link pending"
    del links["G10"]
    application = ["OHIO", "Example Agency 77", "County", "County 77", MODELS[0], "link pending"]
    saved = "2026-01-15T14:00:00Z"
    return {
        LIST: Workbook([HEADING, *rows], saved, links, frozenset({12, 13})),
        PENDING: Workbook([PENDING_HEADING, application], saved, {}),
        CUT_SHORT: Workbook([HEADING, *rows[:3]], "2026-01-16T14:00:00Z", {}),
    }


def _day(number: int) -> date:
    return date(2025, 1 + number % 12, 1 + number % 28)


def write(folder: Path) -> list[Path]:
    """Write the workbooks into `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, workbook in workbooks().items():
        workbook.write(folder / name)
        paths.append(folder / name)
    return paths


if __name__ == "__main__":
    for written in write(Path("example")):
        sys.stdout.write(f"{written}\n")
