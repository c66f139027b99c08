"""Sentences on what an officer must, may or may not do, held against their texts and hand-read cases.

A verdict is an inference from texts. Counted as support here is that it rests on primary text of the very model, of
federal law or of the State's law in force, all of it cited, and that it is the verdict of the case in `authority.yaml`
where there is one (those of the split `tune`). Whether each inference is right is judged by `test_law.py`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from eval.cited.claim import MODELS, Claim, called
from eval.cited.facts import is_law

CASES = Path(__file__).parents[1] / "authority.yaml"
_CASE = re.compile(
    r"split: tune\n\s+given: \{subject: (?P<subject>[\w ]+), state: (?P<state>\w+), as_of: '(?P<day>[\d-]+)', "
    r"touchpoint: (?P<setting>\w+), act: (?P<act>\w+)\}\n\s+"
    r"expect: \{verdict: (?P<verdict>\w+)"
)
ACTS = {
    "ask_status": (
        "ask a person about citizenship or immigration status",
        "preguntar a una persona por su ciudadanía o estatus migratorio",
    ),
    "query_databases": (
        "ask federal authorities or their databases about a person's status",
        "consultar a las autoridades federales o sus bases de datos sobre el estatus de una persona",
    ),
    "interview": (
        "question a person to establish alienage or removability",
        "interrogar a una persona para establecer su extranjería o si puede ser expulsada",
    ),
    "arrest_without_warrant": (
        "arrest a person without a warrant for an immigration violation",
        "arrestar sin orden a una persona por una infracción migratoria",
    ),
    "serve_warrant": (
        "serve and execute an administrative warrant of ICE",
        "notificar y ejecutar una orden administrativa de ICE",
    ),
    "lodge_detainer": ("issue an immigration detainer", "emitir una orden de retención migratoria"),
    "hold": (
        "keep a person in jail past the time of release for ICE",
        "mantener a una persona en la cárcel para ICE después de la hora de salida",
    ),
    "transport": ("take a person to ICE", "trasladar a una persona ante ICE"),
    "charging_papers": ("prepare immigration charging documents", "preparar documentos de acusación migratoria"),
}
SETTINGS = {
    "street": ("a stop or contact in the community", "una parada o contacto en la comunidad"),
    "booking": ("intake into the agency's jail", "el ingreso en la cárcel de la agencia"),
    "custody": ("the agency's jail after booking", "la cárcel de la agencia después del ingreso"),
    "joint": ("an operation or unit together with ICE", "un operativo o unidad junto con ICE"),
}
NOBODY = {"officers of an agency without an agreement", "agentes de una agencia sin acuerdo"}
_OF_MODEL = re.compile(
    r'(?:officers certified under the model|agentes certificados según el modelo) "(?P<model>[^"]+)"'
)
_OF_AGENCY = re.compile(r"(?:officers|agentes) (?:of|de) (?P<name>.+) \((?P<models>[\w, ]+)\)")


@cache
def cases() -> dict[tuple[str, ...], str]:
    """The verdict of each hand-read case by subject, State, day, setting and act."""
    found = _CASE.finditer(CASES.read_text(encoding="utf-8"))
    return {(c["subject"], c["state"], c["day"], c["setting"], c["act"]): c["verdict"] for c in found}


def verdict(claim: Claim) -> None:
    """One verdict, or the gap that there is none."""
    release, given, asked, spanish = claim.release, claim.given, claim.asked, claim.brief["lang"] == "es"
    told = claim.reading.unit
    act = next((code for code, names in ACTS.items() if names[spanish] == given["act"]), None)
    setting = next((code for code, names in SETTINGS.items() if names[spanish] == given["setting"]), None)
    models = subject(claim, given["subject"])
    if act is None or setting is None or models is None:
        return claim.fault("names no act, setting or subject that is known")
    facts = [release.facts[each] for each in claim.sentence.get("facts", [])]
    if told == "gap":
        if claim.sentence["cites"]:
            claim.fault("a gap cites nothing")
        state = next((key for scope, key in claim.known if scope == "state"), "null")
    else:
        state = asked.get("state") or "null"
        claim.equal("recorded act", asked["act"], act)
        claim.equal("recorded setting", asked["touchpoint"], setting)
        claim.equal("recorded verdict", claim.sentence["value"]["verdict"], told)
        claim.equal("kind", claim.sentence["kind"], "computed" if told == "not_known" else "legal")
        claim.equal("hours", given.get("hours"), hours(claim))
        if told != "not_known" and not any(is_law(release, each) for each in facts):
            claim.fault("rests on no primary text of law or of an agreement")
        for each in facts:
            why = unrelated(claim, each["fact_id"], models)
            if why:
                claim.fault(f"{each['fact_id']}: {why}")
        if any(each["kind"] == "policy" for each in facts) and not names_state(claim, state):
            claim.fault("rests on the law of a State that its text does not name")
        claim.cited_facts([each["fact_id"] for each in facts])
        if facts and not claim.sentence["cites"]:
            claim.fault("cites nothing")
    expected = cases().get((models[0] if len(models) == 1 else "", state, claim.brief["as_of"], setting, act))
    if expected:
        claim.equal("verdict by the hand-read case", "not_known" if told == "gap" else told, expected)
    return None


def hours(claim: Claim) -> str | None:
    value = claim.sentence["value"]["hours"]
    return None if value is None or claim.reading.unit not in ("may", "must") else str(value)


def subject(claim: Claim, text: str) -> list[str] | None:
    """The models of those whom a text names, `none` for nobody; None where it names nobody that is known."""
    asked = claim.asked.get("subject")
    for key in sorted(key for scope, key in claim.known if scope == "state"):
        within = f" {'en' if claim.brief['lang'] == 'es' else 'in'} {claim.release.states[key]}"
        if text.endswith(within) and claim.asked.get("state", key) in (key, None):
            text = text.removesuffix(within)
            break
    if text in NOBODY:
        return ["none"] if asked in ("none", None) else None
    found = _OF_MODEL.fullmatch(text)
    code = MODELS[claim.brief["lang"]].get(found["model"]) if found else text if text in ("TTFM", "HYBRID") else None
    if code:
        return [code] if asked in (code, None) else None
    found = _OF_AGENCY.fullmatch(text)
    agency = next((key for scope, key in claim.known if scope == "agency" and asked in (key, None)), None)
    if not found or agency is None or found["name"] not in called(claim.release, "agency", agency):
        return None
    standing = claim.release.standing("participating", claim.day)
    rows = claim.release.rows(standing.list_no) if standing else []
    models = sorted({row.model for row in rows if row.agency == agency})
    printed = [] if re.search("no agreement|ningún acuerdo", found["models"]) else sorted(found["models"].split(", "))
    claim.equal("models of the agency", printed, models)
    return models or ["none"]


def unrelated(claim: Claim, fact_id: str, models: list[str]) -> str | None:
    """Why a fact is none that a verdict on these models, State and day can rest on."""
    kind, _, rest = fact_id.partition(":")
    if kind == "statute":
        return None
    if kind == "term":
        return None if rest.split(".")[0] in {*models, "NONE"} else "a term of another model"
    measure = next((each for each in claim.release.policies if each["fact_id"] == fact_id), None)
    if measure is None:
        return "no text of law"
    here = {key for scope, key in claim.known if scope == "state"}
    if measure["state"] not in here:
        return "the law of another State"
    day = date.fromisoformat(claim.brief["as_of"])
    binds = claim.release.in_force(measure, day) or claim.release.may_bind(measure, day)
    return None if binds else "not in force on the day"


def names_state(claim: Claim, state: str) -> bool:
    """Whether the text names the State whose law a verdict rests on."""
    return state in claim.release.states and claim.release.states[state] in claim.sentence["text"]
