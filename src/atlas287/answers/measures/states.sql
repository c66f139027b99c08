/*
title: States and territories on ICE's list
unit: states
kind: participating
rule: states and territories with at least one listed row; a row whose printed state is unknown counts for none
grain: one row of a list
inputs: [listings]
overlaps: [model]
dimensions:
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the state]
  model: [VARCHAR, dimension]
*/
SELECT list_no, row, state AS counted, model
FROM listings
