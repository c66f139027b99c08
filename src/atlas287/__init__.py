"""atlas287: the open evidence base on 287(g) agreements.

>>> from atlas287 import Atlas
>>> atlas = Atlas.open()              # the release embedded in the package
>>> atlas.count("agreements")["unit"]
'agreements'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from atlas287.core.about import __version__

if TYPE_CHECKING:
    from atlas287.answers.result import Result
    from atlas287.atlas import Atlas
    from atlas287.core.errors import (
        AtlasError,
        EngineError,
        ExportError,
        FetchError,
        QueryError,
        ReadError,
        RegistryError,
        ReleaseError,
        RenderError,
        StoreError,
        UsageError,
    )
    from atlas287.published import build, fetch, read

__all__ = [
    "Atlas",
    "AtlasError",
    "EngineError",
    "ExportError",
    "FetchError",
    "QueryError",
    "ReadError",
    "RegistryError",
    "ReleaseError",
    "RenderError",
    "Result",
    "StoreError",
    "UsageError",
    "__version__",
    "build",
    "fetch",
    "read",
]

_ELSEWHERE = {"Atlas": "atlas287.atlas", "Result": "atlas287.answers.result"} | dict.fromkeys(
    ("build", "fetch", "read"), "atlas287.published"
)


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that the command line starts fast.
    if name not in __all__:
        raise AttributeError(f"module 'atlas287' has no attribute {name!r}")
    return getattr(import_module(_ELSEWHERE.get(name, "atlas287.core.errors")), name)


def __dir__() -> list[str]:
    return __all__
