/*
title: Names
grain: one spelling of an agency's name in one state, white space, letter case and apostrophes folded
key: [state, agency_key]
inputs: [sightings, code_name]
columns:
  state: [VARCHAR, "two-letter code; as printed where unknown"]
  agency_key: [VARCHAR, as in listings]
  agency: [VARCHAR, the name as the newest list with it prints it]
  alias: [VARCHAR, "the name in full words, by the rules of registry/codes/name_words.yaml"]
  spelt: [VARCHAR, "the name in full words, forms of office kept"]
  kind: [VARCHAR, "the kind of body that the name tells, by registry/codes/agency_kinds.yaml"]
  core: [VARCHAR, what similarity between names is measured on]
  place: [VARCHAR, the place that the name tells]
  first_list_no: [INTEGER, "first list with the name, of either kind"]
  first_listed: [DATE, date of the first list of participating agencies with it]
  last_listed: [DATE, date of the last list of participating agencies with it]
  first_pending: [DATE, date of the first list of pending agencies with it]
  last_pending: [DATE, date of the last list of pending agencies with it]
*/
SELECT
    g.state,
    g.agency_key,
    max({'list_no': g.list_no, 'name': g.agency}).name AS agency,
    min(c.alias) AS alias,
    min(c.spelt) AS spelt,
    min(c.kind) AS kind,
    min(c.core) AS core,
    min(c.place) AS place,
    min(g.list_no) AS first_list_no,
    min(g.as_of) FILTER (g.kind = 'participating') AS first_listed,
    max(g.as_of) FILTER (g.kind = 'participating') AS last_listed,
    min(g.as_of) FILTER (g.kind = 'pending') AS first_pending,
    max(g.as_of) FILTER (g.kind = 'pending') AS last_pending
FROM (SELECT DISTINCT state, agency_key, agency, list_no, as_of, kind FROM sightings) AS g
JOIN code_name AS c USING (agency_key)
GROUP BY g.state, g.agency_key
