/*
title: States and territories on ICE's list
unit: states
kind: participating
rule: states and territories with at least one listed row, after corrections and moves; a row whose printed state is unknown counts for none
grain: one row of a list
inputs: [listings, members]
overlaps: [model]
like: agreements
dimensions:
  model:
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  counted: [VARCHAR, the state]
*/
SELECT r.list_no, r.row, CASE WHEN r.state IS NOT NULL OR m.state <> coalesce(r.state_printed, '') THEN m.state END AS counted, r.model
FROM listings AS r
JOIN members AS m USING (list_no, row)
