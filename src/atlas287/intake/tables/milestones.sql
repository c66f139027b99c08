/*
title: Milestones
grain: one dated event or figure in the history of the programme, from other sources than ICE's lists
key: [fact_id]
inputs: [raw_milestones]
columns:
  fact_id: [VARCHAR, the event]
  happened: [VARCHAR, "day, month or year"]
  metric: [VARCHAR, what its figure measures]
  value: ["DECIMAL(18,2)", the figure]
  unit: [VARCHAR, what it counts]
warnings:
  - A figure here is what its source says, never a count of this project.
*/
SELECT fact_id, happened, metric, value, unit FROM raw_milestones
