"""SQLite: typed, keyed, and at home in Datasette."""

import asyncio
import json
import sqlite3
import warnings
from contextlib import closing

import pytest

from atlas287.answers.export import export
from atlas287.answers.export.dictionary import catalogue, tables


@pytest.fixture(scope="module")
def database(exported):
    with closing(sqlite3.connect(f"file:{exported('sqlite')}/atlas287.db?mode=ro", uri=True)) as connection:
        yield connection


def test_every_table_has_its_rows_its_key_and_its_types(database, release):
    for table in tables(release):
        assert database.execute(f'SELECT count(*) FROM "{table.name}"').fetchone() == (table.rows,)
        info = database.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        assert [row[1] for row in info] == [column.name for column in table.columns]
        assert {row[1] for row in info if row[5]} == set(table.strict_key)
    types = {row[1]: row[2] for row in database.execute("PRAGMA table_info(places)")}
    assert (types["place_id"], types["vintage"], types["longitude"]) == ("TEXT", "INTEGER", "REAL")


def test_values_are_those_of_the_release(database, release):
    wanted = release.rows("SELECT * FROM lists ORDER BY list_no DESC LIMIT 1")[0]
    database.row_factory = sqlite3.Row
    found = dict(database.execute("SELECT * FROM lists ORDER BY list_no DESC LIMIT 1").fetchone())
    assert found == wanted | {
        "as_of": str(wanted["as_of"]),
        "created": f"{wanted['created']:%Y-%m-%dT%H:%M:%SZ}",
        "modified": f"{wanted['modified']:%Y-%m-%dT%H:%M:%SZ}",
    }
    database.row_factory = None
    assert database.execute("SELECT DISTINCT same_url FROM candidates ORDER BY 1").fetchall() == [(None,), (0,), (1,)]
    assert database.execute(
        "SELECT count(*) FROM held WHERE other_id IS NULL AND why = 'absence_short'"
    ).fetchone() == (3,)


def test_foreign_keys_hold(database, release):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    declared = {
        (table.name, row[2])
        for table in tables(release)
        for row in database.execute(f'PRAGMA foreign_key_list("{table.name}")')
    }
    assert {("agreements", "agencies"), ("members", "listings"), ("coverage", "places")} <= declared
    assert declared == {(table.name, key.table) for table in tables(release) for key in table.foreign}


def test_every_foreign_key_is_indexed(database, release):
    for table in tables(release):
        indexed = {
            tuple(row[2] for row in database.execute(f'PRAGMA index_info("{index[1]}")'))
            for index in database.execute(f'PRAGMA index_list("{table.name}")')
        }
        if table.strict_key:
            indexed.add(table.strict_key)
        for key in table.foreign:
            assert any(columns[: len(key.columns)] == key.columns for columns in indexed), (table.name, key)


def test_the_views_answer_as_count_does(database, release):
    from atlas287.answers.measure import count

    total = count(release, "agreements").total
    assert database.execute("SELECT count(*) FROM current_agreements").fetchone() == (total,)
    by_model = {row["model"]: row["value"] for row in count(release, "agreements", by=["model"]).rows}
    newest = "SELECT model, agreements FROM growth WHERE as_of = (SELECT max(as_of) FROM growth)"
    assert dict(database.execute(newest).fetchall()) == by_model
    gone = release.rows("SELECT count(*) AS n FROM spells WHERE kind = 'participating' AND ended = 'no_longer_listed'")
    assert database.execute("SELECT count(*) FROM no_longer_listed").fetchone() == (gone[0]["n"],)
    assert database.execute("SELECT count(*) FROM rows_of_agencies WHERE list_no = 692").fetchone() == (
        release.rows("SELECT count(*) AS n FROM listings WHERE list_no = 692")[0]["n"],
    )


def test_the_same_release_gives_the_same_file(release, exported, tmp_path):
    again = export(release, "sqlite", tmp_path / "again")
    assert again["files"] == exported.content("sqlite")["files"]


def test_datasette_shows_titles_labels_facets_and_hides_what_is_technical(exported):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Datasette's own use of what Python is about to drop
        pages = asyncio.run(visit(exported("sqlite")))
    assert pages["/atlas287/agreements"].status_code == 200
    assert 'href="/atlas287/agencies/' in pages["/atlas287/agreements"].text  # a foreign key, as a link
    agreement = pages["/atlas287/agreements.json?_labels=on&_size=1&_shape=objects"].json()["rows"][0]
    assert agreement["agency_id"]["label"] == agreement["agency"]
    assert agreement["first_list_no"]["label"].endswith(".xlsx")
    facets = pages["/atlas287/agencies.json?_facet=status&_size=1"].json()["facet_results"]
    status = {entry["value"]: entry["count"] for entry in facets["status"]["results"]}
    assert status == {"listed": 1549, "not_listed": 64, "no_longer_listed": 60, "held": 6}
    listed = {table["name"]: table["hidden"] for table in pages["/atlas287.json"].json()["tables"]}
    assert {name for name, hidden in listed.items() if hidden} == {
        name for name, spec in catalogue()["tables"].items() if spec.get("hidden")
    }
    assert set(pages["/atlas287.json"].json()["views"][0]) >= {"name"}
    assert "Creative Commons Zero" in pages["/atlas287/agencies"].text
    assert "minted once" in pages["/atlas287/agencies"].text
    assert pages["/atlas287/growth"].status_code == 200


async def visit(folder):
    from datasette.app import Datasette

    datasette = Datasette([], config_dir=folder)
    await datasette.invoke_startup()
    addresses = (
        "/atlas287/agreements",
        "/atlas287/agreements.json?_labels=on&_size=1&_shape=objects",
        "/atlas287/agencies",
        "/atlas287/agencies.json?_facet=status&_size=1",
        "/atlas287/growth",
        "/atlas287.json",
    )
    found = {address: await datasette.client.get(address) for address in addresses}
    for database in datasette.databases.values():
        database.close()
    datasette.executor.shutdown()
    return found


def test_the_metadata_describes_every_column(exported, release):
    metadata = json.loads((exported("sqlite") / "metadata.json").read_text())
    shown = metadata["databases"]["atlas287"]["tables"]
    for table in tables(release):
        assert set(shown[table.name]["columns"]) == {column.name for column in table.columns}
    assert metadata["license_url"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert metadata["source_url"] == "https://www.ice.gov/identify-and-arrest/287g"
