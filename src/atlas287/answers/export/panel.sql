/*
title: Agency-month panel
grain: one agency and month
population: every agency that any list of the release shows, in every month from 2021-01; agencies that ICE never listed are not in it
inputs: [agencies, lists, listings, members, profiles, places]
key: [agency_id, month]
columns:
  agency_id: [VARCHAR, "id of the agency, minted once and never reused"]
  agency: [VARCHAR, the name as the newest list with it prints it]
  state: [VARCHAR, "two-letter code, as the newest list has it"]
  kind: [VARCHAR, the kind of body that the newest name tells]
  month: [VARCHAR, "the month, YYYY-MM"]
  day: [DATE, "the day that the row tells of: the month's last, or the day of the export in its last month"]
  list_as_of: [DATE, "date of the list that tells it: the newest of participating agencies up to the day, at most 45 days older"]
  list_sha256: [VARCHAR, sha256 of that list's file]
  gap: [VARCHAR, "not_collected where no list is near enough; then the row tells nothing of the month"]
  listed: [INTEGER, "1 where the list shows the agency, 0 where it does not"]
  agreements: [INTEGER, number of its agreements on the list]
  jem: [INTEGER, "1 where the list shows it with the Jail Enforcement Model, else 0"]
  tfm: [INTEGER, "1 where the list shows it with the Task Force Model, else 0"]
  wso: [INTEGER, "1 where the list shows it with the Warrant Service Officer model, else 0"]
  ttfm: [INTEGER, "1 where the list shows it with the Tribal Task Force Model, else 0"]
  hybrid: [INTEGER, "1 where the list shows it with the historical hybrid, else 0"]
  unknown_model: [INTEGER, "1 where the list shows it with a support type that is blank or not known, else 0"]
  jem_signed: [DATE, "signing date that the list prints for JEM; the earliest, where it prints several"]
  tfm_signed: [DATE, likewise for TFM]
  wso_signed: [DATE, likewise for WSO]
  ttfm_signed: [DATE, likewise for TTFM]
  hybrid_signed: [DATE, likewise for HYBRID]
  first_listed: [DATE, "date of the first list of participating agencies with it, over all lists"]
  last_listed: [DATE, "date of the last such list, over all lists"]
  status_newest: [VARCHAR, "how it stands on the newest list, as in the table agencies"]
  ori: [VARCHAR, the FBI's identifier where sure]
  based_in: [VARCHAR, "county where it is based, 5-digit FIPS code"]
  based_in_vintage: [INTEGER, year of the Census boundaries whose code that is]
  based_in_status: [VARCHAR, "sure (two or more sources agree), one_source, unsure (sources disagree, or several counties fit), or none"]
  based_in_basis: [VARCHAR, "what each source says, as source:county"]
  population: [INTEGER, residents that the FBI's list gives for it]
  population_year: [INTEGER, year of that figure]
units: {agreements: agreements, population: residents}
codes: {state: states, kind: agency_kinds}
values:
  gap: [not_collected]
  status_newest: [listed, held, no_longer_listed, not_listed]
  based_in_status: [sure, one_source, unsure, none]
blank:
  list_as_of: [not_collected, "gap is not_collected: no list within 45 days up to the day"]
  list_sha256: [not_collected, "as list_as_of"]
  gap: [not_applicable, "a list tells of the month"]
  listed: [not_collected, "as list_as_of"]
  agreements: [not_collected, "as list_as_of"]
  jem: [not_collected, "as list_as_of"]
  tfm: [not_collected, "as list_as_of"]
  wso: [not_collected, "as list_as_of"]
  ttfm: [not_collected, "as list_as_of"]
  hybrid: [not_collected, "as list_as_of"]
  unknown_model: [not_collected, "as list_as_of"]
  jem_signed: [not_applicable, "jem is 0; where jem is 1: unknown_date, the list prints no date that can be read; where gap: not_collected"]
  tfm_signed: [not_applicable, "likewise for tfm"]
  wso_signed: [not_applicable, "likewise for wso"]
  ttfm_signed: [not_applicable, "likewise for ttfm"]
  hybrid_signed: [not_applicable, "likewise for hybrid"]
  first_listed: [not_applicable, "only lists of pending agencies show it"]
  last_listed: [not_applicable, "only lists of pending agencies show it"]
  ori: [not_collected, "no row of the FBI's list fits alone"]
  based_in: [conflicting, "based_in_status says which: unsure (sources disagree), one_source (only a COUNTY cell speaks for a state body) or none (no source tells: not_collected)"]
  based_in_vintage: [conflicting, "as based_in"]
  based_in_basis: [not_collected, "no source tells a county"]
  population: [not_collected, "no ORI, or the FBI's list gives no figure for it"]
  population_year: [not_collected, "as population"]
warnings:
  - A 0 says that the list of that month does not show the agency; it is no statement on cooperation without an agreement.
  - The first lists are of January 2021, so agreements listed then began earlier; signing dates say when, as the list prints them.
  - An absence of less than the absence rule asks is a 0 here; the table spells bridges it.
  - Name, state, kind, ORI, county and population are those of the newest release, the same in every month.
  - Where unknown_model is 1, a 0 under a model says only that the list does not print that model.
*/
WITH months AS (
    SELECT strftime(first, '%Y-%m') AS month, least(last_day(CAST(first AS DATE)), CAST($day AS DATE)) AS day
    FROM generate_series(TIMESTAMP '2021-01-01', CAST($day AS TIMESTAMP), INTERVAL 1 MONTH) AS series (first)
),
newest AS (
    SELECT m.month, m.day, max(l.list_no) AS list_no
    FROM months AS m
    LEFT JOIN lists AS l ON l.kind = 'participating' AND l.as_of <= m.day
    GROUP BY m.month, m.day
),
told AS (
    SELECT n.month, n.day, l.list_no, l.as_of, l.sha256
    FROM newest AS n
    LEFT JOIN lists AS l ON l.list_no = n.list_no AND n.day - l.as_of <= $stale
),
shown AS (
    SELECT
        m.list_no,
        m.agency_id,
        count(DISTINCT m.agreement_id) AS agreements,
        bool_or(r.model = 'JEM') AS jem,
        bool_or(r.model = 'TFM') AS tfm,
        bool_or(r.model = 'WSO') AS wso,
        bool_or(r.model = 'TTFM') AS ttfm,
        bool_or(r.model = 'HYBRID') AS hybrid,
        bool_or(r.model = 'unknown') AS unknown_model,
        min(r.signed) FILTER (r.model = 'JEM') AS jem_signed,
        min(r.signed) FILTER (r.model = 'TFM') AS tfm_signed,
        min(r.signed) FILTER (r.model = 'WSO') AS wso_signed,
        min(r.signed) FILTER (r.model = 'TTFM') AS ttfm_signed,
        min(r.signed) FILTER (r.model = 'HYBRID') AS hybrid_signed
    FROM members AS m
    JOIN listings AS r USING (list_no, row)
    WHERE m.list_no IN (SELECT list_no FROM told)
    GROUP BY m.list_no, m.agency_id
),
rows_ AS (
    SELECT a.*, t.*, s.* EXCLUDE (list_no, agency_id), t.list_no IS NULL AS unknown_month
    FROM agencies AS a
    CROSS JOIN told AS t
    LEFT JOIN shown AS s ON s.list_no = t.list_no AND s.agency_id = a.agency_id
)
SELECT
    w.agency_id,
    w.agency,
    w.state,
    w.kind,
    w.month,
    w.day,
    w.as_of AS list_as_of,
    w.sha256 AS list_sha256,
    CASE WHEN unknown_month THEN 'not_collected' END AS gap,
    CASE WHEN NOT unknown_month THEN CAST(w.agreements IS NOT NULL AS INTEGER) END AS listed,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.agreements, 0) AS INTEGER) END AS agreements,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.jem, FALSE) AS INTEGER) END AS jem,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.tfm, FALSE) AS INTEGER) END AS tfm,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.wso, FALSE) AS INTEGER) END AS wso,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.ttfm, FALSE) AS INTEGER) END AS ttfm,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.hybrid, FALSE) AS INTEGER) END AS hybrid,
    CASE WHEN NOT unknown_month THEN CAST(coalesce(w.unknown_model, FALSE) AS INTEGER) END AS unknown_model,
    w.jem_signed,
    w.tfm_signed,
    w.wso_signed,
    w.ttfm_signed,
    w.hybrid_signed,
    w.first_listed,
    w.last_listed,
    w.status AS status_newest,
    p.ori,
    p.based_in,
    c.vintage AS based_in_vintage,
    p.based_in_status,
    p.based_in_basis,
    p.population,
    p.population_year
FROM rows_ AS w
JOIN profiles AS p USING (agency_id)
LEFT JOIN places AS c ON c.place_id = p.based_in
