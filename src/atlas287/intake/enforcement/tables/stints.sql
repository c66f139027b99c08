/*
title: Stints of detention, cleaned
grain: one row of the table of stints, likely duplicates included and marked
key: [row_id]
release: false
inputs: [raw_stints]
columns:
  row_id: [BIGINT, the row as read]
  person: [VARCHAR, "hash of the person, of this release only; null in some rows"]
  facility_code: [VARCHAR, code of the facility]
  book_in: [TIMESTAMP, when the person was booked in; null where nothing plausible is printed]
  book_out: [TIMESTAMP, "when booked out; null where still detained, or unknown"]
  stay_book_in: [TIMESTAMP, when the stay began that the stint is of]
  stay_book_out: [TIMESTAMP, when the stay ended]
  release_reason: [VARCHAR, how the stint ended]
  stay_release_reason: [VARCHAR, how the stay ended]
  criminality: [VARCHAR, as printed at book-in]
  duplicate_likely: [BOOLEAN, "whether another row has its person, facility, day of book-in and stay; null without a person"]
  duplicate_drop: [BOOLEAN, "whether it is not the last of them, by book-in and then the order of the files; null without a person"]
warnings:
  - No national output is in the data, so equality with the publisher's own cleaned columns is not tested.
  - The publisher first drops rows equal but for bond and provenance, then keeps the last of a person, facility, day of book-in and stay. Rows of the first kind share all that the second looks at, so the second alone keeps the same rows; a test holds this.
  - Blank values count as equal to each other, and a blank book-in as the earliest.
*/
SELECT
    row_id,
    person,
    facility_code,
    book_in,
    book_out,
    stay_book_in,
    stay_book_out,
    release_reason,
    stay_release_reason,
    criminality,
    CASE
        WHEN person IS NOT NULL
            THEN count(*) OVER (PARTITION BY person, facility_code, CAST(book_in AS DATE), stay_book_in) > 1
    END AS duplicate_likely,
    CASE
        WHEN person IS NOT NULL
            THEN row_number() OVER (
                PARTITION BY person, facility_code, CAST(book_in AS DATE), stay_book_in ORDER BY book_in DESC NULLS LAST, row_id DESC
            ) > 1
    END AS duplicate_drop
FROM raw_stints
