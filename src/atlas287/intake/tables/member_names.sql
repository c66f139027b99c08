/*
title: Names of agencies
grain: one spelling in one state with the agency that it stands for
key: [state, agency_key]
inputs: [identities]
columns:
  state: [VARCHAR, as in names]
  agency_key: [VARCHAR, as in names]
  agency_id: [VARCHAR, the agency]
*/
SELECT state, agency_key, agency_id FROM identities
