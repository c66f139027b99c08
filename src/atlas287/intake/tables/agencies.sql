/*
title: Agencies
grain: one agency, under all names that judgements join
key: [agency_id]
inputs: [names, identities, spells, registry_agencies]
columns:
  agency_id: [VARCHAR, "minted once (registry/agencies.csv), never reused; it says nothing of the name today"]
  agency: [VARCHAR, the name as the newest list with it prints it]
  state: [VARCHAR, "two-letter code, as the newest list has it; as printed where unknown"]
  kind: [VARCHAR, "the kind of body that the newest name tells, a code of registry/codes/agency_kinds.yaml"]
  names: [VARCHAR, "every spelling, newest first, parted by a vertical bar"]
  alias: [VARCHAR, the newest name in full words]
  status: [VARCHAR, "on the newest list: listed, held, no_longer_listed, or not_listed (absent from it, and no list tells when it left: it stood on lists before a gap in the series, or on lists of pending agencies only)"]
  first_listed: [DATE, date of the first list of participating agencies with it]
  last_listed: [DATE, date of the last list of participating agencies with it]
  first_pending: [DATE, date of the first list of pending agencies with it]
  last_pending: [DATE, date of the last list of pending agencies with it]
  merged_ids: [VARCHAR, "ids that were minted for names now joined here, parted by spaces; they redirect"]
*/
WITH named AS (
    SELECT i.agency_id, n.*, row_number() OVER (
        PARTITION BY i.agency_id ORDER BY n.last_listed DESC NULLS LAST, n.last_pending DESC NULLS LAST, n.first_list_no DESC, n.agency_key
    ) AS newest
    FROM names AS n
    JOIN identities AS i USING (state, agency_key)
), standing AS (
    SELECT
        agency_id,
        CASE max(CASE ended WHEN 'listed' THEN 4 WHEN 'held' THEN 3 WHEN 'no_longer_listed' THEN 2 ELSE 1 END)
            WHEN 4 THEN 'listed' WHEN 3 THEN 'held' WHEN 2 THEN 'no_longer_listed' ELSE 'not_listed'
        END AS status
    FROM spells
    WHERE kind = 'participating'
    GROUP BY agency_id
), merged AS (
    SELECT i.agency_id, string_agg(DISTINCT m.agency_id, ' ' ORDER BY m.agency_id) AS merged_ids
    FROM identities AS i
    JOIN registry_agencies AS m USING (state, agency_key)
    WHERE m.agency_id <> i.agency_id
    GROUP BY i.agency_id
)
SELECT
    n.agency_id,
    max(n.agency) FILTER (n.newest = 1) AS agency,
    max(n.state) FILTER (n.newest = 1) AS state,
    max(n.kind) FILTER (n.newest = 1) AS kind,
    string_agg(n.agency, ' | ' ORDER BY n.newest) AS names,
    max(n.alias) FILTER (n.newest = 1) AS alias,
    coalesce(max(s.status), 'not_listed') AS status,
    min(n.first_listed) AS first_listed,
    max(n.last_listed) AS last_listed,
    min(n.first_pending) AS first_pending,
    max(n.last_pending) AS last_pending,
    max(m.merged_ids) AS merged_ids
FROM named AS n
LEFT JOIN standing AS s USING (agency_id)
LEFT JOIN merged AS m USING (agency_id)
GROUP BY n.agency_id
