/*
title: Candidates
grain: two names that may be one agency, with the evidence and the judgement
key: [state, agency_key, other_state, other_key]
inputs: [handovers, names, lists, stays, registry_judgements, counties]
columns:
  state: [VARCHAR, state of the older name]
  agency_key: [VARCHAR, the older name]
  other_state: [VARCHAR, state of the younger name]
  other_key: [VARCHAR, the younger name]
  found: [VARCHAR, "what brought the two together: alias, handover, both_listed (side by side, one signing date) or pending (one stands on lists of pending agencies only)"]
  model: [VARCHAR, model of the handover]
  last_listed: [DATE, the older name's last list before the handover]
  first_listed: [DATE, the younger name's first list with the model]
  lists_between: [INTEGER, "lists with neither; negative where both stood on lists"]
  same_signed: [BOOLEAN, as in handovers]
  same_url: [BOOLEAN, as in handovers]
  same_county: [BOOLEAN, as in handovers]
  similarity: [DOUBLE, as in handovers]
  verdict: [VARCHAR, "same, different or unsure, as judged; open where nobody judged"]
  judged_by: [VARCHAR, "rule:alias, rule:respelled or reviewer"]
  why: [VARCHAR, "the rule's grounds, or the reviewer's second fact"]
warnings:
  - A score only proposes; only a verdict joins.
*/
WITH handed AS (
    SELECT *
    FROM handovers
    QUALIFY row_number() OVER (
        PARTITION BY state, agency_key, other_state, other_key ORDER BY same_signed DESC, first_seq, last_seq, model
    ) = 1
), aliased AS (
    SELECT a.state, a.agency_key, b.state AS other_state, b.agency_key AS other_key, a.kind
    FROM names AS a
    JOIN names AS b USING (state, alias, kind)
    WHERE (a.first_list_no, a.agency_key) < (b.first_list_no, b.agency_key)
), waiting AS (
    SELECT a.state, a.agency_key, b.state AS other_state, b.agency_key AS other_key
    FROM names AS a
    JOIN names AS b USING (state)
    WHERE (a.first_list_no, a.agency_key) < (b.first_list_no, b.agency_key)
        AND a.alias <> b.alias
        AND (a.first_listed IS NULL OR b.first_listed IS NULL)
        AND (a.kind = b.kind OR 'other' IN (a.kind, b.kind))
        AND jaro_winkler_similarity(a.core, b.core) >= 0.9
), both_listed AS (
    SELECT DISTINCT a.state, a.agency_key, b.state AS other_state, b.agency_key AS other_key, a.model, a.signed_first
    FROM stays AS a
    JOIN stays AS b USING (state, model, stretch)
    JOIN names AS x ON x.state = a.state AND x.agency_key = a.agency_key
    JOIN names AS y ON y.state = b.state AND y.agency_key = b.agency_key
    WHERE a.signed_first = b.signed_first
        AND a.first_seq <= b.last_seq
        AND b.first_seq <= a.last_seq
        AND (x.first_list_no, x.agency_key) < (y.first_list_no, y.agency_key)
        AND x.kind = y.kind
        AND x.alias <> y.alias
        AND jaro_winkler_similarity(x.core, y.core) >= 0.95
), pairs AS (
    SELECT state, agency_key, other_state, other_key, 'alias' AS found, 1 AS rank FROM aliased
    UNION ALL SELECT state, agency_key, other_state, other_key, 'handover', 2 FROM handed
    UNION ALL SELECT state, agency_key, other_state, other_key, 'both_listed', 3 FROM both_listed
    UNION ALL SELECT state, agency_key, other_state, other_key, 'pending', 4 FROM waiting
    UNION ALL SELECT state, agency_key, other_state, other_key, 'reviewer', 5 FROM registry_judgements
), found AS (
    -- A pair stands once, the name that was seen first in front, whichever way round it was found.
    SELECT x.state, x.agency_key, y.state AS other_state, y.agency_key AS other_key,
        x.kind, x.alias, x.core, x.place, y.kind AS other_kind, y.alias AS other_alias, y.core AS other_core, y.place AS other_place,
        arg_min(p.found, p.rank) AS found
    FROM (
        SELECT state, agency_key, other_state, other_key, found, rank FROM pairs
        UNION ALL SELECT other_state, other_key, state, agency_key, found, rank FROM pairs
    ) AS p
    JOIN names AS x ON x.state = p.state AND x.agency_key = p.agency_key
    JOIN names AS y ON y.state = p.other_state AND y.agency_key = p.other_key
    WHERE (x.first_list_no, x.agency_key, x.state) < (y.first_list_no, y.agency_key, y.state)
    GROUP BY ALL
), judged AS (
    SELECT state, agency_key, other_state, other_key, verdict, second_fact FROM registry_judgements
    UNION ALL SELECT other_state, other_key, state, agency_key, verdict, second_fact FROM registry_judgements
), both_ways AS (
    SELECT state, agency_key, other_state, other_key, * EXCLUDE (state, agency_key, other_state, other_key) FROM handed
    UNION ALL
    SELECT other_state, other_key, state, agency_key, * EXCLUDE (state, agency_key, other_state, other_key) FROM handed
), evident AS (
    SELECT
        f.*,
        h.* EXCLUDE (state, agency_key, other_state, other_key, similarity),
        round(jaro_winkler_similarity(f.core, f.other_core), 3) AS similarity,
        -- Two names of counties that both exist are two places, however alike.
        known.name IS NOT NULL AND other_known.name IS NOT NULL AND f.place <> f.other_place AS two_counties
    FROM found AS f
    LEFT JOIN both_ways AS h USING (state, agency_key, other_state, other_key)
    LEFT JOIN (SELECT DISTINCT state, key AS name FROM counties) AS known ON known.state = f.state AND known.name = replace(f.place, ' ', '')
    LEFT JOIN (SELECT DISTINCT state, key AS name FROM counties) AS other_known ON other_known.state = f.other_state AND other_known.name = replace(f.other_place, ' ', '')
), ruled AS (
    SELECT *, CASE
        WHEN state = other_state AND alias = other_alias AND kind = other_kind AND kind <> 'constable' THEN 'rule:alias'
        WHEN state = other_state AND alias = other_alias AND kind = 'constable' AND (same_signed OR same_county) THEN 'rule:alias'
        WHEN state = other_state AND close AND first_seq - last_seq <= 3 AND NOT two_counties AND rivals = 1 AND other_rivals = 1 THEN 'rule:respelled'
    END AS rule
    FROM evident
)
SELECT
    r.state,
    r.agency_key,
    r.other_state,
    r.other_key,
    r.found,
    r.model,
    a.as_of AS last_listed,
    b.as_of AS first_listed,
    CAST(r.first_seq - r.last_seq - 1 AS INTEGER) AS lists_between,
    r.same_signed,
    r.same_url,
    r.same_county,
    r.similarity,
    coalesce(j.verdict, CASE WHEN r.rule IS NOT NULL THEN 'same' ELSE 'open' END) AS verdict,
    CASE WHEN j.verdict IS NOT NULL THEN 'reviewer' ELSE r.rule END AS judged_by,
    coalesce(j.second_fact, CASE r.rule
        WHEN 'rule:alias' THEN 'one name in full words, in one state and of one kind'
        WHEN 'rule:respelled' THEN 'like names of one kind, one model and signing date, within three lists; no other name fits'
    END) AS why
FROM ruled AS r
LEFT JOIN judged AS j USING (state, agency_key, other_state, other_key)
LEFT JOIN lists AS a ON a.kind = 'participating' AND a.seq = r.last_seq
LEFT JOIN lists AS b ON b.kind = 'participating' AND b.seq = r.first_seq
