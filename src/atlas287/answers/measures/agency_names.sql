/*
title: Names of agencies on ICE's list
unit: agency_names
kind: participating
rule: "names of one State that differ in more than white space, letter case or apostrophes count apart, as whoever counts the printed names does; no judgement joins them"
grain: one row of a list
inputs: [listings, members, agencies]
overlaps: [model]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
  agency_kind: {codes: agency_kinds, meaning: "kind of body that the agency's newest name tells"}
  agency: {ids: agencies, meaning: "id of the agency"}
  county: {ids: places, link: agency_counties, meaning: "county where the agency is based or which it covers, 5-digit code; unknown where no source tells or sources disagree"}
  town: {ids: towns, link: agency_towns, meaning: "town that a municipal police department is named for; unknown for other bodies and where namesakes share the name"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, state and folded name]
  state: [VARCHAR, dimension]
  model: [VARCHAR, dimension]
  agency_kind: [VARCHAR, dimension]
  agency: [VARCHAR, dimension]
warnings:
  - A name with several models counts once in the total and once in the row of each model.
*/
SELECT
    r.list_no,
    r.row,
    coalesce(r.state, r.state_printed, '') || '/' || r.agency_key AS counted,
    CASE WHEN r.state IS NULL AND m.state = coalesce(r.state_printed, '') THEN 'unknown' ELSE m.state END AS state,
    r.model,
    a.kind AS agency_kind,
    agency_id AS agency
FROM listings AS r
JOIN members AS m USING (list_no, row)
JOIN agencies AS a USING (agency_id)
