/*
title: Spells
grain: one agency and model on lists of one kind without an absence that counts
key: [kind, agency_id, model, spell]
inputs: [sightings, lists, identities, handovers, candidates]
columns:
  kind: [VARCHAR, "participating or pending, of the lists"]
  agency_id: [VARCHAR, the agency]
  model: [VARCHAR, as in listings]
  spell: [INTEGER, "number of the spell of this kind, agency and model"]
  begun: [VARCHAR, "series_start (the first list of an unbroken stretch of lists has it), added or relisted"]
  before_list_no: [INTEGER, "the last list without it before the spell; null at series_start"]
  first_list_no: [INTEGER, its first list]
  first_listed: [DATE, date of the first list]
  last_list_no: [INTEGER, its last list]
  last_listed: [DATE, date of the last list]
  missing_list_no: [INTEGER, "first list without it after the spell; null where it is still listed or the series broke off"]
  first_missing: [DATE, date of that list]
  confirmed_list_no: [INTEGER, "the list with which the absence counts, whatever comes later; null where none does so far"]
  ended: [VARCHAR, "listed (on the newest list), no_longer_listed, held (too short an absence, or an open or unsure candidate), or series_end (no list follows within 45 days)"]
  held_why: [VARCHAR, "absence_short (absent for less than seven days or three dates so far) or candidate"]
  absent_lists: [INTEGER, lists within the spell that lack it for less than the absence rule asks]
warnings:
  - "The absence rule: absent from every list over a period that starts with the first list lacking it, lasts at least seven days and holds lists of at least three dates."
  - Nothing is inferred across an interval of more than 45 days without a list.
*/
WITH series AS (
    SELECT
        kind, list_no, as_of, seq, stretch, day,
        max(seq) OVER (PARTITION BY kind, stretch) AS end_seq,
        max(seq) OVER (PARTITION BY kind) AS newest_seq
    FROM lists
), present AS (
    SELECT DISTINCT s.kind, i.agency_id, g.model, s.seq, s.stretch, s.end_seq
    FROM sightings AS g
    JOIN series AS s USING (list_no)
    JOIN identities AS i USING (state, agency_key)
), islands AS (
    SELECT kind, agency_id, model, stretch, max(end_seq) AS end_seq, min(seq) AS first_seq, max(seq) AS last_seq
    FROM (
        SELECT *, seq - row_number() OVER (PARTITION BY kind, agency_id, model, stretch ORDER BY seq) AS island FROM present
    )
    GROUP BY kind, agency_id, model, stretch, island
), absences AS (
    -- Each island with the absence after it: from the next list to the one before the next island, or to the stretch's end.
    SELECT *, coalesce(
        lead(first_seq) OVER (PARTITION BY kind, agency_id, model, stretch ORDER BY first_seq) - 1, end_seq
    ) AS until_seq
    FROM islands
), judged AS (
    -- Seven days are over with a list that lacks it, or, where it is back, if more than seven days have passed until then.
    SELECT a.*, coalesce(
        a.until_seq > a.last_seq AND until_list.day - from_list.day >= 2 AND (
            until_list.as_of - from_list.as_of >= 7
            OR (a.until_seq < a.end_seq AND back_list.as_of - from_list.as_of > 7)
        ),
        FALSE
    ) AS counts
    FROM absences AS a
    LEFT JOIN series AS from_list ON from_list.kind = a.kind AND from_list.seq = a.last_seq + 1
    LEFT JOIN series AS until_list ON until_list.kind = a.kind AND until_list.seq = a.until_seq
    LEFT JOIN series AS back_list ON back_list.kind = a.kind AND back_list.seq = a.until_seq + 1
), numbered AS (
    SELECT *, CAST(count(*) FILTER (opens) OVER (PARTITION BY kind, agency_id, model ORDER BY first_seq) AS INTEGER) AS spell
    FROM (
        SELECT *, coalesce(lag(counts) OVER ordered, TRUE) OR stretch <> lag(stretch) OVER ordered AS opens
        FROM judged
        WINDOW ordered AS (PARTITION BY kind, agency_id, model ORDER BY first_seq)
    )
), merged AS (
    SELECT
        kind,
        agency_id,
        model,
        spell,
        min(stretch) AS stretch,
        min(end_seq) AS end_seq,
        min(first_seq) AS first_seq,
        max(last_seq) AS last_seq,
        arg_max(counts, first_seq) AS counts,
        CAST(max(last_seq) - min(first_seq) + 1 - sum(last_seq - first_seq + 1) AS INTEGER) AS absent_lists
    FROM numbered
    GROUP BY kind, agency_id, model, spell
), ends AS (
    SELECT DISTINCT kind, stretch, last_seq FROM merged
), confirming AS (
    SELECT e.kind, e.last_seq, min(c.seq) AS confirmed_seq, arg_min(c.list_no, c.seq) AS confirmed_list_no
    FROM ends AS e
    JOIN series AS f ON f.kind = e.kind AND f.stretch = e.stretch AND f.seq = e.last_seq + 1
    JOIN series AS c ON c.kind = e.kind AND c.stretch = e.stretch AND c.as_of - f.as_of >= 7 AND c.day - f.day >= 2
    GROUP BY e.kind, e.last_seq
), unjudged AS (
    SELECT state, agency_key, other_state, other_key, verdict FROM candidates WHERE verdict IN ('open', 'unsure')
    UNION ALL
    SELECT other_state, other_key, state, agency_key, verdict FROM candidates WHERE verdict IN ('open', 'unsure')
), waiting AS (
    -- Names that came when another left and may continue it. Those of an agency listed with the model before are its own,
    -- unless they carry the other's signing date and memorandum.
    SELECT i.agency_id, h.model, h.last_seq, h.first_seq
    FROM handovers AS h
    JOIN unjudged USING (state, agency_key, other_state, other_key)
    JOIN identities AS i USING (state, agency_key)
    JOIN identities AS o ON o.state = h.other_state AND o.agency_key = h.other_key
    WHERE o.agency_id <> i.agency_id AND ((h.same_signed AND h.same_url) OR NOT EXISTS (
        SELECT 1 FROM merged AS m
        WHERE m.kind = 'participating' AND m.agency_id = o.agency_id AND m.model = h.model
            AND m.first_seq < h.first_seq AND m.first_seq <= h.last_seq
    ))
    UNION ALL
    -- A reviewer who is unsure holds the older name, however long both were listed.
    SELECT i.agency_id, v.model, v.last_seq, v.last_seq AS first_seq
    FROM unjudged AS u
    JOIN identities AS i USING (state, agency_key)
    JOIN identities AS o ON o.state = u.other_state AND o.agency_key = u.other_key
    JOIN merged AS v ON v.kind = 'participating' AND v.agency_id = i.agency_id
    JOIN merged AS w ON w.kind = 'participating' AND w.agency_id = o.agency_id AND w.model = v.model
        AND w.first_seq > v.first_seq AND w.first_seq <= v.last_seq + 1 AND w.last_seq > v.last_seq
    WHERE u.verdict = 'unsure' AND o.agency_id <> i.agency_id
), holding AS (
    SELECT DISTINCT m.agency_id, m.model, m.last_seq
    FROM merged AS m
    JOIN waiting AS w USING (agency_id, model, last_seq)
    LEFT JOIN confirming AS c ON c.kind = 'participating' AND c.last_seq = m.last_seq
    WHERE m.kind = 'participating' AND w.first_seq <= least(m.last_seq + 6, coalesce(c.confirmed_seq, m.last_seq + 6))
)
SELECT
    c.kind,
    c.agency_id,
    c.model,
    c.spell,
    CASE
        WHEN b.list_no IS NULL THEN 'series_start'
        WHEN lag(c.stretch) OVER before = c.stretch THEN 'relisted'
        ELSE 'added'
    END AS begun,
    b.list_no AS before_list_no,
    f.list_no AS first_list_no,
    f.as_of AS first_listed,
    l.list_no AS last_list_no,
    l.as_of AS last_listed,
    m.list_no AS missing_list_no,
    m.as_of AS first_missing,
    CASE WHEN c.counts THEN k.confirmed_list_no END AS confirmed_list_no,
    CASE
        WHEN c.last_seq = l.newest_seq THEN 'listed'
        WHEN c.last_seq = c.end_seq THEN 'series_end'
        WHEN NOT c.counts THEN CASE WHEN c.end_seq = l.newest_seq THEN 'held' ELSE 'series_end' END
        WHEN o.agency_id IS NOT NULL THEN 'held'
        ELSE 'no_longer_listed'
    END AS ended,
    CASE
        WHEN c.last_seq = c.end_seq THEN NULL
        WHEN NOT c.counts THEN CASE WHEN c.end_seq = l.newest_seq THEN 'absence_short' END
        WHEN o.agency_id IS NOT NULL THEN 'candidate'
    END AS held_why,
    c.absent_lists
FROM merged AS c
JOIN series AS f ON f.kind = c.kind AND f.seq = c.first_seq
JOIN series AS l ON l.kind = c.kind AND l.seq = c.last_seq
LEFT JOIN series AS b ON b.kind = c.kind AND b.seq = c.first_seq - 1 AND b.stretch = c.stretch
LEFT JOIN series AS m ON m.kind = c.kind AND m.seq = c.last_seq + 1 AND m.stretch = c.stretch
LEFT JOIN confirming AS k ON k.kind = c.kind AND k.last_seq = c.last_seq
LEFT JOIN holding AS o ON c.kind = 'participating' AND o.agency_id = c.agency_id AND o.model = c.model AND o.last_seq = c.last_seq
WINDOW before AS (PARTITION BY c.kind, c.agency_id, c.model ORDER BY c.first_seq)
