/*
title: Encounters, cleaned
grain: one row of the table of encounters, likely duplicates included and marked
key: [row_id]
release: false
inputs: [raw_encounters]
columns:
  row_id: [BIGINT, the row as read]
  person: [VARCHAR, "hash of the person, of this release only; null in some 12 % of rows"]
  moment: [TIMESTAMP, when; null where nothing plausible is printed]
  month: [DATE, first day of the month of it]
  aor: [VARCHAR, area of responsibility as printed]
  event_type: [VARCHAR, as printed]
  landmark: [VARCHAR, as printed]
  criminality: [VARCHAR, as printed]
  duplicate_likely: [BOOLEAN, "whether another row has its person and day; null without a person or a moment"]
warnings:
  - An encounter is no stop. Matches in a database are among them; two hubs for such matches hold 689,823 of those known for 2012 to 2022.
  - No national output is in the data, so equality with the publisher's own cleaned columns is not tested.
*/
SELECT
    row_id,
    person,
    moment,
    CAST(date_trunc('month', moment) AS DATE) AS month,
    aor,
    event_type,
    landmark,
    criminality,
    CASE
        WHEN person IS NOT NULL AND moment IS NOT NULL
            THEN count(*) OVER (PARTITION BY person, CAST(moment AS DATE)) > 1
    END AS duplicate_likely
FROM raw_encounters
