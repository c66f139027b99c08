"""The version of the code, in one place (semver; the version of the data is a date)."""

__version__ = "0.1.0"
