/*
title: Columns of each list
grain: one column of one list; with a row of listings it gives the address of every cell
key: [list_no, letter]
inputs: [raw_cells]
columns:
  list_no: [INTEGER, the list]
  field: [VARCHAR, "our name of the column: listings holds its text as <field>_printed"]
  letter: [VARCHAR, the column's letter in the sheet]
*/
SELECT list_no, field, letter FROM raw_cells
