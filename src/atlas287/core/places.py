"""Counties as shapes, and who neighbours whom: the files below `registry/places`, whose README says from what."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache

from atlas287.core import registry
from atlas287.core.engine import DuckDB

VINTAGE = 2023
"""Year of the Census boundaries whose codes these are."""
MultiPolygon = list[list[list[list[float]]]]
"""Polygons, each its outer ring and then its holes, each ring of [longitude, latitude] in degrees, as in GeoJSON."""


@cache
def county_shapes() -> dict[str, MultiPolygon]:
    """The outline of each county by its 5-digit code; empty for Falls Church city, which the source does not draw.

    Drawn for maps of the nation: not for areas, nor for which county holds a point.
    """
    engine = DuckDB()
    engine.attach("shapes", registry.ROOT / "places" / "county_shapes.parquet")
    rows = engine.rows("SELECT fips, coordinates FROM shapes ORDER BY fips")
    return {row["fips"]: json.loads(row["coordinates"]) if row["coordinates"] else [] for row in rows}


@cache
def county_neighbours() -> dict[str, frozenset[str]]:
    """The counties that share a piece of border with a county, by its 5-digit code; islands have none."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in registry.rows("places/county_neighbours.csv"):
        found[row["fips"]].add(row["neighbour"])
        found[row["neighbour"]].add(row["fips"])
    return {
        row["fips"]: frozenset(found[row["fips"]])
        for row in registry.rows("places/counties.csv")
        if row["vintage"] == str(VINTAGE)
    }
