/*
title: The stay that an arrest led to
grain: one arrest that is kept and has a person and a moment
key: [row_id]
release: false
inputs: [arrests, stays]
columns:
  row_id: [BIGINT, the arrest]
  person: [VARCHAR, "hash of the person, of this release only"]
  moment: [TIMESTAMP, when the arrest was]
  stay_book_in: [TIMESTAMP, when the stay began; null where none is matched]
  hours: [DOUBLE, "from arrest to book-in; negative where the book-in came first"]
  has_stay: [BOOLEAN, whether a stay is matched]
warnings:
  - "Same person, book-in between 120 hours before and 240 hours after the arrest, bounds included; each must be the other's nearest. At equal distance the earlier book-in or arrest stands, then the order of the files."
  - No stay matched does not mean that nobody was detained.
  - No national output is in the data, so equality with the publisher's own join is not tested.
*/
WITH kept AS (
    SELECT row_id, person, moment
    FROM arrests
    WHERE person IS NOT NULL AND moment IS NOT NULL AND NOT duplicate_drop
), pairs AS (
    SELECT
        kept.row_id,
        kept.person,
        kept.moment,
        stays.stay_book_in,
        abs(epoch(stays.stay_book_in) - epoch(kept.moment)) AS distance
    FROM kept
    JOIN stays
        ON stays.person = kept.person
        AND stays.stay_book_in >= kept.moment - INTERVAL '120' HOUR
        AND stays.stay_book_in <= kept.moment + INTERVAL '240' HOUR
), ranked AS (
    SELECT
        row_id,
        stay_book_in,
        row_number() OVER (PARTITION BY row_id ORDER BY distance, stay_book_in) AS place_of_stay,
        row_number() OVER (PARTITION BY person, stay_book_in ORDER BY distance, moment, row_id) AS place_of_arrest
    FROM pairs
), nearest AS (
    SELECT row_id, stay_book_in FROM ranked WHERE place_of_stay = 1 AND place_of_arrest = 1
)
SELECT
    kept.row_id,
    kept.person,
    kept.moment,
    nearest.stay_book_in,
    (epoch(nearest.stay_book_in) - epoch(kept.moment)) / 3600 AS hours,
    nearest.row_id IS NOT NULL AS has_stay
FROM kept
LEFT JOIN nearest ON nearest.row_id = kept.row_id
