/*
title: Rows of ICE's list
unit: listings
kind: participating
rule: rows as printed with an agency's name; hidden rows count, filler rows do not
grain: one row of a list
inputs: [listings, members]
like: agreements
dimensions:
  state:
  model:
  signed: {values: [printed, repaired, unknown_date, unreadable, not_printed], meaning: "how the signing date stands: printed, repaired by a rule, blank (unknown_date) or unreadable"}
  memorandum: {values: [linked, pending, none, not_printed], meaning: "whether the row links a memorandum, says that the link is pending, or neither"}
  agency:
  county:
  town:
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [INTEGER, the row]
*/
SELECT
    r.list_no,
    r.row,
    r.row AS counted,
    coalesce(r.state, 'unknown') AS state,
    r.model,
    r.signed_status AS signed,
    r.memorandum,
    m.agency_id AS agency
FROM listings AS r
JOIN members AS m USING (list_no, row)
