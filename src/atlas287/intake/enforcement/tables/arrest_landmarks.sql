/*
title: Landmarks of arrests
grain: one landmark as printed whose words tell a touchpoint
key: [landmark]
release: false
inputs: [raw_arrests, touch_landmarks]
columns:
  landmark: [VARCHAR, as printed]
  touchpoint: [VARCHAR, "of the first rule whose words it has (registry/codes/enforcement/touchpoints.yaml)"]
  uncertain: [BOOLEAN, whether the rule is uncertain]
*/
WITH printed AS (
    SELECT DISTINCT landmark FROM raw_arrests WHERE landmark IS NOT NULL
), ranked AS (
    SELECT
        printed.landmark,
        rules.touchpoint,
        rules.uncertain,
        row_number() OVER (PARTITION BY printed.landmark ORDER BY rules.rule) AS place
    FROM printed
    JOIN touch_landmarks AS rules ON regexp_extract(upper(printed.landmark), rules.words, 0) <> ''
)
SELECT landmark, touchpoint, uncertain FROM ranked WHERE place = 1 AND touchpoint <> 'unknown'
