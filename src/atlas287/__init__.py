"""atlas287: the open evidence base on 287(g) agreements.

>>> from atlas287 import Atlas
>>> atlas = Atlas.open()              # the release embedded in the package
>>> atlas.count("agreements")["total"]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atlas287.core.about import __version__

if TYPE_CHECKING:
    from atlas287.atlas import Atlas

__all__ = ["Atlas", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that the command line starts fast.
    if name == "Atlas":
        from atlas287.atlas import Atlas

        return Atlas
    raise AttributeError(f"module 'atlas287' has no attribute {name!r}")
