"""County shapes and neighbours, against the table of counties, known borders, and each other."""

from collections import defaultdict
from itertools import pairwise

import pytest

from atlas287.core import registry
from atlas287.core.places import county_neighbours, county_shapes

COUNTIES = {row["fips"]: row for row in registry.rows("places/counties.csv") if row["vintage"] == "2023"}
FALLS_CHURCH = "51610"


def rings():
    for fips, polygons in county_shapes().items():
        for polygon in polygons:
            for number, ring in enumerate(polygon):
                yield fips, number > 0, ring


def signed_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def test_every_county_of_2023_has_a_shape_but_the_one_that_the_source_does_not_draw():
    assert set(county_shapes()) == set(COUNTIES)
    assert [fips for fips, polygons in county_shapes().items() if not polygons] == [FALLS_CHURCH]


def test_rings_are_closed_and_wound_as_rfc_7946_asks():
    for fips, hole, ring in rings():
        assert len(ring) >= 4 and ring[0] == ring[-1], fips
        assert (signed_area(ring) < 0) == hole, fips


def test_no_ring_crosses_the_180th_meridian():
    for fips, _, ring in rings():
        longitudes = [x for x, _ in ring]
        assert min(longitudes) >= -180 and max(longitudes) <= 180 and max(longitudes) - min(longitudes) < 90, fips
    aleutians = [x for fips, _, ring in rings() if fips == "02016" for x, _ in ring]
    assert min(aleutians) < -179 and max(aleutians) > 179


def test_the_middle_of_a_county_lies_within_its_bounds():
    bounds = defaultdict(list)
    for fips, _, ring in rings():
        bounds[fips] += ring
    for fips, points in bounds.items():
        x, y = float(COUNTIES[fips]["longitude"]), float(COUNTIES[fips]["latitude"])
        assert min(p[0] for p in points) <= x <= max(p[0] for p in points), fips
        assert min(p[1] for p in points) <= y <= max(p[1] for p in points), fips


def test_neighbours_are_those_whose_outlines_run_along_one_line():
    users = defaultdict(set)
    for fips, _, ring in rings():
        for a, b in pairwise(ring):
            users[frozenset((tuple(a), tuple(b)))].add(fips)
    drawn = {(a, b) for counties in users.values() for a in counties for b in counties if a != b}
    told = {(fips, other) for fips, others in county_neighbours().items() for other in others}
    assert drawn <= told
    shrunk = {("78020", "78030"), ("78030", "78020")}  # an islet on the border of St. John and St. Thomas
    assert {pair for pair in told - drawn if FALLS_CHURCH not in pair} == shrunk


@pytest.mark.parametrize(
    ("fips", "expected"),
    [
        ("06037", {"06029", "06059", "06071", "06111"}),  # Los Angeles: Kern, Orange, San Bernardino, Ventura
        ("24510", {"24003", "24005"}),  # Baltimore city: Anne Arundel, Baltimore
        ("12021", {"12011", "12051", "12071", "12086", "12087"}),  # Collier: Broward, Hendry, Lee, Miami-Dade, Monroe
        ("51610", {"51013", "51059"}),  # Falls Church: Arlington, Fairfax
        ("15003", set()),  # Honolulu, an island
        ("09110", {"09130", "09140", "09150", "09160", "09170", "09180", "25013"}),  # Capitol region, Connecticut
    ],
)
def test_neighbours_of_known_counties(fips, expected):
    assert county_neighbours()[fips] == expected


def test_neighbours_are_mutual_and_differ_from_the_county_itself():
    for fips, others in county_neighbours().items():
        assert fips not in others
        assert all(fips in county_neighbours()[other] for other in others)
