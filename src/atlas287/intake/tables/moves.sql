/*
title: Moves between states
grain: one name that left the list under one state and came under another within three lists, with one model and signing date
key: [state, agency_key, model, until_list_no]
inputs: [listings, lists]
columns:
  state: [VARCHAR, "the state under which it was listed first, which is taken for the publisher's slip"]
  agency_key: [VARCHAR, as in listings]
  model: [VARCHAR, as in listings]
  signed: [DATE, the signing date of both]
  until_list_no: [INTEGER, the last list under that state]
  to_state: [VARCHAR, the state under which it is listed then]
  to_list_no: [INTEGER, the first list under it]
warnings:
  - Only the rows of this name, model and signing date up to until_list_no are taken for the other state's; a namesake listed later keeps its state.
*/
WITH shown AS (
    SELECT DISTINCT r.state, r.agency_key, r.model, r.signed, l.seq, l.stretch, l.list_no
    FROM listings AS r
    JOIN lists AS l USING (list_no)
    WHERE l.kind = 'participating' AND r.state IS NOT NULL AND r.signed IS NOT NULL
), runs AS (
    SELECT state, agency_key, model, signed, stretch, min(seq) AS first_seq, max(seq) AS last_seq,
        min(list_no) AS first_list_no, max(list_no) AS last_list_no
    FROM (SELECT *, seq - row_number() OVER (PARTITION BY state, agency_key, model, signed, stretch ORDER BY seq) AS run FROM shown)
    GROUP BY state, agency_key, model, signed, stretch, run
), firsts AS (
    SELECT state, agency_key, model, min(first_seq) AS first_seq FROM runs GROUP BY ALL
)
SELECT a.state, a.agency_key, a.model, a.signed, a.last_list_no AS until_list_no, b.state AS to_state, b.first_list_no AS to_list_no
FROM runs AS a
JOIN runs AS b USING (agency_key, model, signed, stretch)
JOIN firsts AS f ON f.state = b.state AND f.agency_key = b.agency_key AND f.model = b.model AND f.first_seq = b.first_seq
WHERE a.state <> b.state AND b.first_seq - a.last_seq BETWEEN 1 AND 3
QUALIFY row_number() OVER (PARTITION BY a.state, a.agency_key, a.model, a.last_list_no ORDER BY b.first_seq, b.state) = 1
