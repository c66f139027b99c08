/*
title: Rows of ICE's list
unit: listings
kind: participating
rule: rows as printed with an agency's name; hidden rows count, filler rows do not
grain: one row of a list
inputs: [listings]
dimensions:
  state: {codes: states, meaning: "state or territory, two-letter code; unknown where no known state is printed"}
  model: {codes: models, meaning: "model of agreement; unknown where no known support type is printed"}
  signed: {values: [printed, repaired, unknown_date, unreadable, not_printed], meaning: "how the signing date stands: printed, repaired by a rule, blank (unknown_date) or unreadable"}
  memorandum: {values: [linked, pending, none, not_printed], meaning: "whether the row links a memorandum, says that the link is pending, or neither"}
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [INTEGER, the row]
  state: [VARCHAR, dimension]
  model: [VARCHAR, dimension]
  signed: [VARCHAR, dimension]
  memorandum: [VARCHAR, dimension]
*/
SELECT
    list_no,
    row,
    row AS counted,
    coalesce(state, 'unknown') AS state,
    model,
    signed_status AS signed,
    memorandum
FROM listings
