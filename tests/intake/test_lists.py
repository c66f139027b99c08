"""When a list was current and whether it is plausible, given and expected.

The names are of the kinds that domain.md 1 quotes, the expected dates and kinds are its; the lists are invented.
"""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from atlas287.core import registry
from atlas287.core.model import Snapshot
from atlas287.intake import lists
from atlas287.intake.readers import xlsx
from support.workbooks import listing, raw

OLD = datetime(2020, 1, 2)


def listed(name, rows=60, *, layout="P3", signed=(), modified=None, **changes):
    """A list of so many invented rows under a name; `signed` are the dates of the first rows, the others' are old."""
    dates = [*signed, *[OLD] * rows][:rows]
    values = [{"agency": f"Example Agency {i}", "signed": day, **changes} for i, day in enumerate(dates)]
    core = f"<dcterms:modified>{modified}T12:00:00Z</dcterms:modified>" if modified else None
    content = xlsx.parse(raw(listing(layout, *values), core=core), name=name)
    return lists.dated(Snapshot(content.sha256, name, Path(name)), content)


def day(month, number, rows, layout="P3"):
    """A list of that day of 2026."""
    kind = "participating" if layout == "P3" else "pending"
    return listed(f"{kind}Agencies{month:02}{number:02}2026am.xlsx", rows, layout=layout)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("participatingAgencies05182026am.xlsx", date(2026, 5, 18)),
        ("pendingAgencies10292025pmB.xlsx", date(2025, 10, 29)),
        ("pendingAgencies10292025_b.xlsx", date(2025, 10, 29)),
        ("participatingAgencies09022025pm2.xlsx", date(2025, 9, 2)),
        ("participatingAgencies09022025mid.xlsx", date(2025, 9, 2)),
        ("participatingAgencies09022025.xlsx", date(2025, 9, 2)),
        ("ParticipatingAgency091826am.xlsx", date(2026, 9, 18)),
        ("287gParticipatingAgencies091526pm.xlsx", date(2026, 9, 15)),
        ("participatingAgencies01052025pm.xlsx", date(2025, 1, 5)),  # a lie, found out by `dated`
        ("participatingAgencies090022025am.xlsx", None),
        ("participatingAgencies11114025am.xlsx", None),
        ("participatingAgencies13322025am.xlsx", None),
        ("participatingAgencies02302025am.xlsx", None),
        ("participatingAgencies01012020am.xlsx", None),
        ("participatingAgencies.xlsx", None),
        ("287g.xlsx", None),
    ],
)
def test_the_day_in_a_name(name, day):
    assert lists.name_date(name) == day


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("participatingAgencies-20250221214937.xlsx", datetime(2025, 2, 21, 21, 49, 37)),
        ("ParticipatingEntities-20210113002027.xlsx", datetime(2021, 1, 13, 0, 20, 27)),
        ("participatingAgencies-20251321214937.xlsx", None),
        ("participatingAgencies05182026am.xlsx", None),
        ("participatingAgencies-202502212149371.xlsx", None),
    ],
)
def test_the_time_of_capture_in_a_name(name, moment):
    assert lists.capture_time(name) == moment


def test_names_of_one_day_stand_in_the_order_of_their_endings():
    names = ["10292025am", "10292025amB", "10292025", "10292025mid", "10292025pm", "10292025pm_b", "10292025pm2"]
    ranks = [lists.part_of_day(f"pendingAgencies{name}.xlsx") for name in names]
    assert ranks == sorted(set(ranks))
    assert lists.part_of_day("pendingAgencies10292025PM.xlsx") == lists.part_of_day("pendingAgencies10292025pm.xlsx")


@pytest.mark.parametrize(
    ("ending", "modified", "newest", "as_of", "basis"),
    [
        # the date in the name stands...
        ("05182026am", "2026-05-18", "2026-05-15", "2026-05-18", "file_name"),
        ("05182026am", "2026-05-11", "2026-05-11", "2026-05-18", "file_name"),
        ("05182026am", None, "2026-05-18", "2026-05-18", "file_name"),
        # ...unless it is before the newest SIGNED or far from the modified time: then it is a year off,
        ("01052025pm", "2026-01-05", "2025-12-19", "2026-01-05", "file_property"),
        ("01062025pm", "2026-01-05", "2025-12-19", "2026-01-06", "file_property"),
        # or wrong by a slip, or no date,
        ("08022025pm", "2025-09-02", "2025-08-28", "2025-09-02", "file_property"),
        ("090022025am", "2025-09-02", "2025-08-28", "2025-09-02", "file_property"),
        ("11114025am", "2025-11-14", "2025-11-12", "2025-11-14", "file_property"),
        ("02292024am", "2025-02-28", "2025-02-20", "2025-02-28", "file_property"),
        # and without a modified time, or with one that cannot be, the rows tell it.
        ("01052025pm", None, "2025-12-19", "2026-01-05", "content"),
        ("01052025pm", "2020-01-01", "2025-12-19", "2026-01-05", "content"),
        ("11114025am", None, "2025-11-12", "2025-11-12", "content"),
        # A capture's time is the archive's own: workbooks were saved long before.
        ("-20250327140009", "2025-03-17", "2025-03-14", "2025-03-27", "file_name"),
    ],
)
def test_a_list_is_dated_by_its_name_unless_its_rows_or_saving_speak_against_it(ending, modified, newest, as_of, basis):
    signed = [datetime.fromisoformat(newest)] * 2
    entry = listed(f"participatingAgencies{ending}.xlsx", signed=signed, modified=modified)
    assert (str(entry.as_of), entry.basis) == (as_of, basis)


def test_a_pending_list_without_any_date_has_none():
    entry = listed("pendingAgencies.xlsx", layout="Q3")
    assert (entry.as_of, entry.basis) == (None, "unknown")
    assert lists.plausible([entry])[1][0].reason == "nothing in its name, properties or rows tells its date"


def test_one_misprinted_year_does_not_date_a_list():
    entry = listed("participatingAgencies05182026am.xlsx", signed=[datetime(2028, 5, 1), datetime(2026, 5, 15)])
    assert lists.newest_signed(entry.parsed) == date(2026, 5, 15)
    assert (entry.as_of, entry.basis) == (date(2026, 5, 18), "file_name")


def test_the_newest_signing_date_leaves_out_one_row_in_two_hundred():
    late = [datetime(2028, 5, 1)] * 2
    assert lists.newest_signed(listed("a.xlsx", 400, signed=[*late, datetime(2026, 5, 15)]).parsed) == date(2026, 5, 15)
    assert lists.newest_signed(listed("a.xlsx", 399, signed=[*late, datetime(2026, 5, 15)]).parsed) == date(2028, 5, 1)
    assert lists.newest_signed(listed("a.xlsx", 1).parsed) is None
    assert lists.newest_signed(listed("a.xlsx", 9, layout="Q2").parsed) is None


def test_lists_of_one_day_stand_in_the_order_of_saving_then_of_their_endings():
    saved = {"pm": "2026-05-18", "am": "2026-05-18", "pm2": "2026-05-17"}
    entries = [listed(f"participatingAgencies05182026{end}.xlsx", modified=saved[end]) for end in saved]
    standing, refused = lists.plausible(entries)
    assert [entry.snapshot.name[29:-5] for entry in standing] == ["pm2", "am", "pm"]
    assert refused == []


def standing_rows(*entries):
    standing, refused = lists.plausible(entries)
    return [entry.parsed.rows.num_rows for entry in standing], [entry.reason for entry in refused]


def test_lists_that_grow_and_shrink_as_lists_do_stand():
    assert standing_rows(day(5, 1, 100), day(5, 2, 199), day(5, 3, 150)) == ([100, 199, 150], [])


def test_a_list_with_half_its_rows_is_refused_and_the_next_is_judged_by_the_last_that_stands():
    assert standing_rows(day(5, 1, 120), day(5, 2, 60), day(5, 3, 121)) == (
        [120, 121],
        ["60 rows after 120 on 2026-05-01: a fall beyond the plausible factor 0.75"],
    )


def test_a_list_with_more_than_twice_the_rows_is_refused():
    assert standing_rows(day(5, 1, 60), day(5, 2, 121)) == (
        [60],
        ["121 rows after 60 on 2026-05-01: a rise beyond the plausible factor 2.0"],
    )


def test_lists_more_than_45_days_apart_are_no_neighbours():
    assert standing_rows(day(1, 1, 60), day(2, 16, 180)) == ([60, 180], [])
    assert standing_rows(day(1, 1, 60), day(2, 15, 180))[0] == [60]


def test_a_participating_list_with_hardly_a_row_is_refused():
    assert standing_rows(day(5, 1, 49)) == ([], ["49 rows are outside the plausible 50 to 20,000"])


def test_an_empty_pending_list_is_a_true_zero():
    assert standing_rows(day(5, 1, 40, "Q3"), day(5, 2, 0, "Q3"), day(5, 3, 97, "Q3")) == ([40, 0, 97], [])


def test_pending_and_participating_lists_are_not_judged_by_each_other():
    assert standing_rows(day(5, 1, 60), day(5, 2, 1, "Q3"), day(5, 3, 60)) == ([60, 1, 60], [])


def test_a_list_of_other_things_is_refused():
    entry = listed("participatingAgencies05182026am.xlsx", model="Memorandum of another kind")
    assert standing_rows(entry) == ([], ["60 of 60 rows print no known state or model"])


def test_a_real_list_that_breaks_a_bound_stands_where_its_sha256_is_accepted(monkeypatch):
    entry = day(5, 1, 49)
    accepting = replace(registry.source("ice_participating"), accepted={entry.parsed.sha256: "an invented reason"})
    monkeypatch.setattr(registry, "source", {"ice_participating": accepting}.get)
    assert standing_rows(entry) == ([49], [])
