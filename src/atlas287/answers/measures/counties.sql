/*
title: Counties of the agencies on ICE's list
unit: counties
kind: participating
rule: counties (5-digit codes, vintage 2023) where at least one listed agency is based, or which at least one polices wholly or in part, as the basis says; a state body covers every county of its state
grain: one county of one row of a list
inputs: [listings, members, agencies, agency_counties, places]
overlaps: [model, agency_kind]
basis: agency_counties
like: agreements
dimensions:
  state: {codes: states, meaning: "state of the county"}
  model:
  agency_kind:
  county: {ids: places, meaning: "the county itself, 5-digit code"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the county]
  basis: [VARCHAR, based_in or covers]
warnings:
  - Agencies whose county no source tells, or on which sources disagree, are in no county.
  - A body that polices a county does not thereby act under its agreement everywhere in it.
*/
SELECT r.list_no, r.row, c.county AS counted, c.basis, p.state, r.model, a.kind AS agency_kind, c.county
FROM listings AS r
JOIN members AS m USING (list_no, row)
JOIN agencies AS a USING (agency_id)
JOIN agency_counties AS c USING (agency_id)
JOIN places AS p ON p.place_id = c.county
