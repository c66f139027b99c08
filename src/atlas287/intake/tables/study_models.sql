/*
title: Models that a study is about
grain: one model that one study is about
key: [fact_id, model]
inputs: [raw_study_models]
columns:
  fact_id: [VARCHAR, the study]
  model: [VARCHAR, "model of agreement; any where the study does not tell models apart, none where it is about another programme"]
*/
SELECT fact_id, model FROM raw_study_models
