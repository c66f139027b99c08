/*
title: Held for judgement
grain: one agency and model that left the list and waits, with one name that may continue it
key: [agency_id, model, spell, other_id]
inputs: [spells, agencies, identities, handovers, candidates]
columns:
  agency_id: [VARCHAR, the agency that waits]
  model: [VARCHAR, the model with which it left]
  spell: [INTEGER, as in spells]
  last_listed: [DATE, the last list with it]
  first_missing: [DATE, the first list without it]
  why: [VARCHAR, "absence_short (the absence rule is not met yet) or candidate (another name may continue it)"]
  other_id: [VARCHAR, "the agency whose name may continue it; empty for absence_short"]
  other: [VARCHAR, its name]
  verdict: [VARCHAR, "open (nobody judged) or unsure (a reviewer could not tell)"]
  evidence: [VARCHAR, "what speaks for it, or the reviewer's second fact"]
*/
WITH pairs AS (
    SELECT state, agency_key, other_state, other_key, * EXCLUDE (state, agency_key, other_state, other_key) FROM candidates
    UNION ALL
    SELECT other_state, other_key, state, agency_key, * EXCLUDE (state, agency_key, other_state, other_key) FROM candidates
), open AS (
    SELECT
        i.agency_id,
        o.agency_id AS other_id,
        p.verdict,
        p.similarity,
        coalesce(p.why, concat_ws(', ',
            CASE WHEN p.same_signed THEN 'same signing date' END,
            CASE WHEN p.same_url THEN 'same memorandum' END,
            CASE WHEN p.same_county THEN 'same county' END,
            'similarity ' || p.similarity
        )) AS evidence
    FROM pairs AS p
    JOIN identities AS i USING (state, agency_key)
    JOIN identities AS o ON o.state = p.other_state AND o.agency_key = p.other_key
    WHERE p.verdict IN ('open', 'unsure') AND o.agency_id <> i.agency_id
    QUALIFY row_number() OVER (PARTITION BY i.agency_id, o.agency_id ORDER BY p.verdict = 'unsure' DESC, p.similarity DESC, p.agency_key, p.other_key) = 1
), named AS (
    -- What a reviewer named stands alone; else the three most alike.
    SELECT * FROM open
    QUALIFY verdict = 'unsure' OR (
        count(*) FILTER (verdict = 'unsure') OVER (PARTITION BY agency_id) = 0
        AND row_number() OVER (PARTITION BY agency_id ORDER BY similarity DESC, other_id) <= 3
    )
)
SELECT
    s.agency_id,
    s.model,
    s.spell,
    s.last_listed,
    s.first_missing,
    s.held_why AS why,
    coalesce(o.other_id, '') AS other_id,
    a.agency AS other,
    o.verdict,
    o.evidence
FROM spells AS s
LEFT JOIN named AS o ON s.held_why = 'candidate' AND o.agency_id = s.agency_id
LEFT JOIN agencies AS a ON a.agency_id = o.other_id
WHERE s.kind = 'participating' AND s.ended = 'held' AND NOT EXISTS (  -- what came back waits no more
    SELECT 1 FROM spells AS later
    WHERE later.kind = 'participating' AND later.agency_id = s.agency_id AND later.model = s.model AND later.spell > s.spell
)
