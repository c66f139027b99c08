/*
title: Measures of States in force
unit: policies
over: in_force
rule: laws, orders, opinions and rulings of States on cooperation with ICE that count as in force on the day; a measure whose first day is not known does not count
grain: one measure and one kind of agency that it binds
inputs: [policies, policy_kinds, facts]
fact: true
cites: true
overlaps: [agency_kind]
dimensions:
  duty: {codes: policy_duties, meaning: "what the measure obliges to or limits; none where it does neither"}
  state: {codes: states, meaning: "the State"}
  agency_kind: {codes: agency_kinds, meaning: "kind of agency bound; unknown where it binds no police body"}
  confidence: {values: [primary, secondary], meaning: "whether the issuer's own text was read"}
columns:
  begins: [DATE, first day on which it certainly is in force]
  ended: [DATE, first day on which it is no longer in force]
  counted: [VARCHAR, the measure]
  fact_id: [VARCHAR, the measure]
*/
SELECT p.begins, p.ended, p.fact_id AS counted, p.fact_id, p.duty, p.state, coalesce(k.agency_kind, 'unknown') AS agency_kind, f.confidence
FROM policies AS p
JOIN facts AS f USING (fact_id)
LEFT JOIN policy_kinds AS k USING (fact_id)
WHERE p.counts
