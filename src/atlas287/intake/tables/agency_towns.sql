/*
title: Towns of agencies
grain: one town that one agency is named for
key: [agency_id, town_id]
inputs: [towns, coverage, agencies, profiles, bodies]
columns:
  agency_id: [VARCHAR, the agency]
  town_id: [VARCHAR, the town]
  certain: [BOOLEAN, "whether the name, and the county where namesakes share it, leave one town only"]
warnings:
  - Campus, airport and port police are named for what they police, not for a town.
*/
WITH fitting AS (
    SELECT a.agency_id, t.town_id, list_contains(string_split(t.counties, ' '), p.based_in) AS within, count(*) OVER (PARTITION BY a.agency_id) AS towns
    FROM coverage AS c
    JOIN agencies AS a USING (agency_id)
    JOIN profiles AS p USING (agency_id)
    LEFT JOIN bodies AS b USING (agency_id)
    JOIN towns AS t ON t.place_id = coalesce(b.state || '/' || b.place, c.place_id)
    WHERE c.basis = 'rule:named_place' AND a.kind IN ('municipal_police', 'marshal')
), kept AS (
    -- Where the county is known, only namesakes in it; where it fits none of them, the town stays open.
    SELECT *
    FROM fitting
    QUALIFY towns = 1 OR NOT coalesce(bool_or(within) OVER (PARTITION BY agency_id), FALSE) OR within
)
SELECT agency_id, town_id, count(*) OVER (PARTITION BY agency_id) = 1 AND (towns = 1 OR within) AS certain
FROM kept
