"""An invented release for claims: three lists whose counts a reader can make by hand.

Each row below stands for twenty agencies, since a list of fewer than fifty rows is held to be broken.
"""

import re
import zipfile
from datetime import date
from pathlib import Path

from atlas287 import Atlas, build

TFM, WSO, JEM = "Task Force Model", "Warrant Service Officer", "Jail Enforcement Model"
HEADINGS = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA"]
TIMES = 20
OHIO = [*(("OHIO", name, TFM) for name in ("Alder", "Birch", "Cedar")), ("OHIO", "Damson", JEM)]
OHIO_LATER = [*OHIO, ("OHIO", "Alder", WSO)]
IOWA = [("IOWA", "Elder", WSO), ("IOWA", "Fig", WSO)]
IOWA_LATER = [*IOWA, *(("IOWA", name, WSO) for name in ("Gorse", "Hazel", "Ivy"))]
LISTS = {
    date(2025, 3, 3): OHIO,  # 80 agreements of 80 agencies in 1 state
    date(2025, 3, 10): [*OHIO_LATER, *IOWA],  # 140 agreements of 120 agencies in 2 states, 100 and 40 of them
    date(2025, 6, 2): [*OHIO_LATER, *IOWA_LATER],  # 200 agreements of 180 agencies, 100 in each state
}


def release(folder: Path):
    """The release over these lists."""
    import openpyxl

    sheets = folder / "sheets"
    sheets.mkdir()
    for day, rows in LISTS.items():
        book = openpyxl.Workbook()
        book.active.append(HEADINGS)
        for state, name, model in rows:
            for number in range(1, TIMES + 1):
                agency = f"{name} {number} Invented Police Department"
                book.active.append([state, agency, "Municipality", None, model, date(2025, 3, 1), "link"])
        file = sheets / f"participatingAgencies{day:%m%d%Y}am.xlsx"
        book.save(file)
        _dated(file, day)
    build([sheets], folder / "out", cache=folder / "cache")
    return Atlas.open(folder / "out").release


def _dated(file: Path, day: date) -> None:
    """Let a workbook say that it was made on its day, and not when the test ran."""
    with zipfile.ZipFile(file) as book:
        held = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(file, "w") as book:
        for name, content in held.items():
            book.writestr(
                name, re.sub(rb"20\d\d-\d\d-\d\dT", f"{day}T".encode(), content) if "core.xml" in name else content
            )
