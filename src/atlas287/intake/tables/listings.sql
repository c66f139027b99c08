/*
title: Listings
grain: one named row of one list, as printed and as read
key: [list_no, row]
inputs: [raw_rows, raw_lists, code_state, code_agency, code_model, code_signed, code_link]
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  hidden: [BOOLEAN, the publisher left the row hidden]
  state: [VARCHAR, "two-letter code; null where the printed state is unknown"]
  agency_key: [VARCHAR, "the name with white space, letter case and apostrophes folded; with the state it stands for the agency, so far"]
  model: [VARCHAR, "JEM, WSO, TFM, TTFM, HYBRID or unknown"]
  signed: [DATE, "the date printed as SIGNED, repaired by a rule where one fits; null where none can be told"]
  signed_status: [VARCHAR, "printed, repaired, unknown_date (blank), unreadable, or not_printed (the layout has no such column)"]
  memorandum: [VARCHAR, "linked, pending (the list says so), none, or not_printed (the layout has no such column)"]
  moa_url: [VARCHAR, "address of the memorandum, wrappers undone"]
  addendum_url: [VARCHAR, "address of the addendum, wrappers undone"]
  state_printed: [VARCHAR, as printed]
  agency_printed: [VARCHAR, as printed]
  type_printed: [VARCHAR, as printed; no statement of jurisdiction]
  county_printed: [VARCHAR, "as printed; an Excel error reads #N/A"]
  model_printed: [VARCHAR, as printed]
  signed_printed: [VARCHAR, as printed; a date cell reads YYYY-MM-DD 00:00:00]
  moa_printed: [VARCHAR, as printed]
  addendum_printed: [VARCHAR, as printed]
*/
SELECT
    r.list_no,
    r.row,
    r.hidden,
    s.code AS state,
    a.key AS agency_key,
    coalesce(m.code, 'unknown') AS model,
    d.signed,
    CASE
        WHEN l.kind = 'pending' OR NOT l.has_signed THEN 'not_printed'
        WHEN d.gap IS NOT NULL THEN d.gap
        WHEN d.rule IS NOT NULL AND d.rule <> 'after_list' THEN 'repaired'
        ELSE 'printed'
    END AS signed_status,
    CASE
        WHEN coalesce(moa.url, typed.url) IS NOT NULL THEN 'linked'
        WHEN NOT l.has_moa THEN 'not_printed'
        WHEN lower(r.moa) LIKE '%pending%' THEN 'pending'
        ELSE 'none'
    END AS memorandum,
    coalesce(moa.url, typed.url) AS moa_url,
    addendum.url AS addendum_url,
    r.state AS state_printed,
    r.agency AS agency_printed,
    r.type AS type_printed,
    r.county AS county_printed,
    r.model AS model_printed,
    r.signed AS signed_printed,
    r.moa AS moa_printed,
    r.addendum AS addendum_printed
FROM raw_rows AS r
JOIN raw_lists AS l USING (list_no)
LEFT JOIN code_state AS s ON s.printed = coalesce(r.state, '')
LEFT JOIN code_agency AS a ON a.printed = r.agency
LEFT JOIN code_model AS m ON m.printed = coalesce(r.model, '')
LEFT JOIN code_signed AS d ON d.printed = coalesce(r.signed, '') AND d.as_of IS NOT DISTINCT FROM l.as_of
LEFT JOIN code_link AS moa ON moa.printed = r.moa_url
LEFT JOIN code_link AS typed ON typed.printed = r.moa AND r.moa_url IS NULL
LEFT JOIN code_link AS addendum ON addendum.printed = r.addendum_url
