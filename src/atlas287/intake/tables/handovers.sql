/*
title: Handovers
grain: one name that left the list with a model, and one that came for the first time with the same model about then
key: [state, agency_key, model, last_seq, other_state, other_key]
release: false
inputs: [stays, names, lists]
columns:
  state: [VARCHAR, state of the name that left]
  agency_key: [VARCHAR, the name that left]
  model: [VARCHAR, the model of both]
  last_seq: [INTEGER, its last list before it left]
  other_state: [VARCHAR, state of the name that came]
  other_key: [VARCHAR, the name that came]
  first_seq: [INTEGER, the first list with that name and model]
  same_signed: [BOOLEAN, both print one signing date]
  same_url: [BOOLEAN, both link one memorandum]
  same_county: [BOOLEAN, both print one county]
  similarity: [DOUBLE, "Jaro-Winkler similarity of the cores of the names, 0 to 1"]
  close: [BOOLEAN, "the second came after the first left, of one kind, with one signing date and a similarity of 0.92 or more"]
  rivals: [INTEGER, close names that came up to the same list for the one that left]
  other_rivals: [INTEGER, close names that had left for the one that came]
warnings:
  - The evidence is that of the lists about the handover, so a later list cannot change it.
*/
WITH gone AS (
    SELECT s.*, n.core, n.kind, min(s.first_seq) OVER (PARTITION BY s.state, s.agency_key, s.model) AS known_seq
    FROM stays AS s
    JOIN names AS n USING (state, agency_key)
    JOIN (SELECT stretch, max(seq) AS end_seq FROM lists WHERE kind = 'participating' GROUP BY stretch) USING (stretch)
    WHERE s.last_seq < end_seq
), come AS (
    SELECT s.*, n.core, n.kind
    FROM stays AS s
    JOIN names AS n USING (state, agency_key)
    WHERE s.stay = 1
), paired AS (
    SELECT
        g.state,
        g.agency_key,
        g.model,
        g.last_seq,
        c.state AS other_state,
        c.agency_key AS other_key,
        c.first_seq,
        coalesce(g.signed_last = c.signed_first, FALSE) AS same_signed,
        coalesce(g.url_last = c.url_first, FALSE) AS same_url,
        coalesce(g.county_last = c.county_first, FALSE) AS same_county,
        round(jaro_winkler_similarity(g.core, c.core), 3) AS similarity,
        g.kind = c.kind AS same_kind
    FROM gone AS g
    JOIN come AS c
        ON c.model = g.model
        AND c.stretch = g.stretch
        AND c.first_seq BETWEEN g.last_seq - 20 AND g.last_seq + 6
        AND c.first_seq > g.known_seq
        AND c.state = g.state
        AND c.agency_key <> g.agency_key
)
SELECT
    * EXCLUDE (same_kind),
    CAST(count(*) FILTER (close) OVER (
        PARTITION BY state, agency_key, model, last_seq ORDER BY first_seq RANGE UNBOUNDED PRECEDING
    ) AS INTEGER) AS rivals,
    CAST(count(*) FILTER (close) OVER (PARTITION BY other_state, other_key, model) AS INTEGER) AS other_rivals
FROM (
    SELECT *, coalesce(same_kind AND same_signed AND first_seq > last_seq AND similarity >= 0.92, FALSE) AS close
    FROM paired
)
WHERE CASE
    WHEN first_seq > last_seq THEN same_signed OR same_url OR (similarity >= 0.88 AND same_kind)
    ELSE same_url OR (same_signed AND similarity >= 0.75) OR (similarity >= 0.93 AND same_kind)
END
