"""The words by which a question is read: `topics.yaml`, and which of its forms a text holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.core import registry

TOPICS = Path(__file__).with_name("topics.yaml")


@cache
def vocabulary() -> dict[str, Any]:
    """The words of `topics.yaml`."""
    return registry.load_yaml(TOPICS)


def matching(folded: str, forms: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The codes one of whose forms, regular expressions, stands in a folded text."""
    return tuple(code for code, patterns in forms.items() if any(re.search(form, folded) for form in patterns))
