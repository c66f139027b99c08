"""What officers must, may and may not do: verdicts by hand from the texts of the templates, statutes and measures."""

from datetime import date
from itertools import product

import pytest

from atlas287.answers.authority import authority, measured
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.render.authority import verdict_words
from atlas287.answers.briefs.wording import words
from atlas287.answers.rules import MODELS, NONE, UNKNOWN, VERDICTS, codes, rules
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap
from atlas287.intake import facts as fact_files
from support.fact_texts import faults
from support.law import Stated, measure

FACTS = {fact["id"]: fact for _, _, fact in fact_files.facts()}
DAY = date(2026, 5, 18)
JAIL, OUTSIDE = ("booking", "custody"), ("street", "joint")
DELEGATED = tuple(act for act in codes("acts") if act != "query_databases")


def given(**measures):
    """A release of the registry's own terms and statutes, with invented measures of States."""
    terms: dict[str, list] = {}
    statutes = []
    for folder, shared, fact in fact_files.facts():
        if folder == "models":
            terms.setdefault(shared["model"], []).append(fact)
        elif folder == "statutes":
            statutes.append(fact)
    return Stated(measures=measures, terms=terms, statutes=statutes)


@pytest.fixture(scope="module")
def federal():
    return given()


@pytest.fixture(scope="module")
def states():
    """A release with the measures of States that the registry holds."""
    measures: dict[str, list] = {}
    for folder, shared, fact in fact_files.facts():
        if folder == "policies":
            measures.setdefault(shared["state"], []).append(fact)
    return given(**measures)


def verdicts(release, subject, act, *, day=DAY, state=None, kind=None):
    found = authority(release, subject, state=state, as_of=day, acts=[act], agency_kind=kind)
    return {row["touchpoint"]: row["verdict"] for row in found["rows"]}


def one(release, subject, touchpoint, act, **more):
    return authority(release, subject, acts=[act], touchpoints=[touchpoint], **{"as_of": DAY} | more)["rows"][0]


def test_every_setting_and_act_has_one_row_with_a_verdict_of_the_four(federal):
    for subject in (*MODELS, "none"):
        rows = authority(federal, subject, as_of=DAY)["rows"]
        assert [(row["touchpoint"], row["act"]) for row in rows] == list(product(codes("touchpoints"), codes("acts")))
        assert {row["verdict"] for row in rows} <= set(VERDICTS)
        for row in rows:
            if row["verdict"] == "not_known":
                assert row["gap"]["what"] and {reason["verdict"] for reason in row["because"]} <= {"not_known"}
            else:
                cited = [cite for reason in row["because"] for cite in reason["cites"]]
                assert any(cite["confidence"] == "primary" for cite in cited), row


@pytest.mark.parametrize("act", DELEGATED)
def test_the_jail_models_delegate_nothing_outside_the_jail(federal, act):
    """Appendix A of both templates: powers only in the agency's own jail or correctional facilities.

    What takes no delegated power is not settled by that; on the street, Santos v. Frederick County settles seizures.
    """
    wanted = {"ask_status": ["not_known", "not_known"]} | {
        act: ["may_not", "not_known"] for act in ("hold", "transport")
    }
    for model in ("JEM", "WSO"):
        found = verdicts(federal, model, act)
        assert [found[where] for where in OUTSIDE] == wanted.get(act, ["may_not", "may_not"])


@pytest.mark.parametrize(
    ("act", "booking", "custody"),
    [  # Hamilton County, Indiana, 2025-03-03, pages 8 and 9
        ("ask_status", "may", "may"),
        ("interview", "may", "may"),
        ("arrest_without_warrant", "may_not", "may_not"),
        ("serve_warrant", "may_not", "may"),
        ("lodge_detainer", "may", "may"),
        ("hold", "may", "may"),
        ("transport", "may", "may"),
        ("charging_papers", "may", "may"),
    ],
)
def test_the_jail_enforcement_template_lists_its_powers(federal, act, booking, custody):
    found = verdicts(federal, "JEM", act)
    assert (found["booking"], found["custody"]) == (booking, custody)


def test_warrant_service_officers_have_two_powers_and_both_begin_at_the_scheduled_release(federal):
    """Burleson County, Texas, 2025-04-16, page 8; the detainer rule lets any jail hold for up to 48 hours."""
    for act in ("interview", "arrest_without_warrant", "lodge_detainer", "charging_papers"):
        assert set(verdicts(federal, "WSO", act).values()) == {"may_not"}
    assert set(verdicts(federal, "WSO", "ask_status").values()) == {"not_known"}
    assert verdicts(federal, "WSO", "serve_warrant") == dict.fromkeys(codes("touchpoints"), "may_not") | {
        "custody": "may"
    }
    served = one(federal, "WSO", "custody", "serve_warrant")
    assert set(served["presupposes"]) >= {"training", "certification", "supervision", "warrant", "scheduled_release"}
    assert served["next"] == {"stage": "ice_arrest", "decides": "ice"}


def test_the_task_force_template_confines_no_power_to_a_place(federal):
    """Iowa Department of Public Safety, 2025-03-25, pages 2 and 3."""
    for act in DELEGATED:
        assert set(verdicts(federal, "TFM", act).values()) == {"may"}, act
    assert "agency_agrees" in one(federal, "TFM", "joint", "interview")["presupposes"]
    assert "agency_agrees" not in one(federal, "TFM", "street", "interview")["presupposes"]
    assert {"likely_to_escape", "prompt_examination"} <= set(
        one(federal, "TFM", "street", "arrest_without_warrant")["presupposes"]
    )


def test_hours_are_those_of_the_text_that_sets_them(federal):
    assert one(federal, "JEM", "custody", "hold")["limits"] == {"hours": 48}
    assert one(federal, "WSO", "custody", "hold")["limits"] == {"hours": 48}
    excluded = {"hours": 48, "excluding": ["saturdays", "sundays", "holidays"]}
    assert one(federal, "none", "custody", "hold")["limits"] == excluded  # 8 CFR 287.7(d)
    assert one(federal, "TFM", "custody", "hold")["limits"] == excluded  # the template itself states no hours
    assert one(federal, "JEM", "custody", "lodge_detainer")["limits"] == {"notify_ice_hours": 24}


def test_without_an_agreement_officers_may_inquire_and_hold_but_not_act_as_immigration_officers(federal):
    assert set(verdicts(federal, "none", "query_databases").values()) == {"may"}
    for act in ("interview", "lodge_detainer", "charging_papers", "serve_warrant"):
        assert set(verdicts(federal, "none", act).values()) == {"may_not"}
    assert verdicts(federal, "none", "arrest_without_warrant")["street"] == "may_not"
    exception = one(federal, "none", "street", "arrest_without_warrant")
    assert exception["limits"] == {"except": ["statute:1252c"]}
    assert set(verdicts(federal, "none", "ask_status").values()) == {"not_known"}
    assert verdicts(federal, "none", "transport") == dict.fromkeys(codes("touchpoints"), "not_known") | {
        "street": "may_not"
    }


def test_what_only_others_tell_of_a_model_settles_nothing(federal):
    for act in DELEGATED:
        assert verdicts(federal, "HYBRID", act)["street"] == "not_known"
        assert set(verdicts(federal, "TTFM", act).values()) == {"not_known"}
    assert set(verdicts(federal, "TTFM", "query_databases").values()) == {"not_known"}  # tribes are not named


def test_before_the_oldest_text_that_was_read_nothing_is_known(federal):
    assert verdicts(federal, "TFM", "interview", day=date(2025, 2, 13))["street"] == "not_known"
    assert verdicts(federal, "TFM", "interview", day=date(2025, 2, 14))["street"] == "may"
    assert verdicts(federal, "JEM", "interview", day=date(2020, 3, 8))["custody"] == "not_known"
    assert verdicts(federal, "JEM", "interview", day=date(2020, 3, 9))["custody"] == "may"
    assert verdicts(federal, "WSO", "serve_warrant", day=date(2019, 5, 5))["custody"] == "not_known"
    assert verdicts(federal, "WSO", "serve_warrant", day=date(2019, 5, 6))["custody"] == "may"


def held(confidence="primary", **more):
    return given(OH=[measure("policy:x", confidence, **more)])


def test_a_state_that_obliges_to_honour_detainers_makes_a_hold_a_duty_and_nothing_else():
    release = held(mandate="detainer_duty")
    row = one(release, "JEM", "custody", "hold", state="OH")
    assert row["verdict"] == "must" and row["because"][0]["kind"] == "state_law"
    assert row["because"][0]["text"] == "In a State, policy:x says so"
    assert next(cite["fact"] for cite in row["because"][0]["cites"]) == "policy:x"
    assert one(release, "none", "custody", "hold", state="OH")["verdict"] == "must"
    assert one(release, "JEM", "custody", "interview", state="OH")["verdict"] == "may"
    assert one(release, "JEM", "custody", "hold", state="OH", agency_kind="municipal_police")["verdict"] == "may"
    assert one(release, "JEM", "custody", "hold")["verdict"] == "may"


def test_a_ban_withholds_what_an_agreement_would_give_and_leaves_what_needs_none():
    release = held(restriction="ban")
    for act in ("interview", "lodge_detainer", "transport", "charging_papers", "serve_warrant"):
        row = one(release, "JEM", "custody", act, state="OH")
        assert row["verdict"] == "may_not" and row["because"][0]["cites"][0]["fact"] == "policy:x"
        assert row["presupposes"] == [] and row["next"] is None
    assert one(release, "JEM", "custody", "query_databases", state="OH")["verdict"] == "may"
    assert one(release, "JEM", "custody", "hold", state="OH")["verdict"] == "may"
    assert one(release, "none", "street", "query_databases", state="OH")["verdict"] == "may"


@pytest.mark.parametrize("limits", [{"restriction": "ban"}, {"restriction": "state_agencies_only"}])
def test_what_others_say_of_state_law_makes_a_may_not_known_and_names_both(limits):
    row = one(held("secondary", **limits), "TFM", "street", "interview", state="OH")
    assert (row["verdict"], row["gap"]["kind"], row["because"]) == ("not_known", "conflicting", [])
    assert {reason["kind"] for reason in row["conflicts"]} == {"model", "state_law"}
    assert row["conflicts"][-1]["doubt"] == "secondary"
    unsure = one(held(effective="2026", **limits), "TFM", "street", "interview", state="OH")
    assert (unsure["verdict"], unsure["conflicts"][-1]["doubt"]) == ("not_known", "start_partial")


def test_a_secondary_source_never_lifts_or_sets_a_verdict():
    assert (
        one(held("secondary", mandate="detainer_duty"), "JEM", "custody", "hold", state="OH")["verdict"] == "not_known"
    )
    street = one(held("secondary", restriction="ban"), "JEM", "street", "interview", state="OH")
    assert (street["verdict"], street["conflicts"]) == ("may_not", [])


def test_texts_that_contradict_each_other_settle_nothing():
    """Both are told: Colorado's act forbids the hold, an invented one demands it."""
    limit = measure("policy:co-sb25-276", restriction="cooperation_limits")
    release = given(CO=[limit, measure("policy:duty", mandate="detainer_duty")])
    row = one(release, "JEM", "custody", "hold", state="CO")
    assert row["verdict"] == "not_known"
    assert {cite["fact"] for reason in row["conflicts"] for cite in reason["cites"]} >= {
        "policy:co-sb25-276",
        "policy:duty",
    }


def test_conditions_of_a_state_stand_with_what_an_act_presupposes():
    row = one(held(restriction="board_approval"), "JEM", "custody", "interview", state="OH")
    assert row["verdict"] == "may" and "board_approval" in row["presupposes"]
    assert row["because"][-1]["rule"] == "state-board-approval"
    assert (
        "board_approval"
        not in one(held(restriction="board_approval"), "none", "street", "query_databases", state="OH")["presupposes"]
    )


@pytest.mark.parametrize(
    ("state", "kind", "subject", "act", "verdict"),
    [  # the measures as the registry tells them
        ("FL", "sheriff", "JEM", "hold", "must"),  # ch. 2019-102
        ("FL", "municipal_police", "none", "hold", "must"),
        ("GA", "sheriff", "none", "hold", "must"),  # jails must honour detainers
        ("GA", "municipal_police", "none", "hold", "may"),
        ("MA", "sheriff", "WSO", "hold", "may_not"),  # Lunn
        ("MA", "sheriff", "WSO", "serve_warrant", "may"),
        ("MN", "sheriff", "JEM", "hold", "may_not"),  # two opinions
        ("MN", "sheriff", "JEM", "interview", "may"),
        ("IL", "sheriff", "none", "hold", "may_not"),
        ("CO", "sheriff", "JEM", "serve_warrant", "may_not"),  # Nash v. Mikesell
        ("CO", "municipal_police", "TFM", "serve_warrant", "may"),
        ("CA", "sheriff", "none", "hold", "may_not"),  # Gov. Code s. 7284.6(a)(1)
        ("OR", "sheriff", "none", "query_databases", "not_known"),
        ("NJ", "sheriff", "TFM", "interview", "may_not"),
        ("NJ", "state_corrections", "JEM", "interview", "may"),  # not among the bodies bound
        ("DE", "municipal_police", "TFM", "interview", "not_known"),  # read in the press
        ("TX", "sheriff", "JEM", "hold", "not_known"),
        ("TX", "sheriff", "JEM", "interview", "may"),
        ("VT", "sheriff", "TFM", "interview", "may"),  # conditions alone
        ("OH", "sheriff", "JEM", "hold", "may"),
    ],
)
def test_real_measures_of_states(states, state, kind, subject, act, verdict):
    assert verdicts(states, subject, act, state=state, kind=kind)["custody"] == verdict


def test_a_rule_of_a_measure_holds_only_while_the_measure_does(states):
    assert verdicts(states, "none", "hold", state="FL", day=date(2019, 6, 30))["custody"] == "may"
    assert verdicts(states, "none", "hold", state="FL", day=date(2019, 7, 1))["custody"] == "must"
    assert verdicts(states, "WSO", "hold", state="ME", day=date(2026, 3, 1))["custody"] == "may"
    assert verdicts(states, "WSO", "hold", state="ME", day=date(2026, 8, 15))["custody"] == "not_known"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_names_facts_and_codes_that_there_are_and_rests_on_a_text_that_was_read(rule):
    assert set(rule.because) <= set(FACTS)
    assert rule.acts <= set(codes("acts")) and rule.touchpoints <= set(codes("touchpoints"))
    assert rule.subject <= {*MODELS, NONE, UNKNOWN}
    assert set(rule.presupposes) <= set(codes("presuppositions"))
    assert rule.next is None or rule.next["decides"] in codes("deciders")
    assert rule.kinds <= set(codes("agency_kinds")) and {*rule.unless, *filter(None, [rule.measure])} <= set(FACTS)
    if rule.verdict in ("must", "may", "may_not"):
        assert any(FACTS[each]["confidence"] == "primary" for each in rule.because)
    assert faults(dict(rule.says)) == []
    assert (rule.layer == "state_law") == bool(rule.duty or rule.measure)


def test_every_set_of_codes_has_names_in_both_languages():
    for name in ("touchpoints", "acts", "verdicts", "presuppositions", "deciders", "policy_duties", "agency_kinds"):
        assert list(codes(name, "en")) == list(codes(name, "es"))
    assert set(words("es")["authority"]["settings"]) == set(codes("touchpoints"))
    assert list(codes("verdicts")) == list(VERDICTS)
    assert {rule.id for rule in rules()} == {
        rule["id"] for _, content in registry.documents("authority") for rule in content["rules"]
    }


def test_a_verdict_is_a_measure_that_cites_its_primary_texts(states):
    asked = {"subject": "JEM", "state": "FL", "as_of": "2026-05-18", "touchpoint": "custody", "act": "hold"}
    found = measured(states, asked)
    assert found.value == {"form": "must_hours", "verdict": "must", "hours": 48, "kind": "legal"}
    assert found.facts[0] == "policy:fl-sb-168-2019-ch-2019"
    assert all(FACTS[each]["confidence"] == "primary" for each in found.facts)
    unclear = measured(states, asked | {"state": "TX"})
    assert (unclear.value["verdict"], unclear.value["kind"]) == ("not_known", "computed")
    assert "policy:tx-sb-4-2017" in unclear.facts
    nothing = measured(states, asked | {"subject": "none", "state": None, "touchpoint": "street", "act": "ask_status"})
    assert isinstance(nothing, Gap) and nothing.kind == "not_loaded"


@pytest.mark.parametrize(
    ("state", "act", "touchpoint", "en", "es"),
    [
        (
            "FL",
            "hold",
            "custody",
            'officers certified under the model "Jail Enforcement Model" in Florida must keep a person in jail past '
            "the time of release for ICE, for up to 48 hours; setting: the agency's jail after booking.",
            "deben mantener a una persona en la cárcel para ICE después de la hora de salida, hasta 48 horas",
        ),
        ("FL", "interview", "street", "may not question a person to establish", "no pueden interrogar a una persona"),
        ("FL", "transport", "custody", "may take a person to ICE; setting", "pueden trasladar a una persona ante ICE"),
        (
            "TX",
            "hold",
            "custody",
            "is not known, since the sources cited do not agree",
            "las fuentes citadas no coinciden",
        ),
    ],
)
def test_a_verdict_is_a_sentence_of_a_brief_in_both_languages(states, state, act, touchpoint, en, es):
    asked = {"subject": "JEM", "state": state, "as_of": "2026-05-18", "touchpoint": touchpoint, "act": act}
    for lang, said in (("en", en), ("es", es)):
        composer = Composer(states, {"kind": "state", "code": state, "name": state}, DAY, lang)
        sentence = composer.derived("authority.verdict", "authority", asked, **verdict_words(asked, lang))
        assert said in sentence.text
        assert sentence.kind == ("computed" if state == "TX" else "legal")
        assert len(sentence.cites) == len(composer.sources) > 0


def test_a_verdict_without_any_fact_is_a_gap_sentence(states):
    asked = {"subject": "none", "state": "OH", "as_of": "2026-05-18", "touchpoint": "street", "act": "ask_status"}
    composer = Composer(states, {"kind": "state", "code": "OH", "name": "Ohio"}, DAY, "en")
    sentence = composer.derived("authority.verdict", "authority", asked, **verdict_words(asked, "en"))
    assert sentence.kind == "gap" and "officers of an agency without an agreement in Ohio" in sentence.text


def test_reasons_are_told_in_both_languages_with_the_same_texts_behind_them(states):
    one_, other = (authority(states, "TFM", state="CO", as_of=DAY, lang=lang) for lang in ("en", "es"))
    for left, right in zip(one_["rows"], other["rows"], strict=True):
        assert left["verdict"] == right["verdict"]
        for a, b in zip(left["because"], right["because"], strict=True):
            assert a["text"] != b["text"] and [c["fact"] for c in a["cites"]] == [c["fact"] for c in b["cites"]]
    assert one_["not_advice"] == "Not legal advice; checked on 2026-05-18"


def test_what_there_is_not_is_refused(federal):
    for wrong in (
        {"acts": ["dance"]},
        {"touchpoints": ["moon"]},
        {"state": "XX"},
        {"state": "OH", "agency_kind": "posse"},
    ):
        with pytest.raises(UsageError):
            authority(federal, "JEM", as_of=DAY, **wrong)


class TestAgencies:
    """On the embedded release, whose lists say which models an agency holds."""

    def test_an_agency_with_several_models_may_do_what_the_widest_allows(self, release):
        found = authority(release, "fl-collier-county-sheriffs-office", as_of=DAY, acts=["interview"])
        assert found["models"] == ["JEM", "TFM"] and found["state"] == "FL" and found["agency_kind"] == "sheriff"
        assert {row["touchpoint"]: row["verdict"] for row in found["rows"]} == dict.fromkeys(
            codes("touchpoints"), "may"
        )

    def test_a_name_that_fits_several_agencies_gives_them_and_no_rows(self, release):
        found = authority(release, "Washington County", as_of=DAY)
        assert found["rows"] == [] and len(found["candidates"]) > 1
        with pytest.raises(UsageError):
            authority(release, "Xyzzyvale Police", as_of=DAY)

    def test_an_agency_that_left_the_list_is_told_as_without_agreement_and_that_is_a_gap(self, release):
        found = authority(release, "va-virginia-department-of-state-police", as_of=DAY, acts=["interview"])
        assert found["models"] == [] and {row["verdict"] for row in found["rows"]} == {"may_not"}
        assert "no proof that an agreement ended" in found["gaps"][0]["what"]
        before = authority(
            release, "va-virginia-department-of-state-police", as_of=date(2025, 6, 1), acts=["interview"]
        )
        assert before["models"] == ["TFM"] and {row["verdict"] for row in before["rows"]} == {"may"}

    def test_where_no_list_is_near_the_day_its_delegation_is_not_known(self, release):
        found = authority(release, "fl-collier-county-sheriffs-office", as_of=date(2019, 6, 1))
        told = {row["act"]: row["verdict"] for row in found["rows"] if row["touchpoint"] == "custody"}
        assert (told["interview"], told["query_databases"]) == ("not_known", "may")
        assert found["gaps"][0]["kind"] == "not_collected"
