"""What a State's law obliges a kind of agency to on a day: invented measures, answers by hand from the definitions."""

from datetime import date

import pytest

from atlas287.answers.policy import policies_of, policy, span
from atlas287.core.errors import UsageError
from support.law import Stated, measure


def on(day, *measures, kind="sheriff", state="TX"):
    return policy(Stated(measures={state: list(measures)}), state, kind, date.fromisoformat(day))


def test_a_duty_binds_from_its_first_day_up_to_and_without_the_day_on_which_it_ended():
    given = measure("policy:hold", mandate="must_hold", effective="2025-02-13", ended="2026-01-17")
    assert on("2025-02-12", given)["duties"] == []
    assert on("2025-02-13", given)["duties"] == ["must_hold"]
    assert on("2026-01-16", given)["duties"] == ["must_hold"]
    ended = on("2026-01-17", given)
    assert (ended["duties"], ended["unknown"], ended["silent"]) == ([], [], True)
    assert [(each["id"], each["why"]) for each in ended["apart"]] == [("policy:hold", "ended")]


def test_of_a_month_the_duty_is_not_known_within_it_and_certain_on_its_last_day():
    given = measure("policy:ban", restriction="ban", effective="2026-07")
    answers = {day: on(day, given) for day in ("2026-06-30", "2026-07-01", "2026-07-30", "2026-07-31")}
    assert [answer["unknown"] for answer in answers.values()] == [[], ["banned"], ["banned"], []]
    assert [answer["duties"] for answer in answers.values()] == [[], [], [], ["banned"]]
    assert answers["2026-07-01"]["gaps"][0]["kind"] == "unknown_date"
    assert not answers["2026-07-01"]["silent"]


@pytest.mark.parametrize(
    ("enacted", "day", "unknown"),
    [
        ("2026-04-08", "2026-04-07", []),
        ("2026-04-08", "2026-04-08", ["detainer_duty"]),
        ("2023", "2022-12-31", []),
        ("2023", "2023-01-01", ["detainer_duty"]),
        (None, "1999-01-01", ["detainer_duty"]),
    ],
)
def test_without_a_first_day_a_duty_is_not_known_from_its_enactment_on(enacted, day, unknown):
    for standing in ("in_force", "enacted_start_unknown"):
        given = measure("policy:x", mandate="detainer_duty", enacted=enacted, effective=None, standing=standing)
        assert (on(day, given)["duties"], on(day, given)["unknown"]) == ([], unknown)


def test_between_the_starts_of_two_rows_that_disagree_the_duty_conflicts():
    later = measure("policy:a", restriction="ban", effective="2026-07", conflicts_with=["policy:b"])
    sooner = measure("policy:b", restriction="ban", effective="2026-01", conflicts_with=["policy:a"])
    assert on("2025-12-31", later, sooner)["silent"]
    between = on("2026-03-01", later, sooner)
    assert (between["duties"], between["unknown"]) == ([], ["banned"])
    assert [gap["kind"] for gap in between["gaps"]] == ["conflicting"]
    assert on("2026-08-01", later, sooner)["duties"] == ["banned"]


@pytest.mark.parametrize(
    "standing",
    ["introduced", "passed_not_signed", "failed", "vetoed", "enjoined", "contingent", "non_binding", "not_confirmed"],
)
def test_what_never_became_law_or_is_stopped_binds_nobody_and_stands_apart(standing):
    answer = on("2026-05-18", measure("policy:x", mandate="must_hold", standing=standing))
    assert answer["silent"] and answer["gaps"][0]["kind"] == "not_collected"
    assert [(each["standing"], each["why"]) for each in answer["apart"]] == [(standing, "standing")]


def test_what_is_only_recalled_is_nowhere():
    answer = on("2026-05-18", measure("policy:x", "recalled", mandate="must_hold"))
    assert answer["silent"] and answer["measures"] == [] and answer["apart"] == []


def test_an_opinion_binds_and_a_superseded_text_until_it_ended():
    opinion = measure("policy:o", restriction="board_approval", standing="opinion")
    old = measure("policy:old", mandate="must_hold", standing="superseded", ended="2025-02-13")
    assert on("2025-02-12", opinion, old)["duties"] == ["board_approval", "must_hold"]
    assert on("2025-02-13", opinion, old)["duties"] == ["board_approval"]
    endless = measure("policy:old", mandate="must_hold", standing="rescinded")
    assert on("2025-02-13", endless)["unknown"] == ["must_hold"]


def test_whom_a_measure_binds():
    local = measure("policy:l", mandate="detainer_duty", kinds=["local"])
    state = measure("policy:s", restriction="state_agencies_only", kinds=["state"])
    everybody = measure("policy:e", restriction="conditions", kinds=["all"])
    nobody = measure("policy:n", mandate="must_hold", kinds=[])
    given = [local, state, everybody, nobody]
    assert on("2026-05-18", *given)["duties"] == ["conditions", "detainer_duty"]
    assert on("2026-05-18", *given, kind="state_police")["duties"] == ["conditions", "state_agencies_only"]
    assert on("2026-05-18", *given, kind="municipal_police")["duties"] == ["conditions", "detainer_duty"]
    assert on("2026-05-18", *given, state="OH", kind="state_police")["state"] == "OH"


def test_a_measure_can_oblige_and_limit_and_one_that_does_neither_is_told_without_a_duty():
    both = measure("policy:b", mandate="must_hold", restriction="board_approval")
    neither = measure("policy:n", "secondary")
    answer = on("2026-05-18", both, neither)
    assert answer["duties"] == ["board_approval", "must_hold"]
    assert [(each["id"], each["codes"]) for each in answer["measures"]] == [
        ("policy:b", ["board_approval", "must_hold"]),
        ("policy:n", []),
    ]
    assert on("2026-05-18", neither)["silent"]


def test_a_whole_state_tells_each_kind_and_each_measure_once():
    release = Stated(
        measures={"FL": [measure("policy:h", mandate="must_hold", kinds=["sheriff", "county_corrections"])]}
    )
    told = policies_of(release, "FL", date(2026, 5, 18))
    assert [(each["agency_kind"], each["duties"]) for each in told["kinds"]] == [
        ("sheriff", ["must_hold"]),
        ("county_corrections", ["must_hold"]),
    ]
    assert [(each["id"], each["kinds"]) for each in told["measures"]] == [
        ("policy:h", ["county_corrections", "sheriff"])
    ]
    assert not told["silent"] and told["gaps"] == []
    silent = policies_of(release, "OH", date(2026, 5, 18))
    assert silent["silent"] and "does not show that there is none" in silent["gaps"][0]["what"]


def test_both_languages_say_the_same():
    release = Stated(measures={"TX": [measure("policy:x", mandate="must_hold", effective=None)]})
    one, other = (policy(release, "TX", "sheriff", date(2026, 5, 18), lang) for lang in ("en", "es"))
    assert one["duties"] == other["duties"] and one["unknown"] == other["unknown"] == ["must_hold"]
    assert one["measures"][0]["text"] == "In a State, policy:x says so"
    assert other["measures"][0]["text"] == "En un estado, policy:x lo dice"
    assert other["gaps"][0]["what"].startswith("No se sabe")


def test_a_state_or_kind_that_there_is_not_is_refused():
    for state, kind in (("XX", "sheriff"), ("TX", "posse")):
        with pytest.raises(UsageError):
            policy(Stated(), state, kind, date(2026, 5, 18))


def test_days_that_a_partial_date_may_mean():
    assert span("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert span("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("2026-05-18") == (date(2026, 5, 18), date(2026, 5, 18))
