/*
title: Applications
grain: one agency and model on lists of pending agencies without an absence that counts
key: [agency_id, model, spell]
inputs: [spells, agreements, lists]
columns:
  agency_id: [VARCHAR, the agency]
  model: [VARCHAR, as in listings]
  spell: [INTEGER, as in spells]
  first_pending: [DATE, date of the first list of pending agencies with it]
  last_pending: [DATE, date of the last one]
  outcome: [VARCHAR, "signed (listed as participating before its absence counted), already_listed (participating before it was pending), dropped (absent by the absence rule and not listed), held (absent too short so far), pending (on the newest list), or unknown (the series broke off)"]
  agreement_id: [VARCHAR, the agreement that followed]
  signed: [DATE, its signing date as first listed]
  listed: [DATE, date of the first list of participating agencies with it]
  listed_list_no: [INTEGER, that list]
  days_to_signed: [INTEGER, "from first_pending to signed; negative where it was signed before it was pending"]
  days_to_listed: [INTEGER, from first_pending to listed]
warnings:
  - Lists of pending agencies end with the newest one held; what was pending then has no known outcome.
*/
WITH following AS (
    -- The date as first listed: a correction that follows is an event of its own.
    SELECT p.*, a.agreement_id, TRY_CAST(split_part(a.agreement_id, '/', 3) AS DATE) AS signed, a.first_listed AS listed, a.first_list_no AS listed_list_no
    FROM spells AS p
    LEFT JOIN lists AS k ON k.list_no = p.confirmed_list_no
    LEFT JOIN agreements AS a
        ON a.agency_id = p.agency_id AND a.model = p.model
        AND a.first_listed >= p.first_listed AND (k.as_of IS NULL OR a.first_listed <= k.as_of)
    WHERE p.kind = 'pending'
    QUALIFY row_number() OVER (PARTITION BY p.agency_id, p.model, p.spell ORDER BY a.first_list_no) = 1
)
SELECT
    f.agency_id,
    f.model,
    f.spell,
    f.first_listed AS first_pending,
    f.last_listed AS last_pending,
    CASE
        WHEN f.agreement_id IS NOT NULL THEN 'signed'
        WHEN EXISTS (
            SELECT 1 FROM spells AS s
            WHERE s.kind = 'participating' AND s.agency_id = f.agency_id AND s.model = f.model
                AND s.first_listed < f.first_listed AND s.last_listed >= f.first_listed
        ) THEN 'already_listed'
        ELSE CASE f.ended WHEN 'listed' THEN 'pending' WHEN 'no_longer_listed' THEN 'dropped' WHEN 'held' THEN 'held' ELSE 'unknown' END
    END AS outcome,
    f.agreement_id,
    f.signed,
    f.listed,
    f.listed_list_no,
    CAST(f.signed - f.first_listed AS INTEGER) AS days_to_signed,
    CAST(f.listed - f.first_listed AS INTEGER) AS days_to_listed
FROM following AS f
