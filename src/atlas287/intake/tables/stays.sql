/*
title: Stays
grain: one name and model on consecutive lists of participating agencies; the raw spells, before names are judged
key: [state, agency_key, model, first_seq]
release: false
inputs: [sightings]
columns:
  state: [VARCHAR, as in names]
  agency_key: [VARCHAR, as in names]
  model: [VARCHAR, as in listings]
  stretch: [INTEGER, as in lists]
  first_seq: [INTEGER, first list of the stay]
  last_seq: [INTEGER, last list of the stay]
  stay: [INTEGER, number of the stay of this name and model]
  signed_first: [DATE, newest signing date on the first list of the stay]
  signed_last: [DATE, newest signing date on its last list]
  url_first: [VARCHAR, address of the memorandum on the first list of the stay]
  url_last: [VARCHAR, the same on its last list]
  county_first: [VARCHAR, "county as the first list of the stay prints it, folded"]
  county_last: [VARCHAR, the same on its last list]
*/
WITH present AS (
    SELECT state, agency_key, model, stretch, seq, max(signed) AS signed, max(moa_url) AS url, max(county) AS county
    FROM sightings
    WHERE kind = 'participating'
    GROUP BY state, agency_key, model, stretch, seq
), islands AS (
    SELECT *, seq - row_number() OVER (PARTITION BY state, agency_key, model, stretch ORDER BY seq) AS island
    FROM present
)
SELECT
    state,
    agency_key,
    model,
    stretch,
    min(seq) AS first_seq,
    max(seq) AS last_seq,
    CAST(row_number() OVER (PARTITION BY state, agency_key, model ORDER BY min(seq)) AS INTEGER) AS stay,
    max({'seq': -seq, 'signed': signed}).signed AS signed_first,
    max({'seq': seq, 'signed': signed}).signed AS signed_last,
    max({'seq': -seq, 'url': url}).url AS url_first,
    max({'seq': seq, 'url': url}).url AS url_last,
    max({'seq': -seq, 'county': county}).county AS county_first,
    max({'seq': seq, 'county': county}).county AS county_last
FROM islands
GROUP BY state, agency_key, model, stretch, island
