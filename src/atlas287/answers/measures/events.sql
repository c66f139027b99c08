/*
title: Changes between lists
unit: events
over: to_date
rule: events of the ledger, dated at the younger of the two lists between which the change lies
grain: one event
inputs: [events]
like: agreements
dimensions:
  type: {values: [added, relisted, renamed, respelled, redated, model_added, model_switched, superseded, moved_state, no_longer_listed, held, pending_added, pending_dropped, pending_signed], meaning: "what changed, in the words of the contract"}
  state: {codes: states, meaning: "state or territory of the agency"}
  agency:
  county:
  town:
  model: {codes: models, meaning: "the model concerned; none where the event is one of the agency"}
columns:
  as_of: [DATE, date of the event]
  counted: [VARCHAR, the event]
warnings:
  - "no_longer_listed is one agency and model that ICE's lists lack by the absence rule: no statement that an agreement was ended."
*/
SELECT date AS as_of, event_id AS counted, type, state, agency_id AS agency, coalesce(model, 'none') AS model
FROM events
