/*
title: Events
grain: one change between two lists, in the words of the contract
key: [event_id]
inputs: [sightings, lists, names, identities, signings, spells, applications, agencies, candidates]
columns:
  event_id: [VARCHAR, a hash of what happened and between which dates]
  date: [DATE, date of the younger list]
  type: [VARCHAR, "added, relisted, renamed, respelled, redated, model_added, model_switched, superseded, moved_state, no_longer_listed, held, pending_added, pending_dropped or pending_signed"]
  state: [VARCHAR, of the agency]
  agency_id: [VARCHAR, the agency]
  agency: [VARCHAR, the agency's name after the event]
  agency_before: [VARCHAR, its name before it]
  model: [VARCHAR, "the model concerned; null where the event is one of the agency"]
  before: [VARCHAR, "what stood before: name, state, date or model"]
  after: [VARCHAR, what stands after]
  older_list_no: [INTEGER, the last list before the change]
  newer_list_no: [INTEGER, the first list after it]
  older: [DATE, date of the older list]
  newer: [DATE, date of the younger list]
  basis: [VARCHAR, by what rule it is told]
warnings:
  - The change lies between the two lists; when it took effect no list tells.
  - "no_longer_listed says what the lists show: it is no statement that an agreement was ended."
*/
WITH shown AS MATERIALIZED (
    SELECT DISTINCT
        i.agency_id, g.state, g.state_listed, g.agency_key_listed, g.agency_listed, g.model, g.signed, g.signed_listed,
        g.stretch, g.seq
    FROM sightings AS g
    JOIN identities AS i USING (state, agency_key)
    WHERE g.kind = 'participating'
), changing AS (
    -- Few agencies and models ever change their name, state or date: the others are left out at once.
    SELECT
        agency_id, model,
        min(agency_key_listed) <> max(agency_key_listed) OR min(state_listed) <> max(state_listed) AS names,
        min(coalesce(signed_listed, DATE '1900-01-01')) <> max(coalesce(signed_listed, DATE '1900-01-01')) AS dates
    FROM shown
    GROUP BY agency_id, model
), named AS (
    -- Names as listed, by model: one model's row can be renamed while another's is not.
    SELECT agency_id, model, stretch, seq, state_listed, agency_key_listed AS agency_key, max(agency_listed) AS agency,
        dense_rank() OVER (PARTITION BY agency_id, model, stretch ORDER BY seq) AS turn
    FROM shown
    JOIN changing USING (agency_id, model)
    WHERE changing.names
    GROUP BY agency_id, model, stretch, seq, state_listed, agency_key_listed
), name_runs AS (
    SELECT agency_id, model, stretch, state_listed, agency_key,
        min(turn) AS first_turn, max(turn) AS last_turn, max(seq) AS last_seq
    FROM (
        SELECT *, turn - row_number() OVER (
            PARTITION BY agency_id, model, stretch, state_listed, agency_key ORDER BY turn
        ) AS run
        FROM named
    )
    GROUP BY agency_id, model, stretch, state_listed, agency_key, run
), model_changes AS (
    -- A name that is gone where the row is listed next, with the name that stands there: one that is new, else the most alike.
    SELECT
        o.agency_id,
        o.model,
        o.last_seq AS older_seq,
        t.seq AS newer_seq,
        o.state_listed AS state_before,
        n.state_listed AS state,
        o.agency_key AS key_before,
        n.agency_key AS key
    FROM name_runs AS o
    JOIN (SELECT DISTINCT agency_id, model, stretch, turn, seq FROM named) AS t
        ON t.agency_id = o.agency_id AND t.model = o.model AND t.stretch = o.stretch AND t.turn = o.last_turn + 1
    JOIN name_runs AS n
        ON n.agency_id = o.agency_id AND n.model = o.model AND n.stretch = o.stretch AND t.turn BETWEEN n.first_turn AND n.last_turn
    QUALIFY row_number() OVER (
        PARTITION BY o.agency_id, o.model, o.stretch, o.state_listed, o.agency_key, o.last_turn
        ORDER BY n.first_turn = t.turn DESC, jaro_winkler_similarity(o.agency_key, n.agency_key) DESC, n.agency_key, n.state_listed
    ) = 1
), models_listed AS (
    SELECT agency_id, seq, count(DISTINCT model) AS models
    FROM shown
    WHERE agency_id IN (SELECT agency_id FROM changing WHERE names)
    GROUP BY agency_id, seq
), name_changes AS (
    -- One event for an agency whose rows change together; the model is told where only one of several changes.
    SELECT
        m.agency_id,
        CASE WHEN count(DISTINCT m.model) < min(l.models) AND count(DISTINCT m.model) = 1 THEN min(m.model) END AS model,
        m.older_seq,
        m.newer_seq,
        m.state_before,
        m.state,
        m.key_before,
        m.key,
        max(x.agency) AS agency_before,
        max(y.agency) AS agency
    FROM model_changes AS m
    JOIN named AS x
        ON x.agency_id = m.agency_id AND x.model = m.model AND x.seq = m.older_seq
        AND x.state_listed = m.state_before AND x.agency_key = m.key_before
    JOIN named AS y
        ON y.agency_id = m.agency_id AND y.model = m.model AND y.seq = m.newer_seq
        AND y.state_listed = m.state AND y.agency_key = m.key
    JOIN models_listed AS l ON l.agency_id = m.agency_id AND l.seq = m.newer_seq
    GROUP BY m.agency_id, m.older_seq, m.newer_seq, m.state_before, m.state, m.key_before, m.key
), spelt AS (
    SELECT DISTINCT agency_key, spelt,
        list_sort(string_split(spelt, ' ')) AS words
    FROM names
), both_ways AS (
    SELECT state, agency_key, other_state, other_key, judged_by FROM candidates
    UNION ALL
    SELECT other_state, other_key, state, agency_key, judged_by FROM candidates
), of_model AS (
    SELECT agency_id, model, stretch, seq, list(DISTINCT coalesce(CAST(signed_listed AS VARCHAR), 'undated')) AS dates,
        list(DISTINCT coalesce(CAST(signed AS VARCHAR), 'undated')) AS read
    FROM shown
    JOIN changing USING (agency_id, model)
    WHERE changing.dates
    GROUP BY agency_id, model, stretch, seq
), date_changes AS (
    SELECT
        agency_id,
        model,
        before_seq AS older_seq,
        seq AS newer_seq,
        list_max(dates_before) AS before,
        list_max(dates) AS after,
        list_max(read_before) AS read_before,
        list_max(read) AS read_after
    FROM (
        SELECT *, lag(dates) OVER turns AS dates_before, lag(read) OVER turns AS read_before, lag(seq) OVER turns AS before_seq
        FROM of_model
        WINDOW turns AS (PARTITION BY agency_id, model, stretch ORDER BY seq)
    )
    WHERE NOT list_has_any(dates, dates_before)
), begins AS (
    SELECT s.*
    FROM spells AS s
    WHERE s.kind = 'participating' AND s.begun IN ('added', 'relisted')
), ends AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.agency_id, s.last_list_no ORDER BY s.model) AS number
    FROM spells AS s
    WHERE s.kind = 'participating' AND s.ended IN ('no_longer_listed', 'held')
), switches AS (
    -- One model gone, and another there for the first time before its absence counted.
    SELECT
        e.agency_id,
        e.spell AS ended_spell,
        e.model AS before,
        b.spell AS begun_spell,
        b.model AS after,
        e.last_list_no AS older_list_no,
        b.first_list_no AS newer_list_no,
        e.held_why
    FROM ends AS e
    JOIN begins AS b
        ON b.agency_id = e.agency_id AND b.begun = 'added' AND b.first_list_no > e.last_list_no
        AND b.first_list_no <= coalesce(e.confirmed_list_no, b.first_list_no)
    WHERE e.held_why IS NULL OR e.held_why = 'absence_short'
    -- Of several that left together each takes another that came; what counted first keeps what it took.
    QUALIFY row_number() OVER (PARTITION BY e.agency_id, e.model, e.spell ORDER BY b.first_list_no, b.model) = e.number
        AND row_number() OVER (
            PARTITION BY b.agency_id, b.model, b.spell ORDER BY e.confirmed_list_no NULLS LAST, e.last_list_no DESC, e.model
        ) = 1
), told AS (
    SELECT
        CASE
            WHEN b.begun = 'relisted' THEN 'relisted'
            WHEN EXISTS (
                SELECT 1 FROM spells AS o
                WHERE o.kind = 'participating' AND o.agency_id = b.agency_id AND o.first_list_no < b.first_list_no
                    AND o.model <> b.model AND o.last_list_no >= b.before_list_no
            ) THEN 'model_added'
            ELSE 'added'
        END AS type,
        b.agency_id,
        b.model,
        CAST(NULL AS VARCHAR) AS before,
        b.model AS after,
        b.before_list_no AS older_list_no,
        b.first_list_no AS newer_list_no,
        CASE b.begun WHEN 'relisted' THEN 'rule:absence, back' ELSE 'rule:first_listed' END AS basis,
        CAST(NULL AS VARCHAR) AS agency,
        CAST(NULL AS VARCHAR) AS agency_before
    FROM begins AS b
    WHERE NOT EXISTS (
        SELECT 1 FROM switches AS w WHERE w.agency_id = b.agency_id AND w.after = b.model AND w.begun_spell = b.spell
    )
    UNION ALL
    SELECT
        e.ended,
        e.agency_id,
        e.model,
        e.model,
        NULL,
        e.last_list_no,
        e.missing_list_no,
        CASE e.held_why WHEN 'absence_short' THEN 'absent too short so far' WHEN 'candidate' THEN 'an open candidate' ELSE 'rule:absence' END,
        NULL,
        NULL
    FROM ends AS e
    WHERE NOT EXISTS (
        SELECT 1 FROM switches AS w WHERE w.agency_id = e.agency_id AND w.before = e.model AND w.ended_spell = e.spell
    )
    UNION ALL
    SELECT
        CASE WHEN w.held_why IS NULL THEN 'model_switched' ELSE 'held' END,
        w.agency_id,
        w.after,
        w.before,
        w.after,
        w.older_list_no,
        w.newer_list_no,
        CASE w.held_why WHEN 'absence_short' THEN 'absent too short so far' WHEN 'candidate' THEN 'an open candidate' ELSE 'rule:absence, another model before it counted' END,
        NULL,
        NULL
    FROM switches AS w
    WHERE 'unknown' NOT IN (w.before, w.after)  -- an unknown model that becomes known is no switch
    UNION ALL
    SELECT
        CASE
            WHEN c.key_before = c.key THEN 'moved_state'
            WHEN x.words = y.words OR (len(x.words) = len(y.words) AND levenshtein(x.spelt, y.spelt) <= 3) THEN 'respelled'
            ELSE 'renamed'
        END,
        c.agency_id,
        c.model,
        CASE WHEN c.key_before = c.key THEN c.state_before ELSE c.agency_before END,
        CASE WHEN c.key_before = c.key THEN c.state ELSE c.agency END,
        o.list_no,
        n.list_no,
        CASE
            WHEN c.key_before = c.key THEN 'rule:moved_state'
            WHEN i.agency_id <> j.agency_id THEN 'correction'
            ELSE coalesce(k.judged_by, 'judged through a third name')
        END,
        c.agency,
        c.agency_before
    FROM name_changes AS c
    JOIN lists AS o ON o.kind = 'participating' AND o.seq = c.older_seq
    JOIN lists AS n ON n.kind = 'participating' AND n.seq = c.newer_seq
    LEFT JOIN spelt AS x ON x.agency_key = c.key_before
    LEFT JOIN spelt AS y ON y.agency_key = c.key
    LEFT JOIN identities AS i ON i.state = c.state_before AND i.agency_key = c.key_before
    LEFT JOIN identities AS j ON j.state = c.state AND j.agency_key = c.key
    LEFT JOIN both_ways AS k ON k.state = c.state_before AND k.agency_key = c.key_before AND k.other_state = c.state AND k.other_key = c.key
    UNION ALL
    SELECT
        CASE WHEN x.agreement_id = y.agreement_id THEN 'redated' ELSE 'superseded' END,
        d.agency_id,
        d.model,
        nullif(d.before, 'undated'),
        nullif(d.after, 'undated'),
        o.list_no,
        n.list_no,
        CASE WHEN x.agreement_id = y.agreement_id THEN 'rule:date_corrected' ELSE 'rule:signed_anew' END,
        NULL,
        NULL
    FROM date_changes AS d
    JOIN signings AS x ON x.agency_id = d.agency_id AND x.model = d.model AND x.signed_key = d.read_before
    JOIN signings AS y ON y.agency_id = d.agency_id AND y.model = d.model AND y.signed_key = d.read_after
    JOIN lists AS o ON o.kind = 'participating' AND o.seq = d.older_seq
    JOIN lists AS n ON n.kind = 'participating' AND n.seq = d.newer_seq
    WHERE EXISTS (  -- within one spell; a date that is new after an exit is no correction
        SELECT 1 FROM spells AS s
        WHERE s.kind = 'participating' AND s.agency_id = d.agency_id AND s.model = d.model
            AND s.first_list_no <= o.list_no AND s.last_list_no >= n.list_no
    )
    UNION ALL
    SELECT 'pending_added', p.agency_id, p.model, NULL, p.model, p.before_list_no, p.first_list_no, 'rule:first_pending', NULL, NULL
    FROM spells AS p
    WHERE p.kind = 'pending' AND p.begun IN ('added', 'relisted')
    UNION ALL
    SELECT 'pending_dropped', p.agency_id, p.model, p.model, NULL, p.last_list_no, p.missing_list_no, 'rule:absence', NULL, NULL
    FROM spells AS p
    JOIN applications AS a USING (agency_id, model, spell)
    WHERE p.kind = 'pending' AND a.outcome = 'dropped'
    UNION ALL
    SELECT 'pending_signed', a.agency_id, a.model, NULL, CAST(a.signed AS VARCHAR), s.before_list_no, s.first_list_no, 'rule:listed_after_pending', NULL, NULL
    FROM applications AS a
    JOIN spells AS s
        ON s.kind = 'participating' AND s.agency_id = a.agency_id AND s.model = a.model
        AND s.first_list_no = a.listed_list_no
    WHERE a.outcome = 'signed' AND s.begun IN ('added', 'relisted')
), dated AS (
    SELECT DISTINCT
        n.as_of AS date,
        t.type,
        a.state,
        t.agency_id,
        coalesce(t.agency, a.agency) AS agency,
        t.agency_before,
        t.model,
        t.before,
        t.after,
        t.older_list_no,
        t.newer_list_no,
        o.as_of AS older,
        n.as_of AS newer,
        t.basis
    FROM told AS t
    JOIN agencies AS a USING (agency_id)
    JOIN lists AS o ON o.list_no = t.older_list_no
    JOIN lists AS n ON n.list_no = t.newer_list_no
)
-- The same can happen twice between lists of the same days: then the order of the lists tells the two apart.
SELECT
    'e' || left(md5(concat_ws(
        chr(31), type, agency_id, agency_before, model, before, after, older, newer,
        row_number() OVER (
            PARTITION BY type, agency_id, agency_before, model, before, after, older, newer
            ORDER BY older_list_no, newer_list_no, agency
        )
    )), 12) AS event_id,
    *
FROM dated
