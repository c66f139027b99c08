/*
title: Members
grain: one named row of one list with the agency and the agreement that it stands for
key: [list_no, row]
inputs: [sightings, identities, signings]
columns:
  list_no: [INTEGER, the list]
  row: [INTEGER, the row in the sheet]
  state: [VARCHAR, "two-letter code after corrections and moves; as printed where unknown"]
  agency_id: [VARCHAR, the agency]
  agreement_id: [VARCHAR, "the agreement; on lists of pending agencies the application, being agency and model"]
*/
SELECT
    g.list_no,
    g.row,
    g.state,
    i.agency_id,
    coalesce(s.agreement_id, i.agency_id || '/' || g.model) AS agreement_id
FROM sightings AS g
JOIN identities AS i USING (state, agency_key)
LEFT JOIN signings AS s
    ON g.kind = 'participating' AND s.agency_id = i.agency_id AND s.model = g.model
    AND s.signed_key = coalesce(CAST(g.signed AS VARCHAR), 'undated')
