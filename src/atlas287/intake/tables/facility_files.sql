/*
title: Tables of facility-days
grain: one published table of people in detention by facility and day on which the release rests
key: [sha256]
inputs: [raw_facility_files]
columns:
  sha256: [VARCHAR, of the file's bytes]
  source: [VARCHAR, "a file of registry/sources, with its limits"]
  file: [VARCHAR, the file's name as published]
  origin: [VARCHAR, "where the bytes were had: an address, or archive:path@commit; null where not recorded"]
  rows: [BIGINT, "rows of the file, each one facility and day"]
  facilities: [BIGINT, codes of facilities in it]
  first_day: [DATE, first day]
  last_day: [DATE, last day]
  person_days: [BIGINT, "sum of the midnight counts of all rows; facility_months adds up to it exactly"]
*/
SELECT sha256, source, file, origin, rows, facilities, first_day, last_day, person_days FROM raw_facility_files
