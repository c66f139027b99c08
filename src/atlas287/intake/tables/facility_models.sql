/*
title: Models in force at each facility on each day
grain: one facility and day
key: [facility, day]
release: false
inputs: [raw_facility_days, facilities, lists, spells]
columns:
  facility: [VARCHAR, the facility]
  day: [DATE, the day]
  models: [VARCHAR, "as in facility_months"]
*/
WITH days AS (
    SELECT d.day, l.list_no
    FROM (SELECT DISTINCT day FROM raw_facility_days) AS d
    ASOF LEFT JOIN (
        SELECT as_of, max(list_no) AS list_no FROM lists WHERE kind = 'participating' GROUP BY as_of
    ) AS l ON d.day >= l.as_of
), stale AS (
    SELECT d.day, CASE WHEN d.day - l.as_of <= 45 THEN d.list_no END AS list_no
    FROM days AS d
    LEFT JOIN lists AS l USING (list_no)
), agencies_there AS (
    SELECT DISTINCT agency_id FROM facilities WHERE agency_id IS NOT NULL
), held AS (
    SELECT a.agency_id, n.list_no, string_agg(s.model, '+' ORDER BY s.model) AS models
    FROM agencies_there AS a
    JOIN spells AS s ON s.agency_id = a.agency_id AND s.kind = 'participating'
    JOIN (SELECT DISTINCT list_no FROM stale WHERE list_no IS NOT NULL) AS n
        ON n.list_no BETWEEN s.first_list_no AND s.last_list_no
    GROUP BY a.agency_id, n.list_no
)
SELECT
    r.facility,
    r.day,
    CASE
        WHEN f.agency_status = 'not_local' THEN 'private_or_federal'
        WHEN f.agency_status NOT IN ('found', 'never_listed') OR t.list_no IS NULL THEN 'unknown'
        ELSE coalesce(h.models, 'none')
    END AS models
FROM raw_facility_days AS r
JOIN facilities AS f USING (facility)
JOIN stale AS t USING (day)
LEFT JOIN held AS h ON h.agency_id = f.agency_id AND h.list_no = t.list_no
