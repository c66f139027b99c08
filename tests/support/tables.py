"""Invented tables of enforcement in every format. No row is about anybody: values are made of their column's name."""

import csv
import hashlib
import io
from datetime import date, datetime, timedelta

import openpyxl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

from atlas287.core import registry
from atlas287.core.model import ColumnType, Form

RAW_TITLES = [
    ["U.S. Immigration and Customs Enforcement"],
    ["Invented for a test"],
    [],
    ["Report Run Date: 01/01/2000"],
    ["Official use only"],
    [],
]
"""Six rows stand above the headings of ICE's workbooks."""


def value(column, number):
    """The value of a column in the row of that number."""
    if column.name.lower().endswith(("unique_identifier", "anonymized_identifier", "anonymized_identifer")):
        return hashlib.sha1(f"invented {number}".encode()).hexdigest()
    if column.codes is not None:
        standard = list(registry.enforcement_codes()[column.codes]["standard"])
        return standard[number % len(standard)]
    return {
        ColumnType.TEXT: f"Invented {column.name} {number}",
        ColumnType.WHOLE: number,
        ColumnType.NUMBER: number + 0.5,
        ColumnType.TRUTH: number % 2 == 0,
        ColumnType.DATE: date(2011, 11, 1) + timedelta(days=number),
        ColumnType.TIME: datetime(2011, 11, 1, 13, 5, 9) + timedelta(days=number),
        ColumnType.MONTH: date(2011, 1 + number % 12, 1),
    }[column.type]


def rows(layout, form=Form.PROCESSED, count=3, **changed):
    """Rows by column. A value that tells tables apart stands in its column; columns withheld are blank."""
    made = []
    for number in range(1, count + 1):
        row = {name: value(layout.columns[name], number) for name in layout.expected(form)}
        row |= {name: values[0] for name, values in layout.holds.items()}
        row |= {name: None for name in row if layout.columns[name].role == "withheld"}
        made.append(row | {name: told for name, told in changed.items() if name in row})
    return made


def headings(layout, form=Form.PROCESSED):
    """The headings of a form by column: raw ones as printed, processed ones as the publisher names its columns."""
    names = layout.expected(form)
    printed = {name: layout.columns[name].printed for name in names}
    own = form is Form.PROCESSED and len(layout.forms) > 1
    return {name: name if own or not printed[name] else printed[name][0] for name in names}


def as_text(told):
    """A value as a text file prints it."""
    if told is None:
        return ""
    if isinstance(told, bool):
        return "TRUE" if told else "FALSE"
    return told.isoformat(" ") if isinstance(told, datetime) else str(told)


def csv_bytes(heads, made, delimiter=",", encoding="utf-8"):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(heads.values())
    writer.writerows([[as_text(row[name]) for name in heads] for row in made])
    return text.getvalue().encode(encoding)


def write_csv(path, heads, made, **options):
    path.write_bytes(csv_bytes(heads, made, **options))
    return path


def arrow(heads, made):
    return pa.table({head: pa.array([row[name] for row in made]) for name, head in heads.items()})


def write_parquet(path, heads, made):
    pq.write_table(arrow(heads, made), path)
    return path


def write_feather(path, heads, made):
    feather.write_feather(arrow(heads, made), str(path))
    return path


def write_xlsx(path, heads, made, titles=(), sheet="Sheet1"):
    return write_sheets(path, {sheet: (heads, made)}, titles)


def write_sheets(path, sheets, titles=()):
    """A workbook: sheet name -> (headings, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (heads, made) in sheets.items():
        sheet = book.create_sheet(name)
        for title in titles:
            sheet.append(title)
        sheet.append(list(heads.values()))
        for row in made:
            sheet.append([row[name] for name in heads])
    book.save(path)
    return path
