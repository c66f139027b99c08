"""Invented lists of participating agencies, and builds from them that die at a chosen step."""

import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path

HEADINGS = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA"]
STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
MODELS = ["Task Force Model", "Warrant Service Officer", "Jail Enforcement Model "]


def write_list(folder: Path, rows: int, day: date) -> None:
    """A workbook as ICE would name it, with so many agencies."""
    import openpyxl  # here, so that the builds below start fast

    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    for i in range(rows):
        agency = f"Example {i} Police Department"
        book.active.append(["OHIO", agency, "Municipality", None, MODELS[i % 3], date(2025, 3, 1), "link"])
    book.properties.modified = book.properties.created = datetime(day.year, day.month, day.day)
    book.save(folder / f"participatingAgencies{day:%m%d%Y}am.xlsx")


def build_until_step(step: int, folders: list[Path], out: Path, cache: Path) -> None:
    """A build that kills itself before its step-th look or change below `out`: a file opened, moved, gone."""
    from atlas287 import published

    left = step

    def count_down(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS and str(arguments[0]).startswith(str(out)):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count_down)
    published.build(folders, out, cache=cache)
