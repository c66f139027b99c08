/*
title: Lists held
unit: lists
over: to_date
rule: published lists in the release dated up to the day
grain: one list
inputs: [lists]
dimensions:
  kind: {values: [participating, pending], meaning: "kind of list, told by its content"}
  basis: {values: [file_name, file_property, content], meaning: "what the list's date rests on"}
columns:
  as_of: [DATE, date of the list]
  counted: [INTEGER, the list]
*/
SELECT as_of, list_no AS counted, kind, as_of_basis AS basis
FROM lists
