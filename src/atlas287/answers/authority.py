"""What an agency's officers must, may or may not do on a day, setting by setting, and by which text.

The answer is for a designated officer, trained and supervised as the agreement presupposes. Rules (`answers.rules`)
say what each text lets officers do; only a text that was itself read settles a verdict. Of several models of an agency
the widest counts. The law of the State comes on top, since 8 USC 1357(g)(1) lets officers act only as far as State and
local law allow: its own text in force decides; what others say of it makes a "may" not known, told as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from atlas287.answers import officers, stated
from atlas287.answers.policy import policy, words
from atlas287.answers.rules import MAY, MAY_NOT, MODELS, MUST, NOT_KNOWN, WIDTH, Rule, codes, rules, version
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap, GapKind, Measurement
from atlas287.core.release import Release

Row = dict[str, Any]


def authority(
    release: Release,
    subject: str,
    *,
    state: str | None = None,
    as_of: date | None = None,
    acts: Sequence[str] = (),
    touchpoints: Sequence[str] = (),
    agency_kind: str | None = None,
    lang: str = "en",
) -> Row:
    """The object of the contract: a row for each touchpoint and act, with verdict, limits, reasons and what is next.

    `subject` is a model's code, `none` for officers without an agreement, or an agency by id or name; `state` a
    two-letter code. A name that fits several agencies gives `candidates` and no rows. Raises UsageError where none
    fits, or for an act, touchpoint or kind of agency that there is not.
    """
    places, deeds = _chosen("touchpoints", touchpoints), _chosen("acts", acts)
    day = as_of or date.fromisoformat(release.built)
    texts = words(lang)
    asked = officers.asked_about(release, subject, state, agency_kind, day, texts)
    law = policy(release, asked.state, asked.kind, day, lang) if asked.state and asked.kind else None
    content: Row = {
        "agency": asked.agency,
        "model": asked.model,
        "models": [model for model in asked.models if model in MODELS],
        "state": asked.state,
        "agency_kind": asked.kind,
        "as_of": str(day),
        "list": asked.shown,
        "policy": {key: law[key] for key in ("duties", "unknown", "silent")} if law else None,
    }
    if asked.candidates:
        content |= {"asked": subject, "candidates": asked.candidates}
        rows = []
    else:
        told = _Teller(release, asked.models, law, day, lang)
        rows = [told.row(place, deed) for place in places for deed in deeds]
    gaps = [gap.to_json() for gap in asked.gaps] + (list(law["gaps"]) if law else [])
    return content | {"rows": rows, "gaps": gaps, "not_advice": texts["not_advice"].format(day=day)}


def measured(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """One verdict as what a sentence of a brief prints; `parameters` are those of `authority` with one act and setting.

    A verdict without any fact behind it, for or against, is a gap.
    """
    found = authority(
        release,
        parameters["subject"],
        state=parameters.get("state"),
        as_of=date.fromisoformat(parameters["as_of"]),
        acts=[parameters["act"]],
        touchpoints=[parameters["touchpoint"]],
        agency_kind=parameters.get("agency_kind"),
    )
    if not found["rows"]:
        raise UsageError("the name fits several agencies", where=str(parameters["subject"]), do="give the agency's id")
    row = found["rows"][0]
    known = row["verdict"] != NOT_KNOWN
    reasons = row["because"] if known else row["conflicts"]
    cited = [cite for reason in reasons for cite in reason["cites"]]
    facts = tuple(dict.fromkeys(cite["fact"] for cite in cited if not known or cite["confidence"] == "primary"))
    if not known and not facts:
        return Gap(GapKind.NOT_LOADED, row["gap"]["what"])
    hours = (row["limits"] or {}).get("hours")
    form = f"{row['verdict']}_hours" if hours and row["verdict"] in (MUST, MAY) else row["verdict"]
    value = {"form": form, "verdict": row["verdict"], "hours": hours, "kind": "legal" if known else "computed"}
    return Measurement("authority", dict(parameters), value, "verdict", None, version(), facts)


class _Teller:
    """Tells every act of one subject on one day."""

    def __init__(self, release: Release, models: Sequence[str], law: Row | None, day: date, lang: str) -> None:
        self.facts, self.models, self.day, self.lang = stated.facts(release), models, day, lang
        self.measures = law["measures"] if law else []
        self.kind = law["agency_kind"] if law else None

    def row(self, touchpoint: str, act: str) -> Row:
        """One row of the answer."""
        spoken = [rule for rule in rules() if rule.reaches(self.models, touchpoint, act, self.day)]
        federal = [rule for rule in spoken if rule.layer != "state_law"]
        verdict = self._widest(federal)
        won = [rule for rule in federal if rule.verdict and self._verdict(rule) == verdict]
        because = [self._reason(rule) for rule in won]
        conflicts: list[Row] = []
        firm, weak, conditions = self._of_state([rule for rule in spoken if rule.layer == "state_law"])
        said = {str(rule.verdict) for rule, _ in firm}
        state = [self._reason(rule, measure) for rule, measure in firm]
        if said and self._disagree(said, verdict):
            conflicts += [*because, *state]
            verdict, because = NOT_KNOWN, []
        elif MAY_NOT in said and verdict != MAY_NOT:
            verdict, because, won = MAY_NOT, state, [rule for rule, _ in firm]
        elif MUST in said:
            verdict, because, won = MUST, [*state, *because], [*(rule for rule, _ in firm), *won]
        elif MAY_NOT in said:
            because = [*because, *state]
        against = [(rule, measure) for rule, measure in weak if rule.verdict != verdict]
        if against:
            conflicts += [*(because if verdict == MAY else []), *(self._reason(*each) for each in against)]
            verdict, because = (NOT_KNOWN, []) if verdict == MAY else (verdict, because)
        settled = verdict in (MUST, MAY)
        if settled:
            added = [rule for rule in federal if rule.verdict is None]
            because += [self._reason(rule) for rule in added] + [self._reason(*each) for each in conditions]
        else:
            added, conditions = [], []
        needs = [*(won[0].presupposes if won and settled else ())]
        needs += [code for rule in [*added, *(rule for rule, _ in conditions)] for code in rule.presupposes]
        known = verdict != NOT_KNOWN
        return {
            "touchpoint": touchpoint,
            "act": act,
            "verdict": verdict,
            "limits": next((dict(rule.limits) for rule in won if rule.limits), None) if known else None,
            "presupposes": [code for code in codes("presuppositions") if code in needs],
            "because": because,
            "conflicts": conflicts,
            "next": next((dict(rule.next) for rule in won if rule.next), None) if settled else None,
            "gap": None if known else self._gap(conflicts),
        }

    def _widest(self, federal: Iterable[Rule]) -> str:
        """The widest verdict over the models held; without a rule, what a model lets officers do is not known."""
        found = []
        for model in self.models:
            own = [self._verdict(rule) for rule in federal if model in rule.subject and rule.verdict]
            found.append(max(own, key=WIDTH.__getitem__, default=NOT_KNOWN))
        return max(found, key=WIDTH.__getitem__)

    def _verdict(self, rule: Rule) -> str:
        """The rule's verdict, if a text that was itself read stands behind it in this release."""
        read = any(self.facts[each].legal for each in rule.because if each in self.facts)
        return str(rule.verdict) if read else NOT_KNOWN

    def _of_state(self, spoken: Iterable[Rule]) -> tuple[list[tuple[Rule, Row]], ...]:
        """Rules on the State's law with the measures they tell: those that decide, those that do not, conditions."""
        firm: list[tuple[Rule, Row]] = []
        weak: list[tuple[Rule, Row]] = []
        conditions: list[tuple[Rule, Row]] = []
        for rule in spoken:
            if rule.kinds and self.kind not in rule.kinds:
                continue
            for measure in self.measures:
                if not rule.concerns(measure):
                    continue
                sure = measure["certain"] and measure["confidence"] == "primary"
                into = conditions if rule.verdict is None else firm if sure else weak
                into.append((rule, measure))
        return firm, weak, conditions

    @staticmethod
    def _disagree(said: set[str], verdict: str) -> bool:
        """Whether texts that were read contradict each other, or one leaves open what another allows."""
        return (
            {MUST, MAY_NOT} <= said or (said == {NOT_KNOWN} and verdict == MAY) or (MUST in said and verdict == MAY_NOT)
        )

    def _reason(self, rule: Rule, measure: Row | None = None) -> Row:
        """Why, by which texts, and what it presupposes."""
        text = measure["text"] if measure and rule.duty else rule.says[self.lang]
        ids = [*([measure["id"]] if measure else []), *rule.because]
        kind = {"model": "model", "state_law": "state_law"}.get(rule.layer, "statute")
        if kind == "model" and ".clause_" in rule.because[0]:
            kind = "clause"
        cites = []
        for told in (self.facts[each] for each in ids if each in self.facts):
            cited = {"fact": told.fact_id, "citation": told.citation or told.title, "url": told.url}
            cites.append(cited | {"confidence": told.confidence})
        doubt = None
        if measure is not None and not (measure["certain"] and measure["confidence"] == "primary"):
            doubt = measure["why"] or measure["confidence"]
        return {
            "kind": kind,
            "rule": rule.id,
            "verdict": rule.verdict,
            "text": text,
            "limits": dict(rule.limits) if rule.limits else None,
            "presupposes": list(rule.presupposes),
            "condition": measure["condition"] if measure else None,
            "doubt": doubt,
            "cites": cites,
        }

    def _gap(self, conflicts: Sequence[Row]) -> Row:
        texts = words(self.lang)
        if conflicts:
            return {"kind": GapKind.CONFLICTING.value, "what": texts["conflict"]}
        return {"kind": GapKind.NOT_LOADED.value, "what": texts["not_settled"]}


def _chosen(name: str, given: Sequence[str]) -> list[str]:
    known = list(codes(name))
    for each in given:
        if each not in known:
            raise UsageError(f"no such {name.removesuffix('s')}", where=each, do=f"choose from {', '.join(known)}")
    return [each for each in known if each in given] if given else known
