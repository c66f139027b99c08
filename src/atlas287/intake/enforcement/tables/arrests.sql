/*
title: Arrests, cleaned
grain: one row of the table of arrests, likely duplicates included and marked
key: [row_id]
release: false
inputs: [raw_arrests, arrest_episodes, arrest_landmarks, state_names, touch_methods, touch_programmes]
columns:
  row_id: [BIGINT, the row as read]
  person: [VARCHAR, "hash of the person, of this release only; null in some 0.8 % of rows"]
  moment: [TIMESTAMP, "when; null where nothing plausible is printed (future, year 2)"]
  month: [DATE, first day of the month of it]
  state: [VARCHAR, "two-letter code; null where neither the state nor the office tells it"]
  state_source: [VARCHAR, "printed, office (parsed from the duty site of the office) or none"]
  county: [VARCHAR, always null: the publisher's column is always blank]
  aor: [VARCHAR, area of responsibility as printed]
  method: [VARCHAR, how the arrest came about]
  method_group: [VARCHAR, "custodial, at_large, 287g, other or unknown; the only grouping that holds across the fold of July 2025"]
  programme: [VARCHAR, "the officer's unit; not how the arrest came about"]
  landmark: [VARCHAR, as printed]
  criminality: [VARCHAR, as printed]
  touchpoint: [VARCHAR, "street, jail, joint, at_large or unknown"]
  touchpoint_basis: [VARCHAR, "method, programme, landmark or none: what the touchpoint is told from"]
  uncertain: [BOOLEAN, "whether the touchpoint is uncertain; true where unknown"]
  episode: [INTEGER, as in arrest_episodes; null without a person or a moment]
  duplicate_likely: [BOOLEAN, whether the episode has several rows; null without a person or a moment]
  duplicate_drop: [BOOLEAN, whether it is not the first row of its episode; null like duplicate_likely. Rows with null are kept]
warnings:
  - No national output is in the data, so equality with the publisher's own cleaned columns is not tested.
  - From late July 2025 CAP Local, State and Federal are printed as Custodial Arrest, so series by single method break there.
  - Sources disagree on whether arrests by local officers under 287(g) are in the table at all.
  - The state of the office is where the office is, which can differ from where the person was arrested. The landmark is not used.
  - Where the release prints no office (August 2026), the state is as printed or none.
*/
WITH told AS (
    SELECT
        raw.*,
        printed.state AS state_printed_code,
        office.state AS state_of_office
    FROM raw_arrests AS raw
    LEFT JOIN state_names AS printed ON printed.name = upper(trim(raw.state_printed))
    LEFT JOIN state_names AS office ON office.name = regexp_extract(upper(raw.office), ', *([A-Z][A-Z])([^A-Z]|$)', 1)
)
SELECT
    told.row_id,
    told.person,
    told.moment,
    CAST(date_trunc('month', told.moment) AS DATE) AS month,
    coalesce(told.state_printed_code, told.state_of_office) AS state,
    CASE
        WHEN told.state_printed_code IS NOT NULL THEN 'printed'
        WHEN told.state_of_office IS NOT NULL THEN 'office'
        ELSE 'none'
    END AS state_source,
    CAST(NULL AS VARCHAR) AS county,
    told.aor,
    told.method,
    coalesce(methods.method_group, 'unknown') AS method_group,
    told.programme,
    told.landmark,
    told.criminality,
    coalesce(methods.touchpoint, programmes.touchpoint, landmarks.touchpoint, 'unknown') AS touchpoint,
    CASE
        WHEN methods.touchpoint IS NOT NULL THEN 'method'
        WHEN programmes.touchpoint IS NOT NULL THEN 'programme'
        WHEN landmarks.touchpoint IS NOT NULL THEN 'landmark'
        ELSE 'none'
    END AS touchpoint_basis,
    CASE
        WHEN methods.touchpoint IS NOT NULL THEN methods.uncertain
        WHEN programmes.touchpoint IS NOT NULL THEN programmes.uncertain
        WHEN landmarks.touchpoint IS NOT NULL THEN landmarks.uncertain
        ELSE true
    END AS uncertain,
    episodes.episode,
    episodes.rows_in_episode > 1 AS duplicate_likely,
    episodes.place_in_episode > 1 AS duplicate_drop
FROM told
LEFT JOIN arrest_episodes AS episodes ON episodes.row_id = told.row_id
LEFT JOIN touch_methods AS methods ON methods.method = told.method
LEFT JOIN touch_programmes AS programmes ON programmes.programme = told.programme
LEFT JOIN arrest_landmarks AS landmarks ON landmarks.landmark = told.landmark
