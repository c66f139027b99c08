/*
title: Stays in detention
grain: one stay of one person
key: [person, stay_book_in]
release: false
inputs: [stints]
columns:
  person: [VARCHAR, "hash of the person, of this release only"]
  stay_book_in: [TIMESTAMP, when the stay began]
  stay_book_out: [TIMESTAMP, "of the last stint; null where it goes on, or unknown"]
  stay_release_reason: [VARCHAR, of the last stint]
  criminality: [VARCHAR, of the last stint]
  stints: [INTEGER, stints kept]
  facility_first: [VARCHAR, code of the facility of the first stint]
  facility_longest: [VARCHAR, "of the longest stint that has ended (the first of equal ones), or of the first where none has"]
  facility_last: [VARCHAR, of the last stint]
  stays_of_person: [INTEGER, stays of this person in the table]
warnings:
  - A stint whose book-in is a gap counts as the earliest of its stay.
  - No national output is in the data, so equality with the publisher's own table of stays is not tested.
  - Stints without a person or without the begin of their stay are in no stay.
*/
WITH ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY person, stay_book_in ORDER BY book_in NULLS FIRST, row_id) AS place,
        row_number() OVER (PARTITION BY person, stay_book_in ORDER BY book_in DESC NULLS LAST, row_id DESC) AS place_from_end,
        row_number() OVER (
            PARTITION BY person, stay_book_in
            ORDER BY coalesce(epoch(book_out) - epoch(book_in), -1) DESC, book_in NULLS FIRST, row_id
        ) AS place_by_length
    FROM stints
    WHERE person IS NOT NULL AND stay_book_in IS NOT NULL AND NOT duplicate_drop
)
SELECT
    person,
    stay_book_in,
    max(CASE WHEN place_from_end = 1 THEN stay_book_out END) AS stay_book_out,
    max(CASE WHEN place_from_end = 1 THEN stay_release_reason END) AS stay_release_reason,
    max(CASE WHEN place_from_end = 1 THEN criminality END) AS criminality,
    CAST(count(*) AS INTEGER) AS stints,
    max(CASE WHEN place = 1 THEN facility_code END) AS facility_first,
    max(CASE WHEN place_by_length = 1 THEN facility_code END) AS facility_longest,
    max(CASE WHEN place_from_end = 1 THEN facility_code END) AS facility_last,
    CAST(count(*) OVER (PARTITION BY person) AS INTEGER) AS stays_of_person
FROM ranked
GROUP BY person, stay_book_in
