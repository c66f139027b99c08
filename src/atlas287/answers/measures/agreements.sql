/*
title: Agreements on ICE's list
unit: agreements
kind: participating
rule: rows of one agency, model and signature are one agreement, as judged; on the lists of 2007 and 2008, which print no model, an agency counts once
grain: one row of a list
inputs: [listings, members, agencies]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
  agency_kind: {codes: agency_kinds, meaning: "kind of body that the agency's newest name tells"}
  agency: {ids: agencies, meaning: "id of the agency"}
  signed: {dates: true, meaning: "signing date as the list prints it; undated where none can be read"}
  county: {ids: places, link: agency_counties, meaning: "county where the agency is based or which it covers, 5-digit code; unknown where no source tells or sources disagree"}
  town: {ids: towns, link: agency_towns, meaning: "town that a municipal police department is named for; unknown for other bodies and where namesakes share the name"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the agreement]
*/
SELECT
    r.list_no,
    r.row,
    m.agreement_id AS counted,
    CASE WHEN r.state IS NULL AND m.state = coalesce(r.state_printed, '') THEN 'unknown' ELSE m.state END AS state,
    r.model,
    a.kind AS agency_kind,
    agency_id AS agency,
    coalesce(CAST(r.signed AS VARCHAR), 'undated') AS signed
FROM listings AS r
JOIN members AS m USING (list_no, row)
JOIN agencies AS a USING (agency_id)
