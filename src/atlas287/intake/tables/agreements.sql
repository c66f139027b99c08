/*
title: Agreements
grain: one agency, model and signing date, over all lists of participating agencies; names joined by white space, case and apostrophes only
key: [agreement_id]
inputs: [listings, lists]
columns:
  agreement_id: [VARCHAR, as in listings]
  state: [VARCHAR, "two-letter code; null where unknown"]
  agency_key: [VARCHAR, as in listings]
  agency: [VARCHAR, the name as the newest list with it prints it]
  model: [VARCHAR, as in listings]
  signed: [DATE, as in listings; null where none can be told]
  first_listed: [DATE, date of the first list with it]
  last_listed: [DATE, date of the last list with it]
  first_list_no: [INTEGER, the first list with it]
  last_list_no: [INTEGER, the last list with it]
  lists: [INTEGER, number of lists with it]
warnings:
  - A renamed agency or a corrected date is another row here; only a judgement joins them.
  - Between first_listed and last_listed it may have been absent.
*/
SELECT
    g.agreement_id,
    min(g.state) AS state,
    min(g.agency_key) AS agency_key,
    trim(regexp_replace(max({'list_no': g.list_no, 'name': g.agency_printed}).name, '\s+', ' ', 'g')) AS agency,
    min(g.model) AS model,
    min(g.signed) AS signed,
    min(l.as_of) AS first_listed,
    max(l.as_of) AS last_listed,
    min(g.list_no) AS first_list_no,
    max(g.list_no) AS last_list_no,
    CAST(count(DISTINCT g.list_no) AS INTEGER) AS lists
FROM listings AS g
JOIN lists AS l USING (list_no)
WHERE l.kind = 'participating'
GROUP BY g.agreement_id
