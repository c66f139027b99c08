"""From what a source says and what is given to dollars: the least and the most, in decimals, and how it is reckoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from atlas287.answers.amounts import Inputs, number, usd
from atlas287.answers.money_rules import Element

QUARTERS = 4
CENT = Decimal("0.01")
PERCENT = ("salary", "overtime")
"""Rules whose figures are percentages of pay."""
Row = Mapping[str, Any]
Pair = tuple[Decimal, Decimal]


def rates(rows: Mapping[str, Row], element: Element) -> tuple[Pair | None, str | None, Decimal | None]:
    """What the source says at least and at most, in which unit; of a sum for all agencies only that sum.

    `rows` are those of the table of incentives by fact. A mere cap has nothing as its least.
    """
    told = [rows[fact] for fact in element.amounts]
    figures = [Decimal(row[key]) for row in told for key in ("amount", "amount_high") if row[key] is not None]
    if element.rule == "pool":
        return None, None, max(figures)
    low = Decimal(0) if element.bound == "at_most" else min(figures)
    return (low, max(figures)), str(told[0]["unit"]), None


def result(element: Element, rate: Pair, given: Inputs, memoranda: int) -> Pair:
    """The least and the most that an element comes to where its condition is met, to the cent."""
    low, high = rate
    officers, salary = Decimal(given.officers or 0), given.salary or Decimal(0)
    if element.rule == "salary":
        made = (officers * salary * low / 100, officers * salary * high / 100)
    elif element.rule == "overtime":  # the cap is on pay alone, of which only pay with benefits is given: no least
        made = (Decimal(0), officers * min(given.overtime or Decimal(0), salary * high / 100))
    elif element.rule == "officer_quarters":
        made = (officers * QUARTERS * low, officers * QUARTERS * high)
    elif element.rule == "officers":
        made = (officers * low, officers * high)
    elif element.rule == "vehicles":  # once for the agency, or once a memorandum: sources differ
        made = (low, high * memoranda)
    else:
        made = (low, high)
    return made[0].quantize(CENT), made[1].quantize(CENT)


def basis(
    element: Element,
    rate: Pair | None,
    pool: Decimal | None,
    given: Inputs,
    needs: Sequence[str],
    memoranda: int,
    texts: Mapping[str, Any],
) -> str:
    """How the result is reckoned, in words."""
    if needs:
        return str(texts["basis"]["needs"]).format(needs="; ".join(texts["inputs"][name] for name in needs))
    shown: dict[str, Any] = {"quarters": QUARTERS, "memoranda": memoranda, "officers": f"{given.officers or 0:,}"}
    if rate is not None:
        plain = element.rule in PERCENT
        shown |= {"low": number(rate[0]) if plain else usd(rate[0]), "high": number(rate[1]) if plain else usd(rate[1])}
    if pool is not None:
        shown["pool"] = usd(pool)
    for name in ("salary", "overtime"):
        amount: Decimal | None = getattr(given, name)
        shown[name] = usd(amount) if amount is not None else ""
    form = "officers_at_most" if (element.rule, element.bound) == ("officers", "at_most") else element.rule
    return str(texts["basis"][form]).format(**shown)
