/*
title: Agreements
grain: one agreement, being one agency, model and signature, over all lists of participating agencies
key: [agreement_id]
inputs: [members, sightings, spells, agencies]
columns:
  agreement_id: [VARCHAR, "agency, model and the first signing date that lists gave it"]
  agency_id: [VARCHAR, the agency]
  agency: [VARCHAR, its name as in agencies]
  state: [VARCHAR, its state as in agencies]
  model: [VARCHAR, as in listings]
  signed: [DATE, the signing date as the newest list prints it; null where none can be told]
  signed_dates: [VARCHAR, "every signing date that lists printed for it, oldest first; more than one is a conflict of the publisher's"]
  first_listed: [DATE, date of the first list with it]
  last_listed: [DATE, date of the last list with it]
  first_list_no: [INTEGER, the first list with it]
  last_list_no: [INTEGER, the last list with it]
  lists: [INTEGER, number of lists with it]
  status: [VARCHAR, "listed, superseded (a later signature of this agency and model followed in the same stretch of lists), no_longer_listed, held, or unknown (the series broke off)"]
  moa_url: [VARCHAR, address of the memorandum that the newest row with a link gives]
  addendum_url: [VARCHAR, address of the addendum likewise]
  moa_urls: [INTEGER, number of different memoranda linked over time]
warnings:
  - Between first_listed and last_listed it may have been absent for less than the absence rule asks.
  - SIGNED is what the list prints; in the memoranda it mostly is the day of ICE's signature.
*/
WITH rows AS (
    SELECT m.agreement_id, m.agency_id, g.model, g.signed, g.list_no, g.stretch, g.as_of, g.moa_url, g.addendum_url
    FROM members AS m
    JOIN sightings AS g USING (list_no, row)
    WHERE g.kind = 'participating'
), agreed AS (
    SELECT
        agreement_id,
        agency_id,
        model,
        max({'list_no': list_no, 'signed': signed}).signed AS signed,
        coalesce(string_agg(DISTINCT CAST(signed AS VARCHAR), ', ' ORDER BY CAST(signed AS VARCHAR)), 'undated') AS signed_dates,
        min(as_of) AS first_listed,
        max(as_of) AS last_listed,
        min(stretch) AS first_stretch,
        max(stretch) AS last_stretch,
        min(list_no) AS first_list_no,
        max(list_no) AS last_list_no,
        CAST(count(DISTINCT list_no) AS INTEGER) AS lists,
        max({'list_no': list_no, 'url': moa_url}) FILTER (moa_url IS NOT NULL).url AS moa_url,
        max({'list_no': list_no, 'url': addendum_url}) FILTER (addendum_url IS NOT NULL).url AS addendum_url,
        CAST(count(DISTINCT moa_url) AS INTEGER) AS moa_urls
    FROM rows
    GROUP BY agreement_id, agency_id, model
)
SELECT
    a.agreement_id,
    a.agency_id,
    g.agency,
    g.state,
    a.* EXCLUDE (agreement_id, agency_id, first_stretch, last_stretch, moa_url, addendum_url, moa_urls),
    CASE
        WHEN s.ended = 'listed' AND a.last_list_no = s.last_list_no THEN 'listed'
        WHEN lead(a.first_stretch) OVER (PARTITION BY a.agency_id, a.model ORDER BY a.first_list_no, a.signed NULLS FIRST, a.agreement_id) = a.last_stretch THEN 'superseded'
        WHEN s.ended IN ('held', 'no_longer_listed') THEN s.ended
        ELSE 'unknown'
    END AS status,
    a.moa_url,
    a.addendum_url,
    a.moa_urls
FROM agreed AS a
JOIN agencies AS g USING (agency_id)
JOIN spells AS s
    ON s.kind = 'participating' AND s.agency_id = a.agency_id AND s.model = a.model
    AND a.last_list_no BETWEEN s.first_list_no AND s.last_list_no
