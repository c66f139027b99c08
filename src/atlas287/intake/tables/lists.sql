/*
title: Lists
grain: one published list that stands, in the order in which the lists were current
key: [list_no]
inputs: [raw_lists]
columns:
  list_no: [INTEGER, "number of the list in order of date, kind and time of saving; a number of this release only"]
  kind: [VARCHAR, "participating or pending, told by the content, not by the file's name"]
  source: [VARCHAR, "the source it belongs to, a file of registry/sources"]
  as_of: [DATE, the day the list is taken to describe]
  as_of_basis: [VARCHAR, "file_name, file_property (modified time) or content (newest signing date, or a column of dates)"]
  seq: [INTEGER, number of the list among those of its kind]
  stretch: [INTEGER, "number of the unbroken stretch of lists of its kind; a new one begins after more than 45 days without a list, and nothing is inferred across"]
  day: [INTEGER, number of the list's date among the dates of its kind]
  file: [VARCHAR, the file's name as published]
  sha256: [VARCHAR, of the file's bytes]
  origin: [VARCHAR, "where the bytes were had: an address, or archive:path@commit; null where not recorded"]
  layout: [VARCHAR, "P0 to P3, Q1 to Q3 or H1 to H2 (registry/sources), or unknown"]
  sheet: [VARCHAR, the sheet that was read]
  rows: [INTEGER, "named rows, hidden ones included, filler rows not"]
  hidden_rows: [INTEGER, named rows that the publisher left hidden by a filter]
  filler_rows: [INTEGER, rows without any value between or below the named ones]
  created: [TIMESTAMP, "of the workbook's properties, UTC"]
  modified: [TIMESTAMP, "of the workbook's properties, UTC"]
*/
WITH following AS (
    SELECT *, lag(as_of) OVER (PARTITION BY kind ORDER BY list_no) AS before FROM raw_lists
)
SELECT
    list_no,
    kind,
    source,
    as_of,
    as_of_basis,
    CAST(row_number() OVER kinds AS INTEGER) AS seq,
    CAST(1 + count(*) FILTER (as_of - before > 45) OVER kinds AS INTEGER) AS stretch,
    CAST(dense_rank() OVER (PARTITION BY kind ORDER BY as_of) AS INTEGER) AS day,
    file,
    sha256,
    origin,
    layout,
    sheet,
    rows,
    hidden_rows,
    filler_rows,
    created,
    modified
FROM following
WINDOW kinds AS (PARTITION BY kind ORDER BY list_no)
