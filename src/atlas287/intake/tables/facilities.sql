/*
title: Detention facilities
grain: one facility whose population is published
key: [facility]
inputs: [raw_facility_days, code_facility, code_facility_county, code_state_names, code_jail_states, registry_facilities, counties, agencies, profiles, county_facts, names, identities]
columns:
  facility: [VARCHAR, "ICE's code of the facility (DETLOC)"]
  name: [VARCHAR, "the name that ICE's records print for the code, as published"]
  kind: [VARCHAR, "kind of facility that the code and the name tell, a code of registry/codes/facility_kinds.yaml; unknown where no rule fits"]
  state: [VARCHAR, "two-letter code; null where no rule and no judgement tells"]
  county: [VARCHAR, "5-digit code; null where the name names no county of the State"]
  vintage: [INTEGER, "year of the Census boundaries of that code: 2023, or 2017 for Connecticut's eight former counties"]
  place_basis: [VARCHAR, "rule:name_and_code (the county that the name names is one of the State with which the code ends), rule:code (the code of seven letters ends with a State's, the name names no county of it), rule:code_begins (it begins with a State's and ends with none), location (the publisher's hand-made list), judgement (registry/places/facilities.csv); null where nothing tells"]
  operator: [VARCHAR, "who runs it: sheriff, corrections (a county's department), police, state, regional_authority, private_or_federal (ICE, another federal agency or a company for them), or unknown"]
  operator_basis: [VARCHAR, "rule:name (its name says so), rule:county_jail (a county jail is taken to be run by the county's sheriff, except in the States of registry/codes/jail_states.yaml), rule:corrections_listed (ICE's lists hold a corrections department of that county), judgement; null where unknown"]
  agency_id: [VARCHAR, "the agency of ICE's lists that runs it; null where no list ever held that body (operator known) or where it is not known which it is"]
  agency_status: [VARCHAR, "found, never_listed (no list held shows that body), unsure (several fit, or its place is not known), not_local (run by or for a federal agency) or unknown (who runs it is not known)"]
  warnings: [VARCHAR, "what to know of this row, codes parted by spaces: state_without_rule (registry/codes/jail_states.yaml), company_possible (a county's name on a correctional centre, which a company may run), several_agencies, several_names, location_differs (the publisher's hand-made list gives another State); empty for none"]
warnings:
  - A rule of thumb is no fact. A county jail is taken to be run by the sheriff of its county; a contract may give it to a company.
  - The State in which a facility stands is not where those held were arrested; people are moved far.
*/
WITH last AS (
    SELECT facility, arg_max(name, day) AS name, count(DISTINCT name) AS names FROM raw_facility_days GROUP BY facility
), told AS (
    SELECT f.facility, f.name, c.spelt, c.kind, f.names, s.code AS ending, b.code AS beginning
    FROM last AS f
    JOIN code_facility AS c USING (facility, name)
    -- Codes of the Bureau of Prisons (BOP and three letters) and other short ones carry no State.
    LEFT JOIN code_state_names AS s ON length(f.facility) = 7 AND s.code = right(f.facility, 2)
    LEFT JOIN code_state_names AS b ON length(f.facility) = 7 AND s.code IS NULL AND b.code = left(f.facility, 2)
        AND NOT regexp_matches(f.facility, '(HOLD|ICDF)$')
), countied AS (
    -- The longest name that is a county of the State; a county before an independent city of the same name.
    SELECT t.facility, k.fips, k.vintage
    FROM told AS t
    JOIN code_facility_county AS n USING (facility, name)
    JOIN counties AS k ON k.state = coalesce(t.ending, t.beginning) AND k.key = n.county
        AND (n.form = 'county' OR k.kind = 'independent_city')
    QUALIFY row_number() OVER (
        PARTITION BY t.facility ORDER BY n.form, length(n.county) DESC, k.kind = 'independent_city', k.vintage DESC, k.fips
    ) = 1
), placed AS (
    SELECT
        t.*,
        CASE
            WHEN j.state IS NOT NULL THEN j.state
            WHEN c.fips IS NOT NULL THEN coalesce(t.ending, t.beginning)
            WHEN l.state IS NOT NULL THEN l.state
            ELSE coalesce(t.ending, t.beginning)
        END AS state,
        CASE WHEN j.state IS NOT NULL THEN j.county WHEN c.fips IS NOT NULL THEN c.fips ELSE l.county END AS county,
        CASE
            WHEN j.state IS NOT NULL THEN 'judgement'
            WHEN c.fips IS NOT NULL THEN 'rule:name_and_code'
            WHEN l.state IS NOT NULL THEN 'location'
            WHEN t.ending IS NOT NULL THEN 'rule:code'
            WHEN t.beginning IS NOT NULL THEN 'rule:code_begins'
        END AS place_basis,
        c.fips IS NOT NULL AND l.state <> coalesce(t.ending, t.beginning) AS location_differs,
        j.operator AS judged_operator,
        j.agency_id AS judged_agency
    FROM told AS t
    LEFT JOIN countied AS c USING (facility)
    LEFT JOIN registry_facilities AS j ON j.code = t.facility AND j.basis = 'judgement'
    LEFT JOIN registry_facilities AS l ON l.code = t.facility AND l.basis = 'location'
), based AS (
    -- A sheriff's or department's county: where it is based, else the one that its own name names.
    SELECT a.agency_id, a.kind, a.state, coalesce(p.based_in, n.fips) AS county
    FROM agencies AS a
    JOIN profiles AS p USING (agency_id)
    LEFT JOIN county_facts AS n ON n.agency_id = a.agency_id AND n.source = 'name'
    WHERE a.kind IN ('sheriff', 'county_corrections')
), departments AS (
    SELECT county, count(DISTINCT agency_id) AS bodies FROM based WHERE kind = 'county_corrections' GROUP BY county
), run AS (
    SELECT
        p.*,
        CASE
            WHEN p.judged_operator IS NOT NULL THEN p.judged_operator
            WHEN p.kind IN ('ice_facility', 'federal_prison', 'hold_room') THEN 'private_or_federal'
            WHEN p.kind = 'state_prison' THEN 'state'
            WHEN p.kind = 'city_jail' AND regexp_matches(p.spelt, '\bpolice\b') THEN 'police'
            -- In Virginia an independent city has a sheriff, who runs its jail, as a county's does.
            WHEN p.kind = 'city_jail' AND p.state = 'VA' AND p.county IS NOT NULL THEN 'sheriff'
            WHEN p.kind <> 'county_jail' OR p.county IS NULL THEN 'unknown'
            WHEN regexp_matches(p.spelt, '\bsheriff\b') THEN 'sheriff'
            WHEN regexp_matches(p.spelt, '\bdepartment of correction(s|al)\b') OR d.county IS NOT NULL THEN 'corrections'
            WHEN s.state IS NULL AND regexp_matches(p.spelt, '\b(jail|detention)\b') THEN 'sheriff'
            ELSE 'unknown'
        END AS operator,
        CASE
            WHEN p.judged_operator IS NOT NULL THEN 'judgement'
            WHEN p.kind = 'county_jail' AND NOT regexp_matches(p.spelt, '\b(sheriff|department of correction(s|al))\b') AND d.county IS NOT NULL
                THEN 'rule:corrections_listed'
            WHEN p.kind = 'county_jail' AND NOT regexp_matches(p.spelt, '\b(sheriff|department of correction(s|al))\b') THEN 'rule:county_jail'
            WHEN p.kind = 'city_jail' AND NOT regexp_matches(p.spelt, '\bpolice\b') THEN 'rule:county_jail'
            ELSE 'rule:name'
        END AS operator_basis,
        s.state IS NOT NULL AND p.kind = 'county_jail' AS without_rule,
        p.kind = 'county_jail' AND regexp_matches(p.spelt, '\bcorrectional\b') AS company_possible
    FROM placed AS p
    LEFT JOIN departments AS d ON d.county = p.county
    LEFT JOIN code_jail_states AS s ON s.state = p.state
), towns AS (
    SELECT DISTINCT a.agency_id, a.state, n.place
    FROM agencies AS a
    JOIN identities AS i USING (agency_id)
    JOIN names AS n ON n.state = i.state AND n.agency_key = i.agency_key
    WHERE a.kind = 'municipal_police' AND n.place <> ''
), fitting AS (
    SELECT r.facility, b.agency_id
    FROM run AS r
    JOIN based AS b ON b.county = r.county AND b.kind = CASE r.operator WHEN 'sheriff' THEN 'sheriff' WHEN 'corrections' THEN 'county_corrections' END
    UNION
    SELECT r.facility, t.agency_id
    FROM run AS r
    JOIN towns AS t ON t.state = r.state AND r.operator = 'police' AND t.place = regexp_replace(r.spelt, ' police\b.*$', '')
    UNION
    SELECT r.facility, a.agency_id
    FROM run AS r
    JOIN agencies AS a ON a.state = r.state AND a.kind = 'state_corrections' AND r.operator = 'state'
), agency AS (
    SELECT facility, count(DISTINCT agency_id) AS fits, min(agency_id) AS agency_id FROM fitting GROUP BY facility
)
SELECT
    r.facility,
    r.name,
    r.kind,
    r.state,
    r.county,
    CAST(k.vintage AS INTEGER) AS vintage,
    r.place_basis,
    r.operator,
    CASE WHEN r.operator <> 'unknown' THEN r.operator_basis END AS operator_basis,
    CASE WHEN r.judged_agency IS NOT NULL THEN r.judged_agency WHEN a.fits = 1 THEN a.agency_id END AS agency_id,
    CASE
        WHEN r.judged_agency IS NOT NULL OR a.fits = 1 THEN 'found'
        WHEN a.fits > 1 THEN 'unsure'
        WHEN r.operator = 'unknown' THEN 'unknown'
        WHEN r.operator = 'private_or_federal' THEN 'not_local'
        WHEN r.state IS NULL OR (r.operator IN ('sheriff', 'corrections') AND r.county IS NULL) THEN 'unsure'
        ELSE 'never_listed'
    END AS agency_status,
    concat_ws(
        ' ',
        CASE WHEN r.without_rule AND r.operator = 'unknown' THEN 'state_without_rule' END,
        CASE WHEN r.company_possible AND r.operator = 'unknown' THEN 'company_possible' END,
        CASE WHEN a.fits > 1 AND r.judged_agency IS NULL THEN 'several_agencies' END,
        CASE WHEN r.names > 1 THEN 'several_names' END,
        CASE WHEN r.location_differs THEN 'location_differs' END
    ) AS warnings
FROM run AS r
LEFT JOIN agency AS a USING (facility)
LEFT JOIN counties AS k ON k.fips = r.county
