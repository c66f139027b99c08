/*
title: Agencies on ICE's list
unit: agencies
kind: participating
rule: names joined by state, white space, letter case and apostrophes only, so a respelt agency counts twice on a list with both spellings
grain: one row of a list
inputs: [listings]
overlaps: [model]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the agency]
  state: [VARCHAR, dimension]
  model: [VARCHAR, dimension]
warnings:
  - An agency with several models counts once in the total and once in the row of each model.
*/
SELECT
    list_no,
    row,
    coalesce(state, state_printed, '') || chr(31) || agency_key AS counted,
    coalesce(state, 'unknown') AS state,
    model
FROM listings
