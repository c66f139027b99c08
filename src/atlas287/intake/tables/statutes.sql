/*
title: Federal law and rulings
grain: one provision, order, bill or ruling
key: [fact_id]
inputs: [raw_statutes]
columns:
  fact_id: [VARCHAR, the provision or ruling]
  kind: [VARCHAR, "statute, regulation, agency_policy, executive_order, bill, court or state_opinion"]
  dated: [VARCHAR, "day, month or year of enactment or decision"]
*/
SELECT fact_id, kind, dated FROM raw_statutes
