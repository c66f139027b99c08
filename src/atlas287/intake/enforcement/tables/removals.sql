/*
title: Removals, cleaned
grain: one row of the table of removals, likely duplicates included and marked
key: [row_id]
release: false
inputs: [raw_removals, state_names]
columns:
  row_id: [BIGINT, the row as read]
  person: [VARCHAR, "hash of the person, of this release only; null in some rows"]
  moment: [TIMESTAMP, when the person departed; null where nothing plausible is printed]
  month: [DATE, first day of the month of it]
  state: [VARCHAR, "state of the arrest, two-letter code; null where nothing readable is printed"]
  state_source: [VARCHAR, printed or none]
  county: [VARCHAR, always null: the publisher's column is always blank]
  country: [VARCHAR, country departed to]
  criminality: [VARCHAR, as printed]
  duplicate_likely: [BOOLEAN, "whether another row has its person and day; null without a person or a moment"]
warnings:
  - No national output is in the data, so equality with the publisher's own cleaned columns is not tested.
  - The release has no flag by which to drop a row, so none is dropped.
*/
SELECT
    raw.row_id,
    raw.person,
    raw.moment,
    CAST(date_trunc('month', raw.moment) AS DATE) AS month,
    states.state,
    CASE WHEN states.state IS NULL THEN 'none' ELSE 'printed' END AS state_source,
    CAST(NULL AS VARCHAR) AS county,
    raw.country,
    raw.criminality,
    CASE
        WHEN raw.person IS NOT NULL AND raw.moment IS NOT NULL
            THEN count(*) OVER (PARTITION BY raw.person, CAST(raw.moment AS DATE)) > 1
    END AS duplicate_likely
FROM raw_removals AS raw
LEFT JOIN state_names AS states ON states.name = upper(trim(raw.state_printed))
