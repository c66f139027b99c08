/*
title: Agencies on ICE's pending list
unit: pending
kind: pending
rule: applications, being one agency and model; an empty pending list is a true zero
grain: one row of a list
inputs: [listings]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the application]
  state: [VARCHAR, dimension]
  model: [VARCHAR, dimension]
*/
SELECT list_no, row, agreement_id AS counted, coalesce(state, 'unknown') AS state, model
FROM listings
