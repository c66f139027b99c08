/*
title: Claims
unit: claims
over: to_date
rule: claims of organisations and public offices in the registry that were made on the day or before; a claim without a full date counts from the last day that it can be of
grain: one claim
inputs: [claims]
fact: true
dimensions:
  side: {codes: claim_sides, meaning: "kind of speaker"}
  topic: {values: [growth, training, crime, costs, arrests, trust, oversight, profiling], meaning: "what it is about"}
  state: {codes: states, meaning: "the State it is about; unknown where it is about none"}
columns:
  as_of: [DATE, last day on which it can have been said]
  counted: [VARCHAR, the claim]
  fact_id: [VARCHAR, the claim]
*/
SELECT CASE length(said) WHEN 10 THEN CAST(said AS DATE) WHEN 7 THEN last_day(CAST(said || '-01' AS DATE))
    ELSE CAST(right(said, 4) || '-12-31' AS DATE) END AS as_of,
    fact_id AS counted, fact_id, side, topic, coalesce(state, 'unknown') AS state
FROM claims
