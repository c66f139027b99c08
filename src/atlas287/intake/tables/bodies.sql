/*
title: Police bodies on the FBI's list
grain: one sheriff's office, county or municipal police department or marshal's office on the FBI's list of employees
key: [ori]
inputs: [police, profiles, agencies, names, identities, code_state_names]
columns:
  ori: [VARCHAR, "number of the body at the FBI"]
  body: [VARCHAR, "name on the FBI's list; the kind of body is a column of its own"]
  kind: [VARCHAR, "sheriff, county_police, municipal_police or marshal"]
  state: [VARCHAR, two-letter code]
  place: [VARCHAR, "the place that the name tells, in full lower-case words"]
  counties: [VARCHAR, "5-digit codes of the counties that the FBI's list names, parted by spaces"]
  population: [INTEGER, "people served, as the FBI counts them; null where it prints none or 0"]
  year: [INTEGER, newest year of the FBI's list that holds the body]
  agency_id: [VARCHAR, "the agency of ICE's lists that this body is; null where none is, or none surely"]
  match: [VARCHAR, "number (the agency's ORI in profiles), name (same kind, place and county; the number could be another body's), unsure (an agency of the same state, kind and place may be this body or a namesake) or none (no list held shows one)"]
warnings:
  - "A body with match none is on no list held: that is a fact about the lists, and rests on names, kinds and counties being alike."
  - Bodies that never reported to the FBI from 2018 to 2025 are not here.
*/
WITH known AS (
    SELECT DISTINCT a.agency_id, a.state, a.kind, n.place, p.based_in, p.ori
    FROM agencies AS a
    JOIN profiles AS p USING (agency_id)
    JOIN identities AS i USING (agency_id)
    JOIN names AS n ON n.state = i.state AND n.agency_key = i.agency_key
), alike AS (
    SELECT p.id, k.agency_id, coalesce(list_contains(string_split(p.counties, ' '), k.based_in), FALSE) AS same_county
    FROM police AS p
    -- Lists disagree on the word for a town's form (Ashdown City) and on the kind of a town's body (a marshal).
    JOIN known AS k ON k.state = p.state
        AND (k.kind = p.kind OR (k.kind IN ('marshal', 'regional_police', 'municipal_police') AND p.kind IN ('marshal', 'municipal_police')))
        AND regexp_replace(k.place, ' (city|town|village|borough)$', '') = regexp_replace(p.place, ' (city|town|village|borough)$', '')
    WHERE p.source = 'fbi' AND k.ori IS NULL
        AND (k.based_in IS NULL OR p.counties IS NULL OR list_contains(string_split(p.counties, ' '), k.based_in))
), named AS (
    SELECT id, bool_and(same_county AND sole) AND count(DISTINCT agency_id) = 1 AS same, min(agency_id) AS agency_id
    FROM (SELECT *, count(DISTINCT id) OVER (PARTITION BY agency_id) = 1 AS sole FROM alike)
    GROUP BY id
)
SELECT
    p.id AS ori,
    p.name AS body,
    p.kind,
    p.state,
    p.place,
    p.counties,
    CAST(nullif(p.population, 0) AS INTEGER) AS population,
    CAST(p.year AS INTEGER) AS year,
    CASE WHEN s.agency_id IS NULL AND n.same THEN n.agency_id ELSE s.agency_id END AS agency_id,
    CASE
        WHEN s.agency_id IS NOT NULL THEN 'number'
        WHEN n.same THEN 'name'
        WHEN n.id IS NOT NULL THEN 'unsure'
        ELSE 'none'
    END AS match
FROM police AS p
LEFT JOIN profiles AS s ON s.ori = p.id
LEFT JOIN named AS n ON n.id = p.id
WHERE p.source = 'fbi' AND p.kind IN ('sheriff', 'county_police', 'municipal_police', 'marshal')
    AND p.state IN (SELECT code FROM code_state_names)  -- FS is the federal government
    AND (p.kind IN ('sheriff', 'county_police') OR p.place <> '')
