"""All real lists: what the package reads equals the archive's manifest and a count made here from the XML alone.

The reader below shares nothing with the package: no library, no code, not even the table of misspellings.
"""

import csv
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest

from atlas287.core.errors import ReadError
from atlas287.core.model import Snapshot
from atlas287.intake import codes, lists, parsed

pytestmark = pytest.mark.data

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MODELS = {
    "jail enforcement model": "JEM",
    "jail enforcment model": "JEM",
    "warrant service officer": "WSO",
    "warrant services officer": "WSO",
    "warrant service office": "WSO",
    "task force model": "TFM",
    "task force officer": "TFM",
    "": None,
}


@dataclass(frozen=True)
class Counted:
    """What a workbook's XML holds: (row, agency, support type, hidden) of each row with a name, and the headings."""

    rows: list[tuple[int, str, str, bool]]
    headings: list[str]

    def by_model(self):
        return Counter(MODELS[" ".join(model.lower().split())] for _, _, model, _ in self.rows)


def count(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        strings = []
        if "xl/sharedStrings.xml" in names:
            table = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            strings = ["".join(text.text or "" for text in entry.iter(f"{MAIN}t")) for entry in table]
        for name in sorted(names):
            if name.startswith("xl/worksheets/sheet"):
                found = count_sheet(ElementTree.fromstring(archive.read(name)), strings)
                if found is not None:
                    return found
    raise AssertionError(f"{path.name} holds no list")


def count_sheet(sheet, strings):
    headings, agency, model, rows = None, "", "", []
    for row in sheet.iter(f"{MAIN}row"):
        number = row.get("r")
        if headings is None:
            cells = {cell.get("r").rstrip("0123456789"): text_of(cell, strings).strip() for cell in row}
            letters = {heading.upper(): letter for letter, heading in cells.items()}
            if "LAW ENFORCEMENT AGENCY" in letters:
                headings = [heading.upper() for heading in cells.values() if heading]
                agency, model = letters["LAW ENFORCEMENT AGENCY"], letters["SUPPORT TYPE"]
            continue
        texts = {cell.get("r"): cell for cell in row}
        name = text_of(texts.get(agency + number), strings).strip()
        if name:
            rows.append((int(number), name, text_of(texts.get(model + number), strings), row.get("hidden") == "1"))
    return Counted(rows, headings) if headings is not None else None


def text_of(cell, strings):
    if cell is None:
        return ""
    value = cell.find(f"{MAIN}v")
    if cell.get("t") == "s" and value is not None:
        return strings[int(value.text)]
    if value is not None:
        return value.text or ""
    return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))


@pytest.fixture(scope="module")
def manifest(data_dir):
    with (data_dir / "agreements" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def counted(manifest, data_dir):
    return {file: count(data_dir / "agreements" / "sheets" / file) for file in manifest}


@pytest.fixture(scope="module")
def read(manifest, data_dir):
    """Every file as the package reads and dates it, under the name by which it was published."""
    snapshots = [
        Snapshot(row["sha256"], PurePosixPath(row["origin_path"]).name, data_dir / "agreements" / "sheets" / file)
        for file, row in manifest.items()
    ]
    found = {}
    for snapshot, content in parsed.parse_all(snapshots, None):
        assert not isinstance(content, ReadError), content
        found[snapshot.path.name] = lists.dated(snapshot, content)
    return found


def test_every_file_has_the_kind_rows_date_and_bytes_of_the_manifest(read, manifest):
    assert len(read) == len(manifest) == 688
    differing = {}
    for file, row in manifest.items():
        entry = read[file]
        found = (entry.parsed.kind, entry.parsed.rows.num_rows, str(entry.as_of), entry.parsed.sha256)
        if found != (row["kind"], int(row["rows"]), row["as_of"], row["sha256"]):
            differing[file] = found
    assert differing == {}


def test_all_files_together_have_268365_rows_with_a_name(read):
    assert sum(entry.parsed.rows.num_rows for entry in read.values()) == 268_365


def test_in_every_file_the_rows_by_model_equal_a_count_straight_from_the_xml(read, counted):
    for file, entry in read.items():
        models = Counter(codes.model(printed).value for printed in entry.parsed.rows.column("model").to_pylist())
        assert models == counted[file].by_model(), file


def test_in_every_file_every_row_has_the_agency_and_model_that_its_xml_has_in_that_row(read, counted):
    for file, entry in read.items():
        rows = entry.parsed.rows.select(["row", "agency", "model", "hidden"]).to_pylist()
        found = [(row["row"], row["agency"].strip(), (row["model"] or "").strip(), row["hidden"]) for row in rows]
        expected = [(row, agency, model.strip(), hidden) for row, agency, model, hidden in counted[file].rows]
        assert found == expected, file


def test_the_kind_is_that_of_the_headings_and_every_layout_is_known(read, counted):
    assert {file for file, entry in read.items() if entry.parsed.kind == "participating"} == {
        file for file, found in counted.items() if "SIGNED" in found.headings
    }
    assert Counter(entry.parsed.layout for entry in read.values()) == {
        "P0": 220, "P1": 4, "P2": 35, "P3": 182, "Q1": 2, "Q2": 218, "Q3": 27
    }  # fmt: skip


def test_hidden_rows_count(read, counted):
    # domain.md finds 33 files over all lists that it knew of; these are the ones that are here.
    hidden = {file: entry.parsed.hidden_rows for file, entry in read.items() if entry.parsed.hidden_rows}
    assert hidden == {file: n for file, found in counted.items() if (n := sum(row[3] for row in found.rows))}
    assert len(hidden) == 31
    file, most = max(hidden.items(), key=lambda item: item[1])
    assert (file, most, len(counted[file].rows)) == ("2025-11-25_participatingAgencies11252025pm.xlsx", 620, 1188)


def test_the_last_list_has_the_agreements_of_each_model_that_domain_md_counts(read):
    participating = [entry for entry in read.values() if entry.parsed.kind == "participating"]
    last = max(participating, key=lambda entry: entry.order)
    models = Counter(codes.model(printed).value for printed in last.parsed.rows.column("model").to_pylist())
    assert (str(last.as_of), models) == ("2026-05-18", {"JEM": 182, "TFM": 1162, "WSO": 499})


def test_no_real_list_is_implausible(read):
    standing, refused = lists.plausible(read.values())
    assert refused == []
    assert len(standing) == 688


def test_no_column_of_a_real_list_is_unaccounted_for(read):
    noted = Counter(issue.code for entry in read.values() for issue in entry.parsed.issues)
    assert noted == {"error_cell": 47_365, "other_sheet": 1}


def test_no_link_of_a_real_list_is_lost_and_none_names_a_mailbox(read):
    links = Counter()
    for entry in read.values():
        for column in ("moa_url", "addendum_url"):
            links.update(address for address in entry.parsed.rows.column(column).to_pylist() if address)
    told = {address: codes.link(address) for address in links}
    assert {encoded.gap for encoded in told.values()} == {None}
    mailbox = re.compile("@|%40", re.IGNORECASE)
    assert [a for a, e in told.items() if mailbox.search(e.value + codes.shown_link(a))] == []
    last = max((e for e in read.values() if e.parsed.kind == "participating"), key=lambda entry: entry.order)
    safelinks = [a for a in last.parsed.rows.column("moa_url").to_pylist() if a and told[a].rule == "safelink"]
    assert len(safelinks) == 204
