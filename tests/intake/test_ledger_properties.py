"""What holds of the ledger whatever the lists say.

Most lists here are of agencies that cannot be taken for one another: each has a name and a state of its own, two ways
to spell the name that a rule joins, two models and two signing dates.
"""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from support.ledger import Ledger, Sheet, participating, pending, row

AGENCIES = {"OHIO": "Sample", "TEXAS": "Widget", "IOWA": "Quorum"}
SPELLINGS = ("PD", "Police Department")
MODELS = ("Task Force Model", "Warrant Service Officer")
CODES = ("TFM", "WSO")
SIGNED = ("2024-11-05", "2024-11-06")
FIRST = date(2025, 1, 6)
STEPS = (1, 2, 3, 4, 6, 7, 8, 10, 46)
TOLD = "date, type, agency_id, model, before, after, older, newer"
APART = "event_id, state, agency, agency_before, basis"
STEADY = row("Steady Police Department", state="UTAH", signed="2024-01-05")

few = settings(max_examples=8, deadline=None)
more = settings(max_examples=15, deadline=None)

looks = st.fixed_dictionaries(
    {state: st.tuples(*[st.booleans()] * 2, *[st.sampled_from((0, 1))] * 2, st.booleans()) for state in AGENCIES}
)
"""What one day's lists show of each agency: which models, which spelling, which date, whether it is pending."""


@st.composite
def days(draw, least=2, most=11):
    """Lists of both kinds, one to ten days after one another or after an interval that breaks the series."""
    steps = draw(st.lists(st.sampled_from(STEPS), min_size=least, max_size=most))
    day, sheets = FIRST, []
    for step in steps:
        seen = draw(looks)
        day += timedelta(days=step)
        sheets.append(
            participating(
                day,
                STEADY,
                *(
                    row(f"{AGENCIES[state]} {SPELLINGS[spelling]}", MODELS[model], SIGNED[dated], state)
                    for state, (*models, spelling, dated, _) in seen.items()
                    for model in range(2)
                    if models[model]
                ),
            )
        )
        waits = [row(f"{AGENCIES[state]} PD", state=state) for state, look in seen.items() if look[-1]]
        sheets.append(pending(day, *waits))
    return sheets


def events(sheets, columns=TOLD, where="TRUE"):
    with Ledger(*sheets, threads=1) as ledger:
        return Counter(ledger.events(columns, where))


ANY_ROW = st.builds(
    row,
    st.sampled_from(
        [
            "Sample PD",
            "SAMPLE  pd",
            "Sample Police Department",
            "Smaple Police Department",
            "Sample County Sheriff's Office",
            "Samples County Sheriff’s Office",
            "Sample County Corrections",
        ]
    ),
    st.sampled_from([*MODELS, "warrant service officer ", "Some New Model", None]),
    st.sampled_from([*SIGNED, "2025-01-08", None]),
    st.sampled_from(["OHIO", "IOWA", "Nowhere"]),
    county=st.sampled_from(["Sample County", "SAMPLE", None]),
    moa_url=st.sampled_from(["https://example.org/1.pdf", "https://example.org/2.pdf", None]),
)


@few
@given(st.lists(st.lists(ANY_ROW, max_size=6), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_tells_nothing(lists, random):
    def hashes(shown):
        with Ledger(*(participating(FIRST + timedelta(days=4 * n), *rows) for n, rows in enumerate(shown))) as ledger:
            return {name: ledger.row_hash(name) for name in ("agencies", "agreements", "spells", "events")}

    assert hashes([random.sample(rows, len(rows)) for rows in lists]) == hashes(lists)


@few
@given(days(), st.data())
def test_a_list_published_twice_on_a_day_tells_nothing_new(sheets, data):
    again = data.draw(st.sampled_from(sheets))
    at = sheets.index(again)
    columns = f"{TOLD}, {APART}"
    assert events([*sheets[:at], again, *sheets[at:]], columns) == events(sheets, columns)


@more
@given(days(least=3), st.data())
def test_a_list_less_makes_nobody_leave_whom_it_lacks_and_nobody_whom_all_others_list(sheets, data):
    lists = [sheet for sheet in sheets if sheet.kind == "participating"]
    less = data.draw(st.sampled_from(lists[1:-1]))
    left = [sheet for sheet in lists if sheet is not less]
    columns = "agency_id, coalesce(before, model), type"
    leaves = "type IN ('no_longer_listed', 'model_switched', 'held')"
    before, after = events(lists, columns, leaves), events(left, columns, leaves)
    for state, name in AGENCIES.items():
        for model, code in zip(MODELS, CODES, strict=True):
            if all(shows(sheet, state, model) for sheet in left):
                assert times(after, name, code, ("no_longer_listed", "model_switched", "held")) == 0
            if not shows(less, state, model):
                exits = ("no_longer_listed", "model_switched")
                assert times(after, name, code, exits) <= times(before, name, code, exits)


def shows(sheet: Sheet, state: str, model: str) -> bool:
    return any(each["state"] == state and each["model"] == model for each in sheet.rows)


def times(found: Counter, name: str, code: str, types: tuple[str, ...]) -> int:
    """How often an agency, under whichever id, left with the model."""
    return sum(
        number
        for (agency_id, model, told), number in found.items()
        if name.lower() in agency_id and model == code and told in types
    )


@more
@given(days(least=3), st.data())
def test_a_later_list_changes_no_event_but_held_ones(sheets, data):
    until = data.draw(st.integers(2, len(sheets) - 1))
    then = events(sheets[:until], TOLD, "type <> 'held'")
    assert then - events(sheets, TOLD) == Counter()
