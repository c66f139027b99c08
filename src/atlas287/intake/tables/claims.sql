/*
title: Claims
grain: one claim that an organisation or public office has made
key: [fact_id]
inputs: [raw_claims]
columns:
  fact_id: [VARCHAR, the claim]
  verbatim: [BOOLEAN, "whether the English text is the speaker's own words"]
  speaker_en: [VARCHAR, the organisation or office]
  speaker_es: [VARCHAR, the same in Spanish]
  role_en: [VARCHAR, the interest of the speaker]
  role_es: [VARCHAR, the same in Spanish]
  side: [VARCHAR, "kind of speaker, a code of registry/codes/claim_sides.yaml"]
  said: [VARCHAR, "day, month, year or years in which it was said"]
  topic: [VARCHAR, what it is about]
  state: [VARCHAR, two-letter code where it is about a State]
  county: [VARCHAR, 5-digit code where it is about a county]
  metric: [VARCHAR, "what it measures, none where it is an opinion"]
  value: ["DECIMAL(18,2)", "its figure, or the lower one of a range"]
  value_high: ["DECIMAL(18,2)", upper figure of a range]
  unit: [VARCHAR, what the figure counts]
  as_of: [VARCHAR, day or month that it speaks of]
  bound: [VARCHAR, "exact, at_least, at_most or about"]
warnings:
  - A claim is what its speaker says; no other table rests on one.
*/
SELECT fact_id, verbatim, speaker_en, speaker_es, role_en, role_es, side, said, topic, state, county, metric, value, value_high, unit, as_of, bound
FROM raw_claims
