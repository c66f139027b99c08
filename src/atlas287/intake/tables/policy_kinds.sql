/*
title: Whom a measure of a State binds
grain: one kind of agency that one measure binds
key: [fact_id, agency_kind]
inputs: [raw_policy_kinds]
columns:
  fact_id: [VARCHAR, the measure]
  agency_kind: [VARCHAR, "kind of agency, a code of registry/codes/agency_kinds.yaml"]
warnings:
  - A condition of the measure can narrow it to some agencies of the kind, such as those that run a jail.
*/
WITH groups(bound, members) AS (
    VALUES
        ('state', ['state_police', 'state_corrections', 'state_agency', 'national_guard']),
        ('local', ['sheriff', 'county_corrections', 'regional_jail', 'municipal_police', 'county_police', 'regional_police', 'constable',
            'marshal', 'prosecutor', 'campus_police', 'airport_port_police', 'task_force', 'other'])
), bound AS (
    SELECT fact_id, unnest(coalesce(g.members, [k.bound])) AS agency_kind
    FROM raw_policy_kinds AS k
    LEFT JOIN groups AS g ON g.bound = k.bound OR k.bound = 'all'
)
SELECT DISTINCT fact_id, agency_kind FROM bound
