/*
title: Records of other pages
grain: one row of a published table that is no list of one date
key: [source, file, row]
inputs: [raw_records, names, identities]
columns:
  source: [VARCHAR, "a file of registry/sources, with its limits"]
  file: [VARCHAR, the file's name]
  sha256: [VARCHAR, of the file's bytes]
  row: [INTEGER, the line in the file]
  cell: [VARCHAR, address of the agency's name]
  agency_id: [VARCHAR, "the agency whose name it is in full words, in that state; null where none or several fit"]
  state: [VARCHAR, two-letter code]
  agency_printed: [VARCHAR, as printed]
  model: [VARCHAR, "as in listings; unknown where the table prints none"]
  signed: [DATE, signing date as printed; null where none is]
  first_seen: [DATE, "first archived copy of the page that shows it; null where the table has no such column"]
  last_seen: [DATE, "last archived copy that shows it, likewise"]
  moa: [VARCHAR, address or file name of the memorandum as printed]
warnings:
  - "A record joins no spell and no event: it stands beside the ledger, with its own limits."
*/
WITH called AS (
    SELECT n.state, n.alias, n.kind, min(i.agency_id) AS agency_id
    FROM names AS n
    JOIN identities AS i USING (state, agency_key)
    GROUP BY n.state, n.alias, n.kind
    HAVING count(DISTINCT i.agency_id) = 1
)
SELECT
    r.source,
    r.file,
    r.sha256,
    r.row,
    r.cell,
    c.agency_id,
    r.state,
    r.agency_printed,
    r.model,
    CAST(r.signed AS DATE) AS signed,
    CAST(r.first_seen AS DATE) AS first_seen,
    CAST(r.last_seen AS DATE) AS last_seen,
    r.moa
FROM raw_records AS r
LEFT JOIN called AS c USING (state, alias, kind)
