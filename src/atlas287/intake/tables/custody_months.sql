/*
title: Detention by month, models in force and criminal conviction
grain: one month and set of models in force at the agency that runs the facility, nation-wide
key: [month, models]
inputs: [raw_facility_days, facility_models]
columns:
  month: [DATE, first day of the month]
  models: [VARCHAR, "models in force at the agency that runs the facility, as in facility_months, or all (every facility)"]
  facilities: [INTEGER, facilities with at least one person at midnight]
  person_days: [BIGINT, "sum over the days and facilities of the people there at midnight"]
  detained_days: [BIGINT, "sum over the days and facilities of the people there at any time of the day: the denominator of convicted_days, in which somebody moved that day stands twice"]
  convicted_days: [BIGINT, "those of detained_days whom ICE's records mark as convicted of a crime; null where suppressed"]
  other_days: [BIGINT, "detained_days without convicted_days: pending charges, neither, or not recorded; null where suppressed"]
  suppressed: [BOOLEAN, "whether convicted_days and other_days are withheld: one of them comes to ten or fewer people (not none) on an average day of the month, or the row is the next smallest of a month in which one other is withheld and could be told from the total"]
warnings:
  - A criminal conviction is as ICE's records mark it; it does not say of what, when, or in which country.
  - convicted_days counts people there at any time of the day, so it is a part of detained_days and never of person_days.
  - It is told for the nation only, since at a single facility it would come to few people.
*/
WITH told AS (
    SELECT
        CAST(date_trunc('month', day) AS DATE) AS month,
        CASE GROUPING(models) WHEN 1 THEN 'all' ELSE models END AS models,
        CAST(count(DISTINCT facility) FILTER (n_detained_at_midnight > 0) AS INTEGER) AS facilities,
        CAST(sum(n_detained_at_midnight) AS BIGINT) AS person_days,
        CAST(sum(n_detained) AS BIGINT) AS detained_days,
        CAST(sum(n_detained_convicted_criminal) AS BIGINT) AS convicted,
        CAST(sum(n_detained - n_detained_convicted_criminal) AS BIGINT) AS other
    FROM raw_facility_days
    JOIN facility_models USING (facility, day)
    GROUP BY GROUPING SETS ((CAST(date_trunc('month', day) AS DATE), models), (CAST(date_trunc('month', day) AS DATE)))
), small AS (
    SELECT *, (convicted > 0 AND convicted <= 10 * day(last_day(month))) OR (other > 0 AND other <= 10 * day(last_day(month))) AS small
    FROM told
), beside AS (
    SELECT *, models <> 'all' AND NOT small AND row_number() OVER (
        PARTITION BY month, small, models = 'all' ORDER BY detained_days, models
    ) = 1 AND count(*) FILTER (small AND models <> 'all') OVER (PARTITION BY month) = 1 AS beside
    FROM small
)
SELECT
    month,
    models,
    facilities,
    person_days,
    detained_days,
    CASE WHEN NOT (small OR beside) THEN convicted END AS convicted_days,
    CASE WHEN NOT (small OR beside) THEN other END AS other_days,
    small OR beside AS suppressed
FROM beside
