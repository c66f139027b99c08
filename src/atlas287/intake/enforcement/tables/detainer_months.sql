/*
title: Detainers by month and facility
grain: one month, facility and state
key: [month, facility_code, state]
release: false
inputs: [detainers]
columns:
  month: [DATE, first day of the month; null where the moment is a gap]
  facility_code: [VARCHAR, code of the facility; null where none is printed]
  state: [VARCHAR, "two-letter code; null where unknown"]
  detainers: [BIGINT, "events: rows without those marked as duplicates to drop"]
  likely_duplicates: [BIGINT, "events of them that are likely duplicates, among them the one that stands for the others"]
  without_person: [BIGINT, events of them whose duplicates cannot be told]
warnings:
  - A detainer is counted when it is made, not when served; one person can have several.
  - In the release of March 2026 no duplicate is dropped.
  - Small counts are hidden before anything is published (core/suppress).
*/
SELECT
    month,
    facility_code,
    state,
    count(*) AS detainers,
    count(*) FILTER (WHERE duplicate_likely) AS likely_duplicates,
    count(*) FILTER (WHERE person IS NULL) AS without_person
FROM detainers
WHERE NOT coalesce(duplicate_drop, false)
GROUP BY month, facility_code, state
