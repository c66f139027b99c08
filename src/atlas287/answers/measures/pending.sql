/*
title: Agencies on ICE's pending list
unit: pending
kind: pending
rule: applications, being one agency and model; an empty pending list is a true zero
grain: one row of a list
inputs: [listings, members, agencies]
like: agreements
dimensions:
  state:
  model:
  agency_kind:
  agency:
  county:
  town:
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the application]
*/
SELECT
    r.list_no,
    r.row,
    m.agreement_id AS counted,
    CASE WHEN r.state IS NULL AND m.state = coalesce(r.state_printed, '') THEN 'unknown' ELSE m.state END AS state,
    r.model,
    a.kind AS agency_kind,
    agency_id AS agency
FROM listings AS r
JOIN members AS m USING (list_no, row)
JOIN agencies AS a USING (agency_id)
