"""Agencies as points in the county where they are based, and counties as areas with counts (GeoJSON, RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from atlas287.answers.dimensions import BASES
from atlas287.answers.export import plain
from atlas287.answers.export.dictionary import Table, catalogue, column_of
from atlas287.answers.export.files import Rows
from atlas287.answers.measure import ListRef, count, list_on
from atlas287.core import registry
from atlas287.core.model import Gap
from atlas287.core.places import VINTAGE, county_shapes
from atlas287.core.release import Release

POSITION = "middle of the county where the agency is based"
UNPLACED = {
    "unsure": "not drawn: sources disagree on the county where the agency is based, or several counties fit",
    "one_source": "not drawn: only a COUNTY cell of ICE's lists speaks, and for a state body it prints the seat",
    "none": "not drawn: no source tells the county where the agency is based",
}
MODELS = (*registry.codes("models")["standard"], "unknown")
Feature = dict[str, Any]


def write(release: Release, folder: Path, day: date) -> tuple[list[Table], Rows]:
    """agencies.geojson and counties.geojson as of a day; where no list is near, their counts are gaps."""
    chosen = list_on(release, "participating", day)
    about = {
        "release": release.id,
        "as_of": str(day),
        "list": chosen.to_json() if isinstance(chosen, ListRef) else None,
        "gap": chosen.kind.value if isinstance(chosen, Gap) else None,
    }
    tables, rows = [], {}
    for name, features in (("agencies", agencies(release, chosen)), ("counties", counties(release, chosen, day))):
        found = list(features)
        _write(folder / f"{name}.geojson", found, about)
        tables.append(described(name, [feature["properties"] for feature in found]))
        rows[f"{name}.geojson"] = len(found)
    return tables, rows | plain.dictionary(tables, folder)


def _write(path: Path, features: Sequence[Feature], about: Mapping[str, Any]) -> None:
    """A FeatureCollection, one feature a line."""
    head = json.dumps({"type": "FeatureCollection", "atlas287": about}, ensure_ascii=False)
    lines = (json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text(f'{head[:-1]}, "features": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def described(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """The dictionary of a file: its properties, as `catalogue.yaml` tells them, with the empty ones counted."""
    spec = _with_models(catalogue()["features"][name])
    return Table(
        name=name,
        title=spec["title"],
        grain=spec["grain"],
        rows=len(rows),
        key=(next(iter(spec["columns"])),),
        columns=tuple(
            column_of(column, kind, meaning, spec, sum(row[column] is None for row in rows))
            for column, (kind, meaning) in spec["columns"].items()
        ),
        warnings=tuple(spec["warnings"]),
    )


def _with_models(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A catalogue entry with a column for every basis and model, where it counts by model."""
    added: dict[str, Any] = {"columns": {}, "blank": {}, "units": {}}
    for basis, meaning in spec.get("by_model", {}).items():
        for model in MODELS:
            added["columns"][_counted(basis, model)] = ["INTEGER", meaning.format(model)]
            added["blank"][_counted(basis, model)] = ["not_collected", f"as {basis}_agencies"]
            added["units"][_counted(basis, model)] = "agencies"
    return {**spec, **{name: {**spec[name], **more} for name, more in added.items()}}


def _counted(basis: str, model: str) -> str:
    return f"{basis}_{model.lower()}"


def agencies(release: Release, chosen: ListRef | Gap) -> Iterator[Feature]:
    """Every agency that any list shows, with its models on the chosen list, at the middle of its county of base."""
    number = chosen.list_no if isinstance(chosen, ListRef) else None
    found = release.rows(
        """SELECT a.agency_id, a.agency, a.state, a.kind, a.status AS status_newest, a.first_listed, a.last_listed,
            m.models, m.agreements, p.based_in AS fips, c.vintage, c.name AS county, p.based_in_status, p.ori,
            p.population, p.population_year, c.longitude, c.latitude
        FROM agencies AS a
        JOIN profiles AS p USING (agency_id)
        LEFT JOIN places AS c ON c.place_id = p.based_in
        LEFT JOIN (
            SELECT s.agency_id, list(DISTINCT r.model ORDER BY r.model) AS models,
                count(DISTINCT s.agreement_id) AS agreements
            FROM members AS s JOIN listings AS r USING (list_no, row) WHERE list_no = $list_no GROUP BY s.agency_id
        ) AS m USING (agency_id)
        ORDER BY a.agency_id""",
        {"list_no": number},
    )
    for row in found:
        longitude, latitude = row.pop("longitude"), row.pop("latitude")
        drawn = longitude is not None
        row["listed"] = None if number is None else row["models"] is not None
        if number is not None:
            row |= {"models": row["models"] or [], "agreements": row["agreements"] or 0}
        row["gap"] = chosen.kind.value if isinstance(chosen, Gap) else None
        row["position"] = POSITION if drawn else UNPLACED[row["based_in_status"]]
        row |= {name: str(row[name]) if row[name] else None for name in ("first_listed", "last_listed")}
        geometry = {"type": "Point", "coordinates": [longitude, latitude]} if drawn else None
        yield {"type": "Feature", "id": row["agency_id"], "geometry": geometry, "properties": row}


def counties(release: Release, chosen: ListRef | Gap, day: date) -> Iterator[Feature]:
    """Every county of the vintage, with the agencies based in it and those that police it, in all and by model."""
    counts = {basis: _by_county(release, basis, day) for basis in BASES} if isinstance(chosen, ListRef) else {}
    known = release.rows(
        "SELECT place_id, name, state, legal_kind FROM places WHERE type = 'county' AND vintage = $vintage "
        "ORDER BY place_id",
        {"vintage": VINTAGE},
    )
    for row in known:
        fips = row["place_id"]
        properties: dict[str, Any] = {"fips": fips, "vintage": VINTAGE, "name": row["name"], "state": row["state"]}
        properties["legal_kind"] = row["legal_kind"]
        for basis in BASES:
            total = counts[basis].get((fips, None), 0) if counts else None
            properties[f"{basis}_agencies"] = total
            for model in MODELS:
                properties[_counted(basis, model)] = counts[basis].get((fips, model), 0) if counts else None
        properties["gap"] = chosen.kind.value if isinstance(chosen, Gap) else None
        shape = county_shapes().get(fips)
        geometry = {"type": "MultiPolygon", "coordinates": shape} if shape else None
        properties["shape"] = "simplified for maps of the nation" if shape else "not drawn: the source has no area"
        yield {"type": "Feature", "id": fips, "geometry": geometry, "properties": properties}


def _by_county(release: Release, basis: str, day: date) -> dict[tuple[str, str | None], int]:
    """Agencies by county and by county and model; the same measure that `count` runs."""
    totals = count(release, "agencies", by=["county"], as_of=day, basis=basis).rows
    found: dict[tuple[str, str | None], int] = {(row["county"], None): row["value"] for row in totals}
    for row in count(release, "agencies", by=["county", "model"], as_of=day, basis=basis).rows:
        found[row["county"], row["model"]] = row["value"]
    return found
