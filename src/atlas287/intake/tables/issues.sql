/*
title: Issues
grain: one oddity in one cell, with the rule that read it or the gap that it leaves
key: [list_no, code, row, cell, rule]
inputs: [raw_issues, raw_rows, raw_lists, raw_cells, code_state, code_model, code_signed, code_link]
columns:
  list_no: [INTEGER, the list]
  code: [VARCHAR, what kind of oddity (docs/reference/issues.md)]
  row: [INTEGER, the row in the sheet]
  cell: [VARCHAR, "the address, such as Sheet1!F12"]
  original: [VARCHAR, what is printed; a link's tracking part is cut off]
  value: [VARCHAR, what it is taken for; null where it stays a gap]
  rule: [VARCHAR, by which rule]
*/
WITH found AS (
    SELECT r.list_no, 'state' AS field, r.row, r.state AS original, s.code AS value, s.rule,
        CASE WHEN s.code IS NULL THEN 'state_unknown' ELSE 'state_repaired' END AS code
    FROM raw_rows AS r JOIN code_state AS s ON s.printed = coalesce(r.state, '')
    WHERE s.rule IS NOT NULL
    UNION ALL
    SELECT r.list_no, 'model', r.row, r.model, m.code, m.rule,
        CASE WHEN m.code IS NULL THEN 'model_unknown' ELSE 'model_repaired' END
    FROM raw_rows AS r JOIN code_model AS m ON m.printed = coalesce(r.model, '')
    WHERE m.rule IS NOT NULL
    UNION ALL
    SELECT r.list_no, 'signed', r.row, r.signed, CAST(d.signed AS VARCHAR), d.rule,
        CASE
            WHEN d.gap = 'unknown_date' THEN 'signed_missing'
            WHEN d.signed IS NULL THEN 'signed_unreadable'
            WHEN d.rule = 'after_list' THEN 'signed_after_list'
            ELSE 'signed_repaired'
        END
    FROM raw_rows AS r
    JOIN raw_lists AS l USING (list_no)
    JOIN code_signed AS d ON d.printed = coalesce(r.signed, '') AND d.as_of IS NOT DISTINCT FROM l.as_of
    WHERE d.rule IS NOT NULL AND l.kind = 'participating'
    UNION ALL
    SELECT r.list_no, 'moa', r.row, k.shown, k.url, k.rule,
        CASE WHEN k.url IS NULL THEN 'link_unreadable' ELSE 'link_repaired' END
    FROM raw_rows AS r JOIN code_link AS k ON k.printed = r.moa_url
    WHERE k.rule IS NOT NULL
    UNION ALL
    SELECT r.list_no, 'addendum', r.row, k.shown, k.url, k.rule,
        CASE WHEN k.url IS NULL THEN 'link_unreadable' ELSE 'link_repaired' END
    FROM raw_rows AS r JOIN code_link AS k ON k.printed = r.addendum_url
    WHERE k.rule IS NOT NULL
    UNION ALL
    SELECT r.list_no, 'moa', r.row, r.moa, k.url, coalesce(k.rule, CASE WHEN k.url IS NULL THEN 'text_without_link' ELSE 'address_as_text' END),
        CASE WHEN k.url IS NULL THEN 'link_missing' ELSE 'link_repaired' END
    FROM raw_rows AS r
    JOIN raw_lists AS l USING (list_no)
    LEFT JOIN code_link AS k ON k.printed = r.moa
    WHERE r.moa_url IS NULL AND trim(r.moa) <> '' AND lower(r.moa) NOT LIKE '%pending%'
        -- the table extracted from web pages prints addresses as text throughout: only their wrappers are issues there
        AND (l.layout <> 'P0' OR k.url IS NULL)
)
SELECT f.list_no, f.code, f.row, l.sheet || '!' || c.letter || f.row AS cell, f.original, f.value, f.rule
FROM found AS f
JOIN raw_lists AS l USING (list_no)
JOIN raw_cells AS c USING (list_no, field)
UNION ALL
SELECT list_no, code, row, cell, original, value, rule FROM raw_issues
