"""Engines that run the queries of the house."""

from atlas287.core.engine.base import Engine
from atlas287.core.engine.duckdb import DuckDB

__all__ = ["DuckDB", "Engine"]
