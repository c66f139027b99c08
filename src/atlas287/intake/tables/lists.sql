/*
title: Lists
grain: one published list that stands, in the order in which the lists were current
key: [list_no]
inputs: [raw_lists]
columns:
  list_no: [INTEGER, "number of the list in order of date, kind and time of saving; a number of this release only"]
  kind: [VARCHAR, "participating or pending, told by the content, not by the file's name"]
  as_of: [DATE, the day the list is taken to describe]
  as_of_basis: [VARCHAR, "file_name, file_property (modified time) or content (newest signing date)"]
  file: [VARCHAR, the file's name as published]
  sha256: [VARCHAR, of the file's bytes]
  origin: [VARCHAR, "where the bytes were had: an address, or archive:path@commit; null where not recorded"]
  layout: [VARCHAR, "P0 to P3 or Q1 to Q3 (registry/sources), or unknown"]
  sheet: [VARCHAR, the sheet that was read]
  rows: [INTEGER, "named rows, hidden ones included, filler rows not"]
  hidden_rows: [INTEGER, named rows that the publisher left hidden by a filter]
  filler_rows: [INTEGER, rows without any value between or below the named ones]
  created: [TIMESTAMP, "of the workbook's properties, UTC"]
  modified: [TIMESTAMP, "of the workbook's properties, UTC"]
*/
SELECT list_no, kind, as_of, as_of_basis, file, sha256, origin, layout, sheet, rows, hidden_rows, filler_rows, created, modified
FROM raw_lists
