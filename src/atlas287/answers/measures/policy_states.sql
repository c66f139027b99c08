/*
title: States with a measure in force
unit: policy_states
over: in_force
rule: States and the District of Columbia with at least one measure on cooperation with ICE that counts as in force on the day
grain: one measure and one kind of agency that it binds
inputs: [policies, policy_kinds, facts]
fact: true
cites: true
overlaps: [duty, agency_kind, confidence]
like: policies
dimensions:
  duty:
  state:
  agency_kind:
  confidence:
columns:
  begins: [DATE, first day on which it certainly is in force]
  ended: [DATE, first day on which it is no longer in force]
  counted: [VARCHAR, the State]
  fact_id: [VARCHAR, the measure]
*/
SELECT p.begins, p.ended, p.state AS counted, p.fact_id, p.duty, p.state, coalesce(k.agency_kind, 'unknown') AS agency_kind, f.confidence
FROM policies AS p
JOIN facts AS f USING (fact_id)
LEFT JOIN policy_kinds AS k USING (fact_id)
WHERE p.counts
