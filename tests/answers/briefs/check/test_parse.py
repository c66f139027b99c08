"""What a claim is read as, each expectation from reading the sentence."""

import pytest

from atlas287.answers.briefs.check.parse import LONGEST, parse
from atlas287.core.errors import UsageError


def parts(release, claim, **given):
    return parse(release, claim, **given).parts


@pytest.mark.parametrize(
    ("claim", "read"),
    [
        ("1,843 agreements", ("count", "agreements", 1843, "exact")),
        ("ICE has partnerships with 1,001 departments", ("count", "agencies", 1001, "exact")),
        ("more than 1,000 287(g) memoranda", ("count", "agreements", 1000, "more")),
        ("at least 40 states take part in 287(g)", ("count", "states", 40, "at_least")),
        ("fewer than 500 counties are covered by agreements", ("count", "counties", 500, "less")),
        ("up to 2,000 agreements", ("count", "agreements", 2000, "at_most")),
        ("nearly 1,900 agreements", ("count", "agreements", 1900, "about")),
        ("hundreds of police agencies", ("count", "agencies", 200, "at_least")),
        ("dozens of sheriff's offices", ("count", "agencies", 24, "at_least")),
        ("one thousand eight hundred and forty-three agreements", ("count", "agreements", 1843, "exact")),
        ("1.843 acuerdos", ("count", "agreements", 1843, "exact")),
        ("mil ochocientos cuarenta y tres acuerdos", ("count", "agreements", 1843, "exact")),
        ("al menos 40 estados participan en el 287(g)", ("count", "states", 40, "at_least")),
        ("dos tercios de los acuerdos están en Florida", ("share", "agreements", 200 / 3, "exact")),
        ("One in five agencies is in Florida", ("share", "agencies", 20, "exact")),
        ("The agreements doubled since January 2025", ("change", "agreements", 2, "exact")),
    ],
)
def test_a_number_is_read_with_its_unit_and_how_far_it_binds(release, claim, read):
    (part,) = parts(release, claim)
    assert (part.kind, part.unit, part.bound) == (read[0], read[1], read[3])
    assert part.value == pytest.approx(read[2])


@pytest.mark.parametrize(
    ("claim", "metric"),
    [
        ("8,501 Trained Task Force Officers", "officers"),
        ("ICE made 1,000 arrests under 287(g)", "arrests"),
        ("1,585 detainers were served", "detainers"),
        ("287(g) brought the county $5 million", "money"),
        ("Training for the Warrant Service Officer model takes 4 hours", "hours"),
        ("ICE has 2,000 beds in Florida", "beds"),
        ("6 states bar 287(g) agreements", "policies"),
        ("65% of agencies with a 287(g) agreement have records of profiling", "profiling"),
        ("500 agencies received reimbursements", "money"),
        ("1,843 bananas hang in the sheriff's office", "unknown"),
    ],
)
def test_what_no_list_measures_is_no_count(release, claim, metric):
    found = parse(release, claim)
    assert found.tested() == []
    assert found.parts[0].metric == metric


def test_the_parts_of_a_growth_are_its_ends_and_what_must_follow_from_them(release):
    found = parse(release, "287(g) partnerships have increased 641%—from 135 agreements to 1,001")
    assert [(part.value, part.undated) for part in found.parts] == [(135, True), (1001, False)]
    (sum_,) = found.arithmetic
    assert (sum_.kind, sum_.numbers, sum_.stated) == ("change", (135, 1001), 641)


def test_each_number_has_the_place_model_and_day_that_stand_beside_it(release):
    found = parts(
        release, "Florida has 348 agreements and Texas 387, while 135 agreements were listed nationwide in January 2025"
    )
    assert [(part.scope.place and part.scope.place["code"], part.value) for part in found] == [
        ("FL", 348),
        ("TX", 387),
        (None, 135),
    ]
    models = parts(release, "1,162 task force, 499 warrant service officer and 182 jail enforcement agreements")
    assert [(part.scope.models, part.value) for part in models] == [(("TFM",), 1162), (("WSO",), 499), (("JEM",), 182)]
    days = parts(release, "135 agreements in January 2025 and 1,274 by the end of 2025")
    assert [str(part.day.last) for part in days if part.day] == ["2025-01-31", "2025-12-31"]


def test_numbers_of_laws_and_of_the_section_are_none(release):
    assert parts(release, "Under SB 1070, 8 U.S.C. 1357(g) and Executive Order 14159, 287(g) grows") == ()


@pytest.mark.parametrize(
    ("claim", "refusal"),
    [
        ("My neighbor was arrested under 287(g)", "person"),
        ("Mi vecino fue detenido por el sheriff", "person"),
        ("Juan Ejemplo was deported after a traffic stop", "person"),
        ("He is undocumented", "person"),
        ("There is an ICE checkpoint near the school right now", "live"),
        ("The moon is made of cheese", "other"),
    ],
)
def test_persons_live_operations_and_other_matters_are_refused(release, claim, refusal):
    assert parse(release, claim).refusal == refusal


def test_the_name_of_an_agency_is_no_person(release):
    assert parse(release, "Collier County Sheriff was listed with 2 agreements").refusal is None


def test_a_name_that_fits_several_places_gives_them(release):
    found = parse(release, "Washington County has 3 agreements")
    assert len(found.candidates) > 20
    assert found.parts == ()


def test_a_claim_is_read_up_to_a_length_and_needs_a_word(release):
    assert len(parse(release, "1,843 agreements " * 1000).text) == LONGEST
    with pytest.raises(UsageError, match="holds no word"):
        parse(release, "?!")
    with pytest.raises(UsageError):
        parse(release, "1,843 agreements", place="Nowhereland")
