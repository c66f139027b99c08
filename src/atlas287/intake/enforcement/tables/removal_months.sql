/*
title: Removals by month
grain: one month and state of arrest
key: [month, state]
release: false
inputs: [removals]
columns:
  month: [DATE, first day of the month; null where the moment is a gap]
  state: [VARCHAR, "state of the arrest, two-letter code; null where unknown"]
  removals: [BIGINT, "events: rows of the table"]
  likely_duplicates: [BIGINT, "events of them that share person and day with another"]
  without_person: [BIGINT, events of them whose duplicates cannot be told]
warnings:
  - Small counts are hidden before anything is published (core/suppress).
*/
SELECT
    month,
    state,
    count(*) AS removals,
    count(*) FILTER (WHERE duplicate_likely) AS likely_duplicates,
    count(*) FILTER (WHERE person IS NULL) AS without_person
FROM removals
GROUP BY month, state
