"""What a sentence of a reader speaks of: places, agencies, days and figures; no language model, no network.

`mentions` finds places and agencies, `when` days, `figures` numbers. Both a question and a claim are read by them.
"""
