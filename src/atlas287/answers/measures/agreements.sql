/*
title: Agreements on ICE's list
unit: agreements
kind: participating
rule: rows of one agency, model and signing date are one agreement; agency names joined by state, white space, letter case and apostrophes only
grain: one row of a list
inputs: [listings]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the agreement]
  state: [VARCHAR, dimension]
  model: [VARCHAR, dimension]
*/
SELECT list_no, row, agreement_id AS counted, coalesce(state, 'unknown') AS state, model
FROM listings
