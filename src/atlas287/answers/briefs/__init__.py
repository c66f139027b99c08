"""Briefs: a question's sections made of computed sentences and typed gaps, and their verification."""
