/*
title: Facts on where agencies are
grain: one county that one source gives for one agency
key: [agency_id, source, fips]
inputs: [identities, names, agencies, sightings, counties, police, code_named_county]
columns:
  agency_id: [VARCHAR, the agency]
  source: [VARCHAR, "name (the agency's own), list (the newest COUNTY cell of ICE's lists), list_before (older cells that print another county), fbi (list of employees) or hifld (local law enforcement locations)"]
  fips: [VARCHAR, "the county, 5-digit code of vintage 2023 (HIFLD's Connecticut: the former counties, vintage 2017)"]
  reference: [VARCHAR, "what the source says: the name or cell as printed, the ORI or HIFLD's number"]
  rows: [INTEGER, "rows of the source that fit the agency by state, kind and place; several are namesakes"]
warnings:
  - COUNTY cells are wrong in some two of a hundred cases; state bodies and judicial districts print the county of their seat.
*/
WITH known AS (
    -- A county and a city of one name in one state: the bare name is the county.
    SELECT state, key, min(fips) AS fips
    FROM counties
    WHERE vintage = 2023
    GROUP BY state, key, kind = 'independent_city'
    QUALIFY row_number() OVER (PARTITION BY state, key ORDER BY kind = 'independent_city') = 1
), spelt AS (
    SELECT i.agency_id, a.state, a.kind, n.agency, n.agency_key, n.place, n.alias
    FROM names AS n
    JOIN identities AS i USING (state, agency_key)
    JOIN agencies AS a USING (agency_id)
), by_name AS (
    SELECT s.agency_id, k.fips, s.agency AS reference, s.agency_key, length(c.county) AS length
    FROM spelt AS s
    JOIN code_named_county AS c USING (agency_key)
    JOIN known AS k ON k.state = s.state AND k.key = c.county
    QUALIFY row_number() OVER (PARTITION BY s.agency_id, s.agency_key ORDER BY length(c.county) DESC, k.fips) = 1
    UNION ALL
    SELECT s.agency_id, c.fips, s.agency, s.agency_key, 0
    FROM spelt AS s
    JOIN counties AS c ON c.state = s.state AND c.kind = 'independent_city' AND c.vintage = 2023
        AND c.key = replace(s.place, ' ', '')
    WHERE s.kind IN ('sheriff', 'municipal_police') AND NOT regexp_matches(s.alias, '\b(county|parish)\b')
), by_list AS (
    -- The newest cell with a county counts, those of participating lists first; others were printed before.
    SELECT agency_id, fips, reference, row_number() OVER (
        PARTITION BY agency_id ORDER BY participating DESC, list_no DESC, fips
    ) = 1 AS newest
    FROM (
        SELECT i.agency_id, k.fips, max(g.county) AS reference, max(g.list_no) AS list_no,
            bool_or(g.kind = 'participating') AS participating
        FROM (
            SELECT state, agency_key, kind, county, max(list_no) AS list_no
            FROM sightings
            WHERE county IS NOT NULL
            GROUP BY ALL
        ) AS g
        JOIN identities AS i USING (state, agency_key)
        JOIN known AS k ON k.state = g.state AND k.key = g.county
        GROUP BY i.agency_id, k.fips
    )
), matched AS (
    SELECT DISTINCT s.agency_id, p.source, p.id, p.counties
    FROM spelt AS s
    JOIN police AS p ON p.state = s.state AND p.kind = s.kind AND p.place = s.place
    WHERE s.place <> '' AND s.kind NOT IN (
        'constable', 'prosecutor', 'other', 'state_police', 'state_agency', 'state_corrections', 'national_guard'  -- posts
    )
), by_police AS (
    SELECT agency_id, source, unnest(string_split(counties, ' ')) AS fips, id,
        CAST(count(*) OVER (PARTITION BY agency_id, source) AS INTEGER) AS rows
    FROM matched
    WHERE counties IS NOT NULL
)
SELECT agency_id, 'name' AS source, fips, min(reference) AS reference, CAST(1 AS INTEGER) AS rows FROM by_name GROUP BY agency_id, fips
UNION ALL
SELECT agency_id, CASE WHEN newest THEN 'list' ELSE 'list_before' END, fips, reference, CAST(1 AS INTEGER) FROM by_list
UNION ALL
SELECT agency_id, source, fips, string_agg(DISTINCT id, ' ' ORDER BY id), CAST(count(DISTINCT id) AS INTEGER) FROM by_police GROUP BY agency_id, source, fips
