"""What all tests share: the real files, where they are, and skips that must not pass unseen."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def required(what: str) -> bool:
    """Whether $ATLAS287_REQUIRE (comma separated) says that a test may not be skipped for want of this."""
    return what in {word.strip() for word in os.environ.get("ATLAS287_REQUIRE", "").split(",")}


def skip_or_fail(what: str, reason: str) -> None:
    if required(what):
        pytest.fail(f"{reason}, and ATLAS287_REQUIRE names {what}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real files: $ATLAS287_DATA, else ../shared/data from the project's root."""
    folder = Path(os.environ.get("ATLAS287_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "agreements" / "manifest.csv").is_file():
        skip_or_fail("data", "no real files: neither $ATLAS287_DATA nor ../shared/data holds agreements/manifest.csv")
    return folder
