/*
title: What a model of agreement says
grain: one term of a model
key: [fact_id]
inputs: [raw_terms]
columns:
  fact_id: [VARCHAR, the term]
  model: [VARCHAR, "model of agreement, TFM_PRE2013 for the Task Force Model before 2013, NONE for a body without agreement"]
  attribute: [VARCHAR, what the term is about]
  conflicts_with: [VARCHAR, ids of terms that tell the same otherwise]
warnings:
  - Terms rest on templates and single memoranda; a signed memorandum can differ from its template.
*/
SELECT fact_id, model, attribute, conflicts_with FROM raw_terms
