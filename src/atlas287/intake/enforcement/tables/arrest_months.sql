/*
title: Arrests by month
grain: one month, state, touchpoint and group of methods
key: [month, state, touchpoint, method_group]
release: false
inputs: [arrests]
columns:
  month: [DATE, first day of the month; null where the moment is a gap]
  state: [VARCHAR, "two-letter code; null where unknown"]
  touchpoint: [VARCHAR, as in arrests]
  method_group: [VARCHAR, as in arrests]
  arrests: [BIGINT, "events: rows without those marked as duplicates to drop"]
  without_person: [BIGINT, events of them whose duplicates cannot be told]
  state_from_office: [BIGINT, events of them whose state is that of the office]
  uncertain: [BIGINT, events of them whose touchpoint is uncertain]
warnings:
  - Small counts are hidden before anything is published (core/suppress).
*/
SELECT
    month,
    state,
    touchpoint,
    method_group,
    count(*) AS arrests,
    count(*) FILTER (WHERE person IS NULL) AS without_person,
    count(*) FILTER (WHERE state_source = 'office') AS state_from_office,
    count(*) FILTER (WHERE uncertain) AS uncertain
FROM arrests
WHERE NOT coalesce(duplicate_drop, false)
GROUP BY month, state, touchpoint, method_group
