"""Whether a number of a claim tells of growth, of what kind, and since which day."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from atlas287.answers.briefs.check.parts import Moment
from atlas287.answers.briefs.check.reading import Noun, Reading, forms
from atlas287.answers.briefs.check.scopes import grows
from atlas287.answers.briefs.understand.figures import Figure
from atlas287.answers.briefs.understand.number_words import WORDS

TOOK_OFFICE = date(2025, 1, 20)
"""The day on which the federal administration changed, by which many claims date growth."""
_INCREASE = re.compile(
    r"\s*-?(?:\b(?:percent|per cent)\b)?\s*"
    r"(?:increase|rise|growth|jump|expansion|gain|more|higher|surge|decrease|drop|decline|fall|"
    r"de (?:aumento|incremento|crecimiento)|mas\b|menos\b)"
)
_BY = re.compile(
    r"\b(?:by|en|(?:increase|rise|growth|jump|gain|drop|decrease|decline|fall|"
    r"aumento|alza|caida|descenso) (?:of|de))\s+"
    r"(?:an? |la |un |nearly |almost |about |more than |over |some |casi |mas de |cerca de )*$"
)


def tells_growth(reading: Reading, figure: Figure, nouns: dict[int, Noun | None]) -> bool:
    """Whether a number says by how much something grew or fell."""
    after = reading.text[figure.end : figure.end + 40]
    if figure.kind == "times":
        return not re.match(
            r"\s*(?:as (?:many|much)|more\b.{0,50}\bthan|mas\b.{0,50}\bque|el numero|la cantidad|de \w+ (?:\S+ )?que)",
            after,
        )
    if figure.kind == "percent":
        if _INCREASE.match(after):
            return True
        return (
            not re.match(r"\s*(?:of|de|del)\b", after) and grows(reading, figure) != 0 and not _holding(reading, figure)
        )
    if figure.kind == "share":
        return grows(reading, figure) != 0 and _BY.search(reading.text, 0, figure.start) is not None
    if figure.kind != "count" or not _noun_fits(nouns[figure.start]):
        return False
    before = reading.text[max(0, figure.start - 40) : figure.start]
    if (
        grows(reading, figure)
        and re.search(r"\b(?:by|en)\s+(?:a |nearly |almost |about |more than |over |casi |mas de |unos )*$", before)
        and re.search(
            r"\b(?:increas|gr[eo]w|ris|rose|expand|jump|climb|aument|crec|subi|increment|"
            r"decreas|f[ae]ll|declin|drop|disminu|baj)\w*",
            before,
        )
    ):
        return True
    if re.search(
        r"\b(?:increase|rise|growth|jump|gain|expansion|decrease|drop|decline|aumento|incremento|alza|crecimiento|"
        r"descenso|disminucion|caida) (?:of|de) "
        r"(?:nearly |almost |about |more than |over |some |casi |mas de |unos )*$",
        before,
    ):
        return True
    behind = re.match(
        r"\s*(?:[^\s,.;]+\s+){1,3}?(?:(?:were|was|have been|has been|are|newly|fueron|han sido) )*"
        r"(?:added|nuev[oa]s|adicionales|anadid[oa]s|agregad[oa]s|sumad[oa]s)\b",
        reading.text[figure.end :],
    )
    dated = any(day.role == "since" for day in reading.days) or any(day.precision != "day" for day in reading.days)
    new = re.match(r"\s*(?:new|additional|more|nuev[oa]s|adicionales)\b", after) or re.search(
        r"\b(?:added|gained|lost|shed|perdi\w+|additional|further|another|anadi\w+|agreg\w+|"
        r"sum(?:o|aron)|(?:han|ha) (?:sumado|anadido|agregado))\s+"
        r"(?:a record |nearly |almost |about |more than |over |mas de |casi )*$",
        before,
    )
    signed = re.search(
        r"\b(?:signed|firmado|firmo|firmaron)\s+(?:more than |over |about |nearly |mas de |casi )*$", before
    )
    return (bool(new or behind) and dated) or (signed is not None and any(day.role == "since" for day in reading.days))


def _holding(reading: Reading, figure: Figure) -> bool:
    return (
        re.search(
            r"\b(?:share|proportion|part|proporcion|parte)\b", reading.text[max(0, figure.start - 40) : figure.end + 20]
        )
        is not None
    )


def _noun_fits(noun: Noun | None) -> bool:
    return noun is not None and noun.unit


def kind_of(figure: Figure) -> str:
    """How a growth is stated: in per cent, as a multiple, or as a difference."""
    return {"percent": "percent", "share": "percent", "times": "times"}.get(figure.kind, "difference")


def since_of(reading: Reading, day: Moment) -> Moment | None:
    """The day from which a sentence counts growth."""
    since = next((each for each in reading.days if each.role == "since"), None)
    if since is not None:
        ends = re.search(r"\b(?:end|fin(?:es|ales)?) (?:of|del?) (?:the )?$", reading.text[: since.start])
        return Moment.of(since.last if ends else since)
    for one, other in pairwise(reading.days):
        if re.fullmatch(
            r"\s*(?:to|through|until|a|hasta|and|y|-|–)\s*(?:(?:the|el)\s+)?(?:end of\s+)?",
            reading.text[one.end : other.start],
        ):
            return Moment.of(one)
    if reading.has("took_office") and day.last >= TOOK_OFFICE:
        return Moment.of(TOOK_OFFICE)
    match = next((m for form in forms("span") if (m := form.search(reading.text))), None)
    if match is None:
        return None
    many = (match["many"] or match["cuantos"] or "").strip()
    count = int(many) if many.isdecimal() else WORDS.get(many, 1)
    months = count * (1 if (match["unit"] or match["unidad"] or "year") in ("month", "mes") else 12)
    total = day.last.year * 12 + day.last.month - 1 - months
    return Moment.of(date(total // 12, total % 12 + 1, min(day.last.day, 28))) if total // 12 > 0 else None
