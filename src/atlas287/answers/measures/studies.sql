/*
title: Studies
unit: studies
over: to_date
rule: studies, reports and rulings in the registry that were published in the year of the day or before
grain: one study and one model that it is about
inputs: [studies, study_models]
fact: true
overlaps: [model]
dimensions:
  topic: {codes: study_topics, meaning: "what it measures or describes"}
  direction: {codes: study_directions, meaning: "what it reports of the outcome"}
  design: {codes: study_designs, meaning: "how it was made"}
  programme: {codes: study_programmes, meaning: "what it is about"}
  model: {values: [JEM, WSO, TFM, TFM_PRE2013, HYBRID, any, none], meaning: "model of agreement studied; any where models are not told apart, none where it is about another programme"}
columns:
  as_of: [DATE, first day of the year of publication]
  counted: [VARCHAR, the study]
  fact_id: [VARCHAR, the study]
*/
SELECT make_date(s.year, 1, 1) AS as_of, s.fact_id AS counted, s.fact_id, s.topic, s.direction, s.design, s.programme, coalesce(m.model, 'none') AS model
FROM studies AS s
LEFT JOIN study_models AS m USING (fact_id)
