"""Numbers of a release counted anew, for the checker of citations: its own SQL over the Parquet files, no atlas287.

It follows the count contract and the descriptions of the tables in `manifest.json`: an agreement is one
agency, model and signature (table `signings`), an application one agency and model; an agency is based where `profiles`
says, polices what `coverage` says, and leaves the lists where a spell ended by the absence rule (`spells`).
"""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

NEAR = timedelta(days=45)
"""A list that is older than this says nothing of the day."""
NEIGHBOURS = Path(__file__).parents[3] / "src" / "atlas287" / "registry" / "places" / "county_neighbours.csv"
COUNTY_BODIES = {"sheriff", "county_police", "county_corrections"}
PARTIAL_BODIES = {"constable", "campus_police", "airport_port_police"}
STATE_KINDS = {"state_police", "state_corrections", "state_agency", "national_guard"}
PROSECUTOR = "prosecutor"
IN_FORCE = {"in_force", "in_force_in_part", "opinion", "rescinded", "superseded"}
FORMS = {
    "county": ("{} County",),
    "parish": ("{} Parish",),
    "municipio": ("{} Municipio",),
    "planning_region": ("{} Planning Region",),
    "borough_or_census_area": ("{} (borough or census area)",),
    "independent_city": ("{} city", "{}"),
    "district": ("{}",),
}
"""How a county or its equivalent is called."""


class Row(NamedTuple):
    """One row of a list, with the agency and the agreement that it stands for."""

    agency: str
    state: str
    model: str
    signed: date | None
    memorandum: str
    agreement: str
    name: str


class Listed(NamedTuple):
    """One list, as sources name it."""

    list_no: int
    as_of: date
    file: str
    sha256: str
    origin: str | None
    source: str
    layout: str


class Release:
    """The tables of a release, read with DuckDB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.id, self.tables = manifest["id"], {table["name"] for table in manifest["tables"]}
        self.con = duckdb.connect()
        for name in sorted(self.tables):
            self.con.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder / name}.parquet'")

    def sql(self, text: str, **given: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(text, given or None).fetchall()

    @cached_property
    def facts(self) -> dict[str, dict[str, Any]]:
        """Every fact by its id."""
        columns = self.con.execute("SELECT * FROM facts LIMIT 0").description or []
        names = [column[0] for column in columns]
        return {row["fact_id"]: row for row in (dict(zip(names, row, strict=True)) for row in self.sql("FROM facts"))}

    # --- lists ---------------------------------------------------------------------------------------------------

    @cached_property
    def lists(self) -> dict[str, list[Listed]]:
        """Lists of each kind, oldest first."""
        found: dict[str, list[Listed]] = {"participating": [], "pending": []}
        columns = "kind, list_no, as_of, file, sha256, origin, source, layout"
        for kind, *rest in self.sql(f"SELECT {columns} FROM lists ORDER BY list_no"):
            found[kind].append(Listed(*rest))
        return found

    def newest(self, kind: str, day: date) -> Listed | None:
        """The newest list dated on or before a day, however old."""
        return next((each for each in reversed(self.lists[kind]) if each.as_of <= day), None)

    def standing(self, kind: str, day: date) -> Listed | None:
        """The list that tells of a day; none where the newest one is more than 45 days older."""
        found = self.newest(kind, day)
        return found if found and day - found.as_of <= NEAR else None

    @lru_cache(512)  # noqa: B019 (one release lives as long as its checker)
    def rows(self, list_no: int) -> list[Row]:
        """The rows of a list, with the agreement that `signings` tells; an application is an agency and model."""
        return [
            Row(*row)
            for row in self.sql(
                """SELECT m.agency_id, m.state, r.model, r.signed, r.memorandum,
                    coalesce(s.agreement_id, m.agency_id || '/' || r.model),
                    coalesce(r.state, r.state_printed, '') || '/' || r.agency_key
                FROM listings AS r JOIN members AS m ON m.list_no = r.list_no AND m.row = r.row
                LEFT JOIN signings AS s ON s.agency_id = m.agency_id AND s.model = r.model
                    AND s.signed_key = coalesce(CAST(r.signed AS VARCHAR), 'undated')
                WHERE r.list_no = $n""",
                n=list_no,
            )
        ]

    @lru_cache(64)  # noqa: B019
    def seen(self, kind: str, day: date) -> dict[tuple[str, str], tuple[int, int]]:
        """For each agency and model the first and the last list of a kind up to a day."""
        found = self.sql(
            """SELECT m.agency_id, r.model, min(l.list_no), max(l.list_no)
            FROM lists AS l JOIN members AS m ON m.list_no = l.list_no
            JOIN listings AS r ON r.list_no = m.list_no AND r.row = m.row
            WHERE l.kind = $kind AND l.as_of <= $day GROUP BY 1, 2""",
            kind=kind,
            day=day,
        )
        return {(agency, model): (first, last) for agency, model, first, last in found}

    # --- places and agencies -------------------------------------------------------------------------------------

    @cached_property
    def states(self) -> dict[str, str]:
        """Names of States and territories by code."""
        return dict(self.sql("SELECT place_id, name FROM places WHERE type = 'state'"))

    @cached_property
    def counties(self) -> dict[str, tuple[str, set[str]]]:
        """The State of each county, and what it is called."""
        found = self.sql(
            "SELECT place_id, state, name, legal_kind FROM places WHERE type = 'county' AND vintage = 2023"
        )
        return {
            fips: (state, {form.format(name) for form in FORMS[kind]} | ({name} if state in "AS GU MP VI" else set()))
            for fips, state, name, kind in found
        }

    @cached_property
    def towns(self) -> dict[str, tuple[str, str, str | None]]:
        """State, name and counties of each town."""
        return {row[0]: row[1:] for row in self.sql("SELECT town_id, state, town, counties FROM towns")}

    @cached_property
    def agencies(self) -> dict[str, tuple[str, str, str, set[str]]]:
        """State, name, kind and every spelling of each agency."""
        found = self.sql("SELECT agency_id, state, agency, kind, names FROM agencies")
        return {row[0]: (*row[1:4], {row[2], *(name.strip() for name in row[4].split("|"))}) for row in found}

    @cached_property
    def base(self) -> dict[str, str]:
        """The county where each agency is based, where sources tell it."""
        return dict(self.sql("SELECT agency_id, based_in FROM profiles WHERE based_in IS NOT NULL"))

    @cached_property
    def town_of(self) -> dict[str, str]:
        """The town that each agency is named for, where that is certain."""
        return dict(self.sql("SELECT agency_id, town_id FROM agency_towns WHERE certain"))

    @cached_property
    def area(self) -> dict[str, set[str]]:
        """What each agency polices, wholly or in part, of the places that there are."""
        found: dict[str, set[str]] = {}
        for agency, place in self.sql("SELECT agency_id, place_id FROM coverage"):
            if place in self.states or place in self.counties or place in self.towns:
                found.setdefault(agency, set()).add(place)
        return found

    @cached_property
    def neighbours(self) -> dict[str, set[str]]:
        """Counties that border a county, by the Census's adjacency."""
        found: dict[str, set[str]] = {}
        with NEIGHBOURS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["fips"], set()).add(row["neighbour"])
                found.setdefault(row["neighbour"], set()).add(row["fips"])
        return found

    def within(self, agency: str, state: str, scope: str, key: str) -> bool:
        """Whether an agency belongs to a place; `state` is that of its row."""
        if scope == "state":
            return state == key
        if scope == "county":
            return self.base.get(agency) == key
        if scope == "town":
            return self.town_of.get(agency) == key
        return scope == "nation" or agency == key

    def is_of(self, agency: str, who: str, key: str) -> bool:
        """Whether an agency is one of those that a sentence on bodies by area speaks of; `key` is the place's code."""
        kind, area = self.agencies[agency][2], self.area.get(agency, set())
        if who == "county_bodies":
            return kind in COUNTY_BODIES and self.base.get(agency) == key
        if who == "state_bodies":
            return kind in STATE_KINDS and key in area
        if who == "prosecutors":
            return kind == PROSECUTOR and bool(area & {key, self.counties[key][0]})
        if who == "partial_bodies":
            return kind in PARTIAL_BODIES and key in area
        if who == "no_base":
            return agency not in self.base and kind not in STATE_KINDS | {PROSECUTOR}
        if who == "no_area":
            return not area
        return True

    # --- claims, events, measures, studies -----------------------------------------------------------------------

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        """Every claim by its id, as the table has it."""
        columns = [column[0] for column in self.con.execute("SELECT * FROM claims LIMIT 0").description or []]
        return {
            row["fact_id"]: row for row in (dict(zip(columns, each, strict=True)) for each in self.sql("FROM claims"))
        }

    @lru_cache(256)  # noqa: B019
    def events(self, kind: str, until: date, since: date = date.min) -> list[tuple[str, str, str | None, str]]:
        """Agency, State, model and printed name of each event of a type between two days, both counted.

        What left the lists, and what is held, is told from the spells: an absence that began with another model of the
        same agency is a switch and no departure.
        """
        if kind in ("no_longer_listed", "held"):
            return [
                (row[0], self.agencies[row[0]][0], row[1], self.agencies[row[0]][1])
                for row in self.sql(
                    """SELECT s.agency_id, s.model FROM spells AS s
                    WHERE s.kind = 'participating' AND s.ended = $kind AND s.first_missing BETWEEN $since AND $until
                    AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.type = 'model_switched'
                        AND e.agency_id = s.agency_id AND e.before = s.model AND e.older_list_no = s.last_list_no)""",
                    kind=kind,
                    since=since,
                    until=until,
                )
            ]
        chosen = "" if kind == "any" else "AND type = $kind"
        given = {"since": since, "until": until} | ({"kind": kind} if chosen else {})
        return self.sql(
            f"SELECT agency_id, state, model, agency FROM events WHERE date BETWEEN $since AND $until {chosen}", **given
        )

    @cached_property
    def policies(self) -> list[dict[str, Any]]:
        """Measures of States, with the first and last day that their start may mean, told from the text of the date."""
        columns = "fact_id,state,standing,mandate,restriction,effective,enacted,ended,conflicts_with,begins".split(",")  # noqa: SIM905
        found = [dict(zip(columns, row, strict=True)) for row in self.sql(f"SELECT {','.join(columns)} FROM policies")]
        bound: dict[str, set[str]] = {}
        for fact, kind in self.sql("SELECT fact_id, agency_kind FROM policy_kinds"):
            bound.setdefault(fact, set()).add(kind)
        for each in found:
            each["duty"] = "banned" if each["restriction"] == "ban" else each["mandate"] or each["restriction"]
            each["from"], each["certain"] = span(each["effective"]) if each["effective"] else (None, None)
            each["bound"] = bound.get(each["fact_id"], set())
        return found

    def in_force(self, measure: dict[str, Any], day: date) -> bool:
        """Whether a measure certainly counts as law on a day."""
        if measure["standing"] not in IN_FORCE or measure["certain"] is None:
            return False
        return bool(measure["certain"] <= day) and (measure["ended"] is None or day < measure["ended"])

    def may_bind(self, measure: dict[str, Any], day: date) -> bool:
        """Whether a measure may be in force on a day, though that is not certain."""
        if measure["standing"] not in IN_FORCE | {"enacted_start_unknown"}:
            return False
        if measure["ended"] is not None and day >= measure["ended"]:
            return False
        start = measure["from"] or (span(measure["enacted"])[0] if measure["enacted"] else None)
        return start is None or bool(start <= day)


def span(partial: str) -> tuple[date, date]:
    """The first and last day that a day, month or year may mean."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    first = date(year, month if len(parts) == 2 else 1, 1)
    return first, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
