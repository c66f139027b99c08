/*
title: Detainers, cleaned
grain: one row of the table of detainers, likely duplicates included and marked
key: [row_id]
release: false
inputs: [raw_detainers, state_names]
columns:
  row_id: [BIGINT, the row as read]
  person: [VARCHAR, "hash of the person, of this release only; null in some 12.5 % of rows"]
  moment: [TIMESTAMP, when it was made (not served); null where nothing plausible is printed]
  month: [DATE, first day of the month of it]
  facility_code: [VARCHAR, code of the facility that it was made for]
  facility: [VARCHAR, its name as printed]
  state: [VARCHAR, "two-letter code; null where nothing readable is printed"]
  state_source: [VARCHAR, printed or none]
  detainer_type: [VARCHAR, as printed]
  lift_reason: [VARCHAR, "as printed; null means pending, not honoured or not updated"]
  criminality: [VARCHAR, as printed]
  episode: [INTEGER, "number of the episode of this person by the rule of 24 hours; null where the release has no such rule"]
  duplicate_likely: [BOOLEAN, whether others count as the same; null without a person or a moment]
  duplicate_drop: [BOOLEAN, "whether it is not the first of them; null without a person or a moment, and throughout where the release has no such flag (March 2026)"]
warnings:
  - No national output is in the data, so equality with the publisher's own cleaned columns is not tested.
  - "March 2026: rows of one person and day are likely duplicates, and none is dropped. August 2026: a new episode of a person begins more than 24 hours after the row before; within it the first row of a type and facility is kept."
  - Without a person nothing can be told, so such rows are kept even where they repeat exactly.
*/
WITH begun AS (
    SELECT
        row_id,
        person,
        moment,
        facility_code,
        detainer_type,
        rule,
        CASE
            WHEN moment <= lag(moment) OVER (PARTITION BY person ORDER BY moment, row_id) + INTERVAL '24' HOUR THEN 0
            ELSE 1
        END AS begins
    FROM raw_detainers
    WHERE person IS NOT NULL AND moment IS NOT NULL AND rule = 'episode'
), numbered AS (
    SELECT
        row_id,
        person,
        moment,
        facility_code,
        detainer_type,
        CAST(sum(begins) OVER (PARTITION BY person ORDER BY moment, row_id ROWS UNBOUNDED PRECEDING) AS INTEGER) AS episode
    FROM begun
), flagged AS (
    SELECT
        row_id,
        episode,
        count(*) OVER (PARTITION BY person, episode, detainer_type, facility_code) > 1 AS duplicate_likely,
        row_number() OVER (PARTITION BY person, episode, detainer_type, facility_code ORDER BY moment, row_id) > 1 AS duplicate_drop
    FROM numbered
    UNION ALL
    SELECT
        row_id,
        CAST(NULL AS INTEGER) AS episode,
        count(*) OVER (PARTITION BY person, CAST(moment AS DATE)) > 1 AS duplicate_likely,
        CAST(NULL AS BOOLEAN) AS duplicate_drop
    FROM raw_detainers
    WHERE person IS NOT NULL AND moment IS NOT NULL AND rule = 'day'
)
SELECT
    raw.row_id,
    raw.person,
    raw.moment,
    CAST(date_trunc('month', raw.moment) AS DATE) AS month,
    raw.facility_code,
    raw.facility,
    states.state,
    CASE WHEN states.state IS NULL THEN 'none' ELSE 'printed' END AS state_source,
    raw.detainer_type,
    raw.lift_reason,
    raw.criminality,
    flagged.episode,
    flagged.duplicate_likely,
    flagged.duplicate_drop
FROM raw_detainers AS raw
LEFT JOIN flagged ON flagged.row_id = raw.row_id
LEFT JOIN state_names AS states ON states.name = upper(trim(raw.state_printed))
