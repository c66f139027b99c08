/*
title: Money
grain: one element of federal or State money, cost or penalty
key: [fact_id]
inputs: [raw_incentives]
columns:
  fact_id: [VARCHAR, the element]
  programme: [VARCHAR, the programme that it belongs to]
  element: [VARCHAR, what of the programme it is]
  role: [VARCHAR, "element_of_calculator, appropriation, forecast, award, condition, penalty, cost_clause or other"]
  amount: ["DECIMAL(18,2)", "figure, or the lower one of a range, in its unit"]
  amount_high: ["DECIMAL(18,2)", upper figure of a range]
  unit: [VARCHAR, what the figure is counted in]
  payer: [VARCHAR, who pays]
  state: [VARCHAR, two-letter code where it is a State's]
  models: [VARCHAR, "models of agreement that it names, parted by spaces"]
  begins: [VARCHAR, "day, month or year from which it applies"]
  ends: [VARCHAR, "day, month or year up to which it applies"]
warnings:
  - Announced, appropriated, awarded and paid are different things; what was paid is not published.
*/
SELECT fact_id, programme, element, role, amount, amount_high, unit, payer, state, models, begins, ends FROM raw_incentives
