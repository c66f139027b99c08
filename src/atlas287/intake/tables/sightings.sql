/*
title: Sightings
grain: one named row of one list, corrected; what the ledger is told from
key: [list_no, row]
release: false
inputs: [listings, lists, moves, code_county, registry_corrections]
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  kind: [VARCHAR, as in lists]
  seq: [INTEGER, as in lists]
  stretch: [INTEGER, as in lists]
  as_of: [DATE, date of the list]
  state: [VARCHAR, "two-letter code after corrections and moves; as printed where unknown"]
  state_listed: [VARCHAR, "the same before them"]
  agency_key: [VARCHAR, "as in listings, after corrections"]
  agency_key_listed: [VARCHAR, the same before them]
  agency: [VARCHAR, "as printed, white space folded; after corrections"]
  agency_listed: [VARCHAR, the same before them]
  model: [VARCHAR, "as in listings, after corrections"]
  signed: [DATE, "as in listings, after corrections"]
  signed_listed: [DATE, the same before them]
  moa_url: [VARCHAR, as in listings]
  addendum_url: [VARCHAR, as in listings]
  county: [VARCHAR, "the county as printed, folded for look-up; null where none is told"]
  corrections: [VARCHAR, "the corrections that held, as files of registry/corrections, parted by spaces; null for none"]
*/
SELECT
    r.list_no,
    r.row,
    l.kind,
    l.seq,
    l.stretch,
    l.as_of,
    coalesce(m.to_state, s.value, r.state, r.state_printed, '') AS state,
    coalesce(r.state, r.state_printed, '') AS state_listed,
    coalesce(y.key, r.agency_key) AS agency_key,
    r.agency_key AS agency_key_listed,
    coalesce(y.value, trim(regexp_replace(r.agency_printed, '\s+', ' ', 'g'))) AS agency,
    trim(regexp_replace(r.agency_printed, '\s+', ' ', 'g')) AS agency_listed,
    coalesce(o.value, r.model) AS model,
    coalesce(CAST(d.value AS DATE), r.signed) AS signed,
    r.signed AS signed_listed,
    r.moa_url,
    r.addendum_url,
    c.county,
    nullif(concat_ws(' ', s.name, y.name, o.name, d.name), '') AS corrections
FROM listings AS r
JOIN lists AS l USING (list_no)
LEFT JOIN code_county AS c ON c.printed = r.county_printed
LEFT JOIN moves AS m
    ON l.kind = 'participating' AND m.state = r.state AND m.agency_key = r.agency_key AND m.model = r.model
    AND m.signed = r.signed AND r.list_no <= m.until_list_no
LEFT JOIN registry_corrections AS s
    ON s.field = 'state' AND s.state = r.state AND s.agency_key = r.agency_key AND s.model = r.model AND s.expect = r.state_printed
LEFT JOIN registry_corrections AS y
    ON y.field = 'agency' AND y.state = r.state AND y.agency_key = r.agency_key AND y.model = r.model
    AND coalesce(y.signed = CAST(r.signed AS VARCHAR), y.signed IS NULL)
LEFT JOIN registry_corrections AS o
    ON o.field = 'model' AND o.state = r.state AND o.agency_key = r.agency_key AND o.model = r.model AND o.expect = r.model_printed
LEFT JOIN registry_corrections AS d
    ON d.field = 'signed' AND d.state = r.state AND d.agency_key = r.agency_key AND d.model = r.model AND d.expect = r.signed_printed
