/*
title: Agencies on ICE's list
unit: agencies
kind: participating
rule: names joined by judgements, which are rows of the release; what is not judged stays apart
grain: one row of a list
inputs: [listings, members, agencies]
overlaps: [model]
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
  counted: [VARCHAR, the agency]
warnings:
  - An agency with several models counts once in the total and once in the row of each model.
*/
SELECT
    r.list_no,
    r.row,
    m.agency_id AS counted,
    CASE WHEN r.state IS NULL AND m.state = coalesce(r.state_printed, '') THEN 'unknown' ELSE m.state END AS state,
    r.model,
    a.kind AS agency_kind,
    agency_id AS agency
FROM listings AS r
JOIN members AS m USING (list_no, row)
JOIN agencies AS a USING (agency_id)
