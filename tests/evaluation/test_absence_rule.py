"""The spells of the embedded release against a plain reference of the absence rule, written from its words."""

from collections import defaultdict
from datetime import date, timedelta

WEEK = timedelta(days=7)


def left(missing, back):
    """Whether an absence counts: `missing` are the dates of the lists that lack the row, `back` that of its return."""
    if len(set(missing)) < 3:
        return False
    return missing[-1] - missing[0] >= WEEK or (back is not None and back - missing[0] > WEEK)


def spells(present, lists):
    """(first, last) list numbers of each spell, told list by list; a stretch of lists ends every spell."""
    found, begun, last, missing = [], None, None, []
    for seq, (as_of, stretch) in sorted(lists.items()):
        if last is not None and lists[last][1] != stretch:
            found.append((begun, last))
            begun, last, missing = None, None, []
        if seq not in present:
            missing.append(as_of)
            continue
        if last is not None and missing and left(missing, as_of):
            found.append((begun, last))
            begun = None
        begun, last, missing = seq if begun is None else begun, seq, []
    return [*found, (begun, last)] if last is not None else found


def test_the_reference_keeps_the_words_of_the_rule():
    def lists(*days):
        return {n: (date(2025, 3, day), 1) for n, day in enumerate(days)}

    assert spells({0}, lists(1, 2, 5, 9)) == [(0, 0)]
    assert spells({0, 4}, lists(1, 2, 5, 9, 10)) == [(0, 0), (4, 4)]  # back after seven days and three dates
    assert spells({0, 3}, lists(1, 2, 5, 9)) == [(0, 3)]  # two dates only
    assert spells({0, 4}, lists(1, 2, 3, 4, 9)) == [(0, 4)]  # seven days until it is back, not more
    assert spells({0, 4}, lists(1, 2, 3, 4, 10)) == [(0, 0), (4, 4)]


def test_every_spell_of_the_release_is_that_of_the_reference(release):
    lists = {
        row["seq"]: (row["as_of"], row["stretch"])
        for row in release.rows("SELECT seq, as_of, stretch FROM lists WHERE kind = 'participating'")
    }
    seen = defaultdict(set)
    for row in release.rows(
        "SELECT DISTINCT m.agency_id, r.model, l.seq FROM members AS m JOIN listings AS r USING (list_no, row) "
        "JOIN lists AS l USING (list_no) WHERE l.kind = 'participating'"
    ):
        seen[row["agency_id"], row["model"]].add(row["seq"])
    ours = defaultdict(list)
    for row in release.rows(
        "SELECT s.agency_id, s.model, f.seq AS first, l.seq AS last FROM spells AS s "
        "JOIN lists AS f ON f.list_no = s.first_list_no JOIN lists AS l ON l.list_no = s.last_list_no "
        "WHERE s.kind = 'participating' ORDER BY first"
    ):
        ours[row["agency_id"], row["model"]].append((row["first"], row["last"]))
    assert len(seen) > 2000
    assert {key: spells(present, lists) for key, present in seen.items()} == ours


def test_no_exit_is_told_of_a_row_that_any_list_of_its_absence_shows(release):
    """Every `no_longer_listed` names a first list without the row, and no list within seven days of it has the row."""
    wrong = release.rows(
        "SELECT e.agency_id FROM events AS e JOIN members AS m USING (agency_id) "
        "JOIN listings AS r USING (list_no, row) JOIN lists AS l USING (list_no) "
        "WHERE e.type = 'no_longer_listed' AND l.kind = 'participating' "
        "AND r.model = e.model AND l.list_no > e.older_list_no AND l.as_of < e.newer + 7"
    )
    assert wrong == []
