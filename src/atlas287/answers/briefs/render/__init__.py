"""Renderers: they print a brief or a count and add no facts."""
