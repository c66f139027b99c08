"""Facts are files: every one satisfies its schema, and a bad one is refused with its name and place."""

import re
import shutil
from collections import Counter

import pytest
import yaml

from atlas287.core import registry
from atlas287.core.engine import DuckDB
from atlas287.core.errors import RegistryError, UsageError
from atlas287.core.names import agency_key
from atlas287.core.release import EMBEDDED

FILES = [path for folder in registry.SCHEMAS for path, _ in registry.documents(folder)]
JUDGEMENTS = registry.rows("judgements.csv")
CORRECTIONS = [content for _, content in registry.documents("corrections")]


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the registry that a test may spoil."""
    root = shutil.copytree(registry.ROOT, tmp_path / "registry")
    monkeypatch.setattr(registry, "ROOT", root)
    return root


def spoil(path, **changes):
    content = yaml.safe_load(path.read_text()) | changes
    path.write_text(yaml.safe_dump({key: value for key, value in content.items() if value is not None}))


def test_every_fact_file_is_valid():
    assert registry.validate() == len(FILES)
    assert registry.validate_rows() == sum(len(registry.rows(name)) for name in registry.TABLES)
    assert {path.name for path in FILES} >= {"ice_participating.yaml", "ice_pending.yaml", "models.yaml", "states.yaml"}


def test_every_folder_and_every_csv_of_facts_has_a_schema():
    folders = {path.parent.relative_to(registry.ROOT).as_posix() for path in registry.ROOT.rglob("*.yaml")}
    assert folders == {*registry.SCHEMAS, "places"}
    tables = {path.relative_to(registry.ROOT).as_posix() for path in registry.ROOT.rglob("*.csv")}
    assert tables == set(registry.TABLES)
    schemas = {path.stem for path in (registry.ROOT / "schema").glob("*.json")}
    assert schemas == {*registry.SCHEMAS.values(), *registry.TABLES.values()}


@pytest.mark.parametrize(
    ("file", "changes", "said"),
    [
        ("sources/ice_pending.yaml", {"publisher": None}, r"ice_pending\.yaml, \$: 'publisher' is a required property"),
        ("sources/ice_pending.yaml", {"min_rows": "few"}, r"ice_pending\.yaml, \$\.min_rows: 'few' is not of type"),
        ("sources/ice_pending.yaml", {"colour": "red"}, r"ice_pending\.yaml, \$: Additional properties"),
        ("sources/ice_pending.yaml", {"kind": 5}, r"ice_pending\.yaml, \$\.kind: 5 is not"),
        ("codes/models.yaml", {"standard": {"TFM": 3}}, r"models\.yaml, \$\.standard\.TFM: 3 is not of type 'string'"),
        ("sources/dhs_oig_2009.yaml", {"kinds": {"signed": 1}}, r"dhs_oig_2009\.yaml, \$\.kinds\.signed: 1 is not"),
        (
            "codes/agency_kinds.yaml",
            {"patterns": [["x"]]},
            r"agency_kinds\.yaml, \$\.patterns\[0\]: \['x'\] is too short",
        ),
        (
            "corrections/tenaha-signed.yaml",
            {"field": "county"},
            r"tenaha-signed\.yaml, \$\.field: 'county' is not one of",
        ),
        (
            "corrections/tenaha-signed.yaml",
            {"where": {}},
            r"tenaha-signed\.yaml, \$\.where: 'state' is a required prop",
        ),
        ("codes/models.yaml", {"standard": None}, r"models\.yaml, \$: 'standard' is a required property"),
    ],
)
def test_a_bad_fact_file_is_refused_with_its_place(copied, file, changes, said):
    spoil(copied / file, **changes)
    with pytest.raises(RegistryError, match=said):
        registry.validate()


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: [", "the fact file is no valid YAML"), ("- a", "the fact file holds no mapping")],
)
def test_a_malformed_fact_file_is_refused(copied, text, said):
    (copied / "codes" / "models.yaml").write_text(text)
    with pytest.raises(RegistryError, match=rf"models\.yaml: {said}"):
        registry.validate()


def test_a_missing_fact_file_is_said():
    with pytest.raises(RegistryError, match=r"nothing\.yaml: the fact file cannot be read; No such file"):
        registry.load_yaml(registry.ROOT / "codes" / "nothing.yaml")


def test_a_source_that_is_not_known_names_those_that_are():
    with pytest.raises(UsageError) as refused:
        registry.source("ice_other")
    assert str(refused.value) == (
        "no source is called 'ice_other'; known are ddp, ddp_facility_days, dhs_oig_2009, ice_moa_archive, "
        "ice_participating, ice_partners_2007_2008, ice_pending, ice_programme_page, ice_web_table_2021_2025"
    )


def test_a_file_of_facts_is_named_by_what_it_describes():
    assert list(registry.sources()) == [path.stem for path, _ in registry.documents("sources")]


@pytest.mark.parametrize("encoder", ["models", "states"])
def test_every_repair_of_an_encoder_leads_to_a_code_that_exists(encoder):
    codes = registry.codes(encoder)
    assert set(codes["fixes"].values()) <= set(codes["standard"])


def test_the_codes_are_those_of_the_contract():
    assert list(registry.codes("models")["standard"]) == ["JEM", "WSO", "TFM", "TTFM", "HYBRID"]
    assert len(registry.codes("states")["standard"]) == 56  # 50 states, the district and five territories
    assert {"GU", "MP", "DC", "PR"} <= set(registry.codes("states")["standard"])


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("agencies.csv", "xx-elm-police,XX,Elm Police", "agencies.csv, line {}: the row has more or fewer cells"),
        ("agencies.csv", "xx-elm,XX,Elm, Police,2026-11-24", "agencies.csv, line {}: the row has more or fewer cells"),
        (
            "places/counties.csv",
            "99001,XX,Elm,county,2023,1.0",
            "places/counties.csv, line {}: the row has more or fewer",
        ),
        (
            "judgements.csv",
            "XX,Elm Police,XX,Elms Police,same,reviewer,2026-11-24",
            "judgements.csv, line {}: the row has",
        ),
    ],
)
def test_a_row_with_a_cell_too_few_or_too_many_is_refused_with_file_and_line(copied, table, line, said):
    path = copied / table
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, line, *lines[-1:]]) + "\n", encoding="utf-8")
    for read in (lambda: registry.rows(table), registry.validate_rows):
        with pytest.raises(RegistryError) as refused:
            read()
        assert str(refused.value).startswith(said.format(len(lines) + 1))


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("agencies.csv", "XX Elm,XX,Elm Police,2026-11-24", "$.agency_id: 'XX Elm' does not match"),
        ("agencies.csv", "xx-elm,Ohio,Elm Police,2026-11-24", "$.state: 'Ohio' does not match"),
        ("agencies.csv", "xx-elm,XX,,2026-11-24", "$.name: '' should be non-empty"),
        ("places/counties.csv", "99001,XX,Elm,county,2020,1.0,1.0", "$.vintage: '2020' is not one of"),
        ("places/counties.csv", "9901,XX,Elm,county,2023,1.0,1.0", "$.fips: '9901' does not match"),
        (
            "places/facilities.csv",
            "ELMJLOH,judgement,OH,,jailer,,reviewer,2026-11-24,the name says Elm,",
            "$.operator: 'jailer' is not one of ['', 'sheriff', 'corrections', 'police', 'state', ",
        ),
        (
            "judgements.csv",
            "XX,Elm Police,XX,Elms Police,perhaps,reviewer,2026-11-24,first: a; second: b,one place",
            "$.verdict: 'perhaps' is not one of ['same', 'different', 'unsure']",
        ),
        (
            "judgements.csv",
            "XX,Elm Police,XX,Elms Police,same,reviewer,2026-11-24,first: a; second: b,",
            "$.second_fact: '' is too short",
        ),
    ],
)
def test_a_row_that_breaks_its_schema_is_refused_with_file_line_and_cell(copied, table, line, said):
    path = copied / table
    text = path.read_text(encoding="utf-8")
    path.write_text(text + line + "\n", encoding="utf-8")
    with pytest.raises(RegistryError) as refused:
        registry.validate_rows()
    assert str(refused.value).startswith(f"{table}, line {len(text.splitlines()) + 1}, {said}")


def test_a_missing_csv_is_said(copied):
    (copied / "judgements.csv").unlink()
    with pytest.raises(RegistryError, match=r"judgements\.csv: the fact file cannot be read; No such file"):
        registry.validate_rows()


def test_every_kind_of_agency_that_a_pattern_tells_exists_and_no_other_lacks_a_pattern():
    codes = registry.codes("agency_kinds")
    assert {code for _, code in codes["patterns"]} == set(codes["standard"]) - {"other"}


def test_no_word_of_a_name_stands_for_words_that_stand_for_others():
    words = registry.codes("name_words")["standard"]
    assert {word: full for word, full in words.items() if set(full.split()) & set(words)} == {}


def test_every_status_of_a_source_leads_to_a_kind_of_list():
    kinds = {name: dict(source.kinds) for name, source in registry.sources().items() if source.kinds}
    assert kinds == {"dhs_oig_2009": {"signed": "participating", "pending": "pending"}}


def test_an_agency_id_is_minted_for_the_spellings_of_one_state_and_begins_with_it():
    minted = registry.rows("agencies.csv")
    assert len({row["agency_id"] for row in minted}) == len({(row["agency_id"], row["state"]) for row in minted})
    assert [row for row in minted if not row["agency_id"].startswith(f"{row['state'].lower()}-")] == []
    assert {row["state"] for row in minted} <= set(registry.codes("states")["standard"])


def test_no_name_of_a_state_is_minted_twice():
    minted = Counter((row["state"], agency_key(row["name"])) for row in registry.rows("agencies.csv"))
    assert [name for name, n in minted.items() if n > 1] == []


def test_the_counties_are_those_of_2023_and_the_eight_of_connecticut_before():
    counties = registry.rows("places/counties.csv")
    assert Counter(row["vintage"] for row in counties) == {"2023": 3_233, "2017": 8}
    assert {row["state"] for row in counties if row["vintage"] == "2017"} == {"CT"}
    assert {row["kind"] for row in counties if (row["state"], row["vintage"]) == ("CT", "2023")} == {"planning_region"}
    assert len({row["fips"] for row in counties}) == len(counties)
    assert {row["state"] for row in counties} == set(registry.codes("states")["standard"])


def test_every_county_lies_where_a_county_can_lie():
    places = [
        (row["fips"], float(row["longitude"]), float(row["latitude"])) for row in registry.rows("places/counties.csv")
    ]
    assert [place for place in places if not (abs(place[1]) <= 180 and -15 < place[2] < 72)] == []


@pytest.fixture(scope="module")
def embedded():
    """The engine over the names, lists and listings of the release in the package, which real lists made."""
    engine = DuckDB()
    for table in ("names", "lists", "listings"):
        engine.attach(table, EMBEDDED / f"{table}.parquet")
    yield engine
    engine.close()


SEEN = re.compile(r"(listed|pending) (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")


@pytest.mark.parametrize("judged", JUDGEMENTS, ids=lambda judged: f"{judged['state']}: {judged['name']}")
def test_a_judgement_is_over_two_listed_names_and_quotes_their_lists_and_a_second_fact(embedded, judged):
    one, other = ((judged["state"], judged["name"]), (judged["other_state"], judged["other"]))
    first, _, second = judged["lists"].partition("; second: ")
    assert first.startswith("first: ")
    for (state, name), quoted in ((one, first), (other, second)):
        found = embedded.rows(
            "SELECT first_listed, last_listed, first_pending, last_pending FROM names "
            "WHERE state = $state AND agency_key = $key",
            {"state": state, "key": agency_key(name)},
        )
        assert len(found) == 1
        days = {kind: (start, end) for kind, start, end in SEEN.findall(quoted)}
        seen = {
            kind: (str(found[0][f"first_{kind}"]), str(found[0][f"last_{kind}"]))
            for kind in ("listed", "pending")
            if found[0][f"first_{kind}"]
        }
        assert days
        for kind, (start, end) in days.items():
            assert start == seen[kind][0]
            assert start <= end <= seen[kind][1]  # lists that came after the judgement may show the name longer
    assert len(judged["second_fact"].split()) >= 4


def test_no_two_names_are_judged_twice_nor_a_name_against_itself():
    pairs = [
        frozenset([(row["state"], agency_key(row["name"])), (row["other_state"], agency_key(row["other"]))])
        for row in JUDGEMENTS
    ]
    assert [pair for pair, n in Counter(pairs).items() if n > 1 or len(pair) < 2] == []


@pytest.mark.parametrize("path", [path for path, _ in registry.documents("corrections")], ids=lambda path: path.stem)
def test_a_correction_is_named_by_its_file_and_changes_the_value(path):
    content = registry.load_yaml(path)
    assert content["name"] == path.stem
    assert agency_key(content["expect"]).removesuffix(" 00:00:00") != agency_key(content["value"])
    if content["field"] == "agency":
        assert agency_key(content["expect"]) == agency_key(content["where"]["agency"])


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda correction: correction["name"])
def test_a_correction_holds_on_a_row_of_a_real_list(embedded, correction):
    where = correction["where"]
    listed = embedded.rows(
        "SELECT state_printed AS state, agency_printed AS agency, model_printed AS model, signed_printed AS signed, "
        "CAST(signed AS VARCHAR) AS day FROM listings WHERE state = $state AND agency_key = $key AND model = $model",
        {"state": where["state"], "key": agency_key(where["agency"]), "model": where["model"]},
    )
    held = [
        row
        for row in listed
        if where.get("signed") in (None, row["day"])
        and agency_key(row[correction["field"]] or "") == agency_key(correction["expect"])
    ]
    assert len(held) >= 1
