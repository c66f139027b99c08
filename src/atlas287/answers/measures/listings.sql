/*
title: Rows of ICE's list
unit: listings
kind: participating
rule: rows as printed with an agency's name; hidden rows count, filler rows do not
grain: one row of a list
inputs: [listings, members]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
  signed: {values: [printed, repaired, unknown_date, unreadable, not_printed], meaning: "how the signing date stands: printed, repaired by a rule, blank (unknown_date) or unreadable"}
  memorandum: {values: [linked, pending, none, not_printed], meaning: "whether the row links a memorandum, says that the link is pending, or neither"}
  agency: {ids: agencies, meaning: "id of the agency"}
  county: {ids: places, link: agency_counties, meaning: "county where the agency is based or which it covers, 5-digit code; unknown where no source tells or sources disagree"}
  town: {ids: towns, link: agency_towns, meaning: "town that a municipal police department is named for; unknown for other bodies and where namesakes share the name"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [INTEGER, the row]
  state: [VARCHAR, dimension]
  model: [VARCHAR, dimension]
  signed: [VARCHAR, dimension]
  memorandum: [VARCHAR, dimension]
  agency: [VARCHAR, dimension]
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
