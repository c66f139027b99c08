/*
title: Where agencies are based, and whom they serve
grain: one agency
key: [agency_id]
inputs: [agencies, county_facts, police, identities, names]
columns:
  agency_id: [VARCHAR, the agency]
  based_in: [VARCHAR, "county where it is based, 5-digit code of vintage 2023; null where no source tells, sources disagree, or only a COUNTY cell speaks for a state body"]
  based_in_status: [VARCHAR, "sure (two or more sources agree), one_source, unsure (sources disagree, or several counties fit), or none"]
  based_in_basis: [VARCHAR, "what each source says, as source:county"]
  ori: [VARCHAR, "the FBI's identifier, where exactly one row of its list fits by state, kind and place, lies in based_in, and fits no other agency here"]
  population: [INTEGER, "residents that the FBI's list gives for that row; null where it gives none"]
  population_year: [INTEGER, year of that figure]
warnings:
  - The FBI's list names no body for a county row; it is taken for the sheriff unless its name says police.
*/
WITH votes AS (
    SELECT agency_id, fips, count(DISTINCT source) AS votes
    FROM county_facts
    WHERE source <> 'list_before'
    GROUP BY agency_id, fips
), asked AS (
    SELECT
        agency_id,
        count(DISTINCT source) FILTER (source <> 'list_before') AS sources,
        bool_and(source IN ('list', 'list_before')) AND count(DISTINCT fips) > 1 AS wavers,
        string_agg(DISTINCT source || ':' || fips, ' ' ORDER BY source || ':' || fips) AS basis
    FROM county_facts
    GROUP BY agency_id
), agreed AS (
    SELECT a.agency_id, a.sources, a.wavers, a.basis, count(v.fips) AS fitting, min(v.fips) AS fips
    FROM asked AS a
    LEFT JOIN votes AS v ON v.agency_id = a.agency_id AND v.votes = a.sources
    GROUP BY ALL
), decided AS (
    SELECT
        a.agency_id,
        a.kind,
        a.state,
        -- A state body prints the county of some seat: by itself that tells no base.
        CASE WHEN g.fitting = 1 AND NOT g.wavers AND (
            g.sources >= 2 OR a.kind NOT IN ('state_police', 'state_corrections', 'state_agency', 'national_guard')
        ) THEN g.fips END AS based_in,
        CASE
            WHEN g.agency_id IS NULL THEN 'none'
            WHEN g.fitting <> 1 OR g.wavers THEN 'unsure'
            WHEN g.sources >= 2 THEN 'sure'
            ELSE 'one_source'
        END AS based_in_status,
        g.basis AS based_in_basis
    FROM agencies AS a
    LEFT JOIN agreed AS g USING (agency_id)
), fitting AS (
    SELECT DISTINCT d.agency_id, p.id, p.population, p.year
    FROM decided AS d
    JOIN identities AS i USING (agency_id)
    JOIN names AS n ON n.state = i.state AND n.agency_key = i.agency_key
    JOIN police AS p ON p.source = 'fbi' AND p.state = d.state AND p.kind = d.kind AND p.place = n.place
    WHERE list_contains(string_split(p.counties, ' '), d.based_in)
), sole AS (
    -- Where a county has a police force of its own, the county's row may be that force's.
    SELECT * FROM fitting
    WHERE agency_id NOT IN (
        SELECT d.agency_id FROM decided AS d JOIN county_facts AS f USING (agency_id)
        JOIN police AS p ON p.kind = 'county_police' AND p.counties = f.fips
        WHERE d.kind = 'sheriff' AND f.fips = d.based_in
    )
    QUALIFY count(*) OVER (PARTITION BY agency_id) = 1 AND count(*) OVER (PARTITION BY id) = 1
)
SELECT
    d.agency_id,
    d.based_in,
    d.based_in_status,
    d.based_in_basis,
    s.id AS ori,
    CAST(s.population AS INTEGER) AS population,
    CAST(CASE WHEN s.population IS NOT NULL THEN s.year END AS INTEGER) AS population_year
FROM decided AS d
LEFT JOIN sole AS s USING (agency_id)
