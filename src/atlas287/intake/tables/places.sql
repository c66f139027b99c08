/*
title: Places
grain: one county, state or territory, or one municipality, campus or port that an agency polices
key: [place_id]
inputs: [counties, code_state_names, coverage, agencies]
columns:
  place_id: [VARCHAR, "a county's 5-digit FIPS code, a state's two-letter code, or state/name"]
  type: [VARCHAR, "county, state, municipality, campus or port"]
  name: [VARCHAR, "the county's, state's or place's name; a municipality's as the agency's name spells it, in full words"]
  state: [VARCHAR, two-letter code]
  legal_kind: [VARCHAR, "for counties: county, parish, independent_city, borough_or_census_area, planning_region, municipio or district"]
  vintage: [INTEGER, "year of the Census boundaries whose codes these are: 2023, or 2017 for Connecticut's eight former counties"]
  longitude: [DOUBLE, "middle of the county's largest part, degrees"]
  latitude: [DOUBLE, "middle of the county's largest part, degrees"]
warnings:
  - Municipalities carry no code of the Census; they are told by state and name, so namesakes within one state are one row.
*/
SELECT fips AS place_id, 'county' AS type, name, state, kind AS legal_kind, vintage, longitude, latitude FROM counties
UNION ALL
SELECT code, 'state', name, code, NULL, NULL, NULL, NULL FROM code_state_names
UNION ALL
SELECT DISTINCT
    c.place_id,
    CASE a.kind WHEN 'campus_police' THEN 'campus' WHEN 'airport_port_police' THEN 'port' ELSE 'municipality' END,
    array_to_string(list_transform(string_split(split_part(c.place_id, '/', 2), ' '), lambda w: upper(left(w, 1)) || substr(w, 2)), ' '),
    a.state,
    NULL,
    NULL,
    NULL,
    NULL
FROM coverage AS c
JOIN agencies AS a USING (agency_id)
WHERE c.basis = 'rule:named_place'
