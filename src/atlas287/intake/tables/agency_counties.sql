/*
title: Counties of agencies
grain: one county of one agency, by one basis
key: [agency_id, basis, county]
inputs: [profiles, coverage, counties]
columns:
  agency_id: [VARCHAR, the agency]
  basis: [VARCHAR, "based_in (where the agency is based) or covers (which it polices, wholly or in part; a state body covers every county of its state)"]
  county: [VARCHAR, "5-digit code, vintage 2023"]
  share: [DOUBLE, "for covers: 1 where the whole county is policed, null where an unknown part of it; null for based_in"]
*/
SELECT agency_id, 'based_in' AS basis, based_in AS county, CAST(NULL AS DOUBLE) AS share
FROM profiles
WHERE based_in IS NOT NULL
UNION ALL
SELECT v.agency_id, 'covers', c.fips, v.share
FROM coverage AS v
JOIN counties AS c ON c.vintage = 2023 AND (c.fips = v.place_id OR c.state = v.place_id)
