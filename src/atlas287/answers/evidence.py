"""The evidence behind a number: the SQL that counts it, the rows counted, and the cells of published files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from atlas287.answers import measure, period, stated
from atlas287.answers.dimensions import BASIS, kept
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap
from atlas287.core.query import Query
from atlas287.core.release import Release

FIELDS = ("state", "agency", "type", "county", "model", "signed", "moa")
"""Columns of a published list, in the order of its cells."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one measure came to its number.

    `rows` are {"table", "key", "cells": [{"file", "sha256", "cell", "original", "value"}]}: a row of ICE's list, the
    facility-days of a month (a cell names the code and the days), an event with the rows on either side of it, a list
    itself, or what another source says on where an agency is. `files` are {"file", "sha256", "origin"}.
    """

    sql: str
    parameters: Row
    value: int | float
    rows: Sequence[Row]
    files: Sequence[Row]


def evidence(release: Release, unit: str, parameters: Mapping[str, Any]) -> Evidence:
    """The evidence for a measure called with the parameters that a sentence records (see `briefs.measured`).

    For the largest group of a dimension only that group's rows. Raises UsageError where the measure has no value.
    """
    asked = measure.measures()[unit]
    where = kept(release, asked, parameters["where"])
    if "basis" in parameters:
        where[BASIS] = [parameters["basis"]]
    day = date.fromisoformat(parameters["as_of"])
    if asked.header.get("over") in measure.DATED:
        return _dated(release, asked, where, day)
    if asked.header.get("over") == period.PERIOD:
        since = date.fromisoformat(parameters["since"]) if "since" in parameters else None
        until = day if since else None
        return _summed(release, asked, where, period.chosen(release, since, until, None if since else day))
    chosen = _list(release, asked, parameters, where, day)
    if chosen is None:  # the first or last list that shows anything, where none does
        sql, given = measure.statement(asked, (), where, [])
        return Evidence(sql, given, 0, (), ())
    by = [parameters["most"]] if "most" in parameters else []
    sql, given = measure.statement(asked, by, where, [chosen.list_no])
    found = release.rows(sql, given)
    value = max((row["value"] for row in found), default=0)
    if by and found:
        where = where | {by[0]: sorted(row[by[0]] for row in found if row["value"] == value)}
    behind = release.rows(*measure.statement(asked, ["row"], where, [chosen.list_no]))
    numbers = sorted({row["row"] for row in behind if row["value"]})
    rows = _listed(release, {chosen.list_no: numbers})
    if "county" in where or BASIS in asked.header:
        rows += _county_facts(release, sorted({row["agency_id"] for row in rows}))
    return Evidence(sql, given, value, [_plain(row) for row in rows], _files(release, [chosen.list_no]))


def _list(
    release: Release, asked: Query, parameters: Mapping[str, Any], where: Mapping[str, list[str]], day: date
) -> measure.ListRef | None:
    unit, kind = str(asked.header["unit"]), str(asked.header["kind"])
    if "extreme" in parameters:
        filters = {name: values for name, values in where.items() if name != BASIS}
        basis = parameters.get("basis")
        found = measure.extremes(release, unit, parameters["extreme"], (), filters, day, basis)
        return found[()][1] if () in found else None
    chosen = measure.list_on(release, kind, day)
    if isinstance(chosen, Gap):
        raise UsageError(chosen.what, where=unit)
    return chosen


def _dated(release: Release, asked: Query, where: Mapping[str, list[str]], day: date) -> Evidence:
    sql, given = measure.statement(asked, (), where, (), day)
    value = sum(row["value"] for row in release.rows(sql, given))
    if "fact" in asked.header:
        behind = release.rows(*measure.statement(asked, ["fact_id"], where, (), day))
        told = [stated.fact(release, row["fact_id"]) for row in behind]
        return Evidence(sql, given, value, [stated.row(each) for each in told], stated.files(told))
    keys = [row["counted"] for row in release.rows(*measure.statement(asked, ["counted"], where, (), day))]
    table = str(asked.header["inputs"][0])
    if table == "events":
        rows, lists = _events(release, keys)
    else:
        numbers = [key for key in keys if isinstance(key, int)]
        rows, lists = [_list_row(row) for row in _files(release, numbers)], numbers
        if not numbers:  # an interval is named by the list before it
            rows = [{"table": table, "key": str(key), "cells": []} for key in sorted(map(str, keys))]
    return Evidence(sql, given, value, [_plain(row) for row in rows], _files(release, lists))


def _summed(release: Release, asked: Query, where: Mapping[str, list[str]], over: period.Period) -> Evidence:
    """A sum of facility-days: the months of facilities with anybody, each with its days in the published table."""
    file = period.table_file(release)
    if file is None:
        raise UsageError("this release holds no table of facility-days", where=asked.name)
    sql, given = period.statement(asked, (), where, over)
    value = period.average(sum(row["value"] or 0 for row in release.rows(sql, given)), over.days)
    keys = ("facility", "month", "models", "first_day", "last_day")
    rows = [
        {
            "table": "facility_months",
            "key": f"{row['facility']}/{row['month']}/{row['models']}",
            "cells": [
                {
                    "file": file["file"],
                    "sha256": file["sha256"],
                    "cell": f"facility {row['facility']}, days {row['first_day']} to {row['last_day']}, "
                    "column n_detained_at_midnight",
                    "original": None,
                    "value": str(row["value"]),
                }
            ],
        }
        for row in release.rows(*period.statement(asked, keys, where, over))
        if row["value"]
    ]
    rows.sort(key=lambda row: str(row["key"]))
    files = [{"file": file["file"], "sha256": file["sha256"], "origin": file["origin"]}]
    return Evidence(sql, given, value, rows, files)


def _listed(release: Release, rows_of: Mapping[int, Sequence[int]]) -> list[Row]:
    """Rows of lists with every cell that they print."""
    found = release.rows(
        f"""SELECT r.list_no, r.row, m.agency_id, l.file, l.sha256, l.sheet, r.model, r.signed, r.moa_url,
            coalesce(m.state, r.state) AS state, {", ".join(f"r.{field}_printed" for field in FIELDS)}
        FROM (SELECT unnest($lists) AS list_no, unnest($rows) AS row) AS wanted
        JOIN listings AS r USING (list_no, row)
        JOIN members AS m USING (list_no, row)
        JOIN lists AS l USING (list_no)
        ORDER BY r.list_no, r.row""",
        {
            "lists": [number for number, rows in rows_of.items() for _ in rows],
            "rows": [row for rows in rows_of.values() for row in rows],
        },
    )
    letters = {
        (cell["list_no"], cell["field"]): cell["letter"]
        for cell in release.rows(
            "SELECT list_no, field, letter FROM cells WHERE list_no IN (SELECT unnest($lists))",
            {"lists": list(rows_of)},
        )
    }
    return [
        {
            "table": "listings",
            "key": f"{row['list_no']}/{row['row']}",
            "agency_id": row["agency_id"],
            "cells": [
                {
                    "file": row["file"],
                    "sha256": row["sha256"],
                    "cell": f"{row['sheet']}!{letters[row['list_no'], field]}{row['row']}",
                    "original": row[f"{field}_printed"],
                    "value": _value(row, field),
                }
                for field in FIELDS
                if (row["list_no"], field) in letters
            ],
        }
        for row in found
    ]


def _value(row: Mapping[str, Any], field: str) -> str | None:
    """What a printed cell is taken for; the printed text where nothing reads it further."""
    taken = {"agency": "agency_id", "moa": "moa_url"}.get(field, field)
    value = row[taken] if taken in row else row[f"{field}_printed"]
    return None if value is None else str(value)


def _events(release: Release, keys: Sequence[str]) -> tuple[list[Row], list[int]]:
    """Events, each with the cells of its agency and model on the lists on either side."""
    found = release.rows(
        "SELECT * FROM events WHERE event_id IN (SELECT unnest($keys)) ORDER BY date, event_id", {"keys": list(keys)}
    )
    beside = release.rows(
        "SELECT e.event_id, m.list_no, m.row FROM events AS e "
        "JOIN members AS m ON m.agency_id = e.agency_id AND m.list_no IN (e.older_list_no, e.newer_list_no) "
        "JOIN listings AS r ON r.list_no = m.list_no AND r.row = m.row AND (e.model IS NULL OR r.model = e.model) "
        "WHERE e.event_id IN (SELECT unnest($keys)) ORDER BY e.event_id, m.list_no, m.row",
        {"keys": list(keys)},
    )
    rows_of: dict[int, list[int]] = {}
    for row in beside:
        rows_of.setdefault(row["list_no"], []).append(row["row"])
    cells = {row["key"]: row["cells"] for row in _listed(release, {n: sorted(set(r)) for n, r in rows_of.items()})}
    told = []
    for event in found:
        own = [f"{row['list_no']}/{row['row']}" for row in beside if row["event_id"] == event["event_id"]]
        told.append(
            {
                "table": "events",
                "key": event["event_id"],
                "type": event["type"],
                "date": str(event["date"]),
                "agency_id": event["agency_id"],
                "model": event["model"],
                "between": [str(event["older"]), str(event["newer"])],
                "cells": [cell for key in own for cell in cells[key]],
            }
        )
    lists = sorted({number for event in found for number in (event["older_list_no"], event["newer_list_no"])})
    return told, lists


def _county_facts(release: Release, agencies: Sequence[str]) -> list[Row]:
    """What each source says on where the agencies are; a list's own cells stand among the rows of lists."""
    sources = registry.load_yaml(registry.ROOT / "places" / "sources.yaml")
    found = release.rows(
        "SELECT * FROM county_facts WHERE agency_id IN (SELECT unnest($agencies)) ORDER BY agency_id, source, fips",
        {"agencies": list(agencies)},
    )
    return [
        {
            "table": "county_facts",
            "key": f"{row['agency_id']}/{row['source']}/{row['fips']}",
            "agency_id": row["agency_id"],
            "cells": [
                {
                    "file": sources[row["source"]]["title"],
                    "sha256": sources[row["source"]]["sha256"],
                    "cell": None,
                    "original": row["reference"],
                    "value": row["fips"],
                }
            ],
        }
        for row in found
    ]


def _files(release: Release, lists: Sequence[int]) -> list[Row]:
    return [
        dict(row)
        for row in release.rows(
            "SELECT DISTINCT file, sha256, origin FROM lists WHERE list_no IN (SELECT unnest($lists)) ORDER BY ALL",
            {"lists": list(lists)},
        )
    ]


def _list_row(row: Mapping[str, Any]) -> Row:
    cell = {"file": row["file"], "sha256": row["sha256"], "cell": None, "original": None, "value": None}
    return {"table": "lists", "key": row["sha256"], "cells": [cell]}


def _plain(row: Mapping[str, Any]) -> Row:
    """A row without what only this module needed."""
    return {key: value for key, value in row.items() if key != "agency_id" or row["table"] == "events"}
