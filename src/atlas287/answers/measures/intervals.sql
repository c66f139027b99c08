/*
title: Intervals without a list
unit: intervals
over: to_date
rule: intervals of more than 45 days between neighbouring lists of one kind, ended up to the day
grain: one interval
inputs: [lists]
dimensions:
  kind: {values: [participating, pending], meaning: "kind of list"}
columns:
  as_of: [DATE, date of the list that ends the interval]
  counted: [VARCHAR, the interval]
*/
WITH neighbours AS (
    SELECT kind, as_of, lag(as_of) OVER (PARTITION BY kind ORDER BY list_no) AS before
    FROM lists
)
SELECT as_of, kind || ' ' || before AS counted, kind
FROM neighbours
WHERE as_of - before > 45
