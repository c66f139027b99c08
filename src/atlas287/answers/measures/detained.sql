/*
title: People in ICE detention
unit: detained
over: period
rule: people at midnight, summed over the days of whole months (person_days) and divided by the days of the period, at the facilities of one published table; the models are those in force, on the day, at the agency that runs the facility
grain: one facility, month and set of models in force
inputs: [facility_months, facilities, facility_files]
dimensions:
  month: {months: true, meaning: "month, as YYYY-MM"}
  state: {codes: states, meaning: "State in which the facility stands, two-letter code; unknown where no rule and no judgement tells"}
  county: {ids: places, meaning: "county in which it stands, 5-digit code; unknown where its name names none"}
  facility: {ids: facilities, meaning: "ICE's code of the facility"}
  facility_kind: {codes: facility_kinds, meaning: "kind of facility that its code and name tell"}
  models: {ids: facility_months, meaning: "models in force at the agency that runs the facility, joined by +; none, private_or_federal or unknown"}
columns:
  month: [VARCHAR, dimension]
  counted: [BIGINT, person-days]
  state: [VARCHAR, dimension]
  county: [VARCHAR, dimension]
  facility: [VARCHAR, dimension]
  facility_kind: [VARCHAR, dimension]
  models: [VARCHAR, dimension]
  first_day: [DATE, first of the days]
  last_day: [DATE, last of the days]
warnings:
  - It counts people held, not people referred; where somebody is held does not say who arrested or referred them.
  - "The running agency is known for a part only: of facilities run by companies for ICE, and of those whose name does not tell who runs them, no model is told."
*/
SELECT
    strftime(m.month, '%Y-%m') AS month,
    m.person_days AS counted,
    coalesce(f.state, 'unknown') AS state,
    coalesce(f.county, 'unknown') AS county,
    m.facility,
    f.kind AS facility_kind,
    m.models,
    m.first_day,
    m.last_day
FROM facility_months AS m
JOIN facilities AS f USING (facility)
