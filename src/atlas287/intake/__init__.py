"""Writes a release: fetch, store, read, build. Never imports `answers`."""
