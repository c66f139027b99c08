/*
title: Studies
grain: one study, report or ruling that measures or describes an outcome
key: [fact_id]
inputs: [raw_studies]
columns:
  fact_id: [VARCHAR, the study]
  year: [INTEGER, year of publication]
  kind: [VARCHAR, kind of publication]
  design: [VARCHAR, "how it was made, a code of registry/codes/study_designs.yaml"]
  topic: [VARCHAR, "a code of registry/codes/study_topics.yaml"]
  outcome_en: [VARCHAR, what it measures]
  outcome_es: [VARCHAR, the same in Spanish]
  direction: [VARCHAR, "what it reports of the outcome, a code of registry/codes/study_directions.yaml"]
  effect_en: [VARCHAR, its size as printed]
  effect_es: [VARCHAR, the same in Spanish]
  interval_en: [VARCHAR, "interval, standard error or level as printed"]
  interval_es: [VARCHAR, the same in Spanish]
  programme: [VARCHAR, "287g, secure_communities, state_law or other: what it is about"]
  places_en: [VARCHAR, where]
  places_es: [VARCHAR, the same in Spanish]
  period_from: [INTEGER, first year of its data]
  period_to: [INTEGER, last year of its data]
  doi: [VARCHAR, its DOI or address]
  link: [VARCHAR, "whether that address was checked, unchecked, not_opened or conflicting"]
  read: [VARCHAR, "what of it was read: abstract, citation only or full text"]
  limits_en: [VARCHAR, what it cannot show]
  limits_es: [VARCHAR, the same in Spanish]
  shown_with: [VARCHAR, ids of studies of the same estimate or that answer it]
warnings:
  - Most studies were read in their abstract only; an interval that was not seen is not given.
*/
SELECT fact_id, year, kind, design, topic, outcome_en, outcome_es, direction, effect_en, effect_es, interval_en, interval_es, programme,
    places_en, places_es, period_from, period_to, doi, link, read, limits_en, limits_es, shown_with
FROM raw_studies
