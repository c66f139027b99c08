/*
title: Detention by facility, month and models in force
grain: one facility, month and set of models in force at the agency that runs it
key: [facility, month, models]
inputs: [raw_facility_days, facility_models]
columns:
  facility: [VARCHAR, the facility]
  month: [DATE, first day of the month]
  models: [VARCHAR, "codes of the models under which the running agency stood on the newest list of the day, sorted and joined by +; none (it stood on none), private_or_federal (run by or for a federal agency, which holds no agreement) or unknown (who runs it is not known, or the newest list is more than 45 days older than the day)"]
  person_days: [BIGINT, "sum over the days of the people there at midnight; divided by days it is the average daily population"]
  days: [INTEGER, "days of the month on which these models were in force; those of a facility and month add up to the days reported"]
  peak: [INTEGER, highest midnight count of those days]
  first_day: [DATE, first of those days]
  last_day: [DATE, last of those days]
warnings:
  - A model in force at the agency that runs a jail does not say that it referred the people held there; many were arrested elsewhere and moved in.
  - Being on ICE's list says nothing of whether an agreement was used, nor of the day on which officers were certified.
  - An absence too short for the rule of the table spells counts as held.
*/
SELECT
    facility,
    CAST(date_trunc('month', day) AS DATE) AS month,
    models,
    CAST(sum(n_detained_at_midnight) AS BIGINT) AS person_days,
    CAST(count(*) AS INTEGER) AS days,
    max(n_detained_at_midnight) AS peak,
    min(day) AS first_day,
    max(day) AS last_day
FROM raw_facility_days
JOIN facility_models USING (facility, day)
GROUP BY ALL
