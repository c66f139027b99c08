/*
title: Facts
grain: one statement that the registry holds in both languages, with its source
key: [fact_id]
inputs: [raw_facts]
columns:
  fact_id: [VARCHAR, "id of the fact, its kind before the colon"]
  kind: [VARCHAR, "policy (a measure of a State), statute (federal law or a ruling), term (what a model of agreement says), incentive, claim, study or milestone"]
  text_en: [VARCHAR, "the statement in one sentence, without its full stop; a claim as its speaker makes it"]
  text_es: [VARCHAR, the same in Spanish]
  citation: [VARCHAR, short form by which the text is cited]
  title: [VARCHAR, title of the source]
  publisher: [VARCHAR, who published the source]
  publisher_kind: [VARCHAR, "kind of publisher, a code of registry/codes/publisher_kinds.yaml"]
  url: [VARCHAR, address of the source]
  dated: [VARCHAR, "date of the source: a day, month or year"]
  read_in: [VARCHAR, where it was read]
  confidence: [VARCHAR, "primary (the issuer's own text was read) or secondary (what another source says of it)"]
  checked: [DATE, day on which it was last checked]
  file: [VARCHAR, table of collected facts that it was told from]
  sha256: [VARCHAR, hash of that table]
  source_row: [INTEGER, "its line there, the heading being line 1"]
warnings:
  - What is only recalled is in no table; the page of what is unverified lists it.
  - Only a fact of primary confidence states what a law or agreement says; a secondary one is what its publisher says.
*/
SELECT fact_id, kind, text_en, text_es, citation, title, publisher, publisher_kind, url, date AS dated, read_in, confidence,
    CAST(checked AS DATE) AS checked, file, sha256, row AS source_row
FROM raw_facts
