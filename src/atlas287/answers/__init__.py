"""Reads a release: measures, briefs, verification. Never imports `intake`."""
