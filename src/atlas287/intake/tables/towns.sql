/*
title: Towns
grain: one municipality that the FBI's list or an agency's name tells, apart from its namesakes
key: [town_id]
inputs: [bodies, coverage, agencies, places]
columns:
  town_id: [VARCHAR, "state/name in full lower-case words; of namesakes in one state, state/name/code of the first county"]
  town: [VARCHAR, "name of the town, with its county where it has namesakes in the state"]
  state: [VARCHAR, two-letter code]
  place_id: [VARCHAR, "as in places: state/name, which namesakes share"]
  counties: [VARCHAR, "5-digit codes of its counties, parted by spaces; null where no source tells"]
  population: [INTEGER, "people served by its police department, as the FBI counts them; null where it prints none"]
  told_by: [VARCHAR, "fbi (the FBI's list names a police department of it) or agency (only the name of an agency on ICE's lists)"]
warnings:
  - Towns without a police department that reports to the FBI or stands on ICE's lists are not here, and none carries a code of the Census.
  - Two departments of one town and one county are one town.
*/
WITH told AS (
    SELECT state, place, counties, min(regexp_replace(body, '^City of |, .* County$|( Metropolitan)? (Police|Department of Public Safety).*$', '', 'g')) AS town, max(population) AS population, 'fbi' AS told_by
    FROM bodies
    WHERE kind IN ('municipal_police', 'marshal')
        -- Bodies of no one town, such as a region's, a park's or a railway's.
        AND NOT regexp_matches(body, '\b(Regional|Commission|Bureau|District)\b|(State|Trans|Capitol|Park|Rail|Amtrak|Metra|Protection|Facility|Resources|Museum).* Police|^Capitol Police')
    GROUP BY state, place, counties
    UNION ALL
    SELECT
        a.state,
        split_part(c.place_id, '/', 2),
        string_agg(DISTINCT v.place_id, ' ' ORDER BY v.place_id) FILTER (v.place_id <> c.place_id),
        min(p.name),
        NULL,
        'agency'
    FROM coverage AS c
    JOIN agencies AS a USING (agency_id)
    JOIN places AS p ON p.place_id = c.place_id
    JOIN coverage AS v USING (agency_id)
    WHERE c.basis = 'rule:named_place' AND a.kind IN ('municipal_police', 'marshal')
        AND NOT EXISTS (
            SELECT 1 FROM bodies AS b
            WHERE b.agency_id = a.agency_id
                OR (b.state || '/' || b.place = c.place_id AND b.kind IN ('municipal_police', 'marshal'))
        )
    GROUP BY a.state, c.place_id
), numbered AS (
    SELECT *, count(*) OVER (PARTITION BY state, place) AS namesakes,
        row_number() OVER (PARTITION BY state, place, split_part(counties, ' ', 1) ORDER BY counties) AS within
    FROM told
)
SELECT
    n.state || '/' || n.place || CASE WHEN n.namesakes > 1 THEN '/' || coalesce(split_part(n.counties, ' ', 1), 'unknown')
        || CASE WHEN n.within > 1 THEN '-' || n.within ELSE '' END ELSE '' END AS town_id,
    n.town || CASE WHEN n.namesakes > 1 THEN coalesce(' (' || p.name || ')', '') ELSE '' END AS town,
    n.state,
    n.state || '/' || n.place AS place_id,
    n.counties,
    n.population,
    n.told_by
FROM numbered AS n
LEFT JOIN places AS p ON p.place_id = split_part(n.counties, ' ', 1)
