/*
title: Episodes of arrest
grain: one row of the table of arrests that has a person and a moment
key: [row_id]
release: false
inputs: [raw_arrests]
columns:
  row_id: [BIGINT, the row as read]
  episode: [INTEGER, "number of the episode of this person; a new one begins more than 24 hours after the row before"]
  place_in_episode: [INTEGER, "1 for the row that is kept: the earliest; at one moment ERO Reprocessed Arrest comes last, then the order of the files decides"]
  rows_in_episode: [INTEGER, rows of the episode]
warnings:
  - The rule is the publisher's as its notes on columns tell it. No national output is in the data, so equality with the publisher's own columns is not tested.
  - Exactly 24 hours are one episode. An episode is a chain, so its ends can lie days apart.
*/
WITH ranked AS (
    SELECT row_id, person, moment, CASE WHEN method = 'ERO Reprocessed Arrest' THEN 1 ELSE 0 END AS reprocessed
    FROM raw_arrests
    WHERE person IS NOT NULL AND moment IS NOT NULL
), begun AS (
    SELECT
        *,
        CASE
            WHEN moment <= lag(moment) OVER (PARTITION BY person ORDER BY moment, reprocessed, row_id) + INTERVAL '24' HOUR THEN 0
            ELSE 1
        END AS begins
    FROM ranked
), numbered AS (
    SELECT
        *,
        sum(begins) OVER (PARTITION BY person ORDER BY moment, reprocessed, row_id ROWS UNBOUNDED PRECEDING) AS episode
    FROM begun
)
SELECT
    row_id,
    CAST(episode AS INTEGER) AS episode,
    CAST(row_number() OVER (PARTITION BY person, episode ORDER BY moment, reprocessed, row_id) AS INTEGER) AS place_in_episode,
    CAST(count(*) OVER (PARTITION BY person, episode) AS INTEGER) AS rows_in_episode
FROM numbered
