/*
title: Signing dates
grain: one signing date that lists print for one agency and model
key: [agency_id, model, signed_key]
inputs: [sightings, identities]
columns:
  agency_id: [VARCHAR, the agency]
  model: [VARCHAR, as in listings]
  signed_key: [VARCHAR, "the date as text, or undated"]
  signed: [DATE, the date as read; null where none can be told]
  agreement_id: [VARCHAR, the agreement it belongs to]
  first_list_no: [INTEGER, first list with it]
  last_list_no: [INTEGER, last list with it]
  lists: [INTEGER, number of lists with it]
warnings:
  - "A date is a new signature, so a new agreement, where it lies after the list that first showed the date before it, or over 180 days after that date whose memorandum was linked. Any other date corrects the same agreement."
*/
WITH dated AS (
    SELECT
        i.agency_id,
        g.model,
        g.signed,
        min(g.list_no) AS first_list_no,
        max(g.list_no) AS last_list_no,
        min(g.as_of) AS first_listed,
        min(g.list_no) FILTER (g.moa_url IS NOT NULL) AS linked_list_no,
        CAST(count(DISTINCT g.list_no) AS INTEGER) AS lists
    FROM sightings AS g
    JOIN identities AS i USING (state, agency_key)
    WHERE g.kind = 'participating'
    GROUP BY ALL
), numbered AS (
    SELECT *, count(*) FILTER (later) OVER (PARTITION BY agency_id, model ORDER BY first_list_no, signed) AS number
    FROM (
        SELECT *, coalesce(
            (signed > lag(first_listed) OVER dates AND signed <= first_listed + 60)
            OR (signed > lag(signed) OVER dates + 180 AND lag(linked_list_no) OVER dates < first_list_no),
            FALSE
        ) AS later
        FROM dated
        WINDOW dates AS (PARTITION BY agency_id, model ORDER BY first_list_no, signed)
    )
)
SELECT
    agency_id,
    model,
    coalesce(CAST(signed AS VARCHAR), 'undated') AS signed_key,
    signed,
    agency_id || '/' || model || '/' || coalesce(CAST(first_value(signed) OVER agreements AS VARCHAR), 'undated') AS agreement_id,
    first_list_no,
    last_list_no,
    lists
FROM numbered
WINDOW agreements AS (PARTITION BY agency_id, model, number ORDER BY first_list_no, signed)
