"""The way from a stop to a removal, stage by stage: a number where this release holds one, else a typed gap.

One stage has numbers: people in detention on an average day of whole months. Beside it stands the comparable table by
model in force at the agency that runs the facility, with what it cannot show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from atlas287.answers import measure, period
from atlas287.answers.gaps import place_gaps
from atlas287.answers.period import Period, month_of
from atlas287.core.errors import UsageError
from atlas287.core.model import Count, Gap, GapKind
from atlas287.core.release import Release

BY = ("touchpoint", "model", "month", "criminality")
STAGES: Mapping[str, tuple[str, str]] = {
    "stop": ("street", "stops-in-the-records"),
    "arrest": ("street", "local-arrests-in-the-records"),
    "booking": ("jail", "jail-bookings"),
    "match": ("jail", "referrals-by-agency"),
    "detainer": ("jail", "detainers-issued"),
    "ice_arrest": ("unknown", "ice-arrests"),
    "book_in": ("unknown", "custody-by-touchpoint"),
    "removal": ("unknown", "removals-by-place"),
}
"""Stage -> where it happens, and the gap of the registry that says what would tell it."""
TOUCHPOINTS = ("street", "jail", "joint", "at_large", "unknown")
SIDE = 6
"""Months on either side of an agency's first listing under a model."""
CANNOT_SHOW = {
    "local": "models of the agency that runs the facility only; not who arrested or referred the people held there",
    "none": "the running agency was on no list that day, or is taken to be a sheriff whom no list ever showed; "
    "people may have been referred by other agencies with an agreement",
    "private_or_federal": "run by or for a federal agency, which holds no agreement; many people held there were "
    "referred by local agencies elsewhere, with or without an agreement",
    "unknown": "neither the name nor a judgement tells who runs the facility, or no list is near the day",
}
"""What a row of the comparable table cannot show, by its models."""
NO_EFFECT = (
    "Before and after show no effect: detention grew everywhere in these years, a listing is not the day on which "
    "officers began, who referred the people held is not known, and a place that was opened or reopened in between "
    "carries much of the change."
)
Row = dict[str, Any]


def pipeline(
    release: Release, place: Mapping[str, Any], *, by: Sequence[str] = (), as_of: date | None = None
) -> dict[str, Any]:
    """The object of the contract for the nation, a state or a county; over the last month of the table, or as_of's.

    Raises UsageError for another kind of place, and for what it cannot be told by.
    """
    for name in by:
        if name not in BY:
            raise UsageError("it cannot be told by this", where=f"--by {name}", do=f"choose from {', '.join(BY)}")
    if place["kind"] not in ("nation", "state", "county"):
        raise UsageError(f"it is not told of a {place['kind']}", do="name a State or a county, or leave out --place")
    over = period.chosen(release, None, None, as_of)
    known = {gap.id: gap for gap in place_gaps(place)}
    stages = [
        _stage(release, place, stage, touchpoint, known[gap], by, over) for stage, (touchpoint, gap) in STAGES.items()
    ]
    table = _table(release, place, over)
    return {
        "place": dict(place),
        "period": {"since": str(over.since), "until": str(over.until), "days": over.days},
        "by": list(by),
        "stages": stages,
        "models": table,
        "before_after": _before_after(release, place)
        if table["rows"]
        else {"months": SIDE, "rows": [], "note": NO_EFFECT},
        "gaps": [known[gap].to_json() for _, gap in STAGES.values()],
    }


def within(place: Mapping[str, Any]) -> dict[str, list[str]]:
    """The filter of a place."""
    key = {"state": "code", "county": "fips"}.get(place["kind"])
    return {place["kind"]: [str(place[key])]} if key else {}


def _stage(
    release: Release,
    place: Mapping[str, Any],
    stage: str,
    touchpoint: str,
    gap: Gap,
    by: Sequence[str],
    over: Period,
) -> Row:
    missing: Row = {"gap": {"kind": gap.kind.value, "id": gap.id, "what": gap.what, "would_fill": gap.would_fill}}
    told: Row = {"stage": stage, "touchpoint": touchpoint, "unit": "people" if stage == "book_in" else "events"}
    if stage != "book_in":
        rows = [{"touchpoint": each, **missing} for each in TOUCHPOINTS] if "touchpoint" in by else []
        return told | missing | {"source": None, "covered": None, "rows": rows, "measure": None, "warnings": []}
    found = counted(release, place, over)
    told |= _value(found, place) | {
        "source": dict(found.list) if found.list else None,
        "covered": _covered(found, release, place, over),
        "measure": _named(place, over),
        "person_days": (found.period or {}).get("person_days"),
        "rows": [],
        "warnings": [
            "People held on an average day, as an average over the days of whole months; not how many were booked in.",
            "Where people are held does not say where, by whom or under which agreement they were arrested.",
            "Detention by Enforcement and Removal Operations only, at the facilities whose codes the publisher knows.",
        ],
    }
    for name in by:
        told["rows"] += _rows(release, place, name, over, missing)
    return told


def counted(
    release: Release, place: Mapping[str, Any], over: Period, by: Sequence[str] = (), **more: list[str]
) -> Count:
    """People in detention within a place over a period."""
    where = within(place) | more
    return measure.count(release, "detained", by=by, where=where, since=over.since, until=over.until)


def _named(place: Mapping[str, Any], over: Period, **more: list[str]) -> Row:
    """The measure of a number, with the parameters that give it again."""
    where = {name: values[0] if len(values) == 1 else values for name, values in (within(place) | more).items()}
    parameters = {"since": str(over.since), "as_of": str(over.until), "where": where}
    return {"name": "detained", "parameters": parameters, "version": measure.version("detained")}


def _value(found: Count, place: Mapping[str, Any]) -> Row:
    """The number of a place; where no facility is known to stand there it is a gap, since some are placed nowhere."""
    if isinstance(found.total, Gap):
        return {
            "gap": {
                "kind": found.total.kind.value,
                "id": None,
                "what": found.total.what,
                "would_fill": found.total.would_fill,
            }
        }
    if place["kind"] != "nation" and not (found.period or {}).get("person_days"):
        return {
            "gap": {
                "kind": GapKind.NOT_COLLECTED.value,
                "id": None,
                "what": f"no facility with people in it is known to stand in {place['name']} in this period; "
                "not every facility's State and county is known",
                "would_fill": "the county of every facility, from a text of the government",
            }
        }
    return {"value": found.total}


def _covered(found: Count, release: Release, place: Mapping[str, Any], over: Period) -> float | None:
    """The share of the people held in the nation whose State or county is known; 1 for the nation."""
    known = [each for each in (found.period or {}).get("known", ()) if each["dimension"] == place["kind"]]
    if place["kind"] == "nation":
        return None if isinstance(found.total, Gap) else 1.0
    return known[0]["share"] if known else None


def _rows(release: Release, place: Mapping[str, Any], by: str, over: Period, missing: Row) -> list[Row]:
    """The people held, split."""
    if by == "touchpoint":
        return [{"touchpoint": each, **missing} for each in TOUCHPOINTS]
    if by == "criminality":
        return _criminality(release, place, over)
    if by == "model":
        return [
            {
                "model": row["models"],
                "value": row["value"],
                "person_days": row["person_days"],
                "measure": _named(place, over, models=[row["models"]]),
            }
            for row in counted(release, place, over, ["models"]).rows
            if "models" in row
        ]
    whole = _whole(release, over)
    return [
        {
            "month": row["month"],
            "value": row["value"],
            "person_days": row["person_days"],
            "measure": _named(place, month_of(date.fromisoformat(f"{row['month']}-01"))),
        }
        for row in counted(release, place, whole, ["month"]).rows
        if "month" in row
    ]


def _whole(release: Release, over: Period) -> Period:
    """From the first month of the table to the end of the period."""
    file = period.table_file(release)
    first = month_of(file["first_day"]).since if file else over.since
    return Period(min(first, over.since), over.until)


def _criminality(release: Release, place: Mapping[str, Any], over: Period) -> list[Row]:
    """People there at any time of the day, by criminal conviction: for the nation only, and never few people."""
    if place["kind"] != "nation":
        what = "convictions are told for the nation only, since at a place they would come to few people"
        gap = {"kind": GapKind.SUPPRESSED.value, "id": None, "what": what, "would_fill": None}
        return [{"criminality": each, "gap": gap} for each in ("convicted", "other")]
    if period.table_file(release) is None:
        return []
    found = release.rows(
        "SELECT sum(convicted_days) AS convicted, sum(other_days) AS other, sum(detained_days) AS days "
        "FROM custody_months WHERE models = 'all' AND month BETWEEN $since AND $until",
        {"since": over.since, "until": over.until},
    )[0]
    if found["days"] is None:
        return []
    return [
        {
            "criminality": each,
            "value": period.average(found[each], over.days),
            "person_days": int(found[each]),
            "share": round(found[each] / found["days"], 4),
            "of": "people there at any time of the day, on an average day",
        }
        for each in ("convicted", "other")
    ]


def _table(release: Release, place: Mapping[str, Any], over: Period) -> Row:
    """People held by models in force at the agency that runs the facility: the period, and every month of the table."""
    found = counted(release, place, over, ["models"])
    facilities = _facilities(release, place, over)
    months: dict[str, list[Row]] = {}
    for row in counted(release, place, _whole(release, over), ["month", "models"]).rows:
        if "models" in row:
            months.setdefault(row["models"], []).append({k: row[k] for k in ("month", "value", "person_days")})
    now = {row["models"]: row for row in found.rows if "models" in row}
    order = sorted({*now, *months}, key=lambda name: (-(now[name]["person_days"] if name in now else 0), name))
    rows = [
        {
            "models": name,
            "facilities": facilities.get(name, 0),
            "value": now[name]["value"] if name in now else 0.0,
            "person_days": now[name]["person_days"] if name in now else 0,
            "measure": _named(place, over, models=[name]),
            "cannot_show": CANNOT_SHOW.get(name, CANNOT_SHOW["local"]),
            "months": months.get(name, []),
        }
        for name in order
        if not isinstance(found.total, Gap)
    ]
    known = [each for each in (found.period or {}).get("known", ()) if each["dimension"] == "models"]
    return {"unit": "people", "known": dict(known[0]) if known else None, "rows": rows}


def _facilities(release: Release, place: Mapping[str, Any], over: Period) -> dict[str, int]:
    """Facilities with anybody in the period, by models."""
    found: dict[str, int] = {}
    for row in counted(release, place, over, ["facility", "models"]).rows:
        if row.get("person_days") and "models" in row:
            found[row["models"]] = found.get(row["models"], 0) + 1
    return found


def _before_after(release: Release, place: Mapping[str, Any]) -> Row:
    """People held in the six months before and after the month in which the running agency was first listed.

    Only facilities with both sides inside the table, of agencies whose first list came within an unbroken stretch.
    """
    where = {"state": "AND f.state = $place", "county": "AND f.county = $place"}.get(place["kind"], "")
    given = {"place": place["code"] if place["kind"] == "state" else place["fips"]} if where else {}
    found = release.rows(
        f"""WITH first AS (
            SELECT agency_id, model, min(first_listed) AS listed, arg_min(begun, first_listed) AS begun
            FROM spells WHERE kind = 'participating' GROUP BY agency_id, model
        ), window_ AS (
            SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM facility_files
        ), sides AS (
            SELECT f.facility, f.name, s.model, s.listed, date_trunc('month', s.listed) AS month
            FROM facilities AS f
            JOIN first AS s USING (agency_id)
            JOIN window_ AS w ON date_trunc('month', s.listed) - INTERVAL {SIDE} MONTH >= w.first_day
                AND date_trunc('month', s.listed) + INTERVAL {SIDE + 1} MONTH - INTERVAL 1 DAY <= w.last_day
            WHERE s.begun <> 'series_start' {where}
        )
        SELECT s.model, s.facility, s.name, CAST(s.listed AS DATE) AS listed,
            CAST(coalesce(sum(m.person_days) FILTER (m.month < s.month), 0) AS BIGINT) AS before,
            CAST(coalesce(sum(m.person_days) FILTER (m.month > s.month), 0) AS BIGINT) AS after,
            CAST(sum(m.days) FILTER (m.month < s.month) AS INTEGER) AS days_before,
            CAST(sum(m.days) FILTER (m.month > s.month) AS INTEGER) AS days_after
        FROM sides AS s
        JOIN facility_months AS m ON m.facility = s.facility
            AND m.month BETWEEN s.month - INTERVAL {SIDE} MONTH AND s.month + INTERVAL {SIDE} MONTH
        GROUP BY ALL ORDER BY s.model, s.facility""",
        given,
    )
    rows = []
    for model in sorted({row["model"] for row in found}):
        each = [row for row in found if row["model"] == model]
        facilities = [
            {
                "facility": row["facility"],
                "name": row["name"],
                "first_listed": str(row["listed"]),
                "before": period.average(row["before"], row["days_before"]),
                "after": period.average(row["after"], row["days_after"]),
            }
            for row in each
            if row["before"] or row["after"]
        ]
        rows.append(
            {
                "model": model,
                "facilities": len(facilities),
                "opened": sum(not row["before"] and bool(row["after"]) for row in each),
                "without_anybody": len(each) - len(facilities),
                "before": round(sum(row["before"] / row["days_before"] for row in each), 1),
                "after": round(sum(row["after"] / row["days_after"] for row in each), 1),
                "of": facilities,
            }
        )
    return {"months": SIDE, "rows": rows, "note": NO_EFFECT}
