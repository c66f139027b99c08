"""The sentences of a check: the verdict, what the lists show of each part, the sums, and what no list can test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from atlas287.answers import places
from atlas287.answers.briefs.check import measuring
from atlas287.answers.briefs.check.judge import Judged, Outcome
from atlas287.answers.briefs.check.measuring import Shown, asked
from atlas287.answers.briefs.check.parts import Claim, Part, Scope
from atlas287.answers.briefs.check.untested import untested
from atlas287.answers.briefs.compose import Composer, model_name, place_name
from atlas287.answers.briefs.measured import measured, names_of
from atlas287.answers.briefs.wording import listing, words
from atlas287.core import registry
from atlas287.core.model import Gap, Sentence


def explained(composer: Composer, claim: Claim, judged: Judged) -> list[Sentence]:
    """The sentences of a check, the verdict first."""
    found = [composer.derived("check.verdict", "claim_verdict", claim.asked)]
    for number, sum_ in enumerate(judged.sums, 1):
        given = sum_.arithmetic
        found.append(
            _sum(composer, given.kind, given.numbers, given.stated, given.bound, given.digits, f"claim-{number}")
        )
    for outcome in judged.outcomes:
        found += _told(composer, outcome)
    found += list(untested(composer, claim, judged))
    seen: dict[str, Sentence] = {}
    for sentence in found:
        seen.setdefault(sentence.id, sentence)
    return list(seen.values())


def _told(composer: Composer, outcome: Outcome) -> Iterator[Sentence]:
    """What lists show of one part."""
    part, unit = outcome.part, outcome.unit
    if outcome.gap is not None:
        yield composer.no_list(outcome.gap, part.unit, str(outcome.day))
        return
    if part.kind == "rank":
        for each in dict.fromkeys((part.unit, unit)):
            yield rank_sentence(composer, outcome, each)
            yield from _rival(composer, outcome, each)
        return
    if part.kind == "every":
        yield every_sentence(composer, outcome)
        return
    if part.kind != "count" and unit != part.unit:
        yield from _pair(composer, part, [Shown(unit, s.scope, s.day) for s in outcome.shown])
    yield from _pair(composer, part, outcome.shown)
    yield from _each_state(composer, part, outcome)


def _rival(composer: Composer, outcome: Outcome, unit: str) -> Iterator[Sentence]:
    """The count of who has the rank of the claim, or of the next beside its group, so that the distance shows."""
    part = outcome.part
    found = measuring.ranked(composer.release, part, unit, outcome.day)
    own = measuring.group_of(part)
    groups = [] if isinstance(found, Gap) else [group for group, _ in found]
    other = next((group for group in (*groups[part.nth - 1 :], *groups) if group != own), None)
    scope = _ranked_scope(composer, part, other) if other else None
    if scope is not None:
        yield count_sentence(composer, Shown(unit, scope, outcome.day))


def _ranked_scope(composer: Composer, part: Part, group: str) -> Scope | None:
    """The scope of another group of the dimension that a part ranks."""
    if part.dimension == "model":
        return replace(part.scope, models=(group,))
    if part.dimension == "state":
        return replace(part.scope, place=places.state_place(group), more=())
    if part.dimension == "county":
        return replace(part.scope, place=next(iter(places.find_counties(composer.release, group)), None), more=())
    return None


def _each_state(composer: Composer, part: Part, outcome: Outcome) -> Iterator[Sentence]:
    """The count of each State where several are taken together."""
    for scope in (part.scope, part.other or Scope()):
        for place in (scope.place, *scope.more) if scope.more else ():
            yield count_sentence(composer, Shown(part.unit, replace(scope, place=place, more=()), outcome.day))


def _pair(composer: Composer, part: Part, shown: list[Shown] | tuple[Shown, ...]) -> Iterator[Sentence]:
    """Counts, and what follows from two of them where a part compares them."""
    yield from (count_sentence(composer, each) for each in shown)
    if part.kind == "count" or part.value is None or part.measured == "direction":
        return
    numbers = [_value(composer, each) for each in shown]
    pairs: list[tuple[float | None, float | None]]
    if part.kind == "change" and part.start_value is not None:
        pairs = [(part.start_value, number) for number in numbers]
    elif part.kind == "change" or part.kind == "share":
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    elif part.kind == "compare":
        pairs = [(other, one) for one, other in zip(numbers[::2], numbers[1::2], strict=False)]
    else:
        return
    forms = {"percent": "change", "times": "multiple"}
    kind = part.kind if part.kind == "share" else forms.get(part.measured or "", "difference")
    kind = "multiple" if part.kind == "compare" and part.measured is None else kind
    for number, (one, other) in enumerate(pairs, 1):
        if one is not None and other is not None:
            yield _sum(
                composer, kind, (one, other), part.value, part.bound, part.digits, f"{part.at}-{number}", part.worded
            )


def _sum(
    composer: Composer,
    kind: str,
    numbers: tuple[float, ...],
    stated: float,
    bound: str,
    digits: int,
    key: str,
    worded: bool = False,
) -> Sentence:
    given = {
        "kind": kind,
        "numbers": [_plain(n) for n in numbers],
        "stated": _plain(stated),
        "bound": bound,
        "digits": digits,
    }
    return composer.derived("check.arithmetic", "arithmetic", given | {"worded": worded}, key=key)


def count_sentence(composer: Composer, shown: Shown, prefix: str = "") -> Sentence:
    """A count as a sentence; `prefix` tells it from the same count elsewhere in a brief."""
    given = asked(shown.unit, shown.scope, shown.day)
    where = (f"{name}={'+'.join([v] if isinstance(v, str) else v)}" for name, v in sorted(given["where"].items()))
    key = "/".join([*([prefix] if prefix else []), str(shown.day), *where])
    rest = {name: value for name, value in given.items() if name not in ("as_of", "where")}
    return composer.computed(
        f"check.{shown.unit}",
        shown.unit,
        given["where"],
        key=key,
        as_of=shown.day,
        name=scope_name(composer, shown.scope),
        **rest,
    )


def _value(composer: Composer, shown: Shown) -> float | None:
    found = measured(composer.release, shown.unit, asked(shown.unit, shown.scope, shown.day))
    return None if isinstance(found, Gap) else found.number


def rank_sentence(composer: Composer, outcome: Outcome, unit: str, prefix: str = "") -> Sentence:
    """Who is first of a dimension, and how the group of a claim stands."""
    part = outcome.part
    outer = part.other or Scope()
    group = measuring.group_of(part)
    given = {"unit": unit, "where": outer.where(), "dimension": part.dimension, "group": group, "order": part.order}
    name = (
        model_name(group, composer.lang)
        if part.dimension == "model"
        else place_name(part.scope.place or {}, composer.lang)
    )
    counted = words(composer.lang)["check"]["units"][unit]
    first = measuring.first_of(composer.release, part, unit, outcome.day)
    names = names_of(composer.release, str(part.dimension))
    leaders = [
        model_name(each, composer.lang) if part.dimension == "model" else names.get(each, each) for each in first
    ]
    return composer.derived(
        f"check.rank.{part.order}",
        "claim_rank",
        given | {"as_of": str(outcome.day)},
        key="/".join(filter(None, (prefix, unit, str(outcome.day)))),
        group=name,
        counted=counted,
        leaders=listing(composer.lang, leaders),
    )


def every_sentence(composer: Composer, outcome: Outcome, prefix: str = "") -> Sentence:
    """In how many of all counties of a State agencies are based."""
    scope = outcome.part.scope
    name = _limits(composer, scope)
    place = place_name(scope.place or places.NATION, composer.lang)
    given = asked("counties", scope, outcome.day)
    return composer.derived(
        "check.every",
        "claim_every",
        given,
        key="/".join(filter(None, (prefix, str(outcome.day)))),
        of=name,
        place=place,
    )


def scope_name(composer: Composer, scope: Scope) -> str:
    """Of what a count is taken, in words: a place, models, kinds of agency."""
    texts = words(composer.lang)["check"]["scopes"]
    place = scope.place or places.NATION
    names = [place_name(each, composer.lang) for each in (place, *scope.more)]
    said = str(texts["states" if scope.more else place["kind"]]).format(place=listing(composer.lang, names))
    return said + _limits(composer, scope)


def _limits(composer: Composer, scope: Scope) -> str:
    """The models and kinds of agency of a count, in words."""
    texts, said = words(composer.lang)["check"]["scopes"], ""
    for model in scope.models:
        said += str(texts["model"]).format(model=model_name(model, composer.lang))
    if scope.kinds:
        kinds = registry.codes("agency_kinds")
        named = kinds.get("spanish", {}) if composer.lang == "es" else kinds["standard"]
        said += str(texts["kinds"]).format(
            kinds=listing(composer.lang, [str(named.get(k, kinds["standard"][k])) for k in scope.kinds])
        )
    return said


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
