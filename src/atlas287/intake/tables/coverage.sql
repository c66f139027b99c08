/*
title: Coverage
grain: one place that one agency polices, wholly or in part
key: [agency_id, place_id]
inputs: [agencies, profiles, county_facts, police, counties, names, identities]
columns:
  agency_id: [VARCHAR, the agency]
  place_id: [VARCHAR, "as in places: a county's code, a state's code, or state/name for a municipality, campus or port"]
  share: [DOUBLE, "1 where the whole place is policed; null where an unknown part of it"]
  basis: [VARCHAR, "by what it is told: rule:county_body, rule:state_body, rule:named_place, rule:counties_of_place (the FBI's list names every county of the place) or rule:county_of_seat"]
  status: [VARCHAR, "sure (two or more sources agree on the county), one_source, or named (the agency's own name tells the place)"]
warnings:
  - That a body polices a place says nothing of where its officers act under an agreement; the memorandum does.
  - An agency without a row is one whose area no source here tells.
*/
WITH bodies AS (
    SELECT a.agency_id, a.agency, a.state, a.kind, a.alias, p.based_in, p.based_in_status
    FROM agencies AS a
    JOIN profiles AS p USING (agency_id)
), named AS (
    SELECT i.agency_id, arg_max(n.place, n.first_list_no) AS place
    FROM names AS n
    JOIN identities AS i USING (state, agency_key)
    JOIN agencies AS a ON a.agency_id = i.agency_id AND a.alias = n.alias
    GROUP BY i.agency_id
), county_lists AS (
    -- All counties of a municipality that one row of the FBI's list names, where the base is one of them.
    SELECT f.agency_id, unnest(string_split(p.counties, ' ')) AS fips
    FROM county_facts AS f
    JOIN profiles AS b ON b.agency_id = f.agency_id AND b.based_in = f.fips
    JOIN police AS p ON p.source = 'fbi' AND p.id = f.reference
    WHERE f.source = 'fbi'
)
SELECT agency_id, based_in AS place_id, CAST(1 AS DOUBLE) AS share, 'rule:county_body' AS basis, based_in_status AS status
FROM bodies
WHERE based_in IS NOT NULL AND kind IN ('sheriff', 'county_corrections', 'county_police')
    OR (kind = 'prosecutor' AND based_in IS NOT NULL AND agency_id IN (SELECT agency_id FROM county_facts WHERE source = 'name'))
UNION ALL
SELECT agency_id, state, 1, 'rule:state_body', 'named'
FROM bodies
WHERE kind IN ('state_police', 'state_corrections', 'state_agency', 'national_guard')
    OR (kind = 'prosecutor' AND regexp_matches(alias, '\battorney general\b'))
UNION ALL
SELECT b.agency_id, b.state || '/' || n.place, 1, 'rule:named_place', 'named'
FROM bodies AS b
JOIN named AS n USING (agency_id)
WHERE b.kind IN ('municipal_police', 'marshal', 'campus_police', 'airport_port_police') AND n.place <> ''
UNION ALL
SELECT b.agency_id, coalesce(c.fips, b.based_in), NULL,
    CASE WHEN c.fips IS NOT NULL THEN 'rule:counties_of_place' ELSE 'rule:county_of_seat' END, b.based_in_status
FROM bodies AS b
LEFT JOIN county_lists AS c ON c.agency_id = b.agency_id AND b.kind = 'municipal_police'
WHERE b.based_in IS NOT NULL
    AND b.kind IN ('municipal_police', 'marshal', 'campus_police', 'airport_port_police', 'constable')
