/*
title: Measures of States
grain: one law, order, opinion, ruling or bill of a State on cooperation with ICE
key: [fact_id]
inputs: [raw_policies]
columns:
  fact_id: [VARCHAR, the measure]
  state: [VARCHAR, two-letter code]
  mandate: [VARCHAR, "must_hold, must_request, must_apply or detainer_duty: what it obliges to"]
  restriction: [VARCHAR, "ban, state_agencies_only, board_approval, conditions or cooperation_limits: what it limits"]
  duty: [VARCHAR, "the mandate or the restriction in one code, banned for a ban; none where the measure is neither"]
  standing: [VARCHAR, "a code of registry/codes/policy_standings.yaml"]
  counts: [BOOLEAN, "whether it is a measure in force between its dates; bills that were introduced, failed or vetoed, and what a court has stopped, are not"]
  enacted: [VARCHAR, "day, month or year of enactment"]
  effective: [VARCHAR, "day, month or year from which it is in force"]
  begins_from: [DATE, first day on which it may be in force]
  begins: [DATE, first day on which it certainly is in force]
  ended: [DATE, first day on which it is no longer in force]
  deadline: [DATE, day by which what it obliges to must be done]
  unread_dates: [VARCHAR, "which of enacted and effective nobody read in a source, parted by spaces; such a date is told to nobody as a fact"]
  condition_en: [VARCHAR, which of the bodies bound it reaches]
  condition_es: [VARCHAR, the same in Spanish]
  conflicts_with: [VARCHAR, ids of measures that tell the same otherwise]
warnings:
  - A State without a row is one for which nothing was read; that no measure was found is not that there is none.
*/
WITH dated AS (
    SELECT *,
        CASE length(effective) WHEN 10 THEN CAST(effective AS DATE) WHEN 7 THEN CAST(effective || '-01' AS DATE)
            WHEN 4 THEN CAST(effective || '-01-01' AS DATE) END AS first,
        CASE length(effective) WHEN 10 THEN CAST(effective AS DATE) WHEN 7 THEN last_day(CAST(effective || '-01' AS DATE))
            WHEN 4 THEN CAST(effective || '-12-31' AS DATE) END AS last
    FROM raw_policies
)
SELECT fact_id, state, mandate, restriction,
    coalesce(mandate, CASE restriction WHEN 'ban' THEN 'banned' ELSE restriction END, 'none') AS duty,
    standing, standing IN ('in_force', 'in_force_in_part', 'opinion', 'rescinded', 'superseded') AS counts,
    enacted, effective, first AS begins_from, last AS begins, CAST(ended AS DATE) AS ended, CAST(deadline AS DATE) AS deadline,
    unread_dates, condition_en, condition_es, conflicts_with
FROM dated
